import { execFile, spawn } from 'node:child_process';
import { openSync, closeSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ProcessMark } from './state.ts';

const POLL_MS = 50;
/** What a server is given to end its requests before it is ended. */
const STOP_MS = 15_000;

export interface Program {
  readonly python: string;
  /** full path of `odoo-bin` */
  readonly odooBin: string;
  readonly arguments: readonly string[];
  /** its own folder, and where it may leave files */
  readonly dataDir: string;
  readonly log: string;
}

/** What every started program sees of its surroundings: nothing of the agent's. */
const environment = (home: string): NodeJS.ProcessEnv => ({
  PATH: '/usr/local/bin:/usr/bin:/bin',
  HOME: home,
  LANG: 'C.UTF-8',
  TZ: 'UTC',
});

/**
 * Starts a server in a group of its own. It goes on when the agent is killed: the next one knows it by its mark.
 * Program and arguments go to the kernel as they are; no shell reads them.
 */
export async function startServer(program: Program): Promise<ProcessMark> {
  await mkdir(program.dataDir, { recursive: true, mode: 0o700 });
  const log = openSync(program.log, 'a', 0o600);
  try {
    const child = spawn(program.python, [program.odooBin, ...program.arguments], {
      cwd: program.dataDir,
      detached: true,
      env: environment(program.dataDir),
      stdio: ['ignore', log, log],
    });
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
    child.unref();
    const mark = markOf(child.pid!);
    if (!mark) throw new Error(`${program.odooBin} ended at once; its log is ${program.log}`);
    return mark;
  } finally {
    closeSync(log);
  }
}

/** Runs a program to its end. @returns its exit code and the end of what it said */
export function runToEnd(
  program: Program,
  timeoutMs: number,
): Promise<{ readonly code: number; readonly said: string }> {
  return new Promise((resolve) => {
    execFile(
      program.python,
      [program.odooBin, ...program.arguments],
      {
        cwd: program.dataDir,
        env: environment(program.dataDir),
        timeout: timeoutMs,
        maxBuffer: 64 * 1024 * 1024,
        killSignal: 'SIGKILL',
      },
      (error, stdout, stderr) => {
        const code = error ? (typeof error.code === 'number' ? error.code : 1) : 0;
        resolve({ code, said: `${stdout}${stderr}`.slice(-2000) });
      },
    );
  });
}

/** Tells the proxy to read its configuration again. */
export function reloadProxy(caddy: string, file: string): Promise<{ code: number; said: string }> {
  return new Promise((resolve) => {
    execFile(
      caddy,
      ['reload', '--adapter', 'caddyfile', '--config', file],
      { timeout: 30_000 },
      (error, out, err) => resolve({ code: error ? 1 : 0, said: `${out}${err}`.slice(-2000) }),
    );
  });
}

/** Whether it is still the same process, and no other that got its number, and no zombie. */
export function isRunning(mark: ProcessMark | null): mark is ProcessMark {
  return mark !== null && markOf(mark.pid)?.startTicks === mark.startTicks;
}

/** proc(5): the name in brackets may hold anything, so fields are counted from behind it. */
function markOf(pid: number): ProcessMark | null {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? null : { pid, startTicks: fields[19]! };
  } catch {
    return null;
  }
}

/** Resident memory; null where it does not run. */
export function memoryOf(mark: ProcessMark | null): number | null {
  if (!isRunning(mark)) return null;
  try {
    const status = readFileSync(`/proc/${mark.pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
  } catch {
    return null;
  }
}

/** Ends a server and everything it started; answers when it is gone. */
export async function stopServer(mark: ProcessMark | null): Promise<void> {
  if (!isRunning(mark)) return;
  signal(mark, 'SIGTERM');
  for (let waited = 0; waited < STOP_MS && isRunning(mark); waited += POLL_MS) await sleep(POLL_MS);
  signal(mark, 'SIGKILL');
  while (isRunning(mark)) await sleep(POLL_MS);
}

function signal({ pid }: ProcessMark, name: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(-pid, name);
  } catch {
    // The group is gone already.
  }
}
