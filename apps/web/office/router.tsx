import {
  createRootRoute,
  createRoute,
  createRouter,
  redirect,
  useRouter,
  useRouterState,
  type ErrorComponentProps,
} from '@tanstack/react-router';
import { lazy, Suspense, useCallback, type ReactNode } from 'react';
import { NavigatorContext, type Navigator } from '#platform/web-kit/navigate.tsx';
import { ButtonLink, Page, PageHead } from '#platform/web-kit/page.tsx';
import { PageToCome } from '#platform/web-kit/read-state.tsx';
import { Button } from '#platform/web-kit/button.tsx';
import type { Screen } from '#platform/web-kit/screen.ts';
import { useMay, type SessionFacts } from '#platform/web-kit/session.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { navigation, screens } from './modules.ts';
import { Shell } from './Shell.tsx';
import { officeWords } from './words.ts';

/** The screens of all modules as one tree of addresses; `/` is the first place the person may open. */
export function createOfficeRouter(session: () => SessionFacts | null) {
  const root = createRootRoute({
    component: () => (
      <WithNavigator>
        <Shell />
      </WithNavigator>
    ),
    notFoundComponent: Missing,
    errorComponent: Broken,
  });
  const start = createRoute({
    getParentRoute: () => root,
    path: '/',
    component: Missing,
    beforeLoad: () => {
      const first = navigation((permission) => session()?.may.includes(permission) ?? false)[0];
      // The paths of the tree are known at run time only.
      if (first && first.path !== '/') throw redirect({ href: first.path });
    },
  });
  const rest = screens
    .filter((screen) => screen.path !== '/')
    .map((screen) =>
      createRoute({
        getParentRoute: () => root,
        path: screen.path,
        component: guarded(screen),
        errorComponent: Broken,
      }),
    );
  return createRouter({
    routeTree: root.addChildren([start, ...rest]),
    defaultPreload: false,
    scrollRestoration: false,
    defaultErrorComponent: Broken,
    defaultNotFoundComponent: Missing,
  });
}

/** Lends the kit's links and parameters this router. */
function WithNavigator({ children }: { readonly children: ReactNode }) {
  const { history } = useRouter();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const search = useRouterState({ select: (state) => state.location.searchStr });
  const params = useRouterState({
    select: (state): Record<string, string> | undefined => state.matches.at(-1)?.params,
  });
  const go = useCallback<Navigator['go']>(
    (href, options) => (options?.replace ? history.replace(href) : history.push(href)),
    [history],
  );
  return <NavigatorContext value={{ path, search, params: params ?? {}, go }}>{children}</NavigatorContext>;
}

function guarded(screen: Screen) {
  const Component = lazy(screen.component);
  return function Guarded() {
    const open = useMay(screen.may ?? 'signed-in');
    return open ? (
      <Suspense fallback={<PageToCome />}>
        <Component />
      </Suspense>
    ) : (
      <Denied />
    );
  };
}

function Missing() {
  const t = useWords(officeWords);
  return (
    <Page>
      <PageHead
        sentence={t('missing.sentence')}
        note={t('missing.note')}
        action={<ButtonLink href="/">{t('missing.go')}</ButtonLink>}
      />
    </Page>
  );
}

function Denied() {
  const t = useWords(officeWords);
  return (
    <Page>
      <PageHead
        sentence={t('denied.sentence')}
        note={t('denied.note')}
        action={<ButtonLink href="/">{t('missing.go')}</ButtonLink>}
      />
    </Page>
  );
}

/** A bug in a screen stops that screen, not the shell; after an update its script may be gone, then loading anew helps. */
function Broken({ error }: ErrorComponentProps) {
  const t = useWords(officeWords);
  return (
    <Page>
      <PageHead
        sentence={t('broken.sentence')}
        note={t('broken.note')}
        action={<Button onClick={() => location.reload()}>{t('broken.again')}</Button>}
      />
      <pre className="tn-muted tn-small">{error instanceof Error ? error.message : String(error)}</pre>
    </Page>
  );
}
