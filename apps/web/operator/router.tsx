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
import { Button } from '#platform/web-kit/button.tsx';
import { NavigatorContext, type Navigator } from '#platform/web-kit/navigate.tsx';
import { ButtonLink, Page, PageHead } from '#platform/web-kit/page.tsx';
import { PageToCome } from '#platform/web-kit/read-state.tsx';
import type { OperatorScreen } from '#platform/web-kit/screen.ts';
import { useMay, type SessionFacts } from '#platform/web-kit/session.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { navigation, screens } from './modules.ts';
import { Shell } from './Shell.tsx';
import { operatorWords } from './words.ts';

/** The operator's screens of all modules; `/operator` is the first place the person may open. */
export function createOperatorRouter(session: () => SessionFacts | null) {
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
    path: '/operator',
    component: Denied,
    beforeLoad: () => {
      const first = navigation((permission) => session()?.may.includes(permission) ?? false)[0];
      // The paths of the tree are known at run time only.
      if (first) throw redirect({ href: first.path });
    },
  });
  const rest = screens.map((screen) =>
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

function guarded(screen: OperatorScreen) {
  const Component = lazy(screen.component);
  return function Guarded() {
    return useMay(screen.may) ? (
      <Suspense fallback={<PageToCome />}>
        <Component />
      </Suspense>
    ) : (
      <Denied />
    );
  };
}

function Missing() {
  const t = useWords(operatorWords);
  return (
    <Page>
      <PageHead
        sentence={t('missing.sentence')}
        note={t('missing.note')}
        action={<ButtonLink href="/operator">{t('missing.go')}</ButtonLink>}
      />
    </Page>
  );
}

function Denied() {
  const t = useWords(operatorWords);
  return (
    <Page>
      <PageHead sentence={t('denied.sentence')} note={t('denied.note')} />
    </Page>
  );
}

function Broken({ error }: ErrorComponentProps) {
  const t = useWords(operatorWords);
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
