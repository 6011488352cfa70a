import { chmod, cp, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { giveTo } from '../embedded/account.ts';
import { startEmbedded, type EmbeddedServer } from '../embedded/embedded.ts';
import { homeOf } from '../embedded/home.ts';
import { BackupProblem } from './backup.ts';
import { holdsProduct, nameOf, putDump } from './dump.ts';
import { checkBackup, readManifest, type BackupFault, type Manifest } from './manifest.ts';
import { prepareRoles } from '../prepare.ts';

/** Where root keeps a database whose data folder is closed to the server's account; as `startEmbedded` has it. */
const OPEN_PLACE = '/var/lib/tenon';

/** An own server into which a dump goes. */
export interface OwnDatabase {
  /** an owner who may create roles */
  readonly ownerUrl: string;
  /** of this installation, from which the passwords of the product's roles come */
  readonly secret: string;
}

export interface RestoreOptions {
  /** see `EmbeddedOptions.openPlace` */
  readonly openPlace?: string;
}

/**
 * Puts a backup that `pg_dump` made into an empty database of an own server, and its files into an empty data folder. All
 * of it or nothing. Who signs in with a role of the product is made on a server that does not know it yet.
 * @throws BackupProblem when a byte of the backup is not as it was written, or the database or the folder holds something;
 *   nothing is changed then
 */
export async function restoreDump(folder: string, dataDir: string, own: OwnDatabase): Promise<void> {
  const manifest = await wholeManifest(folder);
  if (manifest.kind !== 'dump')
    throw new BackupProblem(
      'this backup holds the files of the packaged server. Restore it without DATABASE_URL, into an empty data folder.',
    );
  await refuseFull(join(dataDir, 'files'), 'stored files');
  if (await holdsProduct(own.ownerUrl))
    throw new BackupProblem(
      `the database ${nameOf(own.ownerUrl)} already holds an installation. Make an empty one (createdb) and name it in DATABASE_URL, or rename the old one away first.`,
    );
  await prepareRoles(own.ownerUrl, own.secret);
  await putDump(own.ownerUrl, join(folder, 'database.dump'));
  await cp(join(folder, 'files'), join(dataDir, 'files'), { recursive: true });
}

async function wholeManifest(folder: string): Promise<Manifest> {
  const faults = await checkBackup(folder);
  const manifest = faults.length > 0 ? undefined : await readManifest(folder);
  if (!manifest) throw new BackupProblem(`${resolve(folder)} is no whole backup: ${tell(faults)}.`);
  return manifest;
}

/**
 * Puts a base backup into an empty data folder. The secrets of the installation are not part of it: put `secrets/` back
 * beside it first, or sessions end and encrypted columns stay closed.
 * @throws BackupProblem when a byte of the backup is not as it was written, or the folder already holds a database;
 *   nothing is changed then
 */
export async function restoreBackup(
  folder: string,
  dataDir: string,
  options: RestoreOptions = {},
): Promise<void> {
  const manifest = await wholeManifest(folder);
  if (manifest.kind !== 'base')
    throw new BackupProblem(
      'this backup was made by pg_dump. Make an empty database on your server, name it in DATABASE_URL, and restore once more.',
    );
  const postgres = join(dataDir, 'postgres');
  await mkdir(postgres, { recursive: true });
  const home = homeOf(postgres, options.openPlace ?? OPEN_PLACE);
  await refuseFull(home.data, 'a database');
  await refuseFull(join(dataDir, 'files'), 'stored files');
  const beside = `${home.data}.arriving`;
  await rm(beside, { recursive: true, force: true });
  await cp(join(folder, 'data'), beside, { recursive: true, mode: 0 });
  for (const empty of EMPTY_FOLDERS) await mkdir(join(beside, empty), { recursive: true, mode: 0o700 });
  await chmod(beside, 0o700);
  giveTo(home.account, beside);
  await cp(join(folder, 'files'), join(dataDir, 'files'), { recursive: true });
  await rename(beside, home.data);
}

/** Folders that carry no files and so are in no manifest, yet the server wants them there. */
const EMPTY_FOLDERS = [
  ...['pg_replslot', 'pg_dynshmem', 'pg_notify', 'pg_serial', 'pg_snapshots', 'pg_stat_tmp', 'pg_subtrans'],
  ...['pg_stat', 'pg_tblspc', 'pg_twophase', 'pg_commit_ts', 'pg_wal/archive_status', 'pg_wal/summaries'],
  ...['pg_logical/snapshots', 'pg_logical/mappings'],
];

/**
 * Opens a scratch copy of a backup in `scratch` (an empty folder) and answers what it holds: the proof that it restores.
 * @returns rows of each table of the product, by name
 */
export async function tryBackup(folder: string, scratch: string): Promise<Record<string, number>> {
  await restoreBackup(folder, scratch, { openPlace: join(scratch, 'open') });
  let server: EmbeddedServer | undefined;
  try {
    server = await startEmbedded({
      dataDir: join(scratch, 'postgres'),
      openPlace: join(scratch, 'open'),
    });
    return await countRows(server.ownerUrl);
  } finally {
    await server?.stop({ immediate: true });
  }
}

/** Reads every page of every table: a page whose checksum is wrong ends it. */
async function countRows(url: string): Promise<Record<string, number>> {
  const client = new pg.Client({ connectionString: url, application_name: 'tenon-backup' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      "select tablename as name from pg_tables where schemaname = 'tenon' order by tablename",
    );
    const counts: Record<string, number> = {};
    for (const { name } of rows) {
      const found = await client.query<{ n: string }>(
        `select count(t.*)::text as n from tenon.${pg.escapeIdentifier(name)} t`,
      );
      counts[name] = Number(found.rows[0]?.n);
    }
    return counts;
  } finally {
    await client.end();
  }
}

async function refuseFull(folder: string, what: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  if (names.length > 0)
    throw new BackupProblem(
      `${folder} already holds ${what}. Restore into an empty folder and point TENON_DATA at it, or move the old one away first.`,
    );
}

function tell(faults: readonly BackupFault[]): string {
  const words = {
    no_manifest: 'its manifest is missing (the backup was not finished)',
    manifest_damaged: 'its manifest cannot be read',
    missing: 'is missing',
    changed: 'is not what was written',
    unknown: 'does not belong to it',
  };
  const told = faults
    .slice(0, 3)
    .map((each) => ('path' in each ? `${each.path} ${words[each.fault]}` : words[each.fault]));
  return told.join(', ') + (faults.length > 3 ? `, and ${faults.length - 3} more` : '');
}
