import { openTime, withStops } from './calendar.ts';
import type {
  Instance,
  Minute,
  Operation,
  OperationState,
  Order,
  Resource,
  Schedule,
  ScheduledOperation,
} from './instance.ts';
import { solveSchedule } from './solve.ts';
import type { Budget } from './solve.ts';

/** What happened, at minute `at`, which becomes the new now. */
export type ScheduleEvent = { readonly at: Minute } & (
  | {
      readonly kind: 'machine_stopped';
      readonly machine: string;
      readonly until: Minute;
      readonly reason?: string;
    }
  /** `byMinutes` later than planned: a running operation takes longer, a waiting one starts later */
  | { readonly kind: 'operation_late'; readonly operation: string; readonly byMinutes: number }
  | { readonly kind: 'operation_finished'; readonly operation: string }
  | { readonly kind: 'order_added'; readonly order: Order; readonly operations: readonly Operation[] }
);

export interface RepairOptions {
  readonly seed?: number;
  /** default: 400 timings, a fraction of a second for a thousand orders */
  readonly budget?: Budget;
  /** rows that start before it stay as they are; default: the instance's own frozen zone */
  readonly frozenUntil?: Minute;
  readonly cancelled?: () => boolean;
}

export interface OperationChange {
  readonly operation: string;
  readonly lot: number;
  /** null: was not planned before */
  readonly from: ScheduledOperation | null;
  /** null: is no longer planned */
  readonly to: ScheduledOperation | null;
}

export interface OrderChange {
  readonly order: string;
  /** `late`: was on time and is late now; `on_time`: the reverse; otherwise only the finish moved */
  readonly change: 'late' | 'on_time' | 'later' | 'earlier' | 'new';
  readonly finishFrom: Minute | null;
  readonly finishTo: Minute;
  readonly lateMinutes: number;
}

export interface Repair {
  /** the facts after the event: state of every operation at `at`, stops, new orders */
  readonly instance: Instance;
  readonly schedule: Schedule;
  readonly changes: {
    readonly operations: readonly OperationChange[];
    readonly orders: readonly OrderChange[];
  };
}

/** A new order on the machines is worth this much to those who prepared for the old one. */
const REORDER_WORTH_DAYS = 1;

/**
 * The plan after an event. What already ran is a fact, pins and the frozen zone stay (a frozen row that the event makes
 * impossible is set free and reported in `schedule.conflicts`). The machines keep their order of work and only times
 * shift, improved where that helps; a wholly new plan is taken only when it saves at least one weighted late day.
 *
 * @throws RangeError when the event names what the plan does not have, or lies before the instance's now
 */
export function repairSchedule(
  instance: Instance,
  previous: Schedule,
  event: ScheduleEvent,
  options: RepairOptions = {},
): Repair {
  const after = factsAfter(instance, previous, event, options.frozenUntil);
  const solve = (keepOrder: boolean): Schedule =>
    solveSchedule(after, {
      seed: options.seed ?? previous.seed,
      budget: options.budget ?? { moves: 400 },
      start: previous.rows,
      keepOrder,
      ...(options.cancelled ? { cancelled: options.cancelled } : {}),
    });
  const kept = solve(true);
  const worth = instance.objective === 'makespan' ? 0 : REORDER_WORTH_DAYS;
  let schedule = kept;
  if (!kept.proven && kept.figures.value > kept.lowerBound + worth) {
    const anew = solve(false);
    if (anew.conflicts.length <= kept.conflicts.length && anew.figures.value < kept.figures.value - worth)
      schedule = anew;
  }
  return { instance: after, schedule, changes: changesBetween(after, previous, schedule) };
}

/** The instance at `event.at`: what the previous plan and the event say about every operation by then. */
function factsAfter(
  instance: Instance,
  previous: Schedule,
  event: ScheduleEvent,
  frozenUntil?: Minute,
): Instance {
  const { at } = event;
  if (at < instance.now) throw new RangeError(`event at ${at} lies before now, ${instance.now}`);
  const resources =
    event.kind === 'machine_stopped' ? stopped(instance.resources, event) : instance.resources;
  const byId = new Map(instance.resources.map((r) => [r.id, r]));
  const stoppedById = new Map(resources.map((r) => [r.id, r]));
  const rowsOf = Map.groupBy(previous.rows, (r) => r.operation);
  const subject = 'operation' in event ? event.operation : null;
  if (subject !== null && !rowsOf.has(subject)) throw new RangeError(`the plan has no operation ${subject}`);

  const operations = instance.operations.map((operation): Operation => {
    const rows = rowsOf.get(operation.id) ?? [];
    const row = rows[0];
    if (operation.state?.kind === 'done' || !row) return operation;
    if (event.kind === 'operation_finished' && operation.id === subject)
      return {
        ...operation,
        state: { kind: 'done', machine: row.machine, start: Math.min(row.start, at), end: at },
      };
    const waiting = rows.every((r) => r.start >= at);
    if (event.kind === 'operation_late' && operation.id === subject && waiting)
      return { ...operation, release: Math.max(operation.release ?? -Infinity, row.start + event.byMinutes) };
    // Lots that have begun stay as frozen rows: the operation as a whole is neither running nor done.
    if (waiting || rows.length > 1) return operation;
    const extra = event.kind === 'operation_late' && operation.id === subject ? event.byMinutes : 0;
    return { ...operation, state: stateAt(instance, byId.get(row.machine)!, operation, row, at, extra) };
  });

  const until = Math.max(at, frozenUntil ?? instance.frozen?.until ?? at);
  const frozenRows = previous.rows
    .filter((row) => row.start < until)
    .map((row) =>
      row.lots > 1 && row.start < at && row.end > at ? prolonged(instance, byId, stoppedById, row, at) : row,
    );
  const added = event.kind === 'order_added' ? event : null;
  return {
    ...instance,
    now: at,
    resources,
    orders: added ? [...instance.orders, added.order] : instance.orders,
    operations: added ? [...operations, ...added.operations] : operations,
    frozen: { until, rows: frozenRows },
  };
}

function stopped(
  resources: readonly Resource[],
  event: Extract<ScheduleEvent, { kind: 'machine_stopped' }>,
): Resource[] {
  if (!resources.some((r) => r.id === event.machine))
    throw new RangeError(`there is no machine ${event.machine}`);
  const stop = {
    from: event.at,
    until: event.until,
    ...(event.reason === undefined ? {} : { reason: event.reason }),
  };
  return resources.map((r) => (r.id === event.machine ? { ...r, stops: [...(r.stops ?? []), stop] } : r));
}

function stateAt(
  instance: Instance,
  machine: Resource,
  operation: Operation,
  row: ScheduledOperation,
  at: Minute,
  extra: number,
): OperationState {
  if (row.end <= at && extra === 0)
    return { kind: 'done', machine: row.machine, start: row.start, end: row.end };
  const left =
    row.end <= at
      ? 0
      : operation.elapsed
        ? row.end - at
        : openOf(instance, machine, at).workingBetween(at, row.end);
  return { kind: 'running', machine: row.machine, start: row.start, minutesLeft: left + extra };
}

/** A lot under way ends later when its machine stops meanwhile. */
function prolonged(
  instance: Instance,
  before: ReadonlyMap<string, Resource>,
  after: ReadonlyMap<string, Resource>,
  row: ScheduledOperation,
  at: Minute,
): ScheduledOperation {
  const left = openOf(instance, before.get(row.machine)!, at).workingBetween(at, row.end);
  return { ...row, end: openOf(instance, after.get(row.machine)!, at).addWorking(at, left) };
}

function openOf(instance: Instance, machine: Resource, from: Minute) {
  const calendar = instance.calendars.find((c) => c.id === machine.calendar);
  if (!calendar)
    throw new RangeError(`resource ${machine.id} names calendar ${machine.calendar}, which there is not`);
  return openTime(withStops(calendar, machine.stops ?? []), from);
}

/** Differences between two plans, operations by their new start, orders by their new finish. */
export function changesBetween(
  instance: Instance,
  previous: Schedule,
  schedule: Schedule,
): Repair['changes'] {
  const key = (r: ScheduledOperation): string => `${r.operation}/${r.lot}`;
  const before = new Map(previous.rows.map((r) => [key(r), r]));
  const operations: OperationChange[] = [];
  for (const to of schedule.rows) {
    const from = before.get(key(to)) ?? null;
    before.delete(key(to));
    if (!from || from.machine !== to.machine || from.start !== to.start || from.end !== to.end)
      operations.push({ operation: to.operation, lot: to.lot, from, to });
  }
  for (const from of before.values())
    operations.push({ operation: from.operation, lot: from.lot, from, to: null });

  const orders: OrderChange[] = [];
  const orderOf = new Map(instance.operations.map((o) => [o.id, o.order]));
  const finishes = (rows: readonly ScheduledOperation[]): Map<string, number> => {
    const ends = new Map<string, number>();
    for (const r of rows) {
      const order = orderOf.get(r.operation);
      if (order !== undefined) ends.set(order, Math.max(ends.get(order) ?? -Infinity, r.end));
    }
    return ends;
  };
  const [was, is] = [finishes(previous.rows), finishes(schedule.rows)];
  for (const order of instance.orders) {
    const finishTo = is.get(order.id);
    const finishFrom = was.get(order.id) ?? null;
    if (finishTo === undefined || finishFrom === finishTo) continue;
    const late = (end: number): number => Math.max(0, end - (order.due ?? Infinity));
    const change =
      finishFrom === null
        ? 'new'
        : late(finishFrom) === 0 && late(finishTo) > 0
          ? 'late'
          : late(finishFrom) > 0 && late(finishTo) === 0
            ? 'on_time'
            : finishTo > finishFrom
              ? 'later'
              : 'earlier';
    orders.push({ order: order.id, change, finishFrom, finishTo, lateMinutes: late(finishTo) });
  }
  orders.sort((a, b) => a.finishTo - b.finishTo);
  return { operations, orders };
}
