import { run as runWorker, runOnce, type Runner, type TaskList, Logger } from 'graphile-worker';
import { isId } from '#domain/kernel/ids.ts';
import { openPool } from '../postgres/connect.ts';
import { TenantGone } from '../postgres/directory.ts';
import type { Job } from './job.ts';

export interface RunnerOptions<C> {
  readonly jobsUrl: string;
  readonly jobs: readonly Job<never, C>[];
  readonly context: C;
  readonly concurrency?: number;
  /** told of each failed attempt; the queue tries again by itself */
  readonly onFailure?: (job: string, attempt: number, error: unknown) => void;
}

export interface JobRunner {
  stop(): Promise<void>;
}

/** Works off the queue until `stop`, which lets running jobs finish. */
export async function startJobs<C>(options: RunnerOptions<C>): Promise<JobRunner> {
  const pool = openPool(options.jobsUrl, (options.concurrency ?? 4) + 2, 'tenon-jobs');
  const stopping = new AbortController();
  const runner: Runner = await runWorker({
    pgPool: pool,
    taskList: tasks(options, stopping.signal),
    concurrency: options.concurrency ?? 4,
    pollInterval: 1000,
    noHandleSignals: true,
    logger: silent,
  });
  runner.promise.catch((error: unknown) => options.onFailure?.('worker', 0, error));
  return {
    stop: async () => {
      stopping.abort();
      await runner.stop().catch(() => undefined);
      await pool.end();
    },
  };
}

/** Runs everything that is due now, until nothing is left; for scenarios and seeds, where nothing may sleep. */
export async function runDueJobs<C>(options: RunnerOptions<C>): Promise<void> {
  const pool = openPool(options.jobsUrl, 4, 'tenon-jobs');
  try {
    await runOnce({
      pgPool: pool,
      taskList: tasks(options, new AbortController().signal),
      concurrency: 1,
      noHandleSignals: true,
      logger: silent,
    });
  } finally {
    await pool.end();
  }
}

const silent = new Logger(() => () => undefined);

function tasks<C>(options: RunnerOptions<C>, stopping: AbortSignal): TaskList {
  const list: TaskList = {};
  for (const job of options.jobs) {
    if (list[job.name]) throw new Error(`two jobs are called ${job.name}`);
    list[job.name] = async (raw, helpers) => {
      const { tenantId, payload } = raw as { tenantId: unknown; payload: never };
      if (!isId(tenantId)) throw new Error(`job ${job.name} came without a tenant`);
      const signal = AbortSignal.any([stopping, AbortSignal.timeout(job.timeoutSeconds * 1000)]);
      try {
        await withDeadline(
          job.name,
          signal,
          job.run({ context: options.context, tenantId, signal, attempt: helpers.job.attempts }, payload),
        );
      } catch (error) {
        if (error instanceof TenantGone) return;
        options.onFailure?.(job.name, helpers.job.attempts, error);
        throw error;
      }
    };
  }
  return list;
}

/** A job that does not look at its signal still fails when its time is up, so that the queue is never blocked by it. */
async function withDeadline(name: string, signal: AbortSignal, work: Promise<void>): Promise<void> {
  let onAbort: (() => void) | undefined;
  const late = new Promise<never>((_, reject) => {
    onAbort = () => {
      if ((signal.reason as Error | undefined)?.name === 'TimeoutError')
        reject(new Error(`job ${name} took longer than its limit`));
    };
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    await Promise.race([work, late]);
  } finally {
    signal.removeEventListener('abort', onAbort!);
  }
}
