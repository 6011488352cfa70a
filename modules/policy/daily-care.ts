import { addMinutes } from '#domain/kernel/days.ts';
import { queueAuditCheck } from '#platform/audit/audit.ts';
import { systemClock } from '#platform/clock/clock.ts';
import { queueJob, type Job } from '#platform/jobs/job.ts';
import type { AppContext } from '#platform/module/context.ts';
import { listTenants } from '#platform/postgres/directory.ts';
import { queueReseal } from '#platform/secrets/reseal.ts';
import { careForReleases } from './release/care-for-releases.ts';
import { forgetAccess } from './usage/forget-access.ts';
import { loadInstallation } from './installation.ts';

const DAY_MINUTES = 24 * 60;

/**
 * Once a day, for every tenant: checks the chain of its audit log, and seals anew what an old key has sealed; counts what
 * is to be told without names, and ends what is over in the log of visits. Safe to run twice: each tenant's work waits
 * once.
 */
export const dailyCare = {
  name: 'policy.daily-care',
  attempts: 10,
  timeoutSeconds: 300,
  async run({ context, tenantId }): Promise<void> {
    const { db } = context;
    for (const tenant of await listTenants(db))
      await db.inTenant(tenant.id, async (tx) => {
        await queueAuditCheck(tx);
        await queueReseal(tx);
      });
    // Counted before it is forgotten.
    await careForReleases(context, tenantId);
    await forgetAccess(db, context.clock.now());
    // A day of the machine's clock, by which the queue goes.
    const runAt = addMinutes(systemClock.now(), DAY_MINUTES);
    await db.inTenant(tenantId, (tx) => queueJob(tx, dailyCare, {}, { runAt, key: dailyCare.name }));
  },
} satisfies Job<unknown, AppContext>;

/** At start-up: sees to it that a run waits. */
export async function startDailyCare({ db, clock }: Pick<AppContext, 'db' | 'clock'>): Promise<void> {
  const installation = await loadInstallation(db, clock.now());
  if (!installation) return;
  await db.inTenant(installation.operatorTenantId, (tx) =>
    queueJob(tx, dailyCare, {}, { key: dailyCare.name }),
  );
}
