import { boundOf } from './bound.ts';
import { makeCatalog, type Catalog } from './engine/catalog.ts';
import { patternsOf } from './engine/evaluate.ts';
import { GoalClimb, Polish } from './engine/improve.ts';
import { mixSeed } from './engine/random.ts';
import { Search, type Goal, type Style } from './engine/search.ts';
import type { Board, CuttingJob, Part } from './instance.ts';
import { figuresOf, leavesOf, mergeEqual, type Bound, type CutPlan, type Pattern } from './plan.ts';

const ENGINE = '1.0.0';

/** A released or half-cut pattern: it stays as it is, and its parts and boards are taken out of the job. */
export type Pin = Pattern;

/**
 * How long to search. `moves`: that many moves for each material; the same seed and moves give the same plan.
 * `deadline`: asked often; true ends the search. A complete plan is made in any case.
 */
export type Budget = { moves: number } | { deadline: () => boolean };

export interface Progress {
  moves: number;
  boardsUsed: number;
  cost: number;
  sawSeconds: number;
  /** pieces without a place so far */
  unplaced: number;
}

export interface SolveOptions {
  seed: number;
  budget: Budget;
  /** called with the first complete plan and with each better one */
  onProgress?: (progress: Progress) => void;
  /** asked before each move; may read a SharedArrayBuffer */
  cancelled?: () => boolean;
  pins?: readonly Pin[];
}

/** The part of a job that concerns one material: each is cut on its own. */
export function splitByMaterial(job: CuttingJob): CuttingJob[] {
  const materials = [...new Set(job.parts.map((p) => p.material))];
  return materials.map((material) => ({
    ...job,
    boards: job.boards.filter((b) => b.material === material),
    parts: job.parts.filter((p) => p.material === material),
  }));
}

/** Puts plans of single materials together in the order of the job. @throws RangeError without a plan */
export function joinPlans(job: CuttingJob, plans: readonly CutPlan[], seconds: number | null): CutPlan {
  const first = plans[0];
  if (!first) throw new RangeError(`job ${job.name} has no material to cut`);
  const patterns = plans.flatMap((p) => p.patterns);
  const figures = figuresOf(job, patterns);
  return {
    job: job.name,
    seed: first.seed,
    engine: ENGINE,
    seconds,
    boardsUsed: figures.boardsUsed,
    cost: figures.cost,
    sawSeconds: figures.sawSeconds,
    yield: figures.yield,
    bound: {
      boards: plans.reduce((sum, p) => sum + p.bound.boards, 0),
      proven: plans.every((p) => p.bound.proven),
      method: [...new Set(plans.map((p) => p.bound.method))].join(', '),
    },
    patterns,
    unplaced: plans.flatMap((p) => p.unplaced),
  };
}

/**
 * Cuts a job: the door of the engine. A plain function that can run in a worker thread.
 *
 * A first complete plan comes from one construction (≪ 100 ms for 500 parts), a portfolio of constructions follows,
 * then goal-driven ruin and recreate until the budget ends; README.md tells how. Every plan keeps all rules of the
 * job; parts stay unplaced only where finite stock ran out.
 *
 * @param job as `readJob` accepts it: every part fits on some board
 * @throws RangeError when a pin names an unknown board or part, or holds more than the job asks for (a bug in the caller)
 */
export function solveCutting(job: CuttingJob, options: SolveOptions): CutPlan {
  const pins = options.pins ?? [];
  const rest = withoutPins(job, pins);
  const runs = splitByMaterial(job).map(
    (one) =>
      new MaterialRun(
        job,
        rest.parts.filter((p) => p.material === one.parts[0]!.material),
        rest.boards.filter((b) => b.material === one.parts[0]!.material),
        mixSeed(options.seed, one.parts[0]!.material),
      ),
  );

  const report = (): void => {
    if (!options.onProgress) return;
    const figures = figuresOf(job, [...pins, ...runs.flatMap((r) => r.patterns())]);
    options.onProgress({
      moves: Math.max(0, ...runs.map((r) => r.moves)),
      boardsUsed: figures.boardsUsed,
      cost: figures.cost,
      sawSeconds: figures.sawSeconds,
      unplaced: runs.reduce((sum, r) => sum + r.unplaced().reduce((s, u) => s + u.quantity, 0), 0),
    });
  };
  const { budget } = options;
  const over = (): boolean =>
    (options.cancelled?.() ?? false) || ('deadline' in budget ? budget.deadline() : false);
  const limit = 'moves' in budget ? budget.moves : Infinity;

  report();
  // Materials take turns, so that a deadline finds all of them equally far.
  let ended = false;
  while (!ended) {
    const busy = runs.filter((r) => !r.finished && r.moves < limit);
    if (busy.length === 0) break;
    let better = false;
    for (const run of busy) {
      for (let i = 0; i < 20 && !run.finished && run.moves < limit; i++) {
        if (over()) {
          ended = true;
          break;
        }
        if (run.move(over)) better = true;
      }
      if (ended) break;
    }
    if (better) report();
  }
  const plan = joinPlans(
    job,
    runs.map((r) => r.plan(options.seed)),
    null,
  );
  if (pins.length === 0) return plan;
  return withPins(job, pins, plan);
}

/** The job without the parts and boards of its pins. */
function withoutPins(job: CuttingJob, pins: readonly Pin[]): { parts: Part[]; boards: Board[] } {
  const parts = new Map(job.parts.map((p) => [p.id, { ...p }]));
  const boards = new Map(job.boards.map((b) => [b.id, { ...b }]));
  for (const pin of pins) {
    const board = boards.get(pin.board);
    if (!board) throw new RangeError(`pinned pattern on unknown board ${pin.board}`);
    if (board.quantity !== null) board.quantity -= pin.repeat;
    if (board.quantity !== null && board.quantity < 0)
      throw new RangeError(`pinned patterns use more of board ${pin.board} than there is`);
    for (const leaf of leavesOf(pin.root)) {
      if (leaf.part === undefined) continue;
      const part = parts.get(leaf.part);
      if (!part) throw new RangeError(`pinned pattern holds unknown part ${leaf.part}`);
      part.quantity -= pin.repeat;
      if (part.quantity < 0)
        throw new RangeError(`pinned patterns hold more of part ${leaf.part} than the job asks for`);
    }
  }
  return { parts: [...parts.values()], boards: [...boards.values()] };
}

/** The bound of what is left counts the pinned sheets on top, but a plan bound by its pins is never called proven. */
function withPins(job: CuttingJob, pins: readonly Pin[], plan: CutPlan): CutPlan {
  const patterns = [...pins, ...plan.patterns];
  const figures = figuresOf(job, patterns);
  return {
    ...plan,
    boardsUsed: figures.boardsUsed,
    cost: figures.cost,
    sawSeconds: figures.sawSeconds,
    yield: figures.yield,
    bound: { boards: 0, proven: false, method: 'none with pinned patterns' },
    patterns,
  };
}

/** The constructions of the portfolio, best general ones first. */
const PORTFOLIO: readonly Style[] = (['area', 'long', 'short', 'around'] as const).flatMap((order) =>
  ([2, 1.5, 1.25] as const).flatMap((power) =>
    (['cheap', 'small', 'large'] as const).map((boards) => ({ order, noise: 0, power, blink: 0, boards })),
  ),
);

/** Moves of polishing after a plan is proven: nothing but price and saw time is left to win. */
const POLISH_AFTER_PROOF = 3_000;

class MaterialRun {
  moves = 0;
  finished = false;
  private readonly job: CuttingJob;
  private readonly catalog: Catalog;
  private readonly search: Search;
  private readonly bound: Omit<Bound, 'proven'>;
  private readonly styles: readonly Style[];
  private climb: GoalClimb | null = null;
  private polish: Polish | null = null;
  private polished = 0;
  private wholePlans = 0;

  constructor(job: CuttingJob, parts: readonly Part[], boards: readonly Board[], seed: number) {
    this.job = job;
    this.catalog = makeCatalog(job, parts, boards);
    this.bound = boundOf(job, parts, boards);
    this.search = new Search(this.catalog, job.objective, job.offcut, seed);
    // With one size of board the rules for choosing among boards are all the same.
    this.styles = PORTFOLIO.filter((s) => this.catalog.stocks.length > 1 || s.boards === 'cheap');
    if (this.catalog.demands.length === 0 || this.catalog.stocks.length === 0) this.finished = true;
    else this.search.offer(this.search.construct(this.styles[0]!));
  }

  /** One step of search. Returns true when the best plan became better. */
  move(over: () => boolean): boolean {
    const at = this.moves++;
    const { search, styles } = this;
    if (at < styles.length - 1) return search.offer(search.construct(styles[at + 1]!));
    const goal = this.goal();
    if (goal && this.wholePlans < 6) {
      const greed = [0.1, 0.25, 0.4][this.wholePlans++ % 3]!;
      const plan = search.constructBySheet(10, greed, over);
      return plan !== null && search.offer(plan);
    }
    const { objective } = this.job;
    const share = objective === 'boards' ? 30 : objective === 'cost' ? 2 : 1.5;
    const polishing = goal === null || Math.floor(at / 200) % share >= share - 1;
    if (!polishing) {
      this.climb ??= new GoalClimb(search, goal);
      const better = this.climb.move();
      if (better) {
        const next = this.goal();
        if (next) this.climb.restart(next);
      }
      return better;
    }
    if (goal === null && objective === 'boards' && ++this.polished > POLISH_AFTER_PROOF) {
      this.finished = true;
      return false;
    }
    this.polish ??= new Polish(search);
    this.polish.follow();
    return this.polish.move();
  }

  /** What the next plan must stay within; null where no plan can be better in sheets or their price. */
  private goal(): Goal | null {
    const { best, bestFigures } = this.search;
    if (best.unplaced.length > 0) return { sheets: Infinity, cost: Infinity };
    const cheaper = bestFigures.sheetCost - 1e-6;
    const goals: Goal[] =
      this.job.objective === 'boards'
        ? [
            { sheets: bestFigures.sheets - 1, cost: Infinity },
            { sheets: bestFigures.sheets, cost: cheaper },
          ]
        : [{ sheets: Infinity, cost: cheaper }];
    return goals.find((g) => this.isReachable(g)) ?? null;
  }

  /** False only where sheets and money surely do not suffice. */
  private isReachable(goal: Goal): boolean {
    if (goal.sheets < Math.max(1, this.bound.boards)) return false;
    const prices = this.catalog.stocks.map((s) => s.board.cost);
    if (this.bound.boards * Math.min(...prices) > goal.cost) return false;
    const { kerf } = this.catalog;
    let area = this.catalog.demands.reduce((sum, d) => sum + d.area * d.quantity, 0);
    let money = 0;
    const stocks = this.catalog.stocks
      .map((s) => ({ area: (s.length + kerf) * (s.width + kerf), cost: s.board.cost, quantity: s.quantity }))
      .sort((a, b) => a.cost / a.area - b.cost / b.area);
    for (const s of stocks) {
      const share = Math.min(s.quantity, area / s.area);
      money += share * s.cost;
      area -= share * s.area;
    }
    return money <= goal.cost;
  }

  patterns(): Pattern[] {
    return mergeEqual(patternsOf(this.catalog, this.search.best.sheets, this.job.offcut));
  }

  unplaced(): { part: string; quantity: number }[] {
    const counts = new Map<string, number>();
    const { parts, demands } = this.catalog;
    for (const demand of this.search.best.unplaced)
      for (const piece of demands[demand]!.pieces)
        counts.set(parts[piece]!.id, (counts.get(parts[piece]!.id) ?? 0) + 1);
    return this.job.parts
      .filter((p) => counts.has(p.id))
      .map((p) => ({ part: p.id, quantity: counts.get(p.id)! }));
  }

  plan(seed: number): CutPlan {
    const patterns = this.patterns();
    const figures = figuresOf(this.job, patterns);
    const unplaced = this.unplaced();
    const boards = unplaced.length > 0 ? 0 : this.bound.boards;
    return {
      job: this.job.name,
      seed,
      engine: ENGINE,
      seconds: null,
      boardsUsed: figures.boardsUsed,
      cost: figures.cost,
      sawSeconds: figures.sawSeconds,
      yield: figures.yield,
      bound: {
        boards,
        proven: unplaced.length === 0 && figures.boardsUsed === boards && this.firstTermIsSheets(),
        method: unplaced.length > 0 ? 'none' : this.bound.method,
      },
      patterns,
      unplaced,
    };
  }

  /**
   * Fewest sheets prove the first term of `boards` always, that of `cost` (the sheets' price) where all sheets cost
   * the same, and that of `time` never.
   */
  private firstTermIsSheets(): boolean {
    if (this.job.objective === 'boards') return true;
    if (this.job.objective === 'time') return false;
    return new Set(this.catalog.stocks.map((s) => s.board.cost)).size === 1;
  }
}
