import type { Instant } from '#domain/kernel/days.ts';
import { addMinutes } from '#domain/kernel/days.ts';
import type { Caller } from '#platform/http/caller.ts';
import { queueJob, type Job } from '#platform/jobs/job.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { HeldJob } from '#platform/postgres/held.ts';
import type { Tx } from '#platform/postgres/tx.ts';

/** One paper every two seconds keeps a core free for whoever looks at the demo meanwhile. */
const SECONDS_APART = 2;

interface HistoryPaper {
  readonly name: string;
  readonly payload: unknown;
  readonly at: Instant;
}

const HISTORY_PAPER = { name: 'demo.history-paper', attempts: 3 };

/**
 * Runs a job of the history at the moment it belongs to, so that a paper of three weeks ago bears that day.
 * @param jobs the jobs there are
 */
export function historyPapers(jobs: readonly Job<never, AppContext>[]): Job<HistoryPaper, AppContext> {
  const byName = new Map(jobs.map((job) => [job.name, job]));
  return {
    ...HISTORY_PAPER,
    timeoutSeconds: 120,
    async run(run, { name, payload, at }) {
      const job = byName.get(name);
      if (!job) throw new Error(`no job is called ${name}`);
      await job.run({ ...run, context: { ...run.context, clock: { now: () => at } } }, payload as never);
    },
  };
}

/** Queues the papers of the history one after the other from now on, the newest first: those are opened first. */
export async function queueHistoryPapers(tx: Tx, caller: Caller, jobs: readonly HeldJob[]): Promise<void> {
  const papers = jobs
    .flatMap((job) => (job.at === null ? [] : [{ name: job.name, payload: job.payload, at: job.at }]))
    .sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
  for (const [i, paper] of papers.entries())
    await queueJob(tx, HISTORY_PAPER, paper, {
      runAt: addMinutes(caller.now, ((i + 1) * SECONDS_APART) / 60),
    });
}
