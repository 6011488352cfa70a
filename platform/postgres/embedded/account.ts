import { chmodSync, lchownSync, lstatSync, mkdirSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The user and group under which the server's processes run. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** `nobody` on Linux and macOS alike; it owns nothing else. */
const UNPRIVILEGED: Account = { uid: 65534, gid: 65534 };

/**
 * PostgreSQL refuses to run as root, so root runs it as somebody else: as the one who owns the data already
 * (a folder made before as an ordinary user), otherwise as nobody.
 * @param data the data directory, which may not exist yet
 * @returns undefined when the server simply runs as ourselves
 */
export function accountFor(data: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const owner = statSync(data, { throwIfNoEntry: false });
  return owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : UNPRIVILEGED;
}

const BITS = { read: 4, enter: 1 } as const;

/** Whether `account` may pass through every folder above `path` and then read the file, or enter the folder, at its end. */
export function canReach(account: Account | undefined, path: string, what: 'read' | 'enter'): boolean {
  if (!account) return true;
  let at = realpathSync(path);
  if (!allows(account, at, BITS[what])) return false;
  while (dirname(at) !== at) {
    at = dirname(at);
    if (!allows(account, at, BITS.enter)) return false;
  }
  return true;
}

function allows(account: Account, path: string, bit: number): boolean {
  const found = statSync(path);
  const wanted = found.isDirectory() ? bit | BITS.enter : bit;
  const shift = found.uid === account.uid ? 6 : found.gid === account.gid ? 3 : 0;
  return ((found.mode >> shift) & wanted) === wanted;
}

/** Makes a folder and its missing parents so that another user id can pass through them (but not list them). */
export function makePassableFolder(path: string): void {
  const first = mkdirSync(path, { recursive: true });
  if (first === undefined) return;
  for (let at = path; ; at = dirname(at)) {
    chmodSync(at, 0o711); // mkdir's own mode would be cut by a strict umask
    if (at === first) return;
  }
}

/** Gives a folder and all in it to the account that runs the server. */
export function giveTo(account: Account | undefined, path: string): void {
  if (!account) return;
  const own = lstatSync(path);
  if (own.uid !== account.uid || own.gid !== account.gid) lchownSync(path, account.uid, account.gid);
  if (own.isDirectory()) for (const name of readdirSync(path)) giveTo(account, join(path, name));
}
