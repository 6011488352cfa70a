import { sql } from 'kysely';
import type { Id } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/days.ts';
import type { Caller } from '../http/caller.ts';
import { idAt } from '../clock/id-at.ts';
import { queueJob } from '../jobs/job.ts';
import type { Tx } from '../postgres/tx.ts';
import { readersOf, type AnyReader } from './readers.ts';

export interface EventTables {
  event: {
    tenant_id: Id;
    id: Id;
    aggregate: string;
    aggregate_id: Id;
    seq: number;
    name: string;
    payload: unknown;
    actor: string;
    actor_name: string;
    at: Instant;
  };
  event_stream: { tenant_id: Id; aggregate: string; aggregate_id: Id; last_seq: number };
  event_cursor: { tenant_id: Id; reader: string; aggregate: string; aggregate_id: Id; done_seq: number };
}

/** One thing that happened, as readers and timelines see it. */
export interface Event<P = unknown> {
  readonly id: Id;
  readonly aggregate: string;
  readonly aggregateId: Id;
  readonly seq: number;
  /** `<aggregate>.<past tense>`, e.g. `order.confirmed` */
  readonly name: string;
  readonly payload: P;
  readonly actor: string;
  readonly actorName: string;
  readonly at: Instant;
}

/** Notification channel on which live screens hear of committed events. */
export const EVENT_CHANNEL = 'tenon_event';

/**
 * Appends an event in the running transaction. Its readers run after the commit, in order per aggregate, at least
 * once; live screens are told at commit.
 *
 * @param name `<aggregate>.<past tense>`: the part before the dot is the aggregate's kind
 */
export async function publish(
  tx: Tx,
  caller: Caller,
  name: string,
  aggregateId: Id,
  payload: object = {},
): Promise<void> {
  const aggregate = name.slice(0, name.indexOf('.'));
  if (!aggregate) throw new Error(`event ${name} names no aggregate`);
  const id = idAt(caller.now);
  const hint = JSON.stringify({ tenantId: tx.tenantId, id, name, aggregateId });
  if (tx.held) {
    const { actor, name: actorName, now: at } = caller;
    tx.held.events.push({ id, aggregate, aggregateId, name, payload, actor, actorName, at });
    tx.held.hints.set(name, hint);
    return;
  }
  const tables = tx.tables<EventTables>();
  const { last_seq: seq } = await tables
    .insertInto('event_stream')
    .values({ tenant_id: tx.tenantId, aggregate, aggregate_id: aggregateId, last_seq: 1 })
    .onConflict((c) =>
      c
        .columns(['tenant_id', 'aggregate', 'aggregate_id'])
        .doUpdateSet({ last_seq: sql`event_stream.last_seq + 1` }),
    )
    .returning('last_seq')
    .executeTakeFirstOrThrow();
  await tables
    .insertInto('event')
    .values({
      tenant_id: tx.tenantId,
      id,
      aggregate,
      aggregate_id: aggregateId,
      seq,
      name,
      payload: JSON.stringify(payload),
      actor: caller.actor,
      actor_name: caller.name,
      at: caller.now,
    })
    .execute();
  for (const reader of readersOf(name)) await queueReader(tx, reader, aggregate, aggregateId);
  await sql`select pg_notify(${EVENT_CHANNEL}, ${hint})`.execute(tables);
}

/** One waiting job per reader and aggregate is enough: it reads everything that is new. */
async function queueReader(tx: Tx, reader: AnyReader, aggregate: string, aggregateId: Id): Promise<void> {
  const queue = `${reader.name}:${aggregateId}`;
  await queueJob(
    tx,
    { name: READ_JOB, attempts: 25 },
    { reader: reader.name, aggregate, aggregateId },
    { queue },
  );
}

export const READ_JOB = 'outbox.read';

/** All events of one aggregate, oldest first: its timeline. */
export async function listEvents(tx: Tx, aggregate: string, aggregateId: Id): Promise<Event[]> {
  const rows = await tx
    .tables<EventTables>()
    .selectFrom('event')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('aggregate', '=', aggregate)
    .where('aggregate_id', '=', aggregateId)
    .orderBy('seq')
    .execute();
  return rows.map(toEvent);
}

export function toEvent(row: EventTables['event']): Event {
  return {
    id: row.id,
    aggregate: row.aggregate,
    aggregateId: row.aggregate_id,
    seq: row.seq,
    name: row.name,
    payload: row.payload,
    actor: row.actor,
    actorName: row.actor_name,
    at: row.at,
  };
}
