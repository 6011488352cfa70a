import type { Insertable } from 'kysely';
import { insertRows as insertAll } from '#platform/postgres/insert-rows.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { ProductionTables } from './store.ts';

export type NewRow<T extends keyof ProductionTables> = Insertable<ProductionTables[T]>;

/** More would make the text of one statement several megabytes long. */
const ROWS_MAX = 5000;

/** Columns that hold JSON; their rows carry its text. */
const JSON_COLUMNS = ['edges', 'holes', 'programs', 'hardware', 'pattern'];

/** Inserts any number of rows, a part of them at a time. */
export async function insertRows<T extends keyof ProductionTables>(
  tx: Tx,
  table: T,
  rows: readonly NewRow<T>[],
): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS_MAX)
    await insertAll(
      tx.tables<ProductionTables>(),
      table,
      rows.slice(from, from + ROWS_MAX),
      JSON_COLUMNS,
    ).execute();
}
