import type { Id } from '#domain/kernel/ids.ts';
import { queueJob } from '#platform/jobs/job.ts';
import type { AppContext } from '#platform/module/context.ts';
import { valuesInForce } from '../record.ts';
import { drawPeriod } from './draw-release.ts';
import { gatherMarks } from './gather-marks.ts';
import { findTool, sendRelease } from './send-release.ts';
import { listReleases } from './store.ts';

/**
 * What is due each day: marks are gathered before the log of visits forgets them, a period that is over is drawn, and
 * what the tool has not got yet is sent, again on each day while it cannot be. Safe to run twice.
 */
export async function careForReleases({ db, clock, log }: AppContext, operator: Id): Promise<void> {
  const now = clock.now();
  await db.inTenant(operator, async (tx) => {
    const values = await valuesInForce(tx, now);
    await gatherMarks(tx, values, now);
  });
  const drawn = await db.inTenant(operator, async (tx) => drawPeriod(tx, await valuesInForce(tx, now), now));
  if (!drawn.ok) log.warn(drawn.refusal, 'nothing is released: the refusal names why');
  await db.inTenant(operator, async (tx) => {
    if (!(await findTool(tx))) return;
    for (const { period, sent } of await listReleases(tx))
      if (!sent) await queueJob(tx, sendRelease, { period }, { key: `${sendRelease.name}:${period}` });
  });
}
