import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

const BYTES = 32;

/** The secrets of one installation: made at random when first asked for, then the same at every start. */
export interface Secrets {
  /**
   * @param name what it is for, in kebab-case; each purpose has a secret of its own
   * @returns 43 characters of base64url, 256 bits
   */
  secret(name: string): string;
}

/**
 * Secrets kept as one file each under `<dataDir>/secrets`, readable by their owner alone.
 * They are not part of a database backup: without them sessions end and the application's roles get new passwords.
 */
export function openSecrets(dataDir: string): Secrets {
  const folder = join(dataDir, 'secrets');
  const known = new Map<string, string>();
  return {
    secret(name) {
      const found = known.get(name) ?? readOrMake(folder, name);
      known.set(name, found);
      return found;
    },
  };
}

/** @throws Error when the file is damaged or open to others, RangeError when the name is no kebab-case word */
function readOrMake(folder: string, name: string): string {
  if (!/^[a-z][a-z0-9-]*$/.test(name)) throw new RangeError(`"${name}" cannot name a secret; use kebab-case`);
  const file = join(folder, name);
  if (!existsSync(file)) make(folder, file);
  const text = readFileSync(file, 'utf8').trim();
  if (!/^[\w-]{43}$/.test(text)) {
    throw new Error(
      `${file} does not hold a secret. Put it back from a backup, or remove it to have a new one made.`,
    );
  }
  // Windows has no such bits; there the folder's own access list decides.
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) {
    throw new Error(
      `${file} can be read by other users of this machine. Run "chmod 600 ${file}" and start again.`,
    );
  }
  return text;
}

/** Written aside and linked: of two processes that start at once both get the same secret, and none reads half of it. */
function make(folder: string, file: string): void {
  if (mkdirSync(folder, { recursive: true }) !== undefined) chmodSync(folder, 0o700);
  const beside = `${file}.${randomBytes(6).toString('hex')}`;
  writeFileSync(beside, `${randomBytes(BYTES).toString('base64url')}\n`, { mode: 0o600 });
  try {
    linkSync(beside, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(beside, { force: true });
  }
}
