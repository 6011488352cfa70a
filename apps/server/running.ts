import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a running product says of itself in `TENON_DATA/running.json`, for commands on the same machine. */
export interface Running {
  readonly pid: number;
  /** where it listens, `http://127.0.0.1:3000` */
  readonly origin: string;
  readonly version: string;
  readonly since: string;
}

const fileIn = (dataDir: string): string => join(dataDir, 'running.json');

/** Says that pages are served now. @returns takes it back */
export function sayRunning(dataDir: string, running: Running): () => void {
  const file = fileIn(dataDir);
  writeFileSync(`${file}.new`, `${JSON.stringify(running)}\n`);
  renameSync(`${file}.new`, file);
  return () => {
    if (readRunning(dataDir)?.pid === running.pid) rmSync(file, { force: true });
  };
}

/** @returns undefined when no product serves this data folder; what a killed one left behind does not count */
export function readRunning(dataDir: string): Running | undefined {
  try {
    const found = JSON.parse(readFileSync(fileIn(dataDir), 'utf8')) as Running;
    process.kill(found.pid, 0);
    return found;
  } catch (error) {
    // Somebody else's process is alive as well.
    if ((error as NodeJS.ErrnoException).code === 'EPERM')
      return JSON.parse(readFileSync(fileIn(dataDir), 'utf8')) as Running;
    return undefined;
  }
}
