import type { PartOrder } from './part-order.ts';
import { findSpot, openSheet, type Workshop } from './places.ts';
import { apply, cloneSheet, collectOpen, sameCell, type Cell } from './sheet.ts';
import { looseOf, type Goal, type Solution, type Style } from './solution.ts';

/**
 * Puts back all that is unplaced, as far as sheets, stock and goal allow.
 * @param within sheets on which to look for room; all when absent
 */
export function recreate(
  shop: Workshop & { readonly order: PartOrder },
  solution: Solution,
  style: Style,
  goal: Goal,
  within = looseOf(solution),
): void {
  const { catalog, stamp } = shop;
  const waiting = solution.unplaced;
  solution.unplaced = [];
  shop.order.sort(waiting, style);
  let open: Cell[] = [];
  for (const sheet of within) {
    // A sheet of an earlier move changes no more, so its open nodes are collected once.
    if (sheet.stamp === stamp) collectOpen(sheet.root, catalog, open);
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
    let spot = findSpot(shop, open, demand, style);
    if (spot) {
      const { sheet } = spot.cell;
      if (sheet.stamp !== stamp) {
        const own = cloneSheet(sheet, stamp);
        solution.sheets[solution.sheets.indexOf(sheet)] = own;
        spot.cell = sameCell(spot.cell, own);
        open = open.filter((c) => c.sheet !== sheet);
        collectOpen(own.root, catalog, open);
      }
    } else {
      spot = openSheet(shop, solution, demand, style, goal);
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
