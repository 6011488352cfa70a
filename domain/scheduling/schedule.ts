import { lowerBoundMinutes } from './bound.ts';
import { NEVER } from './calendar.ts';
import type { Compiled } from './compile.ts';
import { compileInstance, rowOf, taskKey } from './compile.ts';
import type { Conflict, Figures, Instance, Schedule, ScheduledOperation } from './instance.ts';
import { lateDays } from './instance.ts';
import { endOfWork, setupMinutes } from './machines.ts';
import type { Sequences, Timetable } from './timetable.ts';

/** Part of every stored schedule: another number means that the same seed and moves may give another result. */
const ENGINE_VERSION = 'tenon-scheduling-1';

/** Key of a task in `CompileChoice.released`. */
export function keyOf(c: Compiled, t: number): string {
  return taskKey(c.instance.operations[c.operationOf[t]!]!.id, c.lotOf[t]!);
}

/** Rows, figures, bound and conflicts of loaded sequences. */
export function scheduleOf(
  table: Timetable,
  sequences: Sequences,
  about: { seed: number; moves: number; released: ReadonlySet<string> },
): Schedule {
  table.load(sequences);
  const { c } = table;
  const rows: ScheduledOperation[] = [];
  const conflicts: Conflict[] = [];
  for (let t = 0; t < c.n; t++) {
    const m = table.machineOf[t]!;
    let [setup, end] = [table.setup[t]!, table.end[t]!];
    if (c.pinnedStart[t]) {
      // The neighbour is known now: the room kept for its set-up shrinks to what is needed.
      const before = table.before[t]!;
      setup = setupMinutes(
        c.machines[m]!,
        before >= 0 ? table.familyAfter[before]! : c.machines[m]!.family,
        c.fixedFamily[t]!,
      );
      let minutes = 0;
      for (let a = c.altFrom[t]!; a < c.altFrom[t + 1]!; a++)
        if (c.altMachine[a] === m) minutes = c.altMinutes[a]!;
      end = endOfWork(c.machines[m]!, { elapsed: c.elapsed[t] === 1 }, table.start[t]!, setup, minutes);
    }
    rows.push(rowOf(c, t, m, table.start[t]!, end, setup));
    const operation = c.instance.operations[c.operationOf[t]!]!;
    if (end >= NEVER) conflicts.push({ code: 'never_open', operation: operation.id });
    else
      for (const conflict of conflictsOf(c, t, table.start[t]!, about.released))
        if (!conflicts.some((x) => x.code === conflict.code && x.operation === conflict.operation))
          conflicts.push(conflict);
  }
  rows.sort(
    (a, b) =>
      a.start - b.start || a.end - b.end || (a.machine < b.machine ? -1 : a.machine > b.machine ? 1 : 0),
  );
  const figures = figuresOf(c.instance, rows);
  // More lots only make the relaxations looser, so the bound of the most divided form holds for every division.
  const bound = lowerBoundMinutes(compileInstance(c.instance, { lots: 'most', released: about.released }));
  const lowerBound = c.makespan ? bound : Math.floor((bound / 1440) * 100) / 100;
  const proven = c.makespan
    ? bound === figures.makespan
    : Math.abs(bound - figures.weightedLateMinutes) < 1e-6;
  return {
    instance: c.instance.name,
    engine: ENGINE_VERSION,
    seed: about.seed,
    moves: about.moves,
    rows,
    figures,
    lowerBound: proven ? figures.value : lowerBound,
    proven,
    conflicts,
  };
}

function conflictsOf(c: Compiled, t: number, got: number, released: ReadonlySet<string>): Conflict[] {
  const { instance } = c;
  const operation = instance.operations[c.operationOf[t]!]!;
  if (operation.state) return [];
  const found: Conflict[] = [];
  const pin = instance.pins.find((p) => p.subject === operation.id && p.constraint === 'start');
  if (pin?.constraint === 'start' && got !== pin.value)
    found.push({ code: 'pin_start_missed', operation: operation.id, wanted: pin.value, got });
  if (!released.has(keyOf(c, t))) return found;
  const row = instance.frozen?.rows.find((r) => r.operation === operation.id && r.lot === c.lotOf[t]);
  if (row && row.start < instance.frozen!.until)
    found.push({ code: 'frozen_broken', operation: operation.id, wanted: row.start, got });
  return found;
}

/** What a complete plan is worth, from its rows alone. */
export function figuresOf(instance: Instance, rows: readonly ScheduledOperation[]): Figures {
  const orderOf = new Map(instance.operations.map((o) => [o.id, o.order]));
  const first = new Map<string, number>();
  const completion = new Map<string, number>();
  let [makespan, changeoverMinutes] = [0, 0];
  for (const row of rows) {
    const order = orderOf.get(row.operation)!;
    first.set(order, Math.min(first.get(order) ?? Infinity, row.start));
    completion.set(order, Math.max(completion.get(order) ?? -Infinity, row.end));
    makespan = Math.max(makespan, row.end);
    changeoverMinutes += row.changeover;
  }
  let [weightedLateMinutes, lateOrders, workInProcessMinutes] = [0, 0, 0];
  for (const order of instance.orders) {
    const end = completion.get(order.id);
    if (end === undefined) continue;
    workInProcessMinutes += end - first.get(order.id)!;
    const by = order.due === undefined ? 0 : end - order.due;
    if (by <= 0) continue;
    weightedLateMinutes += by * order.weight;
    lateOrders++;
  }
  const value = instance.objective === 'makespan' ? makespan : lateDays(weightedLateMinutes);
  return { value, makespan, weightedLateMinutes, lateOrders, changeoverMinutes, workInProcessMinutes };
}
