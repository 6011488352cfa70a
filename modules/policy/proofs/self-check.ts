import { addMinutes } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { systemClock } from '#platform/clock/clock.ts';
import { queueJob, type Job } from '#platform/jobs/job.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Database } from '#platform/postgres/database.ts';
import { loadInstallation } from '../installation.ts';
import { draftWhatChanged } from '../versions/draft-what-changed.ts';
import { checkPromises } from './proofs.ts';

const DAY_MINUTES = 24 * 60;

/** Checks the promises once a day, drafts what the published text does not say yet, and queues the next run. Safe to run twice: one more run is stored. */
export const selfCheck = {
  name: 'policy.self-check',
  attempts: 10,
  timeoutSeconds: 60,
  async run({ context, tenantId }): Promise<void> {
    const findings = await checkPromises(context.db, context.clock, 'daily');
    for (const { clause, mechanism, finding } of findings)
      if (finding !== null) context.log.error({ clause, mechanism, finding }, 'a promise is not kept here');
    await draftWhatChanged(context);
    await queueSelfCheck(context.db, tenantId);
  },
} satisfies Job<unknown, AppContext>;

/**
 * One run waits at a time, a day from now. The queue goes by the machine's clock: a day counted on a clock that was set
 * back would be over at once, and the next one too, without end.
 */
async function queueSelfCheck(db: Database, operatorTenantId: Id): Promise<void> {
  const runAt = addMinutes(systemClock.now(), DAY_MINUTES);
  await db.inTenant(operatorTenantId, (tx) => queueJob(tx, selfCheck, {}, { runAt, key: selfCheck.name }));
}

/** At start-up: checks at once, and sees to it that tomorrow's run waits. */
export async function startSelfChecks({ db, clock }: Pick<AppContext, 'db' | 'clock'>): Promise<void> {
  await checkPromises(db, clock, 'start');
  const installation = await loadInstallation(db, clock.now());
  if (installation) await queueSelfCheck(db, installation.operatorTenantId);
}
