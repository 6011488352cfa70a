import type { Id } from '#domain/kernel/ids.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { BillingTables } from '../store.ts';

/** A payment on account as an open item; null for any other. */
export async function findOnAccount(
  tx: Tx,
  itemId: Id,
): Promise<{ readonly customerId: Id; readonly currency: string; readonly reference: string } | null> {
  const row = await tx
    .tables<BillingTables>()
    .selectFrom('payment')
    .select(['customer_id', 'currency', 'reference'])
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', itemId)
    .executeTakeFirst();
  if (!row?.customer_id) return null;
  return { customerId: row.customer_id, currency: row.currency, reference: row.reference };
}
