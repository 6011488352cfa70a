import { lazy, Suspense, useCallback, useMemo, useSyncExternalStore, type ReactNode } from 'react';
import { NavigatorContext, type Navigator } from '#platform/web-kit/navigate.tsx';
import { PageToCome } from '#platform/web-kit/read-state.tsx';
import type { StationScreen } from '#platform/web-kit/screen.ts';

/** All that a station needs of a router; a full one weighs a sixth of its script budget. */
const BASE = '/station';
const MOVED = 'tenon-moved';

function subscribe(listener: () => void): () => void {
  window.addEventListener('popstate', listener);
  window.addEventListener(MOVED, listener);
  return () => {
    window.removeEventListener('popstate', listener);
    window.removeEventListener(MOVED, listener);
  };
}
const here = (): string => location.pathname + location.search;

/** The parameters when `path` fits the pattern (`$stationId/parts`), else null. */
function matchPath(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split('/').filter(Boolean);
  const given = path.split('/').filter(Boolean);
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [i, part] of wanted.entries()) {
    const text = decodeURIComponent(given[i]!);
    if (part.startsWith('$')) params[part.slice(1)] = text;
    else if (part !== text) return null;
  }
  return params;
}

/** Shows the screen that the address names; addresses outside of the station are left to the browser. */
export function StationRouter({
  screens,
  frame,
  none,
}: {
  readonly screens: readonly StationScreen[];
  readonly frame: (screen: ReactNode) => ReactNode;
  readonly none: ReactNode;
}) {
  const address = useSyncExternalStore(subscribe, here);
  const pages = useMemo(
    () => screens.map((screen) => ({ screen, Component: lazy(screen.component) })),
    [screens],
  );
  const go = useCallback<Navigator['go']>((href, options) => {
    if (!new URL(href, location.href).pathname.startsWith(BASE)) return location.assign(href);
    history[options?.replace ? 'replaceState' : 'pushState'](null, '', href);
    window.dispatchEvent(new Event(MOVED));
  }, []);
  const [path = BASE, search = ''] = address.split(/(?=\?)/);
  const inside = path.slice(BASE.length);
  const hit = pages
    .map((page) => ({ ...page, params: matchPath(page.screen.path, inside) }))
    .find(({ params }) => params !== null);
  const navigator: Navigator = { path, search, params: hit?.params ?? {}, go };
  return (
    <NavigatorContext value={navigator}>
      {frame(
        hit ? (
          <Suspense fallback={<PageToCome />}>
            <hit.Component />
          </Suspense>
        ) : (
          none
        ),
      )}
    </NavigatorContext>
  );
}
