import { queueJob } from '#platform/jobs/job.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { floorChanged } from './schedule-facts.ts';

/** Name and attempts of the planning job, apart from the job itself, so that facts can ask for it without loading the engine. */
export const PLAN_SCHEDULE = { name: 'production.plan-schedule', attempts: 5 };

/** Plans anew after this transaction, in which the floor has changed. */
export async function queueSchedule(tx: Tx, cause: string): Promise<void> {
  floorChanged(tx);
  await queuePlanning(tx, cause);
}

/** The job alone. Several facts in a short time make one plan: a waiting job is replaced. */
export async function queuePlanning(tx: Tx, cause: string): Promise<void> {
  await queueJob(
    tx,
    PLAN_SCHEDULE,
    { cause },
    { key: PLAN_SCHEDULE.name, queue: `${PLAN_SCHEDULE.name}:${tx.tenantId}` },
  );
}
