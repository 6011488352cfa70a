import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import type { Objective } from '#domain/cutting/instance.ts';
import type { Progress } from '#domain/cutting/solve.ts';
import { bestOfStrands, strandSeed } from '#domain/cutting/strands.ts';
import { idAt } from '#platform/clock/id-at.ts';
import { systemCaller, type Caller } from '#platform/http/caller.ts';
import { PROGRESS_CHANNEL } from '#platform/http/live.ts';
import { queueJob, type Job } from '#platform/jobs/job.ts';
import type { AppContext } from '#platform/module/context.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { runInThread, threadLoad, ThreadCancelled } from '#platform/threads/run-in-thread.ts';
import { loadBatchFacts, type BatchFacts, type CuttingRefusal } from './batch-facts.ts';
import type { CuttingAnswer, CuttingTask } from './cutting-thread.ts';
import { lockBatch } from './batches.ts';
import type { ProductionTables } from './store.ts';

export interface PlanWish {
  readonly objective: Objective;
  readonly seconds: number;
  /** instead of the time: the same seed and moves give the same plan */
  readonly moves: number | null;
  readonly seed: number;
}

/** How often a running search looks whether somebody cancelled it. */
const CANCEL_LOOK_MS = 500;

/** Name and limits apart from the run, so that asking does not need the whole job. */
const PLAN_CUTTING = { name: 'production.plan-cutting', attempts: 3 };

/**
 * Asks for a plan of a batch. What cannot be cut is refused at once; the search itself is a job, and its progress goes
 * to the screens while it runs.
 */
export async function askForPlan(
  tx: Tx,
  caller: Caller,
  batchId: Id,
  wish: PlanWish,
): Promise<Result<{ runId: Id }, CuttingRefusal>> {
  const facts = await loadBatchFacts(tx, batchId, wish.objective);
  if (!facts.ok) return facts;
  const runId = idAt(caller.now);
  await tx
    .tables<ProductionTables>()
    .insertInto('cut_run')
    .values({
      tenant_id: tx.tenantId,
      id: runId,
      batch_id: batchId,
      ...wish,
      state: 'queued',
      refusal: null,
      plan_id: null,
      asked_at: caller.now,
      ended_at: null,
    })
    .execute();
  await queueJob(tx, PLAN_CUTTING, { runId });
  return ok({ runId });
}

/** Ends a search; what it had found is thrown away. Cancelling what has ended changes nothing. */
export async function cancelPlan(
  tx: Tx,
  caller: Caller,
  runId: Id,
): Promise<Result<{ state: string }, { readonly code: 'run_unknown' }>> {
  const tables = tx.tables<ProductionTables>();
  await tables
    .updateTable('cut_run')
    .set({ state: 'cancelled', ended_at: caller.now })
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', runId)
    .where('state', 'in', ['queued', 'running'])
    .execute();
  const run = await tables
    .selectFrom('cut_run')
    .select('state')
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', runId)
    .executeTakeFirst();
  return run ? ok({ state: run.state }) : refuse({ code: 'run_unknown' });
}

/** Searches in a worker thread and stores what was found. Run twice, the second finds its run ended and does nothing. */
export const planCutting: Job<{ runId: Id }, AppContext> = {
  ...PLAN_CUTTING,
  timeoutSeconds: 900,
  async run({ context, tenantId, signal }, { runId }) {
    const { db } = context;
    const caller = systemCaller(
      await context.tenantFacts(tenantId),
      context.clock,
      `job:${PLAN_CUTTING.name}`,
    );
    const begun = await db.inTenant(tenantId, (tx) => begin(tx, runId, caller));
    if (!begun) return;
    const cancel = new AbortController();
    const look = setInterval(() => {
      void db
        .inTenant(tenantId, (tx) => stateOf(tx, runId))
        .then(
          (state) => {
            if (state !== 'running') cancel.abort();
          },
          () => undefined,
        );
    }, CANCEL_LOOK_MS);
    try {
      const task: CuttingTask = { job: begun.facts.job, pins: begun.facts.pins, ...begun.wish };
      const answer = await searchInThreads(
        task,
        AbortSignal.any([signal, cancel.signal]),
        (news) =>
          void db
            .notify(PROGRESS_CHANNEL, { tenantId, about: 'cut-run', id: runId, ...news })
            .catch(() => undefined),
      );
      await db.inTenant(tenantId, (tx) =>
        finish(tx, { ...caller, now: context.clock.now() }, runId, begun.facts, answer),
      );
    } catch (error) {
      // Cancelled by a person: the run says so already. The server's own stop is a failure, so that the queue tries again.
      if (error instanceof ThreadCancelled && cancel.signal.aborted) return;
      throw error;
    } finally {
      clearInterval(look);
    }
  },
};

/**
 * Searches on all threads that nobody else has at the moment, each with a seed of its own, and gives the best answer.
 * By moves it is one search, which the same seed finds again. News are told as long as none was better.
 */
async function searchInThreads(
  task: CuttingTask,
  signal: AbortSignal,
  tell: (news: Progress) => void,
): Promise<CuttingAnswer> {
  const { max, running, waiting } = threadLoad();
  const strands = task.moves === null ? Math.max(1, max - running - waiting) : 1;
  let told: Progress | null = null;
  const onProgress = (news: Progress): void => {
    if (told && (news.boardsUsed > told.boardsUsed || news.unplaced > told.unplaced)) return;
    told = news;
    tell(news);
  };
  const answers = await Promise.all(
    Array.from({ length: strands }, (_, i) =>
      runInThread<CuttingTask, CuttingAnswer, Progress>(
        new URL('./cutting-thread.ts', import.meta.url),
        { ...task, seed: strandSeed(task.seed, i) },
        { signal, deadlineSeconds: task.seconds + 60, onProgress },
      ),
    ),
  );
  const sound = answers.filter((answer) => answer.faults.length === 0);
  const best = bestOfStrands(
    task.job,
    (sound.length > 0 ? sound : answers).map((answer) => answer.plan),
  );
  const winner = answers.find((answer) => answer.plan.patterns === best.patterns)!;
  return { ...winner, plan: best };
}

async function stateOf(tx: Tx, runId: Id): Promise<string | undefined> {
  const run = await tx
    .tables<ProductionTables>()
    .selectFrom('cut_run')
    .select('state')
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', runId)
    .executeTakeFirst();
  return run?.state;
}

async function begin(
  tx: Tx,
  runId: Id,
  caller: Caller,
): Promise<{ facts: BatchFacts; wish: PlanWish } | null> {
  const tables = tx.tables<ProductionTables>();
  const run = await tables
    .selectFrom('cut_run')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', runId)
    .forUpdate()
    .executeTakeFirst();
  if (!run || (run.state !== 'queued' && run.state !== 'running')) return null;
  const facts = await loadBatchFacts(tx, run.batch_id, run.objective);
  const change = (values: { state: 'running' } | { state: 'failed'; refusal: string; ended_at: string }) =>
    tables
      .updateTable('cut_run')
      .set(values)
      .where('tenant_id', '=', tx.tenantId)
      .where('id', '=', runId)
      .execute();
  if (!facts.ok) {
    await change({
      state: 'failed',
      refusal: JSON.stringify(facts.refusal satisfies Refusal),
      ended_at: caller.now,
    });
    return null;
  }
  await change({ state: 'running' });
  return {
    facts: facts.value,
    wish: { objective: run.objective, seconds: run.seconds, moves: run.moves, seed: run.seed },
  };
}

async function finish(
  tx: Tx,
  caller: Caller,
  runId: Id,
  facts: BatchFacts,
  answer: CuttingAnswer,
): Promise<void> {
  const tables = tx.tables<ProductionTables>();
  const run = await tables
    .selectFrom('cut_run')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', runId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  if (run.state !== 'running') return;
  const planId = await storePlan(
    tx,
    caller,
    run.batch_id,
    // The seed of the strand that found it: with as many moves it finds it again.
    { objective: run.objective, seed: answer.plan.seed },
    facts,
    answer,
  );
  await tables
    .updateTable('cut_run')
    .set({ state: 'done', plan_id: planId, ended_at: caller.now })
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', runId)
    .execute();
}

/** Stores a plan as the next version of its batch, whatever the check found; only a faultless one can be released. */
export async function storePlan(
  tx: Tx,
  caller: Caller,
  batchId: Id,
  about: { objective: Objective; seed: number },
  facts: BatchFacts,
  answer: CuttingAnswer,
): Promise<Id> {
  const tables = tx.tables<ProductionTables>();
  await lockBatch(tx, batchId);
  const newest = await tables
    .selectFrom('cut_plan')
    .select('version')
    .where('tenant_id', '=', tx.tenantId)
    .where('batch_id', '=', batchId)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  const id = idAt(caller.now);
  const version = (newest?.version ?? 0) + 1;
  const { plan } = answer;
  await tables
    .insertInto('cut_plan')
    .values({
      tenant_id: tx.tenantId,
      id,
      batch_id: batchId,
      version,
      ...about,
      input_hash: facts.inputHash,
      content_hash: facts.contentHash,
      engine: plan.engine,
      moves: answer.moves,
      job: JSON.stringify(facts.job),
      plan: JSON.stringify(plan),
      pinned: facts.pins.length,
      faults: JSON.stringify(answer.faults),
      solved_at: caller.now,
    })
    .execute();
  await publish(tx, caller, 'plan.solved', id, {
    batchId,
    version,
    sheets: plan.boardsUsed,
    faults: answer.faults.length,
  });
  return id;
}
