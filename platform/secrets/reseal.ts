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
  /** column in which an earlier release kept the same value open; it is emptied as soon as its row is sealed */
  readonly plain?: PlainColumn;
}

/** An open column of an earlier release, and how its value is kept from now on. */
export interface PlainColumn {
  readonly column: string;
  /** the value as it is sealed, e.g. without the spaces somebody typed */
  normal(text: string): string;
  /** column of the keyed hash, and what it is for */
  readonly mark?: { readonly column: string; readonly use: string };
}

/** Sealed columns of the platform's own tables. */
export const platformSealed: readonly SealedColumn[] = [
  { table: 'outgoing_mail', column: 'links_sealed', row: 'id' },
  { table: 'mail_relay', column: 'password_sealed', row: 'tenant_id' },
];

let columns: readonly SealedColumn[] = [];

/** Tells which columns hold sealed text, every module's; at start-up. */
export function registerSealed(all: readonly SealedColumn[]): void {
  columns = all;
}

/** Every column that holds sealed text here. */
export function sealedColumns(): readonly SealedColumn[] {
  return columns;
}

interface ResealContext {
  readonly db: Database;
  readonly log: Log;
}

const BATCH = 200;

/**
 * Seals what an earlier release kept open, and seals anew what was sealed with a key that is no longer the active one, a
 * few rows at a time: nothing stands still, and a row that somebody changes meanwhile keeps what they wrote. Safe to run
 * twice, and to break off.
 */
export const resealOldValues: Job<Record<string, never>, ResealContext> = {
  name: 'secrets.reseal',
  attempts: 10,
  timeoutSeconds: 600,
  behindClosedDoor: true,
  async run({ context, tenantId, signal }) {
    vault().renew();
    for (const column of columns) {
      const { table } = column;
      for (const some of [sealPlain, resealSome]) {
        let done = 0;
        for (;;) {
          signal.throwIfAborted();
          const count = await context.db.inTenant(tenantId, (tx) => some(tx, column));
          done += count;
          if (count < BATCH) break;
        }
        if (done > 0)
          context.log.info(
            { table, column: column.column, done, from: some.name },
            'sealed with the active key',
          );
      }
    }
  },
};

/** Queues the renewal; asked for again before it ran, it runs once. */
export async function queueReseal(tx: Tx): Promise<void> {
  await queueJob(tx, resealOldValues, {}, { key: resealOldValues.name });
}

/** What lies open is sealed and emptied by one statement: no reader ever finds both, or neither. */
async function sealPlain(tx: Tx, { table, column, row, global, plain }: SealedColumn): Promise<number> {
  if (!plain) return 0;
  const keys = vault();
  const tables = tx.tables<Tables>();
  const owner = global ? sql`true` : sql`tenant_id = ${tx.tenantId}`;
  const open = await sql<{ row: Id; text: string }>`
    select ${sql.ref(row)}::text as row, ${sql.ref(plain.column)} as text from ${sql.table(table)}
    where ${owner} and ${sql.ref(plain.column)} <> ''
    limit ${BATCH} for update skip locked`.execute(tables);
  for (const { row: key, text } of open.rows) {
    const place: Place = { tenantId: global ? null : tx.tenantId, table, column, row: key };
    const normal = plain.normal(text);
    const sealed = keys.seal(normal, place);
    // A row that was saved since has its value sealed already; then only the open one goes.
    const set = plain.mark
      ? sql`${sql.ref(plain.mark.column)} = case when ${sql.ref(column)} = '' then ${keys.mark(normal, plain.mark.use)} else ${sql.ref(plain.mark.column)} end,`
      : sql``;
    await sql`update ${sql.table(table)} set ${set}
        ${sql.ref(column)} = case when ${sql.ref(column)} = '' then ${sealed} else ${sql.ref(column)} end,
        ${sql.ref(plain.column)} = ''
      where ${owner} and ${sql.ref(row)}::text = ${key} and ${sql.ref(plain.column)} = ${text}`.execute(
      tables,
    );
  }
  return open.rows.length;
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
