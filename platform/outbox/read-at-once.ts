import { sql } from 'kysely';
import type { Id } from '#domain/kernel/ids.ts';
import { dayIn } from '#domain/kernel/days.ts';
import type { Caller } from '../http/caller.ts';
import type { Database } from '../postgres/database.ts';
import type { Held, HeldJob, Tx } from '../postgres/tx.ts';
import { EVENT_CHANNEL, READ_JOB, toEvent, type Event, type EventTables } from './events.ts';
import { readerNamed, type AnyReader } from './readers.ts';

/**
 * Runs work and the readers of its events in one transaction, without the queue: for making history, where hundreds
 * of events follow each other under a moved clock and nobody waits for an answer. Readers act at the moment of their
 * event. Cursors move as they do elsewhere, so nothing is read twice. Live screens hear of each kind of event once.
 *
 * @param caller whose tenant it is; readers act as the system
 * @returns what the work returned, and the jobs that it and its readers would have queued
 */
export async function inTenantAtOnce<T>(
  db: Database,
  caller: Caller,
  work: (tx: Tx) => Promise<T>,
): Promise<{ value: T; jobs: readonly HeldJob[] }> {
  return db.inTenant(
    caller.tenantId,
    async (tx) => {
      const held = tx.held!;
      const value = await work(tx);
      await readAtOnce(tx, held, caller);
      const hints = [...held.hints.values()];
      if (hints.length > 0)
        await sql`select pg_notify(${EVENT_CHANNEL}, hint) from unnest(${hints}::text[]) hint`.execute(
          tx.tables(),
        );
      return { value, jobs: held.jobs };
    },
    () => ({ jobs: [], hints: new Map(), at: null }),
  );
}

interface Waiting {
  readonly reader: AnyReader;
  readonly aggregate: string;
  readonly aggregateId: Id;
}

/** Hands waiting events to their readers until none is left; a reader's own events are read in the next round. */
async function readAtOnce(tx: Tx, held: Held, caller: Caller): Promise<void> {
  for (;;) {
    const waiting = takeWaiting(held);
    if (waiting.length === 0) return;
    const cursors = await lockCursors(tx, waiting);
    const events = await newEvents(tx, waiting);
    const done: EventTables['event_cursor'][] = [];
    for (const { reader, aggregate, aggregateId } of waiting) {
      const key = { tenant_id: tx.tenantId, reader: reader.name, aggregate, aggregate_id: aggregateId };
      let seq = cursors.get(cursorKey(key)) ?? 0;
      for (const event of events.get(`${aggregate} ${aggregateId}`) ?? []) {
        if (event.seq <= seq || !reader.on.includes(event.name)) continue;
        held.at = event.at;
        await reader.read(tx, systemAt(caller, reader, event), event);
        seq = event.seq;
      }
      done.push({ ...key, done_seq: seq });
    }
    held.at = null;
    await tx
      .tables<EventTables>()
      .insertInto('event_cursor')
      .values(done)
      .onConflict((c) =>
        c
          .columns(['tenant_id', 'reader', 'aggregate', 'aggregate_id'])
          .doUpdateSet({ done_seq: sql`excluded.done_seq` }),
      )
      .execute();
  }
}

/** The asked-for readings, each once; other jobs stay where they are. */
function takeWaiting(held: Held): Waiting[] {
  const waiting = new Map<string, Waiting>();
  for (const job of held.jobs) {
    if (job.name !== READ_JOB) continue;
    const asked = job.payload as { reader: string; aggregate: string; aggregateId: Id };
    const reader = readerNamed(asked.reader);
    if (!reader) throw new Error(`no reader is called ${asked.reader}`);
    waiting.set(`${asked.reader} ${asked.aggregate} ${asked.aggregateId}`, { ...asked, reader });
  }
  held.jobs = held.jobs.filter((job) => job.name !== READ_JOB);
  return [...waiting.values()];
}

async function lockCursors(tx: Tx, waiting: readonly Waiting[]): Promise<Map<string, number>> {
  const rows = await tx
    .tables<EventTables>()
    .selectFrom('event_cursor')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('reader', 'in', [...new Set(waiting.map((one) => one.reader.name))])
    .where('aggregate_id', 'in', [...new Set(waiting.map((one) => one.aggregateId))])
    .forUpdate()
    .execute();
  return new Map(rows.map((row) => [cursorKey(row), row.done_seq]));
}

function cursorKey(row: Omit<EventTables['event_cursor'], 'done_seq'>): string {
  return `${row.reader} ${row.aggregate} ${row.aggregate_id}`;
}

async function newEvents(tx: Tx, waiting: readonly Waiting[]): Promise<Map<string, Event[]>> {
  const rows = await tx
    .tables<EventTables>()
    .selectFrom('event')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('aggregate', 'in', [...new Set(waiting.map((one) => one.aggregate))])
    .where('aggregate_id', 'in', [...new Set(waiting.map((one) => one.aggregateId))])
    .where('name', 'in', [...new Set(waiting.flatMap((one) => one.reader.on))])
    .orderBy('seq')
    .execute();
  return Map.groupBy(rows.map(toEvent), (event) => `${event.aggregate} ${event.aggregateId}`);
}

function systemAt(caller: Caller, reader: AnyReader, event: Event): Caller {
  return {
    ...caller,
    loginId: null,
    actor: `reader:${reader.name}`,
    name: 'Tenon',
    role: null,
    now: event.at,
    today: dayIn(caller.zone, event.at),
  };
}
