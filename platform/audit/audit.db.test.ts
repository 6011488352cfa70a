import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, type TestApp } from '#apps/server/test-kit.ts';
import { appendAudit, lastAuditCheck, listAudit, queueAuditCheck, verifyAudit } from './audit.ts';

let factory: TestApp;
let owner: pg.Client;
beforeAll(async () => {
  factory = await openTestApp();
  owner = new pg.Client({ connectionString: factory.ownerUrl, options: '-c search_path=tenon' });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await factory.close();
});

const look = async (subject: string) => {
  const actor = await factory.caller('owner');
  return factory.inTenant((tx) =>
    appendAudit(tx, { actor, action: 'bank.revealed', subject, reason: 'a refund', facts: { z: 1, a: 'ü' } }),
  );
};
const verify = () => factory.inTenant(verifyAudit);

test('entries are numbered without a gap, also when many are written at once', async () => {
  expect(await verify()).toBeNull();
  const numbers = await Promise.all(Array.from({ length: 12 }, (_, i) => look(`company:${i}`)));
  expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
  expect(await verify()).toBeNull();
  expect(await factory.inTenant((tx) => listAudit(tx, { limit: 1 }))).toMatchObject([
    { seq: 12, actorName: 'owner', action: 'bank.revealed', reason: 'a refund', facts: { a: 'ü', z: 1 } },
  ]);
});

test('what is rolled back leaves no entry and no gap', async () => {
  const actor = await factory.caller('owner');
  const failing = factory.inTenant(async (tx) => {
    await appendAudit(tx, { actor, action: 'bank.revealed', subject: 'never' });
    throw new Error('halfway');
  });
  await expect(failing).rejects.toThrow('halfway');
  expect(await look('company:13')).toBe(13);
});

test('the application can neither change nor delete an entry, and sees none of another tenant', async () => {
  for (const statement of [
    'update audit_entry set reason = null',
    'delete from audit_entry',
    'delete from audit_head',
  ]) {
    await expect(
      owner.query(
        `begin; set local role tenon_app; set local app.tenant_id = '${factory.tenantId}'; ${statement}`,
      ),
    ).rejects.toThrow('permission denied');
    await owner.query('rollback');
  }
  const other = await factory.anotherTenant();
  expect(await factory.app.context.db.inTenant(other, (tx) => listAudit(tx, { limit: 9 }))).toEqual([]);
});

test.each([
  ["update audit_entry set reason = 'another' where seq = 3", { seq: 3, kind: 'changed' }],
  ["update audit_entry set at = at + interval '1 microsecond' where seq = 4", { seq: 4, kind: 'changed' }],
  ['delete from audit_entry where seq = 5', { seq: 5, kind: 'missing' }],
  ['delete from audit_entry where seq = 13', { seq: 12, kind: 'end' }],
  ['update audit_head set seq = seq + 1', { seq: 13, kind: 'end' }],
])('the owner of the database does what the application cannot: %s', async (statement, fault) => {
  const saved = await tables();
  await owner.query(`${statement}`);
  expect(await verify()).toEqual(fault);
  await putBack(saved);
  expect(await verify()).toBeNull();
});

test('the daily check keeps what it found, and finds an older state that was put back', async () => {
  const before = await tables();
  await look('company:14');
  await factory.inTenant((tx) => queueAuditCheck(tx));
  await factory.app.runDueJobs();
  expect(await factory.inTenant(lastAuditCheck)).toMatchObject({ seq: 14, fault: null });
  await putBack(before);
  factory.clock.advance({ days: 1 });
  await factory.inTenant((tx) => queueAuditCheck(tx));
  await factory.app.runDueJobs();
  expect(await factory.inTenant(lastAuditCheck)).toMatchObject({ seq: 0, fault: 'checkpoint at 13' });
});

interface Saved {
  readonly entries: unknown[];
  readonly heads: unknown[];
}
async function tables(): Promise<Saved> {
  const entries = (await owner.query('select to_jsonb(e) as row from audit_entry e')).rows;
  return { entries, heads: (await owner.query('select to_jsonb(h) as row from audit_head h')).rows };
}
async function putBack({ entries, heads }: Saved): Promise<void> {
  await owner.query('delete from audit_entry; delete from audit_head');
  const rows = (list: unknown[]) => JSON.stringify(list.map((one) => (one as { row: unknown }).row));
  await owner.query('insert into audit_entry select * from jsonb_populate_recordset(null::audit_entry, $1)', [
    rows(entries),
  ]);
  await owner.query('insert into audit_head select * from jsonb_populate_recordset(null::audit_head, $1)', [
    rows(heads),
  ]);
}
