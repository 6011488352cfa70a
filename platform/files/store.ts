import { createHash, randomUUID } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { type Readable } from 'node:stream';
import { isId } from '#domain/kernel/ids.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';

/** What the caller keeps in its row: the address of the bytes, their number, and a name fit for a download. */
export interface StoredFile {
  /** SHA-256 of the bytes, 64 lower-case hex digits: the address */
  readonly sha256: string;
  readonly bytes: number;
}

export type FileRefusal = { code: 'file_too_large'; limitBytes: number } | { code: 'file_empty' };

/**
 * Bytes of tenants on this machine's disk, addressed by their content. The rows that name and own them are kept by callers;
 * the same bytes saved twice by one tenant are one file, and no file is ever shared between tenants.
 */
export interface FileStore {
  /**
   * Takes a stream to the end, or stops it at `limitBytes`.
   * When this returns ok, the bytes and their directory entry are on the disk (fsync).
   * A stream that fails throws its error and leaves nothing behind.
   */
  save(
    tenantId: string,
    from: Uint8Array | AsyncIterable<Uint8Array>,
    limitBytes: number,
  ): Promise<Result<StoredFile, FileRefusal>>;
  /** A stream of the bytes, or undefined when this tenant has none at that address. `range` counts bytes, both ends included. */
  read(
    tenantId: string,
    sha256: string,
    range?: { from: number; until: number },
  ): Promise<{ stream: Readable; bytes: number } | undefined>;
  /** All bytes at once, checked against their address. @throws Error when the disk gave other bytes than were saved */
  readAll(tenantId: string, sha256: string): Promise<Uint8Array | undefined>;
  /** Takes the file away; false when there was none. The caller makes sure that no row names it any more. */
  remove(tenantId: string, sha256: string): Promise<boolean>;
  /** Takes all files of a tenant away (its end, or a demo reset). */
  removeTenant(tenantId: string): Promise<void>;
  /** Every address a tenant has, in no order: for the sweep that compares with the rows, and for backups. */
  list(tenantId: string): AsyncIterable<string>;
  /** Deletes what a crash left half-written longer ago than `olderThanMs`; answers how many. */
  sweepLeftovers(olderThanMs: number, nowMs: number): Promise<number>;
}

const HALF_WRITTEN = '.part';

/** @param folder `files` under the data folder; made when absent, closed to other users of the machine */
export function createFileStore(folder: string): FileStore {
  const arriving = join(folder, 'arriving');

  function folderOf(tenantId: string): string {
    // The only two things that ever become a path are checked to be hex: no name of a user reaches the disk.
    if (!isId(tenantId)) throw new RangeError('a tenant id is a lower-case UUID');
    return join(folder, tenantId);
  }
  function placeOf(tenantId: string, sha256: string): string {
    if (!/^[0-9a-f]{64}$/.test(sha256))
      throw new RangeError('an address of a file is 64 lower-case hex digits');
    return join(folderOf(tenantId), sha256.slice(0, 2), sha256);
  }

  return {
    async save(tenantId, from, limitBytes) {
      folderOf(tenantId);
      await mkdir(arriving, { recursive: true, mode: 0o700 });
      const temporary = join(arriving, `${randomUUID()}${HALF_WRITTEN}`);
      const handle = await open(temporary, 'wx', 0o600);
      try {
        const written = await takeStream(handle, from, limitBytes);
        if (!written.ok) return written;
        const place = placeOf(tenantId, written.value.sha256);
        const shelf = join(place, '..');
        await mkdir(shelf, { recursive: true, mode: 0o700 });
        // Replacing an equal file is harmless, and it makes two writers of the same bytes both right.
        await rename(temporary, place);
        await syncFolders([shelf, folderOf(tenantId), folder]);
        return written;
      } finally {
        await handle.close().catch(() => undefined);
        await rm(temporary, { force: true });
      }
    },

    async read(tenantId, sha256, range) {
      const handle = await openIfThere(placeOf(tenantId, sha256));
      if (!handle) return undefined;
      const { size } = await handle.stat();
      if (range && !(range.from >= 0 && range.from <= range.until && range.until < size)) {
        await handle.close();
        throw new RangeError(`bytes ${range.from}–${range.until} do not lie in a file of ${size} bytes`);
      }
      const stream = createReadStream('', {
        fd: handle,
        autoClose: true,
        ...(range ? { start: range.from, end: range.until } : {}),
      });
      return { stream, bytes: range ? range.until - range.from + 1 : size };
    },

    async readAll(tenantId, sha256) {
      const handle = await openIfThere(placeOf(tenantId, sha256));
      if (!handle) return undefined;
      try {
        const bytes = await handle.readFile();
        const found = createHash('sha256').update(bytes).digest('hex');
        if (found !== sha256)
          throw new Error(
            `the file ${sha256} on disk is damaged: its bytes give ${found}. Restore it from a backup.`,
          );
        return bytes;
      } finally {
        await handle.close();
      }
    },

    async remove(tenantId, sha256) {
      const place = placeOf(tenantId, sha256);
      try {
        await rm(place);
      } catch (error) {
        if (isAbsent(error)) return false;
        throw error;
      }
      return true;
    },

    async removeTenant(tenantId) {
      await rm(folderOf(tenantId), { recursive: true, force: true });
    },

    async *list(tenantId) {
      for (const shelf of await namesIn(folderOf(tenantId)))
        for (const name of await namesIn(join(folderOf(tenantId), shelf)))
          if (/^[0-9a-f]{64}$/.test(name)) yield name;
    },

    async sweepLeftovers(olderThanMs, nowMs) {
      let gone = 0;
      for (const name of await namesIn(arriving)) {
        if (!name.endsWith(HALF_WRITTEN)) continue;
        const path = join(arriving, name);
        const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
        if (nowMs - mtimeMs < olderThanMs) continue;
        await rm(path, { force: true });
        gone += 1;
      }
      return gone;
    },
  };
}

async function takeStream(
  handle: FileHandle,
  from: Uint8Array | AsyncIterable<Uint8Array>,
  limitBytes: number,
): Promise<Result<StoredFile, FileRefusal>> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of from instanceof Uint8Array ? [from] : from) {
    bytes += chunk.byteLength;
    // Leaving the loop destroys the stream, so an upload of any size costs at most the limit.
    if (bytes > limitBytes) return refuse({ code: 'file_too_large', limitBytes });
    hash.update(chunk);
    await handle.writeFile(chunk);
  }
  if (bytes === 0) return refuse({ code: 'file_empty' });
  await handle.sync();
  return ok({ sha256: hash.digest('hex'), bytes });
}

/** A name is on the disk only when its folder is. Windows has no such call; there the journal of the file system does it. */
async function syncFolders(folders: readonly string[]): Promise<void> {
  if (process.platform === 'win32') return;
  for (const folder of folders) {
    const handle = await open(folder, constants.O_RDONLY);
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
}

async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isAbsent(error)) return [];
    throw error;
  }
}

function isAbsent(error: unknown): boolean {
  return (error as { code?: string }).code === 'ENOENT';
}

/**
 * A file name of a user made fit to be shown and downloaded: no folders, no control or bidirectional-override characters,
 * no characters or names that Windows keeps for itself, at most 120 characters with the ending kept.
 * It never becomes a path of ours; it is kept in the caller's row.
 */
export function safeFileName(given: string): string {
  const base = given.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const clean = base
    // eslint-disable-next-line no-control-regex -- control characters are exactly what is taken out here
    .replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '');
  const allowed = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(clean) ? `_${clean}` : clean;
  if (allowed === '') return 'file';
  const characters = [...allowed];
  if (characters.length <= 120) return allowed;
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(allowed)?.[0] ?? '';
  return characters.slice(0, 120 - ending.length).join('') + ending;
}
