import type { Id } from '#domain/kernel/ids.ts';
import { ok, type Result } from '#domain/kernel/result.ts';
import { withdrawWork } from '#modules/production/api.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { linesOf, lockOrder } from './edit-order.ts';
import { isMade } from './free-lines.ts';
import { documentsOf } from './order-documents.ts';
import { mailCancellation } from './papers.ts';
import { decideCancel } from './rules.ts';
import type { OrderTables } from './store.ts';

/**
 * Cancels an order; its number stays with it. Of an accepted one the work goes back in the same transaction: boards and
 * offcuts are free, sheets withdrawn, work orders gone. What is cut, begun or invoiced refuses, with the way out.
 * @param tell whether the customer gets a mail that says so
 */
export async function cancelOrder(
  tx: Tx,
  caller: Caller,
  orderId: Id,
  { reason, tell }: { readonly reason: string; readonly tell: boolean },
): Promise<Result<void>> {
  const order = await lockOrder(tx, orderId);
  if (!order.ok) return order;
  const { state, delivered_at: deliveredAt } = order.value;
  const invoices = state === 'accepted' ? await documentsOf(tx, orderId) : [];
  // What is not made is never delivered either, whatever its order says.
  const delivered = deliveredAt !== null && (await linesOf(tx, orderId)).some(isMade);
  const decision = decideCancel({ state, delivered, invoices });
  if (!decision.ok) return decision;
  const withdrawn = state === 'accepted' ? await withdrawWork(tx, caller, orderId) : null;
  if (withdrawn && !withdrawn.ok) return withdrawn;
  await tx
    .tables<OrderTables>()
    .updateTable('sales_order')
    .set({ state: 'cancelled' })
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', orderId)
    .execute();
  await publish(tx, caller, 'order.cancelled', orderId, { reason, told: tell });
  if (tell) await mailCancellation(tx, caller, orderId, reason);
  return ok(undefined);
}
