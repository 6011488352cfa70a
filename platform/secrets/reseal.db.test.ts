import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEMO_COMPANY } from '#apps/server/demo/people.ts';
import { openTestApp, type TestApp } from '#apps/server/test-kit.ts';
import { saveCompany } from '#modules/accounts/module.ts';
import { readKeyRing, rotateKeyRing } from './key-ring.ts';
import { queueReseal } from './reseal.ts';
import { openVault, plugVault } from './vault.ts';

let t: TestApp;
let owner: pg.Client;
let dataDir: string;
beforeAll(async () => {
  t = await openTestApp();
  dataDir = await mkdtemp(join(tmpdir(), 'tenon-ring-'));
  plugVault(openVault(readKeyRing(dataDir), () => readKeyRing(dataDir)));
  owner = new pg.Client({ connectionString: t.ownerUrl, options: '-c search_path=tenon' });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await t.close();
  await rm(dataDir, { recursive: true, force: true });
});

const sealed = async () =>
  (
    await owner.query<{ sealed: string; plain: string }>(
      'select iban_sealed as sealed, iban as plain from company',
    )
  ).rows[0]!;

test('bank details lie sealed, and a new key renews them while the server runs', async () => {
  await t.inTenant((tx) => saveCompany(tx, DEMO_COMPANY));
  const first = await sealed();
  expect(first.plain).toBe('');
  expect(first.sealed).toMatch(/^s1\.k1\./);
  expect(rotateKeyRing(dataDir)).toBe('k2');
  await t.inTenant(queueReseal);
  await t.app.runDueJobs();
  const second = await sealed();
  expect(second.sealed).toMatch(/^s1\.k2\./);
  await t.inTenant(queueReseal);
  await t.app.runDueJobs();
  expect(await sealed()).toEqual(second);
});
