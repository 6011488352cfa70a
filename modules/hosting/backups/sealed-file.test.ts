import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readKeyRing } from '#platform/secrets/key-ring.ts';
import { openVault, plugVault } from '#platform/secrets/vault.ts';
import { openFile, sealFile } from './sealed-file.ts';

const KEYS = JSON.stringify({
  sealing: { active: 'k1', keys: { k1: 'S'.repeat(42) + 'A' } },
  matching: { active: 'k1', keys: { k1: 'M'.repeat(42) + 'A' } },
  audit: 'A'.repeat(43),
});
const HEAD = { backupId: 'b1', instanceId: 'i1', operatorTenantId: 't1' };
const MB = 1024 * 1024;
const BLOCK = MB + 16;
let folder: string;
let sealed: Buffer;
/** where the first block begins */
let at: number;
let other: Buffer;

beforeAll(async () => {
  plugVault(openVault(readKeyRing('', KEYS)));
  folder = await mkdtemp(join(tmpdir(), 'tenon-sealed-'));
  const plain = Buffer.alloc(2 * MB + 500, 'oak and ash ');
  await writeFile(join(folder, 'plain'), plain);
  await sealFile(join(folder, 'plain'), join(folder, 'sealed'), HEAD);
  await sealFile(join(folder, 'plain'), join(folder, 'other'), HEAD);
  sealed = await readFile(join(folder, 'sealed'));
  other = await readFile(join(folder, 'other'));
  at = sealed.indexOf(0x0a) + 1;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test.each([0, 1, MB - 1, MB, MB + 1, 2 * MB])('%i bytes come back as they were', async (bytes) => {
  const [from, to, back] = ['from', 'to', 'back'].map((name) => join(folder, `${name}-${bytes}`)) as [
    string,
    string,
    string,
  ];
  const content = Buffer.alloc(bytes, 'larch');
  await writeFile(from, content);
  const { sha256, bytes: size } = await sealFile(from, to, HEAD);
  expect(await openFile(to, back, HEAD)).toBe(createHash('sha256').update(content).digest('hex'));
  expect((await readFile(back)).equals(content)).toBe(true);
  const written = await readFile(to);
  expect([size, sha256]).toEqual([written.length, createHash('sha256').update(written).digest('hex')]);
  expect(written.includes('larch')).toBe(false);
});

describe('a damaged backup is never opened', () => {
  const flipped = (place: number) => (bytes: Buffer) => {
    bytes[place < 0 ? bytes.length + place : place]! ^= 1;
    return bytes;
  };
  const spliced = (bytes: Buffer, from: number, until: number, put: Uint8Array = Buffer.alloc(0)) =>
    Buffer.concat([bytes.subarray(0, from), put, bytes.subarray(until)]);
  const damages: [string, (bytes: Buffer) => Buffer][] = [
    ['empty', () => Buffer.alloc(0)],
    ['another file', () => Buffer.from('PK\u0003\u0004 a ZIP of somebody')],
    ['cut in its first word', (b) => b.subarray(0, 7)],
    ['cut before the end of its head', (b) => b.subarray(0, at - 1)],
    ['cut after its head', (b) => b.subarray(0, at)],
    ['cut in the first block', (b) => b.subarray(0, at + 100)],
    ['cut between two blocks', (b) => b.subarray(0, at + BLOCK)],
    ['cut before the last block', (b) => b.subarray(0, at + 2 * BLOCK)],
    ['cut by its last byte', (b) => b.subarray(0, -1)],
    ['a bit of its first word', flipped(2)],
    ['a bit of its own id', (b) => flipped(b.indexOf('"b1"') + 1)(b)],
    ['a bit of the sealed key', (b) => flipped(at - 8)(b)],
    ['a bit in the first block', (b) => flipped(at + 5)(b)],
    ['a bit in the middle', (b) => flipped(at + BLOCK + 77)(b)],
    ['a bit of the last tag', flipped(-1)],
    [
      'two blocks changed about',
      (b) =>
        Buffer.concat([
          b.subarray(0, at),
          b.subarray(at + BLOCK, at + 2 * BLOCK),
          b.subarray(at, at + BLOCK),
          b.subarray(at + 2 * BLOCK),
        ]),
    ],
    ['a block left out', (b) => spliced(b, at + BLOCK, at + 2 * BLOCK)],
    ['a block twice', (b) => spliced(b, at + BLOCK, at + BLOCK, b.subarray(at, at + BLOCK))],
    ['something behind it', (b) => Buffer.concat([b, Buffer.from('more')])],
    [
      'a block of another backup',
      (b) => spliced(b, at, at + BLOCK, other.subarray(other.indexOf(0x0a) + 1).subarray(0, BLOCK)),
    ],
    [
      'the head of another backup',
      (b) => Buffer.concat([other.subarray(0, other.indexOf(0x0a) + 1), b.subarray(at)]),
    ],
  ];
  test.each(damages)('%s', async (_name, damage) => {
    const path = join(folder, 'damaged');
    await writeFile(path, damage(Buffer.from(sealed)));
    await expect(openFile(path, join(folder, 'opened'), HEAD)).rejects.toThrow(/the backup is not whole/);
    expect(await readdir(folder)).not.toContain('opened');
  });

  test.each([
    ['another customer’s', { ...HEAD, instanceId: 'i2' }],
    ['another one of the same', { ...HEAD, backupId: 'b2' }],
    ['another installation’s', { ...HEAD, operatorTenantId: 't2' }],
  ])('%s', async (_name, head) => {
    await expect(openFile(join(folder, 'sealed'), join(folder, 'opened'), head)).rejects.toThrow(
      /it is another backup/,
    );
  });
});
