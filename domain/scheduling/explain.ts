import { openTime, withStops } from './calendar.ts';
import type { Instance, Minute, Schedule, ScheduledOperation } from './instance.ts';

/**
 * What held one operation back, as a fact for the message catalogue. `until` is when it let go; `closed` is the closed
 * time that came on top.
 */
export interface Reason {
  readonly operation: string;
  readonly lot: number;
  readonly machine: string;
  readonly start: Minute;
  readonly end: Minute;
  readonly code:
    | 'done'
    | 'running'
    | 'frozen'
    | 'pin_start'
    | 'pin_not_before'
    | 'pin_after'
    | 'predecessor'
    | 'machine_busy'
    | 'material'
    | 'release'
    | 'order_release'
    | 'now'
    /** it could have started at `until`; the engine preferred otherwise */
    | 'free_choice';
  readonly until: Minute;
  /** the operation it waited for: `predecessor`, `pin_after`, `machine_busy` */
  readonly waitedFor?: string;
  /** `machine_busy`: the group that was full (every machine it may use there) */
  readonly group?: string;
  /** `material` */
  readonly material?: string;
  /** pins: what the person said, and the event it came from */
  readonly reason?: string;
  readonly event?: string;
  readonly closed?: { readonly from: Minute; readonly until: Minute };
}

export interface OrderExplanation {
  readonly order: string;
  readonly due: Minute | null;
  readonly finish: Minute;
  /** minutes after due, 0 when on time */
  readonly lateMinutes: number;
  /** from the order's last operation back to what everything began with; the binding step each time */
  readonly chain: readonly Reason[];
}

/**
 * Why an operation is where it is: the binding step, then the binding step of what it waited for, back to the root.
 * @returns empty when the schedule does not have the operation
 */
export function explainOperation(
  instance: Instance,
  schedule: Schedule,
  operation: string,
): readonly Reason[] {
  const lots = schedule.rows.filter((r) => r.operation === operation);
  return lots.length === 0 ? [] : chainOf(lookUp(instance, schedule), latestOf(lots));
}

/** Why an order finishes when it does. @returns null when nothing of it is planned */
export function explainOrder(instance: Instance, schedule: Schedule, order: string): OrderExplanation | null {
  const ids = new Set(instance.operations.filter((o) => o.order === order).map((o) => o.id));
  const rows = schedule.rows.filter((r) => ids.has(r.operation));
  if (rows.length === 0) return null;
  const last = latestOf(rows);
  const due = instance.orders.find((o) => o.id === order)?.due ?? null;
  return {
    order,
    due,
    finish: last.end,
    lateMinutes: due === null ? 0 : Math.max(0, last.end - due),
    chain: chainOf(lookUp(instance, schedule), last),
  };
}

type LookUp = ReturnType<typeof lookUp>;

function lookUp(instance: Instance, schedule: Schedule) {
  const onMachine = Map.groupBy(schedule.rows, (r) => r.machine);
  for (const rows of onMachine.values()) rows.sort((a, b) => a.start - b.start || a.end - b.end);
  return {
    instance,
    onMachine,
    rowsOf: Map.groupBy(schedule.rows, (r) => r.operation),
    operations: new Map(instance.operations.map((o) => [o.id, o])),
    orders: new Map(instance.orders.map((o) => [o.id, o])),
    resources: new Map(instance.resources.map((r) => [r.id, r])),
    frozen: new Map(
      (instance.frozen?.rows ?? [])
        .filter((r) => r.start < instance.frozen!.until)
        .map((r) => [`${r.operation}/${r.lot}`, r]),
    ),
  };
}

function chainOf(look: LookUp, from: ScheduledOperation): Reason[] {
  const chain: Reason[] = [];
  const seen = new Set<ScheduledOperation>();
  for (let row: ScheduledOperation | undefined = from; row && !seen.has(row);) {
    seen.add(row);
    const { reason, next } = bindingStep(look, row);
    chain.push(reason);
    row = next;
  }
  return chain;
}

type Step = Omit<Reason, 'operation' | 'lot' | 'machine' | 'start' | 'end' | 'closed'>;

function bindingStep(look: LookUp, row: ScheduledOperation): { reason: Reason; next?: ScheduledOperation } {
  const { instance } = look;
  const operation = look.operations.get(row.operation)!;
  const place = {
    operation: row.operation,
    lot: row.lot,
    machine: row.machine,
    start: row.start,
    end: row.end,
  };
  if (operation.state) return { reason: { ...place, code: operation.state.kind, until: row.start } };

  const bounds: { step: Step; next?: ScheduledOperation }[] = [];
  const add = (step: Step, next?: ScheduledOperation): void => {
    bounds.push(next ? { step, next } : { step });
  };
  // Among bounds that let go at the same minute the first listed counts: what a person can act on comes first.
  const pins = instance.pins.filter((p) => p.subject === row.operation);
  for (const pin of pins) {
    const words = { reason: pin.reason, event: pin.event };
    if (pin.constraint === 'start') add({ code: 'pin_start', until: pin.value, ...words });
    if (pin.constraint === 'not-before') add({ code: 'pin_not_before', until: pin.value, ...words });
    if (pin.constraint === 'after')
      for (const before of look.rowsOf.get(pin.value) ?? [])
        add({ code: 'pin_after', until: before.end, waitedFor: pin.value, ...words }, before);
  }
  if (operation.material)
    add({ code: 'material', until: operation.material.from, material: operation.material.name });
  for (const id of operation.after)
    for (const before of look.rowsOf.get(id) ?? [])
      add({ code: 'predecessor', until: before.end, waitedFor: id }, before);
  const onMachine = look.onMachine.get(row.machine)!;
  const previous = onMachine[onMachine.indexOf(row) - 1];
  if (previous)
    add(
      {
        code: 'machine_busy',
        until: previous.end,
        waitedFor: previous.operation,
        group: look.resources.get(row.machine)!.group,
      },
      previous,
    );
  if (operation.release !== undefined) add({ code: 'release', until: operation.release });
  const released = look.orders.get(operation.order)?.release;
  if (released !== undefined) add({ code: 'order_release', until: released });
  add({ code: 'now', until: instance.now });

  const binding = bounds.reduce((best, b) => (b.step.until > best.step.until ? b : best));
  const held = look.frozen.get(`${row.operation}/${row.lot}`);
  const closed = closedBetween(look, row, binding.step.until);
  if (binding.step.until < row.start && !closed) {
    const code = held && held.start === row.start ? 'frozen' : 'free_choice';
    return { reason: { ...place, code, until: binding.step.until } };
  }
  const reason: Reason = { ...place, ...binding.step, ...(closed ? { closed } : {}) };
  return binding.next ? { reason, next: binding.next } : { reason };
}

/** The closed time from `from` to the start, when nothing else lies between. */
function closedBetween(
  look: LookUp,
  row: ScheduledOperation,
  from: Minute,
): { from: Minute; until: Minute } | null {
  if (from >= row.start) return null;
  const resource = look.resources.get(row.machine)!;
  const calendar = look.instance.calendars.find((c) => c.id === resource.calendar)!;
  const open = openTime(withStops(calendar, resource.stops ?? []), from);
  return open.nextOpen(from) === row.start ? { from, until: row.start } : null;
}

function latestOf(rows: readonly ScheduledOperation[]): ScheduledOperation {
  return rows.reduce((latest, r) => (r.end > latest.end ? r : latest));
}
