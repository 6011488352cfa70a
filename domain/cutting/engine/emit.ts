import type { Hmm } from '#domain/kernel/units.ts';
import type { OffcutPolicy } from '../instance.ts';
import type { Pattern, PlanNode } from '../plan.ts';
import type { Catalog } from './catalog.ts';
import { markOf, type Cell, type Sheet } from './sheet.ts';

/** A sheet as a pattern of the plan: positions fixed, leftovers named, nodes that are cut nowhere left out. */
export function emitSheet(catalog: Catalog, sheet: Sheet, policy: OffcutPolicy): Pattern {
  const { board } = catalog.stocks[sheet.stock]!;
  const { trim } = catalog.saw;
  const root = sheet.root;
  const at = { x: trim.left as number, y: trim.bottom as number };
  const length = root.dir === 0 ? root.size : root.across;
  const width = root.dir === 0 ? root.across : root.size;
  return {
    board: board.id,
    repeat: 1,
    root: emitCut(catalog, policy, sheet, root, at.x, at.y, length, width),
  };
}

function box(x: number, y: number, length: number, width: number): PlanNode {
  return { x: x as Hmm, y: y as Hmm, length: length as Hmm, width: width as Hmm };
}

/** What stands in a cut, flattened: a child that is one uncut piece in the same direction gives its own children. */
interface Piece {
  along: number;
  /** sorts equal sheets into equal trees: `mark` of its cell */
  order: number;
  cell: Cell | null;
  member: { part: string; turned: boolean; across: number } | null;
}

/** The only piece of a cut without a saw line, if it is one. */
function soleOf(cell: Cell): Cell | null {
  return cell.demand < 0 && cell.kids.length === 1 && cell.free === 0 ? cell.kids[0]! : null;
}

function piecesOf(catalog: Catalog, cell: Cell, into: Piece[][]): void {
  for (const kid of cell.kids) {
    if (kid.demand >= 0 && kid.lie!.runDir === cell.dir) {
      // A run in its own direction: its members are children of this very cut, in order and never parted.
      const { board } = catalog.stocks[kid.sheet.stock]!;
      into.push(
        catalog.demands[kid.demand]!.members(kid.lie!, board).map((m) => ({
          along: m.along,
          order: markOf(kid),
          cell: null,
          member: { part: catalog.parts[m.part]!.id, turned: m.turned, across: m.across },
        })),
      );
      continue;
    }
    const sole = soleOf(kid);
    if (sole && sole.demand < 0) piecesOf(catalog, sole, into);
    else into.push([{ along: kid.across, order: markOf(kid), cell: sole ?? kid, member: null }]);
  }
}

function emitCut(
  catalog: Catalog,
  policy: OffcutPolicy,
  sheet: Sheet,
  cell: Cell,
  x: number,
  y: number,
  length: number,
  width: number,
): PlanNode {
  const sole = soleOf(cell);
  if (sole) return emit(catalog, policy, sheet, sole, x, y, length, width);
  const blocks: Piece[][] = [];
  piecesOf(catalog, cell, blocks);
  const sizeOf = (block: Piece[]): number => block.reduce((sum, p) => sum + p.along + catalog.kerf, 0);
  // Wide strips first, as the fence moves only one way; equal ones side by side.
  blocks.sort((a, b) => sizeOf(b) - sizeOf(a) || a[0]!.order - b[0]!.order);
  const node = box(x, y, length, width);
  node.cut = cell.dir === 0 ? 'x' : 'y';
  const total = cell.dir === 0 ? length : width;
  const across = cell.dir === 0 ? width : length;
  const rest = total + catalog.kerf - blocks.reduce((sum, b) => sum + sizeOf(b), 0);
  if (catalog.minLast > 0 && rest <= catalog.kerf) holdLast(catalog, blocks, across);

  const children: PlanNode[] = [];
  let at = cell.dir === 0 ? x : y;
  const put = (along: number): [number, number, number, number] =>
    cell.dir === 0 ? [at, y, along, width] : [x, at, length, along];
  for (const piece of blocks.flat()) {
    const [px, py, pl, pw] = put(piece.along);
    if (piece.cell) children.push(emit(catalog, policy, sheet, piece.cell, px, py, pl, pw));
    else children.push(emitMember(catalog, policy, cell.dir, piece.member!, px, py, pl, pw));
    at += piece.along + catalog.kerf;
  }
  if (rest > catalog.kerf) children.push(leftover(policy, ...put(rest - catalog.kerf)));
  node.children = children;
  return node;
}

/** Moves a block to the end whose last piece the clamps can hold: one that is cut further, or wide enough. */
function holdLast(catalog: Catalog, blocks: Piece[][], across: number): void {
  const holds = (block: Piece[]): boolean => {
    const piece = block[block.length - 1]!;
    if (piece.along >= catalog.minLast) return true;
    return piece.cell ? piece.cell.demand < 0 || piece.cell.lie!.runDir >= 0 : piece.member!.across < across;
  };
  for (let i = blocks.length - 1; i >= 0; i--) {
    if (!holds(blocks[i]!)) continue;
    blocks.push(...blocks.splice(i, 1));
    return;
  }
}

function emit(
  catalog: Catalog,
  policy: OffcutPolicy,
  sheet: Sheet,
  cell: Cell,
  x: number,
  y: number,
  length: number,
  width: number,
): PlanNode {
  if (cell.demand < 0) return emitCut(catalog, policy, sheet, cell, x, y, length, width);
  const lie = cell.lie!;
  const { board } = catalog.stocks[sheet.stock]!;
  const members = catalog.demands[cell.demand]!.members(lie, board);
  if (lie.runDir < 0) return partLeaf(catalog.parts[members[0]!.part]!.id, lie.turned, x, y, length, width);
  const node = box(x, y, length, width);
  const dir = lie.runDir as 0 | 1;
  let at = dir === 0 ? x : y;
  node.cut = dir === 0 ? 'x' : 'y';
  node.children = members.map((m) => {
    const place: [number, number, number, number] =
      dir === 0 ? [at, y, m.along, width] : [x, at, length, m.along];
    at += m.along + catalog.kerf;
    const member = { part: catalog.parts[m.part]!.id, turned: m.turned, across: m.across };
    return emitMember(catalog, policy, dir, member, ...place);
  });
  return members.length === 1 ? node.children[0]! : node;
}

/** A member of a run; sized across where it is narrower than the strip. */
function emitMember(
  catalog: Catalog,
  policy: OffcutPolicy,
  dir: 0 | 1,
  member: { part: string; turned: boolean; across: number },
  x: number,
  y: number,
  length: number,
  width: number,
): PlanNode {
  const span = dir === 0 ? width : length;
  if (member.across === span) return partLeaf(member.part, member.turned, x, y, length, width);
  const node = box(x, y, length, width);
  const rest = span - member.across;
  node.cut = dir === 0 ? 'y' : 'x';
  node.children =
    dir === 0
      ? [partLeaf(member.part, member.turned, x, y, length, member.across)]
      : [partLeaf(member.part, member.turned, x, y, member.across, width)];
  if (rest > catalog.kerf) {
    const from = member.across + catalog.kerf;
    node.children.push(
      dir === 0
        ? leftover(policy, x, y + from, length, span - from)
        : leftover(policy, x + from, y, span - from, width),
    );
  }
  return node;
}

function partLeaf(
  part: string,
  turned: boolean,
  x: number,
  y: number,
  length: number,
  width: number,
): PlanNode {
  const leaf = box(x, y, length, width);
  leaf.part = part;
  if (turned) leaf.rotated = true;
  return leaf;
}

function leftover(policy: OffcutPolicy, x: number, y: number, length: number, width: number): PlanNode {
  const leaf = box(x, y, length, width);
  if (Math.max(length, width) >= policy.minLength && Math.min(length, width) >= policy.minWidth)
    leaf.offcut = true;
  return leaf;
}
