import { ok, type Result } from '#domain/kernel/result.ts';
import type { Caller } from '#platform/http/caller.ts';
import { allows, permissionTable } from '#platform/http/contract.ts';
import type { OpenGiven } from '#platform/http/handler.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Session } from './contract.ts';
import { callerOfSession, endSession, SESSION_COOKIE, sessionCookie } from './sessions.ts';
import { demoRoles, type SignInRefusal, type SignInStep } from './sign-in.ts';
import { openSupportOf } from './support-access.ts';

type Open = Pick<OpenGiven<unknown, AppContext>, 'context' | 'request' | 'setHeader'>;

/** Who is here and what they may do, as every answer about a session says it. */
export async function describe(
  given: Omit<Open, 'setHeader'>,
  caller: Caller | null,
  next: Session['next'] = null,
): Promise<Session> {
  return {
    signedIn: caller !== null,
    loginId: caller?.loginId ?? null,
    name: caller?.name ?? '',
    role: caller?.role ?? null,
    locale: caller?.locale ?? 'en',
    tenant: caller && {
      id: caller.tenantId,
      name: caller.tenantName,
      zone: caller.zone,
      currency: caller.currency,
      demo: caller.demo,
    },
    may: caller ? [...permissionTable().keys()].filter((may) => allows(caller, may)) : [],
    demoRoles: await demoRoles(given.context, given.request),
    next,
    factorMissing: caller?.session?.factorMissing ?? false,
    support: caller && (await openSupportOf(given.context, caller)),
  };
}

/**
 * Answers a fresh sign-in with the cookie and the session it opened. Whoever used this browser before is signed out, so
 * that nothing goes on under an older token.
 */
export async function welcome(given: Open, token: string): Promise<Session> {
  const before = given.request.cookies.get(SESSION_COOKIE);
  if (before) await endSession(given.context.db, before);
  given.setHeader('set-cookie', sessionCookie(token));
  const cookies = new Map([...given.request.cookies, [SESSION_COOKIE, token]]);
  return describe(given, await callerOfSession(given.context, { ...given.request, cookies }));
}

/** The session, or the question that comes before it. */
export async function answerStep(
  given: Open,
  outcome: Result<SignInStep, SignInRefusal>,
): Promise<Result<Session, SignInRefusal>> {
  if (!outcome.ok) return outcome;
  const step = outcome.value;
  if (step.step === 'open') return ok(await welcome(given, step.token));
  return ok(
    await describe(
      given,
      null,
      step.step === 'tenant'
        ? { step: 'tenant', tenants: step.tenants.map(({ id, name }) => ({ id, name })) }
        : { step: 'factor', challenge: step.challenge },
    ),
  );
}
