import { lowerBoundMinutes } from './bound.ts';
import type { Compiled, CompileChoice } from './compile.ts';
import { compileInstance, taskKey } from './compile.ts';
import { dispatch, mirrored, prepareDispatch, readBackwards } from './dispatch.ts';
import type { Dispatcher, Rule } from './dispatch.ts';
import type { Effort, Score } from './improve.ts';
import { better, improve, scoreOf } from './improve.ts';
import type { Instance, Schedule, ScheduledOperation } from './instance.ts';
import { lateDays } from './instance.ts';
import { seededRandom } from './random.ts';
import { keyOf, scheduleOf } from './schedule.ts';
import { Timetable } from './timetable.ts';
import type { Sequences } from './timetable.ts';

/** `moves` = timings tried, the same result every time; `deadline` is compared with `now()` of the caller's own clock. */
export type Budget = { readonly moves: number } | { readonly deadline: number; readonly now: () => number };

export interface SolveOptions {
  readonly seed: number;
  readonly budget: Budget;
  /** called with each schedule that is better than all before */
  readonly onProgress?: (progress: { value: number; moves: number }) => void;
  /** asked between moves; true ends the search with the best so far */
  readonly cancelled?: () => boolean;
  /** rows of the plan in force: its machine sequences are one of the starting points */
  readonly start?: readonly ScheduledOperation[];
  /** with `start`: no other starting point, so that the new plan stays close to the old one */
  readonly keepOrder?: boolean;
}

/**
 * Plans all operations of a checked instance: dispatching rules (ATCS over a grid of parameters, EDD, SPT, longest tail,
 * forwards and backwards) give the first plans, annealing over the machine sequences of the best improves them until the
 * budget ends. Always returns a complete plan, even with a budget of one move. Same instance, seed and moves: same rows.
 *
 * @returns rows sorted by start; `proven` only when the value meets a lower bound
 * @throws RangeError for an instance that `checkInstance` refuses
 */
export function solveSchedule(instance: Instance, options: SolveOptions): Schedule {
  const work = new Budgeted(options);
  let best: Candidate | null = null;
  for (const lots of lotChoices(instance, options)) {
    const candidate = firstPlans(instance, options, work, lots);
    if (!best || better(candidate.score, best.score)) best = candidate;
  }
  const search = new Search(best!.c, work, options);
  search.anneal(best!);
  return scheduleOf(search.table, search.best!.sequences, {
    seed: options.seed,
    moves: work.moves,
    released: best!.released,
  });
}

/** Best of the constructed plans; frozen or pinned places that no pass can keep are set free and reported as conflicts. */
function firstPlans(
  instance: Instance,
  options: SolveOptions,
  work: Budgeted,
  lots: CompileChoice['lots'],
): Candidate {
  const released = new Set<string>();
  // Each round sets at least one place free, so this ends.
  for (;;) {
    const c = compileInstance(instance, { lots, released });
    for (const key of c.impossible) released.add(key);
    const search = new Search(c, work, options);
    search.construct();
    if (search.best) return { c, released, ...search.best };
    const before = released.size;
    for (const t of search.leastBroken) released.add(keyOf(c, t));
    if (released.size === before)
      for (let t = 0; t < c.n; t++) if (c.isFixed[t] && !c.isFact[t]) released.add(keyOf(c, t));
    if (released.size === before) throw new Error(`no pass could plan ${instance.name}`);
  }
}

function lotChoices(instance: Instance, options: SolveOptions): CompileChoice['lots'][] {
  const choices: CompileChoice['lots'][] = [];
  if (options.start) choices.push(new Map(options.start.map((row) => [row.operation, row.lots])));
  if (options.start && options.keepOrder) return choices;
  choices.push('one');
  if (instance.operations.some((o) => o.split && !o.state)) choices.push('most');
  return choices;
}

/** Share of the budget for whole passes; annealing takes the rest. */
const PRIORITY_SHARE = 0.6;

interface Candidate {
  readonly c: Compiled;
  readonly released: ReadonlySet<string>;
  readonly score: Score;
  readonly sequences: Sequences;
}

class Budgeted implements Effort {
  moves = 0;
  private readonly options: SolveOptions;
  private readonly begun: number;
  private stopped = false;
  private share = 0;
  bestValue: Score | null = null;

  constructor(options: SolveOptions) {
    this.options = options;
    this.begun = 'moves' in options.budget ? 0 : options.budget.now();
  }

  spend(): boolean {
    if (this.stopped) return false;
    this.moves++;
    const { budget } = this.options;
    if ('moves' in budget) {
      this.share = this.moves / Math.max(1, budget.moves);
      if (this.moves > budget.moves) this.stopped = true;
    } else if (this.moves % 16 === 0 || this.moves < 2000) {
      const now = budget.now();
      this.share = (now - this.begun) / Math.max(1e-9, budget.deadline - this.begun);
      if (now >= budget.deadline) this.stopped = true;
    }
    if (this.moves % 16 === 0 && this.options.cancelled?.()) this.stopped = true;
    if (this.stopped) this.moves--;
    return !this.stopped;
  }

  used(): number {
    return this.share;
  }

  tell(c: Compiled, score: Score): void {
    if (this.bestValue && !better(score, this.bestValue)) return;
    this.bestValue = score;
    this.options.onProgress?.({ value: c.makespan ? score[0] : lateDays(score[0]), moves: this.moves });
  }
}

class Search {
  readonly table: Timetable;
  best: { score: Score; sequences: Sequences } | null = null;
  /** the fixed tasks that the least unlucky pass could not keep */
  leastBroken: readonly number[] = [];
  private bestRule: Rule | null = null;
  /** weighted minutes late of each order in the best plan */
  private readonly lateness: Float64Array;
  private readonly c: Compiled;
  private readonly work: Budgeted;
  private readonly options: SolveOptions;

  constructor(c: Compiled, work: Budgeted, options: SolveOptions) {
    [this.c, this.work, this.options] = [c, work, options];
    this.table = new Timetable(c);
    this.lateness = new Float64Array(c.due.length);
  }

  construct(): void {
    const d = prepareDispatch(this.c);
    let tried = 0;
    const pass = (make: () => Sequences): boolean => {
      // Without any plan yet the first passes are made whatever the budget.
      if (!this.work.spend() && (this.best || tried >= 3)) return false;
      tried++;
      this.consider(make());
      return true;
    };
    if (this.options.start && !pass(() => sequencesFrom(d, this.options.start!))) return;
    if (this.options.keepOrder && this.best) return;
    for (const rule of rulesFor(this.c)) {
      const before = this.best;
      if (!pass(() => dispatch(d, { rule }))) return;
      if (this.best !== before) this.bestRule = rule;
    }
    if (this.c.makespan && !this.c.isFixed.includes(1)) {
      const back = prepareDispatch(mirrored(this.c));
      pass(() => readBackwards(dispatch(back, { rule: { name: 'tail' } })));
    }
    if (this.c.makespan) return;
    this.searchPriorities(d, pass);
  }

  /**
   * Search in the space of priorities (Storer, Wu, Vaccari 1992): some orders, late ones first, are moved up or down in
   * the best rule's ranking and the pass is made again; what is not worse is kept.
   */
  private searchPriorities(d: Dispatcher, pass: (make: () => Sequences) => boolean): void {
    const random = seededRandom(this.options.seed);
    const { c } = this;
    let bias = new Float64Array(c.due.length);
    const rule = this.bestRule ?? ATCS;
    while (this.best && this.best.score[0] > 0 && this.work.used() < PRIORITY_SHARE) {
      const trial = Float64Array.from(bias);
      for (let i = 1 + random.below(12); i > 0; i--) {
        let o = random.below(trial.length);
        for (let tries = 0; tries < 6 && this.lateness[o] === 0; tries++) o = random.below(trial.length);
        trial[o] = trial[o]! + (random.next() - (this.lateness[o]! > 0 ? 0.25 : 0.6)) * 3;
      }
      const before = this.best.score;
      const spread = new Float64Array(c.n);
      for (let t = 0; t < c.n; t++) spread[t] = trial[c.order[t]!]!;
      if (!pass(() => dispatch(d, { rule, bias: spread }))) return;
      if (better(this.best.score, before)) bias = trial;
    }
  }

  anneal(from: Candidate): void {
    const { table } = this;
    this.best = from;
    if (!table.load(from.sequences)) throw new Error('a plan that was possible is not possible any more');
    // A floor without work has a plan, and nothing in it to move.
    if (this.c.n === 0) return;
    improve(table, {
      random: seededRandom(this.options.seed ^ 0x5bd1e995),
      effort: this.work,
      target: this.c.makespan
        ? lowerBoundMinutes(compileInstance(this.c.instance, { lots: 'most', released: from.released }))
        : -1,
      onBetter: (score, sequences) => this.keep(score, sequences),
    });
  }

  private consider(sequences: Sequences): void {
    if (this.table.load(sequences)) {
      const score = scoreOf(this.table);
      if (!this.best || better(score, this.best.score)) this.keep(score, sequences);
    } else if (this.leastBroken.length === 0 || this.table.broken.length < this.leastBroken.length)
      this.leastBroken = [...this.table.broken];
  }

  private keep(score: Score, sequences: Sequences): void {
    this.best = { score, sequences };
    if (!this.c.makespan)
      for (let o = 0; o < this.lateness.length; o++) this.lateness[o] = this.table.lateOf(o);
    this.work.tell(this.c, score);
  }
}

const ATCS: Rule = { name: 'atcs', k1: 16, k2: 0.2, tail: 1.5 };

function rulesFor(c: Compiled): Rule[] {
  if (c.makespan) return [{ name: 'tail' }, { name: 'spt' }, { name: 'fifo' }];
  // The first one was among the best of 150 settings on two factories of 1,000 orders; the grid spans what won there.
  const rules: Rule[] = [ATCS];
  for (const tail of [1, 1.5, 2])
    for (const k1 of [4, 8, 16, 32])
      for (const k2 of [0.1, 0.2, 0.4]) rules.push({ name: 'atcs', k1, k2, tail });
  return [...rules, { name: 'edd' }, { name: 'spt' }];
}

/**
 * The order of a plan in force on each machine. Tasks it does not know, and those whose machine they may no longer use,
 * are placed behind everything that starts before they could; the times come from the timetable.
 */
function sequencesFrom(d: Dispatcher, rows: readonly ScheduledOperation[]): Sequences {
  const { c } = d;
  const place = new Map(rows.map((row) => [taskKey(row.operation, row.lot), row]));
  const machineIndex = new Map(c.machines.map((m, i) => [m.id, i]));
  const byMachine: { t: number; at: number; tie: number }[][] = c.machines.map(() => []);
  const rank = new Int32Array(c.n);
  c.topological.forEach((t, i) => (rank[t] = i));
  const startOf = new Float64Array(c.n);
  const endOf = new Float64Array(c.n);
  for (const t of c.topological) {
    const row = place.get(keyOf(c, t));
    let a = -1;
    for (let k = c.altFrom[t]!; k < c.altFrom[t + 1]!; k++)
      if (row && c.machines[c.altMachine[k]!]!.id === row.machine) a = k;
    const known = a >= 0;
    if (a < 0) a = c.altFrom[t]!;
    let at = row?.start ?? c.earliest[t]!;
    for (let p = c.predFrom[t]!; p < c.predFrom[t + 1]!; p++)
      at = Math.max(at, known ? startOf[c.pred[p]!]! : endOf[c.pred[p]!]!);
    let machine = c.isFixed[t] ? c.fixedMachine[t]! : c.altMachine[a]!;
    if (c.isFixed[t]) at = c.fixedStart[t]!;
    if (!known && !c.isFixed[t])
      for (let k = c.altFrom[t]!, least = Infinity; k < c.altFrom[t + 1]!; k++) {
        const m = c.altMachine[k]!;
        if (byMachine[m]!.length < least) [least, machine] = [byMachine[m]!.length, m];
      }
    startOf[t] = at;
    endOf[t] = row?.end ?? at + d.ownClock[t]!;
    byMachine[machineIndex.get(c.machines[machine]!.id)!]!.push({ t, at, tie: rank[t]! });
  }
  return {
    byMachine: byMachine.map((list) => list.sort((a, b) => a.at - b.at || a.tie - b.tie).map((x) => x.t)),
  };
}
