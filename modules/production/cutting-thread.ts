import { performance } from 'node:perf_hooks';
import { boundOf } from '#domain/cutting/bound.ts';
import type { CuttingJob } from '#domain/cutting/instance.ts';
import type { CutPlan } from '#domain/cutting/plan.ts';
import { solveCutting, type Pin, type Progress } from '#domain/cutting/solve.ts';
import { verifyPlan } from '#domain/cutting/verify.ts';
import type { ThreadHandle } from '#platform/threads/run-in-thread.ts';

export interface CuttingTask {
  readonly job: CuttingJob;
  readonly pins: readonly Pin[];
  readonly seed: number;
  /** the search ends after so many seconds at the latest, or after so many moves when those are given */
  readonly seconds: number;
  readonly moves: number | null;
}

export interface CuttingAnswer {
  readonly plan: CutPlan;
  /** what the independent check found wrong; empty for a plan that can be cut */
  readonly faults: string[];
  /** moves after which this plan stood: the same seed and moves find it again */
  readonly moves: number;
}

/** A plan of as few sheets as there can be is polished at least this long: its price and saw time may still fall. */
const POLISH_MS_MIN = 1_500;
/** The last news are told again this often, for a screen that was opened after they were told. */
const TELL_AGAIN_MS = 1_000;

/** Runs in a worker thread: solves, then lets the check judge that shares no code with the engine. */
export function run(task: CuttingTask, handle: ThreadHandle<Progress>): CuttingAnswer {
  return solve(task, { onProgress: (news) => handle.progress(news), cancelled: () => handle.cancelled() });
}

/**
 * The same without a thread, for jobs of a few parts (a remake).
 *
 * A search by seconds ends before its time once a plan is as small as the bound says any plan must be and nothing better
 * came for as long as it took to get there: people wait before it, and what is left to win is minutes of saw time.
 * The objective `time` has no such bound and searches to the end.
 *
 * @param now milliseconds of a clock that only goes forward; a parameter for tests
 */
export function solve(
  task: CuttingTask,
  tell: { onProgress?: (news: Progress) => void; cancelled?: () => boolean } = {},
  now: () => number = () => performance.now(),
): CuttingAnswer {
  const began = now();
  const fewest = fewestSheets(task);
  let last: Progress | null = null;
  let betterAt = began;
  let toldAt = began;
  const enough = (at: number): boolean =>
    last !== null &&
    last.unplaced === 0 &&
    last.boardsUsed <= fewest &&
    at - betterAt >= Math.max(POLISH_MS_MIN, betterAt - began);
  const deadline = (): boolean => {
    const at = now();
    if (last && at - toldAt >= TELL_AGAIN_MS) {
      toldAt = at;
      tell.onProgress?.(last);
    }
    return at - began >= task.seconds * 1000 || enough(at);
  };
  const plan = solveCutting(task.job, {
    seed: task.seed,
    pins: task.pins,
    budget: task.moves === null ? { deadline } : { moves: task.moves },
    onProgress: (news) => {
      last = news;
      betterAt = toldAt = now();
      tell.onProgress?.(news);
    },
    ...(tell.cancelled ? { cancelled: tell.cancelled } : {}),
  });
  const stoodAfter = (last as Progress | null)?.moves ?? 0;
  return { plan, faults: verifyPlan(task.job, plan), moves: task.moves ?? stoodAfter };
}

/** Sheets that every plan of the job needs at least; 0 where nothing is proven or where sheets are not what is sought. */
function fewestSheets({ job, pins }: CuttingTask): number {
  const materials = new Set(job.parts.map((part) => part.material));
  if (job.objective === 'time' || pins.length > 0 || materials.size !== 1) return 0;
  return boundOf(job, job.parts, job.boards).boards;
}
