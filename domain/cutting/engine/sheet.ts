import type { Catalog, Lie } from './catalog.ts';

/**
 * A node of a sheet's cut tree. Positions are not kept: the children of one cut may stand in any order, so one
 * number, `free`, holds all the room a node still has (its size + kerf, less size + kerf of each child).
 *
 * A *leaf* (`demand` ≥ 0) fills its parent across; a *cut node* is sawn along `dir` (0 = lines at constant x)
 * and its children lie one after another in that direction.
 */
export class Cell {
  demand: number;
  lie: Lie | null;
  dir: 0 | 1;
  /** change of direction this cut is: 1 at the root. `stages + 1` = the sizing cut, which holds one part */
  level: number;
  /** extent along `dir` */
  size: number;
  /** extent across `dir`; for children of a cut node that is their extent along the parent's direction */
  across: number;
  free: number;
  kids: Cell[];
  parent: Cell | null;
  sheet: Sheet;
  /** see `markOf`; −1 = not yet known */
  mark: number;

  constructor(
    sheet: Sheet,
    parent: Cell | null,
    dir: 0 | 1,
    level: number,
    size: number,
    across: number,
    kerf: number,
  ) {
    this.sheet = sheet;
    this.parent = parent;
    this.dir = dir;
    this.level = level;
    this.size = size;
    this.across = across;
    this.free = size + kerf;
    this.demand = -1;
    this.lie = null;
    this.kids = [];
    this.mark = -1;
  }
}

/**
 * A number that is equal for cells that are cut alike, whatever the order of their children, and different for others
 * but by a chance of one in 2^52. Asked of sheets that do not change any more; a copy forgets it.
 */
export function markOf(cell: Cell): number {
  if (cell.mark >= 0) return cell.mark;
  let high: number;
  let low: number;
  if (cell.demand >= 0) {
    high = mix(cell.demand * 2 + (cell.lie!.turned ? 1 : 0), 0x2545f491);
    low = mix(high, cell.demand + 0x1b873593);
  } else {
    high = mix(cell.across, 0x9e3779b1 + cell.dir);
    low = mix(cell.across, 0x85ebca6b + cell.dir);
    // Sums do not depend on the order.
    for (const kid of cell.kids) {
      const mark = markOf(kid);
      const top = Math.floor(mark / 0x4000000);
      const bottom = mark % 0x4000000;
      high = (high + mix(top, bottom ^ kid.across)) | 0;
      low = (low + mix(bottom, top ^ kid.across)) | 0;
    }
    high = mix(high, low);
    low = mix(low, high);
  }
  cell.mark = (high & 0x3ffffff) * 0x4000000 + (low & 0x3ffffff);
  return cell.mark;
}

function mix(a: number, b: number): number {
  let h = Math.imul(a ^ (a >>> 15), 0x2c1b3c6d) ^ b;
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
  h = Math.imul(h ^ (h >>> 15) ^ b, 0x846ca68b);
  return h ^ (h >>> 16);
}

/** One sheet. Shared between solutions and never changed once `stamp` is older than the running move. */
export class Sheet {
  stock: number;
  root!: Cell;
  /** net area of the parts on it */
  filled = 0;
  stamp: number;
  /** value of its leftovers; NaN = not yet computed */
  worth = NaN;
  /** one of a stack of equal sheets: no move takes parts off it or puts any on */
  held = false;
  /** cut nodes with room, kept while the sheet does not change; null = not yet collected */
  open: Cell[] | null = null;
  /** cached results of evaluate.ts; dropped with every change */
  figures: unknown = null;

  constructor(stock: number, stamp: number) {
    this.stock = stock;
    this.stamp = stamp;
  }
}

export function emptySheet(catalog: Catalog, stock: number, dir: 0 | 1, stamp: number): Sheet {
  const sheet = new Sheet(stock, stamp);
  const { length, width } = catalog.stocks[stock]!;
  sheet.root =
    dir === 0
      ? new Cell(sheet, null, 0, 1, length, width, catalog.kerf)
      : new Cell(sheet, null, 1, 1, width, length, catalog.kerf);
  return sheet;
}

export function cloneSheet(from: Sheet, stamp: number): Sheet {
  const sheet = new Sheet(from.stock, stamp);
  sheet.filled = from.filled;
  sheet.root = cloneCell(from.root, null, sheet);
  return sheet;
}

function cloneCell(from: Cell, parent: Cell | null, sheet: Sheet): Cell {
  const cell = new Cell(sheet, parent, from.dir, from.level, from.size, from.across, 0);
  cell.free = from.free;
  cell.demand = from.demand;
  cell.lie = from.lie;
  for (const kid of from.kids) cell.kids.push(cloneCell(kid, cell, sheet));
  return cell;
}

/** The cell of `copy` that stands where `cell` stands in its own sheet. */
export function sameCell(cell: Cell, copy: Sheet): Cell {
  if (!cell.parent) return copy.root;
  return sameCell(cell.parent, copy).kids[cell.parent.kids.indexOf(cell)]!;
}

/** Cut nodes that may still take a part, in tree order. */
export function collectOpen(cell: Cell, catalog: Catalog, into: Cell[]): void {
  if (cell.demand >= 0 || cell.level > catalog.stages) return;
  if (cell.free > catalog.smallest && cell.across >= catalog.smallest) into.push(cell);
  for (const kid of cell.kids) if (kid.demand < 0) collectOpen(kid, catalog, into);
}

/**
 * How to put a demand into a cut node.
 * `along`: as the next child, sized across by a cut of its own where needed.
 * `across`: the whole rest of the node becomes one child, sawn the other way first.
 * `span`: a run whose members are sized one by one (the last stage leaves no room for a strip of its own).
 */
export type Way = 'along' | 'across' | 'span';

export interface Spot {
  cell: Cell;
  lie: Lie;
  way: Way;
}

/** Worth of a leftover of a × b: grows faster than its area, so that one large leftover beats two small ones. */
function worth(a: number, b: number, smallest: number, power: number): number {
  if (a < smallest || b < smallest) return 0;
  const area = a * b * 1e-10;
  if (power === 2) return area * area;
  const root = Math.sqrt(area);
  return power === 1.5 ? area * root : area * Math.sqrt(root);
}

/** May `size` stand at the end of a node whose rest will be `rest`? Only waste behind it, or enough for the clamps. */
function endHolds(catalog: Catalog, cell: Cell, size: number, rest: number): boolean {
  if (catalog.minLast === 0 || rest > catalog.kerf || size >= catalog.minLast) return true;
  return cell.kids.some((k) => k.demand < 0 || lastOf(k, cell.dir) >= catalog.minLast);
}

/** What the clamps hold when this leaf comes last in a cut along `dir`. */
function lastOf(leaf: Cell, dir: 0 | 1): number {
  return leaf.lie!.runDir === dir ? leaf.lie!.lastAlong : leaf.across;
}

/** Members narrower than their run are sized by a cut as long as they are. */
function membersHold(catalog: Catalog, lie: Lie): boolean {
  return lie.even || (lie.longest <= catalog.maxCut && lie.thinnest >= catalog.minLast);
}

/** Jobs with clamps or a longest cut, and runs, have more rules than the rest. */
function isStrict(catalog: Catalog, lie: Lie): boolean {
  return lie.runDir >= 0 || catalog.minLast > 0 || catalog.maxCut !== Infinity;
}

/** Extent of a lie along and across a cut direction. */
function alongOf(lie: Lie, dir: 0 | 1): number {
  return dir === 0 ? lie.x : lie.y;
}
function acrossOf(lie: Lie, dir: 0 | 1): number {
  return dir === 0 ? lie.y : lie.x;
}

/**
 * Cost of putting a lie into a cell as its next child: leftover worth before − after, Infinity where it cannot be.
 */
export function costAlong(catalog: Catalog, cell: Cell, lie: Lie, power: number): number {
  const d = cell.dir;
  const pd = alongOf(lie, d);
  const pa = acrossOf(lie, d);
  const { kerf, stages, smallest } = catalog;
  const rest = cell.free - pd - kerf;
  const gap = cell.across - pa;
  if (rest < 0 || gap < 0 || (gap > 0 && cell.level > stages)) return Infinity;
  if (turnsFirstCut(catalog, cell, lie, rest, gap)) return Infinity;
  if (isStrict(catalog, lie) && !mayGoAlong(catalog, cell, lie, rest, gap)) return Infinity;
  const before = worth(cell.across, cell.free - kerf, smallest, power);
  const inStrip = cell.level < stages ? worth(pd, gap - kerf, smallest, power) : 0;
  return before - worth(cell.across, rest - kerf, smallest, power) - inStrip;
}

/** A root that is cut nowhere in its own direction would make the other direction the first cut. */
function turnsFirstCut(catalog: Catalog, cell: Cell, lie: Lie, rest: number, gap: number): boolean {
  if (cell.parent !== null || rest !== 0 || cell.kids.length > 0 || catalog.saw.firstCut === 'any')
    return false;
  return gap > 0 || (lie.runDir >= 0 && lie.runDir !== cell.dir);
}

function mayGoAlong(catalog: Catalog, cell: Cell, lie: Lie, rest: number, gap: number): boolean {
  const { kerf, stages, maxCut, minLast } = catalog;
  const { level } = cell;
  const run = lie.runDir >= 0;
  const sameDir = lie.runDir === cell.dir;
  const pd = alongOf(lie, cell.dir);
  // A node too long for the saw can only be taken whole.
  if (cell.across > maxCut && (cell.kids.length > 0 || rest > 0)) return false;
  if (run && !membersHold(catalog, lie)) return false;
  const runAcross = run ? acrossOf(lie, lie.runDir as 0 | 1) : 0;
  if (gap === 0) {
    if (run && !sameDir && (level + 1 > stages || runAcross > maxCut || lie.lastAlong < minLast))
      return false;
    return endHolds(catalog, cell, !run ? pd : sameDir ? lie.lastAlong : Infinity, rest);
  }
  if (level > stages || pd > maxCut) return false;
  if (run && sameDir && (level + 2 > stages || runAcross > maxCut || lie.lastAlong < minLast)) return false;
  if (run && !sameDir && level + 1 > stages) return false;
  // The new child is cut along the other direction: with no more than dust behind it, the part is its last piece.
  const inner = !run ? acrossOf(lie, cell.dir) : sameDir ? Infinity : lie.lastAlong;
  return gap > kerf || inner >= minLast;
}

/** Cost of making the whole rest of the cell one child that is sawn the other way first. */
export function costAcross(catalog: Catalog, cell: Cell, lie: Lie, power: number): number {
  const { kerf, stages, smallest } = catalog;
  const d = cell.dir;
  const rest = cell.free - alongOf(lie, d) - kerf;
  const gap = cell.across - acrossOf(lie, d);
  // Without a rest or a gap it is the same as going along; on an empty root the other first cut does it better.
  if (rest <= 0 || gap <= 0 || cell.level >= stages || (cell.parent === null && cell.kids.length === 0))
    return Infinity;
  if (isStrict(catalog, lie) && !mayGoAcross(catalog, cell, lie, rest)) return Infinity;
  const before = worth(cell.across, cell.free - kerf, smallest, power);
  const beside = cell.level + 2 <= stages ? worth(acrossOf(lie, d), rest - kerf, smallest, power) : 0;
  return before - worth(cell.free - kerf, gap - kerf, smallest, power) - beside;
}

function mayGoAcross(catalog: Catalog, cell: Cell, lie: Lie, rest: number): boolean {
  const { kerf, stages, maxCut, minLast } = catalog;
  const run = lie.runDir >= 0;
  if (cell.across > maxCut || cell.free - kerf > maxCut || acrossOf(lie, cell.dir) > maxCut) return false;
  if (run) {
    if ((lie.runDir === cell.dir ? cell.level + 2 : cell.level + 3) > stages) return false;
    if (!membersHold(catalog, lie) || acrossOf(lie, lie.runDir as 0 | 1) > maxCut || lie.lastAlong < minLast)
      return false;
  }
  return rest > kerf || (run ? lie.lastAlong : alongOf(lie, cell.dir)) >= minLast;
}

/** Cost of laying a run's members side by side into a cell, each sized across from the cell's full extent. */
export function costSpan(catalog: Catalog, cell: Cell, lie: Lie, power: number): number {
  const { kerf, stages, smallest, maxCut, minLast } = catalog;
  if (lie.runDir !== cell.dir || cell.level > stages) return Infinity;
  const rest = cell.free - alongOf(lie, cell.dir) - kerf;
  const gap = cell.across - acrossOf(lie, cell.dir);
  if (rest < 0 || gap <= 0 || cell.across > maxCut || lie.longest > maxCut) return Infinity;
  if (gap <= kerf && lie.thinnest < minLast) return Infinity;
  if (!endHolds(catalog, cell, lie.lastAlong, rest)) return Infinity;
  return (
    worth(cell.across, cell.free - kerf, smallest, power) - worth(cell.across, rest - kerf, smallest, power)
  );
}

/** Carries out a spot found by `costOf`; the sheet must belong to the running move. New open cells go to `open`. */
export function apply(catalog: Catalog, spot: Spot, demand: number, open: Cell[]): void {
  const { cell, lie, way } = spot;
  const { kerf, stages } = catalog;
  const sheet = cell.sheet;
  const d = cell.dir;
  const o = d === 0 ? 1 : 0;
  const pd = d === 0 ? lie.x : lie.y;
  const pa = d === 0 ? lie.y : lie.x;
  sheet.filled += catalog.demands[demand]!.netArea;
  sheet.worth = NaN;
  sheet.figures = null;

  if (way === 'span' || (way === 'along' && pa === cell.across)) {
    addLeaf(cell, pd, cell.across);
    return;
  }
  if (way === 'along') {
    const strip = addStrip(cell, o, pd);
    addLeaf(strip, pa, pd);
    return;
  }
  const strip = addStrip(cell, o, cell.free - kerf);
  const inner = addStrip(strip, d, pa);
  addLeaf(inner, pd, pa);

  function addStrip(parent: Cell, dir: 0 | 1, across: number): Cell {
    const strip = new Cell(sheet, parent, dir, parent.level + 1, parent.across, across, kerf);
    parent.kids.push(strip);
    parent.free -= across + kerf;
    if (strip.level <= stages) open.push(strip);
    return strip;
  }

  function addLeaf(parent: Cell, across: number, size: number): void {
    const leaf = new Cell(sheet, parent, parent.dir === 0 ? 1 : 0, parent.level, size, across, kerf);
    leaf.demand = demand;
    leaf.lie = lie;
    parent.kids.push(leaf);
    parent.free -= across + kerf;
  }
}

/** Takes a cell and all below it off its sheet; the demands go to `removed`. Returns false when the sheet is empty now. */
export function remove(catalog: Catalog, cell: Cell, removed: number[]): boolean {
  const sheet = cell.sheet;
  sheet.worth = NaN;
  sheet.figures = null;
  take(cell);
  let at: Cell = cell;
  while (at.parent) {
    const parent: Cell = at.parent;
    parent.kids.splice(parent.kids.indexOf(at), 1);
    parent.free += at.across + catalog.kerf;
    if (parent.kids.length > 0) return true;
    at = parent;
  }
  return false;

  function take(c: Cell): void {
    if (c.demand >= 0) {
      removed.push(c.demand);
      sheet.filled -= catalog.demands[c.demand]!.netArea;
    } else for (const kid of c.kids) take(kid);
  }
}

/** Sum of the squared leftovers of a sheet, each as a share of the sheet: 1 for an empty sheet, near 0 for crumbs. */
export function leftoverWorth(catalog: Catalog, sheet: Sheet): number {
  if (!Number.isNaN(sheet.worth)) return sheet.worth;
  const area = catalog.stocks[sheet.stock]!.area;
  let sum = 0;
  const visit = (cell: Cell): void => {
    if (cell.demand >= 0 || cell.level > catalog.stages) return;
    const along = cell.free - catalog.kerf;
    if (along >= catalog.smallest && cell.across >= catalog.smallest) {
      const share = (along * cell.across) / area;
      sum += share * share;
    }
    for (const kid of cell.kids) visit(kid);
  };
  visit(sheet.root);
  sheet.worth = sum;
  return sum;
}

/**
 * Gives room that no child needs back to the cut above: a strip set up for a part that is gone becomes as narrow as
 * what is left in it. Not for jobs with clamps, where waste behind the last part is what holds.
 */
export function tighten(cell: Cell): void {
  for (const kid of cell.kids) {
    if (kid.demand >= 0) continue;
    tighten(kid);
    let need = 0;
    for (const inner of kid.kids)
      need = Math.max(need, inner.demand >= 0 ? kid.across : inner.size - inner.free);
    const spare = kid.across - need;
    if (spare <= 0) continue;
    kid.across = need;
    cell.free += spare;
    for (const inner of kid.kids) {
      inner.size -= spare;
      inner.free -= spare;
    }
  }
}
