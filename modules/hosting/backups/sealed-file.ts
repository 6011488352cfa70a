import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { SealBroken, vault, type Place } from '#platform/secrets/vault.ts';

/**
 * A backup as it lies on a disk or in a store: encrypted in blocks, each bound to its number and to the head of the file,
 * the last one marked as the last. A cut, a swap, a doubled or foreign block, or any bit that is not as it was written,
 * is found before a byte of it is used (AES-256-GCM, NIST SP 800-38D; blocks as in STREAM, Hoang et al. 2015).
 *
 * Head: one line of JSON with the key of this file, sealed by the installation's vault for this very backup.
 */
const MAGIC = 'TENON-BACKUP/1';
const BLOCK = 1024 * 1024;
const TAG = 16;
const HEAD_MAX = 4096;

export interface BackupHead {
  readonly backupId: string;
  readonly instanceId: string;
  readonly operatorTenantId: string;
}

export interface Sealed {
  readonly bytes: number;
  /** of the file as it lies */
  readonly sha256: string;
}

/** A file that is not the backup it should be. */
export class BackupUnfit extends Error {
  override readonly name = 'BackupUnfit';
  readonly fault: string;
  constructor(fault: string, cause?: unknown) {
    super(`the backup is not whole: ${fault}`, { cause });
    this.fault = fault;
  }
}

const placeOf = ({ backupId, operatorTenantId }: BackupHead): Place => ({
  tenantId: operatorTenantId,
  table: 'hosted_backup',
  column: 'file_key',
  row: backupId,
});

/** Encrypts a file into another, which does not exist yet and is on the disk when this returns. */
export async function sealFile(from: string, to: string, head: BackupHead): Promise<Sealed> {
  const key = randomBytes(32);
  const line = `${MAGIC} ${JSON.stringify({ ...head, key: vault().seal(key.toString('base64'), placeOf(head)) })}\n`;
  const bound = createHash('sha256').update(line).digest();
  const hash = createHash('sha256').update(line);
  let bytes = Buffer.byteLength(line);
  const source = await open(from, 'r');
  const target = await open(to, 'wx', 0o600);
  try {
    await target.writeFile(line);
    let block = await readBlock(source, BLOCK);
    for (let number = 0; ; number++) {
      const next = block.length < BLOCK ? Buffer.alloc(0) : await readBlock(source, BLOCK);
      const last = next.length === 0;
      const cipher = createCipheriv('aes-256-gcm', key, nonceOf(number), { authTagLength: TAG });
      cipher.setAAD(aadOf(bound, last));
      const sealed = Buffer.concat([cipher.update(block), cipher.final(), cipher.getAuthTag()]);
      await target.writeFile(sealed);
      hash.update(sealed);
      bytes += sealed.length;
      if (last) break;
      block = next;
    }
    await target.sync();
    return { bytes, sha256: hash.digest('hex') };
  } finally {
    await source.close();
    await target.close();
  }
}

/**
 * Opens a backup into a file. What was written is taken away again when anything is wrong.
 * @param expected whose backup it must be
 * @returns SHA-256 of what was opened
 * @throws BackupUnfit
 */
export async function openFile(from: string, to: string, expected: BackupHead): Promise<string> {
  const source = await open(from, 'r');
  const target = await open(to, 'wx', 0o600);
  let whole = false;
  try {
    const { key, bound, at } = await readHead(source, expected);
    const hash = createHash('sha256');
    const size = BLOCK + TAG;
    let block = await readBlock(source, size, at);
    for (let number = 0; ; number++) {
      const next =
        block.length < size ? Buffer.alloc(0) : await readBlock(source, size, at + (number + 1) * size);
      const plain = openBlock(key, block, number, aadOf(bound, next.length === 0));
      hash.update(plain);
      await target.writeFile(plain);
      if (next.length === 0) break;
      block = next;
    }
    whole = true;
    return hash.digest('hex');
  } finally {
    await source.close();
    await target.close();
    if (!whole) await rm(to, { force: true });
  }
}

function openBlock(key: Buffer, block: Buffer, number: number, aad: Buffer): Buffer {
  if (block.length < TAG) throw new BackupUnfit(`block ${number} is cut`);
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(number), { authTagLength: TAG });
    decipher.setAAD(aad);
    decipher.setAuthTag(block.subarray(-TAG));
    return Buffer.concat([decipher.update(block.subarray(0, -TAG)), decipher.final()]);
  } catch (error) {
    throw new BackupUnfit(`block ${number} is not what was written`, error);
  }
}

async function readHead(
  source: FileHandle,
  expected: BackupHead,
): Promise<{ key: Buffer; bound: Buffer; at: number }> {
  const start = Buffer.alloc(HEAD_MAX);
  const { bytesRead } = await source.read(start, 0, HEAD_MAX, 0);
  const end = start.subarray(0, bytesRead).indexOf(0x0a);
  const text = end === -1 ? '' : start.toString('utf8', 0, end);
  if (!text.startsWith(`${MAGIC} `)) throw new BackupUnfit('this is no backup of ours');
  let head: Partial<BackupHead & { key: string }>;
  try {
    head = JSON.parse(text.slice(MAGIC.length + 1)) as typeof head;
  } catch (error) {
    throw new BackupUnfit('its head cannot be read', error);
  }
  for (const name of ['backupId', 'instanceId', 'operatorTenantId'] as const)
    if (head[name] !== expected[name]) throw new BackupUnfit('it is another backup');
  try {
    const key = Buffer.from(vault().open(String(head.key), placeOf(expected)), 'base64');
    return {
      key,
      bound: createHash('sha256')
        .update(start.subarray(0, end + 1))
        .digest(),
      at: end + 1,
    };
  } catch (error) {
    if (!(error instanceof SealBroken)) throw error;
    throw new BackupUnfit('its key cannot be opened here', error);
  }
}

function nonceOf(number: number): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(number, 8);
  return nonce;
}

const aadOf = (bound: Buffer, last: boolean): Buffer => Buffer.concat([bound, Buffer.from([last ? 1 : 0])]);

/** As many bytes as are asked for, fewer only at the end. @param at where to begin; absent: where the last one ended */
async function readBlock(source: FileHandle, size: number, at?: number): Promise<Buffer> {
  const block = Buffer.allocUnsafe(size);
  let filled = 0;
  while (filled < size) {
    const from = at === undefined ? null : at + filled;
    const { bytesRead } = await source.read(block, filled, size - filled, from);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return block.subarray(0, filled);
}
