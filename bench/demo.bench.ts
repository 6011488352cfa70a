import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Bench } from './run.ts';

const root = resolve(import.meta.dirname, '..');
const RUNS = 3;

/** Seconds of the whole command, start of Node and of the database included. */
function resetSeconds(dataDir: string): number {
  const began = performance.now();
  execFileSync(process.execPath, [join(root, 'scripts/boot.mjs'), 'tenon', 'demo', 'reset'], {
    cwd: root,
    env: { ...process.env, TENON_DATA: dataDir },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return (performance.now() - began) / 1000;
}

/**
 * How long `tenon demo reset` takes: the first time on an empty data folder, then the median of three. The load of the
 * machine before the run (programs that wait for a processor) says whether these are its own seconds.
 */
export default {
  name: 'demo',
  run() {
    const folder = mkdtempSync(join(tmpdir(), 'tenon-demo-bench-'));
    try {
      const load = loadavg()[0]!;
      const first = resetSeconds(folder);
      const again = Array.from({ length: RUNS }, () => resetSeconds(folder)).sort((a, b) => a - b);
      return Promise.resolve({
        loadBefore: Number(load.toFixed(2)),
        firstResetSeconds: Number(first.toFixed(2)),
        resetSecondsMedian: Number(again[Math.floor(RUNS / 2)]!.toFixed(2)),
        resetSecondsMost: Number(again.at(-1)!.toFixed(2)),
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
} satisfies Bench;
