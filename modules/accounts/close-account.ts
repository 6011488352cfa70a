import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { RequestFacts } from '#platform/http/handler.ts';
import type { AppContext } from '#platform/module/context.ts';
import { mailPerson } from './account-mail.ts';
import { brakesFor, countTry, isBraked } from './brake.ts';
import { onlyOwnerOf } from './my-account.ts';
import { loginOf } from './passwords.ts';
import { checkCode, factorsOf } from './second-factor.ts';
import { endSessions } from './sessions.ts';
import { loginByPassword, tenantsOf } from './sign-in.ts';
import { HEAD_ROLES } from './staff.ts';
import type { AccountTables, GlobalTables } from './store.ts';

/**
 * Closes one's own login. Sessions and memberships end, password, factors and picture are deleted. Name and address stay
 * with what the law wants kept (papers, the record of who did what) and go with the rest when its time is over.
 * @param typed the address, typed once more, so that nobody closes a login by a slip
 */
export async function closeMine(
  context: AppContext,
  caller: Caller,
  typed: string,
): Promise<Result<Record<string, never>, Refusal>> {
  const loginId = caller.loginId!;
  const login = await loginOf(context, loginId);
  if (typed.trim().toLowerCase() !== login.email) return refuse({ code: 'close_not_meant', field: 'email' });
  const companies = await onlyOwnerOf(context, loginId);
  if (companies.length > 0) return refuse({ code: 'only_owner', companies: companies.join(', ') });
  for (const { id } of await tenantsOf(context, loginId)) await leave(context, id, loginId);
  await mailPerson(context, {
    kind: 'account-closed',
    tenantId: caller.tenantId,
    recipient: login.email,
    locale: login.locale,
    link: '/',
  });
  await shut(context, loginId);
  return ok({});
}

async function leave(context: AppContext, tenantId: Id, loginId: Id): Promise<void> {
  await context.db.inTenant(tenantId, (tx) =>
    tx
      .tables<AccountTables>()
      .updateTable('membership')
      .set({ active: false })
      .where('tenant_id', '=', tenantId)
      .where('login_id', '=', loginId)
      .execute(),
  );
}

/** Nothing of a login opens a door any more; its address is free for a new one. */
async function shut(context: AppContext, loginId: Id): Promise<void> {
  const now = context.clock.now();
  await context.db.inGlobal(async (t: Kysely<GlobalTables>) => {
    for (const table of [
      'login_totp',
      'login_recovery_code',
      'login_passkey',
      'login_picture',
      'one_time_token',
    ] as const)
      await t.deleteFrom(table).where('login_id', '=', loginId).execute();
    const { email } = await t
      .selectFrom('login')
      .select('email')
      .where('id', '=', loginId)
      .executeTakeFirstOrThrow();
    const mark = createHash('sha256').update(loginId).digest('hex').slice(0, 12);
    await t
      .updateTable('login')
      .set({ closed_at: now, password_hash: null, email: `${email}.closed-${mark}` })
      .where('id', '=', loginId)
      .execute();
  });
  await endSessions(context.db, loginId);
}

/**
 * Takes over the companies of another login of the same person, who signs in to it here with everything it asks for.
 * Company by company and then the closing: broken off halfway it is simply done again.
 */
export async function mergeIntoMine(
  context: AppContext,
  caller: Caller,
  request: RequestFacts,
  given: { email: string; password: string; code?: string | undefined },
): Promise<Result<{ companies: string[] }, Refusal>> {
  const brakes = brakesFor('email', given.email, request.ip);
  const braked = await isBraked(context.db, caller.now, brakes);
  if (braked) return braked;
  const other = await loginByPassword(context, given.email, given.password);
  const asksCode = other ? (await factorsOf(context, other.id)).any : false;
  const right = other && (!asksCode || (given.code && (await checkCode(context, other.id, given.code))));
  if (!right || other.id === caller.loginId) {
    await countTry(context.db, caller.now, brakes);
    return refuse({ code: 'sign_in_refused', status: 401 });
  }
  const companies: string[] = [];
  for (const { id: tenantId, name, role } of await tenantsOf(context, other.id)) {
    await context.db
      .global<GlobalTables>()
      .insertInto('login_tenant')
      .values({ login_id: caller.loginId!, tenant_id: tenantId })
      .onConflict((c) => c.doNothing())
      .execute();
    await context.db.inTenant(tenantId, async (tx) => {
      const members = tx.tables<AccountTables>();
      // Where both work already, one's own role stays; an owner's stays in any case, or nobody would be left.
      await members
        .insertInto('membership')
        .values({ tenant_id: tenantId, login_id: caller.loginId!, role, active: true, since: caller.now })
        .onConflict((c) =>
          c.columns(['tenant_id', 'login_id']).doUpdateSet((e) => ({
            active: true,
            role: e
              .case()
              .when(e.or([e.val(HEAD_ROLES.includes(role)), e('membership.active', '=', false)]))
              .then(e.val(role))
              .else(e.ref('membership.role'))
              .end(),
          })),
        )
        .execute();
      await members
        .updateTable('membership')
        .set({ active: false })
        .where('tenant_id', '=', tenantId)
        .where('login_id', '=', other.id)
        .execute();
    });
    companies.push(name);
  }
  await shut(context, other.id);
  return ok({ companies });
}
