import type { Id } from '#domain/kernel/ids.ts';
import type { Day } from '#domain/kernel/days.ts';
import { dayIn } from '#domain/kernel/days.ts';
import type { ParameterValues } from '#domain/policy/parameters.ts';
import { ERASED_HOST, eraseRow, type Kept, type Neutral } from '#domain/policy/subjects/erasure.ts';
import { linksOf } from '#domain/policy/subjects/links.ts';
import { mailsIn, type Person, type StoredRow } from '#domain/policy/subjects/person.ts';
import { loadInstallation, valuesInForce } from '#modules/policy/api.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { AppContext } from '#platform/module/context.ts';
import { quoted } from '#platform/postgres/connect.ts';
import { asLocale, say } from '#platform/words/words.ts';
import { erasureWords } from './erasure-words.ts';
import { markMail } from './identify.ts';
import {
  allTables,
  isGlobal,
  rowsAbout,
  tablesOf,
  type Query,
  type RowAbout,
  type Searched,
} from './rows-about.ts';

/** What the deletion list knows of somebody, besides how rows are found. */
export interface ErasedPerson {
  readonly erasedId: Id;
  /** "former user #7" */
  readonly number: number;
}

/** What an erasure did in one store. */
export interface ErasedStore {
  readonly ofTenant: Id | null;
  readonly counts: Readonly<Record<string, { changed: number; deleted: number }>>;
  readonly kept: readonly (Kept & { rows: number })[];
}

/** Tables as the catalogue describes them. */
export interface Shape {
  readonly key: readonly string[];
  readonly nullable: ReadonlySet<string>;
  /** position: children come before what they need */
  readonly place: number;
}

/**
 * Erases a person in the tables of one tenant, or in those that belong to none: each row by its own rules, all in one
 * transaction of the owner of the tables (append-only ones give the application no right to), together with the record of
 * what was done and what stays. Twice is as once.
 *
 * @returns what was done, and addresses of stored files that no row names any more
 * @see P-rights (erasure)
 */
export async function eraseIn(
  context: AppContext,
  ofTenant: Id | null,
  searched: Searched,
  who: ErasedPerson,
  occasion: 'request' | 'restored',
): Promise<ErasedStore> {
  const now = context.clock.now();
  const installation = (await loadInstallation(context.db, now))!;
  const operator = installation.operatorTenantId;
  const values = await valuesInForce(context.db, now);
  const facts = await context.tenantFacts(ofTenant ?? operator);
  const isOwn = ofTenant === null || ofTenant === operator;
  const gone: { tenant: Id; hash: string }[] = [];
  const done = await context.asOwner(async (query) => {
    const shapes = await shapesOf(query);
    await query(`set local app.tenant_id = '${ofTenant ?? operator}'`);
    const neutral: Neutral = {
      ...neutralOf(who.number, asLocale(facts.locale), dayIn(facts.zone, now)),
      nullable: (table, column) => shapes.get(table)?.nullable.has(column) ?? false,
    };
    const rows = await rowsAbout(
      query,
      ofTenant,
      tablesOf(ofTenant === null, isOwn ? undefined : 'controller'),
      searched,
    );
    const store = await changeRows(query, ofTenant, rows, searched.person, shapes, neutral, values);
    if (ofTenant !== null)
      for (const hash of store.files)
        if (!(await isNamed(query, ofTenant, hash))) gone.push({ tenant: ofTenant, hash });
    await query(`set local app.tenant_id = '${operator}'`);
    // Nothing came back: nothing to tell.
    if (occasion === 'request' || Object.keys(store.counts).length > 0)
      await query(
        `insert into privacy_erasure (tenant_id, id, erased_id, of_tenant, occasion, counts, kept, at)
       values ($1, $2, $3, $4, $5, $6::jsonb, $7::jsonb, $8)`,
        [
          operator,
          idAt(now),
          who.erasedId,
          ofTenant,
          occasion,
          JSON.stringify(store.counts),
          JSON.stringify(store.kept),
          now,
        ],
      );
    return { ofTenant, counts: store.counts, kept: store.kept };
  });
  for (const { tenant, hash } of gone) await context.files.remove(tenant, hash);
  return done;
}

/** What takes the place of a person; what may be empty only a database can say. */
export function neutralOf(number: number, locale: 'en' | 'de', today: Day): Omit<Neutral, 'nullable'> {
  return {
    former: say(erasureWords, locale, 'former', { number }),
    address: (was) =>
      `erased-${markMail(was.replace(/^address:/, ''))
        .replace(/[^A-Za-z0-9]/g, '')
        .slice(0, 16)
        .toLowerCase()}${ERASED_HOST}`,
    today,
  };
}

async function changeRows(
  query: Query,
  ofTenant: Id | null,
  rows: readonly RowAbout[],
  person: Person,
  shapes: ReadonlyMap<string, Shape>,
  neutral: Neutral,
  values: ParameterValues,
): Promise<{
  counts: Record<string, { changed: number; deleted: number }>;
  kept: (Kept & { rows: number })[];
  files: Set<string>;
}> {
  const counts: Record<string, { changed: number; deleted: number }> = {};
  const kept = new Map<string, Kept & { rows: number }>();
  const files = new Set<string>();
  const ids = idsOf(rows);
  const ordered = [...rows].sort(
    (a, b) => (shapes.get(a.name)?.place ?? 0) - (shapes.get(b.name)?.place ?? 0),
  );
  for (const { name, table, row } of ordered) {
    const erased = eraseRow(name, table, row, person, ids, neutral, values);
    const shape = shapes.get(name);
    if (!erased || !shape) continue;
    for (const one of erased.kept) {
      const key = `${name}.${one.column}.${one.until}`;
      kept.set(key, { ...one, rows: (kept.get(key)?.rows ?? 0) + 1 });
    }
    const count = (counts[name] ??= { changed: 0, deleted: 0 });
    const hash = row['file_hash'];
    if (erased.row === null) {
      await removeRow(query, name, row, shape, ofTenant !== null);
      if (typeof hash === 'string') files.add(hash);
      count.deleted += 1;
    } else if (erased.changed.length > 0) {
      await writeRow(query, name, erased.row, erased.changed, shape, ofTenant !== null);
      count.changed += 1;
    }
  }
  const done = Object.fromEntries(
    Object.entries(counts).filter(([, { changed, deleted }]) => changed + deleted > 0),
  );
  return { counts: done, kept: [...kept.values()], files };
}

/** Ids of whole rows that were found, as rows that lead on from them are judged by. */
function idsOf(rows: readonly RowAbout[]): Map<string, Set<string>> {
  const ids = new Map<string, Set<string>>();
  for (const { name, row, found } of rows)
    if (found.columns.length > 0 && typeof row['id'] === 'string')
      ids.set(name, (ids.get(name) ?? new Set()).add(row['id']));
  return ids;
}

function whereKey(shape: Shape, ofTenant: boolean): string {
  const key = ofTenant ? ['tenant_id', ...shape.key.filter((column) => column !== 'tenant_id')] : shape.key;
  return key.map((column) => `x.${quoted(column)} = r.${quoted(column)}`).join(' and ');
}

const recordOf = (name: string): string => `jsonb_populate_record(null::${quoted(name)}, $1::jsonb) r`;

export async function removeRow(
  query: Query,
  name: string,
  row: StoredRow,
  shape: Shape,
  ofTenant: boolean,
): Promise<void> {
  await query(`delete from ${quoted(name)} x using ${recordOf(name)} where ${whereKey(shape, ofTenant)}`, [
    JSON.stringify(row),
  ]);
}

export async function writeRow(
  query: Query,
  name: string,
  row: StoredRow,
  changed: readonly string[],
  shape: Shape,
  ofTenant: boolean,
): Promise<void> {
  const set = changed.map((column) => `${quoted(column)} = r.${quoted(column)}`).join(', ');
  await query(
    `update ${quoted(name)} x set ${set} from ${recordOf(name)} where ${whereKey(shape, ofTenant)}`,
    [JSON.stringify(row)],
  );
}

/** Whether a row of the tenant still names a stored file. */
async function isNamed(query: Query, tenantId: Id, hash: string): Promise<boolean> {
  const naming = Object.entries(allTables()).filter(
    ([name, table]) => 'file_hash' in table.columns && !isGlobal(name, table),
  );
  const parts = naming.map(
    ([name]) => `select 1 from ${quoted(name)} where tenant_id = $1::uuid and file_hash = $2`,
  );
  return (await query(parts.join(' union all '), [tenantId, hash])).length > 0;
}

/** Keys, what may be empty, and an order in which nothing that is deleted is still needed. */
export async function shapesOf(query: Query): Promise<Map<string, Shape>> {
  const rows = (await query(`
    select c.relname::text as name,
      (select coalesce(json_agg(a.attname), '[]') from pg_index i cross join unnest(i.indkey::int[]) k
       join pg_attribute a on a.attrelid = c.oid and a.attnum = k
       where i.indrelid = c.oid and i.indisprimary) as key,
      (select coalesce(json_agg(a.attname), '[]') from pg_attribute a
       where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and not a.attnotnull) as nullable,
      (select coalesce(json_agg(distinct p.relname), '[]') from pg_constraint f join pg_class p on p.oid = f.confrelid
       where f.conrelid = c.oid and f.contype = 'f' and p.oid <> c.oid) as needs
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'tenon' and c.relkind in ('r', 'p')`)) as unknown as {
    name: string;
    key: string[];
    nullable: string[];
    needs: string[];
  }[];
  const deep = new Map<string, number>();
  const needs = new Map(rows.map((row) => [row.name, row.needs]));
  const depthOf = (name: string, seen: readonly string[] = []): number => {
    const known = deep.get(name);
    if (known !== undefined || seen.includes(name)) return known ?? 0;
    const depth = 1 + Math.max(0, ...(needs.get(name) ?? []).map((need) => depthOf(need, [...seen, name])));
    deep.set(name, depth);
    return depth;
  };
  return new Map(
    rows.map(({ name, key, nullable }) => [
      name,
      { key, nullable: new Set(nullable), place: -depthOf(name) },
    ]),
  );
}

/** Addresses and names in the columns that hold them which are the person's, for whoever knows only their marks. */
export async function knownAgain(
  query: Query,
  ofTenant: Id | null,
  person: Person,
): Promise<{ mails: string[]; names: string[] }> {
  const parts = tablesOf(ofTenant === null).flatMap(([name, table]) =>
    linksOf(name, table).finders.flatMap(({ names, column }) => {
      if (names !== 'mail' && names !== 'name') return [];
      const where = ofTenant === null ? '' : ' where tenant_id = $1::uuid';
      return [
        `select distinct '${names}' as what, ${quoted(column)}::text as value from ${quoted(name)}${where}`,
      ];
    }),
  );
  const [mails, names] = [new Set<string>(), new Set<string>()];
  const rows = await query(`with given as (select $1::text) ${parts.join(' union ')}`, [ofTenant]);
  for (const { what, value } of rows) {
    if (typeof value !== 'string') continue;
    if (what === 'name' && person.isName(value)) names.add(value);
    // A document holds its addresses somewhere inside.
    for (const mail of what === 'mail' ? mailsIn(value) : []) if (person.isMail(mail)) mails.add(mail);
  }
  return { mails: [...mails], names: [...names] };
}
