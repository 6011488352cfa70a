import type { Saw } from './instance.ts';
import type { PlanNode } from './plan.ts';

/** What the saw does to one sheet (or one stack of equal sheets) of a pattern. */
export interface CutWork {
  /** saw lines */
  cuts: number;
  /** their length together, metres */
  metres: number;
  /** changes of direction: cut nodes whose parent is cut the other way */
  turns: number;
  /** 1 where the first cut runs across the board and more than one strip follows */
  headCuts: number;
  parts: number;
}

/**
 * Counts the work in a cut tree. A node of n children has n − 1 saw lines, and one more where dust is left behind
 * the last child. A strip is a child that is a part or is cut further; leftovers are no strips.
 */
export function workOf(root: PlanNode): CutWork {
  const work: CutWork = { cuts: 0, metres: 0, turns: 0, headCuts: 0, parts: 0 };
  if (root.cut === 'x' && root.children) {
    const strips = root.children.filter((c) => c.children || c.part !== undefined).length;
    work.headCuts = strips > 1 ? 1 : 0;
  }
  count(root, work);
  return work;
}

function count(node: PlanNode, work: CutWork): void {
  if (!node.children) {
    if (node.part !== undefined) work.parts += 1;
    return;
  }
  const last = node.children[node.children.length - 1]!;
  const rest =
    node.cut === 'x'
      ? node.x + node.length - last.x - last.length
      : node.y + node.width - last.y - last.width;
  const lines = node.children.length - 1 + (rest > 0 ? 1 : 0);
  work.cuts += lines;
  work.metres += (lines * (node.cut === 'x' ? node.width : node.length)) / 100_000;
  for (const child of node.children) {
    if (child.children && child.cut !== node.cut) work.turns += 1;
    count(child, work);
  }
}

/** Equal sheets that go under the saw at once; never less than one. */
export function sheetsPerCycle(thickness: number, saw: Saw): number {
  return saw.bookHeight === null ? 1 : Math.max(1, Math.floor(saw.bookHeight / thickness));
}

/** Seconds of one cycle, the parts' own seconds left out. */
export function cycleSeconds(work: CutWork, saw: Saw): number {
  const { speed } = saw;
  return (
    speed.secondsPerCycle +
    work.metres * (60 / speed.feedMPerMin + 60 / speed.returnMPerMin) +
    work.cuts * speed.secondsPerCut +
    work.turns * speed.secondsPerTurn +
    work.headCuts * speed.secondsPerHeadCut
  );
}

/**
 * Saw seconds of `repeat` equal sheets: ⌈repeat ÷ sheets per cycle⌉ cycles + seconds for each part.
 *
 * cycle = secondsPerCycle + Σ over cuts (length ÷ feed + length ÷ return + secondsPerCut) + secondsPerTurn × turns
 * + secondsPerHeadCut × head cuts. Trim cuts are part of secondsPerCycle.
 *
 * @param thickness of the board, same unit as the saw's book height
 */
export function sawSecondsOf(root: PlanNode, repeat: number, thickness: number, saw: Saw): number {
  const work = workOf(root);
  const cycles = Math.ceil(repeat / sheetsPerCycle(thickness, saw));
  return cycles * cycleSeconds(work, saw) + repeat * work.parts * saw.speed.secondsPerPart;
}
