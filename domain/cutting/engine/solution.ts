import type { Sheet } from './sheet.ts';

/** Sheets in use and what found no place. Sheets are shared between solutions; a move clones those it touches. */
export interface Solution {
  sheets: Sheet[];
  unplaced: number[];
}

/** What a move may use: no more sheets and no more money than this. */
export interface Goal {
  sheets: number;
  cost: number;
}

/** As many sheets as stock has. */
export const NO_LIMIT: Goal = { sheets: Infinity, cost: Infinity };

export type Order = 'area' | 'long' | 'short' | 'around' | 'chance';
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

/** Best fit of large parts first, without chance. */
export const PLAIN: Style = { order: 'area', noise: 0, power: 2, blink: 0, boards: 'cheap' };

/** A copy that shares all sheets. */
export function share(of: Solution): Solution {
  return { sheets: of.sheets.slice(), unplaced: of.unplaced.slice() };
}

/** The sheets that moves may change: all but those held in stacks. */
export function looseOf(solution: Solution): Sheet[] {
  return solution.sheets.some((s) => s.held) ? solution.sheets.filter((s) => !s.held) : solution.sheets;
}
