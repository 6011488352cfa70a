import { sql } from 'kysely';
import type { Id } from '#domain/kernel/ids.ts';
import { GLOBAL_TABLES } from '../postgres/global-tables.ts';
import type { Tables, Tx } from '../postgres/tx.ts';
import { SealBroken, vault } from '../secrets/vault.ts';
import { verifyAudit } from '../audit/audit.ts';
import { AUDIT_TABLES, openRechain, type Rechain } from '../audit/rechain.ts';
import { ArchiveUnfit, rowsEntry } from './archive.ts';
import type { OpenArchive } from './read-archive.ts';
import { batchesOf, changeRows, linesOf, readRow, writeRow, type Row } from './rows.ts';
import { rowsGoneOf, type MayBeEmpty, type RowsGone } from './rows-gone.ts';
import { tenantShapes, type TableShape } from './shape.ts';
import { placeIn, sealedOf } from './write-archive.ts';

const BATCH_BYTES = 2 * 1024 * 1024;

export interface PutOptions {
  /** logins of the archive → logins here, where they differ */
  readonly logins?: ReadonlyMap<Id, Id>;
  /** keys of rows that must not come back, by table */
  readonly deletions?: ReadonlyMap<string, readonly Readonly<Record<string, string>>[]>;
  /** what was deleted for people since is deleted in these rows as well, before they come in */
  readonly erase?: true;
}

/**
 * Puts every row of an archive into the tenant of the transaction, which must have none: all of them, or none. Every
 * constraint of the database is kept, because the rows come in as any other row does.
 * @returns rows by table
 * @throws ArchiveUnfit
 */
export async function putRows(
  tx: Tx,
  archive: OpenArchive,
  options: PutOptions = {},
): Promise<Record<string, number>> {
  const shapes = await shapesHere(tx, archive);
  const { tenant, sealed } = archive.manifest;
  const rename = renaming(tenant.id, tx.tenantId, options.logins);
  const bound = sealed === 'opened' || tenant.id !== tx.tenantId;
  const chain = bound ? openRechain(tenant.id, tx.tenantId, sealed === 'kept', rename) : null;
  const counts: Record<string, number> = {};
  const deleted = options.erase ? await rowsGoneOf(tenant.id, nullableIn(archive)) : null;
  for (const { name } of shapes.filter((shape) => deleted?.first.includes(shape.name)))
    for await (const line of linesOf(archive.read(rowsEntry(name))))
      deleted!.see(name, readRow(line.toString('utf8')));
  for (const shape of shapes) {
    const change = changesOf(tx, archive, shape.name, bound, chain);
    counts[shape.name] = await putTable(tx, archive, shape, {
      change,
      rename,
      gone: options.deletions?.get(shape.name) ?? [],
      deleted,
    });
    const fewer = options.deletions?.has(shape.name) || deleted !== null;
    if (counts[shape.name] !== archive.manifest.counts[shape.name] && !fewer)
      throw new ArchiveUnfit(
        'count_differs',
        `${shape.name}: ${counts[shape.name]} rows, ${archive.manifest.counts[shape.name]} were written`,
      );
  }
  const fault = chain?.fault ?? (await verifyAudit(tx))?.seq ?? null;
  if (fault !== null) throw new ArchiveUnfit('audit_broken', `the log was changed at entry ${fault}`);
  return counts;
}

function nullableIn({ schema }: OpenArchive): MayBeEmpty {
  const empty = new Set(
    schema.flatMap(({ name, columns }) =>
      columns.filter(({ nullable }) => nullable).map((column) => `${name}.${column.name}`),
    ),
  );
  return (table, column) => empty.has(`${table}.${column}`);
}

/** The tables of the archive with the columns it has, in an order in which rows find what they refer to. */
async function shapesHere(tx: Tx, archive: OpenArchive): Promise<TableShape[]> {
  const here = await tenantShapes(
    async (text) => (await sql.raw(text).execute(tx.tables())).rows as never,
    Object.keys(GLOBAL_TABLES),
  );
  const applied = new Set(
    (
      await sql<{ name: string }>`select module || '/' || file as name from schema_migration`.execute(
        tx.tables(),
      )
    ).rows.map(({ name }) => name),
  );
  const newer = archive.manifest.migrations.find((name) => !applied.has(name));
  if (newer !== undefined)
    throw new ArchiveUnfit(
      'version_newer',
      `it was written by ${archive.manifest.version}, which knows ${newer}`,
    );
  const wanted = new Map(archive.schema.map((table) => [table.name, table]));
  for (const table of archive.tables)
    if (!here.some(({ name }) => name === table))
      throw new ArchiveUnfit('version_newer', `there is no table ${table} here`);
  const chained = (name: string): number => (AUDIT_TABLES.includes(name) ? AUDIT_TABLES.indexOf(name) : -1);
  return here
    .filter(({ name }) => archive.tables.includes(name))
    .sort((a, b) => chained(a.name) - chained(b.name))
    .map((shape) => {
      const columns = wanted.get(shape.name)!.columns;
      const unknown = columns.find(({ name }) => !shape.columns.some((column) => column.name === name));
      if (unknown) throw new ArchiveUnfit('version_newer', `${shape.name}.${unknown.name} is not known here`);
      return { ...shape, columns };
    });
}

interface Putting {
  readonly change: ((row: Row) => void) | null;
  readonly rename: (text: string) => string;
  readonly gone: readonly Readonly<Record<string, string>>[];
  readonly deleted: RowsGone | null;
}

async function putTable(
  tx: Tx,
  archive: OpenArchive,
  shape: TableShape,
  { change, rename, gone, deleted }: Putting,
): Promise<number> {
  let content = archive.read(rowsEntry(shape.name));
  if (change) content = changeRows(content, change);
  const names = shape.columns.map(({ name }) => sql.ref(name));
  const insert = async (lines: string): Promise<void> => {
    const text = rename(`[${lines}]`);
    try {
      await sql`insert into ${sql.table(shape.name)} (tenant_id, ${sql.join(names)})
        select ${tx.tenantId}::uuid, ${sql.join(names)} from json_populate_recordset(null::${sql.table(shape.name)}, ${text}::json)`.execute(
        tx.tables<Tables>(),
      );
    } catch (error) {
      const code = String((error as { code?: string }).code);
      // Class 22: a value that is none; class 23: a constraint that does not hold.
      if (!/^2[23]/.test(code)) throw error;
      throw new ArchiveUnfit('row_unfit', `${shape.name}: ${(error as Error).message}`, error);
    }
  };
  const left = (text: string): string | null => {
    if (gone.length > 0 && isGone(text, gone)) return null;
    if (!deleted) return text;
    const row = deleted.change(shape.name, readRow(text));
    return row && writeRow(row);
  };
  let rows = 0;
  // The next rows are read while the database takes these in.
  let before: Promise<void> = Promise.resolve();
  for await (const lines of batchesOf(content, BATCH_BYTES)) {
    const kept = gone.length > 0 || deleted ? lines.flatMap((text) => left(text) ?? []) : lines;
    rows += kept.length;
    await before;
    if (kept.length === 0) continue;
    before = insert(kept.join(','));
    // Heard by whoever waits for it; until then a refusal must not end the process.
    before.catch(() => undefined);
  }
  await before;
  return rows;
}

/** Ids of people and of the tenant stand in many places; each is 36 characters that occur for nothing else. */
function renaming(from: Id, to: Id, logins: ReadonlyMap<Id, Id> | undefined): (text: string) => string {
  const pairs = [[from, to] as const, ...(logins ?? [])].filter(([old, now]) => old !== now);
  return (text) => pairs.reduce((all, [old, now]) => all.replaceAll(old, now), text);
}

function isGone(line: string, keys: readonly Readonly<Record<string, string>>[]): boolean {
  const row = JSON.parse(line) as Row;
  return keys.some((key) => Object.entries(key).every(([column, value]) => String(row[column]) === value));
}

/** What is bound to its place is bound to the new one; null where a table has nothing of the kind. */
function changesOf(
  tx: Tx,
  archive: OpenArchive,
  table: string,
  bound: boolean,
  chain: Rechain | null,
): ((row: Row) => void) | null {
  const { tenant, sealed } = archive.manifest;
  const columns = bound ? sealedOf(table) : [];
  const chained = chain !== null && AUDIT_TABLES.includes(table) ? chain : null;
  if (columns.length === 0 && !chained) return null;
  return (row) => {
    for (const column of columns) {
      const value = row[column.column];
      if (typeof value !== 'string' || value === '') continue;
      try {
        const text = sealed === 'opened' ? value : vault().open(value, placeIn(column, tenant.id, row));
        row[column.column] = vault().seal(text, placeIn(column, tx.tenantId, row));
      } catch (error) {
        if (!(error instanceof SealBroken)) throw error;
        throw new ArchiveUnfit('seal_foreign', `${table}.${column.column} was sealed elsewhere`, error);
      }
    }
    chained?.change(table, row);
  };
}
