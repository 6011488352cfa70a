import type { Objective, OffcutPolicy } from '../instance.ts';
import type { Catalog } from './catalog.ts';
import { evaluate, type Evaluation } from './evaluate.ts';
import { PartOrder } from './part-order.ts';
import { EPSILON, type Workshop } from './places.ts';
import { Random } from './random.ts';
import { recreate } from './recreate.ts';
import { leftoverWorth } from './sheet.ts';
import {
  NO_LIMIT,
  PLAIN,
  share,
  type BoardRule,
  type Goal,
  type Order,
  type Solution,
  type Style,
} from './solution.ts';

const ORDERS: readonly Order[] = ['area', 'long', 'short', 'around', 'chance'];

/** What room that lies together counts against area without a place. */
const ROOM = 0.2;

/** The engine's working state for one material: the best plan so far, and what every move works with. */
export class Search implements Workshop {
  readonly catalog: Catalog;
  readonly objective: Objective;
  readonly policy: OffcutPolicy;
  readonly random: Random;
  readonly order: PartOrder;
  best: Solution;
  bestFigures: Evaluation;
  stamp = 0;

  constructor(catalog: Catalog, objective: Objective, policy: OffcutPolicy, seed: number) {
    this.catalog = catalog;
    this.objective = objective;
    this.policy = policy;
    this.random = new Random(seed);
    this.order = new PartOrder(catalog, this.random);
    this.best = { sheets: [], unplaced: this.everything() };
    this.bestFigures = evaluate(catalog, [], policy);
  }

  private everything(): number[] {
    return this.catalog.demands.flatMap((d, i) => new Array<number>(d.quantity).fill(i));
  }

  areaOf(demands: readonly number[]): number {
    let sum = 0;
    for (const d of demands) sum += this.catalog.demands[d]!.netArea;
    return sum;
  }

  /** A number to be made small: the objective's terms in their order. */
  value(figures: Evaluation): number {
    if (this.objective === 'boards') return figures.sheets * 1e7 + figures.cost;
    if (this.objective === 'cost') return figures.cost;
    return figures.sawSeconds + figures.cost * 1e-6;
  }

  /** Keeps a solution when it is the best so far: first what is unplaced, then the objective. */
  offer(solution: Solution): boolean {
    const left = this.areaOf(solution.unplaced);
    const bestLeft = this.areaOf(this.best.unplaced);
    if (left > bestLeft) return false;
    const figures = evaluate(this.catalog, solution.sheets, this.policy);
    if (left === bestLeft && this.value(figures) >= this.value(this.bestFigures) - EPSILON) return false;
    this.best = { sheets: solution.sheets.slice(), unplaced: solution.unplaced.slice() };
    this.bestFigures = figures;
    return true;
  }

  /** A whole plan in one go. */
  construct(style: Style, goal: Goal = NO_LIMIT): Solution {
    this.stamp += 1;
    const solution: Solution = { sheets: [], unplaced: this.everything() };
    recreate(this, solution, style, goal);
    return solution;
  }

  /** The same sheets and as many more as what waits still needs. */
  complete(solution: Solution): Solution {
    this.stamp += 1;
    const whole = share(solution);
    recreate(this, whole, PLAIN, NO_LIMIT);
    return whole;
  }

  randomStyle(noise: number): Style {
    const { random } = this;
    const roll = random.next();
    const order: Order = roll < 0.5 ? 'area' : ORDERS[1 + random.below(4)]!;
    const boards: BoardRule = random.next() < 0.5 ? 'cheap' : random.next() < 0.5 ? 'chance' : 'small';
    return { order, noise, power: [1.25, 1.5, 2, 2][random.below(4)]!, blink: 0.02, boards };
  }

  /** What late acceptance compares on the way to a goal: area without a place, less room that lies together. */
  strain(solution: Solution): number {
    const unit = this.catalog.stocks[0]!.area;
    let room = 0;
    for (const s of solution.sheets) room += leftoverWorth(this.catalog, s);
    let left = 0;
    for (const d of solution.unplaced) left += this.catalog.demands[d]!.area;
    return left / unit - ROOM * room;
  }
}
