import { sql, type Insertable, type InsertQueryBuilder, type InsertResult, type Transaction } from 'kysely';

/** A string that is no whole text: half of a pair of surrogates, which the database takes in no form. */
const HALF_PAIR = /\\ud[89a-f]/i;

/**
 * Inserts many rows that travel as one value, so that the statement is the same for one row and for a thousand: it is
 * compiled, parsed and planned once instead of once per number of rows.
 *
 * @param rows at least one, all with the columns of the first
 * @param json columns whose values are JSON texts
 * @returns the statement, to which conflicts and what it returns can be added
 */
export function insertRows<T, K extends keyof T & string>(
  tables: Transaction<T>,
  table: K,
  rows: readonly Insertable<T[K]>[],
  json: readonly string[] = [],
): InsertQueryBuilder<T, K, InsertResult> {
  const columns = Object.keys(rows[0] as object);
  const values = columns.map((column) =>
    json.includes(column) ? sql`(${sql.ref(column)} #>> '{}')::jsonb` : sql.ref(column),
  );
  return tables
    .insertInto(table)
    .columns(columns as never)
    .expression(
      sql`select ${sql.join(values)} from jsonb_populate_recordset(null::${sql.table(table)}, ${textOf(rows)}::jsonb)` as never,
    );
}

/** Money is whole and may be larger than a JSON number holds exactly, so it travels as text. */
function textOf(rows: readonly unknown[]): string {
  const text = JSON.stringify(rows, (_, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
  if (!HALF_PAIR.test(text)) return text;
  return JSON.stringify(rows, (_, value: unknown) => {
    if (typeof value === 'bigint') return value.toString();
    return typeof value === 'string' ? value.toWellFormed() : value;
  });
}
