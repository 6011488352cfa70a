import type { Id } from '#domain/kernel/ids.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { BillingTables, Way } from '../store.ts';

export interface OnAccountItem {
  /** of the payment, which is the item itself */
  readonly itemId: Id;
  readonly customerId: Id;
  readonly currency: string;
  readonly reference: string;
  readonly method: Way;
}

/** A payment on account as an open item; null for any other. */
export async function findOnAccount(tx: Tx, itemId: Id): Promise<OnAccountItem | null> {
  const row = await tx
    .tables<BillingTables>()
    .selectFrom('payment')
    .select(['customer_id', 'currency', 'reference', 'method'])
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', itemId)
    .executeTakeFirst();
  if (!row?.customer_id) return null;
  const { currency, reference, method } = row;
  return { itemId, customerId: row.customer_id, currency, reference, method };
}
