import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import type { Proof, Role } from '#platform/http/caller.ts';
import type { RequestFacts } from '#platform/http/handler.ts';
import type { AppContext } from '#platform/module/context.ts';
import { brakesFor, countTry, forgetTries, isBraked, type TooMany } from './brake.ts';
import { countTokenTry, issueToken, peekToken, useToken } from './one-time-tokens.ts';
import { endClaim } from './claims.ts';
import { hashPassword, isOutdated, passwordMatches } from './password.ts';
import { checkCode, factorsOf } from './second-factor.ts';
import { openSession } from './sessions.ts';
import type { AccountTables, GlobalTables } from './store.ts';

export type SignInRefusal =
  | { code: 'sign_in_refused'; status: 401 }
  | TooMany
  | { code: 'factor_refused'; status: 401 }
  | { code: 'link_ended'; status: 410 }
  | { code: 'demo_not_here'; status: 403 };

/** What comes after a right password: a session, or one more question. */
export type SignInStep =
  | { readonly step: 'open'; readonly token: string }
  | { readonly step: 'tenant'; readonly tenants: readonly { id: Id; name: string }[] }
  | { readonly step: 'factor'; readonly challenge: string };

/**
 * Checks e-mail and password and opens a session, or asks for the second factor or the company. What is wrong is never
 * said: an unknown address, a wrong password and a login without a workspace answer alike, in like time.
 */
export async function signInWithPassword(
  context: AppContext,
  request: RequestFacts,
  given: { email: string; password: string; tenantId?: Id | undefined },
): Promise<Result<SignInStep, SignInRefusal>> {
  const now = context.clock.now();
  const brakes = brakesFor('email', given.email, request.ip);
  const braked = await isBraked(context.db, now, brakes);
  if (braked) return braked;
  const login = await loginByPassword(context, given.email, given.password);
  const tenants = login ? await tenantsOf(context, login.id) : [];
  if (!login || tenants.length === 0) {
    await countTry(context.db, now, brakes);
    return refuse({ code: 'sign_in_refused', status: 401 });
  }
  if (isOutdated(login.password_hash!)) await keepPassword(context, login.id, given.password);
  await forgetTries(context.db, brakes);
  return goOn(context, request, login.id, 'password', given.tenantId, tenants);
}

/** The login whom this e-mail address and password belong to; as slow for nobody as for somebody. */
export async function loginByPassword(
  context: AppContext,
  email: string,
  password: string,
): Promise<GlobalTables['login'] | null> {
  const login = await context.db
    .global<GlobalTables>()
    .selectFrom('login')
    .selectAll()
    .where('email', '=', email.trim().toLowerCase())
    .where('closed_at', 'is', null)
    .executeTakeFirst();
  return (await passwordMatches(password, login?.password_hash ?? null)) ? login! : null;
}

export async function keepPassword(context: AppContext, loginId: Id, password: string): Promise<void> {
  await context.db
    .global<GlobalTables>()
    .updateTable('login')
    .set({ password_hash: await hashPassword(password) })
    .where('id', '=', loginId)
    .execute();
}

/** The company where there are several, then the second factor where there is one, then the session. */
async function goOn(
  context: AppContext,
  request: RequestFacts,
  loginId: Id,
  proof: Proof,
  tenantId: Id | undefined,
  tenants: readonly { id: Id; name: string }[],
): Promise<Result<SignInStep, SignInRefusal>> {
  const tenant = tenantId ? tenants.find(({ id }) => id === tenantId) : tenants[0];
  if (!tenant) return refuse({ code: 'sign_in_refused', status: 401 });
  if (!tenantId && tenants.length > 1) return ok({ step: 'tenant', tenants });
  const now = context.clock.now();
  if (proof === 'password' && (await factorsOf(context, loginId)).any)
    return ok({
      step: 'factor',
      challenge: await issueToken(context.db, now, 'second-factor', loginId, { tenantId: tenant.id }),
    });
  return ok({ step: 'open', token: await enter(context, request, tenant.id, loginId, proof) });
}

/** Opens the session. Whoever used this browser before is signed out: nobody goes on under an older token. */
async function enter(
  context: AppContext,
  request: RequestFacts,
  tenantId: Id,
  loginId: Id,
  proof: Proof,
): Promise<string> {
  const now = context.clock.now();
  await endClaimByOwner(context, tenantId, loginId);
  return openSession(context.db, now, { tenantId, loginId, userAgent: request.userAgent, proof });
}

/** An owner who signs in has not left: a request to become owner in their place is over. */
async function endClaimByOwner(context: AppContext, tenantId: Id, loginId: Id): Promise<void> {
  const owner = await context.db.inTenant(tenantId, (tx) =>
    tx
      .tables<AccountTables>()
      .selectFrom('membership')
      .select('login_id')
      .where('tenant_id', '=', tenantId)
      .where('login_id', '=', loginId)
      .where('role', '=', 'owner')
      .where('active', '=', true)
      .executeTakeFirst(),
  );
  if (owner) await endClaim(context.db, tenantId, context.clock.now());
}

/** The second question: a code of the authenticator app, or a recovery code. Five wrong ones, and one begins anew. */
export async function signInWithCode(
  context: AppContext,
  request: RequestFacts,
  given: { challenge: string; code: string },
): Promise<Result<SignInStep, SignInRefusal>> {
  const now = context.clock.now();
  const found = await peekToken<{ tenantId: Id }>(context.db, now, 'second-factor', given.challenge);
  if (!found?.loginId) return refuse({ code: 'link_ended', status: 410 });
  const brakes = brakesFor('code', found.loginId, request.ip);
  const braked = await isBraked(context.db, now, brakes);
  if (braked) return braked;
  // Counted before it is checked: of guesses at once none is free.
  await countTokenTry(context.db, given.challenge);
  if (!(await checkCode(context, found.loginId, given.code))) {
    await countTry(context.db, now, brakes);
    return refuse({ code: 'factor_refused', status: 401 });
  }
  const used = await useToken<{ tenantId: Id }>(context.db, now, 'second-factor', given.challenge);
  if (!used) return refuse({ code: 'link_ended', status: 410 });
  await forgetTries(context.db, brakes);
  return goOnAs(context, request, found.loginId, 'two-factor', used.payload.tenantId);
}

/** Goes on for a login that has proven itself by other means than a password alone. */
export async function goOnAs(
  context: AppContext,
  request: RequestFacts,
  loginId: Id,
  proof: Proof,
  tenantId: Id | undefined,
): Promise<Result<SignInStep, SignInRefusal>> {
  return goOn(context, request, loginId, proof, tenantId, await tenantsOf(context, loginId));
}

/**
 * Opens a session in the demo factory as the first member with this role. Only where the installation is a demo, and
 * only for a browser on this very machine.
 */
export async function signInToDemo(
  context: AppContext,
  request: RequestFacts,
  role: Role,
): Promise<Result<{ token: string }, SignInRefusal>> {
  const demo = context.demoAllowed && request.loopback ? await demoMembers(context) : [];
  const member = demo.find((m) => m.role === role);
  if (!member) return refuse({ code: 'demo_not_here', status: 403 });
  return ok({ token: await enter(context, request, member.tenantId, member.loginId, 'demo') });
}

/** Roles that one-click sign-in offers to this request. */
export async function demoRoles(context: AppContext, request: RequestFacts): Promise<Role[]> {
  if (!context.demoAllowed || !request.loopback) return [];
  return (await demoMembers(context)).map((m) => m.role);
}

async function demoMembers(context: AppContext): Promise<{ tenantId: Id; loginId: Id; role: Role }[]> {
  // The factory first, then the operator whose customer it is: each role is of one of them.
  const tenants = await context.db
    .global<GlobalTables>()
    .selectFrom('tenant')
    .select('id')
    .where('demo', '=', true)
    .orderBy('slug')
    .execute();
  const found: { tenantId: Id; loginId: Id; role: Role }[] = [];
  for (const { id: tenantId } of tenants) {
    const rows = await context.db.inTenant(tenantId, (tx) =>
      tx
        .tables<AccountTables>()
        .selectFrom('membership')
        .select(['login_id', 'role'])
        .where('tenant_id', '=', tenantId)
        .where('active', '=', true)
        .orderBy('since')
        .orderBy('login_id')
        .execute(),
    );
    found.push(...rows.map((row) => ({ tenantId, loginId: row.login_id, role: row.role })));
  }
  return found;
}

/** Where a login works now, by name. */
export async function tenantsOf(
  context: AppContext,
  loginId: Id,
): Promise<{ id: Id; name: string; role: Role }[]> {
  const listed = await context.db
    .global<GlobalTables>()
    .selectFrom('login_tenant')
    .innerJoin('tenant', 'tenant.id', 'login_tenant.tenant_id')
    .select(['tenant.id', 'tenant.name'])
    .where('login_id', '=', loginId)
    .orderBy('tenant.name')
    .execute();
  const found: { id: Id; name: string; role: Role }[] = [];
  for (const { id, name } of listed) {
    const member = await context.db.inTenant(id, (tx) =>
      tx
        .tables<AccountTables>()
        .selectFrom('membership')
        .select('role')
        .where('tenant_id', '=', id)
        .where('login_id', '=', loginId)
        .where('active', '=', true)
        .executeTakeFirst(),
    );
    if (member) found.push({ id, name, role: member.role });
  }
  return found;
}
