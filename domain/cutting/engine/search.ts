import type { Objective, OffcutPolicy } from '../instance.ts';
import type { Catalog } from './catalog.ts';
import { evaluate, type Evaluation } from './evaluate.ts';
import { Random } from './random.ts';
import {
  apply,
  cloneSheet,
  collectOpen,
  costAcross,
  costAlong,
  costSpan,
  emptySheet,
  leftoverWorth,
  remove,
  sameCell,
  tighten,
  type Cell,
  type Sheet,
  type Spot,
  type Way,
} from './sheet.ts';

/** Sheets in use and what found no place. Sheets are shared between solutions; a move clones those it touches. */
export interface Solution {
  sheets: Sheet[];
  unplaced: number[];
}

/** A sheet filled from what was waiting, and what went onto it. */
interface Filling {
  sheet: Sheet;
  taken: number[];
  score: number;
}

/** What a move may use: no more sheets and no more money than this. */
export interface Goal {
  sheets: number;
  cost: number;
}

export type Order = 'area' | 'long' | 'short' | 'around' | 'chance';
const ORDERS: readonly Order[] = ['area', 'long', 'short', 'around', 'chance'];
export type BoardRule = 'cheap' | 'small' | 'large' | 'chance';

/** How a recreate step behaves. */
export interface Style {
  order: Order;
  /** relative noise on the sorting key */
  noise: number;
  /** exponent of the worth of a leftover: 1.25, 1.5 or 2 */
  power: number;
  /** chance to overlook a place */
  blink: number;
  boards: BoardRule;
}

const EPSILON = 1e-9;

/** What room that lies together counts against area without a place. */
const ROOM = 0.2;

/** Lists up to here, as most moves make them, are sorted by insertion. */
const FEW = 32;

function sortFew(values: Float64Array, length: number): void {
  for (let i = 1; i < length; i++) {
    const value = values[i]!;
    let at = i;
    for (; at > 0 && values[at - 1]! > value; at--) values[at] = values[at - 1]!;
    values[at] = value;
  }
}

/** The sheets that moves may change: all but those held in stacks. */
function looseOf(solution: Solution): Sheet[] {
  return solution.sheets.some((s) => s.held) ? solution.sheets.filter((s) => !s.held) : solution.sheets;
}

/** The engine's working state for one material. */
export class Search {
  readonly catalog: Catalog;
  readonly objective: Objective;
  readonly policy: OffcutPolicy;
  readonly random: Random;
  best: Solution;
  bestFigures: Evaluation;
  private stamp = 0;
  private readonly keys: Float64Array;
  /** the sort for which a demand's key was made */
  private readonly keyed: Int32Array;
  private sorts = 0;
  private readonly packed = new Float64Array(FEW);

  constructor(catalog: Catalog, objective: Objective, policy: OffcutPolicy, seed: number) {
    this.catalog = catalog;
    this.objective = objective;
    this.policy = policy;
    this.random = new Random(seed);
    this.keys = new Float64Array(catalog.demands.length);
    this.keyed = new Int32Array(catalog.demands.length);
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

  costOfSheets(sheets: readonly Sheet[]): number {
    let sum = 0;
    for (const s of sheets) sum += this.catalog.stocks[s.stock]!.board.cost;
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

  private key(demand: number, order: Order): number {
    const d = this.catalog.demands[demand]!;
    if (order === 'area') return d.area;
    if (order === 'long') return d.longSide * 1e6 + d.shortSide;
    if (order === 'short') return d.shortSide * 1e6 + d.longSide;
    if (order === 'around') return d.longSide + d.shortSide;
    return 0;
  }

  /** Sorts what is to be placed; equal demands stay together unless chance is asked for. */
  private sort(list: number[], style: Style): void {
    const { keys, random } = this;
    if (style.order === 'chance') {
      for (let i = list.length - 1; i > 0; i--) {
        const j = random.below(i + 1);
        [list[i], list[j]] = [list[j]!, list[i]!];
      }
      return;
    }
    if (list.length === 0) return;
    const { keyed } = this;
    const now = ++this.sorts;
    let most = 0;
    for (const d of list) {
      if (keyed[d] === now) continue;
      keyed[d] = now;
      const key = this.key(d, style.order) * (1 + style.noise * (random.next() - 0.5));
      keys[d] = key;
      if (key > most) most = key;
    }
    // Key and demand in one whole number below 2^53: numbers sort many times faster than with a comparison of ours.
    const kinds = keys.length;
    const scale = most > 0 ? 2 ** 52 / (kinds + 1) / most : 0;
    const packed = list.length <= FEW ? this.packed : new Float64Array(list.length);
    for (let i = 0; i < list.length; i++) {
      const d = list[i]!;
      packed[i] = -(Math.floor(keys[d]! * scale) * kinds) + d;
    }
    if (list.length <= FEW) sortFew(packed, list.length);
    else packed.sort();
    for (let i = 0; i < list.length; i++) {
      // The remainder of such large doubles is slow; the quotient may be off by one.
      const value = packed[i]!;
      const demand = value - Math.floor(value / kinds) * kinds;
      list[i] = demand < 0 ? demand + kinds : demand >= kinds ? demand - kinds : demand;
    }
  }

  /** Best place for a demand among open cut nodes; null where there is none. */
  private findSpot(open: readonly Cell[], demand: number, style: Style): Spot | null {
    const { catalog, random } = this;
    let best = Infinity;
    let spot: Spot | null = null;
    const shortest = catalog.demands[demand]!.shortSide;
    for (const cell of open) {
      if (cell.free < shortest + catalog.kerf || cell.across < shortest) continue;
      const lies = catalog.lies[cell.sheet.stock]![demand]!;
      for (const lie of lies) {
        const isRoomy =
          cell.dir === 0
            ? lie.x + catalog.kerf <= cell.free && lie.y <= cell.across
            : lie.y + catalog.kerf <= cell.free && lie.x <= cell.across;
        if (!isRoomy) continue;
        const along = costAlong(catalog, cell, lie, style.power);
        const across = costAcross(catalog, cell, lie, style.power);
        let cost = along;
        let way: Way = 'along';
        if (across < cost) {
          cost = across;
          way = 'across';
        }
        if (lie.runDir >= 0 && cost === Infinity) {
          cost = costSpan(catalog, cell, lie, style.power);
          way = 'span';
        }
        if (cost >= best || (style.blink > 0 && random.next() < style.blink)) continue;
        best = cost;
        spot = { cell, lie, way };
      }
    }
    return spot;
  }

  /** An empty sheet on which the demand fits, by the style's rule; null when stock or goal forbid. */
  private openSheet(solution: Solution, demand: number, style: Style, goal: Goal): Spot | null {
    const { catalog, random } = this;
    if (solution.sheets.length >= goal.sheets) return null;
    const money = this.costOfSheets(solution.sheets);
    const used = new Array<number>(catalog.stocks.length).fill(0);
    for (const s of solution.sheets) used[s.stock]! += 1;
    let best: Spot | null = null;
    let bestRank = Infinity;
    catalog.stocks.forEach((stock, s) => {
      if (used[s]! >= stock.quantity || money + stock.board.cost > goal.cost + EPSILON) return;
      const spot = this.spotOnEmpty(s, demand, style);
      if (!spot) return;
      const rank =
        style.boards === 'cheap'
          ? stock.board.cost / stock.area
          : style.boards === 'small'
            ? stock.area
            : style.boards === 'large'
              ? -stock.area
              : random.next();
      if (rank < bestRank) {
        bestRank = rank;
        best = spot;
      }
    });
    return best;
  }

  private spotOnEmpty(stock: number, demand: number, style: Style): Spot | null {
    const { firstCut } = this.catalog.saw;
    const open: Cell[] = [];
    if (firstCut !== 'y') open.push(emptySheet(this.catalog, stock, 0, this.stamp).root);
    if (firstCut !== 'x') open.push(emptySheet(this.catalog, stock, 1, this.stamp).root);
    // Both first cuts are tried: by merit mostly, by chance now and then.
    if (open.length === 2 && style.blink > 0 && this.random.next() < 0.3)
      open.splice(this.random.below(2), 1);
    return this.findSpot(open, demand, { ...style, blink: 0 }) ?? null;
  }

  /** Whether the demand can be cut from any of the boards at all, alone. */
  canPlace(demand: number): boolean {
    const style: Style = { order: 'area', noise: 0, power: 2, blink: 0, boards: 'cheap' };
    return this.catalog.stocks.some((_, s) => this.spotOnEmpty(s, demand, style) !== null);
  }

  /**
   * Puts back all that is unplaced, as far as sheets, stock and goal allow.
   * @param within sheets on which to look for room; all when absent
   */
  recreate(solution: Solution, style: Style, goal: Goal, within = looseOf(solution)): void {
    const { catalog } = this;
    const waiting = solution.unplaced;
    solution.unplaced = [];
    this.sort(waiting, style);
    let open: Cell[] = [];
    for (const sheet of within) {
      // A sheet of an earlier move changes no more, so its open nodes are collected once.
      if (sheet.stamp === this.stamp) collectOpen(sheet.root, catalog, open);
      else {
        if (!sheet.open) collectOpen(sheet.root, catalog, (sheet.open = []));
        for (const cell of sheet.open) open.push(cell);
      }
    }
    let failed = -1;
    for (const demand of waiting) {
      if (demand === failed) {
        solution.unplaced.push(demand);
        continue;
      }
      let spot = this.findSpot(open, demand, style);
      if (spot) {
        const { sheet } = spot.cell;
        if (sheet.stamp !== this.stamp) {
          const own = cloneSheet(sheet, this.stamp);
          solution.sheets[solution.sheets.indexOf(sheet)] = own;
          spot.cell = sameCell(spot.cell, own);
          open = open.filter((c) => c.sheet !== sheet);
          collectOpen(own.root, catalog, open);
        }
      } else {
        spot = this.openSheet(solution, demand, style, goal);
        if (!spot) {
          if (style.blink === 0) failed = demand;
          solution.unplaced.push(demand);
          continue;
        }
        solution.sheets.push(spot.cell.sheet);
        open.push(spot.cell);
      }
      apply(catalog, spot, demand, open);
    }
  }

  /** A whole plan in one go. */
  construct(style: Style, goal: Goal = { sheets: Infinity, cost: Infinity }): Solution {
    this.stamp += 1;
    const solution: Solution = { sheets: [], unplaced: this.everything() };
    this.recreate(solution, style, goal);
    return solution;
  }

  /** The same sheets and as many more as what waits still needs. */
  complete(solution: Solution): Solution {
    this.stamp += 1;
    const whole = this.share(solution);
    const style: Style = { order: 'area', noise: 0, power: 2, blink: 0, boards: 'cheap' };
    this.recreate(whole, style, { sheets: Infinity, cost: Infinity });
    return whole;
  }

  /**
   * A plan sheet by sheet: each sheet is filled `tries` times in different styles and the best filling is kept,
   * measured by the area of its parts with a bonus for large ones (they are harder to place later).
   *
   * With `stack` sheets going under the saw at once, a filling that can be made `stack` times (or less, down to two)
   * from what is waiting is preferred when it is worse by no more than the share `slack`: equal sheets are then held.
   */
  constructBySheet(tries: number, greed: number, stop: () => boolean, stack = 1, slack = 0): Solution | null {
    const { catalog } = this;
    const { demands } = catalog;
    const counts = Int32Array.from(demands, (d) => d.quantity);
    const mean = demands.reduce((s, d) => s + d.netArea, 0) / Math.max(1, demands.length);
    const weights = Float64Array.from(demands, (d) => d.netArea * Math.pow(d.netArea / mean, greed));
    const solution: Solution = { sheets: [], unplaced: [] };
    for (;;) {
      let best: Filling | null = null;
      let single = 0;
      let times = 1;
      for (let repeat = 1; repeat <= stack; repeat++) {
        const filling = this.fillBest(counts, repeat, tries, weights, solution.sheets, stop);
        if (stop()) return null;
        if (!filling) break;
        if (filling.score < single * (1 - slack)) continue;
        // Measured against the best single filling, so that allowances do not add up.
        best = { ...filling, score: single || filling.score };
        single = best.score;
        times = repeat;
      }
      if (!best) break;
      for (let i = 0; i < times; i++) {
        const sheet = i === 0 ? best.sheet : cloneSheet(best.sheet, best.sheet.stamp);
        sheet.held = times > 1;
        solution.sheets.push(sheet);
        for (const d of best.taken) counts[d]! -= 1;
      }
    }
    demands.forEach((_, d) => {
      for (let i = 0; i < counts[d]!; i++) solution.unplaced.push(d);
    });
    return solution;
  }

  /** The best of some fillings of a fresh sheet that can be made `repeat` times; null where there is none. */
  private fillBest(
    counts: Int32Array,
    repeat: number,
    tries: number,
    weights: Float64Array,
    others: Sheet[],
    stop: () => boolean,
  ): Filling | null {
    const { catalog } = this;
    const each = repeat === 1 ? counts : counts.map((n) => Math.floor(n / repeat));
    const waiting: number[] = [];
    for (let d = 0; d < each.length; d++) if (each[d]! > 0) waiting.push(d);
    let best: Filling | null = null;
    for (let i = 0; i < tries && waiting.length > 0 && !stop(); i++) {
      const style = this.randomStyle(i === 0 ? 0 : 0.4);
      if (style.order === 'chance') style.order = 'area';
      const order = waiting.slice();
      this.sort(order, style);
      this.stamp += 1;
      const filled = this.fillOne(order, each, others, style);
      if (!filled) continue;
      const { board, area, quantity } = catalog.stocks[filled.sheet.stock]!;
      if (repeat > 1 && others.filter((s) => s.stock === filled.sheet.stock).length + repeat > quantity)
        continue;
      let score = 0;
      for (const d of filled.taken) score += weights[d]!;
      score /= board.cost || area;
      if (!best || score > best.score) best = { ...filled, score };
    }
    return best;
  }

  /** Fills a single fresh sheet from what is waiting, in its order; stock already used by `others` is respected. */
  private fillOne(
    order: readonly number[],
    counts: Int32Array,
    others: Sheet[],
    style: Style,
  ): { sheet: Sheet; taken: number[] } | null {
    const taken: number[] = [];
    const open: Cell[] = [];
    let sheet: Sheet | null = null;
    for (const demand of order) {
      for (let left = counts[demand]!; left > 0; left--) {
        const spot: Spot | null = sheet
          ? this.findSpot(open, demand, style)
          : this.openSheet({ sheets: others, unplaced: [] }, demand, style, {
              sheets: Infinity,
              cost: Infinity,
            });
        if (!spot) break;
        if (!sheet) {
          sheet = spot.cell.sheet;
          open.push(spot.cell);
        }
        apply(this.catalog, spot, demand, open);
        taken.push(demand);
        for (let i = open.length - 1; i >= 0; i--)
          if (open[i]!.free <= this.catalog.smallest) open.splice(i, 1);
      }
      if (sheet && open.length === 0) break;
    }
    return sheet && { sheet, taken };
  }

  randomStyle(noise: number): Style {
    const { random } = this;
    const roll = random.next();
    const order: Order = roll < 0.5 ? 'area' : ORDERS[1 + random.below(4)]!;
    const boards: BoardRule = random.next() < 0.5 ? 'cheap' : random.next() < 0.5 ? 'chance' : 'small';
    return { order, noise, power: [1.25, 1.5, 2, 2][random.below(4)]!, blink: 0.02, boards };
  }

  /** A copy that shares all sheets. */
  share(of: Solution): Solution {
    return { sheets: of.sheets.slice(), unplaced: of.unplaced.slice() };
  }

  /**
   * Takes pieces off: random subtrees, from poorly filled sheets more often than from full ones.
   * The solution must be a copy of its own (`share`); sheets are cloned before they change.
   * @returns the sheets that were touched and are still in use
   */
  ruin(solution: Solution, target: number): Sheet[] {
    const { catalog, random } = this;
    this.stamp += 1;
    const removed: number[] = [];
    const spread = 1 + random.below(4);
    const chosen: Sheet[] = [];
    const loose = looseOf(solution).slice();
    for (let i = 0; i < spread && loose.length > chosen.length; i++) {
      let pick = -1;
      for (let t = 0; t < 2; t++) {
        const at = random.below(loose.length);
        if (pick < 0 || this.fill(loose[at]!) < this.fill(loose[pick]!)) pick = at;
        if (random.next() < 0.5) break;
      }
      const own = this.own(solution, solution.sheets.indexOf(loose[pick]!));
      loose[pick] = own;
      if (!chosen.includes(own)) chosen.push(own);
    }
    if (random.next() < 0.03 && chosen.length > 0) {
      this.drop(solution, chosen[0]!, removed);
      chosen.shift();
    }
    for (let guard = 0; removed.length < target && chosen.length > 0 && guard < 40; guard++) {
      const at = random.below(chosen.length);
      const sheet = chosen[at]!;
      let cell = sheet.root;
      // Down the tree: stop early for a whole strip, late for one part.
      while (cell.demand < 0 && (cell.parent === null || random.next() < 0.8))
        cell = cell.kids[random.below(cell.kids.length)]!;
      if (!remove(catalog, cell, removed)) {
        solution.sheets.splice(solution.sheets.indexOf(sheet), 1);
        chosen.splice(at, 1);
      }
    }
    if (catalog.minLast === 0) for (const sheet of chosen) tighten(sheet.root);
    solution.unplaced.push(...removed);
    return chosen;
  }

  /** Sheets on which a move looks for room: those it touched and a few others by chance, all where there are few. */
  around(solution: Solution, touched: Sheet[], more: number): Sheet[] {
    const sheets = looseOf(solution);
    if (sheets.length <= touched.length + more) return sheets;
    for (let i = 0; i < more; i++) {
      const sheet = sheets[this.random.below(sheets.length)]!;
      if (!touched.includes(sheet)) touched.push(sheet);
    }
    return touched;
  }

  private fill(sheet: Sheet): number {
    return sheet.filled / this.catalog.stocks[sheet.stock]!.area;
  }

  private own(solution: Solution, at: number): Sheet {
    const sheet = solution.sheets[at]!;
    if (sheet.stamp === this.stamp) return sheet;
    return (solution.sheets[at] = cloneSheet(sheet, this.stamp));
  }

  private drop(solution: Solution, sheet: Sheet, removed: number[]): void {
    remove(this.catalog, sheet.root, removed);
    solution.sheets.splice(solution.sheets.indexOf(sheet), 1);
  }

  /** Dissolves the sheets that hold least until the goal has room again. */
  dissolve(solution: Solution, goal: Goal): void {
    this.stamp += 1;
    while (
      solution.sheets.length > 0 &&
      (solution.sheets.length > goal.sheets || this.costOfSheets(solution.sheets) > goal.cost + EPSILON)
    ) {
      let worst = -1;
      for (let i = 0; i < solution.sheets.length; i++) {
        if (solution.sheets[i]!.held) continue;
        if (worst < 0 || solution.sheets[i]!.filled < solution.sheets[worst]!.filled) worst = i;
      }
      if (worst < 0) return;
      const sheet = this.own(solution, worst);
      this.drop(solution, sheet, solution.unplaced);
    }
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
