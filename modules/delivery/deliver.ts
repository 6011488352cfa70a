import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { DeliveryTables } from './store.ts';

export type DeliverRefusal = { code: 'delivery_unknown' } | { code: 'delivery_done'; at: string };

/** The goods have changed hands; from here they can be invoiced. */
export async function deliver(
  tx: Tx,
  caller: Caller,
  noteId: Id,
  receivedBy: string,
): Promise<Result<{ noteId: Id }, DeliverRefusal>> {
  const tables = tx.tables<DeliveryTables>();
  const note = await tables
    .selectFrom('delivery_note')
    .select(['state', 'order_id', 'delivered_at'])
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', noteId)
    .forUpdate()
    .executeTakeFirst();
  if (!note) return refuse({ code: 'delivery_unknown' });
  if (note.state === 'delivered') return refuse({ code: 'delivery_done', at: note.delivered_at ?? '' });
  await tables
    .updateTable('delivery_note')
    .set({ state: 'delivered', delivered_at: caller.now, received_by: receivedBy })
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', noteId)
    .execute();
  await publish(tx, caller, 'delivery.delivered', noteId, { orderId: note.order_id });
  return ok({ noteId });
}
