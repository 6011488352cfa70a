import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useMemo, useState, type ReactNode } from 'react';
import { useKit } from '#platform/web-kit/context.ts';
import { readKey, useChange, useRead } from '#platform/web-kit/data.ts';
import { suggestLocale } from '#platform/web-kit/locale.ts';
import { PageToCome, WhenRead } from '#platform/web-kit/read-state.tsx';
import { SessionContext, type SessionFacts } from '#platform/web-kit/session.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { session as sessionRoute, signInDemo, signOut, type Session } from '../contract.ts';
import { mailLink } from './mail-link.ts';
import { accountsWords } from './words.ts';

// Whoever is signed in needs neither; they come when they are shown.
const LinkPage = lazy(() => import('./LinkPage.tsx').then(({ LinkPage: page }) => ({ default: page })));
const SignIn = lazy(() => import('./SignIn.tsx').then(({ SignIn: page }) => ({ default: page })));

export interface SessionGateProps {
  /** roles offered for one-click sign-in on this entry; the server offers no more than a demo allows */
  readonly demoRoles?: readonly string[];
  /** told whenever it is clear who is here; null when nobody is */
  readonly onSession: (session: SessionFacts | null) => void;
  readonly children: ReactNode;
}

/** Asks who is here; shows the sign-in screen until somebody is. */
export function SessionGate({ demoRoles, onSession, children }: SessionGateProps) {
  const read = useRead(sessionRoute, {}, { keep: true });
  const [link] = useState(mailLink);
  const facts = useMemo(() => (read.data ? factsOf(read.data) : null), [read.data]);
  useEffect(() => {
    if (!read.data) return;
    if (read.data.signedIn) suggestLocale(read.data.locale);
    onSession(facts);
  }, [read.data, facts, onSession]);
  if (link)
    return (
      <Suspense fallback={<PageToCome />}>
        <LinkPage link={link} />
      </Suspense>
    );
  if (facts) return <SessionContext value={facts}>{children}</SessionContext>;
  return (
    <WhenRead read={read} rows={1} heading="Tenon">
      {(answer) => (
        <Suspense fallback={<PageToCome />}>
          <SignIn demoRoles={answer.demoRoles.filter((role) => !demoRoles || demoRoles.includes(role))} />
        </Suspense>
      )}
    </WhenRead>
  );
}

function factsOf(answer: Session): SessionFacts | null {
  return answer.signedIn && answer.tenant
    ? {
        name: answer.name,
        role: answer.role,
        may: answer.may,
        tenant: answer.tenant,
        loginId: answer.loginId,
        demoRoles: answer.demoRoles,
      }
    : null;
}

/** What a change of person leaves behind on this screen: nothing of the last one. */
export function useNewSession(): (answer: Session) => void {
  const queries = useQueryClient();
  const { kept } = useKit();
  return (answer) => {
    void kept?.clear();
    queries.removeQueries({ predicate: (query) => query.queryKey[0] !== sessionRoute.path });
    queries.setQueryData(readKey(sessionRoute), answer);
  };
}

/** Signs out, for the shells of office and station. */
export function useSignOut(): { readonly busy: boolean; readonly run: () => void } {
  const begin = useNewSession();
  const change = useChange(signOut, { onDone: begin });
  return { busy: change.busy, run: () => void change.send() };
}

/** Becomes another role of the demo factory. */
export function useDemoRole(): { readonly busy: boolean; readonly run: (role: string) => void } {
  const begin = useNewSession();
  const change = useChange(signInDemo, { onDone: begin });
  return {
    busy: change.busy,
    run: (role) => void change.send({ body: { role: role as Session['demoRoles'][number] } }),
  };
}

/** A role's name in the language of the screen. */
export function useRoleName(): (role: string | null) => string {
  const t = useWords(accountsWords);
  return (role) => (role ? t(`role.${role}` as 'role.owner') : '');
}
