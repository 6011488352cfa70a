import { sql } from 'kysely';
import { quoted } from '../postgres/connect.ts';
import type { Tables, Tx } from '../postgres/tx.ts';
import { ArchiveUnfit } from './archive.ts';

/**
 * Tables of the transaction alone, of the same names and columns, with the same checks, and without index and reference:
 * rows come in several times faster, and from here on every statement of the transaction means these and not the real
 * ones. They go with the transaction.
 */
export async function openScratch(tx: Tx, names: readonly string[]): Promise<void> {
  const made = names.map(
    (name) =>
      `create temp table ${quoted(name)} (like tenon.${quoted(name)} including defaults including constraints including generated including identity) on commit drop`,
  );
  // Statements that were prepared before have the real tables in their plans.
  await sql.raw([...made, 'discard plans'].join(';\n')).execute(tx.tables());
}

interface Key {
  readonly name: string;
  readonly table: string;
  readonly definition: string;
}

interface Reference {
  readonly name: string;
  readonly table: string;
  readonly columns: readonly string[];
  readonly other: string;
  readonly others: readonly string[];
}

/**
 * Holds what was put into scratch tables to every key and every reference that the real tables have, table by table as a
 * whole: a unique index is built over all rows, and each reference is asked for rows that find nothing.
 * @param counts rows that were put, by table: they must be in the scratch tables and nowhere else
 * @throws ArchiveUnfit
 */
export async function holdScratch(tx: Tx, counts: Readonly<Record<string, number>>): Promise<void> {
  const names = Object.keys(counts);
  if (names.length === 0) return;
  await countScratch(tx, counts);
  for (const { name, table, definition } of await keysOf(tx, names)) {
    const [before, after] = definition.split(` ON tenon.${quotedAsShown(table)} `);
    if (after === undefined) throw new Error(`the definition of ${name} is not understood: ${definition}`);
    // The name of an index is its own in each schema, and a temporary table's index lies with its table.
    await held(table, () =>
      sql.raw(`${before} ON pg_temp.${quoted(table)} ${after}`).execute(tx.tables<Tables>()),
    );
  }
  for (const { name, table, columns, other, others } of await referencesOf(tx, names)) {
    const given = columns.map((column) => `c.${quoted(column)} is not null`).join(' and ');
    const same = columns.map((column, i) => `p.${quoted(others[i]!)} = c.${quoted(column)}`).join(' and ');
    const { rows } = await sql
      .raw(
        `select from pg_temp.${quoted(table)} c where ${given} and not exists (select from ${quoted(other)} p where ${same}) limit 1`,
      )
      .execute(tx.tables());
    if (rows.length > 0)
      throw new ArchiveUnfit('row_unfit', `${table}: ${name} does not hold, ${other} lacks a row`);
  }
}

/** Rows that went past the scratch tables would be held to nothing. */
async function countScratch(tx: Tx, counts: Readonly<Record<string, number>>): Promise<void> {
  const parts = Object.keys(counts).map(
    (name, i) => `select ${i} as place, count(*)::int as n from pg_temp.${quoted(name)}`,
  );
  const { rows } = await sql
    .raw<{ place: number; n: number }>(parts.join(' union all '))
    .execute(tx.tables());
  const names = Object.keys(counts);
  for (const { place, n } of rows)
    if (n !== counts[names[place]!])
      throw new Error(`${n} of ${counts[names[place]!]} rows of ${names[place]!} are in the scratch table`);
}

async function held(table: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!/^2[23]/.test(String((error as { code?: string }).code))) throw error;
    throw new ArchiveUnfit('row_unfit', `${table}: ${(error as Error).message}`, error);
  }
}

/** As `pg_get_indexdef` writes a name. */
const quotedAsShown = (name: string): string => (/^[a-z_][a-z0-9_]*$/.test(name) ? name : quoted(name));

async function keysOf(tx: Tx, names: readonly string[]): Promise<readonly Key[]> {
  const { rows } = await sql<Key>`
    select i.relname::text as name, c.relname::text as "table", pg_get_indexdef(x.indexrelid) as definition
    from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class c on c.oid = x.indrelid
    join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'tenon' and x.indisunique and c.relname in (${sql.join(names)})
    order by 2, 1`.execute(tx.tables());
  return rows;
}

async function referencesOf(tx: Tx, names: readonly string[]): Promise<readonly Reference[]> {
  const { rows } = await sql<Reference>`
    select k.conname::text as name, c.relname::text as "table", p.relname::text as other,
      (select json_agg(a.attname order by u.at) from unnest(k.conkey) with ordinality u(num, at)
       join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.num) as columns,
      (select json_agg(a.attname order by u.at) from unnest(k.confkey) with ordinality u(num, at)
       join pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.num) as others
    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_class p on p.oid = k.confrelid
    join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'tenon' and k.contype = 'f' and c.relname in (${sql.join(names)})
    order by 2, 1`.execute(tx.tables());
  return rows;
}
