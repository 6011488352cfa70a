import type { Kysely } from 'kysely';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { RequestFacts } from '#platform/http/handler.ts';
import type { AppContext } from '#platform/module/context.ts';
import { mailPerson } from './account-mail.ts';
import { brakesFor, countTry, isBraked } from './brake.ts';
import type { Mine } from './me-contract.ts';
import { issueToken, useToken } from './one-time-tokens.ts';
import { passwordMatches } from './password.ts';
import { loginOf } from './passwords.ts';
import { checkCode, factorsOf } from './second-factor.ts';
import { endSessions, proofMissing, renewSession } from './sessions.ts';
import { tenantsOf } from './sign-in.ts';
import { HEAD_ROLES } from './staff.ts';
import type { AccountTables, GlobalTables } from './store.ts';

/** A person's own login, for the account page. */
export async function loadMine(context: AppContext, caller: Caller): Promise<Mine> {
  const loginId = caller.loginId!;
  const global = context.db.global<GlobalTables>();
  const login = await loginOf(context, loginId);
  const factors = await factorsOf(context, loginId);
  const passkeys = await global
    .selectFrom('login_passkey')
    .select(['id', 'name', 'created_at', 'used_at'])
    .where('login_id', '=', loginId)
    .orderBy('created_at')
    .execute();
  const picture = await global
    .selectFrom('login_picture')
    .select('tag')
    .where('login_id', '=', loginId)
    .executeTakeFirst();
  const asked = await global
    .selectFrom('one_time_token')
    .select('payload')
    .where('login_id', '=', loginId)
    .where('kind', '=', 'email')
    .where('used_at', 'is', null)
    .where('expires_at', '>', caller.now)
    .executeTakeFirst();
  return {
    loginId,
    name: login.name,
    email: login.email,
    emailAsked: (asked?.payload as { email: string } | undefined)?.email ?? null,
    phone: login.phone,
    locale: login.locale,
    role: caller.role ?? '',
    picture: picture?.tag ?? null,
    hasPassword: login.password_hash !== null,
    totp: factors.totp,
    recoveryCodes: factors.recoveryCodes,
    passkeys: passkeys.map((key) => ({
      id: key.id,
      name: key.name,
      createdAt: key.created_at,
      usedAt: key.used_at,
    })),
    provenAt: caller.session?.provenAt ?? caller.now,
    proof: caller.session?.proof ?? '',
    proven: proofMissing(caller) === null,
    factorMissing: caller.session?.factorMissing ?? false,
  };
}

export async function updateMine(
  context: AppContext,
  loginId: Id,
  given: { name: string; phone: string; locale: string },
): Promise<void> {
  await context.db.global<GlobalTables>().updateTable('login').set(given).where('id', '=', loginId).execute();
}

/**
 * Asks to move a login to another address. The new one gets a link that makes it so, the old one a link that stops it or
 * takes it back for seven days. Whether the new address belongs to another login is not said here; it shows when the
 * link is followed, to whoever reads that mailbox.
 */
export async function askForEmail(context: AppContext, caller: Caller, given: string): Promise<void> {
  const loginId = caller.loginId!;
  const login = await loginOf(context, loginId);
  const email = given.trim().toLowerCase();
  if (email === login.email) return;
  const { tenantId, now } = caller;
  const confirm = await issueToken(context.db, now, 'email', loginId, { email });
  const stop = await issueToken(context.db, now, 'email-stop', loginId, { email: login.email });
  const locale = login.locale;
  await mailPerson(context, {
    kind: 'email-confirm',
    tenantId,
    recipient: email,
    locale,
    link: `/link/email#${confirm}`,
  });
  await mailPerson(context, {
    kind: 'email-notice',
    tenantId,
    recipient: login.email,
    locale,
    values: { address: email },
    link: `/link/email-stop#${stop}`,
  });
}

type LinkRefusal = { code: 'link_ended'; status: 410 } | { code: 'email_taken'; status: 409 };

export async function confirmEmail(
  context: AppContext,
  token: string,
): Promise<Result<Record<string, never>, LinkRefusal>> {
  const used = await useToken<{ email: string }>(context.db, context.clock.now(), 'email', token);
  if (!used?.loginId) return refuse({ code: 'link_ended', status: 410 });
  return (await moveTo(context, used.loginId, used.payload.email))
    ? ok({})
    : refuse({ code: 'email_taken', status: 409 });
}

/** The old address says no: the link to the new one is worth nothing, the login is back, and every session ends. */
export async function stopEmail(
  context: AppContext,
  token: string,
): Promise<Result<Record<string, never>, LinkRefusal>> {
  const used = await useToken<{ email: string }>(context.db, context.clock.now(), 'email-stop', token);
  if (!used?.loginId) return refuse({ code: 'link_ended', status: 410 });
  await context.db
    .global<GlobalTables>()
    .deleteFrom('one_time_token')
    .where('login_id', '=', used.loginId)
    .where('kind', 'in', ['email', 'reset'])
    .execute();
  await endSessions(context.db, used.loginId);
  return (await moveTo(context, used.loginId, used.payload.email))
    ? ok({})
    : refuse({ code: 'email_taken', status: 409 });
}

/** @returns false when the address belongs to another login */
async function moveTo(context: AppContext, loginId: Id, email: string): Promise<boolean> {
  return context.db.inGlobal(async (t: Kysely<GlobalTables>) => {
    const taken = await t
      .selectFrom('login')
      .select('id')
      .where('email', '=', email)
      .where('id', '<>', loginId)
      .executeTakeFirst();
    if (taken) return false;
    await t.updateTable('login').set({ email }).where('id', '=', loginId).execute();
    return true;
  });
}

/** Signs in again within a session, by password and, where there is one, the second factor. @returns the new token */
export async function proveAgain(
  context: AppContext,
  caller: Caller,
  request: RequestFacts,
  given: { password?: string | undefined; code?: string | undefined },
): Promise<Result<{ token: string }, Refusal>> {
  const loginId = caller.loginId!;
  const session = caller.session!;
  // The demo has no passwords; there one press stands for signing in again, as at its door.
  if (session.proof === 'demo' && caller.demo && request.loopback && given.password)
    return ok({ token: await renewSession(context.db, caller.now, session.sessionId, 'demo') });
  const brakes = brakesFor('proof', loginId, request.ip);
  const braked = await isBraked(context.db, caller.now, brakes);
  if (braked) return braked;
  const login = await loginOf(context, loginId);
  if (!given.password || !(await passwordMatches(given.password, login.password_hash))) {
    await countTry(context.db, caller.now, brakes);
    return refuse({ code: 'password_wrong', field: 'password' });
  }
  const factors = await factorsOf(context, loginId);
  if (factors.any && !(given.code && (await checkCode(context, loginId, given.code)))) {
    await countTry(context.db, caller.now, brakes);
    return refuse({ code: 'factor_refused', field: 'code' });
  }
  const proof = factors.any ? 'two-factor' : 'password';
  return ok({ token: await renewSession(context.db, caller.now, session.sessionId, proof) });
}

/** Tells a person that the way they sign in has changed. */
export async function tellFactorChange(context: AppContext, caller: Caller, change: string): Promise<void> {
  const login = await loginOf(context, caller.loginId!);
  await mailPerson(context, {
    kind: 'factor-changed',
    tenantId: caller.tenantId,
    recipient: login.email,
    locale: login.locale,
    values: { change },
    link: '/account',
  });
}

/** Tenants of a login where nobody else is an active owner. */
export async function onlyOwnerOf(context: AppContext, loginId: Id): Promise<string[]> {
  const found: string[] = [];
  for (const { id, name, role } of await tenantsOf(context, loginId)) {
    if (!HEAD_ROLES.includes(role)) continue;
    const others = await context.db.inTenant(id, (tx) =>
      tx
        .tables<AccountTables>()
        .selectFrom('membership')
        .select('login_id')
        .where('tenant_id', '=', id)
        .where('role', 'in', HEAD_ROLES)
        .where('active', '=', true)
        .where('login_id', '<>', loginId)
        .limit(1)
        .executeTakeFirst(),
    );
    if (!others) found.push(name);
  }
  return found;
}
