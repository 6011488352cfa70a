import { sql } from 'kysely';
import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { maskCardNumbers } from '#domain/kernel/masking.ts';
import type { Clock } from '#platform/clock/clock.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { EgressEntry, Recipient } from '#platform/egress/egress.ts';
import type { Log } from '#platform/log/log.ts';
import type { Database } from '#platform/postgres/database.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { tablesOf } from './store.ts';

/** Keeps what the door tells. `settled` waits until everything told so far is stored. */
export interface EgressKeeper {
  record(entry: EgressEntry): void;
  settled(): Promise<void>;
}

/** @returns a keeper that writes behind the calls: a slow database never holds up a connection */
export function keepEgress({ db, clock, log }: { db: Database; clock: Clock; log: Log }): EgressKeeper {
  const under = new Set<Promise<void>>();
  return {
    record(entry) {
      const writing = save(db, clock.now(), entry).catch((error: unknown) => {
        // What could not be stored is told to the log whole, so that it is not lost.
        log.error({ err: error, egress: entry }, 'a call through the door could not be recorded');
      });
      under.add(writing);
      void writing.finally(() => under.delete(writing));
    },
    settled: async () => void (await Promise.all(under)),
  };
}

async function save(db: Database, at: Instant, entry: EgressEntry): Promise<void> {
  await tablesOf(db)
    .insertInto('egress_log')
    .values({
      id: idAt(at),
      at,
      on_behalf_of: entry.tenantId as Id | null,
      purpose: entry.purpose,
      recipient: recipientText(entry.recipient),
      categories: JSON.stringify(entry.categories),
      host: maskCardNumbers(entry.host).text.slice(0, 255),
      port: entry.port,
      decision: entry.decision,
      reason: entry.reason === null ? null : maskCardNumbers(entry.reason).text,
      bytes_out: BigInt(entry.bytesOut),
      bytes_in: BigInt(entry.bytesIn),
    })
    .execute();
}

function recipientText(recipient: Recipient): string {
  return 'id' in recipient ? `${recipient.kind}:${recipient.id}` : recipient.kind;
}

export interface EgressLine {
  readonly id: Id;
  readonly at: Instant;
  readonly purpose: string;
  readonly recipient: string;
  readonly categories: readonly string[];
  readonly host: string;
  readonly port: number;
  readonly decision: 'refused' | 'failed' | 'connected';
  readonly reason: string | null;
  readonly bytesOut: number;
  readonly bytesIn: number;
}

/** Calls through the door, newest first. Whose they were is not told. */
export async function listEgress(tx: Tx, limit: number): Promise<EgressLine[]> {
  const rows = await tablesOf(tx)
    .selectFrom('egress_log')
    .selectAll()
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ bytes_out: out, bytes_in: back, on_behalf_of: _, categories, ...same }) => ({
    ...same,
    categories: categories as readonly string[],
    bytesOut: Number(out),
    bytesIn: Number(back),
  }));
}

export interface EgressCount {
  readonly recipient: string;
  readonly connected: number;
  readonly refused: number;
  readonly failed: number;
  readonly bytesOut: number;
}

/** How often and how much, by recipient, since a moment. */
export async function countEgress(tx: Tx, since: Instant): Promise<EgressCount[]> {
  const count = (decision: string) => sql<number>`count(*) filter (where decision = ${decision})::int`;
  const rows = await tablesOf(tx)
    .selectFrom('egress_log')
    .select([
      'recipient',
      count('connected').as('connected'),
      count('refused').as('refused'),
      count('failed').as('failed'),
      sql<string>`sum(bytes_out)::text`.as('bytesOut'),
    ])
    .where('at', '>=', since)
    .groupBy('recipient')
    .orderBy('recipient')
    .execute();
  return rows.map(({ bytesOut, ...same }) => ({ ...same, bytesOut: Number(bytesOut) }));
}
