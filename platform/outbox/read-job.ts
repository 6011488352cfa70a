import type { Id } from '#domain/kernel/ids.ts';
import type { Clock } from '../clock/clock.ts';
import { systemCaller, type TenantFacts } from '../http/caller.ts';
import type { Job } from '../jobs/job.ts';
import type { Database } from '../postgres/database.ts';
import { READ_JOB, toEvent, type EventTables } from './events.ts';
import { readerNamed } from './readers.ts';

interface ReadContext {
  readonly db: Database;
  readonly clock: Clock;
  tenantFacts(tenantId: Id): Promise<TenantFacts>;
}

interface ReadPayload {
  readonly reader: string;
  readonly aggregate: string;
  readonly aggregateId: Id;
}

/** Hands new events of one aggregate to one reader, each in its own transaction together with the cursor. */
export const readEvents: Job<ReadPayload, ReadContext> = {
  name: READ_JOB,
  attempts: 25,
  timeoutSeconds: 300,
  behindClosedDoor: true,
  async run({ context, tenantId, signal }, payload) {
    const reader = readerNamed(payload.reader);
    if (!reader)
      throw new Error(`no reader is called ${payload.reader}. Maybe an older server wrote this job.`);
    const caller = systemCaller(await context.tenantFacts(tenantId), context.clock, `reader:${reader.name}`);
    for (;;) {
      // To return here would mark the job as done with events unread: they would never be read.
      signal.throwIfAborted();
      const more = await context.db.inTenant(tenantId, async (tx) => {
        const tables = tx.tables<EventTables>();
        const key = {
          tenant_id: tenantId,
          reader: reader.name,
          aggregate: payload.aggregate,
          aggregate_id: payload.aggregateId,
        };
        await tables
          .insertInto('event_cursor')
          .values({ ...key, done_seq: 0 })
          .onConflict((c) => c.doNothing())
          .execute();
        const cursor = await tables
          .selectFrom('event_cursor')
          .select('done_seq')
          .where('tenant_id', '=', tenantId)
          .where('reader', '=', reader.name)
          .where('aggregate', '=', payload.aggregate)
          .where('aggregate_id', '=', payload.aggregateId)
          .forUpdate()
          .executeTakeFirstOrThrow();
        const next = await tables
          .selectFrom('event')
          .selectAll()
          .where('tenant_id', '=', tenantId)
          .where('aggregate', '=', payload.aggregate)
          .where('aggregate_id', '=', payload.aggregateId)
          .where('name', 'in', [...reader.on])
          .where('seq', '>', cursor.done_seq)
          .orderBy('seq')
          .limit(1)
          .executeTakeFirst();
        if (!next) return false;
        await reader.read(tx, { ...caller, now: context.clock.now() }, toEvent(next));
        await tables
          .updateTable('event_cursor')
          .set({ done_seq: next.seq })
          .where('tenant_id', '=', tenantId)
          .where('reader', '=', reader.name)
          .where('aggregate', '=', payload.aggregate)
          .where('aggregate_id', '=', payload.aggregateId)
          .execute();
        return true;
      });
      if (!more) return;
    }
  },
};
