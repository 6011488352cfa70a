import { boundOf } from './bound.ts';
import { makeCatalog, type Catalog } from './engine/catalog.ts';
import { Columns } from './engine/columns.ts';
import { constructBySheet } from './engine/fill-sheets.ts';
import { patternsOf, type Evaluation } from './engine/evaluate.ts';
import { Exclusion } from './engine/exclusion.ts';
import { GoalClimb, Polish } from './engine/improve.ts';
import { Search } from './engine/search.ts';
import type { Goal, Solution, Style } from './engine/solution.ts';
import { Stacks } from './engine/stacks.ts';
import type { Board, CuttingJob, Part } from './instance.ts';
import { figuresOf, mergeEqual, type Bound, type CutPlan } from './plan.ts';

/** Version of the engine, as plans name it. */
export const ENGINE = '1.3.0';

/** The constructions of the portfolio, best general ones first. */
const PORTFOLIO: readonly Style[] = (['area', 'long', 'short', 'around'] as const).flatMap((order) =>
  ([2, 1.5, 1.25] as const).flatMap((power) =>
    (['cheap', 'small', 'large'] as const).map((boards) => ({ order, noise: 0, power, blink: 0, boards })),
  ),
);

/** Plans made sheet by sheet: fillings tried for each sheet, and how much more large parts count. */
const BY_SHEET: readonly { tries: number; greed: number }[] = [
  { tries: 10, greed: 0.25 },
  { tries: 30, greed: 0.25 },
  { tries: 30, greed: 0.4 },
  { tries: 30, greed: 0.1 },
];

/** From so many pieces on, best fit over all sheets is slower than sheet by sheet, and worse. */
const MANY_PIECES = 700;

/** Moves of polishing after a plan is proven: nothing but price and saw time is left to win. */
const POLISH_AFTER_PROOF = 3_000;

/** Moves without a plan as small as the bound after which it is asked whether there is one at all. */
const EXCLUDE_AFTER = 400;
/** One of so many moves is given to that question. */
const EXCLUDE_EVERY = 4;

/** The search for one material: starts, climbs towards fewer sheets, and polishing, one move at a time. */
export class MaterialRun {
  /** complete plans with stacks that were found on the way, the best one or not */
  readonly stacked: Solution[] = [];
  moves = 0;
  finished = false;
  private readonly job: CuttingJob;
  private readonly catalog: Catalog;
  private readonly search: Search;
  private bound: Omit<Bound, 'proven'>;
  private readonly styles: readonly Style[];
  private climb: GoalClimb | null = null;
  private polish: Polish | null = null;
  private stacks: Stacks | null = null;
  private columns: Columns | null = null;
  private exclusion: { sheets: number; question: Exclusion | null } | null = null;
  private polished = 0;
  private goalOf: Solution | null = null;
  private nextGoal: Goal | null = null;
  private bySheet = 0;
  private styled = 1;
  private readonly pieces: number;

  constructor(job: CuttingJob, parts: readonly Part[], boards: readonly Board[], seed: number) {
    this.job = job;
    this.catalog = makeCatalog(job, parts, boards);
    this.bound = boundOf(job, parts, boards);
    this.search = new Search(this.catalog, job.objective, job.offcut, seed);
    // With one size of board the rules for choosing among boards are all the same.
    this.pieces = this.catalog.demands.reduce((sum, d) => sum + d.quantity, 0);
    this.styles = PORTFOLIO.filter((s) => this.catalog.stocks.length > 1 || s.boards === 'cheap');
    if (this.catalog.demands.length === 0 || this.catalog.stocks.length === 0) this.finished = true;
    else if (this.pieces < MANY_PIECES) this.search.offer(this.search.construct(this.styles[0]!));
    else this.search.offer(constructBySheet(this.search, 2, 0.25, () => false)!);
    // Columns save sheets, and those do not count where only the saw's time does.
    if (!this.finished && job.objective !== 'time' && Columns.suit(this.search))
      this.columns = new Columns(this.search);
  }

  /** One step of search. Returns true when the best plan became better. */
  move(over: () => boolean): boolean {
    const at = this.moves++;
    const { search, styles } = this;
    const { objective } = this.job;
    const goal = this.goal();
    const whole = goal && BY_SHEET[this.bySheet];
    if (whole) {
      this.bySheet += 1;
      const plan = constructBySheet(search, whole.tries, whole.greed, over);
      return plan !== null && search.offer(plan);
    }
    if (goal && this.styled < styles.length && this.pieces < MANY_PIECES)
      return search.offer(search.construct(styles[this.styled++]!));
    if (goal && this.columns && !this.columns.finished && this.moves % 4 !== 0) {
      const plan = this.columns.move(over);
      if (this.columns.bound > this.bound.boards) {
        this.bound = { boards: this.columns.bound, method: 'column generation' };
        this.goalOf = null;
      }
      return plan !== null && search.offer(plan);
    }
    if (goal && this.moves % EXCLUDE_EVERY === 0 && this.exclude()) return false;
    if (objective !== 'boards') {
      this.stacks ??= new Stacks(search, this.bound.boards);
      if (!this.stacks.finished) {
        const plan = this.stacks.move(over);
        if (plan) this.stacked.push(plan);
        return plan !== null && search.offer(plan);
      }
    }
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

  /**
   * Works on the question whether as many sheets as the bound says suffice, where the best plan has one more.
   * @returns false where there is no such question, or no longer one
   */
  private exclude(): boolean {
    const { boards } = this.bound;
    const { best } = this.search;
    if (this.moves < EXCLUDE_AFTER || this.job.objective === 'time') return false;
    if (best.unplaced.length > 0 || best.sheets.length !== boards + 1) return false;
    if (this.exclusion?.sheets !== boards) {
      const question = Exclusion.suit(this.catalog, boards) ? new Exclusion(this.catalog, boards) : null;
      this.exclusion = { sheets: boards, question };
    }
    const { question } = this.exclusion;
    if (question?.answer !== 'open') return false;
    if (question.move() === 'excluded') {
      this.bound = { boards: boards + 1, method: 'exhaustive builds' };
      this.goalOf = null;
    }
    return true;
  }

  /** What the next plan must stay within; null where no plan can be better in sheets or their price. */
  private goal(): Goal | null {
    const { best } = this.search;
    if (this.goalOf !== best) {
      this.goalOf = best;
      this.nextGoal = this.findGoal();
    }
    return this.nextGoal;
  }

  private findGoal(): Goal | null {
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

  /** What the best plan so far comes to. */
  get figures(): Evaluation {
    return this.search.bestFigures;
  }

  unplaced(solution = this.search.best): { part: string; quantity: number }[] {
    const counts = new Map<string, number>();
    const { parts, demands } = this.catalog;
    for (const demand of solution.unplaced)
      for (const piece of demands[demand]!.pieces)
        counts.set(parts[piece]!.id, (counts.get(parts[piece]!.id) ?? 0) + 1);
    return this.job.parts
      .filter((p) => counts.has(p.id))
      .map((p) => ({ part: p.id, quantity: counts.get(p.id)! }));
  }

  /** A solution of this run as a plan, the best one unless told otherwise. */
  plan(seed: number, solution = this.search.best): CutPlan {
    const patterns = mergeEqual(patternsOf(this.catalog, solution.sheets, this.job.offcut));
    const figures = figuresOf(this.job, patterns);
    const unplaced = this.unplaced(solution);
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
