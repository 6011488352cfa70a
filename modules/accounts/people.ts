import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { isOperator } from '#modules/policy/api.ts';
import type { Caller, Role } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { People } from './people-contract.ts';
import { HEAD_ROLES } from './staff.ts';
import type { AccountTables, GlobalTables } from './store.ts';

type Tables = AccountTables & GlobalTables;

/** Everybody who works here or was asked to, with how they sign in. */
export async function listPeople(tx: Tx, caller: Caller): Promise<People> {
  const rows = await tx
    .tables<Tables>()
    .selectFrom('membership')
    .innerJoin('login', 'login.id', 'membership.login_id')
    .leftJoin('login_picture', 'login_picture.login_id', 'login.id')
    .leftJoin('login_totp', (j) =>
      j.onRef('login_totp.login_id', '=', 'login.id').on('login_totp.confirmed_at', 'is not', null),
    )
    .select((e) => [
      'login.id',
      'login.name',
      'login.email',
      'login.closed_at',
      'membership.role',
      'membership.active',
      'membership.since',
      'login_picture.tag',
      e('login_totp.login_id', 'is not', null).as('totp'),
      e
        .exists(
          e
            .selectFrom('login_passkey')
            .select('login_passkey.id')
            .whereRef('login_passkey.login_id', '=', 'login.id'),
        )
        .as('passkey'),
    ])
    .where('membership.tenant_id', '=', tx.tenantId)
    .orderBy('membership.active', 'desc')
    .orderBy('login.name')
    .limit(1000)
    .execute();
  const invited = await tx
    .tables<Tables>()
    .selectFrom('invitation')
    .select(['id', 'email', 'role', 'expires_at'])
    .where('tenant_id', '=', tx.tenantId)
    .where('accepted_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .orderBy('created_at', 'desc')
    .execute();
  return {
    members: rows.map((row) => ({
      loginId: row.id,
      name: row.name,
      email: row.closed_at === null ? row.email : '',
      role: row.role,
      active: row.active,
      since: row.since,
      picture: row.tag,
      factor: Boolean(row.totp) || Boolean(row.passkey),
      self: row.id === caller.loginId,
    })),
    invitations: invited.map((row) => ({
      id: row.id,
      email: row.email,
      role: row.role,
      expiresAt: row.expires_at,
      ended: row.expires_at <= caller.now,
    })),
    factorRoles: await factorRoles(tx),
  };
}

async function factorRoles(tx: Tx): Promise<Role[]> {
  const rule = await tx
    .tables<AccountTables>()
    .selectFrom('account_rule')
    .select('factor_roles')
    .where('tenant_id', '=', tx.tenantId)
    .executeTakeFirst();
  return rule?.factor_roles ?? [];
}

export type MemberRefusal = { code: 'member_unknown' } | { code: 'last_owner' } | { code: 'role_not_here' };

/** Changes what somebody is here, or ends it; a company is never left without an owner. Sessions here end at once. */
export async function changeMember(
  tx: Tx,
  caller: Caller,
  loginId: Id,
  given: { role: Role; active: boolean },
): Promise<Result<Record<string, never>, MemberRefusal>> {
  const members = tx.tables<Tables>();
  // The owners are locked in one order, so that two of them cannot let each other go at the same moment.
  const owners = await members
    .selectFrom('membership')
    .select('login_id')
    .where('tenant_id', '=', tx.tenantId)
    .where('role', 'in', HEAD_ROLES)
    .where('active', '=', true)
    .orderBy('login_id')
    .forUpdate()
    .execute();
  const before = await members
    .selectFrom('membership')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('login_id', '=', loginId)
    .executeTakeFirst();
  if (!before) return refuse({ code: 'member_unknown' });
  const stays = HEAD_ROLES.includes(given.role) && given.active;
  if (!stays && owners.length === 1 && owners[0]!.login_id === loginId) return refuse({ code: 'last_owner' });
  if (given.role === 'operator' && !(await isOperator(tx, tx.tenantId)))
    return refuse({ code: 'role_not_here' });
  await members
    .updateTable('membership')
    .set({ role: given.role, active: given.active })
    .where('tenant_id', '=', tx.tenantId)
    .where('login_id', '=', loginId)
    .execute();
  if (!given.active || given.role !== before.role)
    await members
      .deleteFrom('session')
      .where('login_id', '=', loginId)
      .where('tenant_id', '=', tx.tenantId)
      .where('id', '<>', caller.session?.sessionId ?? '00000000-0000-0000-0000-000000000000')
      .execute();
  await publish(tx, caller, 'member.changed', loginId, { ...given, before: before.role });
  return ok({});
}

/**
 * Says which roles must have a second factor. Whoever says it has one, so that no owner locks the door behind the last
 * one who could open it.
 */
export async function setFactorRoles(
  tx: Tx,
  caller: Caller,
  roles: readonly Role[],
): Promise<Result<{ factorRoles: Role[] }, { code: 'own_factor_first' }>> {
  const asked = [...new Set(roles)].sort();
  const own = caller.session?.proof;
  if (asked.includes(caller.role ?? 'owner') && own !== 'two-factor' && own !== 'passkey')
    return refuse({ code: 'own_factor_first' });
  await tx
    .tables<AccountTables>()
    .insertInto('account_rule')
    .values({ tenant_id: tx.tenantId, factor_roles: asked })
    .onConflict((c) => c.column('tenant_id').doUpdateSet({ factor_roles: asked }))
    .execute();
  await publish(tx, caller, 'people.factor-roles-changed', tx.tenantId, { roles: asked });
  return ok({ factorRoles: asked });
}
