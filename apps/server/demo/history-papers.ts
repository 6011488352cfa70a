import type { Instant } from '#domain/kernel/days.ts';
import { addMinutes } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { Caller } from '#platform/http/caller.ts';
import { queueJob, type Job } from '#platform/jobs/job.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { HeldJob } from '#platform/postgres/held.ts';
import type { Tx } from '#platform/postgres/tx.ts';

/** A few papers every quarter of a minute keep the machine free for whoever looks at the demo meanwhile. */
const PAPERS_AT_ONCE = 8;
const SECONDS_APART = 15;

interface HistoryPaper {
  readonly name: string;
  readonly payload: unknown;
  readonly at: Instant;
}

const HISTORY_PAPERS = { name: 'demo.history-papers', attempts: 3 };

/**
 * Runs jobs of the history, each at the moment it belongs to, so that a paper of three weeks ago bears that day.
 * @param jobs the jobs there are
 * @param stillThere false for a demo that was made anew meanwhile: its papers are wanted no more
 */
export function historyPapers(
  jobs: readonly Job<never, AppContext>[],
  stillThere: (tenantId: Id) => Promise<boolean>,
): Job<readonly HistoryPaper[], AppContext> {
  const byName = new Map(jobs.map((job) => [job.name, job]));
  return {
    ...HISTORY_PAPERS,
    timeoutSeconds: 120,
    async run(run, papers) {
      for (const { name, payload, at } of papers) {
        const job = byName.get(name);
        if (!job) throw new Error(`no job is called ${name}`);
        if (!(await stillThere(run.tenantId))) return;
        await job.run({ ...run, context: { ...run.context, clock: { now: () => at } } }, payload as never);
      }
    },
  };
}

/** Queues the papers of the history one after the other from now on, the newest first: those are opened first. */
export async function queueHistoryPapers(tx: Tx, caller: Caller, jobs: readonly HeldJob[]): Promise<void> {
  const papers = jobs
    .flatMap((job) => (job.at === null ? [] : [{ name: job.name, payload: job.payload, at: job.at }]))
    .sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
  for (let from = 0, turn = 1; from < papers.length; from += PAPERS_AT_ONCE, turn++)
    await queueJob(tx, HISTORY_PAPERS, papers.slice(from, from + PAPERS_AT_ONCE), {
      runAt: addMinutes(caller.now, (turn * SECONDS_APART) / 60),
    });
}
