import type { Compiled } from './compile.ts';
import { endOfWork, setupMinutes } from './machines.ts';
import { KeyHeap } from './heap.ts';
import { NEVER } from './calendar.ts';
import type { Sequences } from './timetable.ts';

/**
 * How a machine that becomes free picks among the waiting operations.
 * - `atcs`: apparent tardiness cost with set-ups (Lee, Bhaskaran, Pinedo 1997): ln(w ÷ p) − slack ÷ (k1 p̄) − set-up ÷ (k2 s̄);
 *   `tail` stretches the time the order still needs after this operation, for the waiting it will meet
 * - `edd` earliest due date, `spt` shortest time (set-up included), `fifo` longest waiting, `tail` longest remaining chain
 */
export type Rule =
  | { readonly name: 'atcs'; readonly k1: number; readonly k2: number; readonly tail: number }
  | { readonly name: 'edd' | 'spt' | 'fifo' | 'tail' };

export interface DispatchChoice {
  readonly rule: Rule;
  /** added to each operation's score; for randomised passes */
  readonly bias?: Float64Array;
}

/** What every pass over one instance shares. */
export interface Dispatcher {
  readonly c: Compiled;
  /** tasks with the same set of machines wait in one queue */
  readonly queueOf: Int32Array;
  readonly machinesOfQueue: readonly Int32Array[];
  readonly queuesOfMachine: readonly Int32Array[];
  /** its machines take different times */
  readonly uneven: Uint8Array;
  readonly meanMinutes: number;
  readonly meanSetup: number;
  /** clock minutes from the start of a task to the end of its order without waiting, stretched by closed time */
  readonly tailClock: Float64Array;
  readonly ownClock: Float64Array;
  readonly fixedOnMachine: readonly Int32Array[];
}

export function prepareDispatch(c: Compiled): Dispatcher {
  const queueIds = new Map<string, number>();
  const machinesOfQueue: Int32Array[] = [];
  const queueOf = new Int32Array(c.n);
  const uneven = new Uint8Array(c.n);
  const ownClock = new Float64Array(c.n);
  let [minutes, counted] = [0, 0];
  for (let t = 0; t < c.n; t++) {
    const [from, until] = [c.altFrom[t]!, c.altFrom[t + 1]!];
    const machines = c.altMachine.slice(from, until);
    const key = machines.join();
    let queue = queueIds.get(key);
    if (queue === undefined) {
      queueIds.set(key, (queue = machinesOfQueue.length));
      machinesOfQueue.push(machines);
    }
    queueOf[t] = queue;
    let [least, most, stretched] = [Infinity, 0, 0];
    for (let a = from; a < until; a++) {
      least = Math.min(least, c.altMinutes[a]!);
      most = Math.max(most, c.altMinutes[a]!);
      stretched += c.altMinutes[a]! * (c.elapsed[t] ? 1 : c.machines[c.altMachine[a]!]!.stretch);
    }
    uneven[t] = most > least ? 1 : 0;
    ownClock[t] = until > from ? stretched / (until - from) : 0;
    if (until > from && !c.isFixed[t]) {
      minutes += least;
      counted++;
    }
  }
  const queuesOfMachine: number[][] = c.machines.map(() => []);
  machinesOfQueue.forEach((machines, q) => machines.forEach((m) => queuesOfMachine[m]!.push(q)));
  const tailClock = new Float64Array(c.n);
  for (let i = c.n - 1; i >= 0; i--) {
    const t = c.topological[i]!;
    let longest = 0;
    for (let s = c.succFrom[t]!; s < c.succFrom[t + 1]!; s++)
      longest = Math.max(longest, tailClock[c.succ[s]!]!);
    tailClock[t] = longest + ownClock[t]!;
  }
  const fixed: number[][] = c.machines.map(() => []);
  for (let t = 0; t < c.n; t++) if (c.isFixed[t]) fixed[c.fixedMachine[t]!]!.push(t);
  for (const list of fixed)
    list.sort((a, b) => c.fixedStart[a]! - c.fixedStart[b]! || c.fixedEnd[a]! - c.fixedEnd[b]! || a - b);
  return {
    c,
    queueOf,
    machinesOfQueue,
    uneven,
    tailClock,
    ownClock,
    queuesOfMachine: queuesOfMachine.map((list) => Int32Array.from(list)),
    meanMinutes: Math.max(1, minutes / Math.max(1, counted)),
    meanSetup: meanSetupOf(c),
    fixedOnMachine: fixed.map((list) => Int32Array.from(list)),
  };
}

/**
 * One pass forward in time: whenever a machine is free and open, the waiting operation with the best score that fits
 * before the machine's next fixed one starts there. Linear in operations × waiting ones.
 */
export function dispatch(d: Dispatcher, choice: DispatchChoice): Sequences {
  const { c } = d;
  const { base, latest, perSlack, perSetup, perMinute } = scorer(d, choice);
  const count = c.machines.length;
  const free = new Float64Array(count).fill(-Infinity);
  const family = Int32Array.from(c.machines, (m) => m.family);
  const fixedAt = new Int32Array(count);
  const byMachine: number[][] = c.machines.map(() => []);
  const waiting: number[][] = d.machinesOfQueue.map(() => []);
  const future = d.machinesOfQueue.map(() => new KeyHeap());
  const ready = new Float64Array(c.n);
  const open = new Int32Array(c.n);
  const placed = new Uint8Array(c.n);
  const events = new KeyHeap();
  const wakeAt = new Float64Array(count).fill(Infinity);

  const wake = (m: number, at: number): void => {
    if (at >= wakeAt[m]!) return;
    wakeAt[m] = at;
    events.push(at, m);
  };
  const nextFixed = (m: number): number => d.fixedOnMachine[m]![fixedAt[m]!] ?? -1;
  const makeReady = (t: number): void => {
    if (c.isFixed[t]) return;
    const queue = d.queueOf[t]!;
    future[queue]!.push(ready[t]!, t);
    for (const m of d.machinesOfQueue[queue]!) wake(m, Math.max(free[m]!, ready[t]!));
  };
  const finish = (t: number, end: number): void => {
    for (let s = c.succFrom[t]!; s < c.succFrom[t + 1]!; s++) {
      const later = c.succ[s]!;
      ready[later] = Math.max(ready[later]!, end);
      if (--open[later]! === 0) makeReady(later);
    }
  };

  const ends: [number, number][] = [];
  for (let t = 0; t < c.n; t++) {
    open[t] = c.predFrom[t + 1]! - c.predFrom[t]!;
    ready[t] = c.earliest[t]!;
    if (c.isFixed[t]) ends.push([t, c.fixedEnd[t]!]);
  }
  for (let t = 0; t < c.n; t++) if (open[t] === 0) makeReady(t);
  for (const [t, end] of ends) finish(t, end);
  for (let m = 0; m < count; m++) if (nextFixed(m) >= 0) wake(m, c.fixedStart[nextFixed(m)]!);

  while (events.size > 0) {
    const at = events.least;
    const m = events.pop();
    if (at !== wakeAt[m]) continue; // woken earlier meanwhile
    wakeAt[m] = Infinity;
    const fixed = nextFixed(m);
    const limit = fixed >= 0 ? c.fixedStart[fixed]! : Infinity;
    if (at >= limit) {
      byMachine[m]!.push(fixed);
      fixedAt[m]!++;
      free[m] = Math.max(free[m]!, c.fixedEnd[fixed]!);
      if (c.fixedFamily[fixed]! > 0) family[m] = c.fixedFamily[fixed]!;
      wake(m, free[m]!);
      continue;
    }
    const machine = c.machines[m]!;
    const now = machine.open.nextOpen(at);
    if (now > at) {
      if (now < NEVER || limit < Infinity) wake(m, Math.min(now, limit));
      continue;
    }
    let best = -1;
    let bestScore = -Infinity;
    let bestIndex = -1;
    let nextReady = Infinity;
    let passedOver = false;
    for (const q of d.queuesOfMachine[m]!) {
      const coming = future[q]!;
      const list = waiting[q]!;
      while (coming.least <= now) list.push(coming.pop());
      nextReady = Math.min(nextReady, coming.least);
      // Tasks of one queue list the same machines in the same order.
      const place = d.machinesOfQueue[q]!.indexOf(m);
      for (let i = 0; i < list.length; i++) {
        const t = list[i]!;
        const slack = latest[t]! - now;
        const most = slack > 0 ? base[t]! - slack * perSlack : base[t]!;
        if (most <= bestScore) continue;
        const a = c.altFrom[t]! + place;
        const setup = setupMinutes(machine, family[m]!, c.altFamily[a]!);
        const value = most - setup * perSetup - c.altMinutes[a]! * perMinute;
        if (value <= bestScore) continue;
        if (fixed >= 0 && !fits(t, a, setup, m, now, fixed)) continue;
        if (d.uneven[t] && fasterElsewhere(t, m, now + setup + c.altMinutes[a]!, now)) {
          passedOver = true;
          continue;
        }
        best = t;
        bestScore = value;
        bestIndex = i;
      }
    }
    if (best < 0) {
      const again = passedOver ? Math.max(now + 1, Math.min(nextReady, events.least)) : nextReady;
      const at2 = Math.min(again, limit);
      if (at2 < Infinity) wake(m, Math.max(at2, now));
      continue;
    }
    const list = waiting[d.queueOf[best]!]!;
    list[bestIndex] = list[list.length - 1]!;
    list.pop();
    const a = c.altFrom[best]! + d.machinesOfQueue[d.queueOf[best]!]!.indexOf(m);
    const setup = setupMinutes(machine, family[m]!, c.altFamily[a]!);
    const end = endOfWork(machine, { elapsed: c.elapsed[best] === 1 }, now, setup, c.altMinutes[a]!);
    if (c.altFamily[a]! > 0) family[m] = c.altFamily[a]!;
    free[m] = end;
    placed[best] = 1;
    byMachine[m]!.push(best);
    wake(m, end);
    finish(best, end);
  }
  placeLeftovers();
  return { byMachine };

  function fits(t: number, a: number, setup: number, m: number, now: number, fixed: number): boolean {
    const machine = c.machines[m]!;
    const end = endOfWork(machine, { elapsed: c.elapsed[t] === 1 }, now, setup, c.altMinutes[a]!);
    if (end > c.fixedStart[fixed]!) return false;
    const after = c.altFamily[a]! > 0 ? c.altFamily[a]! : family[m]!;
    return setupMinutes(machine, after, c.fixedFamily[fixed]!) <= c.fixedSetup[fixed]!;
  }

  /** Another machine, even if it must first become free, would have it done sooner. */
  function fasterElsewhere(t: number, m: number, end: number, now: number): boolean {
    for (let a = c.altFrom[t]!; a < c.altFrom[t + 1]!; a++) {
      const other = c.altMachine[a]!;
      if (other === m || nextFixed(other) >= 0) continue;
      const setup = setupMinutes(c.machines[other]!, family[other]!, c.altFamily[a]!);
      if (c.machines[other]!.open.nextOpen(Math.max(now, free[other]!)) + setup + c.altMinutes[a]! < end)
        return true;
    }
    return false;
  }

  /** What no machine ever opens for goes to the end of its first machine, so that the plan stays complete. */
  function placeLeftovers(): void {
    for (let m = 0; m < count; m++)
      for (let f = nextFixed(m); f >= 0; f = nextFixed(m)) {
        byMachine[m]!.push(f);
        fixedAt[m]!++;
      }
    for (const t of c.topological)
      if (!c.isFixed[t] && !placed[t]) byMachine[c.altMachine[c.altFrom[t]!]!]!.push(t);
  }
}

/** A rule as numbers: score = base[t] − max(0, latest[t] − now) × perSlack − set-up × perSetup − minutes × perMinute. */
interface Scorer {
  readonly base: Float64Array;
  readonly latest: Float64Array;
  readonly perSlack: number;
  readonly perSetup: number;
  readonly perMinute: number;
}

function scorer(d: Dispatcher, choice: DispatchChoice): Scorer {
  const { c } = d;
  const { rule, bias } = choice;
  const base = new Float64Array(c.n);
  for (let t = 0; t < c.n; t++) base[t] = (bias?.[t] ?? 0) + staticScore(d, rule, t);
  if (rule.name === 'atcs') {
    const perSlack = 1 / (rule.k1 * d.meanMinutes);
    const perSetup = 1 / (rule.k2 * Math.max(1, d.meanSetup));
    return { base, latest: latestStarts(d, rule.tail), perSlack, perSetup, perMinute: 0 };
  }
  const each = rule.name === 'spt' ? 1 : 0;
  return { base, latest: new Float64Array(c.n), perSlack: 0, perSetup: each, perMinute: each };
}

function staticScore(d: Dispatcher, rule: Rule, t: number): number {
  const { c } = d;
  switch (rule.name) {
    case 'atcs': {
      const a = c.altFrom[t]!;
      const minutes = a < c.altFrom[t + 1]! ? c.altMinutes[a]! : 1;
      return Math.log((c.weight[c.order[t]!]! + 1e-6) / Math.max(1, minutes));
    }
    case 'edd':
      return -Math.min(NEVER, c.due[c.order[t]!]!);
    case 'spt':
      return 0;
    case 'fifo':
      return -c.earliest[t]!;
    case 'tail':
      return d.tailClock[t]!;
  }
}

/** Latest start by due date and by fixed successors, when what comes after takes `tail` times its stretched minutes. */
function latestStarts(d: Dispatcher, tail: number): Float64Array {
  const { c } = d;
  const latest = new Float64Array(c.n);
  for (let i = c.n - 1; i >= 0; i--) {
    const t = c.topological[i]!;
    let finish = Math.min(NEVER, c.due[c.order[t]!]!);
    for (let s = c.succFrom[t]!; s < c.succFrom[t + 1]!; s++) finish = Math.min(finish, latest[c.succ[s]!]!);
    latest[t] = c.isFixed[t] ? c.fixedStart[t]! : finish - d.ownClock[t]! * tail;
  }
  return latest;
}

function meanSetupOf(c: Compiled): number {
  let [sum, count] = [0, 0];
  for (const table of new Set(c.machines.map((m) => m.table)))
    for (const minutes of table ?? [])
      if (minutes > 0) {
        sum += minutes;
        count++;
      }
  return count > 0 ? sum / count : 1;
}

/**
 * The same tasks seen from the end: arcs and changeovers turned round, no calendar. A pass over it, read backwards, gives
 * sequences that a forward pass would not find. Only for instances without fixed tasks.
 */
export function mirrored(c: Compiled): Compiled {
  const always = {
    nextOpen: (t: number) => t,
    addWorking: (t: number, m: number) => t + m,
    workingBetween: (a: number, b: number) => b - a,
    closedSpans: () => [],
  };
  const horizon = Math.max(0, ...Array.from(c.due).filter((x) => x < Infinity));
  const earliest = new Int32Array(c.n);
  for (let t = 0; t < c.n; t++) earliest[t] = Math.max(0, horizon - Math.min(horizon, c.due[c.order[t]!]!));
  return {
    ...c,
    earliest,
    predFrom: c.succFrom,
    pred: c.succ,
    succFrom: c.predFrom,
    succ: c.pred,
    topological: Int32Array.from(c.topological).reverse(),
    due: c.due.map(() => horizon),
    machines: c.machines.map((m) => ({
      ...m,
      open: always,
      family: 0,
      table: m.table && turned(m.table, m.stride),
    })),
  };
}

function turned(table: Int32Array, stride: number): Int32Array {
  const out = new Int32Array(table.length);
  for (let from = 1; from < stride; from++)
    for (let to = 1; to < stride; to++) out[to * stride + from] = table[from * stride + to]!;
  return out;
}

/** Sequences of a mirrored pass, read forwards. */
export function readBackwards(sequences: Sequences): Sequences {
  return { byMachine: sequences.byMachine.map((tasks) => [...tasks].reverse()) };
}
