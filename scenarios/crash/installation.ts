import { execFileSync, fork, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { startEmbedded, type EmbeddedServer } from '#platform/postgres/embedded/embedded.ts';
import { isAlive, worksIn } from '#platform/postgres/embedded/process-life.ts';
import type { VictimReady, VictimTask } from './victim.ts';

export type Victim = 'server' | 'worker' | 'database';

/** A database, a server and a worker of its own, in a temporary folder, that can each be killed and started again. */
export interface Installation {
  /** where the server answers; changes with each start of it */
  origin(): string;
  /** ends the process (or all of the database's processes) without any warning */
  kill(victim: Victim): Promise<void>;
  /** starts whatever of these does not run; all by default */
  raise(only?: readonly Victim[]): Promise<void>;
  /** the owner's URL of the running database */
  ownerUrl(): string;
  /** how often a process ended without being killed, with its last words */
  readonly suddenEnds: readonly string[];
  /** reads as the owner, whom row level security does not bind */
  query<T extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<T[]>;
  close(): Promise<void>;
}

interface Child {
  readonly process: ChildProcess;
  readonly ended: Promise<void>;
  readonly said: () => string;
  expected: boolean;
}

const WORDS_MAX = 4000;
const STARTS_MAX = 20;

/** Makes the installation; only the database runs at first, and the server has been up once if `raise` was called. */
export async function openInstallation(): Promise<Installation> {
  const folder = mkdtempSync(join(tmpdir(), 'tenon-crash-'));
  chmodSync(folder, 0o711);
  const filesDir = join(folder, 'files');
  mkdirSync(filesDir);
  const suddenEnds: string[] = [];
  const children = new Map<'server' | 'worker', Child>();
  let database: EmbeddedServer | undefined;
  /** one connection for all questions, as long as the database lives */
  let owner: Promise<pg.Client> | undefined;
  let port = 0;
  let origin = '';

  const startDatabase = async (): Promise<EmbeddedServer> =>
    (database = await startEmbedded({ dataDir: join(folder, 'postgres') }));
  const start = async (name: 'server' | 'worker'): Promise<{ ready: VictimReady } | { said: string }> => {
    const child = spawnVictim({
      does: name === 'server' ? 'serve' : 'work',
      ownerUrl: database!.ownerUrl,
      filesDir,
    });
    children.set(name, child);
    const ready = await Promise.race([
      new Promise<VictimReady>((done) =>
        child.process.once('message', (message) => done(message as VictimReady)),
      ),
      child.ended.then(() => null),
    ]);
    if (!ready) {
      children.delete(name);
      return { said: child.said() };
    }
    void child.ended.then(() => {
      if (children.get(name) === child) children.delete(name);
      if (!child.expected) suddenEnds.push(`the ${name} ended by itself: ${lastWords(child.said())}`);
    });
    return { ready };
  };
  /** As a supervisor would: a process that does not come up is tried again. */
  const keepStarting = async (name: 'server' | 'worker'): Promise<void> => {
    let said = '';
    for (let attempt = 1; attempt <= STARTS_MAX; attempt++) {
      const outcome = await start(name);
      if ('ready' in outcome) {
        if (name === 'server') origin = outcome.ready.origin;
        return;
      }
      said = outcome.said;
      await sleep(250);
    }
    throw new Error(`the ${name} does not start: ${said}`);
  };

  await startDatabase();
  const installation: Installation = {
    origin: () => origin,
    suddenEnds,
    async kill(victim) {
      if (victim === 'database') {
        const { pid } = database!;
        const [place] = await installation.query<{ data_directory: string }>('show data_directory');
        database = undefined;
        owner = undefined;
        await killDatabase(pid, place!.data_directory);
        return;
      }
      const child = children.get(victim);
      if (!child) return;
      child.expected = true;
      children.delete(victim);
      child.process.kill('SIGKILL');
      await child.ended;
    },
    ownerUrl: () => database!.ownerUrl,
    async raise(only = ['database', 'server', 'worker']) {
      const { port: now } = database ?? (await startDatabase());
      // A stranger may have taken the port meanwhile; then the address is another, which processes hear of at their start.
      if (port !== 0 && port !== now)
        for (const name of ['server', 'worker'] as const) await installation.kill(name);
      port = now;
      await Promise.all(
        (['server', 'worker'] as const)
          .filter((name) => only.includes(name) && !children.has(name))
          .map(keepStarting),
      );
    },
    async query<T extends pg.QueryResultRow>(text: string, values: unknown[] = []) {
      return (await (await (owner ??= connectOwner(database!.ownerUrl))).query<T>(text, values)).rows;
    },
    async close() {
      for (const child of children.values()) {
        child.expected = true;
        child.process.kill('SIGKILL');
      }
      await Promise.all([...children.values()].map((child) => child.ended));
      await (await owner)?.end();
      await database?.stop({ immediate: true });
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
  return installation;
}

async function connectOwner(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, options: '-c search_path=tenon' });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

function spawnVictim(task: VictimTask): Child {
  const child = fork(new URL('./victim.ts', import.meta.url), [], {
    env: { ...process.env, TENON_VICTIM: JSON.stringify(task), NODE_OPTIONS: '', NODE_NO_WARNINGS: '1' },
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let said = '';
  const hear = (chunk: Buffer): void => void (said = (said + chunk.toString()).slice(-WORDS_MAX));
  child.stdout!.on('data', hear);
  child.stderr!.on('data', hear);
  const ended = new Promise<void>((done) => child.once('close', () => done()));
  return { process: child, ended, said: () => said, expected: false };
}

const lastWords = (said: string): string => said.trim().split('\n').slice(-12).join('\n');

/** The postmaster first, so that it starts nothing new; then whoever still works in its folder. */
async function killDatabase(postmaster: number, data: string): Promise<void> {
  const helpers = process.platform === 'linux' ? [] : childrenOf(postmaster);
  process.kill(postmaster, 'SIGKILL');
  const others = process.platform === 'linux' ? workersIn(data) : helpers;
  for (const pid of others) kill(pid);
  for (const pid of [postmaster, ...others]) while (isAlive(pid)) await sleep(5);
}

function workersIn(data: string): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 1 && pid !== process.pid && worksIn(pid, data) === true);
}

function childrenOf(parent: number): number[] {
  const rows = execFileSync('ps', ['-axo', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
  return rows
    .map((row) => row.trim().split(/\s+/).map(Number))
    .filter(([, of]) => of === parent)
    .map(([pid]) => pid!);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
