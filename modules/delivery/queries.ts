import type { Id } from '#domain/kernel/ids.ts';
import { loadCustomers } from '#modules/accounts/api.ts';
import { loadOrders } from '#modules/orders/api.ts';
import { findDocument } from '#platform/documents/stored.ts';
import { listMails } from '#platform/mail/outbox.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { NoteView } from './contract.ts';
import type { DeliveryTables } from './store.ts';

type PackageRow = DeliveryTables['package'];
const LIST_MAX = 200;
export const NOTE_KIND = 'delivery.note';

function toPackage(row: PackageRow): NoteView['packages'][number] {
  return {
    code: row.code,
    unitNo: row.unit_no,
    lineNo: row.line_no,
    name: row.name,
    packedAt: row.packed_at,
    noteId: row.delivery_note_id,
  };
}

/** Delivery notes for the screen, newest first; of one order or of all. */
export async function listNotes(
  tx: Tx,
  filter: { orderId?: Id | undefined; noteId?: Id | undefined } = {},
): Promise<NoteView[]> {
  const tables = tx.tables<DeliveryTables>();
  let query = tables.selectFrom('delivery_note').selectAll().where('tenant_id', '=', tx.tenantId);
  if (filter.orderId) query = query.where('order_id', '=', filter.orderId);
  if (filter.noteId) query = query.where('id', '=', filter.noteId);
  const notes = await query.orderBy('number', 'desc').limit(LIST_MAX).execute();
  if (notes.length === 0) return [];
  const packages = await tables
    .selectFrom('package')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where(
      'delivery_note_id',
      'in',
      notes.map((note) => note.id),
    )
    .orderBy('unit_no')
    .execute();
  const orders = await loadOrders(
    tx,
    notes.map((note) => note.order_id),
  );
  const customers = await loadCustomers(
    tx,
    [...orders.values()].map((order) => order.customerId),
  );
  return Promise.all(
    notes.map(async (note) => {
      const order = orders.get(note.order_id)!;
      const customer = customers.get(order.customerId)!;
      const pdf = await findDocument(tx, NOTE_KIND, note.id);
      return {
        id: note.id,
        number: `DN-${note.number}`,
        orderId: note.order_id,
        orderNumber: order.number,
        customerId: order.customerId,
        customerName: customer.name,
        address: [customer.street, `${customer.postcode} ${customer.city}`.trim()].filter(Boolean).join(', '),
        state: note.state,
        plannedOn: note.planned_on,
        deliveredAt: note.delivered_at,
        receivedBy: note.received_by,
        packages: packages.filter((row) => row.delivery_note_id === note.id).map(toPackage),
        pdf: pdf && `/api/deliveries/${note.id}/note.pdf`,
        mail: await listMails(tx, note.id),
      };
    }),
  );
}

/** Orders with packages in the hall. */
export async function listWaiting(
  tx: Tx,
  orderId?: Id,
): Promise<{ orderId: string; orderNumber: string; customerName: string; packages: NoteView['packages'] }[]> {
  let query = tx
    .tables<DeliveryTables>()
    .selectFrom('package')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('delivery_note_id', 'is', null);
  if (orderId) query = query.where('order_id', '=', orderId);
  const rows = await query.orderBy('order_id').orderBy('unit_no').execute();
  const byOrder = Map.groupBy(rows, (row) => row.order_id);
  const orders = await loadOrders(tx, [...byOrder.keys()]);
  const customers = await loadCustomers(
    tx,
    [...orders.values()].map((order) => order.customerId),
  );
  return [...byOrder].map(([id, packages]) => {
    const order = orders.get(id)!;
    return {
      orderId: id,
      orderNumber: order.number,
      customerName: customers.get(order.customerId)?.name ?? '',
      packages: packages.map(toPackage),
    };
  });
}
