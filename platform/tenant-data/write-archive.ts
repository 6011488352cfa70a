import type { Writable } from 'node:stream';
import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { FileStore } from '../files/store.ts';
import { safeFileName } from '../files/store.ts';
import { quoted } from '../postgres/connect.ts';
import type { Database } from '../postgres/database.ts';
import { GLOBAL_TABLES } from '../postgres/global-tables.ts';
import type { Snapshot } from '../postgres/snapshot.ts';
import { sealedColumns, type SealedColumn } from '../secrets/reseal.ts';
import { vault } from '../secrets/vault.ts';
import {
  csvEntry,
  FILES,
  FORMAT,
  MANIFEST,
  PEOPLE,
  README,
  rowsEntry,
  SCHEMA,
  type ArchivedPerson,
  type ArchivedTenant,
  type ArchiveManifest,
} from './archive.ts';
import { changeRows } from './rows.ts';
import { tenantShapes, type TableShape } from './shape.ts';
import { ZipWriter, type WrittenEntry } from './zip-writer.ts';

export interface WriteOptions {
  /** version of this program */
  readonly version: string;
  readonly now: Instant;
  /**
   * `people`: what a customer takes along, with CSV and a description, sealed values opened;
   * `backup`: what this installation puts back, without a second form of the same rows
   */
  readonly purpose: 'people' | 'backup';
}

/**
 * Writes the archive of a workspace as of one moment, while people go on working in it. Files are saved before the rows
 * that name them, so that each row's file is there when the rows have been read.
 */
export async function writeArchive(
  from: { readonly db: Database; readonly files: FileStore },
  tenantId: Id,
  out: Writable,
  options: WriteOptions,
): Promise<ArchiveManifest> {
  const zip = new ZipWriter(out);
  const entries: Record<string, WrittenEntry> = {};
  const add = async (name: string, content: AsyncIterable<Uint8Array> | Uint8Array, packed = true) => {
    entries[name] = await zip.add(name, content, packed);
  };
  const addJson = (name: string, value: unknown) =>
    add(name, Buffer.from(`${JSON.stringify(value, null, 1)}\n`));

  const rows = await from.db.snapshot(tenantId, async (snapshot) => {
    const tenant = await tenantOf(snapshot);
    const shapes = await tenantShapes((text) => snapshot.query(text), Object.keys(GLOBAL_TABLES));
    const counts = await countRows(snapshot, shapes);
    for (const shape of shapes) {
      if (!counts[shape.name]) continue;
      await add(rowsEntry(shape.name), rowsOf(snapshot, shape, options.purpose === 'people'));
      if (options.purpose === 'people') await add(csvEntry(shape.name), csvOf(snapshot, shape));
    }
    await addJson(PEOPLE, await peopleOf(snapshot));
    await addJson(SCHEMA, shapes);
    const migrations = await snapshot.query<{ name: string }>(
      "select module || '/' || file as name from schema_migration order by 1",
    );
    return {
      tenant,
      counts,
      migrations: migrations.map(({ name }) => name),
      names: await namesOf(snapshot),
    };
  });

  const files = { count: 0, bytes: 0 };
  for await (const sha256 of from.files.list(tenantId)) {
    const file = await from.files.read(tenantId, sha256);
    // Taken away since the list was read, and then no row names it.
    if (!file) continue;
    await add(`${FILES}${sha256}/${rows.names.get(sha256) ?? 'file'}`, file.stream, false);
    files.count += 1;
    files.bytes += file.bytes;
  }
  if (options.purpose === 'people') await add(README, Buffer.from(readme(rows.tenant, options)));
  const manifest: ArchiveManifest = {
    format: FORMAT,
    version: options.version,
    asOf: options.now,
    tenant: rows.tenant,
    migrations: rows.migrations,
    sealed: options.purpose === 'people' ? 'opened' : 'kept',
    counts: rows.counts,
    files,
    entries,
  };
  await zip.add(MANIFEST, Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`));
  await zip.finish();
  return manifest;
}

async function tenantOf(snapshot: Snapshot): Promise<ArchivedTenant> {
  const [tenant] = await snapshot.query<ArchivedTenant>(
    'select id, slug, name, zone, currency, locale from tenant where id = $1',
    [snapshot.tenantId],
  );
  if (!tenant) throw new Error(`tenant ${snapshot.tenantId} is not in the directory`);
  return tenant;
}

/** Rows of every table by one statement; tables without rows are left out. */
async function countRows(snapshot: Snapshot, shapes: readonly TableShape[]): Promise<Record<string, number>> {
  const parts = shapes.map(
    ({ name }, i) => `select ${i} as place, count(*)::int as n from ${quoted(name)} where tenant_id = $1`,
  );
  const counted = await snapshot.query<{ place: number; n: number }>(
    `${parts.join(' union all ')} order by place`,
    [snapshot.tenantId],
  );
  return Object.fromEntries(
    counted.filter(({ n }) => n > 0).map(({ place, n }) => [shapes[place]!.name, n] as const),
  );
}

/** A JSON text escapes control characters, so neither of these two is ever in it and every row is a line as it is. */
const RAW_LINES = `(format csv, delimiter e'\\x02', quote e'\\x01')`;

function selectOf(snapshot: Snapshot, { name, columns, key }: TableShape): string {
  const order = key.length > 0 ? ` order by ${key.map(quoted).join(', ')}` : '';
  return `select ${columns.map((column) => quoted(column.name)).join(', ')} from ${quoted(name)} where tenant_id = '${snapshot.tenantId}'${order}`;
}

function rowsOf(snapshot: Snapshot, shape: TableShape, open: boolean): AsyncIterable<Uint8Array> {
  const lines = snapshot.copy(
    `copy (select row_to_json(x) from (${selectOf(snapshot, shape)}) x) to stdout with ${RAW_LINES}`,
  );
  const sealed = open ? sealedOf(shape.name) : [];
  if (sealed.length === 0) return lines;
  return changeRows(lines, (row) => {
    for (const column of sealed) {
      const value = row[column.column];
      if (typeof value === 'string' && value !== '')
        row[column.column] = vault().open(value, placeIn(column, snapshot.tenantId, row));
    }
  });
}

export function sealedOf(table: string): SealedColumn[] {
  return sealedColumns().filter((column) => column.table === table && !column.global);
}

/** Where a sealed value of a row lies. The row of a table with one row per tenant is the tenant itself. */
export function placeIn(column: SealedColumn, tenantId: Id, row: Readonly<Record<string, unknown>>) {
  const key = column.row === 'tenant_id' ? tenantId : String(row[column.row]);
  return { tenantId, table: column.table, column: column.column, row: key };
}

/** What is sealed in the database stays closed in a table that people open in a spreadsheet. */
function csvOf(snapshot: Snapshot, shape: TableShape): AsyncIterable<Uint8Array> {
  return snapshot.copy(`copy (${selectOf(snapshot, shape)}) to stdout with (format csv, header)`);
}

async function peopleOf(snapshot: Snapshot): Promise<ArchivedPerson[]> {
  return snapshot.query<ArchivedPerson>(
    `select l.id, l.email, l.name, l.locale, l.phone from login l
     where exists (select from login_tenant t where t.login_id = l.id and t.tenant_id = $1) order by l.id`,
    [snapshot.tenantId],
  );
}

/** Names of the papers among the files, so that people find them. */
async function namesOf(snapshot: Snapshot): Promise<ReadonlyMap<string, string>> {
  const rows = await snapshot.query<{ file_hash: string; name: string }>(
    'select distinct on (file_hash) file_hash, name from document where tenant_id = $1 order by file_hash, made_at',
    [snapshot.tenantId],
  );
  return new Map(rows.map((row) => [row.file_hash, safeFileName(row.name)]));
}

function readme(tenant: ArchivedTenant, { now, version }: WriteOptions): string {
  return `${tenant.name}
All data of this Tenon workspace, as of ${now} (UTC), written by Tenon ${version}.
Alle Daten dieses Tenon-Arbeitsbereichs, Stand ${now} (UTC), geschrieben von Tenon ${version}.

csv/         every table, for spreadsheets (UTF-8, comma)      jede Tabelle für Tabellenprogramme (UTF-8, Komma)
tables/      the same rows as JSON, one per line               dieselben Zeilen als JSON, eine pro Zeile
schema.json  columns, types, keys, and which table needs which Spalten, Typen, Schlüssel, Bezüge
files/       papers, drawings, pictures, attachments           Dokumente, Zeichnungen, Bilder, Anhänge
people.json  who works here; no passwords                      wer hier arbeitet; keine Kennwörter
manifest.json  every entry with size and SHA-256               jeder Eintrag mit Größe und SHA-256

Columns ending in _hmm are hundredths of a millimetre, in _minor cents (or the smallest unit of the currency), in _at UTC
instants, in _on calendar days. Cut plans are in tables/cut_plan.jsonl, with every cut of every sheet.
Spalten auf _hmm sind Hundertstelmillimeter, auf _minor Cent (kleinste Einheit der Währung), auf _at Zeitpunkte in UTC, auf
_on Kalendertage. Schnittpläne stehen in tables/cut_plan.jsonl, mit jedem Schnitt jeder Platte.

Into another installation / In eine andere Installation: npm run tenon -- import <this file>
`;
}
