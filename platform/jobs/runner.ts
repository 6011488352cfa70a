import {
  run as runWorker,
  runOnce,
  type JobHelpers,
  type Runner,
  type TaskList,
  Logger,
} from 'graphile-worker';
import type { Pool, PoolClient } from 'pg';
import { isId, type Id } from '#domain/kernel/ids.ts';
import { openPool } from '../postgres/connect.ts';
import { Presence, takeBackAbandoned } from '../postgres/presence.ts';
import { TenantGone } from '../postgres/directory.ts';
import type { Job } from './job.ts';

export interface RunnerOptions<C> {
  readonly jobsUrl: string;
  readonly jobs: readonly Job<never, C>[];
  readonly context: C;
  readonly concurrency?: number;
  /** asked before each attempt whether work of this tenant is done at present; without it always `now` */
  readonly turnOf?: (tenantId: Id, job: Pick<Job, 'name' | 'behindClosedDoor'>) => Promise<Turn>;
  /** told of each failed attempt; the queue tries again by itself */
  readonly onFailure?: (job: string, attempt: number, error: unknown) => void;
}

/** `later`: it is looked at again after a while, and no attempt is used up; `never`: it is let go. */
export type Turn = 'now' | 'later' | 'never';

export interface JobRunner {
  stop(): Promise<void>;
}

const SWEEP_MS = 10_000;
const PAUSE_MS = 500;
const LATER_MS = 5 * 60_000;

/**
 * Works off the queue until `stop`, which lets running jobs finish. When the database goes away, work begins anew as
 * soon as it is back; jobs that were under way then run again, and so do those of workers that were killed.
 */
export async function startJobs<C>(options: RunnerOptions<C>): Promise<JobRunner> {
  const pool = releasingOnce(openPool(options.jobsUrl, (options.concurrency ?? 4) + 2, 'tenon-jobs'));
  const stopping = new AbortController();
  let shift = await startShift(options, pool);
  const working = (async () => {
    while (!stopping.signal.aborted) {
      await shift.over;
      if (stopping.signal.aborted) return;
      options.onFailure?.('worker', 0, new Error('the workers lost the database and begin anew'));
      shift = await restart(options, pool, stopping.signal, shift);
    }
  })();
  return {
    stop: async () => {
      stopping.abort();
      await shift.end();
      await working;
      await shift.end(); // the one that may have begun meanwhile
      await pool.end();
    },
  };
}

/**
 * The queue's listener gives its client back twice when the database goes away while it is being stopped; that would
 * end the process.
 */
function releasingOnce(pool: Pool): Pool {
  const connect = pool.connect.bind(pool) as (
    done?: (
      error: Error | undefined,
      client: PoolClient | undefined,
      release: (end?: unknown) => void,
    ) => void,
  ) => Promise<PoolClient>;
  const once = (done?: Parameters<typeof connect>[0]) => {
    if (!done) return connect();
    return connect((error, client, release) => {
      let released = false;
      done(error, client, (end) => {
        if (!released) release(end);
        released = true;
      });
    });
  };
  return Object.assign(pool, { connect: once });
}

/** One stretch of work, between two losses of the database. */
interface Shift {
  /** resolves when it cannot go on */
  readonly over: Promise<unknown>;
  end(): Promise<void>;
}

async function startShift<C>(options: RunnerOptions<C>, pool: Pool): Promise<Shift> {
  const ending = new AbortController();
  const presence = await Presence.open(options.jobsUrl);
  let runner: Runner;
  try {
    await takeBackAbandoned(pool);
    runner = await runWorker({
      pgPool: pool,
      taskList: tasks(options, ending.signal),
      noHandleSignals: true,
      logger: silent,
      preset: {
        worker: {
          concurrentJobs: options.concurrency ?? 4,
          pollInterval: 1000,
          // Without a batch nobody hears that a job could not be marked as done, and the process would end by it.
          completeJobBatchDelay: 0,
          failJobBatchDelay: 0,
        },
        // Before its first job a worker must be known to live.
        plugins: [
          {
            name: 'tenon-presence',
            version: '1',
            worker: {
              hooks: {
                startWorker: async (_context, event) =>
                  void (await presence.announce(event.worker.workerPool.id)),
              },
            },
          },
        ],
      },
    });
  } catch (error) {
    await presence.end();
    throw error;
  }
  const sweep = setInterval(() => void takeBackAbandoned(pool).catch(() => undefined), SWEEP_MS);
  const ended = runner.promise.catch((error: unknown) => options.onFailure?.('worker', 0, error));
  let done: Promise<void> | undefined;
  return {
    over: Promise.race([presence.lost, ended]),
    end: () =>
      (done ??= (async () => {
        clearInterval(sweep);
        ending.abort();
        await runner.stop().catch(() => undefined);
        await ended;
        // Only now may others take what was not finished.
        await presence.end();
      })()),
  };
}

async function restart<C>(
  options: RunnerOptions<C>,
  pool: Pool,
  stopping: AbortSignal,
  last: Shift,
): Promise<Shift> {
  await last.end();
  while (!stopping.aborted) {
    try {
      return await startShift(options, pool);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
  return last;
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
      const turn = (await options.turnOf?.(tenantId, job)) ?? 'now';
      if (turn === 'later') await putOff(helpers, raw);
      if (turn !== 'now') return;
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

/** Queues a job once more as it is; the attempt that found no turn ends well and leaves the queue. */
async function putOff({ job, addJob, getQueueName }: JobHelpers, payload: unknown): Promise<void> {
  const queueName = await getQueueName();
  await addJob(job.task_identifier, payload, {
    ...{ runAt: new Date(Date.now() + LATER_MS), maxAttempts: job.max_attempts },
    ...(queueName === null ? {} : { queueName }),
    ...(job.key === null ? {} : { jobKey: job.key }),
  });
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
