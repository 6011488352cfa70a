import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const FILE = 'key-ring.json';
const BYTES = 32;

const key = z.string().regex(/^[\w-]{43}$/, 'must be 32 bytes in base64url');
const keys = z
  .strictObject({ active: z.string(), keys: z.record(z.string().regex(/^[a-z][a-z0-9]{0,15}$/), key) })
  .refine((ring) => ring.active in ring.keys, 'the active key is not among the keys');
const SHAPE = z.strictObject({
  /** encrypt and decrypt; the active one encrypts, the others are kept until nothing needs them any more */
  sealing: keys,
  /** keyed hashes for finding equal values; new marks are made with the active one */
  matching: keys,
  /** ties the entries of the audit log together; never changed, or every chain would have to be written anew */
  audit: key,
});
type RingText = z.infer<typeof SHAPE>;

/** Keys of one purpose by their id. */
export interface Keys {
  readonly active: string;
  readonly keys: ReadonlyMap<string, KeyObject>;
}

/** The keys of one installation. They lie outside the database, so a copy of the database alone opens nothing. */
export interface KeyRing {
  readonly sealing: Keys;
  readonly matching: Keys;
  readonly audit: KeyObject;
}

/**
 * The ring of an installation: from the text of an environment variable where one is given (a secret store puts it
 * there), else from `<dataDir>/secrets/key-ring.json`, made at random when it is not there.
 * @throws Error when the file is damaged or open to others, or the variable is no ring; the text itself is never repeated
 */
export function readKeyRing(dataDir: string, variable?: string): KeyRing {
  if (variable !== undefined) return toRing(parse(variable, 'TENON_KEY_RING'));
  return toRing(readFile(dataDir));
}

/**
 * Adds a new sealing key and makes it the active one. Processes that run meanwhile go on: what is sealed with a key they
 * do not know makes them read the ring again. Old keys stay in the ring.
 * @returns id of the new key
 */
export function rotateKeyRing(dataDir: string, purpose: 'sealing' | 'matching' = 'sealing'): string {
  const ring = readFile(dataDir);
  const ids = Object.keys(ring[purpose].keys).map((id) => Number(id.slice(1)));
  const id = `k${Math.max(0, ...ids.filter(Number.isInteger)) + 1}`;
  write(dataDir, { ...ring, [purpose]: { active: id, keys: { ...ring[purpose].keys, [id]: newKey() } } });
  return id;
}

function readFile(dataDir: string): RingText {
  const file = join(dataDir, 'secrets', FILE);
  if (!existsSync(file)) make(dataDir, file);
  // Windows has no such bits; there the folder's own access list decides.
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0)
    throw new Error(
      `${file} can be read by other users of this machine. Run "chmod 600 ${file}" and start again.`,
    );
  return parse(readFileSync(file, 'utf8'), file);
}

function parse(text: string, where: string): RingText {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  const parsed = SHAPE.safeParse(value);
  if (!parsed.success)
    throw new Error(
      `${where} does not hold a key ring. Put it back from a backup: without it, what is encrypted stays so.`,
    );
  return parsed.data;
}

function toRing(text: RingText): KeyRing {
  const secret = (base64url: string): KeyObject => createSecretKey(Buffer.from(base64url, 'base64url'));
  const all = ({ active, keys: list }: RingText['sealing']): Keys => ({
    active,
    keys: new Map(Object.entries(list).map(([id, value]) => [id, secret(value)])),
  });
  return { sealing: all(text.sealing), matching: all(text.matching), audit: secret(text.audit) };
}

const newKey = (): string => randomBytes(BYTES).toString('base64url');

/** Written aside and linked: of two processes that start at once both get the same ring, and none reads half of it. */
function make(dataDir: string, file: string): void {
  const ring: RingText = {
    sealing: { active: 'k1', keys: { k1: newKey() } },
    matching: { active: 'k1', keys: { k1: newKey() } },
    audit: newKey(),
  };
  const beside = writeBeside(dataDir, ring);
  try {
    linkSync(beside, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(beside, { force: true });
  }
}

function write(dataDir: string, ring: RingText): void {
  renameSync(writeBeside(dataDir, ring), join(dataDir, 'secrets', FILE));
}

function writeBeside(dataDir: string, ring: RingText): string {
  const folder = join(dataDir, 'secrets');
  if (mkdirSync(folder, { recursive: true }) !== undefined) chmodSync(folder, 0o700);
  const beside = join(folder, `${FILE}.${randomBytes(6).toString('hex')}`);
  writeFileSync(beside, `${JSON.stringify(ring, null, 2)}\n`, { mode: 0o600 });
  return beside;
}
