import { sql } from 'kysely';
import type { Id } from '#domain/kernel/ids.ts';
import { dayIn } from '#domain/kernel/days.ts';
import type { Caller } from '../http/caller.ts';
import type { Database } from '../postgres/database.ts';
import type { Held, HeldEvent, HeldJob } from '../postgres/held.ts';
import { insertRows } from '../postgres/insert-rows.ts';
import type { Tx } from '../postgres/tx.ts';
import { EVENT_CHANNEL, type Event, type EventTables } from './events.ts';
import { readersOf, type AnyReader } from './readers.ts';

/**
 * Runs work and the readers of its events in one transaction, without the queue: for making history, where hundreds
 * of events follow each other under a moved clock and nobody waits for an answer. Readers act at the moment of their
 * event. Cursors move as they do elsewhere, so nothing is read twice. Live screens hear of each kind of event once.
 *
 * @param caller whose tenant it is; readers act as the system
 * @param beforeSaving called when everything is written and only the commit is left
 * @returns what the work returned, and the jobs that it and its readers would have queued
 */
export async function inTenantAtOnce<T>(
  db: Database,
  caller: Caller,
  work: (tx: Tx) => Promise<T>,
  beforeSaving: () => Promise<void> = () => Promise.resolve(),
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
      await beforeSaving();
      return { value, jobs: held.jobs };
    },
    () => ({ jobs: [], events: [], hints: new Map(), at: null }),
  );
}

interface Waiting {
  readonly reader: AnyReader;
  readonly aggregate: string;
  readonly aggregateId: Id;
}

/** Writes what was published and hands it to its readers until none is left; a reader's own events come in the next round. */
async function readAtOnce(tx: Tx, held: Held, caller: Caller): Promise<void> {
  while (held.events.length > 0) {
    const events = await writeEvents(tx, held.events);
    held.events = [];
    const waiting = waitingFor(events);
    if (waiting.length === 0) continue;
    const cursors = await lockCursors(tx, waiting);
    const done: EventTables['event_cursor'][] = [];
    for (const { reader, aggregate, aggregateId } of waiting) {
      const key = { tenant_id: tx.tenantId, reader: reader.name, aggregate, aggregate_id: aggregateId };
      let seq = cursors.get(cursorKey(key)) ?? 0;
      for (const event of events) {
        if (event.aggregateId !== aggregateId || event.aggregate !== aggregate) continue;
        if (event.seq <= seq || !reader.on.includes(event.name)) continue;
        held.at = event.at;
        await reader.read(tx, systemAt(caller, reader, event), event);
        seq = event.seq;
      }
      done.push({ ...key, done_seq: seq });
    }
    held.at = null;
    await insertRows(tx.tables<EventTables>(), 'event_cursor', done)
      .onConflict((c) =>
        c
          .columns(['tenant_id', 'reader', 'aggregate', 'aggregate_id'])
          .doUpdateSet({ done_seq: sql`excluded.done_seq` }),
      )
      .execute();
  }
}

/** Gives the events their places, one row lock per aggregate, and writes them. */
async function writeEvents(tx: Tx, held: readonly HeldEvent[]): Promise<Event[]> {
  const tables = tx.tables<EventTables>();
  const streams = Map.groupBy(held, (event) => `${event.aggregate} ${event.aggregateId}`);
  const heads = await insertRows(
    tables,
    'event_stream',
    [...streams.values()].map((events) => ({
      tenant_id: tx.tenantId,
      aggregate: events[0]!.aggregate,
      aggregate_id: events[0]!.aggregateId,
      last_seq: events.length,
    })),
  )
    .onConflict((c) =>
      c
        .columns(['tenant_id', 'aggregate', 'aggregate_id'])
        .doUpdateSet({ last_seq: sql`event_stream.last_seq + excluded.last_seq` }),
    )
    .returning(['aggregate', 'aggregate_id', 'last_seq'])
    .execute();
  const next = new Map(
    heads.map((row) => {
      const key = `${row.aggregate} ${row.aggregate_id}`;
      return [key, row.last_seq - streams.get(key)!.length];
    }),
  );
  const events = held.map((event): Event => {
    const key = `${event.aggregate} ${event.aggregateId}`;
    const seq = next.get(key)! + 1;
    next.set(key, seq);
    return { ...event, seq };
  });
  await insertRows(
    tables,
    'event',
    events.map((event) => ({
      tenant_id: tx.tenantId,
      id: event.id,
      aggregate: event.aggregate,
      aggregate_id: event.aggregateId,
      seq: event.seq,
      name: event.name,
      payload: event.payload,
      actor: event.actor,
      actor_name: event.actorName,
      at: event.at,
    })),
  ).execute();
  return events;
}

/** Who wants to read which aggregate, in the order of publishing. */
function waitingFor(events: readonly Event[]): Waiting[] {
  const waiting = new Map<string, Waiting>();
  for (const { name, aggregate, aggregateId } of events)
    for (const reader of readersOf(name))
      waiting.set(`${reader.name} ${aggregate} ${aggregateId}`, { reader, aggregate, aggregateId });
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
