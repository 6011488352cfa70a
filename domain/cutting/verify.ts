import { mm, type Hmm } from '#domain/kernel/units.ts';
import type { Board, CuttingJob, Part } from './instance.ts';
import type { CutPlan, PlanNode } from './plan.ts';

/** Faults told at most; a plan with more is as useless. */
const FAULTS_MAX = 20;

/**
 * Replays a plan against its job and tells every fault; an empty list means the saw can cut it and all is there.
 * Shares no code with the engine, its figures or its rules: types only.
 *
 * Checked: board after trims, one kerf between neighbours, nothing lost and nothing beyond the parent, first cut,
 * stages with the sizing cut, longest cut, narrowest last part, part sizes, material and grain, runs of fronts,
 * smallest offcut, stock, quantities, unplaced only where stock ran out, and the plan's own figures.
 */
export function verifyPlan(job: CuttingJob, plan: CutPlan): string[] {
  const faults: string[] = [];
  const boards = new Map(job.boards.map((b) => [b.id, b]));
  const parts = new Map(job.parts.map((p) => [p.id, p]));
  const cut = new Map<string, number>();
  const used = new Map<string, number>();
  const totals = { sheetCost: 0, credit: 0, partArea: 0, sheetArea: 0, seconds: 0 };

  plan.patterns.forEach((pattern, i) => {
    const replay = new Replay(job, parts, boards.get(pattern.board), `pattern ${i + 1}`, faults);
    if (!Number.isInteger(pattern.repeat) || pattern.repeat < 1) replay.fault(`repeat ${pattern.repeat}`);
    if (!replay.board) return replay.fault(`unknown board ${pattern.board}`);
    replay.run(pattern.root);
    used.set(pattern.board, (used.get(pattern.board) ?? 0) + pattern.repeat);
    for (const [id, count] of replay.placed) cut.set(id, (cut.get(id) ?? 0) + count * pattern.repeat);
    totals.sheetCost += pattern.repeat * replay.board.cost;
    totals.sheetArea += pattern.repeat * replay.board.length * replay.board.width;
    totals.partArea += pattern.repeat * replay.partArea;
    totals.credit += pattern.repeat * replay.credit;
    totals.seconds += replay.seconds(pattern.repeat);
  });

  for (const [id, count] of used) {
    const quantity = boards.get(id)?.quantity ?? null;
    if (quantity !== null && count > quantity) faults.push(`board ${id}: ${count} used of ${quantity}`);
  }
  checkQuantities(job, plan, parts, cut, used, faults);
  checkFigures(job, plan, totals, faults);
  return faults.slice(0, FAULTS_MAX);
}

class Replay {
  readonly placed = new Map<string, number>();
  partArea = 0;
  credit = 0;
  readonly board: Board | undefined;
  private readonly job: CuttingJob;
  private readonly parts: ReadonlyMap<string, Part>;
  private readonly where: string;
  private readonly faults: string[];
  private readonly runs = new Map<string, { part: Part; node: PlanNode }[]>();
  private lines = 0;
  private metres = 0;
  private turns = 0;
  private head = 0;
  private pieces = 0;

  constructor(
    job: CuttingJob,
    parts: ReadonlyMap<string, Part>,
    board: Board | undefined,
    where: string,
    faults: string[],
  ) {
    this.job = job;
    this.parts = parts;
    this.board = board;
    this.where = where;
    this.faults = faults;
  }

  fault(text: string): void {
    this.faults.push(`${this.where}: ${text}`);
  }

  run(root: PlanNode): void {
    const { trim, firstCut } = this.job.saw;
    const board = this.board!;
    const right = board.length - trim.right;
    const top = board.width - trim.top;
    if (
      root.x !== trim.left ||
      root.y !== trim.bottom ||
      root.x + root.length !== right ||
      root.y + root.width !== top
    )
      this.fault(`its root is not the board after the trims`);
    // The first cut is the first node that is really sawn: a lone child of the same size is no cut.
    let first = root;
    while (
      first.children?.length === 1 &&
      first.children[0]!.length === first.length &&
      first.children[0]!.width === first.width
    )
      first = first.children[0]!;
    if (first.children && firstCut !== 'any' && first.cut !== firstCut)
      this.fault(`first cut along ${first.cut}, wanted ${firstCut}`);
    if (
      root.children &&
      root.cut === 'x' &&
      root.children.filter((c) => c.children || c.part !== undefined).length > 1
    )
      this.head = 1;
    this.walk(root, 0, undefined);
    for (const [group, row] of this.runs) this.checkRun(group, row);
  }

  private walk(node: PlanNode, depth: number, above: 'x' | 'y' | undefined): void {
    for (const value of [node.x, node.y, node.length, node.width])
      if (!Number.isInteger(value)) this.fault(`${value} is no whole 0.01 mm`);
    if (!(node.length > 0) || !(node.width > 0))
      this.fault(`a piece of ${mm(node.length)} x ${mm(node.width)}`);
    if (node.children === undefined) return this.leaf(node);
    if (node.part !== undefined || node.offcut)
      this.fault('a piece that is cut further cannot be a part or an offcut');
    if (node.cut !== 'x' && node.cut !== 'y') return this.fault('a node with children and no cut');
    if (node.children.length === 0) return this.fault('a cut without children');
    this.checkCut(node, node.cut);
    const level = node.cut === above ? depth : depth + 1;
    if (above !== undefined && node.cut !== above) this.turns += 1;
    const { stages } = this.job.saw;
    const sizes =
      node.children.length <= 2 &&
      node.children.every((c) => !c.children) &&
      node.children.filter((c) => c.part !== undefined).length === 1;
    if (stages !== null && (sizes ? level - 1 : level) > stages)
      this.fault(`a cut in stage ${level}, allowed are ${stages} and the sizing cut`);
    for (const child of node.children) this.walk(child, level, node.cut);
  }

  private checkCut(node: PlanNode, cut: 'x' | 'y'): void {
    const { kerf, maxCut, minLast } = this.job.saw;
    const children = node.children!;
    const start = (n: PlanNode): number => (cut === 'x' ? n.x : n.y);
    const size = (n: PlanNode): number => (cut === 'x' ? n.length : n.width);
    const at = `the cut at ${mm(node.x)},${mm(node.y)}`;
    let expected = start(node);
    for (const child of children) {
      if (start(child) !== expected)
        this.fault(`${at}: a child starts at ${start(child) / 100}, expected ${expected / 100}`);
      const spans =
        cut === 'x'
          ? child.y === node.y && child.width === node.width
          : child.x === node.x && child.length === node.length;
      if (!spans) this.fault(`${at}: a child does not span it`);
      expected = start(child) + size(child) + kerf;
    }
    const rest = start(node) + size(node) - (expected - kerf);
    if (rest < 0) this.fault(`${at}: children reach ${-rest / 100} mm beyond it`);
    if (rest > kerf) this.fault(`${at}: ${rest / 100} mm belong to no child`);
    const lines = children.length - 1 + (rest > 0 ? 1 : 0);
    const long = cut === 'x' ? node.width : node.length;
    if (maxCut !== null && lines > 0 && long > maxCut)
      this.fault(`${at}: ${mm(long)} mm long, the saw can do ${mm(maxCut)}`);
    const last = children[children.length - 1]!;
    if (minLast !== null && last.part !== undefined && size(last) < minLast)
      this.fault(`${at}: its last part is ${size(last) / 100} mm, the clamps need ${mm(minLast)}`);
    this.lines += lines;
    this.metres += (lines * long) / 1e5;
  }

  private leaf(node: PlanNode): void {
    const { offcut, parts } = { offcut: this.job.offcut, parts: this.parts };
    const board = this.board!;
    if (node.part === undefined) {
      if (!node.offcut) return;
      const [short, long] = node.length < node.width ? [node.length, node.width] : [node.width, node.length];
      if (long < offcut.minLength || short < offcut.minWidth)
        this.fault(`an offcut of ${mm(node.length)} x ${mm(node.width)} is too small to keep`);
      this.credit += (offcut.value * board.cost * node.length * node.width) / (board.length * board.width);
      return;
    }
    const part = parts.get(node.part);
    if (!part) return this.fault(`unknown part ${node.part}`);
    if (part.material !== board.material)
      this.fault(`part ${part.id} of ${part.material} on ${board.material}`);
    const turned = node.rotated === true;
    const [length, width]: [Hmm, Hmm] = turned ? [part.width, part.length] : [part.length, part.width];
    if (node.length !== length || node.width !== width)
      this.fault(
        `part ${part.id} (${mm(length)} x ${mm(width)}) is cut ${mm(node.length)} x ${mm(node.width)}`,
      );
    if (part.grain !== 'none' && board.grain !== 'none' && turned === (part.grain === board.grain))
      this.fault(`part ${part.id} lies against its grain`);
    this.placed.set(part.id, (this.placed.get(part.id) ?? 0) + 1);
    this.partArea += part.length * part.width;
    this.pieces += 1;
    if (part.group !== null)
      this.runs.set(part.group, [...(this.runs.get(part.group) ?? []), { part, node }]);
  }

  private checkRun(group: string, row: { part: Part; node: PlanNode }[]): void {
    const wanted = this.job.parts.reduce((sum, p) => sum + (p.group === group ? p.quantity : 0), 0);
    if (row.length !== wanted)
      return this.fault(`group ${group}: ${row.length} of ${wanted} parts on this sheet`);
    const up = this.board!.grain === 'width';
    const from = (n: PlanNode): number => (up ? n.y : n.x);
    const size = (n: PlanNode): number => (up ? n.width : n.length);
    const edge = (n: PlanNode): number => (up ? n.x : n.y);
    const sorted = row.toSorted((a, b) => from(a.node) - from(b.node));
    for (let i = 1; i < sorted.length; i++) {
      const [before, after] = [sorted[i - 1]!, sorted[i]!];
      if (after.part.position < before.part.position)
        this.fault(`group ${group}: ${after.part.id} comes after ${before.part.id}`);
      if (from(after.node) - from(before.node) - size(before.node) !== this.job.saw.kerf)
        this.fault(`group ${group}: ${before.part.id} and ${after.part.id} are not one kerf apart`);
      if (edge(after.node) !== edge(before.node))
        this.fault(`group ${group}: ${after.part.id} has another lower edge`);
    }
  }

  /** Saw seconds of the pattern, by the contract's model. */
  seconds(repeat: number): number {
    const { bookHeight, speed } = this.job.saw;
    const stack = bookHeight === null ? 1 : Math.max(1, Math.floor(bookHeight / this.board!.thickness));
    const running = (this.metres * 60) / speed.feedMPerMin + (this.metres * 60) / speed.returnMPerMin;
    const cycle =
      speed.secondsPerCycle +
      running +
      this.lines * speed.secondsPerCut +
      this.turns * speed.secondsPerTurn +
      this.head * speed.secondsPerHeadCut;
    return Math.ceil(repeat / stack) * cycle + repeat * this.pieces * speed.secondsPerPart;
  }
}

function checkQuantities(
  job: CuttingJob,
  plan: CutPlan,
  parts: ReadonlyMap<string, Part>,
  cut: ReadonlyMap<string, number>,
  used: ReadonlyMap<string, number>,
  faults: string[],
): void {
  const missing = new Map<string, number>();
  for (const { part: id, quantity } of plan.unplaced) {
    if (!parts.has(id) || !Number.isInteger(quantity) || quantity < 1)
      faults.push(`unplaced: ${quantity} of ${id}`);
    missing.set(id, (missing.get(id) ?? 0) + quantity);
  }
  for (const part of job.parts) {
    const placed = cut.get(part.id) ?? 0;
    const left = missing.get(part.id) ?? 0;
    if (placed + left !== part.quantity)
      faults.push(`part ${part.id}: ${placed} cut and ${left} unplaced of ${part.quantity}`);
    // A run has to fit as a whole, so that a board which holds one of its members proves nothing.
    if (left === 0 || part.group !== null) continue;
    for (const board of job.boards) {
      const isLeft = board.quantity === null || (used.get(board.id) ?? 0) < board.quantity;
      if (isLeft && board.material === part.material && alone(job, part, board))
        faults.push(`part ${part.id} is unplaced though board ${board.id} is left`);
    }
  }
}

/**
 * Can the part surely be cut from an empty board? By size and grain, and far enough inside the saw's limits that no
 * rule about the first cut, the longest cut or the last piece stands against it.
 */
function alone(job: CuttingJob, part: Part, board: Board): boolean {
  const { trim, firstCut, maxCut, minLast, kerf } = job.saw;
  const length = board.length - trim.left - trim.right;
  const width = board.width - trim.bottom - trim.top;
  const holds = (x: number, y: number): boolean => {
    const spare = Math.min(length - x, width - y);
    if (spare < 0) return false;
    if (firstCut !== 'any' && spare === 0) return false;
    if (minLast !== null && spare <= kerf && Math.min(x, y) < minLast) return false;
    if (maxCut === null) return true;
    const first = firstCut === 'x' ? width : firstCut === 'y' ? length : Math.min(length, width);
    return spare > 0 && first <= maxCut && Math.max(x, y) <= maxCut;
  };
  const straight = holds(part.length, part.width);
  const across = holds(part.width, part.length);
  if (part.grain === 'none' || board.grain === 'none') return straight || across;
  return part.grain === board.grain ? straight : across;
}

function checkFigures(
  job: CuttingJob,
  plan: CutPlan,
  totals: { sheetCost: number; credit: number; partArea: number; sheetArea: number; seconds: number },
  faults: string[],
): void {
  const sheets = plan.patterns.reduce((sum, p) => sum + p.repeat, 0);
  const near = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(b));
  const cost = totals.sheetCost + (totals.seconds / 3600) * job.saw.hourRate - totals.credit;
  if (plan.boardsUsed !== sheets) faults.push(`says ${plan.boardsUsed} boards, has ${sheets}`);
  if (!near(plan.sawSeconds, totals.seconds))
    faults.push(`says ${plan.sawSeconds} saw seconds, has ${totals.seconds}`);
  if (!near(plan.cost, cost)) faults.push(`says cost ${plan.cost}, has ${cost}`);
  if (totals.sheetArea > 0 && !near(plan.yield, totals.partArea / totals.sheetArea))
    faults.push(`says yield ${plan.yield}, has ${totals.partArea / totals.sheetArea}`);
  if (plan.bound.boards > sheets) faults.push(`lower bound ${plan.bound.boards} above ${sheets} boards`);
  if (plan.bound.proven && job.objective === 'boards' && plan.bound.boards !== sheets)
    faults.push(`says proven, bound ${plan.bound.boards}, has ${sheets} boards`);
}
