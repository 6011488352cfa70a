import type { Id } from '#domain/kernel/ids.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { subscriptionNumber, type SubscriptionTables } from './store.ts';

const LIST_MAX = 1000;

/** Subscriptions that have not ended, of all customers, by number: to choose one from. */
export async function runningServices(tx: Tx): Promise<{ id: Id; number: string; customerId: Id }[]> {
  const rows = await tx
    .tables<SubscriptionTables>()
    .selectFrom('subscription')
    .select(['id', 'number', 'customer_id'])
    .where('tenant_id', '=', tx.tenantId)
    .where('state', '<>', 'ended')
    .orderBy('number')
    .limit(LIST_MAX)
    .execute();
  return rows.map((row) => ({ id: row.id, number: subscriptionNumber(row), customerId: row.customer_id }));
}
