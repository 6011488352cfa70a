import type { CuttingJob } from '#domain/cutting/instance.ts';
import type { Pattern, PlanNode } from '#domain/cutting/plan.ts';

/**
 * How far a way of writing saw files is proven: never read by a machine, some of it, or run on one. Nothing here is
 * called more than it was seen to be.
 */
export type Proof = 'untested' | 'partly' | 'validated';

/** Why no saw file is written, or why one is not believed. `where`: pattern, record or line; `remedy`: what to try. */
export interface SawFileRefusal {
  readonly code: 'saw_file_refused';
  readonly where: string;
  readonly why: string;
  readonly remedy: string;
  readonly [fact: string]: unknown;
}

/** A cut tree without positions: what a saw file says about a sheet. */
export interface Tree {
  length: number;
  width: number;
  cut: 'x' | 'y' | null;
  children: Tree[];
  part: string | null;
  offcut: boolean;
}

/** The tree of a plan's node, for comparing with what was read back. */
export function treeOf(node: PlanNode): Tree {
  return {
    length: node.length,
    width: node.width,
    cut: node.cut ?? null,
    children: (node.children ?? []).map(treeOf),
    part: node.part ?? null,
    offcut: node.offcut === true,
  };
}

/**
 * Area of a sheet by what becomes of it, in (0.01 mm)²: leaves, saw dust between and behind them, trims. Added up from
 * the pieces alone, so that their sum equals the board only if nothing overlaps or is missing.
 * @returns null where children do not fit into their parent
 */
function areaOf(tree: Tree, kerf: number): number | null {
  if (tree.cut === null) return tree.length * tree.width;
  const along = (t: Tree): number => (tree.cut === 'x' ? t.length : t.width);
  const across = tree.cut === 'x' ? tree.width : tree.length;
  let used = 0;
  let sum = 0;
  for (const [i, child] of tree.children.entries()) {
    if ((tree.cut === 'x' ? child.width : child.length) !== across) return null;
    const inside = areaOf(child, kerf);
    if (inside === null) return null;
    sum += inside;
    used += along(child);
    if (i > 0) {
      sum += kerf * across;
      used += kerf;
    }
  }
  const dust = along(tree) - used;
  return dust < 0 || dust > kerf ? null : sum + dust * across;
}

/** The root of a pattern and its trims make the board. @returns what is wrong with it, or null */
export function replayFault(job: CuttingJob, pattern: Pattern, tree: Tree): string | null {
  const board = job.boards.find((b) => b.id === pattern.board);
  if (!board) return `board ${pattern.board} is not known`;
  const { trim, kerf } = job.saw;
  const area = areaOf(tree, kerf);
  if (area === null) return 'its pieces do not fit into the strips they are cut from';
  const trims = board.length * board.width - tree.length * tree.width;
  const inside =
    tree.length === board.length - trim.left - trim.right &&
    tree.width === board.width - trim.bottom - trim.top;
  return inside && area + trims === board.length * board.width
    ? null
    : 'pieces, kerfs and trims do not add up to the board';
}
