import type { Random } from './random.ts';
import type { Sequences, Timetable } from './timetable.ts';

/** What decides between two schedules, most important first. */
export type Score = readonly [number, number, number];

export function scoreOf(t: Timetable): Score {
  return t.c.makespan
    ? [t.makespan, t.changeover, t.workInProcess]
    : [t.weightedLate, t.changeover, t.workInProcess];
}

export function better(a: Score, b: Score): boolean {
  for (let i = 0; i < 3; i++) if (a[i] !== b[i]) return a[i]! < b[i]!;
  return false;
}

export interface Effort {
  /** counts one tried timing; false when the budget is used up */
  spend(): boolean;
  /** share of the budget used so far, 0 … 1 */
  used(): number;
}

export interface ImproveChoice {
  readonly random: Random;
  readonly effort: Effort;
  /** stops early when the first figure reaches it: nothing better is possible */
  readonly target: number;
  readonly onBetter: (score: Score, sequences: Sequences) => void;
}

/**
 * Simulated annealing over machine sequences. A move takes an operation of the chain that makes the plan late (or long)
 * and puts it earlier on its machine, swaps it with the one it waits for, joins it to its family, or sends it to another
 * machine; the neighbourhood of van Laarhoven, Aarts and Lenstra (1992) widened by insertions. The best is kept.
 */
export function improve(table: Timetable, choice: ImproveChoice): void {
  const { random, effort } = choice;
  const { c } = table;
  let best = scoreOf(table);
  let energy = energyOf(table);
  const hot = startTemperature(table);
  const begun = effort.used();
  const pick = c.makespan ? () => lastTask(table, random) : latePicker(table, random);
  while (best[0] > choice.target && effort.spend()) {
    const share = Math.min(1, (effort.used() - begun) / Math.max(1e-9, 1 - begun));
    const temperature = hot * Math.pow(0.01, share);
    const x = bottleneckOf(table, pick(), random);
    if (x < 0 || !tryMove(table, x, random)) continue;
    const after = energyOf(table);
    if (after > energy && random.next() >= Math.exp((energy - after) / temperature)) {
      table.undo();
      continue;
    }
    energy = after;
    const score = scoreOf(table);
    if (better(score, best)) {
      best = score;
      choice.onBetter(score, table.sequences());
    }
  }
}

/** One number for the annealing: the first objective with a trace of the second and third, so that plateaus have a slope. */
function energyOf(t: Timetable): number {
  return t.c.makespan
    ? t.makespan + 0.02 * t.changeover
    : t.weightedLate + 0.5 * t.changeover + 0.0005 * t.workInProcess;
}

function startTemperature(t: Timetable): number {
  if (!t.c.makespan) return 60;
  let minutes = 0;
  for (let i = 0; i < t.c.n; i++) minutes += t.end[i]! - t.start[i]!;
  return Math.max(0.5, (0.35 * minutes) / Math.max(1, t.c.n));
}

/** An operation that ends last. */
function lastTask(t: Timetable, random: Random): number {
  const end = t.makespan;
  let [found, seen] = [-1, 0];
  for (const last of t.last) if (last >= 0 && t.end[last] === end && random.below(++seen) === 0) found = last;
  return found;
}

/** The last operation of an order that is late, the later ones more often; without late orders of any order. */
function latePicker(t: Timetable, random: Random): () => number {
  const orders = t.completion.length;
  return () => {
    let chosen = random.below(orders);
    for (let tries = 0; tries < 40; tries++) {
      const o = random.below(orders);
      if (t.lateOf(o) > t.lateOf(chosen)) chosen = o;
      if (tries >= 4 && t.lateOf(chosen) > 0) break;
    }
    let last = -1;
    for (const task of t.tasksOf(chosen)) if (last < 0 || t.end[task]! > t.end[last]!) last = task;
    return last;
  };
}

/**
 * Walks the binding chain back from `from` and returns one operation of it, at random, that waits for its machine
 * (or any of the chain that could run elsewhere); −1 when the chain offers none.
 */
function bottleneckOf(t: Timetable, from: number, random: Random): number {
  const { c } = t;
  let [found, seen] = [-1, 0];
  for (let x = from; x >= 0;) {
    const before = t.before[x]!;
    const predecessor = t.latestPredecessor(x);
    const machineEnd = before >= 0 ? t.end[before]! : -Infinity;
    const chainEnd = predecessor >= 0 ? t.end[predecessor]! : -Infinity;
    const waits = before >= 0 && machineEnd >= chainEnd && machineEnd > c.earliest[x]!;
    if (!c.isFixed[x] && (waits || c.altFrom[x + 1]! - c.altFrom[x]! > 1) && random.below(++seen) === 0)
      found = x;
    if (waits && (machineEnd > chainEnd || random.next() < 0.5)) x = before;
    else if (predecessor >= 0 && chainEnd > c.earliest[x]!) x = predecessor;
    else break;
  }
  return found;
}

function tryMove(t: Timetable, x: number, random: Random): boolean {
  const { c } = t;
  const choices = c.altFrom[x + 1]! - c.altFrom[x]!;
  const dice = random.next();
  if (choices > 1 && dice < (t.c.makespan ? 0.5 : 0.35)) return toOtherMachine(t, x, random);
  const before = t.before[x]!;
  if (before < 0) return choices > 1 && toOtherMachine(t, x, random);
  if (dice < 0.65) return t.move(x, t.alternative[x]!, before); // swap with the one it waits for
  if (dice < 0.75) return laterOnMachine(t, before, x, random);
  if (dice < 0.85 && !c.makespan) return joinFamily(t, x);
  return earlierOnMachine(t, x, random);
}

function earlierOnMachine(t: Timetable, x: number, random: Random): boolean {
  let successor = t.before[x]!;
  for (let steps = 1 + random.below(t.c.makespan ? 4 : 12); steps > 0 && t.before[successor]! >= 0; steps--)
    successor = t.before[successor]!;
  return t.move(x, t.alternative[x]!, successor);
}

/** Takes `u`, which stands in the way of `x`, behind it. */
function laterOnMachine(t: Timetable, u: number, x: number, random: Random): boolean {
  if (t.c.isFixed[u]) return false;
  let successor = t.next[x]!;
  for (let steps = random.below(t.c.makespan ? 3 : 10); steps > 0 && successor >= 0; steps--)
    successor = t.next[successor]!;
  return t.move(u, t.alternative[u]!, successor);
}

/** Puts `x` right after the nearest earlier operation of its own family, where it needs no set-up. */
function joinFamily(t: Timetable, x: number): boolean {
  const own = t.c.altFamily[t.alternative[x]!]!;
  if (own === 0) return false;
  let p = t.before[x]!;
  if (p < 0 || t.familyAfter[p] === own) return false;
  for (let steps = 0; steps < 60 && p >= 0; steps++) {
    const earlier = t.before[p]!;
    if (earlier >= 0 && t.familyAfter[earlier] === own) return t.move(x, t.alternative[x]!, p);
    p = earlier;
  }
  return false;
}

function toOtherMachine(t: Timetable, x: number, random: Random): boolean {
  const { c } = t;
  const from = c.altFrom[x]!;
  const choices = c.altFrom[x + 1]! - from;
  const a = from + random.below(choices);
  if (c.altMachine[a] === t.machineOf[x]) return false;
  const predecessor = t.latestPredecessor(x);
  const ready = Math.max(c.earliest[x]!, predecessor >= 0 ? t.end[predecessor]! : 0);
  // Right before the first operation that is still running when x could begin, give or take a place or two.
  let successor = -1;
  for (let v = t.last[c.altMachine[a]!]!; v >= 0 && t.end[v]! > ready; v = t.before[v]!) successor = v;
  for (let steps = random.below(3); steps > 0 && successor >= 0; steps--) successor = t.next[successor]!;
  return t.move(x, a, successor);
}
