import { openTime, withStops } from './calendar.ts';
import type { OpenTime } from './calendar.ts';
import { changeoverMinutes } from './changeover.ts';
import type { Instance, Operation } from './instance.ts';

/** Rules as a square table: row 0 = not set up, row/column f + 1 = family f. */
export interface CompiledMachine {
  readonly id: string;
  readonly open: OpenTime;
  readonly table: Int32Array | null;
  readonly stride: number;
  /** family + 1 at the start, 0 = not set up */
  readonly family: number;
  /** clock minutes per working minute of its calendar (1 = always open, 2.1 = two shifts on five days) */
  readonly stretch: number;
}

/**
 * The resources as the engine's loops see them, in their order.
 * @param begin no calendar is asked about an earlier minute
 * @throws RangeError when a resource names a calendar that there is not
 */
export function compileMachines(instance: Instance, begin: number): CompiledMachine[] {
  const calendars = new Map(instance.calendars.map((c) => [c.id, c]));
  const shared = new Map<string, OpenTime>();
  const familiesOf = familyCounts(instance);
  const tables = new Map<string, Int32Array>();
  for (const rule of instance.changeovers) {
    const stride = (familiesOf.get(rule.id) ?? 0) + 1;
    const table = new Int32Array(stride * stride);
    for (let from = 0; from < stride; from++)
      for (let to = 1; to < stride; to++)
        table[from * stride + to] = changeoverMinutes(rule, from === 0 ? undefined : from - 1, to - 1);
    tables.set(rule.id, table);
  }
  return instance.resources.map((resource): CompiledMachine => {
    const calendar = calendars.get(resource.calendar);
    if (!calendar)
      throw new RangeError(`resource ${resource.id} names calendar ${resource.calendar}, which there is not`);
    let open = shared.get(resource.calendar);
    if (resource.stops?.length) open = openTime(withStops(calendar, resource.stops), begin);
    else if (!open) shared.set(resource.calendar, (open = openTime(calendar, begin)));
    const weekly = calendar.weekly?.reduce((sum, w) => sum + w.until - w.from, 0) ?? 10_080;
    return {
      id: resource.id,
      open,
      table: resource.changeover === undefined ? null : tables.get(resource.changeover)!,
      stride: resource.changeover === undefined ? 1 : (familiesOf.get(resource.changeover) ?? 0) + 1,
      family: resource.family === undefined ? 0 : resource.family + 1,
      stretch: 10_080 / Math.max(1, weekly),
    };
  });
}

/** Minutes of set-up when the machine stands at `family` (0 = not set up) and `to` (0 = none) comes. */
export function setupMinutes(machine: CompiledMachine, family: number, to: number): number {
  return machine.table && to > 0 ? machine.table[family * machine.stride + to]! : 0;
}

/** End of set-up plus work that starts at the open minute `start`. */
export function endOfWork(
  machine: CompiledMachine,
  operation: Pick<Operation, 'elapsed'>,
  start: number,
  setup: number,
  minutes: number,
): number {
  if (!operation.elapsed) return machine.open.addWorking(start, setup + minutes);
  return machine.open.addWorking(start, setup) + minutes;
}

/** The longest set-up into family `to`, whatever came before. */
export function longestSetup(machine: CompiledMachine, to: number): number {
  let longest = 0;
  for (let from = 0; from < machine.stride; from++)
    longest = Math.max(longest, setupMinutes(machine, from, to));
  return longest;
}

function familyCounts(instance: Instance): Map<string, number> {
  const counts = new Map<string, number>();
  const see = (rule: string, family: number): void => {
    counts.set(rule, Math.max(counts.get(rule) ?? 0, family + 1));
  };
  for (const operation of instance.operations)
    for (const [rule, family] of Object.entries(operation.families ?? {})) see(rule, family);
  for (const resource of instance.resources)
    if (resource.changeover !== undefined && resource.family !== undefined)
      see(resource.changeover, resource.family);
  return counts;
}
