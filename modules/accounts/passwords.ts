import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { RequestFacts } from '#platform/http/handler.ts';
import { queueJob, type Job } from '#platform/jobs/job.ts';
import type { AppContext } from '#platform/module/context.ts';
import { mailPerson } from './account-mail.ts';
import { brakesFor, countTry, isBraked, type TooMany } from './brake.ts';
import { endTokens, issueToken, peekToken, useToken } from './one-time-tokens.ts';
import { decidePassword, type PasswordRefusal } from './password-choice.ts';
import { passwordMatches } from './password.ts';
import { endSessions } from './sessions.ts';
import { keepPassword, tenantsOf } from './sign-in.ts';
import type { GlobalTables } from './store.ts';

/** Words around a person that are tried first as passwords. */
async function contextOf(context: AppContext, loginId: Id): Promise<string[]> {
  const login = await loginOf(context, loginId);
  return [login.email, login.name, ...(await tenantsOf(context, loginId)).map(({ name }) => name)];
}

export async function loginOf(context: AppContext, loginId: Id): Promise<GlobalTables['login']> {
  return context.db
    .global<GlobalTables>()
    .selectFrom('login')
    .selectAll()
    .where('id', '=', loginId)
    .executeTakeFirstOrThrow();
}

/**
 * Changes a password by whoever knows the old one. Every other session of the person ends, open links are worth nothing,
 * and the person hears of it.
 */
export async function changePassword(
  context: AppContext,
  caller: Caller,
  request: RequestFacts,
  given: { current: string; password: string },
): Promise<
  Result<Record<string, never>, PasswordRefusal | TooMany | { code: 'password_wrong'; field: 'current' }>
> {
  const loginId = caller.loginId!;
  const brakes = brakesFor('change', loginId, request.ip);
  const braked = await isBraked(context.db, caller.now, brakes);
  if (braked) return braked;
  const login = await loginOf(context, loginId);
  if (!(await passwordMatches(given.current, login.password_hash))) {
    await countTry(context.db, caller.now, brakes);
    return refuse({ code: 'password_wrong', field: 'current' });
  }
  const decision = decidePassword(given.password, await contextOf(context, loginId));
  if (!decision.ok) return decision;
  await keepPassword(context, loginId, given.password);
  await afterNewPassword(context, login, caller.session?.sessionId, caller.tenantId);
  return ok({});
}

async function afterNewPassword(
  context: AppContext,
  login: GlobalTables['login'],
  except: Id | undefined,
  tenantId: Id,
): Promise<void> {
  await endSessions(context.db, login.id, { except });
  await endTokens(context.db, login.id, ['reset', 'second-factor', 'passkey-new']);
  await mailPerson(context, {
    kind: 'password-changed',
    tenantId,
    recipient: login.email,
    locale: login.locale,
    link: '/',
  });
}

/** An address may ask this often in a quarter of an hour; what is more is dropped without a word. */
const RESETS_MAX = 3;

/**
 * Asks for a link to choose a new password. The answer is the same for every address and as fast: whether there is such a
 * login is looked up later, in the background, by work that every address causes.
 */
export async function askForReset(
  context: AppContext,
  request: RequestFacts,
  email: string,
): Promise<Result<Record<string, never>, TooMany>> {
  const now = context.clock.now();
  const [byAddress, byNetwork] = brakesFor('reset', email, request.ip);
  const braked = await isBraked(context.db, now, [byNetwork!]);
  if (braked) return braked;
  const often = await isBraked(context.db, now, [{ ...byAddress!, max: RESETS_MAX }]);
  await countTry(context.db, now, [byAddress!, byNetwork!]);
  const carrier = await context.db
    .global<GlobalTables>()
    .selectFrom('tenant')
    .select('id')
    .orderBy('created_at')
    .limit(1)
    .executeTakeFirst();
  if (carrier && !often)
    await context.db.inTenant(carrier.id, (tx) =>
      queueJob(tx, sendReset, { email: email.trim().toLowerCase() }),
    );
  return ok({});
}

/** Writes the link to whoever has this address. The tenant that carries the job has nothing to do with the person. */
export const sendReset: Job<{ email: string }, AppContext> = {
  name: 'accounts.send-reset',
  attempts: 5,
  timeoutSeconds: 60,
  behindClosedDoor: true,
  async run({ context }, { email }) {
    const login = await context.db
      .global<GlobalTables>()
      .selectFrom('login')
      .selectAll()
      .where('email', '=', email)
      .where('closed_at', 'is', null)
      .executeTakeFirst();
    const [tenant] = login ? await tenantsOf(context, login.id) : [];
    if (!login || !tenant) return;
    const token = await issueToken(context.db, context.clock.now(), 'reset', login.id);
    await mailPerson(context, {
      kind: 'reset',
      tenantId: tenant.id,
      recipient: login.email,
      locale: login.locale,
      link: `/link/reset#${token}`,
    });
  },
};

/** Chooses a new password by the link of a mail. A second factor is still asked for at the sign-in that follows. */
export async function resetPassword(
  context: AppContext,
  request: RequestFacts,
  given: { token: string; password: string },
): Promise<Result<Record<string, never>, PasswordRefusal | TooMany | { code: 'link_ended'; status: 410 }>> {
  const now = context.clock.now();
  const brakes = brakesFor('link', 'reset', request.ip).slice(1);
  const braked = await isBraked(context.db, now, brakes);
  if (braked) return braked;
  const found = await peekToken(context.db, now, 'reset', given.token);
  if (!found?.loginId) {
    await countTry(context.db, now, brakes);
    return refuse({ code: 'link_ended', status: 410 });
  }
  const decision = decidePassword(given.password, await contextOf(context, found.loginId));
  if (!decision.ok) return decision;
  if (!(await useToken(context.db, now, 'reset', given.token)))
    return refuse({ code: 'link_ended', status: 410 });
  await keepPassword(context, found.loginId, given.password);
  const [tenant] = await tenantsOf(context, found.loginId);
  if (tenant) await afterNewPassword(context, await loginOf(context, found.loginId), undefined, tenant.id);
  return ok({});
}
