import { mixSeed } from './engine/random.ts';
import type { Board, CuttingJob, Part } from './instance.ts';
import { ENGINE, MaterialRun } from './material-run.ts';
import { figuresOf, leavesOf, type CutPlan, type Pattern } from './plan.ts';

/** A released or half-cut pattern: it stays as it is, and its parts and boards are taken out of the job. */
export type Pin = Pattern;

/**
 * How long to search. `moves`: that many moves for each material; the same seed and moves give the same plan.
 * `deadline`: asked often; true ends the search. A complete plan is made in any case.
 */
export type Budget = { moves: number } | { deadline: () => boolean };

export interface Progress {
  moves: number;
  boardsUsed: number;
  cost: number;
  sawSeconds: number;
  /** pieces without a place so far */
  unplaced: number;
}

export interface SolveOptions {
  seed: number;
  budget: Budget;
  /** called with the first complete plan and with each better one */
  onProgress?: (progress: Progress) => void;
  /** asked before each move; may read a SharedArrayBuffer */
  cancelled?: () => boolean;
  pins?: readonly Pin[];
}

/** The part of a job that concerns one material: each is cut on its own. */
export function splitByMaterial(job: CuttingJob): CuttingJob[] {
  const materials = [...new Set(job.parts.map((p) => p.material))];
  return materials.map((material) => ({
    ...job,
    boards: job.boards.filter((b) => b.material === material),
    parts: job.parts.filter((p) => p.material === material),
  }));
}

/** Puts plans of single materials together in the order of the job. @throws RangeError without a plan */
export function joinPlans(job: CuttingJob, plans: readonly CutPlan[], seconds: number | null): CutPlan {
  const first = plans[0];
  if (!first) throw new RangeError(`job ${job.name} has no material to cut`);
  const patterns = plans.flatMap((p) => p.patterns);
  const figures = figuresOf(job, patterns);
  return {
    job: job.name,
    seed: first.seed,
    engine: ENGINE,
    seconds,
    boardsUsed: figures.boardsUsed,
    cost: figures.cost,
    sawSeconds: figures.sawSeconds,
    yield: figures.yield,
    bound: {
      boards: plans.reduce((sum, p) => sum + p.bound.boards, 0),
      proven: plans.every((p) => p.bound.proven),
      method: [...new Set(plans.map((p) => p.bound.method))].join(', '),
    },
    patterns,
    unplaced: plans.flatMap((p) => p.unplaced),
  };
}

/**
 * Cuts a job: the door of the engine. A plain function that can run in a worker thread.
 *
 * A first complete plan comes from one construction (≪ 100 ms for 500 parts), a portfolio of constructions follows,
 * then goal-driven ruin and recreate until the budget ends; README.md tells how. Every plan keeps all rules of the
 * job; parts stay unplaced only where finite stock ran out.
 *
 * @param job as `readJob` accepts it: every part fits on some board
 * @throws RangeError when a pin names an unknown board or part, or holds more than the job asks for (a bug in the caller)
 */
export function solveCutting(job: CuttingJob, options: SolveOptions): CutPlan {
  const pins = options.pins ?? [];
  const rest = withoutPins(job, pins);
  const runs = splitByMaterial(job).map(
    (one) =>
      new MaterialRun(
        job,
        rest.parts.filter((p) => p.material === one.parts[0]!.material),
        rest.boards.filter((b) => b.material === one.parts[0]!.material),
        mixSeed(options.seed, one.parts[0]!.material),
      ),
  );

  const pinned = figuresOf(job, pins);
  const report = (): void => {
    if (!options.onProgress) return;
    const sum = (of: (run: MaterialRun) => number): number => runs.reduce((total, r) => total + of(r), 0);
    options.onProgress({
      moves: Math.max(0, ...runs.map((r) => r.moves)),
      boardsUsed: pinned.boardsUsed + sum((r) => r.figures.sheets),
      cost: pinned.cost + sum((r) => r.figures.cost),
      sawSeconds: pinned.sawSeconds + sum((r) => r.figures.sawSeconds),
      unplaced: sum((r) => r.unplaced().reduce((s, u) => s + u.quantity, 0)),
    });
  };
  const { budget } = options;
  const over = (): boolean =>
    (options.cancelled?.() ?? false) || ('deadline' in budget ? budget.deadline() : false);
  const limit = 'moves' in budget ? budget.moves : Infinity;

  report();
  // Materials take turns, so that a deadline finds all of them equally far.
  let ended = false;
  while (!ended) {
    const busy = runs.filter((r) => !r.finished && r.moves < limit);
    if (busy.length === 0) break;
    let better = false;
    for (const run of busy) {
      for (let i = 0; i < 20 && !run.finished && run.moves < limit; i++) {
        if (over()) {
          ended = true;
          break;
        }
        if (run.move(over)) better = true;
      }
      if (ended) break;
    }
    if (better) report();
  }
  const plan = joinPlans(
    job,
    runs.map((r) => r.plan(options.seed)),
    null,
  );
  if (pins.length === 0) return plan;
  return withPins(job, pins, plan);
}

/** The job without the parts and boards of its pins. */
function withoutPins(job: CuttingJob, pins: readonly Pin[]): { parts: Part[]; boards: Board[] } {
  const parts = new Map(job.parts.map((p) => [p.id, { ...p }]));
  const boards = new Map(job.boards.map((b) => [b.id, { ...b }]));
  for (const pin of pins) {
    const board = boards.get(pin.board);
    if (!board) throw new RangeError(`pinned pattern on unknown board ${pin.board}`);
    if (board.quantity !== null) board.quantity -= pin.repeat;
    if (board.quantity !== null && board.quantity < 0)
      throw new RangeError(`pinned patterns use more of board ${pin.board} than there is`);
    for (const leaf of leavesOf(pin.root)) {
      if (leaf.part === undefined) continue;
      const part = parts.get(leaf.part);
      if (!part) throw new RangeError(`pinned pattern holds unknown part ${leaf.part}`);
      part.quantity -= pin.repeat;
      if (part.quantity < 0)
        throw new RangeError(`pinned patterns hold more of part ${leaf.part} than the job asks for`);
    }
  }
  return { parts: [...parts.values()], boards: [...boards.values()] };
}

/** The bound of what is left counts the pinned sheets on top, but a plan bound by its pins is never called proven. */
function withPins(job: CuttingJob, pins: readonly Pin[], plan: CutPlan): CutPlan {
  const patterns = [...pins, ...plan.patterns];
  const figures = figuresOf(job, patterns);
  return {
    ...plan,
    boardsUsed: figures.boardsUsed,
    cost: figures.cost,
    sawSeconds: figures.sawSeconds,
    yield: figures.yield,
    bound: { boards: 0, proven: false, method: 'none with pinned patterns' },
    patterns,
  };
}
