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

  constructor(sheet: Sheet, parent: Cell | null, dir: 0 | 1, level: number, size: number, across: number, kerf: number) {
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
  }
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

/**
 * Cost of the best way to put a lie into a cell (leftover worth before − after), or Infinity where it cannot be.
 * The way itself is left in `chosenWay`.
 */
export let chosenWay: Way = 'along';
export function costOf(catalog: Catalog, cell: Cell, lie: Lie, power: number): number {
  const d = cell.dir;
  const pd = d === 0 ? lie.x : lie.y;
  const pa = d === 0 ? lie.y : lie.x;
  const { kerf, stages, smallest, maxCut } = catalog;
  const rest = cell.free - pd - kerf;
  if (rest < 0 || pa > cell.across) return Infinity;
  const gap = cell.across - pa;
  const bare = cell.parent === null && cell.kids.length === 0;
  // A root that is cut nowhere in its own direction would make the other direction the first cut.
  if (bare && rest === 0 && catalog.saw.firstCut !== 'any' && (gap > 0 || (lie.runDir >= 0 && lie.runDir !== d))) return Infinity;
  if (lie.runDir >= 0 || catalog.minLast > 0 || maxCut !== Infinity) return strictCost(catalog, cell, lie, power);

  const level = cell.level;
  if (gap > 0 && level > stages) return Infinity;
  const before = worth(cell.across, cell.free - kerf, smallest, power);
  const open = level + 1 <= stages;
  let best =
    before - worth(cell.across, rest - kerf, smallest, power) - (open ? worth(pd, gap - kerf, smallest, power) : 0);
  chosenWay = 'along';
  if (open && rest > 0 && gap > 0 && !bare) {
    const all = cell.free - kerf;
    const other =
      before -
      worth(all, gap - kerf, smallest, power) -
      (level + 2 <= stages ? worth(pa, rest - kerf, smallest, power) : 0);
    if (other < best) {
      best = other;
      chosenWay = 'across';
    }
  }
  return best;
}

/** The same with the rules that few jobs have: runs, clamps, longest cut. */
function strictCost(catalog: Catalog, cell: Cell, lie: Lie, power: number): number {
  const d = cell.dir;
  const pd = d === 0 ? lie.x : lie.y;
  const pa = d === 0 ? lie.y : lie.x;
  const { kerf, stages, smallest, maxCut, minLast } = catalog;
  const rest = cell.free - pd - kerf;
  const gap = cell.across - pa;
  const level = cell.level;
  const run = lie.runDir >= 0;
  const sameDir = lie.runDir === d;
  // A node too long for the saw can only be taken whole.
  if (cell.across > maxCut && (cell.kids.length > 0 || rest > 0)) return Infinity;
  const before = worth(cell.across, cell.free - kerf, smallest, power);
  let best = Infinity;

  if (alongAllowed()) {
    const open = gap > 0 && level + 1 <= stages;
    best = before - worth(cell.across, rest - kerf, smallest, power) - (open ? worth(pd, gap - kerf, smallest, power) : 0);
    chosenWay = 'along';
  } else if (run && sameDir && level <= stages && endHolds(catalog, cell, lie.lastAlong, rest) && lie.longest <= maxCut && spanHolds()) {
    best = before - worth(cell.across, rest - kerf, smallest, power);
    chosenWay = 'span';
  }
  if (acrossAllowed()) {
    const other =
      before -
      worth(cell.free - kerf, gap - kerf, smallest, power) -
      (level + 2 <= stages ? worth(pa, rest - kerf, smallest, power) : 0);
    if (other < best) {
      best = other;
      chosenWay = 'across';
    }
  }
  return best;

  /** A member sized with no more than dust behind it must be wide enough for the clamps. */
  function spanHolds(): boolean {
    return gap > kerf || lie.thinnest >= minLast;
  }

  function alongAllowed(): boolean {
    if (run && !runHolds()) return false;
    if (gap === 0) {
      if (run && !sameDir && (level + 1 > stages || runAcross() > maxCut || lie.lastAlong < minLast)) return false;
      return endHolds(catalog, cell, run && !sameDir ? Infinity : run ? lie.lastAlong : pd, rest);
    }
    if (level > stages || pd > maxCut) return false;
    if (run && (sameDir ? level + 2 > stages || runAcross() > maxCut || lie.lastAlong < minLast : level + 1 > stages)) return false;
    // The new child is cut along the other direction: with no more than dust behind it, the part is its last piece.
    const inner = run && !sameDir ? lie.lastAlong : run ? Infinity : pa;
    return gap > kerf || inner >= minLast;
  }

  function acrossAllowed(): boolean {
    if (rest <= 0 || gap <= 0 || level + 1 > stages) return false;
    if (cell.parent === null && cell.kids.length === 0) return false;
    if (run && (sameDir ? level + 2 : level + 3) > stages) return false;
    if (cell.free - kerf > maxCut || pa > maxCut) return false;
    if (run && (!runHolds() || runAcross() > maxCut || lie.lastAlong < minLast)) return false;
    return rest > kerf || (run ? lie.lastAlong : pd) >= minLast;
  }

  function runAcross(): number {
    return lie.runDir === 0 ? lie.y : lie.x;
  }

  /** Members narrower than their run are sized by a cut as long as they are. */
  function runHolds(): boolean {
    return lie.even || (lie.longest <= maxCut && lie.thinnest >= minLast);
  }
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
