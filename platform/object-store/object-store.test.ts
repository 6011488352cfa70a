import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEgress, EgressRefused } from '#platform/egress/egress.ts';
import { registeredOnly } from '#platform/egress/guards.ts';
import { createObjectStore, readStoreUrl, StoreRefused } from './object-store.ts';
import { sha256, signRequest } from './signature.ts';
import { startFakeStore, type FakeStore } from './testing/fake-store.ts';

describe('signatures are those that AWS publishes for', () => {
  // Amazon S3 API Reference, "Signature Calculations for the Authorization Header", examples.
  const keys = {
    accessKey: 'AKIAIOSFODNN7EXAMPLE',
    secretKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    region: 'us-east-1',
  };
  const host = 'https://examplebucket.s3.amazonaws.com';
  const body = 'Welcome to Amazon S3.';
  test.each<[string, string, string, string, Record<string, string>, string]>([
    [
      'GET object',
      'GET',
      '/test.txt',
      '',
      { Range: 'bytes=0-9' },
      'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    ],
    [
      'PUT object',
      'PUT',
      '/test$file.text',
      body,
      { Date: 'Fri, 24 May 2013 00:00:00 GMT', 'x-amz-storage-class': 'REDUCED_REDUNDANCY' },
      '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
    ],
    [
      'GET bucket lifecycle',
      'GET',
      '/?lifecycle',
      '',
      {},
      'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
    ],
    [
      'GET bucket',
      'GET',
      '/?max-keys=2&prefix=J',
      '',
      {},
      '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
    ],
  ])('%s', (_name, method, path, sent, headers, signature) => {
    const signed = signRequest(keys, {
      method,
      url: new URL(host + path),
      headers,
      bodyHash: sha256(sent),
      at: new Date('2013-05-24T00:00:00Z'),
    });
    expect(signed['authorization']).toContain(`Signature=${signature}`);
    expect(JSON.stringify(signed)).not.toContain(keys.secretKey);
  });
});

describe('a store', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tenon-store-'));
  const file = (name: string, bytes: Buffer): string => {
    writeFileSync(join(folder, name), bytes);
    return join(folder, name);
  };
  const GIVEN = {
    purpose: 'backup.store',
    recipient: { kind: 'processor', id: 'store' },
    categories: ['backup'],
  } as const;
  let fake: FakeStore;
  beforeAll(async () => {
    fake = await startFakeStore({ me: 'a secret/with+signs' });
  });
  afterAll(() => {
    fake.close();
    rmSync(folder, { recursive: true });
  });
  const at = (secret = 'a secret/with+signs') => {
    const egress = createEgress({
      guard: registeredOnly(() => [
        { purpose: GIVEN.purpose, host: '127.0.0.1', port: fake.port, inside: true },
      ]),
    });
    const url = `http://me:${encodeURIComponent(secret)}@127.0.0.1:${fake.port}/bucket/night%20ly?region=eu-west-1`;
    return createObjectStore(egress, readStoreUrl(url)!, GIVEN, () => new Date('2026-03-02T09:00:00Z'));
  };

  test('takes a small file at once and a large one in parts, byte for byte, under any name', async () => {
    const small = Buffer.from('an invoice');
    const large = Buffer.alloc(20 * 1024 * 1024, 'oak and larch ');
    await at().putFile("a b/ä$(1)'*!.pdf", file('small', small));
    await at().putFile('base/1/16384', file('large', large));
    await at().putFile('empty', file('empty', Buffer.alloc(0)));
    expect([...fake.objects.keys()]).toEqual([
      "/bucket/night ly/a b/ä$(1)'*!.pdf",
      '/bucket/night ly/base/1/16384',
      '/bucket/night ly/empty',
    ]);
    expect([...fake.objects.values()].map((bytes) => sha256(bytes))).toEqual([
      sha256(small),
      sha256(large),
      sha256(''),
    ]);
    expect(fake.refused).toEqual([]);
    expect(fake.pending()).toBe(0);
  });

  test('that does not know us, or is busy, is told in its words and gets nothing', async () => {
    const before = fake.objects.size;
    const put = (secret?: string) => at(secret).putFile('x', file('x', Buffer.from('x')));
    await expect(put('another')).rejects.toThrow(/403 .*SignatureDoesNotMatch/);
    fake.fail(503);
    await expect(put()).rejects.toThrow(StoreRefused);
    await expect(at().putFile('y', file('y', Buffer.alloc(9 * 1024 * 1024)))).rejects.toThrow('503');
    fake.fail(undefined);
    expect(fake.objects.size).toBe(before);
  });

  test('is reached through the door only', async () => {
    const egress = createEgress({ guard: registeredOnly(() => []) });
    const place = readStoreUrl(`http://me:x@127.0.0.1:${fake.port}/bucket`)!;
    const store = createObjectStore(egress, place, GIVEN, () => new Date());
    await expect(store.putFile('x', file('x', Buffer.from('x')))).rejects.toThrow(EgressRefused);
  });

  test.each(['https://s3.example/bucket', 'https://me:x@s3.example/', 'ftp://me:x@s3.example/b', 'bucket'])(
    '%s is no place of a store',
    (text) => expect(readStoreUrl(text)).toBeUndefined(),
  );
});
