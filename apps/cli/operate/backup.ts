import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { VERSION } from '#apps/server/version.ts';
import type { Config } from '#platform/config/config.ts';
import { BackupProblem, newestBackup, removeOld, takeBackup } from '#platform/postgres/backup/backup.ts';
import { checkBackup } from '#platform/postgres/backup/manifest.ts';
import { restoreBackup, restoreDump, tryBackup } from '#platform/postgres/backup/restore.ts';
import { startEmbedded } from '#platform/postgres/embedded/embedded.ts';
import { openSecrets } from '#platform/config/secrets.ts';
import { applicationUrl } from '#platform/postgres/prepare.ts';
import type { Io } from '../main.ts';
import { bringDeletions } from '#platform/tenant-data/deletions-file.ts';
import { configOf } from './installation.ts';
import { sendOffSite } from './off-site.ts';

const USAGE = `usage: npm run tenon -- backup [--to FOLDER] [--keep N] [--data DIR]      make a backup and prove it on a scratch copy
       npm run tenon -- backup --check FOLDER                              read every byte of a backup again
       npm run tenon -- restore FOLDER|newest --data DIR                   put a backup into an empty data folder
`;

/** `tenon backup`: works while the product runs. Exit 0 only when the copy has opened. */
export async function backup(argv: string[], io: Io): Promise<number> {
  const { values } = parseArgs({
    args: argv,
    options: {
      to: { type: 'string' },
      keep: { type: 'string' },
      data: { type: 'string' },
      check: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    io.out(USAGE);
    return 0;
  }
  return inWords(io, async () => {
    if (values.check !== undefined) return check(values.check, io);
    const config = configOf(values.data, (sentence) => io.err(`${sentence}\n`));
    const target = values.to ?? config.backupTo;
    if (!target)
      throw new BackupProblem(
        'where to? Give --to FOLDER or set TENON_BACKUP_TO; another machine’s disk is best.',
      );
    const keep = values.keep === undefined ? config.backupsKept : Number(values.keep);
    if (!Number.isInteger(keep) || keep < 1)
      throw new BackupProblem('--keep wants a whole number, at least 1');
    const folder = await makeBackup(config, resolve(target));
    await bringDeletions(config.dataDir, resolve(target));
    const gone = await removeOld(target, keep);
    io.out(`${folder}\n`);
    if (config.backupStore !== undefined) {
      const sent = await copyOffSite(config, folder, config.backupStore);
      io.err(`${sent} files of it lie in the object store as well.\n`);
    }
    if (gone.length) io.err(`Removed ${gone.length} older: ${gone.join(', ')}\n`);
    return 0;
  });
}

/** Makes a backup and opens a scratch copy of it. @returns its folder @throws BackupProblem, and the copy that failed is removed */
export async function makeBackup(config: Config, target: string): Promise<string> {
  const server = config.databaseUrl
    ? undefined
    : await startEmbedded({ dataDir: join(config.dataDir, 'postgres') });
  try {
    const folder = await takeBackup({
      ownerUrl: config.databaseUrl ?? server!.ownerUrl,
      embedded: !config.databaseUrl,
      filesDir: join(config.dataDir, 'files'),
      target,
      now: new Date(),
      tenonVersion: VERSION,
    });
    if (!config.databaseUrl) await prove(folder);
    return folder;
  } finally {
    await server?.stop();
  }
}

async function copyOffSite(config: Config, folder: string, store: string): Promise<number> {
  const server = config.databaseUrl
    ? undefined
    : await startEmbedded({ dataDir: join(config.dataDir, 'postgres') });
  try {
    const ownerUrl = config.databaseUrl ?? server!.ownerUrl;
    const appUrl = applicationUrl(ownerUrl, openSecrets(config.dataDir).secret('database'));
    return await sendOffSite({ appUrl, store, folder, ownMachines: config.ownMachines });
  } finally {
    await server?.stop();
  }
}

async function prove(folder: string): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), 'tenon-proof-'));
  // The account that runs the server must be able to pass through.
  await chmod(scratch, 0o711);
  try {
    const rows = await tryBackup(folder, scratch);
    if (Object.keys(rows).length === 0) throw new Error('the copy holds no tables');
  } catch (cause) {
    await rm(folder, { recursive: true, force: true });
    throw new BackupProblem(
      `the backup did not open on a scratch copy (${(cause as Error).message}), so it was removed. The backups before it are untouched.`,
      { cause },
    );
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function check(folder: string, io: Io): Promise<number> {
  const faults = await checkBackup(resolve(folder));
  for (const each of faults) io.err(`${'path' in each ? `${each.path}: ` : ''}${each.fault}\n`);
  if (faults.length === 0) io.out('Every byte is as it was written.\n');
  return faults.length === 0 ? 0 : 1;
}

const KEYS_FIRST =
  'Put secrets/ back beside it (without its key ring what is encrypted stays closed), then start';

/** `tenon restore`: into an empty data folder, or an empty database of an own server; never over data. */
export async function restore(argv: string[], io: Io): Promise<number> {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: { data: { type: 'string' }, help: { type: 'boolean' } },
  });
  const [from] = positionals;
  if (values.help || from === undefined || positionals.length > 1 || values.data === undefined) {
    (values.help ? io.out : io.err)(USAGE);
    return values.help ? 0 : 2;
  }
  const dataDir = resolve(values.data);
  return inWords(io, async () => {
    const folder = from === 'newest' ? await newest(dataDir, io) : resolve(from);
    const { databaseUrl } = configOf(dataDir, (sentence) => io.err(`${sentence}\n`));
    if (databaseUrl)
      await restoreDump(folder, dataDir, {
        ownerUrl: databaseUrl,
        // Without the secrets of before a new one is made here, and roles get their passwords anew at each start.
        secret: openSecrets(dataDir).secret('database'),
      });
    else await restoreBackup(folder, dataDir);
    // What was deleted for people after that backup is deleted again before the product opens.
    await bringDeletions(dirname(folder), dataDir);
    const put = existsSync(join(dataDir, 'secrets', 'key-ring.json')) ? 'Start' : KEYS_FIRST;
    io.out(`${dataDir} holds what ${folder} kept. ${put} with TENON_DATA=${dataDir}.\n`);
    return 0;
  });
}

async function newest(dataDir: string, io: Io): Promise<string> {
  const { backupTo } = configOf(dataDir, (sentence) => io.err(`${sentence}\n`));
  const found = backupTo === undefined ? undefined : await newestBackup(backupTo);
  if (found === undefined)
    throw new BackupProblem('there is no finished backup in TENON_BACKUP_TO; name its folder.');
  return found;
}

/** A refusal is a sentence; anything else is a bug and keeps its trace. */
async function inWords(io: Io, work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof BackupProblem)) throw error;
    io.err(`${error.message}\n`);
    return 1;
  }
}
