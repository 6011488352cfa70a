import type { Compiled } from './compile.ts';
import { endOfWork } from './machines.ts';
import { NEVER } from './calendar.ts';

/**
 * A number that no schedule of this instance can beat, in minutes of makespan or in weighted late minutes.
 * Makespan: longest chain; per machine the preemptive one-machine schedule of Jackson (1955) with heads and tails
 * (Carlier 1982); per set of machines the work that can only run there, shared out evenly.
 * Lateness: each order alone in an empty factory, calendars and releases included, without set-ups.
 */
export function lowerBoundMinutes(c: Compiled): number {
  const finish = aloneFinish(c);
  if (!c.makespan) {
    let late = 0;
    const completion = new Float64Array(c.due.length);
    for (let t = 0; t < c.n; t++) completion[c.order[t]!] = Math.max(completion[c.order[t]!]!, finish[t]!);
    for (let o = 0; o < completion.length; o++)
      late += Math.max(0, completion[o]! - c.due[o]!) * c.weight[o]!;
    return late;
  }
  let bound = 0;
  for (let t = 0; t < c.n; t++) bound = Math.max(bound, finish[t]!);
  // Fixed tasks and closed time make heads and tails uneven; the chain alone stays right.
  if (c.isFixed.includes(1)) return bound;
  const least = leastMinutes(c);
  const head = new Float64Array(c.n);
  const tail = new Float64Array(c.n);
  for (const t of c.topological) {
    head[t] = c.earliest[t]!;
    for (let p = c.predFrom[t]!; p < c.predFrom[t + 1]!; p++)
      head[t] = Math.max(head[t]!, head[c.pred[p]!]! + least[c.pred[p]!]!);
  }
  for (let i = c.n - 1; i >= 0; i--) {
    const t = c.topological[i]!;
    for (let s = c.succFrom[t]!; s < c.succFrom[t + 1]!; s++)
      tail[t] = Math.max(tail[t]!, tail[c.succ[s]!]! + least[c.succ[s]!]!);
  }
  for (const [machines, tasks] of machineSets(c)) {
    if (machines.length === 1) bound = Math.max(bound, jackson(tasks, head, least, tail));
    else {
      let work = 0;
      let [firstHead, leastTail] = [Infinity, Infinity];
      for (const t of tasks) {
        work += least[t]!;
        firstHead = Math.min(firstHead, head[t]!);
        leastTail = Math.min(leastTail, tail[t]!);
      }
      bound = Math.max(bound, firstHead + Math.ceil(work / machines.length) + leastTail);
    }
  }
  return bound;
}

/** Earliest end of each task when nothing else needs its machines. */
function aloneFinish(c: Compiled): Float64Array {
  const finish = new Float64Array(c.n);
  for (const t of c.topological) {
    if (c.isFixed[t] && c.pinnedStart[t] === 0) {
      finish[t] = c.fixedEnd[t]!;
      continue;
    }
    let ready = c.earliest[t]!;
    for (let p = c.predFrom[t]!; p < c.predFrom[t + 1]!; p++) ready = Math.max(ready, finish[c.pred[p]!]!);
    let best = NEVER;
    for (let a = c.altFrom[t]!; a < c.altFrom[t + 1]!; a++) {
      const machine = c.machines[c.altMachine[a]!]!;
      const start = machine.open.nextOpen(ready);
      best = Math.min(best, endOfWork(machine, { elapsed: c.elapsed[t] === 1 }, start, 0, c.altMinutes[a]!));
    }
    finish[t] = best;
  }
  return finish;
}

function leastMinutes(c: Compiled): Float64Array {
  const least = new Float64Array(c.n).fill(Infinity);
  for (let t = 0; t < c.n; t++)
    for (let a = c.altFrom[t]!; a < c.altFrom[t + 1]!; a++) least[t] = Math.min(least[t]!, c.altMinutes[a]!);
  return least;
}

/** Every set of machines that some task is confined to, and all of them, with the tasks that cannot leave the set. */
function machineSets(c: Compiled): [number[], number[]][] {
  const setOf = Array.from({ length: c.n }, (_, t) =>
    [...c.altMachine.slice(c.altFrom[t]!, c.altFrom[t + 1]!)].sort((a, b) => a - b),
  );
  const keys = new Map(setOf.map((set) => [set.join(), set]));
  keys.set(
    'all',
    c.machines.map((_, m) => m),
  );
  // Subset tests are quadratic in the number of different sets: beyond this many only equal sets are counted together.
  const exact = keys.size > 400;
  return [...keys.values()].map((machines) => {
    const inside = new Set(machines);
    const key = machines.join();
    const tasks: number[] = [];
    setOf.forEach((set, t) => {
      if (
        exact ? set.join() === key || machines.length === c.machines.length : set.every((m) => inside.has(m))
      )
        tasks.push(t);
    });
    return [machines, tasks];
  });
}

/** Preemptive one-machine schedule by longest tail: the exact optimum of that relaxation. */
function jackson(
  tasks: readonly number[],
  head: Float64Array,
  minutes: Float64Array,
  tail: Float64Array,
): number {
  const byHead = [...tasks].sort((a, b) => head[a]! - head[b]!);
  const left = new Map(tasks.map((t) => [t, minutes[t]!]));
  const open: number[] = [];
  let [now, i, bound] = [0, 0, 0];
  while (i < byHead.length || open.length > 0) {
    if (open.length === 0) now = Math.max(now, head[byHead[i]!]!);
    while (i < byHead.length && head[byHead[i]!]! <= now) open.push(byHead[i++]!);
    let k = 0;
    for (let j = 1; j < open.length; j++) if (tail[open[j]!]! > tail[open[k]!]!) k = j;
    const t = open[k]!;
    const until = Math.min(now + left.get(t)!, i < byHead.length ? head[byHead[i]!]! : Infinity);
    left.set(t, left.get(t)! - (until - now));
    now = until;
    if (left.get(t)! > 0) continue;
    open.splice(k, 1);
    bound = Math.max(bound, now + tail[t]!);
  }
  return bound;
}
