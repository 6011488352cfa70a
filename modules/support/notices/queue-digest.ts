import { addDays, dayIn, instantAt, type Instant } from '#domain/kernel/days.ts';
import { systemClock } from '#platform/clock/clock.ts';
import { queueJob } from '#platform/jobs/job.ts';
import type { Tx } from '#platform/postgres/tx.ts';

export const MAIL_DIGEST = 'support.mail-digest';
/** Seven in the morning: before work begins, and never in the middle of it. */
const MORNING_MINUTE = 7 * 60;

/** The next morning after a moment, on the wall clock of a zone. */
export function nextMorning(after: Instant, zone: string): Instant {
  const today = instantAt(zone, dayIn(zone, after), MORNING_MINUTE);
  return today > after ? today : instantAt(zone, addDays(dayIn(zone, after), 1), MORNING_MINUTE);
}

/** Sees to it that a mail of the day waits, by the machine's clock: one, however much is told until then. */
export async function queueDigest(tx: Tx, zone: string): Promise<void> {
  const runAt = nextMorning(systemClock.now(), zone);
  await queueJob(tx, { name: MAIL_DIGEST, attempts: 25 }, {}, { runAt, key: MAIL_DIGEST });
}
