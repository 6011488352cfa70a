import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { allowDatabase } from '#platform/egress/lock.ts';
import { findBinaries, type Binaries } from './binaries.ts';
import { checkVersion, makeCluster, OWNER, resetPassword } from './cluster.ts';
import { homeOf, readFacts, saveFacts, turnLogOver, type Home, type ServerFacts } from './home.ts';
import {
  findPostmaster,
  freePort,
  startPostmaster,
  stopPostmaster,
  whenReady,
  type Postmaster,
} from './postmaster.ts';
import { EmbeddedProblem, explainFileError } from './problem.ts';
import { alone, Users } from './shared-use.ts';

export interface EmbeddedOptions {
  /** folder of the installation's database; made when missing */
  readonly dataDir: string;
  /** told in sentences what happens and takes time */
  readonly log?: (sentence: string) => void;
  /** the database inside the server; made when missing */
  readonly database?: string;
  /** extra server settings for a server started now, e.g. `{ synchronous_commit: 'off' }` as a negative control */
  readonly settings?: Readonly<Record<string, string>>;
  /** called once the server's process runs and only waiting is left: the time for whatever is needed next */
  readonly onLaunched?: () => void;
  /** false skips the flush at creation, for databases that live as long as a test */
  readonly durable?: boolean;
  /** where root keeps the database when `dataDir` lies in a folder closed to everybody else */
  readonly openPlace?: string;
}

export interface EmbeddedServer {
  /** connects as the superuser that owns the database; for migrations only */
  readonly ownerUrl: string;
  readonly pid: number;
  readonly port: number;
  /** true when the server was running already */
  readonly reused: boolean;
  /**
   * Ends this use. The server stops (fast: open transactions are rolled back, everything saved is flushed) when no other
   * process uses it. `immediate` stops it at once for everybody, like a crash.
   */
  stop(options?: { immediate?: boolean }): Promise<void>;
}

const ATTEMPTS = 40;
const REMAINS_MS = 250;

/**
 * Starts the PostgreSQL that comes with Tenon, or joins the one that already runs on the same folder. Listens on
 * 127.0.0.1 only, on a port that stays the same from start to start, with a random password. A server that was killed
 * recovers by itself.
 *
 * @throws EmbeddedProblem with what is wrong and what to do
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const dataDir = resolve(options.dataDir);
  try {
    const home = homeOf(dataDir, options.openPlace ?? '/var/lib/tenon');
    return await alone(home.folder, () => startAlone(home, options));
  } catch (error) {
    throw explainFileError(error, dataDir);
  }
}

async function startAlone(home: Home, options: EmbeddedOptions): Promise<EmbeddedServer> {
  const log = options.log ?? (() => undefined);
  const binaries = findBinaries(home.folder, home.account);
  const database = options.database ?? 'tenon';
  const users = new Users(home.folder);

  let facts = readFacts(home);
  const running = await joinRunning(home);
  const reused = running !== undefined;
  let server: Postmaster;
  if (running) {
    if (!facts) {
      throw new EmbeddedProblem(
        `The database server in ${home.folder} runs (process ${running.pid}), but its server.json is lost or damaged.`,
        `Stop it with "kill -INT ${running.pid}" and start Tenon again; a new password is set then.`,
      );
    }
    server = running;
  } else {
    facts = await prepareData(home, binaries, facts, options.durable ?? true, log);
    server = await startNew(home, binaries, facts, options, log);
    facts = { ...facts, port: server.port };
    saveFacts(home, facts);
  }
  const url = (name: string) => `postgres://${OWNER}:${facts.password}@127.0.0.1:${server.port}/${name}`;
  try {
    await makeDatabase(url('postgres'), home, database);
  } catch (error) {
    if (!reused) await stopPostmaster(home, binaries, server.pid, false);
    throw error;
  }

  const leave = users.enter();
  let stopping: Promise<void> | undefined;
  const stop = async (immediate: boolean) =>
    alone(home.folder, async () => {
      if (leave() === 0 || immediate) await stopPostmaster(home, binaries, server.pid, immediate);
    });
  return {
    ownerUrl: url(database),
    pid: server.pid,
    port: server.port,
    reused,
    stop: (how = {}) => (stopping ??= stop(how.immediate ?? false)),
  };
}

async function joinRunning(home: Home): Promise<Postmaster | undefined> {
  const found = existsSync(home.data) ? findPostmaster(home) : undefined;
  return found && (await whenReady(home, found.pid));
}

async function prepareData(
  home: Home,
  binaries: Binaries,
  known: ServerFacts | undefined,
  durable: boolean,
  log: (sentence: string) => void,
): Promise<ServerFacts> {
  if (existsSync(home.data)) {
    checkVersion(home, binaries);
    if (known) return known;
    log('The password of the database was lost; setting a new one.');
    const facts = { password: newPassword(), port: 0 };
    await resetPassword(home, binaries, facts.password);
    saveFacts(home, facts);
    return facts;
  }
  log('Making a new database …');
  const facts = { password: newPassword(), port: known?.port ?? 0 };
  // Saved first: data whose password nobody knows would be worse than a password without data.
  saveFacts(home, facts);
  await makeCluster(home, binaries, facts.password, durable);
  return facts;
}

const newPassword = () => randomBytes(24).toString('base64url');

async function startNew(
  home: Home,
  binaries: Binaries,
  facts: ServerFacts,
  { settings = {}, onLaunched }: Pick<EmbeddedOptions, 'settings' | 'onLaunched'>,
  log: (sentence: string) => void,
): Promise<Postmaster> {
  turnLogOver(home);
  let port = await freePort(facts.port);
  if (facts.port !== 0 && port !== facts.port) {
    log(`Port ${facts.port} of the database is taken by another program; using ${port}.`);
  }
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const started = await startPostmaster(home, binaries, port, settings, onLaunched);
    if (!('refused' in started)) return started;
    if (started.refused === 'port') port = await freePort(0);
    else await sleep(REMAINS_MS);
  }
  throw new EmbeddedProblem(
    `PostgreSQL in ${home.folder} does not start because processes of an earlier server are still there.`,
    'End every process named "postgres" that works in that folder, or restart the machine.',
  );
}

/** Also the proof that the server which answers on this port is ours: it knows the password and the folder. */
async function makeDatabase(url: string, home: Home, name: string): Promise<void> {
  allowDatabase(url);
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 20_000 });
  client.on('error', () => undefined); // a connection that breaks fails its query, too
  try {
    await client.connect();
    const place = await client.query<{ data_directory: string }>('show data_directory');
    if (place.rows[0]?.data_directory !== home.data.replaceAll('\\', '/'))
      throw new Error('another server answers here');
    const found = await client.query('select from pg_database where datname = $1', [name]);
    if (found.rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(name)}`);
  } catch (cause) {
    throw new EmbeddedProblem(
      `The database server in ${home.folder} runs but does not let us in (${(cause as Error).message}).`,
      'Stop Tenon everywhere, remove server.json from that folder and start again; a new password is set then.',
      { cause },
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}
