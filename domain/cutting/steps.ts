import { mm, type Hmm } from '#domain/kernel/units.ts';
import type { CutDirection } from './instance.ts';
import type { PlanNode } from './plan.ts';

/**
 * `rip` = along the board (saw line at constant y), `head` = across it as the very first cut, `cross` = across a
 * strip, `recut` = every later change of direction.
 */
export type CutKind = 'rip' | 'head' | 'cross' | 'recut';

/** What falls off at a step: a part, an offcut, waste, or a strip that is cut further on. */
export type Piece =
  | { kind: 'part'; part: string; rotated: boolean; length: Hmm; width: Hmm }
  | { kind: 'offcut'; name: string; length: Hmm; width: Hmm }
  | { kind: 'waste'; length: Hmm; width: Hmm }
  | { kind: 'strip'; name: string; length: Hmm; width: Hmm };

export interface SawStep {
  /** 1, 2, 3 … in the order of sawing */
  no: number;
  kind: CutKind;
  cut: CutDirection;
  /** what lies on the saw: `sheet`, or the strip that fell at an earlier step */
  of: string;
  /** fence position: distance of the saw line from the end of the piece on the table */
  position: Hmm;
  /** length of the cut */
  length: Hmm;
  /** pieces that are free after this cut */
  falls: Piece[];
}

/**
 * The step list of one pattern. Strips come off from the widest fence position to the narrowest, so that the fence
 * moves one way only; a strip waits until its level is done, then strips are cut in the order in which they fell.
 * Runs of fronts keep the order of the plan.
 *
 * @param keepOrder parts whose neighbours may not change places (members of a group)
 * @returns steps in sawing order, and the pieces in that order: the order of the labels
 */
export function stepsOf(
  root: PlanNode,
  keepOrder: (part: string) => boolean = () => false,
): { steps: SawStep[]; pieces: Piece[] } {
  const steps: SawStep[] = [];
  const pieces: Piece[] = [];
  const counts = { strips: 0, offcuts: 0 };
  const name = (node: PlanNode): Piece => {
    const size = { length: node.length, width: node.width };
    if (node.part !== undefined)
      return { kind: 'part', part: node.part, rotated: node.rotated === true, ...size };
    if (node.offcut) return { kind: 'offcut', name: `O${++counts.offcuts}`, ...size };
    return node.children
      ? { kind: 'strip', name: `S${++counts.strips}`, ...size }
      : { kind: 'waste', ...size };
  };

  const waiting: { node: PlanNode; of: string; depth: number }[] = [{ node: root, of: 'sheet', depth: 0 }];
  if (!root.children) return { steps, pieces: [name(root)] };
  for (let at = waiting.shift(); at; at = waiting.shift()) {
    const { node, of, depth } = at;
    const cut = node.cut!;
    const size = (n: PlanNode): Hmm => (cut === 'x' ? n.length : n.width);
    const children = sawOrder(node.children!, size, keepOrder);
    const last = node.children!.at(-1)!;
    const end = (n: PlanNode): number => (cut === 'x' ? n.x + n.length : n.y + n.width);
    const dust = end(node) - end(last);
    const further: typeof waiting = [];
    const take = (piece: Piece, from: PlanNode): void => {
      if (piece.kind === 'strip') further.push({ node: from, of: piece.name, depth: depth + 1 });
      else pieces.push(piece);
    };
    const saws = children.length - (dust > 0 ? 0 : 1);
    for (let i = 0; i < saws; i++) {
      const child = children[i]!;
      const free = [child];
      // What is left behind the last saw line is free as well, unless it is dust.
      if (i === saws - 1 && dust <= 0) free.push(children[i + 1]!);
      const falls = free.map(name);
      steps.push({
        no: steps.length + 1,
        kind: kindOf(cut, depth),
        cut,
        of,
        position: size(child),
        length: cut === 'x' ? node.width : node.length,
        falls,
      });
      falls.forEach((piece, k) => take(piece, free[k]!));
    }
    // A lone child without dust is sawn nowhere at this level.
    if (saws === 0) take(name(children[0]!), children[0]!);
    waiting.unshift(...further);
  }
  return { steps, pieces };
}

function kindOf(cut: CutDirection, depth: number): CutKind {
  if (depth === 0) return cut === 'x' ? 'head' : 'rip';
  return depth === 1 ? 'cross' : 'recut';
}

/** Strips and parts from wide to narrow, leftovers last; a cut that holds a run stays in the plan's order. */
function sawOrder(
  children: readonly PlanNode[],
  size: (n: PlanNode) => Hmm,
  keepOrder: (part: string) => boolean,
): PlanNode[] {
  const holdsRun = children.some((c) => members(c).some(keepOrder));
  if (holdsRun) return [...children];
  const isLeftover = (n: PlanNode): number => (!n.children && n.part === undefined ? 1 : 0);
  return [...children].sort((a, b) => isLeftover(a) - isLeftover(b) || size(b) - size(a));
}

/** Parts directly under a node, or under its sizing cut. */
function members(node: PlanNode): string[] {
  if (node.part !== undefined) return [node.part];
  return (node.children ?? []).flatMap((c) => (c.part === undefined ? [] : [c.part]));
}

/** One line for the screen: `3 cross S1 at 720 mm (559.5 mm long): side`. */
export function describeStep(step: SawStep): string {
  const names = step.falls.map((p) =>
    p.kind === 'part'
      ? p.part
      : p.kind === 'waste'
        ? 'waste'
        : `${p.name} (${mm(p.length)} x ${mm(p.width)})`,
  );
  return `${step.no} ${step.kind} ${step.of} at ${mm(step.position)} mm (${mm(step.length)} mm long): ${names.join(', ')}`;
}
