import { sql } from 'kysely';
import type { Instant } from '#domain/kernel/days.ts';
import type { Purpose } from '#domain/kernel/personal.ts';
import { loadInstallation } from '#modules/policy/api.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { AnyRoute } from '#platform/http/contract.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { DataLook } from './looks-contract.ts';
import { openGrant } from './open-grant.ts';
import { loginOf } from './passwords.ts';
import type { AccountTables } from './store.ts';

const SHOWN_MAX = 200;
const HOUR_LETTERS = '2026-03-02T09'.length;

/**
 * Writes down that somebody was shown data of others, in the transaction that shows it: what cannot be written down is
 * not shown. Of the same page within an hour it is one line that counts.
 * @see clause P-data.0, threat T2
 */
export async function recordLook(
  tx: Tx,
  caller: Caller,
  route: Pick<AnyRoute, 'path' | 'kind'>,
  looked: { purpose: Purpose; whom: readonly string[] },
): Promise<void> {
  const supportId = caller.session?.supportId ?? null;
  const grant = supportId === null ? undefined : await openGrant(tx, supportId, caller.now);
  const via = supportId ? 'support' : caller.key ? 'api-key' : route.kind === 'file' ? 'export' : 'staff';
  const rows = [...new Set(looked.whom)].map((whom) => ({
    tenant_id: tx.tenantId,
    id: idAt(caller.now),
    whom: whom.slice(0, 300),
    actor: caller.actor,
    actor_name: caller.name,
    via: via as DataLook['via'],
    what: route.path,
    purpose: looked.purpose,
    reason: grant?.reason ?? '',
    hour: `${caller.now.slice(0, HOUR_LETTERS)}:00:00.000Z` as Instant,
    first_at: caller.now,
    last_at: caller.now,
    times: 1,
  }));
  if (rows.length === 0) return;
  await tx
    .tables<AccountTables>()
    .insertInto('data_look')
    .values(rows)
    .onConflict((c) =>
      c.columns(['tenant_id', 'whom', 'actor', 'via', 'what', 'hour']).doUpdateSet({
        last_at: caller.now,
        times: sql<number>`data_look.times + 1`,
      }),
    )
    .execute();
}

/** Who looked at these, the newest first, without whoever is `self`. */
export async function listDataLooks(
  tx: Tx,
  whom: readonly string[],
  self: string | null,
): Promise<DataLook[]> {
  let query = tx
    .tables<AccountTables>()
    .selectFrom('data_look')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('whom', 'in', [...whom]);
  if (self !== null) query = query.where('actor', '!=', self);
  const rows = await query.orderBy('last_at', 'desc').orderBy('id', 'desc').limit(SHOWN_MAX).execute();
  return rows.map((row) => ({
    at: row.last_at,
    who: row.actor_name,
    via: row.via,
    what: row.what,
    purpose: row.purpose,
    reason: row.reason,
    times: row.times,
  }));
}

/**
 * Who looked at one's own data: as somebody who works here, and as a contact of the operator's customers, which the owner
 * of a factory is as well. A contact is known by the address that the login has proven.
 */
export async function looksAtMe(context: AppContext, caller: Caller): Promise<DataLook[]> {
  const { email } = await loginOf(context, caller.loginId!);
  const here = await context.db.inTenant(caller.tenantId, (tx) =>
    listDataLooks(tx, ['members', `member:${caller.loginId}`, `address:${email}`], caller.actor),
  );
  const operator = (await loadInstallation(context.db, caller.now))?.operatorTenantId;
  if (!operator || operator === caller.tenantId) return here;
  const there = await context.db.inTenant(operator, async (tx) => {
    const contacts = await tx
      .tables<AccountTables>()
      .selectFrom('customer_contact')
      .select('customer_id')
      .where('tenant_id', '=', operator)
      .where('email', '=', email)
      .where('ended_at', 'is', null)
      .execute();
    const whom = contacts.map((row) => `customer:${row.customer_id}`);
    return listDataLooks(
      tx,
      [`address:${email}`, ...whom, ...(whom.length > 0 ? ['customers'] : [])],
      caller.actor,
    );
  });
  return [...here, ...there].sort((a, b) => (a.at < b.at ? 1 : -1)).slice(0, SHOWN_MAX);
}
