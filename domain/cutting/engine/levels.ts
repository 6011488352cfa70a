import { LateAcceptance } from './improve.ts';
import { recreate } from './recreate.ts';
import { around, ruin } from './ruin.ts';
import type { Search } from './search.ts';
import { cloneSheet, type Sheet } from './sheet.ts';
import { share, type Solution } from './solution.ts';

/** Moves for filling the sheets of one level: so many for each part it has to offer, and at most. */
const FILL_MOVES_EACH = 5;
const FILL_MOVES_MAX = 1_500;
/** Parts taken off by a move at most. */
const RUIN = 10;
/** Sheets beside the touched ones on which a move looks for room. */
const AROUND = 8;
const HISTORY = 200;
/** With fewer sheets there is little to repeat, and moves are better spent on saw time itself. */
const SHEETS_MIN = 8;

/** How to make a plan in levels. */
export interface Scheme {
  /** times that the sheets of each level are made, falling, above 1 */
  times: readonly number[];
  /** share of what a level has to offer that its sheets may hold: less leaves more to choose from */
  share: number;
  /** how much less than the mean of the best plan a repeated sheet may hold, as a share of the sheet */
  slack: number;
}

/**
 * Sheets that repeat, level by level: what is wanted four times or more is packed, a quarter of it, onto as many
 * sheets as it fills, each of which is then made four times; then what is left and wanted twice; and so on. Each level
 * is a packing problem of its own with a fraction of the parts, solved by ruin and recreate for the fullest sheets:
 * what finds no place waits for the next level. One move at a time, like all searches here.
 */
export class Levels {
  private readonly search: Search;
  private readonly scheme: Scheme;
  private readonly counts: Int32Array;
  private readonly wanted: number;
  private readonly held: Sheet[] = [];
  private at = -1;
  private left = 0;
  private current: Solution = { sheets: [], unplaced: [] };
  private strain = 0;
  private accept = new LateAcceptance(1, 0);
  private best: Solution = { sheets: [], unplaced: [] };
  private bestArea = Infinity;

  constructor(search: Search, scheme: Scheme) {
    this.search = search;
    this.scheme = scheme;
    const { demands, stocks } = search.catalog;
    this.counts = Int32Array.from(demands, (d) => d.quantity);
    const net = demands.reduce((sum, d) => sum + d.netArea * d.quantity, 0);
    this.wanted = net / (search.best.sheets.length * stocks[0]!.area) - scheme.slack;
    this.next();
  }

  /** Where a plan may be made in levels: one kind of board without end, and sheets enough for some to be equal. */
  static suit(search: Search): boolean {
    const { stocks } = search.catalog;
    const { sheets, unplaced } = search.best;
    const isEndless = stocks.length === 1 && stocks[0]!.quantity === Infinity;
    return isEndless && unplaced.length === 0 && sheets.length >= SHEETS_MIN;
  }

  /** One move. @returns the held sheets and all that still waits for a place, once all levels are done; null before */
  move(): Solution | null {
    const { search } = this;
    if (this.at >= this.scheme.times.length) {
      const unplaced: number[] = [];
      this.counts.forEach((n, d) => {
        for (let i = 0; i < n; i++) unplaced.push(d);
      });
      return { sheets: this.held.slice(), unplaced };
    }
    const { random } = search;
    const next = share(this.current);
    const touched = ruin(search, next, 1 + random.below(RUIN));
    const goal = { sheets: this.sheets, cost: Infinity };
    const style = search.randomStyle(random.next() < 0.5 ? 0 : 0.3);
    recreate(search, next, style, goal, around(search, next, touched, AROUND));
    const strain = search.strain(next);
    if (this.accept.accepts(strain, this.strain)) {
      this.current = next;
      this.strain = strain;
    }
    this.note(next);
    if (--this.left <= 0) {
      this.keep();
      this.next();
    }
    return null;
  }

  private sheets = 0;

  private note(solution: Solution): void {
    const area = this.search.areaOf(solution.unplaced);
    if (area >= this.bestArea) return;
    this.bestArea = area;
    this.best = share(solution);
  }

  /** Holds the sheets of the level that are full enough, as often as the level says. */
  private keep(): void {
    const { search } = this;
    const times = this.scheme.times[this.at]!;
    const { area } = search.catalog.stocks[0]!;
    for (const sheet of this.best.sheets) {
      if (sheet.filled / area < this.wanted) continue;
      for (let i = 0; i < times; i++) {
        const copy = cloneSheet(sheet, -1);
        copy.held = true;
        this.held.push(copy);
      }
      for (const demand of demandsOf(sheet)) this.counts[demand]! -= times;
    }
  }

  /** Goes on to the next level that has a sheet to fill. */
  private next(): void {
    const { search } = this;
    const { demands, stocks } = search.catalog;
    while (++this.at < this.scheme.times.length) {
      const times = this.scheme.times[this.at]!;
      const waiting: number[] = [];
      let area = 0;
      this.counts.forEach((n, d) => {
        const each = Math.floor(n / times);
        area += each * demands[d]!.netArea;
        for (let i = 0; i < each; i++) waiting.push(d);
      });
      const fills = area / (stocks[0]!.area * Math.max(0.5, this.wanted));
      this.sheets = Math.floor(fills * this.scheme.share);
      if (this.sheets < 1 && fills >= 1.03) this.sheets = 1;
      if (this.sheets < 1) continue;
      this.current = { sheets: [], unplaced: waiting };
      recreate(search, this.current, search.randomStyle(0), { sheets: this.sheets, cost: Infinity });
      this.strain = search.strain(this.current);
      this.accept = new LateAcceptance(HISTORY, this.strain);
      this.bestArea = Infinity;
      this.note(this.current);
      this.left = Math.min(FILL_MOVES_MAX, FILL_MOVES_EACH * waiting.length);
      return;
    }
  }
}

function demandsOf(sheet: Sheet): number[] {
  const found: number[] = [];
  const cells = [sheet.root];
  for (let cell = cells.pop(); cell; cell = cells.pop()) {
    if (cell.demand >= 0) found.push(cell.demand);
    cells.push(...cell.kids);
  }
  return found;
}
