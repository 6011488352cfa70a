import type { Id } from '#domain/kernel/ids.ts';
import { ok, type Result } from '#domain/kernel/result.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { lockOrder } from './edit-order.ts';
import { decideCancel } from './rules.ts';
import type { OrderTables } from './store.ts';

/** Drops a draft or quote; its number stays with it. */
export async function cancelOrder(
  tx: Tx,
  caller: Caller,
  orderId: Id,
  reason: string,
): Promise<Result<void>> {
  const order = await lockOrder(tx, orderId);
  if (!order.ok) return order;
  const decision = decideCancel(order.value.state);
  if (!decision.ok) return decision;
  await tx
    .tables<OrderTables>()
    .updateTable('sales_order')
    .set({ state: 'cancelled' })
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', orderId)
    .execute();
  await publish(tx, caller, 'order.cancelled', orderId, { reason });
  return ok(undefined);
}
