import { sql } from 'kysely';
import type { Id } from '#domain/kernel/ids.ts';
import { loadShopData } from '#modules/catalog/api.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { OpenWork, ScheduleFacts } from './schedule-instance.ts';
import type { ProductionTables } from './store.ts';

/** One open step with what decides where it waits. */
export interface OpenStep {
  readonly id: Id;
  readonly order_id: Id;
  readonly part_id: Id | null;
  readonly unit_id: Id | null;
  readonly seq: number;
  readonly kind: OpenWork['kind'];
  readonly centre: string;
  readonly ms: number;
  readonly work_order_id: Id | null;
  readonly material: string | null;
  readonly part_unit: string | null;
  readonly unit_key: string | null;
  readonly unit_name: string | null;
}

/** Everything the floor still has to do, and what stands in its way, at this moment. */
export async function loadScheduleFacts(tx: Tx, caller: Caller): Promise<ScheduleFacts> {
  const shop = await loadShopData(tx);
  return {
    now: caller.now,
    zone: caller.zone,
    centres: [...shop.centres.values()],
    hours: shop.hours,
    closedDays: shop.closedDays,
    ...(await loadFloor(tx)),
  };
}

type OrderRow = ProductionTables['released_order'];
/** What a work order says of the steps that are gathered in it. */
type GatheredIn = Pick<ProductionTables['work_order'], 'id' | 'family' | 'name' | 'own_ms'>;
type Floor = Pick<ScheduleFacts, 'orders' | 'work' | 'stops' | 'pins'>;

/** Rows of work that is being released, as they are written. */
export interface NewWork {
  readonly order: Pick<OrderRow, 'order_id' | 'number' | 'due_on' | 'weight'>;
  readonly steps: readonly OpenStep[];
  readonly workOrders: readonly GatheredIn[];
}

/** The rows behind the floor, in the order in which it is read. */
interface FloorRows {
  readonly orders: readonly NewWork['order'][];
  readonly stops: ScheduleFacts['stops'];
  readonly steps: readonly OpenStep[];
  readonly workOrders: ReadonlyMap<Id, GatheredIn>;
  readonly sawLeft: ReadonlyMap<Id, number>;
  readonly pins: ScheduleFacts['pins'];
}

/** What a transaction has seen of the floor: quotes that follow each other ask for the same thousands of steps. */
const seen = new WeakMap<Tx, { readonly rows: FloorRows; gathered?: Floor }>();

async function loadFloor(tx: Tx): Promise<Floor> {
  let floor = seen.get(tx);
  if (!floor) {
    floor = { rows: await readFloor(tx) };
    seen.set(tx, floor);
  }
  return (floor.gathered ??= gatherFloor(floor.rows));
}

/** Called by whatever changes steps, sheets, stops or pins, so that the same transaction sees it. */
export function floorChanged(tx: Tx): void {
  seen.delete(tx);
}

/**
 * Called when work is released, and nothing else has changed: what was seen of the floor grows by it, as if it had been
 * read again. Of several orders that are accepted together only the first has to read the floor.
 */
export function floorGrew(tx: Tx, work: NewWork): void {
  const floor = seen.get(tx);
  if (!floor) return;
  const { rows } = floor;
  seen.set(tx, {
    rows: {
      ...rows,
      orders: [...rows.orders, work.order].sort(byDueDay),
      steps: [...rows.steps, ...work.steps].sort(byPlace),
      workOrders: new Map([...rows.workOrders, ...work.workOrders.map((row) => [row.id, row] as const)]),
    },
  });
}

function byDueDay(a: NewWork['order'], b: NewWork['order']): number {
  return compare(a.due_on, b.due_on) || compare(a.number, b.number);
}

function byPlace(a: OpenStep, b: OpenStep): number {
  return a.seq - b.seq || compare(a.id, b.id);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

async function readFloor(tx: Tx): Promise<FloorRows> {
  const tables = tx.tables<ProductionTables>();
  const orders = await tables
    .selectFrom('released_order')
    .select(['order_id', 'number', 'due_on', 'weight'])
    .where('tenant_id', '=', tx.tenantId)
    .where('finished_at', 'is', null)
    .orderBy('due_on')
    // As JavaScript compares, so that an order that joins later finds the same place.
    .orderBy(sql`number collate "C"`)
    .execute();
  const stops = await tables
    .selectFrom('machine_stop')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('started_at', 'is', null)
    .execute();
  const steps = await loadOpenSteps(tx);
  const workOrders = await tables
    .selectFrom('work_order')
    .select(['id', 'kind', 'family', 'name', 'own_ms'])
    .where('tenant_id', '=', tx.tenantId)
    .where('id', 'in', (q) =>
      q
        .selectFrom('operation')
        .select('work_order_id')
        .where('tenant_id', '=', tx.tenantId)
        .where('state', '=', 'open')
        .where('work_order_id', 'is not', null),
    )
    .execute();
  const sawLeft = await loadSawLeft(
    tx,
    workOrders.filter((row) => row.kind === 'saw').map((row) => row.id),
  );
  return {
    orders,
    stops: stops.map((stop) => ({
      machine: stop.machine,
      stoppedAt: stop.stopped_at,
      expectedMinutes: stop.expected_minutes,
      reason: stop.reason,
    })),
    steps,
    workOrders: new Map(workOrders.map((row) => [row.id, row])),
    sawLeft,
    pins: await loadPins(tx),
  };
}

function gatherFloor({ orders, stops, steps, workOrders, sawLeft, pins }: FloorRows): Floor {
  return {
    orders: orders.map((order) => ({
      orderId: order.order_id,
      number: order.number,
      dueOn: order.due_on,
      weight: order.weight,
    })),
    work: gatherWork(
      steps,
      workOrders,
      orders.map((order) => order.order_id),
      sawLeft,
    ),
    stops,
    pins,
  };
}

/** What people hold at this moment. */
export async function loadPins(tx: Tx): Promise<ScheduleFacts['pins']> {
  const pins = await tx
    .tables<ProductionTables>()
    .selectFrom('pin')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('dropped_at', 'is', null)
    .orderBy('id')
    .execute();
  return pins.map((pin) => ({
    subject: pin.subject,
    constraint: pin.pin_constraint,
    value: pin.value,
    reason: pin.reason,
    event: pin.event_id,
  }));
}

async function loadOpenSteps(tx: Tx): Promise<OpenStep[]> {
  const tables = tx.tables<ProductionTables>();
  const rows = await tables
    .selectFrom('operation')
    .leftJoin('part', (join) =>
      join.onRef('part.tenant_id', '=', 'operation.tenant_id').onRef('part.id', '=', 'operation.part_id'),
    )
    .leftJoin('production_unit', (join) =>
      join
        .onRef('production_unit.tenant_id', '=', 'operation.tenant_id')
        .onRef('production_unit.id', '=', 'operation.unit_id'),
    )
    .select([
      'operation.id',
      'operation.order_id',
      'operation.part_id',
      'operation.unit_id',
      'operation.seq',
      'operation.kind',
      'operation.centre',
      'operation.ms',
      'operation.work_order_id',
      'part.material',
      'part.unit_no as part_unit_no',
      'production_unit.unit_no as own_unit_no',
      'production_unit.name as unit_name',
    ])
    .where('operation.tenant_id', '=', tx.tenantId)
    .where('operation.state', '=', 'open')
    .orderBy('operation.seq')
    // Steps of one place in their order of making, so that the same facts give the same plan.
    .orderBy('operation.id')
    .execute();
  return rows.map(({ part_unit_no, own_unit_no, ...row }) => ({
    ...row,
    part_unit: part_unit_no === null ? null : `${row.order_id} ${part_unit_no}`,
    unit_key: own_unit_no === null ? null : `${row.order_id} ${own_unit_no}`,
  }));
}

/** What is left at the saw: a book takes its whole time while one of its sheets is uncut, in proportion to the sheets left. */
async function loadSawLeft(tx: Tx, books: readonly Id[]): Promise<Map<Id, number>> {
  if (books.length === 0) return new Map();
  const rows = await tx
    .tables<ProductionTables>()
    .selectFrom('cut_sheet')
    .select(['work_order_id', 'state'])
    .where('tenant_id', '=', tx.tenantId)
    .where('work_order_id', '=', sql<Id>`any(${books}::uuid[])`)
    .execute();
  const counts = new Map<Id, { all: number; left: number }>();
  for (const row of rows) {
    const count = counts.get(row.work_order_id) ?? { all: 0, left: 0 };
    count.all += 1;
    if (row.state === 'released') count.left += 1;
    counts.set(row.work_order_id, count);
  }
  return new Map([...counts].map(([id, { all, left }]) => [id, left / all]));
}

/** Each step is asked several times, for each of the orders that are accepted together: the text is made once. */
const keys = new WeakMap<OpenStep, string>();

/** What a step is planned as one with. */
function keyOf(step: OpenStep): string {
  let key = keys.get(step);
  if (key === undefined) {
    key =
      step.work_order_id === null
        ? `cut:${step.order_id}:${step.material}`
        : `${step.kind === 'saw' ? 'saw' : 'work'}:${step.work_order_id}`;
    keys.set(step, key);
  }
  return key;
}

/** Gathers open steps to what is planned as one, and finds what must come before what. */
export function gatherWork(
  steps: readonly OpenStep[],
  workOrders: ReadonlyMap<Id, GatheredIn>,
  byUrgency: readonly Id[],
  sawLeft: ReadonlyMap<Id, number>,
): OpenWork[] {
  const urgency = new Map(byUrgency.map((id, i) => [id, i]));
  const work = new Map<string, { -readonly [K in keyof OpenWork]: OpenWork[K] } & { before: Set<string> }>();
  for (const step of steps) {
    const key = keyOf(step);
    const known = work.get(key);
    if (known) {
      known.ms += step.ms;
      if ((urgency.get(step.order_id) ?? Infinity) < (urgency.get(known.orderId) ?? Infinity))
        known.orderId = step.order_id;
      continue;
    }
    const row = step.work_order_id === null ? undefined : workOrders.get(step.work_order_id);
    work.set(key, {
      id: key,
      kind: step.kind,
      centre: step.centre,
      family: row?.family ?? step.material ?? '',
      orderId: step.order_id,
      ms: step.ms,
      name: row?.name ?? step.material ?? '',
      after: [],
      before: new Set(),
    });
  }
  for (const [key, one] of work) {
    const row = key.startsWith('saw:') ? workOrders.get(key.slice(4)) : undefined;
    if (row?.own_ms !== null && row?.own_ms !== undefined) one.ms = row.own_ms * (sawLeft.get(row.id) ?? 1);
  }
  // Steps of a part follow each other; the first step of a unit follows the last of each of its parts.
  const lastOfUnit = new Map<string, Set<string>>();
  const chain = (list: readonly OpenStep[]): void => {
    list.forEach((step, i) => {
      if (i > 0 && keyOf(list[i - 1]!) !== keyOf(step))
        work.get(keyOf(step))!.before.add(keyOf(list[i - 1]!));
    });
  };
  for (const list of Map.groupBy(
    steps.filter((step) => step.part_id !== null),
    (step) => step.part_id,
  ).values()) {
    chain(list);
    const unit = list[0]!.part_unit!;
    const last = keyOf(list.at(-1)!);
    lastOfUnit.set(unit, (lastOfUnit.get(unit) ?? new Set()).add(last));
  }
  for (const list of Map.groupBy(
    steps.filter((step) => step.unit_id !== null),
    (step) => step.unit_id,
  ).values()) {
    chain(list);
    for (const before of lastOfUnit.get(list[0]!.unit_key!) ?? [])
      work.get(keyOf(list[0]!))!.before.add(before);
  }
  return [...work.values()].map(({ before, ...one }) => ({ ...one, after: [...before] }));
}
