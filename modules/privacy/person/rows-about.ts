import type { PersonalMap, PersonalTable } from '#domain/kernel/personal.ts';
import { linksOf } from '#domain/policy/subjects/links.ts';
import { findIn, type Found, type Person, type StoredRow } from '#domain/policy/subjects/person.ts';
import { personalMaps } from '#modules/policy/api.ts';
import { quoted } from '#platform/postgres/connect.ts';
import { GLOBAL_TABLES } from '#platform/postgres/global-tables.ts';

export type Query = (text: string, values?: readonly unknown[]) => Promise<Record<string, unknown>[]>;

/** A row that is about the person, and what of it. */
export interface RowAbout {
  readonly name: string;
  readonly table: PersonalTable;
  readonly row: StoredRow;
  readonly found: Found;
}

/** What the person is searched by in SQL; the rows that come are looked at once more, each by itself. */
export interface Searched {
  readonly person: Person;
  readonly mails: readonly string[];
  readonly names: readonly string[];
}

/** Every table there is, with its columns. */
export function allTables(): PersonalMap {
  return Object.assign({}, ...personalMaps()) as PersonalMap;
}

/** Tables of tenants, or the global ones. @param side only tables of this side */
export function tablesOf(global: boolean, side?: 'controller'): [string, PersonalTable][] {
  return Object.entries(allTables()).filter(
    ([name, table]) =>
      isGlobal(name, table) === global &&
      (side === undefined || table.side === side) &&
      linksOf(name, table).nobody === null &&
      Object.values(table.columns).some((kind) => kind !== 'not-personal'),
  );
}

/** Global tables may name a tenant, but belong to none. */
export function isGlobal(name: string, table: PersonalTable): boolean {
  return !('tenant_id' in table.columns) || name in GLOBAL_TABLES;
}

/** Rounds in which rows are found by other rows: an order, its invoice, its card page, what was booked. */
const ROUNDS = 4;

/**
 * Every row about a person in the tables of one tenant (`tenantId`) or in those that belong to none, found by what names
 * the person and by the rows that these lead to.
 */
export async function rowsAbout(
  query: Query,
  tenantId: string | null,
  tables: readonly (readonly [string, PersonalTable])[],
  { person, mails, names }: Searched,
): Promise<RowAbout[]> {
  const logins = [...person.logins];
  const values = [
    tenantId,
    [...logins, ...logins.map((id) => `login:${id}`)],
    [...person.customers],
    [...person.contacts],
    [...mails],
    [...names],
    [
      ...logins.map((id) => `member:${id}`),
      ...[...person.customers].map((id) => `customer:${id}`),
      ...mails.map((mail) => `address:${mail}`),
    ],
  ];
  const ids = new Map<string, Set<string>>();
  const out = new Map<string, RowAbout>();
  const take = (rows: Record<string, unknown>[]): boolean => {
    let news = false;
    for (const { name, row } of rows as { name: string; row: StoredRow }[]) {
      const table = allTables()[name]!;
      const key = `${name} ${JSON.stringify(row)}`;
      const found = out.has(key) ? null : findIn(name, table, row, person, ids);
      if (!found) continue;
      out.set(key, { name, table, row, found });
      // What somebody only did leads nowhere: an order is not a worker's because the worker cut it.
      if (found.columns.length === 0 || typeof row['id'] !== 'string') continue;
      ids.set(name, (ids.get(name) ?? new Set()).add(row['id']));
      news = true;
    }
    return news;
  };
  const direct = tables.flatMap(([name, table]) => {
    const condition = directly(name, table);
    return condition ? [selectFrom(name, tenantId !== null, condition)] : [];
  });
  // Every value is named once, so that each has a type whether or not a table asks for it.
  const typed = `with given as (select $1::text, $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])`;
  let more = take(await query(`${typed} ${direct.join(' union all ')}`, values));
  for (let round = 0; more && round < ROUNDS; round++) {
    const led = tables.flatMap(([name, table]) =>
      Object.entries(linksOf(name, table).via).flatMap(([column, from]) => {
        const known = from.includes('*') ? [...ids.values()] : from.flatMap((one) => ids.get(one) ?? []);
        const found = known.flatMap((set) => [...set]);
        return found.length > 0 ? [{ name, column, found }] : [];
      }),
    );
    if (led.length === 0) break;
    const parts = led.map(({ name, column }, i) =>
      selectFrom(name, tenantId !== null, `${quoted(column)}::text = any($${i + 2}::text[])`),
    );
    more = take(
      await query(`with given as (select $1::text) ${parts.join(' union all ')}`, [
        tenantId,
        ...led.map(({ found }) => found),
      ]),
    );
  }
  return [...out.values()];
}

function selectFrom(name: string, ofTenant: boolean, condition: string): string {
  const where = ofTenant ? `tenant_id = $1::uuid and (${condition})` : `(${condition})`;
  return `select '${name}' as name, to_jsonb(t) as row from ${quoted(name)} t where ${where}`;
}

const VALUE: Readonly<Record<string, number>> = {
  login: 2,
  customer: 3,
  contact: 4,
  mail: 5,
  name: 6,
  whom: 7,
};

function directly(name: string, table: PersonalTable): string {
  const links = linksOf(name, table);
  return [
    ...links.finders.map(({ column, names }) =>
      names === 'mail'
        ? `lower(${quoted(column)}::text) = any($5) or ${quoted(column)}::text ilike any (select '%"' || m || '"%' from unnest($5) m)`
        : `${quoted(column)}::text = any($${VALUE[names]!})`,
    ),
    ...links.authors.map(({ column }) => `${quoted(column)}::text = any($2)`),
  ].join(' or ');
}
