import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Binaries } from './binaries.ts';
import { cannotRun, cleanEnvironment, explainOutput } from './cluster.ts';
import type { Home } from './home.ts';
import { isAlive, worksIn } from './process-life.ts';
import { EmbeddedProblem } from './problem.ts';

/** A server process as its own `postmaster.pid` describes it. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly status: string;
}

const POLL_MS = 20;
// Recovery after a crash replays the log since the last checkpoint; a slow disk may need minutes for it.
const READY_MS = 10 * 60_000;
const STOP_MS = 60_000;
/** Larger than any process id of Linux, macOS or Windows in practice: surely nobody. */
const NOBODY_PID = 4_194_305;

/**
 * The server that works in this data directory now, also one that is still starting or stopping.
 * A pid file left by a crash or a power cut names nobody, or by chance a stranger.
 */
export function findPostmaster(home: Home): Postmaster | undefined {
  const found = readPidFile(home);
  if (!found || !isAlive(found.pid)) return undefined;
  if (worksIn(found.pid, home.data) !== false) return found;
  // The id now belongs to a stranger, for which PostgreSQL would refuse to start. The file itself stays: from it
  // PostgreSQL checks that no orphan of the old server still has the shared memory.
  const file = join(home.data, 'postmaster.pid');
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^-?\d+/, String(NOBODY_PID)));
  return undefined;
}

function readPidFile(home: Home): Postmaster | undefined {
  let lines: string[];
  try {
    lines = readFileSync(join(home.data, 'postmaster.pid'), 'utf8').split('\n');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const pid = Math.abs(Number(lines[0]));
  return pid ? { pid, port: Number(lines[3]), status: lines[7]?.trim() ?? '' } : undefined;
}

/** Waits until the running server is ready. @returns undefined when it ended instead (it was stopping) */
export async function whenReady(home: Home, pid: number): Promise<Postmaster | undefined> {
  for (const deadline = Date.now() + READY_MS; Date.now() < deadline; await sleep(POLL_MS)) {
    const found = readPidFile(home);
    if (found?.pid === pid && found.status === 'ready') return found;
    if (!isAlive(pid)) return undefined;
  }
  throw new EmbeddedProblem(
    `The database server (process ${pid}) did not become ready.`,
    `Look into ${home.log}; a server that hangs can be ended with "kill ${pid}".`,
  );
}

/** @param settings server settings for this run, beyond those that make it private */
export async function startPostmaster(
  home: Home,
  binaries: Binaries,
  port: number,
  settings: Readonly<Record<string, string>>,
  onLaunched?: () => void,
): Promise<Postmaster | { refused: 'port' | 'remains' }> {
  const all: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    // The application reports failed statements with their cause; here only what concerns the server itself.
    log_min_messages: 'log',
    ...settings,
  };
  const options = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const from = statSync(home.log, { throwIfNoEntry: false })?.size ?? 0;
  const log = openSync(home.log, 'a', 0o600);
  let failure: Error | undefined;
  // In its own session: Ctrl+C in the terminal must not reach it before the application has finished its requests.
  const child = spawn(binaries.postgres, ['-D', home.data, ...options], {
    cwd: home.data,
    env: cleanEnvironment(),
    stdio: ['ignore', log, log],
    detached: true,
    windowsHide: true,
    ...home.account,
  });
  child.once('error', (error) => (failure = error));
  closeSync(log);
  child.unref();
  onLaunched?.();

  const ready = child.pid === undefined ? undefined : await whenReady(home, child.pid);
  if (ready) return ready;
  if (child.pid === undefined) await sleep(0); // the reason arrives as an event
  if (failure) throw cannotRun(binaries.postgres, failure);
  const said = readFileSync(home.log).subarray(from).toString();
  if (/could not bind|Address already in use/.test(said)) return { refused: 'port' };
  // Helpers of a server that was killed need a moment to notice it and let go of its memory.
  if (/pre-existing shared memory block|lock file .* already exists/.test(said))
    return { refused: 'remains' };
  throw explainOutput(said, home.folder);
}

/**
 * Stops a server and waits until it is gone.
 * @param immediate as a crash: nothing is written any more, the next start recovers
 */
export async function stopPostmaster(
  home: Home,
  binaries: Binaries,
  pid: number,
  immediate: boolean,
): Promise<void> {
  if (process.platform === 'win32') {
    const mode = immediate ? 'immediate' : 'fast';
    const child = spawn(binaries.pgCtl, ['stop', '-D', home.data, '-m', mode, '-w'], { stdio: 'ignore' });
    await new Promise((done, fail) => child.once('close', done).once('error', fail));
    return;
  }
  signal(pid, immediate ? 'SIGQUIT' : 'SIGINT');
  if (await isGone(pid, STOP_MS)) return;
  signal(pid, 'SIGQUIT'); // crash-safe, only slower at the next start
  if (!(await isGone(pid, STOP_MS))) signal(pid, 'SIGKILL');
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function isGone(pid: number, withinMs: number): Promise<boolean> {
  for (const deadline = Date.now() + withinMs; Date.now() < deadline; await sleep(POLL_MS)) {
    if (!isAlive(pid)) return true;
  }
  return !isAlive(pid);
}

/** A port of the loopback address that is free now; `wanted` itself when it is. */
export async function freePort(wanted: number): Promise<number> {
  const tryPort = (port: number) =>
    new Promise<number | undefined>((done) => {
      const probe = createServer();
      probe.once('error', () => done(undefined));
      probe.listen(port, '127.0.0.1', () => {
        const address = probe.address();
        probe.close(() => done(typeof address === 'object' ? address?.port : undefined));
      });
    });
  const found = (await tryPort(wanted)) ?? (await tryPort(0));
  if (found === undefined) {
    throw new EmbeddedProblem(
      'No port of 127.0.0.1 is free for the database.',
      'Check that the loopback network interface is up.',
    );
  }
  return found;
}
