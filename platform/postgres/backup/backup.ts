import { constants } from 'node:fs';
import { copyFile, mkdir, mkdtemp, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import pg from 'pg';
import { baseBackup } from './base-backup.ts';
import { dumpDatabase } from './dump.ts';
import { digestOf, filesBelow, writeManifest, type Manifest } from './manifest.ts';
import { BackupProblem } from './problem.ts';

export { BackupProblem };

export interface BackupOptions {
  /** a superuser of the embedded server, or the owner of a database on an own server */
  readonly ownerUrl: string;
  /** true: the server's files lie on this machine and are ours; false: `pg_dump` asks the server */
  readonly embedded: boolean;
  /** stored documents of the installation; absent or empty is fine */
  readonly filesDir: string;
  /** folder that keeps the backups, better on another machine; made when missing */
  readonly target: string;
  readonly now: Date;
  readonly tenonVersion: string;
}

const AT_ONCE = 32;
const NAME = /^tenon-\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}Z$/;

/**
 * Copies database and stored files while the product runs.
 *
 * Files are copied before and after the database: a document is saved before the row that names it, so each row of the
 * database finds its file.
 * @returns the finished backup's folder
 * @throws BackupProblem when the target cannot be written or `pg_dump` is missing; nothing half-made stays behind
 */
export async function takeBackup(options: BackupOptions): Promise<string> {
  const target = resolve(options.target);
  const name = `tenon-${options.now.toISOString().slice(0, 19).replaceAll(':', '-')}Z`;
  const finished = join(target, name);
  const beside = await makeBeside(target);
  try {
    await copyFiles(options.filesDir, join(beside, 'files'));
    if (options.embedded) await baseBackup(options.ownerUrl, join(beside, 'data'));
    else await dumpDatabase(options.ownerUrl, join(beside, 'database.dump'));
    await copyFiles(options.filesDir, join(beside, 'files'));
    await seal(beside, {
      format: 1,
      kind: options.embedded ? 'base' : 'dump',
      madeAt: options.now.toISOString(),
      tenonVersion: options.tenonVersion,
      postgres: await majorOf(options.ownerUrl),
    });
    await rename(beside, finished);
    await flush(target);
    return finished;
  } catch (error) {
    await rm(beside, { recursive: true, force: true });
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOTEMPTY' || code === 'EEXIST')
      throw new BackupProblem(`${finished} exists already. Wait a second and start the backup again.`);
    if (code === 'ENOSPC')
      throw new BackupProblem(
        `${target} is full. Remove old backups or choose another place; none was made.`,
      );
    throw error;
  }
}

/** Removes the oldest finished backups until `keep` are left, and what interrupted ones left behind. @returns removed names */
export async function removeOld(target: string, keep: number): Promise<string[]> {
  if (!Number.isInteger(keep) || keep < 1) throw new RangeError('at least one backup is kept');
  const names = await readdir(target);
  const old = names.filter((name) => NAME.test(name)).sort();
  const gone = old.slice(0, Math.max(0, old.length - keep));
  for (const name of gone) await rm(join(target, name), { recursive: true });
  return gone;
}

/** The newest finished backup of a folder. */
export async function newestBackup(target: string): Promise<string | undefined> {
  const names = await readdir(target).catch(() => []);
  const newest = names
    .filter((name) => NAME.test(name))
    .sort()
    .at(-1);
  return newest === undefined ? undefined : join(target, newest);
}

async function makeBeside(target: string): Promise<string> {
  try {
    await mkdir(target, { recursive: true, mode: 0o700 });
    return await mkdtemp(join(target, 'unfinished-'));
  } catch (cause) {
    throw new BackupProblem(
      `${target} cannot be written (${(cause as Error).message}). Is the disk mounted, and does it belong to this user?`,
      { cause },
    );
  }
}

/** Content-addressed files never change, so one that is there is right. */
async function copyFiles(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true, mode: 0o700 });
  const names = await filesBelow(from).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  for (const name of names) {
    if (name.startsWith('arriving/')) continue;
    await mkdir(dirname(join(to, name)), { recursive: true, mode: 0o700 });
    await copyFile(join(from, name), join(to, name), constants.COPYFILE_EXCL).catch(
      (error: NodeJS.ErrnoException) => {
        // There already from the first pass, or removed while we copied.
        if (error.code !== 'EEXIST' && error.code !== 'ENOENT') throw error;
      },
    );
  }
}

async function seal(folder: string, facts: Omit<Manifest, 'files'>): Promise<void> {
  const files: Record<string, { bytes: number; sha256: string }> = {};
  const paths = (await filesBelow(folder)).sort();
  // Several at a time: the disk answers many flushes with one write of its journal.
  for (let at = 0; at < paths.length; at += AT_ONCE) {
    const some = paths.slice(at, at + AT_ONCE);
    const digests = await Promise.all(
      some.map(async (path) => {
        await flush(join(folder, path));
        return digestOf(join(folder, path));
      }),
    );
    some.forEach((path, index) => (files[path] = digests[index]!));
  }
  await writeManifest(folder, { ...facts, files });
  await flush(folder);
}

async function flush(path: string): Promise<void> {
  // Windows cannot flush a folder.
  if (process.platform === 'win32' && (await stat(path)).isDirectory()) return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function majorOf(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url, application_name: 'tenon-backup' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<{ server_version_num: string }>('show server_version_num');
    return String(Math.floor(Number(rows[0]?.server_version_num) / 10_000));
  } finally {
    await client.end();
  }
}
