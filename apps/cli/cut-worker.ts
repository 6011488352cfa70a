import { cpuUsage, threadCpuUsage } from 'node:process';
import { parentPort, workerData } from 'node:worker_threads';
import type { CuttingJob } from '#domain/cutting/instance.ts';
import type { CutPlan } from '#domain/cutting/plan.ts';
import { solveCutting, type Progress } from '#domain/cutting/solve.ts';

/** What a worker is asked: one material of a job. */
export interface CutTask {
  index: number;
  job: CuttingJob;
  seed: number;
  budget: { moves: number } | { seconds: number };
}

/** What it answers. `cpuSeconds` is what its thread spent on the task. */
export type CutAnswer =
  { index: number; progress: Progress } | { index: number; plan: CutPlan; cpuSeconds: number };

/** CPU seconds of the whole process: what counts where materials are cut one after another. */
export function cpuSecondsOfProcess(): number {
  const { user, system } = cpuUsage();
  return (user + system) / 1e6;
}

/** CPU seconds of the running thread: what counts where several materials are cut at the same time. */
export function cpuSecondsOfThread(): number {
  const { user, system } = threadCpuUsage();
  return (user + system) / 1e6;
}

/** Solves one material, with a budget of seconds on the given clock. */
export function solveTask(
  task: CutTask,
  cpuSeconds: () => number,
  onProgress: (progress: Progress) => void,
): { plan: CutPlan; cpuSeconds: number } {
  const from = cpuSeconds();
  const spent = (): number => cpuSeconds() - from;
  const { budget } = task;
  let asked = 0;
  let over = false;
  // The clock is read on every 64th question: reading it takes as long as several moves.
  const deadline = (): boolean =>
    (over ||= 'seconds' in budget && asked++ % 64 === 0 && spent() >= budget.seconds);
  const plan = solveCutting(task.job, {
    seed: task.seed,
    budget: 'seconds' in budget ? { deadline } : budget,
    onProgress,
  });
  return { plan, cpuSeconds: spent() };
}

/** The name by which the main thread marks its cutting workers, so that importing this file elsewhere starts nothing. */
export const CUT_WORKER = 'tenon-cut';

if (parentPort && workerData === CUT_WORKER) {
  const port = parentPort;
  port.on('message', (task: CutTask) => {
    const send = (answer: CutAnswer): void => port.postMessage(answer);
    send({
      index: task.index,
      ...solveTask(task, cpuSecondsOfThread, (progress) => send({ index: task.index, progress })),
    });
  });
}
