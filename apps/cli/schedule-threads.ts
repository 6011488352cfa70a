import { Worker } from 'node:worker_threads';
import type { Instance, Schedule } from '#domain/scheduling/instance.ts';
import { solveSchedule } from '#domain/scheduling/solve.ts';

export interface ThreadedOptions {
  readonly seed: number;
  readonly threads: number;
  /** CPU seconds count from the start of the process and over all threads; moves count per thread */
  readonly budget: { readonly cpuSeconds: number } | { readonly moves: number };
  readonly onProgress: (value: number) => void;
}

/** What a worker is started with. */
export interface WorkerTask {
  readonly instance: Instance;
  readonly seed: number;
  readonly budget: ThreadedOptions['budget'];
}
export type WorkerSays = { readonly progress: number } | { readonly schedule: Schedule };

/** CPU time of the whole process: workers see the same clock, so they share one deadline. */
function processCpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/**
 * One search a thread, each with its own seed (seed, seed + 1, …); the best plan wins, the smaller seed among equals.
 * One thread runs here, without a worker.
 */
export async function solveInThreads(instance: Instance, options: ThreadedOptions): Promise<Schedule> {
  if (options.threads === 1) {
    return solveSchedule(instance, {
      seed: options.seed,
      budget: budgetOf(options.budget),
      onProgress: ({ value }) => options.onProgress(value),
    });
  }
  const plans = await Promise.all(
    Array.from({ length: options.threads }, (_, i) =>
      inWorker({ instance, seed: options.seed + i, budget: options.budget }, options.onProgress),
    ),
  );
  return plans.reduce((best, plan) => (betterPlan(plan, best) ? plan : best));
}

export function budgetOf(
  budget: ThreadedOptions['budget'],
): { moves: number } | { deadline: number; now: () => number } {
  return 'moves' in budget
    ? { moves: budget.moves }
    : { deadline: budget.cpuSeconds, now: processCpuSeconds };
}

function betterPlan(a: Schedule, b: Schedule): boolean {
  const figures = ['value', 'changeoverMinutes', 'workInProcessMinutes'] as const;
  for (const name of figures)
    if (a.figures[name] !== b.figures[name]) return a.figures[name] < b.figures[name];
  return false;
}

function inWorker(task: WorkerTask, onProgress: (value: number) => void): Promise<Schedule> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./schedule-worker.ts', import.meta.url), { workerData: task });
    let found: Schedule | undefined;
    worker.on('message', (said: WorkerSays) => {
      if ('progress' in said) onProgress(said.progress);
      else found = said.schedule;
    });
    worker.on('error', reject);
    worker.on('exit', (code) => {
      if (found) resolve(found);
      else reject(new Error(`the search thread with seed ${task.seed} ended with code ${code} and no plan`));
    });
  });
}
