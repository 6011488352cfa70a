/**
 * Before the first test that opens a database: one PostgreSQL server for the whole run. `TEST_DATABASE_URL` names an own
 * server (CI runs the suite a second time on Debian's); otherwise the embedded one is started in a temporary folder, in
 * memory where there is room, and thrown away. Tests find the owner's URL in `TENON_TEST_DATABASE_URL` and make their own databases from it.
 */
import { randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { startEmbedded } from '#platform/postgres/embedded/embedded.ts';
import { isAlive, worksIn } from '#platform/postgres/embedded/process-life.ts';

const VARIABLE = 'TENON_TEST_DATABASE_URL';
/** Folder of the server's socket file: a statement costs a third less by it than by TCP, and a run has some hundred thousand. */
const SOCKET = 'TENON_TEST_DATABASE_SOCKET';
const PREFIX = 'tenon-test-';
/** A socket's path has at most a hundred bytes. */
const FOLDER_LENGTH_MAX = 80;
/** Where Linux keeps files in memory. Each test copies a database of a thousand files and drops it: on a disk half its time. */
const IN_MEMORY = '/dev/shm';
/** A run needs a tenth of it; containers give 64 MB at times, which is too little. */
const MEMORY_BYTES_MIN = 3 * 1024 ** 3;

/** @returns what to do after the last test */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  // Several projects of one run share the server of the first.
  if (process.env[VARIABLE]) return undefined;
  // Names this run's template databases on a server that outlives it.
  process.env['TENON_TEST_RUN'] = randomBytes(4).toString('hex');
  const own = process.env['TEST_DATABASE_URL'];
  if (own) {
    process.env[VARIABLE] = own;
    await useSocket(own);
    return undefined;
  }
  sweep();
  const folder = mkdtempSync(join(placeForServer(), `${PREFIX}${process.pid}-`));
  chmodSync(folder, 0o711);
  const server = await startEmbedded({
    dataDir: join(folder, 'postgres'),
    durable: false,
    // The socket file lies beside the data, where whoever runs the tests may go.
    settings: { max_connections: '300', max_wal_size: '256MB', unix_socket_directories: '.' },
  });
  process.env[VARIABLE] = server.ownerUrl;
  await useSocket(server.ownerUrl);
  const interrupted = (signal: NodeJS.Signals) => {
    throwAway(folder);
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
    process.kill(process.pid, signal);
  };
  process.on('SIGINT', interrupted).on('SIGTERM', interrupted);
  return async () => {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
    await server.stop({ immediate: true });
    rmSync(folder, { recursive: true, force: true });
  };
}

/** Lets tests reach a server of this machine by its socket file, where it has one that lets us in. */
async function useSocket(url: string): Promise<void> {
  if (process.platform === 'win32' || !/^(127\.0\.0\.1|localhost)$/.test(new URL(url).hostname)) return;
  const [place] = await ask<{ folders: string; data: string }>(
    url,
    `select current_setting('unix_socket_directories') as folders, current_setting('data_directory') as data`,
  );
  const folder = resolve(place!.data, place!.folders.split(',')[0]!.trim());
  if (place!.folders === '' || folder.length > FOLDER_LENGTH_MAX) return;
  const bySocket = new URL(url);
  bySocket.searchParams.set('host', folder);
  // A server elsewhere may be led here by a tunnel: then this file is not there, or another server's.
  const same = `select current_setting('data_directory') as data, pg_postmaster_start_time()::text as since`;
  const answers = await Promise.allSettled([ask(url, same), ask(bySocket.toString(), same)]);
  const [far, near] = answers.map((one) => (one.status === 'fulfilled' ? JSON.stringify(one.value) : null));
  if (near !== null && near === far) process.env[SOCKET] = folder;
}

async function ask<T extends pg.QueryResultRow>(url: string, text: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<T>(text)).rows;
  } finally {
    await client.end();
  }
}

/** Memory, where it has room for the server and the tests besides; the temporary folder otherwise. */
function placeForServer(): string {
  try {
    accessSync(IN_MEMORY, constants.W_OK);
    const { bavail, bsize } = statfsSync(IN_MEMORY);
    if (Math.min(bavail * bsize, process.availableMemory()) >= MEMORY_BYTES_MIN) return IN_MEMORY;
  } catch {
    // No such place on this system.
  }
  return tmpdir();
}

/** Clears away what runs that were killed left behind. */
function sweep(): void {
  for (const place of [IN_MEMORY, tmpdir()]) for (const name of namesIn(place)) sweepOne(place, name);
}

function namesIn(place: string): string[] {
  try {
    return readdirSync(place);
  } catch {
    return [];
  }
}

function sweepOne(place: string, name: string): void {
  const pid = Number(new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1] ?? process.pid);
  if (isAlive(pid)) return;
  try {
    throwAway(join(place, name));
  } catch {
    // Another user's; that user's next run clears it.
  }
}

function throwAway(folder: string): void {
  const data = join(folder, 'postgres', 'data');
  try {
    const pid = Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0]);
    if (isAlive(pid) && worksIn(pid, data) !== false) process.kill(pid, 'SIGQUIT');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}
