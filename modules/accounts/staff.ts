import type { Id } from '#domain/kernel/ids.ts';
import type { Role } from '#platform/http/caller.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { AccountTables, GlobalTables } from './store.ts';

/** Somebody who works in a tenant and can sign in. */
export interface Person {
  readonly loginId: Id;
  readonly email: string;
  readonly locale: string;
}

/** Who decides for a company: its owners; at the operator's its staff, a role that exists nowhere else. */
export const HEAD_ROLES: readonly Role[] = ['owner', 'operator'];

/** Everybody who works in the tenant of the transaction in this role now and has not closed their login. */
export async function listPeopleAs(tx: Tx, role: Role): Promise<Person[]> {
  const rows = await tx
    .tables<AccountTables & GlobalTables>()
    .selectFrom('membership')
    .innerJoin('login', 'login.id', 'membership.login_id')
    .select(['login.id', 'login.email', 'login.locale'])
    .where('membership.tenant_id', '=', tx.tenantId)
    .where('membership.role', '=', role)
    .where('membership.active', '=', true)
    .where('login.closed_at', 'is', null)
    .orderBy('login.id')
    .execute();
  return rows.map(({ id, email, locale }) => ({ loginId: id, email, locale }));
}

/** Everybody who works or worked in the tenant of the transaction, with what they told about themselves. */
export async function listMembersOf(
  tx: Tx,
): Promise<{ loginId: Id; name: string; email: string; role: string }[]> {
  return tx
    .tables<AccountTables & GlobalTables>()
    .selectFrom('membership')
    .innerJoin('login', 'login.id', 'membership.login_id')
    .select(['login.id as loginId', 'login.name', 'login.email', 'membership.role'])
    .where('membership.tenant_id', '=', tx.tenantId)
    .orderBy('login.id')
    .execute();
}

/** The operator's staff, as whoever asks for a second person needs it. */
export async function listOperatorStaff(tx: Tx): Promise<{ actor: string }[]> {
  return (await listPeopleAs(tx, 'operator')).map(({ loginId }) => ({ actor: `login:${loginId}` }));
}
