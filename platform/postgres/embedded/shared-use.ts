import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { birthOf, isAlive } from './process-life.ts';

const POLL_MS = 25;

/** Names a living process in a file; `matches` later says whether it is still the same one. */
const mark = (pid: number) => `${pid} ${birthOf(pid)}`;
function stillLives(text: string): boolean {
  const [pid, birth] = text.split(' ');
  return isAlive(Number(pid)) && birthOf(Number(pid)) === birth;
}

/**
 * Runs `work` while no other process does so for the same folder. A lock whose holder died is taken over.
 * @param home folder of the installation's database
 */
export async function alone<T>(home: string, work: () => Promise<T>): Promise<T> {
  const file = join(home, 'start.lock');
  const own = `${mark(process.pid)} ${crypto.randomUUID()}`;
  while (!take(file, own)) await new Promise((done) => setTimeout(done, POLL_MS));
  try {
    return await work();
  } finally {
    if (read(file) === own) rmSync(file, { force: true });
  }
}

function take(file: string, own: string): boolean {
  // Written elsewhere and linked, so that nobody ever reads a lock that is not written yet.
  const beside = `${file}.${own.slice(-12)}`;
  writeFileSync(beside, own);
  try {
    linkSync(beside, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(beside, { force: true });
  }
  const holder = read(file);
  if (holder !== undefined && !stillLives(holder)) dropDead(file, holder, beside);
  return false;
}

/** Of several that saw the same dead lock only one moves it away; whoever moved a fresh one puts it back. */
function dropDead(file: string, dead: string, aside: string): void {
  try {
    renameSync(file, aside);
    if (read(aside) !== dead) linkSync(aside, file);
  } catch (error) {
    if (!['ENOENT', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/**
 * Who uses the running server: one file per process and use. The last one to leave turns it off, so that a
 * command line tool that came in between never stops the server under the web application, nor the other way round.
 */
export class Users {
  readonly #folder: string;

  constructor(home: string) {
    this.#folder = join(home, 'users');
  }

  /** @returns leave, which answers how many users remain */
  enter(): () => number {
    mkdirSync(this.#folder, { recursive: true });
    const file = join(this.#folder, `${process.pid}-${crypto.randomUUID()}`);
    writeFileSync(file, mark(process.pid));
    return () => {
      rmSync(file, { force: true });
      return this.count();
    };
  }

  /** Users whose process lives; the traces of others are removed. */
  count(): number {
    if (!existsSync(this.#folder)) return 0;
    return readdirSync(this.#folder).filter((name) => {
      const text = read(join(this.#folder, name));
      if (text !== undefined && stillLives(text)) return true;
      rmSync(join(this.#folder, name), { force: true });
      return false;
    }).length;
  }
}
