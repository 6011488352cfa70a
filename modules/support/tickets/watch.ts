import type { Instant } from '#domain/kernel/days.ts';
import { systemClock } from '#platform/clock/clock.ts';
import { queueJob } from '#platform/jobs/job.ts';
import type { Tx } from '#platform/postgres/tx.ts';

export const WATCH_TICKETS = 'support.watch-tickets';
const LOOK_EVERY_MS = 5 * 60_000;

/** Sees to it that somebody looks whether a promised time has passed: every five minutes of the machine's clock, by which the queue goes. */
export async function queueTicketWatch(tx: Tx): Promise<void> {
  const next = (Math.floor(Date.parse(systemClock.now()) / LOOK_EVERY_MS) + 1) * LOOK_EVERY_MS;
  const runAt = new Date(next).toISOString() as Instant;
  await queueJob(tx, { name: WATCH_TICKETS, attempts: 25 }, {}, { runAt, key: WATCH_TICKETS });
}
