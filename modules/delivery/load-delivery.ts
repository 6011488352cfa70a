import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { loadOrder } from '#modules/orders/api.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import { nextNumber } from '#platform/postgres/number-series.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { DeliveryTables } from './store.ts';

export type LoadRefusal =
  { code: 'order_unknown' } | { code: 'order_not_accepted'; state: string } | { code: 'no_packages_waiting' };

/**
 * Loads every package of the order that waits and writes the delivery note. Two people who press at once get one note:
 * the packages are locked, and the second finds none waiting.
 */
export async function loadDelivery(
  tx: Tx,
  caller: Caller,
  orderId: Id,
  plannedOn: Day,
): Promise<Result<{ noteId: Id }, LoadRefusal>> {
  const order = await loadOrder(tx, orderId);
  if (!order.ok) return order;
  if (order.value.state !== 'accepted')
    return refuse({ code: 'order_not_accepted', state: order.value.state });
  const tables = tx.tables<DeliveryTables>();
  const waiting = await tables
    .selectFrom('package')
    .select('unit_no')
    .where('tenant_id', '=', tx.tenantId)
    .where('order_id', '=', orderId)
    .where('delivery_note_id', 'is', null)
    .orderBy('unit_no')
    .forUpdate()
    .execute();
  if (waiting.length === 0) return refuse({ code: 'no_packages_waiting' });

  const noteId = idAt(caller.now);
  await tables
    .insertInto('delivery_note')
    .values({
      tenant_id: tx.tenantId,
      id: noteId,
      number: await nextNumber(tx, 'delivery-note'),
      order_id: orderId,
      state: 'loaded',
      planned_on: plannedOn,
      loaded_at: caller.now,
      delivered_at: null,
      received_by: null,
    })
    .execute();
  await tables
    .updateTable('package')
    .set({ delivery_note_id: noteId })
    .where('tenant_id', '=', tx.tenantId)
    .where('order_id', '=', orderId)
    .where(
      'unit_no',
      'in',
      waiting.map((row) => row.unit_no),
    )
    .execute();
  await publish(tx, caller, 'delivery.loaded', noteId, { orderId, packages: waiting.length });
  return ok({ noteId });
}
