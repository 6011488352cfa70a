import type { Compiled } from './compile.ts';
import { alternativeOn } from './compile.ts';
import { endOfWork, setupMinutes } from './machines.ts';

/** Which machine each task runs on and in which order: all that a schedule decides. Times follow. */
export interface Sequences {
  /** tasks of each machine, in order */
  readonly byMachine: readonly (readonly number[])[];
}

/**
 * The times that follow from machine sequences: every task starts as early as its predecessors, its machine, the
 * calendar and its own earliest minute allow ("semi-active"; nothing can start earlier without changing an order).
 * A move re-times only what it touches: tasks are kept in one topological order, which a move repairs locally
 * (the affected region alone, as in Pearce and Kelly's dynamic topological sort), and changed ends travel along it.
 */
export class Timetable {
  readonly c: Compiled;
  readonly machineOf: Int32Array;
  readonly alternative: Int32Array;
  readonly before: Int32Array; // on the machine, −1 = first
  readonly next: Int32Array;
  readonly first: Int32Array;
  readonly last: Int32Array;
  readonly start: Int32Array;
  readonly end: Int32Array;
  readonly setup: Int32Array;
  /** family + 1 the machine is set up for after the task */
  readonly familyAfter: Int32Array;
  readonly completion: Float64Array;
  readonly firstStart: Float64Array;
  weightedLate = 0;
  changeover = 0;
  workInProcess = 0;
  /** fixed tasks whose place the last `load` could not keep */
  readonly broken: number[] = [];

  private readonly sequence: Int32Array;
  private readonly position: Int32Array;
  private readonly mark: Int32Array;
  private readonly dirty: Int32Array;
  private readonly orderSeen: Int32Array;
  private stamp = 0;
  private readonly tasksOfOrder: Int32Array[];
  // What undo() needs of the last move.
  private undoMove: { x: number; alternative: number; machine: number; successor: number } | null = null;
  private readonly undoTasks: number[] = [];
  private readonly undoOrders: number[] = [];
  private undoRegion: { at: number; tasks: Int32Array } | null = null;
  private undoTotals: [number, number, number] = [0, 0, 0];

  constructor(c: Compiled) {
    this.c = c;
    const { n } = c;
    const m = c.machines.length;
    const orders = c.due.length;
    [this.machineOf, this.alternative, this.before, this.next] = [
      new Int32Array(n),
      new Int32Array(n),
      new Int32Array(n),
      new Int32Array(n),
    ];
    [this.start, this.end, this.setup, this.familyAfter] = [
      new Int32Array(n),
      new Int32Array(n),
      new Int32Array(n),
      new Int32Array(n),
    ];
    [this.sequence, this.position, this.mark, this.dirty] = [
      new Int32Array(n),
      new Int32Array(n),
      new Int32Array(n),
      new Int32Array(n),
    ];
    [this.first, this.last] = [new Int32Array(m), new Int32Array(m)];
    [this.completion, this.firstStart] = [new Float64Array(orders), new Float64Array(orders)];
    this.orderSeen = new Int32Array(orders);
    const lists: number[][] = Array.from({ length: orders }, () => []);
    for (let t = 0; t < n; t++) lists[c.order[t]!]!.push(t);
    this.tasksOfOrder = lists.map((list) => Int32Array.from(list));
  }

  /**
   * Takes over sequences and computes all times.
   * @returns false when the sequences contradict the precedences or a fixed task cannot keep its place (`broken` names them)
   */
  load(sequences: Sequences): boolean {
    const { c, before, next } = this;
    this.undoMove = null;
    this.broken.length = 0;
    sequences.byMachine.forEach((tasks, m) => {
      this.first[m] = tasks[0] ?? -1;
      this.last[m] = tasks[tasks.length - 1] ?? -1;
      tasks.forEach((t, i) => {
        this.machineOf[t] = m;
        this.alternative[t] = alternativeOn(c, t, m);
        before[t] = tasks[i - 1] ?? -1;
        next[t] = tasks[i + 1] ?? -1;
      });
    });
    if (!this.sortAll()) return false;
    this.changeover = 0;
    for (let i = 0; i < c.n; i++) {
      const t = this.sequence[i]!;
      if (!this.time(t)) this.broken.push(t);
      this.changeover += this.setup[t]!;
    }
    this.weightedLate = 0;
    this.workInProcess = 0;
    for (let o = 0; o < this.completion.length; o++) {
      this.sumOrder(o);
      this.weightedLate += this.lateOf(o);
      this.workInProcess += this.completion[o]! - this.firstStart[o]!;
    }
    return this.broken.length === 0;
  }

  get makespan(): number {
    let latest = 0;
    for (const t of this.last) if (t >= 0) latest = Math.max(latest, this.end[t]!);
    return latest;
  }

  /** Weighted minutes late of an order, 0 when on time. */
  lateOf(order: number): number {
    const by = this.completion[order]! - this.c.due[order]!;
    return by > 0 ? by * this.c.weight[order]! : 0;
  }

  tasksOf(order: number): Int32Array {
    return this.tasksOfOrder[order]!;
  }

  sequences(): Sequences {
    return {
      byMachine: Array.from(this.first, (head) => {
        const tasks: number[] = [];
        for (let t = head; t >= 0; t = this.next[t]!) tasks.push(t);
        return tasks;
      }),
    };
  }

  /**
   * Puts `x` on the machine of `alternative`, right before `successor` (−1: at the end), and re-times what follows.
   * @returns false, with nothing changed, when that contradicts a precedence or a fixed task
   */
  move(x: number, alternative: number, successor: number): boolean {
    const { next, position, machineOf } = this;
    if (successor === x || this.c.isFixed[x]) return false;
    const machine = this.c.altMachine[alternative]!;
    if (machine === machineOf[x] && next[x] === successor) return false;
    const oldNext = next[x]!;
    this.undoMove = { x, alternative: this.alternative[x]!, machine: machineOf[x]!, successor: oldNext };
    this.undoTasks.length = 0;
    this.undoOrders.length = 0;
    this.undoRegion = null;
    this.undoTotals = [this.weightedLate, this.changeover, this.workInProcess];
    this.relink(x, alternative, machine, successor);
    if (!this.repairOrder(x)) {
      const { x: task, alternative: a, machine: m, successor: s } = this.undoMove;
      this.relink(task, a, m, s);
      this.undoMove = null;
      return false;
    }
    let from = position[x]!;
    if (oldNext >= 0) from = Math.min(from, position[oldNext]!);
    const region = this.undoRegion as { at: number } | null;
    if (region) from = Math.min(from, region.at);
    if (this.retime(from, x, oldNext, successor)) return true;
    this.undo();
    return false;
  }

  /** Takes the last successful move back. */
  undo(): void {
    const move = this.undoMove;
    if (!move) return;
    this.relink(move.x, move.alternative, move.machine, move.successor);
    const region = this.undoRegion;
    if (region)
      region.tasks.forEach((t, i) => {
        this.sequence[region.at + i] = t;
        this.position[t] = region.at + i;
      });
    const log = this.undoTasks;
    for (let i = 0; i < log.length; i += 5) {
      const t = log[i]!;
      this.start[t] = log[i + 1]!;
      this.end[t] = log[i + 2]!;
      this.setup[t] = log[i + 3]!;
      this.familyAfter[t] = log[i + 4]!;
    }
    for (let i = 0; i < this.undoOrders.length; i += 3) {
      this.completion[this.undoOrders[i]!] = this.undoOrders[i + 1]!;
      this.firstStart[this.undoOrders[i]!] = this.undoOrders[i + 2]!;
    }
    [this.weightedLate, this.changeover, this.workInProcess] = this.undoTotals;
    this.undoMove = null;
  }

  /** Latest end among the predecessors of `t`, or −1 task when it has none. */
  latestPredecessor(t: number): number {
    const { predFrom, pred } = this.c;
    let latest = -1;
    for (let p = predFrom[t]!; p < predFrom[t + 1]!; p++)
      if (latest < 0 || this.end[pred[p]!]! > this.end[latest]!) latest = pred[p]!;
    return latest;
  }

  private relink(x: number, alternative: number, machine: number, successor: number): void {
    const { before, next, first, last } = this;
    const old = this.machineOf[x]!;
    const [b, a] = [before[x]!, next[x]!];
    if (b >= 0) next[b] = a;
    else first[old] = a;
    if (a >= 0) before[a] = b;
    else last[old] = b;
    const p = successor >= 0 ? before[successor]! : last[machine]!;
    before[x] = p;
    next[x] = successor;
    if (p >= 0) next[p] = x;
    else first[machine] = x;
    if (successor >= 0) before[successor] = x;
    else last[machine] = x;
    this.machineOf[x] = machine;
    this.alternative[x] = alternative;
  }

  /** @returns false when the new neighbours of `x` close a circle */
  private repairOrder(x: number): boolean {
    const { before, next, position, sequence, mark, c } = this;
    const at = position[x]!;
    const successor = next[x]!;
    const predecessor = before[x]!;
    const stamp = ++this.stamp;
    if (successor >= 0 && position[successor]! < at) {
      const low = position[successor]!;
      mark[x] = stamp;
      for (let i = at - 1; i >= low; i--) {
        const v = sequence[i]!;
        let above = next[v]! >= 0 && mark[next[v]!] === stamp;
        for (let s = c.succFrom[v]!; !above && s < c.succFrom[v + 1]!; s++)
          above = mark[c.succ[s]!] === stamp;
        if (!above) continue;
        if (v === successor) return false;
        mark[v] = stamp;
      }
      this.rearrange(low, at, x, stamp, true);
    } else if (predecessor >= 0 && position[predecessor]! > at) {
      const high = position[predecessor]!;
      mark[x] = stamp;
      for (let i = at + 1; i <= high; i++) {
        const v = sequence[i]!;
        let below = before[v]! >= 0 && mark[before[v]!] === stamp;
        for (let p = c.predFrom[v]!; !below && p < c.predFrom[v + 1]!; p++)
          below = mark[c.pred[p]!] === stamp;
        if (!below) continue;
        if (v === predecessor) return false;
        mark[v] = stamp;
      }
      this.rearrange(at, high, x, stamp, false);
    }
    return true;
  }

  /** Marked tasks of the region go before the others (`markedFirst`) or after them, each part in its old order. */
  private rearrange(low: number, high: number, x: number, stamp: number, markedFirst: boolean): void {
    const { sequence, position, mark } = this;
    const tasks = sequence.slice(low, high + 1);
    this.undoRegion = { at: low, tasks };
    let at = low;
    const put = (t: number): void => {
      sequence[at] = t;
      position[t] = at++;
    };
    const isMarked = (t: number): boolean => t !== x && mark[t] === stamp;
    for (const t of tasks) if (t !== x && isMarked(t) === markedFirst) put(t);
    put(x);
    for (const t of tasks) if (t !== x && isMarked(t) !== markedFirst) put(t);
  }

  private retime(from: number, x: number, oldNext: number, successor: number): boolean {
    const { c, dirty, sequence, end, start, setup, familyAfter, next } = this;
    const stamp = ++this.stamp;
    let pending = 0;
    const touch = (t: number): void => {
      if (t >= 0 && dirty[t] !== stamp) {
        dirty[t] = stamp;
        pending++;
      }
    };
    touch(x);
    touch(oldNext);
    touch(successor);
    for (let i = from; pending > 0; i++) {
      const t = sequence[i]!;
      if (dirty[t] !== stamp) continue;
      pending--;
      const [oldEnd, oldFamily] = [end[t]!, familyAfter[t]!];
      this.undoTasks.push(t, start[t]!, oldEnd, setup[t]!, oldFamily);
      const kept = this.time(t);
      this.changeover += setup[t]! - this.undoTasks[this.undoTasks.length - 2]!;
      if (!kept) return false;
      if (end[t] !== oldEnd) for (let s = c.succFrom[t]!; s < c.succFrom[t + 1]!; s++) touch(c.succ[s]!);
      if (end[t] !== oldEnd || familyAfter[t] !== oldFamily) touch(next[t]!);
    }
    for (let i = 0; i < this.undoTasks.length; i += 5) {
      const o = c.order[this.undoTasks[i]!]!;
      if (this.orderSeen[o] === stamp) continue;
      this.orderSeen[o] = stamp;
      this.undoOrders.push(o, this.completion[o]!, this.firstStart[o]!);
      this.weightedLate -= this.lateOf(o);
      this.workInProcess -= this.completion[o]! - this.firstStart[o]!;
      this.sumOrder(o);
      this.weightedLate += this.lateOf(o);
      this.workInProcess += this.completion[o]! - this.firstStart[o]!;
    }
    return true;
  }

  /** Times one task from its neighbours. @returns false when a fixed task cannot keep its place */
  private time(t: number): boolean {
    const { c, before, end } = this;
    const m = this.machineOf[t]!;
    const machine = c.machines[m]!;
    const previous = before[t]!;
    const family = previous >= 0 ? this.familyAfter[previous]! : machine.family;
    let ready = c.earliest[t]!;
    for (let p = c.predFrom[t]!; p < c.predFrom[t + 1]!; p++) ready = Math.max(ready, end[c.pred[p]!]!);
    if (c.isFixed[t]) {
      const own = c.fixedFamily[t]!;
      this.start[t] = c.fixedStart[t]!;
      this.end[t] = c.fixedEnd[t]!;
      this.setup[t] = c.fixedSetup[t]!;
      this.familyAfter[t] = own > 0 ? own : family;
      if (c.isFact[t]) return previous < 0 || c.isFixed[previous] === 1;
      if (previous >= 0) ready = Math.max(ready, end[previous]!);
      return ready <= this.start[t]! && setupMinutes(machine, family, own) <= this.setup[t]!;
    }
    if (previous >= 0) ready = Math.max(ready, end[previous]!);
    const a = this.alternative[t]!;
    const own = c.altFamily[a]!;
    const setup = setupMinutes(machine, family, own);
    const start = machine.open.nextOpen(ready);
    this.start[t] = start;
    this.setup[t] = setup;
    this.end[t] = c.elapsed[t]
      ? endOfWork(machine, { elapsed: true }, start, setup, c.altMinutes[a]!)
      : machine.open.addWorking(start, setup + c.altMinutes[a]!);
    this.familyAfter[t] = own > 0 ? own : family;
    return true;
  }

  private sumOrder(o: number): void {
    let completion = -Infinity;
    let firstStart = Infinity;
    for (const t of this.tasksOfOrder[o]!) {
      if (this.end[t]! > completion) completion = this.end[t]!;
      if (this.start[t]! < firstStart) firstStart = this.start[t]!;
    }
    const empty = completion === -Infinity;
    this.completion[o] = empty ? 0 : completion;
    this.firstStart[o] = empty ? 0 : firstStart;
  }

  private sortAll(): boolean {
    const { c, before, next, sequence, position } = this;
    const open = new Int32Array(c.n);
    let filled = 0;
    for (let t = 0; t < c.n; t++) {
      open[t] = c.predFrom[t + 1]! - c.predFrom[t]! + (before[t]! >= 0 ? 1 : 0);
      if (open[t] === 0) sequence[filled++] = t;
    }
    for (let i = 0; i < filled; i++) {
      const t = sequence[i]!;
      for (let s = c.succFrom[t]!; s < c.succFrom[t + 1]!; s++)
        if (--open[c.succ[s]!]! === 0) sequence[filled++] = c.succ[s]!;
      if (next[t]! >= 0 && --open[next[t]!]! === 0) sequence[filled++] = next[t]!;
    }
    for (let i = 0; i < filled; i++) position[sequence[i]!] = i;
    if (filled === c.n) return true;
    // Each circle runs through a fixed task that stands before something it waits for.
    const reached = new Set(sequence.subarray(0, filled));
    for (let t = 0; t < c.n; t++) if (c.isFixed[t] && !c.isFact[t] && !reached.has(t)) this.broken.push(t);
    return false;
  }
}
