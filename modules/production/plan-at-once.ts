import type { Id } from '#domain/kernel/ids.ts';
import { ok, type Result } from '#domain/kernel/result.ts';
import { checkInstance } from '#domain/scheduling/check-instance.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { KeptThread } from '#platform/threads/keep-thread.ts';
import { loadBatchFacts, type BatchFacts, type CuttingRefusal } from './batch-facts.ts';
import type { CuttingAnswer, CuttingTask } from './cutting-thread.ts';
import { storePlan, type PlanWish } from './plan-cutting.ts';
import { newestSchedule, rowsFor, storeSchedule } from './plan-schedule.ts';
import { loadScheduleFacts } from './schedule-facts.ts';
import { scheduleInstance } from './schedule-instance.ts';
import type { ScheduleAnswer, ScheduleTask } from './schedule-thread.ts';

const CUTTING = new URL('./cutting-thread.ts', import.meta.url);
const SCHEDULE = new URL('./schedule-thread.ts', import.meta.url);

/** Computes elsewhere, so that other work of the process goes on beside it. */
export type Compute = Pick<KeptThread, 'run'>;

/**
 * Plans a batch inside the running transaction, for a small number of moves: while history is made there is nobody
 * who waits for the rows that it holds.
 * @returns the plan, and the facts it was made from, with which it can be released as long as nothing else is done
 */
export async function planCuttingAtOnce(
  tx: Tx,
  caller: Caller,
  batchId: Id,
  wish: Omit<PlanWish, 'moves' | 'seconds'> & { readonly moves: number },
  compute: Compute,
): Promise<Result<{ planId: Id; facts: BatchFacts }, CuttingRefusal>> {
  const facts = await loadBatchFacts(tx, batchId, wish.objective);
  if (!facts.ok) return facts;
  const { job, pins } = facts.value;
  const task: CuttingTask = { job, pins, seed: wish.seed, moves: wish.moves, seconds: 60 };
  const answer = await compute.run<CuttingTask, CuttingAnswer>(CUTTING, task);
  const planId = await storePlan(tx, caller, batchId, wish, facts.value, answer);
  return ok({ planId, facts: facts.value });
}

/** Plans the floor inside the running transaction, as the job does it after an event. @throws Error when the check finds a fault */
export async function planScheduleAtOnce(
  tx: Tx,
  caller: Caller,
  given: { readonly cause: string; readonly moves: number },
  compute: Compute,
): Promise<void> {
  const facts = await loadScheduleFacts(tx, caller);
  const last = await newestSchedule(tx);
  const instance = scheduleInstance(facts, caller.today);
  const checked = checkInstance(instance);
  if (!checked.ok) throw new Error(`the floor cannot be planned: ${JSON.stringify(checked.refusal.faults)}`);
  const start = last ? rowsFor(instance, last) : null;
  const task: ScheduleTask = { instance, seed: 1, moves: given.moves, start };
  const answer = await compute.run<ScheduleTask, ScheduleAnswer>(SCHEDULE, task);
  if (answer.faults.length > 0)
    throw new Error(`the schedule failed its check: ${JSON.stringify(answer.faults.slice(0, 5))}`);
  await storeSchedule(tx, caller, { facts, instance, answer, cause: given.cause });
}
