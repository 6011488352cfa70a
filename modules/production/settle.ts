import { sql } from 'kysely';
import type { Id } from '#domain/kernel/ids.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { ProductionTables } from './store.ts';

/**
 * Brings the state of parts in line with their steps, in whatever order these were done: ready when none is open, in
 * work when one is done. A unit without open steps of its own (a list of parts, a remade part) is finished with its last part.
 */
export async function settleParts(tx: Tx, caller: Caller, partIds: readonly Id[]): Promise<void> {
  if (partIds.length === 0) return;
  const tables = tx.tables<ProductionTables>();
  const open = sql<boolean>`exists (select from operation o where o.tenant_id = part.tenant_id and o.part_id = part.id and o.state = 'open')`;
  const begun = sql<boolean>`exists (select from operation o where o.tenant_id = part.tenant_id and o.part_id = part.id and o.state = 'done')`;
  const settled = await tables
    .updateTable('part')
    .set({ state: sql`case when not ${open} then 'ready' when ${begun} then 'in_work' else part.state end` })
    .where('tenant_id', '=', tx.tenantId)
    .where('id', 'in', [...partIds])
    .where('state', 'in', ['waiting', 'planned', 'in_work'])
    .returning(['order_id', 'unit_no', 'state'])
    .execute();
  const ready = settled.filter((part) => part.state === 'ready');
  if (ready.length === 0) return;
  const finished = await tables
    .selectFrom('production_unit')
    .select(['id', 'order_id', 'unit_no'])
    .where('tenant_id', '=', tx.tenantId)
    .where('order_id', 'in', [...new Set(ready.map((part) => part.order_id))])
    .where(
      sql<boolean>`not exists (select from operation o where o.tenant_id = production_unit.tenant_id and o.unit_id = production_unit.id and o.state = 'open')`,
    )
    .orderBy('order_id')
    .orderBy('unit_no')
    .execute();
  const touched = new Set(ready.map((part) => `${part.order_id} ${part.unit_no}`));
  for (const unit of finished)
    if (touched.has(`${unit.order_id} ${unit.unit_no}`)) await settleUnit(tx, caller, unit.id);
}

/**
 * Brings a unit in line with its steps: packed and announced when nothing of it is open, assembled when a step of its
 * own is done. The order's row is locked first, so that of the last two units exactly one finishes the work.
 */
export async function settleUnit(tx: Tx, caller: Caller, unitId: Id): Promise<void> {
  const tables = tx.tables<ProductionTables>();
  const { order_id: orderId } = await tables
    .selectFrom('production_unit')
    .select('order_id')
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', unitId)
    .executeTakeFirstOrThrow();
  const order = await tables
    .selectFrom('released_order')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('order_id', '=', orderId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const unit = await tables
    .selectFrom('production_unit')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', unitId)
    .executeTakeFirstOrThrow();
  if (unit.state === 'packed') return;
  const steps = await tables
    .selectFrom('operation')
    .select('state')
    .where('tenant_id', '=', tx.tenantId)
    .where('unit_id', '=', unitId)
    .execute();
  const openParts = await tables
    .selectFrom('operation')
    .innerJoin('part', (join) =>
      join.onRef('part.tenant_id', '=', 'operation.tenant_id').onRef('part.id', '=', 'operation.part_id'),
    )
    .select('operation.id')
    .where('operation.tenant_id', '=', tx.tenantId)
    .where('part.tenant_id', '=', tx.tenantId)
    .where('part.order_id', '=', orderId)
    .where('part.unit_no', '=', unit.unit_no)
    .where('operation.state', '=', 'open')
    .limit(1)
    .execute();
  const finished = steps.every((step) => step.state === 'done') && openParts.length === 0;
  const state = finished ? 'packed' : steps.some((step) => step.state === 'done') ? 'assembled' : 'open';
  if (state === unit.state) return;
  await tables
    .updateTable('production_unit')
    .set({ state, packed_at: finished ? caller.now : null })
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', unitId)
    .execute();
  if (state !== 'open')
    await tables
      .updateTable('part')
      .set({ state: 'used' })
      .where('tenant_id', '=', tx.tenantId)
      .where('order_id', '=', orderId)
      .where('unit_no', '=', unit.unit_no)
      .where('state', '=', 'ready')
      .execute();
  if (!finished) return;
  await publish(tx, caller, 'unit.finished', unitId, {
    orderId,
    orderNumber: order.number,
    unitNo: unit.unit_no,
  });
  const left = await tables
    .selectFrom('production_unit')
    .select('id')
    .where('tenant_id', '=', tx.tenantId)
    .where('order_id', '=', orderId)
    .where('state', '!=', 'packed')
    .limit(1)
    .execute();
  if (left.length > 0 || order.finished_at !== null) return;
  await tables
    .updateTable('released_order')
    .set({ finished_at: caller.now })
    .where('tenant_id', '=', tx.tenantId)
    .where('order_id', '=', orderId)
    .execute();
  await publish(tx, caller, 'work.finished', orderId, { number: order.number });
}

/**
 * Takes a unit back that turned out to lack a part: it is no longer packed, nor is its order finished, until the part
 * is made. Both are announced again then.
 */
export async function reopenUnit(tx: Tx, orderId: Id, unitNo: number): Promise<void> {
  const tables = tx.tables<ProductionTables>();
  await tables
    .updateTable('released_order')
    .set({ finished_at: null })
    .where('tenant_id', '=', tx.tenantId)
    .where('order_id', '=', orderId)
    .execute();
  await tables
    .updateTable('production_unit')
    .set({ state: 'assembled', packed_at: null })
    .where('tenant_id', '=', tx.tenantId)
    .where('order_id', '=', orderId)
    .where('unit_no', '=', unitNo)
    .where('state', '=', 'packed')
    .execute();
}
