import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { accountFor, canReach, makePassableFolder, type Account } from './account.ts';

/** Where the server lives and as whom it runs. */
export interface Home {
  /** holds all that follows: `data/`, `server.json`, `server.log`, the start lock, the users */
  readonly folder: string;
  readonly data: string;
  readonly log: string;
  readonly account: Account | undefined;
}

/** What must survive a restart of this process; readable by its owner alone. */
export interface ServerFacts {
  readonly password: string;
  readonly port: number;
}

/**
 * Finds or makes the folder of the installation's database. Usually that is `dataDir` itself. When root works in a
 * closed folder (a checkout in root's own home), the account that runs the server could not get there; the database
 * then lies under `openPlace`, and the file `location` in `dataDir` says where.
 */
export function homeOf(dataDir: string, openPlace: string): Home {
  makePassableFolder(dataDir);
  const pointer = join(dataDir, 'location');
  const moved = existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : undefined;
  if (moved !== undefined && existsSync(moved)) return homeAt(moved);
  if (canReach(accountFor(join(dataDir, 'data')), dataDir, 'enter')) return homeAt(dataDir);

  const folder = join(openPlace, randomBytes(8).toString('hex'));
  makePassableFolder(folder);
  replaceFile(pointer, `${folder}\n`);
  return homeAt(folder);
}

function homeAt(folder: string): Home {
  const real = realpathSync(folder);
  const data = join(real, 'data');
  return { folder: real, data, log: join(real, 'server.log'), account: accountFor(data) };
}

/** A new empty folder inside the home that belongs to the server's account and is closed to everybody else. */
export function makePrivateFolder(home: Home, prefix: string): string {
  const folder = mkdtempSync(join(home.folder, prefix));
  if (home.account) chownSync(folder, home.account.uid, home.account.gid);
  return folder;
}

export function readFacts(home: Home): ServerFacts | undefined {
  const file = join(home.folder, 'server.json');
  if (!existsSync(file)) return undefined;
  try {
    const facts = JSON.parse(readFileSync(file, 'utf8')) as Partial<ServerFacts>;
    if (typeof facts.password === 'string' && typeof facts.port === 'number') {
      return { password: facts.password, port: facts.port };
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return undefined; // damaged: a new password is set, as when the file is missing
}

export function saveFacts(home: Home, facts: ServerFacts): void {
  replaceFile(join(home.folder, 'server.json'), `${JSON.stringify(facts)}\n`);
}

/** Keeps one older log; what the server says between two starts is little, since statements are logged by the application. */
export function turnLogOver(home: Home): void {
  const size = statSync(home.log, { throwIfNoEntry: false })?.size ?? 0;
  if (size > 5_000_000) renameSync(home.log, `${home.log}.1`);
}

function replaceFile(file: string, text: string): void {
  const beside = `${file}.${randomBytes(4).toString('hex')}`;
  try {
    writeFileSync(beside, text, { mode: 0o600 });
    renameSync(beside, file);
  } finally {
    rmSync(beside, { force: true });
  }
}
