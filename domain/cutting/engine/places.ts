import type { Catalog } from './catalog.ts';
import type { Random } from './random.ts';
import {
  costAcross,
  costAlong,
  costSpan,
  emptySheet,
  type Cell,
  type Sheet,
  type Spot,
  type Way,
} from './sheet.ts';
import { PLAIN, type Goal, type Solution, type Style } from './solution.ts';

/** What every step of a search works with. */
export interface Workshop {
  readonly catalog: Catalog;
  readonly random: Random;
  /** the running move: sheets of this stamp are its own and may change */
  stamp: number;
}

/** Guards sums of prices. */
export const EPSILON = 1e-9;

export function costOfSheets(catalog: Catalog, sheets: readonly Sheet[]): number {
  let sum = 0;
  for (const s of sheets) sum += catalog.stocks[s.stock]!.board.cost;
  return sum;
}

/** Best place for a demand among open cut nodes; null where there is none. */
export function findSpot(
  { catalog, random }: Workshop,
  open: readonly Cell[],
  demand: number,
  style: Style,
): Spot | null {
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
export function openSheet(
  shop: Workshop,
  solution: Solution,
  demand: number,
  style: Style,
  goal: Goal,
): Spot | null {
  const { catalog, random } = shop;
  if (solution.sheets.length >= goal.sheets) return null;
  const money = costOfSheets(catalog, solution.sheets);
  const used = new Array<number>(catalog.stocks.length).fill(0);
  for (const s of solution.sheets) used[s.stock]! += 1;
  let best: Spot | null = null;
  let bestRank = Infinity;
  catalog.stocks.forEach((stock, s) => {
    if (used[s]! >= stock.quantity || money + stock.board.cost > goal.cost + EPSILON) return;
    const spot = spotOnEmpty(shop, s, demand, style);
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

function spotOnEmpty(shop: Workshop, stock: number, demand: number, style: Style): Spot | null {
  const { catalog, random, stamp } = shop;
  const { firstCut } = catalog.saw;
  const open: Cell[] = [];
  if (firstCut !== 'y') open.push(emptySheet(catalog, stock, 0, stamp).root);
  if (firstCut !== 'x') open.push(emptySheet(catalog, stock, 1, stamp).root);
  // Both first cuts are tried: by merit mostly, by chance now and then.
  if (open.length === 2 && style.blink > 0 && random.next() < 0.3) open.splice(random.below(2), 1);
  return findSpot(shop, open, demand, { ...style, blink: 0 }) ?? null;
}

/** Whether the demand can be cut from any of the boards at all, alone. */
export function canPlace(shop: Workshop, demand: number): boolean {
  return shop.catalog.stocks.some((_, s) => spotOnEmpty(shop, s, demand, PLAIN) !== null);
}
