import { mm, type Hmm } from '#domain/kernel/units.ts';
import type { CutDirection, CuttingJob } from './instance.ts';
import { sawSecondsOf } from './saw-time.ts';

/**
 * One rectangle of the cut tree, in the board's own coordinates (raw board corner = 0,0).
 * A node with `cut` has children that fill it, one kerf apart; a leaf is a part, an offcut or waste.
 */
export interface PlanNode {
  x: Hmm;
  y: Hmm;
  length: Hmm;
  width: Hmm;
  cut?: CutDirection;
  children?: PlanNode[];
  part?: string;
  /** the part's length lies along y */
  rotated?: boolean;
  offcut?: boolean;
}

/** One way to cut up a board, and on how many equal sheets. */
export interface Pattern {
  board: string;
  repeat: number;
  root: PlanNode;
}

export interface Bound {
  /** proven lower bound on the number of sheets; 0 where there is none */
  boards: number;
  /** true only when the plan is optimal in its objective's first term */
  proven: boolean;
  method: string;
}

export interface CutPlan {
  job: string;
  seed: number;
  engine: string;
  /** CPU seconds spent; null under a move budget, so that the same moves give the same bytes */
  seconds: number | null;
  boardsUsed: number;
  cost: number;
  sawSeconds: number;
  /** area of the parts ÷ area of the sheets */
  yield: number;
  bound: Bound;
  patterns: Pattern[];
  unplaced: { part: string; quantity: number }[];
}

/** All leaves of a cut tree, in cutting order. */
export function* leavesOf(node: PlanNode): Generator<PlanNode> {
  if (!node.children) yield node;
  else for (const child of node.children) yield* leavesOf(child);
}

export interface PlanFigures {
  boardsUsed: number;
  /** price of the sheets alone */
  sheetCost: number;
  /** sheets + saw seconds ÷ 3600 × hour rate − offcuts */
  cost: number;
  sawSeconds: number;
  yield: number;
}

/** The figures of a plan by the formulas of the contract, from the patterns alone. */
export function figuresOf(job: CuttingJob, patterns: readonly Pattern[]): PlanFigures {
  const boards = new Map(job.boards.map((b) => [b.id, b]));
  let boardsUsed = 0;
  let sheetCost = 0;
  let sawSeconds = 0;
  let credit = 0;
  let partArea = 0;
  let sheetArea = 0;
  for (const { board: id, repeat, root } of patterns) {
    const board = boards.get(id);
    if (!board) throw new RangeError(`pattern on unknown board ${id}`);
    const area = board.length * board.width;
    boardsUsed += repeat;
    sheetCost += repeat * board.cost;
    sheetArea += repeat * area;
    sawSeconds += sawSecondsOf(root, repeat, board.thickness, job.saw);
    for (const leaf of leavesOf(root)) {
      if (leaf.part !== undefined) partArea += repeat * leaf.length * leaf.width;
      else if (leaf.offcut)
        credit += (repeat * job.offcut.value * board.cost * (leaf.length * leaf.width)) / area;
    }
  }
  return {
    boardsUsed,
    sheetCost,
    cost: sheetCost + (sawSeconds / 3600) * job.saw.hourRate - credit,
    sawSeconds,
    yield: sheetArea ? partArea / sheetArea : 0,
  };
}

/** Equal sheets become one pattern; the order is that of first appearance. */
export function mergeEqual(patterns: readonly Pattern[]): Pattern[] {
  const merged = new Map<string, Pattern>();
  for (const pattern of patterns) {
    const key = `${pattern.board} ${JSON.stringify(pattern.root)}`;
    const known = merged.get(key);
    if (known) known.repeat += pattern.repeat;
    else merged.set(key, { ...pattern });
  }
  return [...merged.values()];
}

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

/** The plan as the JSON value of the contract: lengths in mm, time fields left out under a move budget. */
export function writePlan(plan: CutPlan): Record<string, unknown> {
  return {
    job: plan.job,
    seed: plan.seed,
    engine: plan.engine,
    ...(plan.seconds === null ? {} : { seconds: rounded(plan.seconds, 1) }),
    boardsUsed: plan.boardsUsed,
    cost: rounded(plan.cost, 2),
    sawSeconds: rounded(plan.sawSeconds, 1),
    yield: rounded(plan.yield, 3),
    bound: plan.bound,
    patterns: plan.patterns.map((p) => ({ board: p.board, repeat: p.repeat, root: writeNode(p.root) })),
    unplaced: plan.unplaced,
  };
}

function writeNode(node: PlanNode): Record<string, unknown> {
  const at = { x: mm(node.x), y: mm(node.y), length: mm(node.length), width: mm(node.width) };
  if (node.children) return { ...at, cut: node.cut, children: node.children.map(writeNode) };
  if (node.part !== undefined) return { ...at, part: node.part, ...(node.rotated ? { rotated: true } : {}) };
  return node.offcut ? { ...at, offcut: true } : at;
}
