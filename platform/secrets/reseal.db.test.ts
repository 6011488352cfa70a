import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEMO_COMPANY } from '#apps/server/demo/people.ts';
import { openTestApp, type TestApp } from '#apps/server/test-kit.ts';
import { plainIban } from '#domain/money/iban.ts';
import { loadCompany, type Company } from '#modules/accounts/api.ts';
import { saveCompany } from '#modules/accounts/module.ts';
import { readKeyRing, rotateKeyRing } from './key-ring.ts';
import { queueReseal } from './reseal.ts';
import { openVault, plugVault, vault } from './vault.ts';

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

test('what an earlier release kept open is sealed by itself, and says the same as before', async () => {
  await owner.query(
    `update company set iban = 'DE02 1203 0000 0000 2020 51', iban_sealed = '', iban_mark = ''`,
  );
  await t.inTenant(queueReseal);
  await t.app.runDueJobs();
  const { rows } = await owner.query<{ iban: string; iban_sealed: string; iban_mark: string }>(
    'select iban, iban_sealed, iban_mark from company',
  );
  expect(rows[0]!.iban).toBe('');
  expect(rows[0]!.iban_sealed).toMatch(/^s1\.k2\./);
  expect(vault().marks('DE02120300000000202051', 'accounts.iban')).toContain(rows[0]!.iban_mark);
  expect((await t.inTenant((tx) => loadCompany(tx, '', 'billing'))).iban).toBe('DE02 1203 0000 0000 2020 51');
});

test('keys are changed while the server is read and written without a pause: nothing fails and nothing is lost', async () => {
  const ibans = ['DE02120300000000202051', 'DE89370400440532013000', 'NL91ABNA0417164300'];
  const faults: unknown[] = [];
  let reads = 0;
  let saved: Company = DEMO_COMPANY;
  let over = false;
  const readers = [1, 2].map(async () => {
    while (!over) {
      try {
        const { iban } = await t.inTenant((tx) => loadCompany(tx, '', 'billing'));
        if (![...ibans, plainIban(DEMO_COMPANY.iban)].includes(plainIban(iban))) faults.push(iban);
        reads += 1;
      } catch (error) {
        faults.push(error);
      }
    }
  });
  const rotations: string[] = [];
  for (let round = 0; round < 6; round += 1) {
    saved = { ...DEMO_COMPANY, iban: ibans[round % ibans.length]! };
    rotations.push(rotateKeyRing(dataDir));
    // Renewed and changed at one moment: whichever comes last, what somebody wrote stays.
    await Promise.all([
      t.inTenant((tx) => saveCompany(tx, saved)),
      t.inTenant(queueReseal).then(() => t.app.runDueJobs()),
    ]);
  }
  over = true;
  await Promise.all(readers);
  expect(faults).toEqual([]);
  expect(reads).toBeGreaterThan(10);
  expect(rotations).toHaveLength(6);
  await t.inTenant(queueReseal);
  await t.app.runDueJobs();
  expect((await sealed()).sealed).toMatch(new RegExp(`^s1\\.${rotations.at(-1)}\\.`));
  expect(plainIban((await t.inTenant((tx) => loadCompany(tx, '', 'billing'))).iban)).toBe(saved.iban);
});
