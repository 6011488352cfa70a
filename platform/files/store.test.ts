import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, utimes, writeFile, mkdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { must } from '#domain/kernel/result.ts';
import { createFileStore, safeFileName, type FileStore } from './store.ts';

const TENANT = '0198a000-0000-7000-8000-000000000001';
const OTHER = '0198a000-0000-7000-8000-000000000002';
const MEGABYTE = 1024 * 1024;
const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

let folder: string;
let store: FileStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenon-files-'));
  store = createFileStore(join(folder, 'files'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const leftovers = async () => readdir(join(folder, 'files', 'arriving')).catch(() => []);
async function addresses(tenant: string): Promise<string[]> {
  const found: string[] = [];
  for await (const address of store.list(tenant)) found.push(address);
  return found.sort();
}

describe('saving and reading', () => {
  test('what goes in comes out, at the address of its content', async () => {
    const bytes = Buffer.from('left door, oak, 716 × 396');
    const saved = must(await store.save(TENANT, bytes, MEGABYTE));
    expect(saved).toEqual({ sha256: sha(bytes), bytes: bytes.length });
    expect(Buffer.from((await store.readAll(TENANT, saved.sha256))!)).toEqual(bytes);
    const opened = (await store.read(TENANT, saved.sha256))!;
    expect(opened.bytes).toBe(bytes.length);
    expect(Buffer.concat(await opened.stream.toArray())).toEqual(bytes);
    expect(await leftovers()).toEqual([]);
  });

  test('a range is read with both its ends', async () => {
    const { sha256 } = must(await store.save(TENANT, Buffer.from('0123456789'), MEGABYTE));
    const part = (await store.read(TENANT, sha256, { from: 2, until: 4 }))!;
    expect(part.bytes).toBe(3);
    expect(Buffer.concat(await part.stream.toArray()).toString()).toBe('234');
    await expect(store.read(TENANT, sha256, { from: 2, until: 10 })).rejects.toThrow(RangeError);
  });

  test('another tenant has nothing at that address, and removing there removes nothing here', async () => {
    const { sha256 } = must(await store.save(TENANT, Buffer.from('mine'), MEGABYTE));
    expect(await store.read(OTHER, sha256)).toBeUndefined();
    expect(await store.readAll(OTHER, sha256)).toBeUndefined();
    expect(await store.remove(OTHER, sha256)).toBe(false);
    expect(await addresses(TENANT)).toEqual([sha256]);
  });

  test('twenty writers of the same bytes are all right and leave one file', async () => {
    const bytes = Buffer.alloc(300_000, 7);
    const saved = await Promise.all(
      Array.from({ length: 20 }, () => store.save(TENANT, Readable.from([bytes]), MEGABYTE)),
    );
    expect(new Set(saved.map((s) => must(s).sha256))).toEqual(new Set([sha(bytes)]));
    expect(await addresses(TENANT)).toEqual([sha(bytes)]);
    expect(await leftovers()).toEqual([]);
  });

  test('any cut of the stream gives the same file', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ minLength: 1, maxLength: 50 }), { minLength: 1, maxLength: 8 }),
        async (chunks) => {
          const whole = Buffer.concat(chunks);
          const saved = must(await store.save(TENANT, Readable.from(chunks), MEGABYTE));
          expect(saved).toEqual({ sha256: sha(whole), bytes: whole.length });
        },
      ),
      { numRuns: 25 },
    );
  });

  test('bytes that the disk changed are never handed out as the file', async () => {
    const { sha256 } = must(await store.save(TENANT, Buffer.from('sound'), MEGABYTE));
    await writeFile(join(folder, 'files', TENANT, sha256.slice(0, 2), sha256), 'rotten');
    await expect(store.readAll(TENANT, sha256)).rejects.toThrow('is damaged');
  });

  test.skipIf(process.platform === 'win32')('files are closed to other users of the machine', async () => {
    const { sha256 } = must(await store.save(TENANT, Buffer.from('x'), MEGABYTE));
    const shelf = join(folder, 'files', TENANT, sha256.slice(0, 2));
    expect((await stat(join(shelf, sha256))).mode & 0o077).toBe(0);
    expect((await stat(shelf)).mode & 0o077).toBe(0);
  });
});

describe('refusals', () => {
  test('the limit itself is taken, one byte more is not, and nothing stays of it', async () => {
    expect(must(await store.save(TENANT, Buffer.alloc(1000, 1), 1000)).bytes).toBe(1000);
    const refused = await store.save(TENANT, Buffer.alloc(1001, 1), 1000);
    expect(refused).toEqual({ ok: false, refusal: { code: 'file_too_large', limitBytes: 1000 } });
    expect(await leftovers()).toEqual([]);
    expect(await addresses(TENANT)).toHaveLength(1);
  });

  test('an endless stream is stopped soon after the limit', async () => {
    let given = 0;
    async function* endless() {
      for (;;) {
        given += 1024;
        yield Buffer.alloc(1024);
      }
    }
    expect(await store.save(TENANT, endless(), 10 * 1024)).toMatchObject({ ok: false });
    expect(given).toBe(11 * 1024);
  });

  test('an empty file is refused', async () => {
    expect(await store.save(TENANT, Readable.from([]), 10)).toEqual({
      ok: false,
      refusal: { code: 'file_empty' },
    });
  });

  test('a stream that breaks off throws its own error and leaves nothing', async () => {
    async function* broken() {
      yield Buffer.from('half');
      throw new Error('connection lost');
    }
    await expect(store.save(TENANT, broken(), MEGABYTE)).rejects.toThrow('connection lost');
    expect(await leftovers()).toEqual([]);
    expect(await addresses(TENANT)).toEqual([]);
  });

  test('only a UUID and a hash ever become a path', async () => {
    const hash = 'a'.repeat(64);
    for (const tenant of ['../x', '', 'ABCDEF00-0000-7000-8000-000000000001', `${TENANT}/..`])
      await expect(store.save(tenant, Buffer.from('x'), 10)).rejects.toThrow(RangeError);
    for (const address of ['../../etc/passwd', hash.toUpperCase(), `${hash}/`, ''])
      await expect(store.read(TENANT, address)).rejects.toThrow(RangeError);
    expect(await store.read(TENANT, hash)).toBeUndefined();
  });
});

describe('taking away', () => {
  test('a removed file is gone, a second removal says so', async () => {
    const { sha256 } = must(await store.save(TENANT, Buffer.from('x'), 10));
    expect(await store.remove(TENANT, sha256)).toBe(true);
    expect(await store.remove(TENANT, sha256)).toBe(false);
    expect(await store.read(TENANT, sha256)).toBeUndefined();
  });

  test('the end of a tenant takes its files and nobody else’s', async () => {
    must(await store.save(TENANT, Buffer.from('x'), 10));
    const { sha256 } = must(await store.save(OTHER, Buffer.from('x'), 10));
    await store.removeTenant(TENANT);
    expect(await addresses(TENANT)).toEqual([]);
    expect(await addresses(OTHER)).toEqual([sha256]);
  });

  test('what a crash left half-written is swept, what is still arriving is not, and neither is ever listed', async () => {
    const arriving = join(folder, 'files', 'arriving');
    await mkdir(arriving, { recursive: true });
    await writeFile(join(arriving, 'dead.part'), 'half');
    await writeFile(join(arriving, 'alive.part'), 'half');
    const now = Date.parse('2026-05-01T12:00:00Z');
    await utimes(join(arriving, 'dead.part'), new Date(now), new Date(now - 2 * 3_600_000));
    await utimes(join(arriving, 'alive.part'), new Date(now), new Date(now - 60_000));
    expect(await addresses(TENANT)).toEqual([]);
    expect(await store.sweepLeftovers(3_600_000, now)).toBe(1);
    expect(await leftovers()).toEqual(['alive.part']);
  });
});

describe('names for people', () => {
  test.each([
    ['kitchen.xlsx', 'kitchen.xlsx'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\me\\Küche.csv', 'Küche.csv'],
    ['invoice\u202Efdp.exe', 'invoicefdp.exe'],
    ['a\r\nContent-Type: text/html.pdf', 'aContent-Type_ text/html.pdf'.split('/').at(-1)!],
    ['CON.txt', '_CON.txt'],
    ['...', 'file'],
    ['', 'file'],
    ['what?*.pdf', 'what__.pdf'],
  ])('%j becomes %j', (given, expected) => expect(safeFileName(given)).toBe(expected));

  test('a long name keeps its ending, and no name ever breaks a rule', () => {
    expect(safeFileName(`${'x'.repeat(300)}.xlsx`)).toBe(`${'x'.repeat(115)}.xlsx`);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (given) => {
        const name = safeFileName(given);
        expect([...name].length).toBeLessThanOrEqual(121);
        // eslint-disable-next-line no-control-regex -- the point of the test
        expect(name).toMatch(/^[^/\\<>:"|?*\u0000-\u001f]+$/);
      }),
    );
  });
});
