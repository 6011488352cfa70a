import { constants } from 'node:fs';
import { copyFile, mkdir, open, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import pg from 'pg';

/** Files that belong to the running server and not to the data; the folders themselves are made anew. */
const LEFT_OUT_FOLDERS = new Set([
  'pg_wal',
  'pg_replslot',
  'pg_dynshmem',
  'pg_notify',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
]);
const LEFT_OUT_FILES = /^(postmaster\.(pid|opts)|backup_label(\.old)?|tablespace_map(\.old)?|core.*)$/;
const TEMPORARY = /(^|\/)pgsql_tmp/;

/**
 * Copies the data directory of a running server so that the copy recovers to one instant, by PostgreSQL's low-level
 * interface: a temporary replication slot holds the log, `pg_backup_start`, the files, `pg_backup_stop`, the log.
 *
 * @param ownerUrl a superuser of that server, which runs on this machine
 * @param into an empty folder
 * @throws Error when the server uses tablespaces of its own, or the connection breaks (the copy is worthless then)
 */
export async function baseBackup(ownerUrl: string, into: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'tenon-backup' });
  let broken: Error | undefined;
  client.on('error', (error) => (broken = error));
  await client.connect();
  try {
    const one = async <T extends object>(text: string): Promise<T> =>
      (await client.query<T & pg.QueryResultRow>(text)).rows[0] as T;
    const { place } = await one<{ place: string }>("select current_setting('data_directory') as place");
    const { spaces } = await one<{ spaces: number }>('select count(*)::int - 2 as spaces from pg_tablespace');
    if (spaces > 0) throw new Error('a server with tablespaces of its own is backed up by its own tools');
    await client.query(
      `select pg_create_physical_replication_slot('tenon_' || pg_backend_pid(), true, true)`,
    );
    const { lsn } = await one<{ lsn: string }>(
      `select pg_backup_start(label => 'tenon', fast => true)::text as lsn`,
    );
    await copyTree(place, into, '');
    const stopped = await one<{ lsn: string; labelfile: string; spcmapfile: string }>(
      `select lsn::text, labelfile, spcmapfile from pg_backup_stop(wait_for_archive => false)`,
    );
    await writeDurably(join(into, 'backup_label'), stopped.labelfile);
    if (stopped.spcmapfile) await writeDurably(join(into, 'tablespace_map'), stopped.spcmapfile);
    const { first, last } = await one<{ first: string; last: string }>(
      `select pg_walfile_name('${lsn}'::pg_lsn) as first, pg_walfile_name('${stopped.lsn}'::pg_lsn) as last`,
    );
    await copyLog(join(place, 'pg_wal'), join(into, 'pg_wal'), first, last);
    if (broken) throw broken;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Files that vanish between listing and copying were dropped by the server; recovery knows of that. */
async function copyTree(from: string, to: string, below: string): Promise<void> {
  await mkdir(join(to, below), { recursive: true, mode: 0o700 });
  for (const entry of await readdir(join(from, below), { withFileTypes: true })) {
    const path = below ? `${below}/${entry.name}` : entry.name;
    if (TEMPORARY.test(path)) continue;
    if (entry.isDirectory()) {
      if (below === '' && LEFT_OUT_FOLDERS.has(entry.name)) await makeEmpty(to, entry.name);
      else await copyTree(from, to, path);
    } else if (entry.isFile() && !(below === '' && LEFT_OUT_FILES.test(entry.name))) {
      await copyFile(join(from, path), join(to, path), constants.COPYFILE_FICLONE).catch(ignoreMissing);
    }
  }
}

async function makeEmpty(to: string, name: string): Promise<void> {
  await mkdir(join(to, name), { mode: 0o700 });
  if (name === 'pg_wal') {
    await mkdir(join(to, name, 'archive_status'), { mode: 0o700 });
    await mkdir(join(to, name, 'summaries'), { mode: 0o700 });
  }
}

/** Segment names of one timeline sort as text. */
async function copyLog(from: string, to: string, first: string, last: string): Promise<void> {
  const names = (await readdir(from)).filter((name) => /^[0-9A-F]{24}$/.test(name)).sort();
  const needed = names.filter((name) => name >= first && name <= last);
  if (needed[0] !== first || needed.at(-1) !== last)
    throw new Error(`the server no longer has its log from ${first} to ${last}; make the backup again`);
  for (const name of needed) await copyFile(join(from, name), join(to, name));
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}

async function writeDurably(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const handle = await open(path, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
