import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench } from './run.ts';

const root = resolve(import.meta.dirname, '..');
const PATIENCE_MS = 180_000;
const LATER_RUNS = 3;

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => probe.once('listening', done));
  const { port } = probe.address() as AddressInfo;
  await new Promise((done) => probe.close(done));
  return port;
}

/** Seconds from the command to the first 200 of `/healthz`, then Ctrl+C and the seconds until everything has ended. */
async function startAndStop(dataDir: string, port: number): Promise<{ up: number; down: number }> {
  const began = performance.now();
  const child: ChildProcess = spawn(process.execPath, [join(root, 'scripts/boot.mjs'), 'start'], {
    cwd: root,
    env: { ...process.env, PORT: String(port), TENON_DATA: dataDir },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  try {
    for (;;) {
      if (child.exitCode !== null) throw new Error(`the server ended by itself (exit ${child.exitCode})`);
      if (performance.now() - began > PATIENCE_MS) throw new Error('the server did not come up');
      const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined);
      if (answer?.ok) break;
      await sleep(10);
    }
    const up = (performance.now() - began) / 1000;
    const stopped = performance.now();
    child.kill('SIGINT');
    await ended;
    return { up, down: (performance.now() - stopped) / 1000 };
  } finally {
    child.kill('SIGKILL');
  }
}

/** How long `npm start` takes until it answers: with an empty data folder, and again with a complete demo, the median of three. */
export default {
  name: 'boot',
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'tenon-boot-bench-'));
    try {
      const port = await freePort();
      const load = loadavg()[0]!;
      const first = await startAndStop(join(folder, 'data'), port);
      // Stopped at its first page, the first start has left half a demo; what counts from now on is a whole one.
      execFileSync(process.execPath, [join(root, 'scripts/boot.mjs'), 'tenon', 'demo', 'reset'], {
        cwd: root,
        env: { ...process.env, TENON_DATA: join(folder, 'data') },
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      const later: { up: number; down: number }[] = [];
      for (let run = 0; run < LATER_RUNS; run++) later.push(await startAndStop(join(folder, 'data'), port));
      const next = later.sort((a, b) => a.up - b.up)[Math.floor(LATER_RUNS / 2)]!;
      return {
        loadBefore: Number(load.toFixed(2)),
        firstStartSeconds: Number(first.up.toFixed(2)),
        nextStartSecondsMedian: Number(next.up.toFixed(2)),
        nextStartSecondsMost: Number(later.at(-1)!.up.toFixed(2)),
        stopSeconds: Number(next.down.toFixed(2)),
      };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
} satisfies Bench;
