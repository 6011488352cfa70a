import type { Id } from '#domain/kernel/ids.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { lockOrder } from './edit-order.ts';
import type { OrderTables } from './store.ts';

/** Numbers of the invoices that stand for an order, in their order. */
export async function documentsOf(tx: Tx, orderId: Id): Promise<string[]> {
  const rows = await tx
    .tables<OrderTables>()
    .selectFrom('order_document')
    .select('number')
    .where('tenant_id', '=', tx.tenantId)
    .where('sales_order_id', '=', orderId)
    .orderBy('number')
    .execute();
  return rows.map((row) => row.number);
}

/**
 * Says, in the transaction that issues it, that an invoice stands for an order: from then on the order is not cancelled.
 * @throws Error when the order was cancelled in this very moment; whoever tries again is refused by its state
 */
export async function holdOrder(tx: Tx, orderId: Id, document: { id: Id; number: string }): Promise<void> {
  const order = await lockOrder(tx, orderId);
  if (!order.ok || order.value.state === 'cancelled')
    throw new Error(`order ${orderId} was cancelled while invoice ${document.number} was written`);
  await tx
    .tables<OrderTables>()
    .insertInto('order_document')
    .values({
      tenant_id: tx.tenantId,
      sales_order_id: orderId,
      document_id: document.id,
      number: document.number,
    })
    .execute();
}

/** The invoice is credited in full: it no longer holds its order. */
export async function letGoOfOrder(tx: Tx, orderId: Id, documentId: Id): Promise<void> {
  await tx
    .tables<OrderTables>()
    .deleteFrom('order_document')
    .where('tenant_id', '=', tx.tenantId)
    .where('sales_order_id', '=', orderId)
    .where('document_id', '=', documentId)
    .execute();
}
