import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readFile, rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readRunning } from '#apps/server/running.ts';
import type { Config } from '#platform/config/config.ts';
import {
  makeDatabase,
  nameOf,
  putDump,
  removeDatabase,
  setDatabaseAside,
} from '#platform/postgres/backup/dump.ts';
import { restoreBackup } from '#platform/postgres/backup/restore.ts';
import { makeBackup } from './backup.ts';
import { systemNode } from './installation.ts';
import type { UpdateSteps } from './update.ts';

export interface UpdatePlan {
  readonly config: Config;
  /** the checkout that the service runs */
  readonly home: string;
  readonly from: string;
  readonly to: string;
  /** shell commands that stop and start the service */
  readonly stopCommand: string;
  readonly startCommand: string;
  readonly backupTo: string;
}

const START_MS = 180_000;
const POLL_MS = 250;

/**
 * The steps of an update on this machine: git for releases, the service manager for the process, and for data base backups
 * of the packaged server, or pg_dump and databases beside each other on an own one.
 */
export function updateSteps(plan: UpdatePlan): UpdateSteps {
  const { config, home, from, to } = plan;
  const trial = join(config.dataDir, 'update', to);
  const node = systemNode();
  const rehearsal = `tenon_rehearsal_${to.slice(0, 12)}`;

  /** The data of a backup as an installation of its own. @returns where its database is, on an own server */
  async function copyData(backup: string, dataDir: string): Promise<string | undefined> {
    if (!config.databaseUrl) {
      await restoreBackup(backup, dataDir, { openPlace: join(dataDir, 'open') });
      return undefined;
    }
    await removeDatabase(config.databaseUrl, rehearsal);
    const url = await makeDatabase(config.databaseUrl, rehearsal);
    await putDump(url, join(backup, 'database.dump'));
    await cp(join(backup, 'files'), join(dataDir, 'files'), { recursive: true });
    return url;
  }

  return {
    from,
    to,
    backup: () => makeBackup(config, plan.backupTo),

    async rehearse(backup) {
      await rm(trial, { recursive: true, force: true });
      await run('git', ['-C', home, 'worktree', 'prune']);
      await run('git', ['-C', home, 'worktree', 'add', '--force', '--detach', trial, to]);
      // The same packages are used as they are; otherwise the release fetches its own, which is part of the rehearsal.
      if (await sameText(join(home, 'package-lock.json'), join(trial, 'package-lock.json')))
        await symlink(join(home, 'node_modules'), join(trial, 'node_modules'), 'junction');
      const dataDir = await mkdtemp(join(config.dataDir, 'update', 'rehearsal-'));
      // The account that runs the server must be able to pass through.
      await chmod(dataDir, 0o711);
      try {
        const databaseUrl = await copyData(backup, dataDir);
        // With the keys: a release that cannot open what is encrypted must fail here.
        await cp(join(config.dataDir, 'secrets'), join(dataDir, 'secrets'), { recursive: true });
        await startAndStop(node, trial, dataDir, databaseUrl);
      } finally {
        if (config.databaseUrl) await removeDatabase(config.databaseUrl, rehearsal);
        await rm(dataDir, { recursive: true, force: true });
        await run('git', ['-C', home, 'worktree', 'remove', '--force', trial]);
      }
    },

    async stop() {
      await shell(plan.stopCommand);
      await until(() => readRunning(config.dataDir) === undefined, START_MS, 'the product did not stop');
    },

    lastBackup: () => makeBackup(config, plan.backupTo),

    async putRelease(commit) {
      await run('git', ['-C', home, 'checkout', '--quiet', '--detach', commit]);
      // Brings the packages in line with the release's lock file, and does nothing else.
      await run(node, [join(home, 'scripts', 'boot.mjs'), 'tenon', 'help'], { cwd: home });
    },

    async start() {
      await shell(plan.startCommand);
      await until(
        () => readRunning(config.dataDir) !== undefined,
        START_MS,
        `the product did not serve pages within ${START_MS / 60_000} minutes; its journal says why`,
      );
    },

    async putData(backup) {
      const when = new Date().toISOString().slice(0, 19).replaceAll(':', '-');
      const aside = join(config.dataDir, `replaced-${when}`);
      await mkdir(aside, { mode: 0o711 });
      for (const name of ['postgres', 'files'])
        if (existsSync(join(config.dataDir, name)))
          await rename(join(config.dataDir, name), join(aside, name));
      if (!config.databaseUrl) return restoreBackup(backup, config.dataDir);
      await setDatabaseAside(
        config.databaseUrl,
        `${nameOf(config.databaseUrl).slice(0, 32)}_replaced_${when}`,
      );
      await putDump(config.databaseUrl, join(backup, 'database.dump'));
      await cp(join(backup, 'files'), join(config.dataDir, 'files'), { recursive: true });
    },
  };
}

async function sameText(a: string, b: string): Promise<boolean> {
  const [one, other] = await Promise.all([readFile(a, 'utf8'), readFile(b, 'utf8')]);
  return one === other;
}

/** The release opens the copy, migrates it and serves pages; then it is stopped. No mail leaves: it knows no relay. */
async function startAndStop(
  node: string,
  checkout: string,
  dataDir: string,
  databaseUrl: string | undefined,
): Promise<void> {
  const child = spawn(node, [join(checkout, 'scripts', 'boot.mjs'), 'start'], {
    cwd: checkout,
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      TENON_DATA: dataDir,
      ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
      TENON_DEMO: 'no',
      PORT: '0',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-20_000)));
  const ended = new Promise<void>((done) => child.once('close', () => done()).once('error', () => done()));
  let over = false;
  void ended.then(() => (over = true));
  try {
    await until(
      () => {
        if (over) throw new Error(`it ended: ${reasonIn(said)}`);
        return readRunning(dataDir) !== undefined;
      },
      START_MS * 3, // packages may have to be fetched
      'it did not serve pages',
    );
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}

/** The line that names the error, without its trace. */
function reasonIn(said: string): string {
  const lines = said.trim().split('\n');
  return lines.find((line) => /error/i.test(line)) ?? lines.at(-1) ?? 'without a word';
}

async function until(holds: () => boolean, withinMs: number, otherwise: string): Promise<void> {
  for (let waited = 0; !holds(); waited += POLL_MS) {
    if (waited >= withinMs) throw new Error(otherwise);
    await sleep(POLL_MS);
  }
}

/** A command the operator wrote himself, as a shell reads it. */
const shell = (command: string): Promise<void> => run('/bin/sh', ['-c', command]);

function run(file: string, args: readonly string[], options: { cwd?: string } = {}): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn(file, args, { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-2_000)));
    child.once('error', fail);
    child.once('close', (code) =>
      code === 0 ? done() : fail(new Error(`${file} ${args[0] ?? ''} failed (${code}): ${said.trim()}`)),
    );
  });
}
