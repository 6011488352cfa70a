import type { Catalog } from './catalog.ts';
import { costOfSheets, EPSILON, type Workshop } from './places.ts';
import { cloneSheet, remove, tighten, type Sheet } from './sheet.ts';
import { looseOf, type Goal, type Solution } from './solution.ts';

/**
 * Takes pieces off: random subtrees, from poorly filled sheets more often than from full ones.
 * The solution must be a copy of its own (`share`); sheets are cloned before they change.
 * @returns the sheets that were touched and are still in use
 */
export function ruin(shop: Workshop, solution: Solution, target: number): Sheet[] {
  const { catalog, random } = shop;
  shop.stamp += 1;
  const removed: number[] = [];
  const spread = 1 + random.below(4);
  const chosen: Sheet[] = [];
  const loose = looseOf(solution).slice();
  for (let i = 0; i < spread && loose.length > chosen.length; i++) {
    let pick = -1;
    for (let t = 0; t < 2; t++) {
      const at = random.below(loose.length);
      if (pick < 0 || fill(catalog, loose[at]!) < fill(catalog, loose[pick]!)) pick = at;
      if (random.next() < 0.5) break;
    }
    const own = ownSheet(shop, solution, solution.sheets.indexOf(loose[pick]!));
    loose[pick] = own;
    if (!chosen.includes(own)) chosen.push(own);
  }
  if (random.next() < 0.03 && chosen.length > 0) {
    drop(catalog, solution, chosen[0]!, removed);
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
export function around({ random }: Workshop, solution: Solution, touched: Sheet[], more: number): Sheet[] {
  const sheets = looseOf(solution);
  if (sheets.length <= touched.length + more) return sheets;
  for (let i = 0; i < more; i++) {
    const sheet = sheets[random.below(sheets.length)]!;
    if (!touched.includes(sheet)) touched.push(sheet);
  }
  return touched;
}

function fill(catalog: Catalog, sheet: Sheet): number {
  return sheet.filled / catalog.stocks[sheet.stock]!.area;
}

function ownSheet(shop: Workshop, solution: Solution, at: number): Sheet {
  const sheet = solution.sheets[at]!;
  if (sheet.stamp === shop.stamp) return sheet;
  return (solution.sheets[at] = cloneSheet(sheet, shop.stamp));
}

function drop(catalog: Catalog, solution: Solution, sheet: Sheet, removed: number[]): void {
  remove(catalog, sheet.root, removed);
  solution.sheets.splice(solution.sheets.indexOf(sheet), 1);
}

/** Dissolves the sheets that hold least until the goal has room again. */
export function dissolve(shop: Workshop, solution: Solution, goal: Goal): void {
  const { catalog } = shop;
  shop.stamp += 1;
  while (
    solution.sheets.length > 0 &&
    (solution.sheets.length > goal.sheets || costOfSheets(catalog, solution.sheets) > goal.cost + EPSILON)
  ) {
    let worst = -1;
    for (let i = 0; i < solution.sheets.length; i++) {
      if (solution.sheets[i]!.held) continue;
      if (worst < 0 || solution.sheets[i]!.filled < solution.sheets[worst]!.filled) worst = i;
    }
    if (worst < 0) return;
    const sheet = ownSheet(shop, solution, worst);
    drop(catalog, solution, sheet, solution.unplaced);
  }
}
