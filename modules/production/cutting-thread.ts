import { performance } from 'node:perf_hooks';
import type { CuttingJob } from '#domain/cutting/instance.ts';
import type { CutPlan } from '#domain/cutting/plan.ts';
import { solveCutting, type Pin, type Progress } from '#domain/cutting/solve.ts';
import { verifyPlan } from '#domain/cutting/verify.ts';
import type { ThreadHandle } from '#platform/threads/run-in-thread.ts';

export interface CuttingTask {
  readonly job: CuttingJob;
  readonly pins: readonly Pin[];
  readonly seed: number;
  /** the search ends after so many seconds, or after so many moves when those are given */
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

/** Runs in a worker thread: solves, then lets the check judge that shares no code with the engine. */
export function run(task: CuttingTask, handle: ThreadHandle<Progress>): CuttingAnswer {
  return solve(task, { onProgress: (news) => handle.progress(news), cancelled: () => handle.cancelled() });
}

/** The same without a thread, for jobs of a few parts (a remake). */
export function solve(
  task: CuttingTask,
  tell: { onProgress?: (news: Progress) => void; cancelled?: () => boolean } = {},
): CuttingAnswer {
  const until = performance.now() + task.seconds * 1000;
  let moves = 0;
  const plan = solveCutting(task.job, {
    seed: task.seed,
    pins: task.pins,
    budget: task.moves === null ? { deadline: () => performance.now() >= until } : { moves: task.moves },
    onProgress: (news) => {
      moves = news.moves;
      tell.onProgress?.(news);
    },
    ...(tell.cancelled ? { cancelled: tell.cancelled } : {}),
  });
  return { plan, faults: verifyPlan(task.job, plan), moves: task.moves ?? moves };
}
