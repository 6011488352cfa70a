import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { DeliveryTables } from './store.ts';

/** Pieces delivered per line of an order. Two kinds of lines count alike: a line's units are its pieces. */
export async function deliveredPerLine(tx: Tx, orderId: Id): Promise<Map<number, number>> {
  const rows = await tx
    .tables<DeliveryTables>()
    .selectFrom('package as p')
    .innerJoin('delivery_note as n', (join) =>
      join.onRef('n.tenant_id', '=', 'p.tenant_id').onRef('n.id', '=', 'p.delivery_note_id'),
    )
    .select((e) => ['p.line_no', e.cast<number>(e.fn.countAll(), 'integer').as('pieces')])
    .where('p.tenant_id', '=', tx.tenantId)
    .where('p.order_id', '=', orderId)
    .where('n.state', '=', 'delivered')
    .groupBy('p.line_no')
    .execute();
  return new Map(rows.map((row) => [row.line_no, row.pieces]));
}

/** When goods of an order changed hands last; null when none have. */
export async function lastDeliveredAt(tx: Tx, orderId: Id): Promise<Instant | null> {
  const note = await tx
    .tables<DeliveryTables>()
    .selectFrom('delivery_note')
    .select('delivered_at')
    .where('tenant_id', '=', tx.tenantId)
    .where('order_id', '=', orderId)
    .where('delivered_at', 'is not', null)
    .orderBy('delivered_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return note?.delivered_at ?? null;
}

/** Pieces delivered per order, of every order that has any. */
export async function deliveredPieces(tx: Tx): Promise<Map<Id, number>> {
  const rows = await tx
    .tables<DeliveryTables>()
    .selectFrom('package as p')
    .innerJoin('delivery_note as n', (join) =>
      join.onRef('n.tenant_id', '=', 'p.tenant_id').onRef('n.id', '=', 'p.delivery_note_id'),
    )
    .select((e) => ['p.order_id', e.cast<number>(e.fn.countAll(), 'integer').as('pieces')])
    .where('p.tenant_id', '=', tx.tenantId)
    .where('n.tenant_id', '=', tx.tenantId)
    .where('n.state', '=', 'delivered')
    .groupBy('p.order_id')
    .execute();
  return new Map(rows.map((row) => [row.order_id, row.pieces]));
}

export interface DeliveryProgress {
  readonly packed: number;
  readonly loaded: number;
  readonly delivered: number;
}

/** How far each order's packages have come. Orders without packages are absent. */
export async function deliveryProgress(tx: Tx, orderIds: readonly Id[]): Promise<Map<Id, DeliveryProgress>> {
  if (orderIds.length === 0) return new Map();
  const rows = await tx
    .tables<DeliveryTables>()
    .selectFrom('package as p')
    .leftJoin('delivery_note as n', (join) =>
      join.onRef('n.tenant_id', '=', 'p.tenant_id').onRef('n.id', '=', 'p.delivery_note_id'),
    )
    .select((e) => [
      'p.order_id',
      e.cast<number>(e.fn.countAll(), 'integer').as('packed'),
      e.cast<number>(e.fn.count('n.id'), 'integer').as('loaded'),
      e.cast<number>(e.fn.countAll().filterWhere('n.state', '=', 'delivered'), 'integer').as('delivered'),
    ])
    .where('p.tenant_id', '=', tx.tenantId)
    .where('p.order_id', 'in', [...orderIds])
    .groupBy('p.order_id')
    .execute();
  return new Map(rows.map(({ order_id: orderId, ...progress }) => [orderId, progress]));
}
