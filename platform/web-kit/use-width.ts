import { useSyncExternalStore } from 'react';

/** Below this the layout is the phone's: one column, bottom bar, cards for rows. The same number stands in `kit.css`. */
const PHONE = '(max-width: 719px)';

function subscribe(listener: () => void): () => void {
  const query = window.matchMedia(PHONE);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}

export function useIsPhone(): boolean {
  return useSyncExternalStore(subscribe, () => window.matchMedia(PHONE).matches);
}
