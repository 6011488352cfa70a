import { setTimeout as sleep } from 'node:timers/promises';
import type { Id } from '#domain/kernel/ids.ts';
import { idAt } from '#platform/clock/id-at.ts';
import { queueJob, type Job } from '#platform/jobs/job.ts';
import type { AppContext } from '#platform/module/context.ts';
import { migrationsOf, type Module } from '#platform/module/module.ts';
import type { Reader } from '#platform/outbox/readers.ts';

interface TallyTables {
  crash_tally: { tenant_id: Id; id: Id; event_id: Id };
  crash_echo: { tenant_id: Id; event_id: Id };
}

/** Long enough for a kill to fall into a running job now and then. */
const ECHO_MS = 15;

/** Writes one row per event it was told of. Safe to run twice. */
const echo: Job<{ eventId: Id }, AppContext> = {
  name: 'crash.echo',
  attempts: 25,
  timeoutSeconds: 30,
  async run({ context, tenantId }, { eventId }) {
    await sleep(ECHO_MS);
    await context.db.inTenant(tenantId, (tx) =>
      tx
        .tables<TallyTables>()
        .insertInto('crash_echo')
        .values({ tenant_id: tenantId, event_id: eventId })
        .onConflict((c) => c.doNothing())
        .execute(),
    );
  },
};

/** A reader whose writes show how often it was given an event, and which queues a job for each. */
const tallyEvents: Reader = {
  name: 'crash.tally',
  on: ['customer.created', 'board.received', 'order.created', 'order.accepted', 'work.released'],
  async read(tx, caller, event) {
    const row = { tenant_id: tx.tenantId, id: idAt(caller.now), event_id: event.id };
    await tx.tables<TallyTables>().insertInto('crash_tally').values(row).execute();
    await queueJob(tx, echo, { eventId: event.id });
  },
};

/** A module that exists only while the installation is under fire. */
export const tally: Module<AppContext> = {
  name: 'crash',
  migrations: migrationsOf('crash', import.meta.url),
  jobs: [echo],
  readers: [tallyEvents],
};
