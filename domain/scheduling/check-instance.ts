import type { Result } from '#domain/kernel/result.ts';
import { ok, refuse } from '#domain/kernel/result.ts';
import { possibleMachines } from './compile.ts';
import type { Instance, Operation } from './instance.ts';

/** One reason why an instance cannot be planned; `subject` is the id it is about. */
export interface InstanceFault {
  readonly code:
    | 'calendar_unknown'
    | 'changeover_unknown'
    | 'changeover_incomplete'
    | 'order_unknown'
    | 'operation_twice'
    | 'operation_unknown'
    | 'resource_twice'
    | 'resource_unknown'
    | 'no_machine'
    | 'minutes_bad'
    | 'weight_bad'
    | 'circle'
    | 'pin_machine'
    | 'machine_taken_twice';
  readonly subject: string;
  readonly value?: string | number;
}
export type InstanceRefusal = { readonly code: 'instance_bad'; readonly faults: readonly InstanceFault[] };

/** Every reason why the instance cannot be planned, or the instance itself. The engine's doors expect a checked one. */
export function checkInstance(instance: Instance): Result<Instance, InstanceRefusal> {
  const faults: InstanceFault[] = [];
  const fault = (code: InstanceFault['code'], subject: string, value?: string | number): void => {
    faults.push(value === undefined ? { code, subject } : { code, subject, value });
  };
  const calendars = new Set(instance.calendars.map((c) => c.id));
  const rules = new Map(instance.changeovers.map((r) => [r.id, r]));
  const orders = new Set(instance.orders.map((o) => o.id));
  const resources = new Map<string, number>();
  for (const [i, r] of instance.resources.entries()) {
    if (resources.has(r.id)) fault('resource_twice', r.id);
    resources.set(r.id, i);
    if (!calendars.has(r.calendar)) fault('calendar_unknown', r.id, r.calendar);
    if (r.changeover !== undefined && !rules.has(r.changeover))
      fault('changeover_unknown', r.id, r.changeover);
    for (const [skill, speed] of Object.entries(r.skills ?? {}))
      if (!(speed > 0)) fault('minutes_bad', r.id, skill);
  }
  for (const o of instance.orders)
    if (!(o.weight >= 0 && Number.isFinite(o.weight))) fault('weight_bad', o.id, o.weight);
  const operations = new Map<string, Operation>();
  for (const o of instance.operations) {
    if (operations.has(o.id)) fault('operation_twice', o.id);
    operations.set(o.id, o);
  }
  for (const o of instance.operations) {
    if (!orders.has(o.order)) fault('order_unknown', o.id, o.order);
    for (const id of o.after) if (!operations.has(id)) fault('operation_unknown', o.id, id);
    for (const a of o.alternatives)
      if (!Number.isInteger(a.minutes) || a.minutes < 0 || !((a.speed ?? 100) > 0))
        fault('minutes_bad', o.id, a.minutes);
    if (!o.state && possibleMachines(instance, o).length === 0) fault('no_machine', o.id);
    if (o.state && !resources.has(o.state.machine)) fault('resource_unknown', o.id, o.state.machine);
    if (o.state?.kind === 'running' && !(o.state.minutesLeft >= 0))
      fault('minutes_bad', o.id, o.state.minutesLeft);
    for (const [rule, family] of Object.entries(o.families ?? {})) {
      const r = rules.get(rule);
      if (!r) fault('changeover_unknown', o.id, rule);
      else if (
        r.kind === 'matrix' &&
        (!r.minutes[family] || r.minutes.some((row) => row[family] === undefined))
      )
        fault('changeover_incomplete', rule, family);
      if (!Number.isInteger(family) || family < 0) fault('changeover_incomplete', o.id, family);
    }
  }
  for (const pin of instance.pins) {
    const subject = operations.get(pin.subject);
    if (!subject) fault('operation_unknown', pin.event, pin.subject);
    else if (pin.constraint === 'after' && !operations.has(pin.value))
      fault('operation_unknown', pin.subject, pin.value);
    else if (
      pin.constraint === 'machine' &&
      !possibleMachines(instance, subject).some(([r]) => r.id === pin.value)
    )
      fault('pin_machine', pin.subject, pin.value);
  }
  const running = new Map<string, string>();
  for (const o of instance.operations)
    if (o.state?.kind === 'running') {
      if (running.has(o.state.machine)) fault('machine_taken_twice', o.id, o.state.machine);
      running.set(o.state.machine, o.id);
    }
  for (const row of instance.frozen?.rows ?? []) {
    if (!operations.has(row.operation)) fault('operation_unknown', 'frozen', row.operation);
    if (!resources.has(row.machine)) fault('resource_unknown', row.operation, row.machine);
  }
  if (faults.length === 0) for (const id of inCircle(instance, operations)) fault('circle', id);
  return faults.length === 0 ? ok(instance) : refuse({ code: 'instance_bad', faults });
}

/** Operations that wait for themselves through others, pins included. */
function inCircle(instance: Instance, operations: ReadonlyMap<string, Operation>): string[] {
  const waitsFor = new Map([...operations].map(([id, o]) => [id, new Set(o.after)]));
  for (const pin of instance.pins) if (pin.constraint === 'after') waitsFor.get(pin.subject)?.add(pin.value);
  const next = new Map<string, string[]>();
  for (const [id, set] of waitsFor)
    for (const before of set) next.set(before, [...(next.get(before) ?? []), id]);
  const free = [...waitsFor].filter(([, set]) => set.size === 0).map(([id]) => id);
  for (const id of free) {
    waitsFor.delete(id);
    for (const later of next.get(id) ?? []) {
      const set = waitsFor.get(later)!;
      set.delete(id);
      if (set.size === 0) free.push(later);
    }
  }
  return [...waitsFor.keys()];
}
