import { useRouter, useRouterState } from '@tanstack/react-router';
import { useCallback, type ComponentProps, type MouseEvent } from 'react';

/** Goes to an address of this application: `/orders/018f…?tab=parts`. */
export function useGo(): (href: string, options?: { replace?: boolean }) => void {
  const router = useRouter();
  return useCallback(
    (href, options) => (options?.replace ? router.history.replace(href) : router.history.push(href)),
    [router],
  );
}

/** Where we are: `/orders/018f…`, without query. */
export function usePath(): string {
  return useRouterState({ select: (state) => state.location.pathname });
}

/** A parameter of the screen's path, `/orders/$orderId` → `useParam('orderId')`. @throws Error when the path has none */
export function useParam(name: string): string {
  const value = useRouterState({
    select: (state) => (state.matches.at(-1)?.params as Record<string, string> | undefined)?.[name],
  });
  if (value === undefined) throw new Error(`the screen's path has no parameter ${name}`);
  return value;
}

/** A piece of the view that lives in the address, so that back, reload and a sent link show the same. */
export function useUrlState(name: string, initial = ''): [string, (value: string) => void] {
  const router = useRouter();
  const text = useRouterState({ select: (state) => state.location.searchStr });
  const value = new URLSearchParams(text).get(name) ?? initial;
  const set = useCallback(
    (next: string) => {
      const { pathname, search } = router.history.location;
      const query = new URLSearchParams(search);
      if (next === initial) query.delete(name);
      else query.set(name, next);
      router.history.replace(query.size ? `${pathname}?${query}` : pathname);
    },
    [router, name, initial],
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
