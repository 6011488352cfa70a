import type { Instance, Operation, Resource, ScheduledOperation } from './instance.ts';
import { lotMinutes, minutesAt } from './instance.ts';
import { compileMachines, endOfWork, longestSetup } from './machines.ts';
import type { CompiledMachine } from './machines.ts';

/**
 * The instance as numbers: what the engine's loops run on. A task is an operation, or one lot of it.
 * Alternatives of task t: indices altFrom[t] … altFrom[t + 1] − 1 into altMachine, altMinutes, altFamily.
 */
export interface Compiled {
  readonly instance: Instance;
  readonly n: number;
  readonly operationOf: Int32Array;
  readonly lotOf: Int32Array;
  readonly lotsOf: Int32Array;
  readonly order: Int32Array;
  /** earliest start from releases, material, pins and now */
  readonly earliest: Int32Array;
  readonly elapsed: Uint8Array;
  readonly altFrom: Int32Array;
  readonly altMachine: Int32Array;
  readonly altMinutes: Int32Array;
  /** family + 1 under the machine's rule, 0 = none */
  readonly altFamily: Int32Array;
  readonly predFrom: Int32Array;
  readonly pred: Int32Array;
  readonly succFrom: Int32Array;
  readonly succ: Int32Array;
  readonly machines: readonly CompiledMachine[];
  /** a task that keeps its place: fixedStart ≥ 0-or-below real minute when isFixed */
  readonly isFixed: Uint8Array;
  readonly fixedMachine: Int32Array;
  readonly fixedStart: Int32Array;
  readonly fixedEnd: Int32Array;
  readonly fixedSetup: Int32Array;
  /** family + 1 of a fixed task on its machine, 0 = none */
  readonly fixedFamily: Int32Array;
  /** already ran or is running: a fact, not a plan, so nothing about it is checked or moved */
  readonly isFact: Uint8Array;
  /** starts at a pinned minute: its reserved set-up may shrink when the neighbour is known */
  readonly pinnedStart: Uint8Array;
  readonly due: Float64Array;
  readonly weight: Float64Array;
  /** tasks in an order in which every predecessor comes first */
  readonly topological: Int32Array;
  readonly makespan: boolean;
  /** keys of frozen rows that were set free because they cannot stay, whatever the others do */
  readonly impossible: readonly string[];
}

export interface CompileChoice {
  /** into how many lots divisible operations go: one, as many as they allow, or as the map of operation ids says (else one) */
  readonly lots: 'one' | 'most' | ReadonlyMap<string, number>;
  /** `operation/lot` of frozen or start-pinned tasks that are set free because the facts no longer allow them */
  readonly released: ReadonlySet<string>;
}

export function taskKey(operation: string, lot: number): string {
  return `${operation}/${lot}`;
}

/** @throws RangeError for an instance that `checkInstance` refuses */
export function compileInstance(instance: Instance, choice: CompileChoice): Compiled {
  const begin = earliestMinute(instance);
  const machines = compileMachines(instance, begin);
  const machineIndex = new Map(instance.resources.map((r, i) => [r.id, i]));
  const orderIndex = new Map(instance.orders.map((o, i) => [o.id, i]));
  const pinsOf = Map.groupBy(instance.pins, (p) => p.subject);
  // A pinned start means the operation as a whole: it is not divided.
  const startPinned = new Set(instance.pins.flatMap((p) => (p.constraint === 'start' ? [p.subject] : [])));
  const frozenOf = new Map(
    (instance.frozen?.rows ?? [])
      .filter((row) => row.start < instance.frozen!.until)
      .map((row) => [taskKey(row.operation, row.lot), row]),
  );
  const frozenLots = new Map([...frozenOf.values()].map((row) => [row.operation, row.lots]));

  const tasks: { operation: number; lot: number; lots: number }[] = [];
  const tasksOf: number[][] = instance.operations.map((operation, index) => {
    const lots =
      frozenLots.get(operation.id) ?? (startPinned.has(operation.id) ? 1 : lotsFor(operation, choice.lots));
    return Array.from({ length: lots }, (_, lot) => tasks.push({ operation: index, lot, lots }) - 1);
  });
  const operationIndex = new Map(instance.operations.map((o, i) => [o.id, i]));
  const n = tasks.length;
  const ints = (): Int32Array => new Int32Array(n);
  const order = ints();
  const earliest = ints();
  const elapsed = new Uint8Array(n);
  const isFixed = new Uint8Array(n);
  const pinnedStart = new Uint8Array(n);
  const isFact = new Uint8Array(n);
  const [fixedMachine, fixedStart, fixedEnd, fixedSetup, fixedFamily] = [
    ints(),
    ints(),
    ints(),
    ints(),
    ints(),
  ];
  const altFrom = new Int32Array(n + 1);
  const impossible: string[] = [];
  const altMachine: number[] = [];
  const altMinutes: number[] = [];
  const altFamily: number[] = [];
  const preds: number[][] = [];

  tasks.forEach(({ operation: index, lot, lots }, t) => {
    const operation = instance.operations[index]!;
    const ofOrder = instance.orders[orderIndex.get(operation.order)!]!;
    const pins = pinsOf.get(operation.id) ?? [];
    order[t] = orderIndex.get(operation.order)!;
    elapsed[t] = operation.elapsed ? 1 : 0;
    let start = Math.max(
      instance.now,
      ofOrder.release ?? instance.now,
      operation.release ?? instance.now,
      operation.material?.from ?? instance.now,
    );
    for (const pin of pins)
      if (pin.constraint === 'not-before' || pin.constraint === 'start') start = Math.max(start, pin.value);
    earliest[t] = start;
    const only = pins.find((p) => p.constraint === 'machine')?.value;
    altFrom[t] = altMachine.length;
    for (const [machine, minutes] of possibleMachines(instance, operation)) {
      if (only !== undefined && machine.id !== only) continue;
      altMachine.push(machineIndex.get(machine.id)!);
      altMinutes.push(lotMinutes(minutes, lot, lots));
      altFamily.push(familyOn(operation, machine));
    }
    const key = taskKey(operation.id, lot);
    const row = frozenOf.get(key);
    const { state } = operation;
    const begun = state !== undefined || (row !== undefined && row.start < instance.now);
    // What has begun waits for nothing any more, whatever the routing says.
    preds.push(
      begun
        ? []
        : [...operation.after, ...pins.flatMap((p) => (p.constraint === 'after' ? [p.value] : []))].flatMap(
            (id) => tasksOf[operationIndex.get(id)!]!,
          ),
    );

    const fix = (machine: number, from: number, until: number, setup: number): void => {
      isFixed[t] = 1;
      [fixedMachine[t], fixedStart[t], fixedEnd[t], fixedSetup[t]] = [machine, from, until, setup];
      fixedFamily[t] = familyOn(operation, instance.resources[machine]!);
      isFact[t] = begun ? 1 : 0;
    };
    const at = pins.some((p) => p.constraint === 'start');
    if (state?.kind === 'done') fix(machineIndex.get(state.machine)!, state.start, state.end, 0);
    else if (state?.kind === 'running') {
      const m = machineIndex.get(state.machine)!;
      fix(m, state.start, endOfWork(machines[m]!, operation, instance.now, 0, state.minutesLeft), 0);
    } else if (row && (begun || stillPossible(t, row, key)))
      fix(machineIndex.get(row.machine)!, row.start, row.end, row.changeover);
    else if (at && lots === 1 && !choice.released.has(key)) pinnedStart[t] = 1;
  });
  altFrom[n] = altMachine.length;

  for (let t = 0; t < n; t++) if (pinnedStart[t]) placePinned(t);
  const [predFrom, pred] = rowsOf(preds);
  const succs: number[][] = Array.from({ length: n }, () => []);
  preds.forEach((list, t) => list.forEach((p) => succs[p]!.push(t)));
  const [succFrom, succ] = rowsOf(succs);
  return {
    instance,
    n,
    order,
    earliest,
    elapsed,
    altFrom,
    predFrom,
    pred,
    succFrom,
    succ,
    machines,
    isFixed,
    fixedMachine,
    fixedStart,
    fixedEnd,
    fixedSetup,
    fixedFamily,
    isFact,
    pinnedStart,
    operationOf: Int32Array.from(tasks, (t) => t.operation),
    lotOf: Int32Array.from(tasks, (t) => t.lot),
    lotsOf: Int32Array.from(tasks, (t) => t.lots),
    altMachine: Int32Array.from(altMachine),
    altMinutes: Int32Array.from(altMinutes),
    altFamily: Int32Array.from(altFamily),
    due: Float64Array.from(instance.orders, (o) => o.due ?? Infinity),
    weight: Float64Array.from(instance.orders, (o) => o.weight),
    topological: topologicalOrder(n, predFrom, succFrom, succ),
    impossible,
    makespan: instance.objective === 'makespan',
  };

  /** Can a frozen row stay as far as its own machine, calendar and minutes go? Its neighbours are the timetable's business. */
  function stillPossible(t: number, row: ScheduledOperation, key: string): boolean {
    if (choice.released.has(key)) return false;
    const m = machineIndex.get(row.machine)!;
    for (let a = altFrom[t]!; a < altMachine.length; a++) {
      if (altMachine[a] !== m) continue;
      const end = endOfWork(
        machines[m]!,
        { elapsed: elapsed[t] === 1 },
        row.start,
        row.changeover,
        altMinutes[a]!,
      );
      if (row.start >= earliest[t]! && end === row.end) return true;
    }
    impossible.push(key);
    return false;
  }

  /**
   * Keeps the pinned place of a task on the first machine that nothing else fixed is using then. The neighbour before it
   * is not known yet, so room is kept for the longest set-up into its family; it shrinks when the plan is complete.
   */
  function placePinned(t: number): void {
    let chosen = altFrom[t]!;
    let place: [number, number, number, number] | null = null;
    for (let a = altFrom[t]!; a < altFrom[t + 1]!; a++) {
      const m = altMachine[a]!;
      const machine = machines[m]!;
      const from = machine.open.nextOpen(earliest[t]!);
      const setup = longestSetup(machine, altFamily[a]!);
      const until = endOfWork(machine, { elapsed: elapsed[t] === 1 }, from, setup, altMinutes[a]!);
      let taken = from !== earliest[t];
      for (let o = 0; o < n && !taken; o++)
        taken = isFixed[o] === 1 && fixedMachine[o] === m && fixedStart[o]! < until && from < fixedEnd[o]!;
      if (place && taken) continue;
      [chosen, place] = [a, [m, from, until, setup]];
      if (!taken) break;
    }
    if (!place) return;
    isFixed[t] = 1;
    [fixedMachine[t], fixedStart[t], fixedEnd[t], fixedSetup[t]] = place;
    fixedFamily[t] = altFamily[chosen]!;
  }
}

/** The machines an operation may run on with the minutes it takes there; the shortest counts where two alternatives meet. */
export function possibleMachines(instance: Instance, operation: Operation): [Resource, number][] {
  const best = new Map<Resource, number>();
  for (const alternative of operation.alternatives)
    for (const resource of instance.resources) {
      let percent = alternative.speed ?? 100;
      if ('machine' in alternative) {
        if (resource.id !== alternative.machine) continue;
      } else if ('group' in alternative) {
        if (resource.group !== alternative.group) continue;
      } else {
        const skill = resource.skills?.[alternative.skill];
        if (skill === undefined) continue;
        percent = (percent * skill) / 100;
      }
      const minutes = minutesAt(alternative.minutes, percent);
      if (minutes < (best.get(resource) ?? Infinity)) best.set(resource, minutes);
    }
  return [...best];
}

export function alternativeOn(c: Compiled, task: number, machine: number): number {
  for (let a = c.altFrom[task]!; a < c.altFrom[task + 1]!; a++) if (c.altMachine[a] === machine) return a;
  return -1;
}

export function rowOf(
  c: Compiled,
  task: number,
  machine: number,
  start: number,
  end: number,
  changeover: number,
): ScheduledOperation {
  return {
    operation: c.instance.operations[c.operationOf[task]!]!.id,
    lot: c.lotOf[task]!,
    lots: c.lotsOf[task]!,
    machine: c.machines[machine]!.id,
    start,
    end,
    changeover,
  };
}

function lotsFor(operation: Operation, lots: CompileChoice['lots']): number {
  if (lots === 'one' || !operation.split || operation.state) return 1;
  const minutes = Math.min(...operation.alternatives.map((a) => minutesAt(a.minutes, a.speed ?? 100)));
  const most = Math.max(
    1,
    Math.min(operation.split.lots, Math.floor(minutes / Math.max(1, operation.split.minMinutes))),
  );
  return lots === 'most' ? most : Math.min(most, lots.get(operation.id) ?? 1);
}

function familyOn(operation: Operation, machine: Resource): number {
  if (machine.changeover === undefined) return 0;
  const family = operation.families?.[machine.changeover];
  return family === undefined ? 0 : family + 1;
}

function earliestMinute(instance: Instance): number {
  let earliest = instance.now;
  for (const o of instance.operations) if (o.state) earliest = Math.min(earliest, o.state.start);
  for (const row of instance.frozen?.rows ?? []) earliest = Math.min(earliest, row.start);
  return earliest;
}

function rowsOf(lists: readonly (readonly number[])[]): [Int32Array, Int32Array] {
  const from = new Int32Array(lists.length + 1);
  lists.forEach((list, i) => (from[i + 1] = from[i]! + list.length));
  return [from, Int32Array.from(lists.flat())];
}

function topologicalOrder(
  n: number,
  predFrom: Int32Array,
  succFrom: Int32Array,
  succ: Int32Array,
): Int32Array {
  const open = new Int32Array(n);
  const out = new Int32Array(n);
  let filled = 0;
  for (let t = 0; t < n; t++) if ((open[t] = predFrom[t + 1]! - predFrom[t]!) === 0) out[filled++] = t;
  for (let i = 0; i < filled; i++)
    for (let s = succFrom[out[i]!]!; s < succFrom[out[i]! + 1]!; s++)
      if (--open[succ[s]!]! === 0) out[filled++] = succ[s]!;
  if (filled < n) throw new RangeError('the operations wait for each other in a circle');
  return out;
}
