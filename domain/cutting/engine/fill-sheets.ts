import { findSpot, openSheet } from './places.ts';
import type { Search } from './search.ts';
import { apply, cloneSheet, type Cell, type Sheet, type Spot } from './sheet.ts';
import { NO_LIMIT, type Solution, type Style } from './solution.ts';

/** A sheet filled from what was waiting, and what went onto it. */
interface Filling {
  sheet: Sheet;
  taken: number[];
  score: number;
}

/**
 * A plan sheet by sheet: each sheet is filled `tries` times in different styles and the best filling is kept,
 * measured by the area of its parts with a bonus for large ones (they are harder to place later).
 *
 * With `stack` sheets going under the saw at once, a filling that can be made `stack` times (or less, down to two)
 * from what is waiting is preferred when it is worse by no more than the share `slack`: equal sheets are then held.
 */
export function constructBySheet(
  search: Search,
  tries: number,
  greed: number,
  stop: () => boolean,
  stack = 1,
  slack = 0,
): Solution | null {
  const { demands } = search.catalog;
  const counts = Int32Array.from(demands, (d) => d.quantity);
  const mean = demands.reduce((s, d) => s + d.netArea, 0) / Math.max(1, demands.length);
  const weights = Float64Array.from(demands, (d) => d.netArea * Math.pow(d.netArea / mean, greed));
  const solution: Solution = { sheets: [], unplaced: [] };
  for (;;) {
    let best: Filling | null = null;
    let single = 0;
    let times = 1;
    for (let repeat = 1; repeat <= stack; repeat++) {
      const filling = fillBest(search, counts, repeat, tries, weights, solution.sheets, stop);
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
function fillBest(
  search: Search,
  counts: Int32Array,
  repeat: number,
  tries: number,
  weights: Float64Array,
  others: Sheet[],
  stop: () => boolean,
): Filling | null {
  const { catalog } = search;
  const each = repeat === 1 ? counts : counts.map((n) => Math.floor(n / repeat));
  const waiting: number[] = [];
  for (let d = 0; d < each.length; d++) if (each[d]! > 0) waiting.push(d);
  let best: Filling | null = null;
  for (let i = 0; i < tries && waiting.length > 0 && !stop(); i++) {
    const style = search.randomStyle(i === 0 ? 0 : 0.4);
    if (style.order === 'chance') style.order = 'area';
    const order = waiting.slice();
    search.order.sort(order, style);
    search.stamp += 1;
    const filled = fillOne(search, order, each, others, style);
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
function fillOne(
  search: Search,
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
        ? findSpot(search, open, demand, style)
        : openSheet(search, { sheets: others, unplaced: [] }, demand, style, NO_LIMIT);
      if (!spot) break;
      if (!sheet) {
        sheet = spot.cell.sheet;
        open.push(spot.cell);
      }
      apply(search.catalog, spot, demand, open);
      taken.push(demand);
      for (let i = open.length - 1; i >= 0; i--)
        if (open[i]!.free <= search.catalog.smallest) open.splice(i, 1);
    }
    if (sheet && open.length === 0) break;
  }
  return sheet && { sheet, taken };
}
