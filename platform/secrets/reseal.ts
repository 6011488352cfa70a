import { sql } from 'kysely';
import type { Id } from '#domain/kernel/ids.ts';
import { queueJob, type Job } from '../jobs/job.ts';
import type { Log } from '../log/log.ts';
import type { Database } from '../postgres/database.ts';
import type { Tables, Tx } from '../postgres/tx.ts';
import { vault, type Place } from './vault.ts';

/** A column that holds sealed text, '' for none. Its place is made of these names, as when it was sealed. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  /** column whose value names the row in the place */
  readonly row: string;
  /** of a table without a tenant */
  readonly global?: true;
}

/** Sealed columns of the platform's own tables. */
export const platformSealed: readonly SealedColumn[] = [
  { table: 'outgoing_mail', column: 'links_sealed', row: 'id' },
];

let columns: readonly SealedColumn[] = [];

/** Tells which columns hold sealed text, every module's; at start-up. */
export function registerSealed(all: readonly SealedColumn[]): void {
  columns = all;
}

interface ResealContext {
  readonly db: Database;
  readonly log: Log;
}

const BATCH = 200;

/**
 * Seals anew what was sealed with a key that is no longer the active one, a few rows at a time: nothing stands still, and
 * a row that somebody changes meanwhile keeps what they wrote. Safe to run twice, and to break off.
 */
export const resealOldValues: Job<Record<string, never>, ResealContext> = {
  name: 'secrets.reseal',
  attempts: 10,
  timeoutSeconds: 600,
  async run({ context, tenantId, signal }) {
    vault().renew();
    for (const column of columns) {
      let renewed = 0;
      for (;;) {
        signal.throwIfAborted();
        const count = await context.db.inTenant(tenantId, (tx) => resealSome(tx, column));
        renewed += count;
        if (count < BATCH) break;
      }
      if (renewed > 0) context.log.info({ ...column, renewed }, 'sealed anew with the active key');
    }
  },
};

/** Queues the renewal; asked for again before it ran, it runs once. */
export async function queueReseal(tx: Tx): Promise<void> {
  await queueJob(tx, resealOldValues, {}, { key: resealOldValues.name });
}

async function resealSome(tx: Tx, { table, column, row, global }: SealedColumn): Promise<number> {
  const keys = vault();
  const tables = tx.tables<Tables>();
  const owner = global ? sql`true` : sql`tenant_id = ${tx.tenantId}`;
  const old = await sql<{ row: Id; sealed: string }>`
    select ${sql.ref(row)}::text as row, ${sql.ref(column)} as sealed from ${sql.table(table)}
    where ${owner} and ${sql.ref(column)} <> '' and ${sql.ref(column)} not like ${`${keys.currentPrefix()}%`}
    limit ${BATCH} for update skip locked`.execute(tables);
  for (const { row: key, sealed } of old.rows) {
    const place: Place = { tenantId: global ? null : tx.tenantId, table, column, row: key };
    await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${keys.seal(keys.open(sealed, place), place)}
      where ${owner} and ${sql.ref(row)}::text = ${key} and ${sql.ref(column)} = ${sealed}`.execute(tables);
  }
  return old.rows.length;
}
