import { createContext, use, useCallback, type ComponentProps, type MouseEvent } from 'react';

/** Where we are and how to get elsewhere. The office fills it from its router, the station from its own small one. */
export interface Navigator {
  /** `/orders/018f…`, without query */
  readonly path: string;
  /** `?tab=parts` or empty */
  readonly search: string;
  /** of the screen's path: `/orders/$orderId` → `orderId` */
  readonly params: Readonly<Record<string, string>>;
  readonly go: (href: string, options?: { replace?: boolean }) => void;
}

export const NavigatorContext = createContext<Navigator | null>(null);

function useNavigator(): Navigator {
  const navigator = use(NavigatorContext);
  if (!navigator) throw new Error('there is no navigation here');
  return navigator;
}

/** Goes to an address of this application: `/orders/018f…?tab=parts`. */
export function useGo(): Navigator['go'] {
  return useNavigator().go;
}

/** Where we are: `/orders/018f…`, without query. */
export function usePath(): string {
  return useNavigator().path;
}

/** A parameter of the screen's path, `/orders/$orderId` → `useParam('orderId')`. @throws Error when the path has none */
export function useParam(name: string): string {
  const value = useNavigator().params[name];
  if (value === undefined) throw new Error(`the screen's path has no parameter ${name}`);
  return value;
}

/** A piece of the view that lives in the address, so that back, reload and a sent link show the same. */
export function useUrlState(name: string, initial = ''): [string, (value: string) => void] {
  const { path, search, go } = useNavigator();
  const value = new URLSearchParams(search).get(name) ?? initial;
  const set = useCallback(
    (next: string) => {
      const query = new URLSearchParams(search);
      if (next === initial) query.delete(name);
      else query.set(name, next);
      go(query.size ? `${path}?${query}` : path, { replace: true });
    },
    [path, search, go, name, initial],
  );
  return [value, set];
}

/** A link inside the application; modifier keys and middle clicks stay the browser's. */
export function Link({ href, onClick, ...rest }: ComponentProps<'a'> & { readonly href: string }) {
  const go = useGo();
  const follow = (event: MouseEvent<HTMLAnchorElement>): void => {
    onClick?.(event);
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey ||
      event.altKey
    )
      return;
    event.preventDefault();
    go(href);
  };
  return <a {...rest} href={href} onClick={follow} />;
}
