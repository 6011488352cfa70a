import type { Insertable, Kysely } from 'kysely';
import type { Tx } from '#platform/postgres/tx.ts';
import type { ProductionTables } from './store.ts';

export type NewRow<T extends keyof ProductionTables> = Insertable<ProductionTables[T]>;

/** PostgreSQL takes 65,535 values in a statement; a part has 22. */
const ROWS_MAX = 1000;

/** Inserts any number of rows, in as few statements as the protocol allows. */
export async function insertRows<T extends keyof ProductionTables>(
  tx: Tx,
  table: T,
  rows: readonly NewRow<T>[],
): Promise<void> {
  const tables = tx.tables<Record<string, object>>() as unknown as Kysely<Record<string, object>>;
  for (let from = 0; from < rows.length; from += ROWS_MAX)
    await tables
      .insertInto(table)
      .values(rows.slice(from, from + ROWS_MAX))
      .execute();
}
