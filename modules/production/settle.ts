import { sql } from 'kysely';
import type { Id } from '#domain/kernel/ids.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { ProductionTables, UnitState } from './store.ts';

/** Who has moved a part or a unit, and when: several taps may be settled together, each at its own moment. */
interface Moved {
  readonly caller: Caller;
  readonly id: Id;
}

/**
 * Brings the state of parts in line with their steps, in whatever order these were done: ready when none is open, in
 * work when one is done. A unit without open steps of its own (a list of parts, a remade part) is finished with its last part.
 */
export async function settleParts(tx: Tx, moved: readonly Moved[]): Promise<void> {
  await settleUnits(tx, await settlePartsAlone(tx, moved));
}

/** The same for parts whose units are settled next. @returns units that these parts may have finished */
export async function settlePartsAlone(tx: Tx, moved: readonly Moved[]): Promise<Moved[]> {
  if (moved.length === 0) return [];
  const tables = tx.tables<ProductionTables>();
  const callers = new Map(moved.map(({ id, caller }) => [id, caller]));
  const open = sql<boolean>`exists (select from operation o where o.tenant_id = part.tenant_id and o.part_id = part.id and o.state = 'open')`;
  const begun = sql<boolean>`exists (select from operation o where o.tenant_id = part.tenant_id and o.part_id = part.id and o.state = 'done')`;
  const settled = await tables
    .updateTable('part')
    .set({ state: sql`case when not ${open} then 'ready' when ${begun} then 'in_work' else part.state end` })
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', sql<Id>`any(${[...callers.keys()]}::uuid[])`)
    .where('state', 'in', ['waiting', 'planned', 'in_work'])
    .returning(['id', 'order_id', 'unit_no', 'state'])
    .execute();
  const ready = settled.filter((part) => part.state === 'ready');
  if (ready.length === 0) return [];
  const finished = await tables
    .selectFrom('production_unit')
    .select(['id', 'order_id', 'unit_no'])
    .where('tenant_id', '=', tx.tenantId)
    .where('order_id', '=', sql<Id>`any(${[...new Set(ready.map((part) => part.order_id))]}::uuid[])`)
    .where(
      sql<boolean>`not exists (select from operation o where o.tenant_id = production_unit.tenant_id and o.unit_id = production_unit.id and o.state = 'open')`,
    )
    .orderBy('order_id')
    .orderBy('unit_no')
    .execute();
  const touched = new Map<string, Caller>();
  for (const part of ready) {
    const key = `${part.order_id} ${part.unit_no}`;
    touched.set(key, latest(touched.get(key), callers.get(part.id)!));
  }
  return finished.flatMap((unit) => {
    const caller = touched.get(`${unit.order_id} ${unit.unit_no}`);
    return caller ? [{ caller, id: unit.id }] : [];
  });
}

/** What several taps have finished together is finished with the last of them. */
function latest(one: Caller | undefined, other: Caller): Caller {
  return one && one.now > other.now ? one : other;
}

/**
 * Brings units in line with their steps: packed and announced when nothing of one is open, assembled when a step of
 * its own is done. The rows of their orders are locked first, so that of the last two units exactly one finishes the work.
 */
export async function settleUnits(tx: Tx, moved: readonly Moved[]): Promise<void> {
  if (moved.length === 0) return;
  const tables = tx.tables<ProductionTables>();
  const ids = [...new Set(moved.map((unit) => unit.id))];
  const callers = new Map(moved.map(({ id, caller }) => [id, caller]));
  const orders = await lockOrdersOf(tx, ids);
  const { rows: units } = await sql<UnitNow>`
    select u.id, u.order_id, u.unit_no, u.line_no, u.name, u.state,
      exists (select from operation o where o.tenant_id = u.tenant_id and o.unit_id = u.id and o.state = 'done') as begun,
      exists (select from operation o where o.tenant_id = u.tenant_id and o.unit_id = u.id and o.state <> 'done')
        or exists (
          select from part p join operation o on o.tenant_id = p.tenant_id and o.part_id = p.id
          where p.tenant_id = u.tenant_id and p.order_id = u.order_id and p.unit_no = u.unit_no and o.state = 'open'
        ) as unfinished
    from production_unit u
    where u.tenant_id = ${tx.tenantId} and u.id = any(${ids}::uuid[])
    order by u.order_id, u.unit_no`.execute(tables);
  const changed = units.flatMap((unit) => {
    const state: UnitState = unit.unfinished ? (unit.begun ? 'assembled' : 'open') : 'packed';
    const same = unit.state === 'packed' || unit.state === state;
    return same ? [] : [{ ...unit, state, caller: callers.get(unit.id)! }];
  });
  if (changed.length === 0) return;
  await sql`
    update production_unit u
    set state = now.state, packed_at = now.packed_at
    from unnest(${changed.map((unit) => unit.id)}::uuid[], ${changed.map((unit) => unit.state)}::text[],
      ${changed.map((unit) => (unit.state === 'packed' ? unit.caller.now : null))}::timestamptz[])
      as now (id, state, packed_at)
    where u.tenant_id = ${tx.tenantId} and u.id = now.id`.execute(tables);
  const begun = changed.filter((unit) => unit.state !== 'open');
  if (begun.length > 0)
    await sql`
      update part
      set state = 'used'
      from unnest(${begun.map((unit) => unit.order_id)}::uuid[], ${begun.map((unit) => unit.unit_no)}::int[])
        as unit (order_id, unit_no)
      where part.tenant_id = ${tx.tenantId} and part.order_id = unit.order_id and part.unit_no = unit.unit_no
        and part.state = 'ready'`.execute(tables);
  const packed = changed.filter((unit) => unit.state === 'packed');
  for (const unit of packed)
    await publish(tx, unit.caller, 'unit.finished', unit.id, {
      orderId: unit.order_id,
      orderNumber: orders.get(unit.order_id)!.number,
      unitNo: unit.unit_no,
      lineNo: unit.line_no,
      name: unit.name,
    });
  const open = new Map<Id, Caller>();
  for (const unit of packed)
    if (orders.get(unit.order_id)!.finished_at === null)
      open.set(unit.order_id, latest(open.get(unit.order_id), unit.caller));
  await finishOrders(tx, open, orders);
}

interface UnitNow {
  readonly id: Id;
  readonly order_id: Id;
  readonly unit_no: number;
  readonly line_no: number;
  readonly name: string;
  readonly state: UnitState;
  /** a step of its own is done */
  readonly begun: boolean;
  /** a step of its own or of its parts is not */
  readonly unfinished: boolean;
}

type OrderRow = ProductionTables['released_order'];

async function lockOrdersOf(tx: Tx, unitIds: readonly Id[]): Promise<Map<Id, OrderRow>> {
  const tables = tx.tables<ProductionTables>();
  const units = await tables
    .selectFrom('production_unit')
    .select('order_id')
    .distinct()
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', sql<Id>`any(${unitIds}::uuid[])`)
    .execute();
  const orders = await tables
    .selectFrom('released_order')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('order_id', '=', sql<Id>`any(${units.map((unit) => unit.order_id)}::uuid[])`)
    .orderBy('order_id')
    .forUpdate()
    .execute();
  return new Map(orders.map((order) => [order.order_id, order]));
}

/** The work of an order ends with its last unit. */
async function finishOrders(
  tx: Tx,
  open: ReadonlyMap<Id, Caller>,
  orders: ReadonlyMap<Id, OrderRow>,
): Promise<void> {
  if (open.size === 0) return;
  const tables = tx.tables<ProductionTables>();
  const left = await tables
    .selectFrom('production_unit')
    .select('order_id')
    .distinct()
    .where('tenant_id', '=', tx.tenantId)
    .where('order_id', '=', sql<Id>`any(${[...open.keys()]}::uuid[])`)
    .where('state', '!=', 'packed')
    .execute();
  const unfinished = new Set(left.map((unit) => unit.order_id));
  const done = [...open].filter(([orderId]) => !unfinished.has(orderId));
  if (done.length === 0) return;
  await sql`
    update released_order o
    set finished_at = now.at
    from unnest(${done.map(([orderId]) => orderId)}::uuid[], ${done.map(([, caller]) => caller.now)}::timestamptz[])
      as now (order_id, at)
    where o.tenant_id = ${tx.tenantId} and o.order_id = now.order_id`.execute(tables);
  for (const [orderId, caller] of done)
    await publish(tx, caller, 'work.finished', orderId, { number: orders.get(orderId)!.number });
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
