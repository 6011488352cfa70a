import { ok } from '#domain/kernel/result.ts';
import type { Caller } from '#platform/http/caller.ts';
import { holds, permissionTable } from '#platform/http/contract.ts';
import { handle, handleOpen, type Handler, type OpenGiven } from '#platform/http/handler.ts';
import type { AppContext } from '#platform/module/context.ts';
import * as contract from './contract.ts';
import { createCustomer, listCustomers, loadCustomer, updateCustomer } from './customers.ts';
import { callerOf, endedCookie, endSession, SESSION_COOKIE, sessionCookie } from './sessions.ts';
import { demoRoles, signInToDemo, signInWithPassword } from './sign-in.ts';

type Open = OpenGiven<unknown, AppContext>;

async function describe(
  given: Pick<Open, 'context' | 'request'>,
  caller: Caller | null,
): Promise<contract.Session> {
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
    may: caller ? [...permissionTable().keys()].filter((may) => holds(caller.role, may)) : [],
    demoRoles: await demoRoles(given.context, given.request),
  };
}

/** Answers a fresh sign-in with the cookie and the session it opened. */
async function welcome(given: Open, token: string): Promise<contract.Session> {
  given.setHeader('set-cookie', sessionCookie(token));
  const cookies = new Map([...given.request.cookies, [SESSION_COOKIE, token]]);
  return describe(given, await callerOf(given.context, { ...given.request, cookies }));
}

export const handlers: readonly Handler<AppContext>[] = [
  handleOpen(contract.session, async (given: OpenGiven<typeof contract.session, AppContext>) =>
    ok(await describe(given, given.caller)),
  ),

  handleOpen(contract.signIn, async (given: OpenGiven<typeof contract.signIn, AppContext>) => {
    const outcome = await signInWithPassword(given.context, given.request, given.input.body);
    return outcome.ok ? ok(await welcome(given, outcome.value.token)) : outcome;
  }),

  handleOpen(contract.signInDemo, async (given: OpenGiven<typeof contract.signInDemo, AppContext>) => {
    const outcome = await signInToDemo(given.context, given.request, given.input.body.role);
    return outcome.ok ? ok(await welcome(given, outcome.value.token)) : outcome;
  }),

  handleOpen(contract.signOut, async (given: OpenGiven<typeof contract.signOut, AppContext>) => {
    const token = given.request.cookies.get(SESSION_COOKIE);
    if (token) await endSession(given.context.db, token);
    given.setHeader('set-cookie', endedCookie);
    return ok(await describe(given, null));
  }),

  handle(contract.listCustomers, async ({ tx, input }) =>
    ok({ customers: await listCustomers(tx, input.query.find) }),
  ),
  handle(contract.createCustomer, ({ tx, caller, input }) => createCustomer(tx, caller, input.body)),
  handle(contract.getCustomer, ({ tx, input }) => loadCustomer(tx, input.params.customerId)),
  handle(contract.updateCustomer, ({ tx, caller, input }) =>
    updateCustomer(tx, caller, input.params.customerId, input.body),
  ),
];
