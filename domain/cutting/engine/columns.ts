import { CoveringLp, type Column } from '../lp/covering.ts';
import { GoalClimb } from './improve.ts';
import { costOfSheets } from './places.ts';
import type { Search } from './search.ts';
import { apply, cloneSheet, emptySheet, type Cell, type Sheet } from './sheet.ts';
import { share, type Solution } from './solution.ts';
import { StripPricing, type StripPattern } from './strip-pricing.ts';

/** Pieces of each kind at least, on average: below that patterns hardly repeat and the programme says little. */
const REPEATS_MIN = 8;
/** Kinds of parts at most: the programme's basis is as many rows and columns. */
const KINDS_MAX = 160;
/** Rounds of pricing in a dive; the columns of the whole demand are there already. */
const DIVE_ROUNDS = 12;
/** Moves after which the packing of what rounding left over gives up. */
const PATIENCE = 3_000;
/** Sheets that rounding chose last and that may be packed again. */
const LOOSE = 14;
/** Dives in a row without a better plan after which nothing more is to be expected. */
const DIVES_IDLE = 400;
/** The same where other moves found a plan that is better by a share: parts in strips are not the way here. */
const DIVES_BEHIND = 3;
const BEHIND = 0.003;
/** The end of a dive is packed again where it is worse than the best dive by so many sheets at most. */
const WORTH_PACKING = 0.3;

/** Weight of the dearest part in the bound: sums of thousands of them stay whole in a double. */
const WEIGHT = 1e8;

const NEVER = -1;

interface Choice {
  pattern: StripPattern;
  times: number;
}

/**
 * Column generation for demand that repeats (Gilmore and Gomory 1961, 1965): a linear programme says how often each
 * pattern is to be cut, a knapsack finds the pattern that its prices lack. Whole numbers come from diving: what the
 * programme uses once or more is fixed, or else one pattern that it uses most, and it is asked again for the rest.
 * The sheets fixed last are packed again by ruin and recreate. From the second dive on chance decides what is fixed.
 *
 * The patterns are cut in two stages and sized, whatever the saw may do beyond that.
 */
export class Columns {
  finished = false;
  /** sheets that every plan needs at least, from the moment the programme's prices stand; 0 where they prove nothing */
  bound = 0;
  private readonly search: Search;
  private readonly pricing: StripPricing;
  private readonly quantities: Int32Array;
  private readonly patterns: StripPattern[] = [];
  private readonly known = new Set<string>();
  private readonly lp: CoveringLp;
  private generated = false;
  private left: Int32Array;
  private chosen: Choice[] = [];
  private climb: GoalClimb | null = null;
  private climbing = 0;
  private dives = 0;
  private idle = 0;
  private least = Infinity;
  private leastDive = Infinity;

  /** Whether the material is one for columns: repeating demand, boards without end, and no rule about single cuts. */
  static suit(search: Search): boolean {
    const { catalog } = search;
    const { demands, stocks, lies, stages, minLast, maxCut } = catalog;
    const pieces = demands.reduce((sum, d) => sum + d.quantity, 0);
    return (
      demands.length > 0 &&
      demands.length <= KINDS_MAX &&
      pieces >= REPEATS_MIN * demands.length &&
      stages >= 2 &&
      minLast === 0 &&
      maxCut === Infinity &&
      demands.every(
        (d, i) =>
          d.pieces.length === 1 && stocks.some((s, k) => s.quantity === Infinity && lies[k]![i]!.length > 0),
      )
    );
  }

  constructor(search: Search) {
    this.search = search;
    const { catalog } = search;
    this.pricing = new StripPricing(catalog, 'up', true);
    this.quantities = Int32Array.from(catalog.demands, (d) => d.quantity);
    this.left = this.quantities.slice();
    const first: Column[] = [];
    catalog.demands.forEach((_, demand) => {
      const only = new Float64Array(this.quantities.length);
      only[demand] = 1;
      // The least price for one piece: the best of the boards it can be cut from.
      const found = this.pricing
        .best(only, this.quantities)
        .map((p) => ({ p, cost: this.costOf(p) / p.value }));
      const best = found.reduce((a, b) => (b.cost < a.cost ? b : a));
      this.patterns.push(best.p);
      first.push(this.columnOf(best.p));
    });
    this.lp = new CoveringLp(this.quantities, first);
  }

  /** One move. @returns a complete plan that is new, or null */
  move(over: () => boolean): Solution | null {
    if (this.climb) return this.pack();
    if (!this.generated) {
      this.generated = this.price(40, over);
      if (this.generated && this.search.catalog.stages === 2) this.bound = this.findBound();
      return null;
    }
    this.lp.reset(this.left);
    this.price(DIVE_ROUNDS, over);
    if (over()) return null;
    this.fix();
    if (this.left.some((n) => n > 0)) return null;
    return this.end();
  }

  /**
   * Farley's bound (1990) in whole numbers: the programme's prices, scaled and rounded down, are only weights here. A
   * sheet holds at most the weight of the heaviest pattern, found by exact sums over lengths rounded down, so that
   * total weight ÷ that, rounded up, is proven whatever the programme's own rounding.
   */
  private findBound(): number {
    const prices = this.lp.duals();
    const most = Math.max(...prices);
    const weights = Float64Array.from(prices, (y) => Math.max(0, Math.floor((y / most) * WEIGHT)));
    const sheet = BigInt(
      new StripPricing(this.search.catalog, 'down', false).ceiling(weights, this.quantities),
    );
    if (sheet === 0n) return 0;
    const total = [...weights].reduce((sum, w, d) => sum + BigInt(w) * BigInt(this.quantities[d]!), 0n);
    return Number((total + sheet - 1n) / sheet);
  }

  private costOf(pattern: StripPattern): number {
    return this.search.objective === 'boards' ? 1 : this.search.catalog.stocks[pattern.stock]!.board.cost;
  }

  /** The column of a pattern, without what is more than is left. */
  private columnOf(pattern: StripPattern): Column {
    const counts = countOf(pattern);
    const rows = [...counts.keys()].filter((d) => this.left[d]! > 0).sort((a, b) => a - b);
    return {
      cost: this.costOf(pattern),
      rows: Int32Array.from(rows),
      covers: Float64Array.from(rows, (d) => Math.min(counts.get(d)!, this.left[d]!)),
    };
  }

  /** Asks for patterns until the prices lack none. @returns false when the rounds were not enough */
  private price(rounds: number, over: () => boolean): boolean {
    const { lp } = this;
    for (let round = 0; round < rounds && !over(); round++) {
      lp.solve();
      const values = lp.duals();
      let fresh = false;
      for (const pattern of this.pricing.best(values, this.left)) {
        const cost = this.costOf(pattern);
        const column = this.columnOf(pattern);
        let worth = 0;
        column.rows.forEach((row, i) => (worth += values[row]! * column.covers[i]!));
        if (worth <= cost * (1 + 1e-6)) continue;
        const key = `${pattern.stock}:${pattern.dir}:${column.rows.join()}:${column.covers.join()}`;
        if (this.known.has(key)) continue;
        this.known.add(key);
        this.patterns.push(pattern);
        lp.add(column);
        fresh = true;
      }
      if (!fresh) return true;
    }
    return false;
  }

  /** Fixes what the programme uses once or more; where there is none, one pattern of those it uses in part. */
  private fix(): void {
    const { random } = this.search;
    const used = this.lp.solution();
    let whole = false;
    for (const { column, amount } of used) {
      let times = Math.floor(amount + 1e-6);
      // Later dives leave some of the whole ones to the next round, so that they end elsewhere.
      if (this.dives > 0 && times > 0 && random.next() < 0.4) times -= 1;
      if (times < 1) continue;
      this.take(this.patterns[column]!, times);
      whole = true;
    }
    if (whole) return;
    let best = -1;
    let found = -1;
    for (const { column, amount } of used) {
      const rank = amount * (this.dives > 0 ? 0.3 + random.next() : 1);
      if (rank <= best) continue;
      best = rank;
      found = column;
    }
    this.take(this.patterns[found]!, 1);
  }

  private take(pattern: StripPattern, times: number): void {
    this.chosen.push({ pattern, times });
    for (const [demand, count] of countOf(pattern))
      this.left[demand] = Math.max(0, this.left[demand]! - count * times);
  }

  /** A dive is at its end: the plan is built, and its last sheets are packed again. */
  private end(): Solution {
    const plan = this.build();
    this.dives += 1;
    this.left = this.quantities.slice();
    this.chosen = [];
    const cost = this.costOfPlan(plan);
    this.leastDive = Math.min(this.leastDive, cost);
    this.note(plan);
    // Only the better dives are worth packing their end again: that takes many times longer than the dive.
    if (cost > this.leastDive + (WORTH_PACKING * cost) / plan.sheets.length) {
      this.rest();
      return plan;
    }
    const sheets = plan.sheets.map((s, i) => {
      const own = cloneSheet(s, NEVER);
      own.held = i < plan.sheets.length - LOOSE;
      return own;
    });
    this.begin({ sheets, unplaced: [] });
    this.climbing = PATIENCE;
    return { sheets: share(plan).sheets, unplaced: [] };
  }

  private begin(plan: Solution): void {
    const { search } = this;
    const goal =
      search.objective === 'boards'
        ? { sheets: plan.sheets.length - 1, cost: Infinity }
        : { sheets: Infinity, cost: costOfSheets(search.catalog, plan.sheets) - 1e-6 };
    this.climb = new GoalClimb(search, goal, plan);
  }

  /** One move of packing what was fixed last. */
  private pack(): Solution | null {
    const climb = this.climb!;
    climb.move();
    const found = climb.reached();
    if (found) {
      this.note(found);
      this.begin(found);
      // What is held here is free for the moves to come.
      const sheets = found.sheets.map((s) => (s.held ? cloneSheet(s, NEVER) : s));
      return { sheets, unplaced: [] };
    }
    if (--this.climbing <= 0) {
      this.climb = null;
      this.rest();
    }
    return null;
  }

  /** After a dive: whether another one is worth its time. */
  private rest(): void {
    this.idle += 1;
    const { best } = this.search;
    const isBehind = best.unplaced.length === 0 && this.costOfPlan(best) < this.least * (1 - BEHIND);
    if (this.idle >= (isBehind ? DIVES_BEHIND : DIVES_IDLE)) this.finished = true;
  }

  private costOfPlan(plan: Solution): number {
    const { search } = this;
    return search.objective === 'boards' ? plan.sheets.length : costOfSheets(search.catalog, plan.sheets);
  }

  private note(plan: Solution): void {
    const cost = this.costOfPlan(plan);
    if (cost >= this.least) return;
    this.least = cost;
    this.idle = 0;
  }

  /** The chosen patterns as sheets, without what is more than the job asks for. */
  private build(): Solution {
    const left = this.quantities.slice();
    const sheets: Sheet[] = [];
    for (const { pattern, times } of this.chosen) {
      const counts = countOf(pattern);
      let full = times;
      for (const [demand, count] of counts) full = Math.min(full, Math.floor(left[demand]! / count));
      for (let i = 0; i < times; i++) {
        if (i > 0 && i < full) {
          sheets.push(cloneSheet(sheets.at(-1)!, NEVER));
          for (const [demand, count] of counts) left[demand]! -= count;
          continue;
        }
        const sheet = this.sheetOf(pattern, left);
        if (sheet) sheets.push(sheet);
      }
    }
    return { sheets, unplaced: [] };
  }

  private sheetOf(pattern: StripPattern, left: Int32Array): Sheet | null {
    const { catalog } = this.search;
    const sheet = emptySheet(catalog, pattern.stock, pattern.dir, NEVER);
    const open: Cell[] = [];
    for (const { pieces } of pattern.strips) {
      // The highest piece sets the strip up; those that are lower are sized by a cut of their own.
      const sorted = pieces.toSorted((a, b) => heightOf(b.lie, pattern.dir) - heightOf(a.lie, pattern.dir));
      let cell: Cell = sheet.root;
      for (const { demand, lie } of sorted) {
        if (left[demand]! <= 0) continue;
        left[demand]! -= 1;
        apply(catalog, { cell, lie, way: 'along' }, demand, open);
        if (cell === sheet.root && cell.kids.at(-1)!.demand < 0) cell = cell.kids.at(-1)!;
      }
    }
    return sheet.root.kids.length > 0 ? sheet : null;
  }
}

function heightOf(lie: { x: number; y: number }, dir: 0 | 1): number {
  return dir === 1 ? lie.y : lie.x;
}

function countOf(pattern: StripPattern): Map<number, number> {
  const counts = new Map<number, number>();
  for (const strip of pattern.strips)
    for (const { demand } of strip.pieces) counts.set(demand, (counts.get(demand) ?? 0) + 1);
  return counts;
}
