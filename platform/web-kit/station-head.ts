import { createContext, use, useEffect } from 'react';

/** Tells the station's header what it stands at. */
export const StationHeadContext = createContext<(name: string | null) => void>(() => undefined);

/** Names the station in the header while the page is shown: “Edge bander”. */
export function useStationName(name: string | null): void {
  const tell = use(StationHeadContext);
  useEffect(() => {
    tell(name);
    return () => tell(null);
  }, [tell, name]);
}
