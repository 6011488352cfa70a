import { sql, type Insertable } from 'kysely';
import type { Tx } from '#platform/postgres/tx.ts';
import type { ProductionTables } from './store.ts';

export type NewRow<T extends keyof ProductionTables> = Insertable<ProductionTables[T]>;

/** More would make the text of one statement several megabytes long. */
const ROWS_MAX = 5000;

/** Columns that hold JSON; their rows carry its text. */
const JSON_COLUMNS: ReadonlySet<string> = new Set(['edges', 'holes', 'programs', 'hardware', 'pattern']);

/**
 * Inserts any number of rows. They travel as one value, so that the statement is the same for one row and for a
 * thousand, and is planned once: of an order with 2,000 steps, a list of 24,000 values took longer to parse than to write.
 */
export async function insertRows<T extends keyof ProductionTables>(
  tx: Tx,
  table: T,
  rows: readonly NewRow<T>[],
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const columns = Object.keys(first);
  const values = columns.map((column) =>
    JSON_COLUMNS.has(column) ? sql`(${sql.ref(column)} #>> '{}')::jsonb` : sql.ref(column),
  );
  for (let from = 0; from < rows.length; from += ROWS_MAX)
    await sql`
      insert into ${sql.table(table)} (${sql.join(columns.map((column) => sql.ref(column)))})
      select ${sql.join(values)}
      from jsonb_populate_recordset(null::${sql.table(table)}, ${textOf(rows.slice(from, from + ROWS_MAX))}::jsonb)`.execute(
      tx.tables<ProductionTables>(),
    );
}

/** Money is whole and may be larger than a JSON number holds exactly, so it travels as text. */
function textOf(rows: readonly object[]): string {
  return JSON.stringify(rows, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
}
