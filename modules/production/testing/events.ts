import type { TestApp } from '#apps/server/test-kit.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { listEvents } from '#platform/outbox/events.ts';

/** How often an aggregate announced this. */
export async function timesAnnounced(t: TestApp, name: string, aggregateId: Id): Promise<number> {
  const events = await t.inTenant((tx) => listEvents(tx, name.slice(0, name.indexOf('.')), aggregateId));
  return events.filter((event) => event.name === name).length;
}
