import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, type TestApp } from '#apps/server/test-kit.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { loadInstallation } from '#modules/policy/api.ts';
import type { Client } from '#platform/http/client.ts';
import { asOwner } from '#platform/postgres/connect.ts';
import * as contract from './contract.ts';

let t: TestApp;
let operator: Client;
let operatorId: Id;

beforeAll(async () => {
  t = await openTestApp();
  operator = await t.client('operator');
  operatorId = (await loadInstallation(t.app.context.db, t.clock.now()))!.operatorTenantId;
});
afterAll(() => t.close());

const mails = (): Promise<{ kind: string; recipient: string; text: string }[]> =>
  asOwner(t.ownerUrl, async (query) => {
    await query(`set local app.tenant_id = '${operatorId}'`);
    return (await query(
      `select kind, recipient, message::text as text from outgoing_mail where tenant_id = $1 and kind like 'privacy.%' order by id`,
      [operatorId],
    )) as never;
  });

const request = {
  asks: 'erasure',
  channel: 'letter',
  personName: 'Robin Elm',
  personEmail: 'robin@elm.example',
  language: 'en',
  details: 'Everything about my kitchen.',
  receivedOn: '2026-02-27',
} as const;

test('a request about a customer’s data goes to its owners, and the person hears only that', async () => {
  const { cases } = await operator.call(contract.enterCase, { body: { ...request, ofTenant: t.tenantId } });
  // Friday 27 February: two working days later is Tuesday.
  expect(cases[0]).toMatchObject({ number: 1, state: 'open', passOnBy: '2026-03-03', may: ['passed-on'] });
  const params = { caseId: cases[0]!.id as Id };
  // What the staff notes for the customer is nothing for the person either.
  const body = { kind: 'passed-on', note: 'There is a kitchen in their books.' } as const;
  const after = await operator.call(contract.takeCaseStep, { params, body });
  expect(after.cases[0]).toMatchObject({ state: 'passed-on', may: [] });
  await t.app.runDueJobs();
  await t.app.runDueJobs();
  const [toPerson, toOwner, ...more] = await mails();
  expect(more).toEqual([]);
  expect(toPerson).toMatchObject({ kind: 'privacy.answer', recipient: 'robin@elm.example' });
  expect(toPerson!.text).toContain('cannot say what is held there');
  expect(toPerson!.text).not.toMatch(/Factory|larch|kitchen/i);
  expect(toOwner).toMatchObject({ kind: 'privacy.business', recipient: 'owner@larch.example' });
  expect(toOwner!.text).toMatch(/Robin Elm.*to have their data deleted.*my kitchen/s);
  await expect(operator.call(contract.takeCaseStep, { params, body })).rejects.toMatchObject({
    problem: { code: 'privacy_step_not_now', status: 409 },
  });
});

test('an answer goes to the address on file once the person has shown who they are', async () => {
  const before = (await mails()).length;
  const { cases } = await operator.call(contract.enterCase, { body: { ...request, ofTenant: null } });
  const params = { caseId: cases[0]!.id as Id };
  const step = (kind: 'identity-asked' | 'identity-shown' | 'answered', note = '') =>
    operator.call(contract.takeCaseStep, { params, body: { kind, note } });
  await step('identity-asked');
  t.clock.advance({ minutes: 3 * 24 * 60 });
  // A session does not outlive three days of silence.
  operator = await t.client('operator');
  const shown = await step('identity-shown', 'Answered from the address on file.');
  // Received 27 February: 27 March, and the three days that we waited.
  expect(shown.cases[0]).toMatchObject({ dueOn: '2026-03-30', waitedDays: 3 });
  await step('answered', 'We deleted your enquiry.');
  const sent = (await mails()).slice(before);
  expect(sent.map(({ recipient }) => recipient)).toEqual(Array(2).fill('robin@elm.example'));
  expect(sent[1]!.text).toContain('We deleted your enquiry.');
  await expect(
    operator.call(contract.enterCase, { body: { ...request, ofTenant: null, receivedOn: '2026-12-31' } }),
  ).rejects.toMatchObject({ problem: { code: 'privacy_day_ahead' } });
  await expect((await t.client('owner')).call(contract.listCases, {})).rejects.toMatchObject({
    problem: { status: 403 },
  });
});

test('a breach is written down for good, and the owners of the customers concerned are written to', async () => {
  const before = (await mails()).length;
  const { breaches } = await operator.call(contract.enterBreach, {
    body: {
      awareOn: '2026-03-05',
      time: '09:30',
      what: 'A lost disk.',
      people: 3,
      records: 40,
      categories: ['contact', 'invoice'],
      effects: 'It was sealed.',
      measures: 'Keys changed.',
      ofTenants: [t.tenantId],
    },
  });
  // 09:30 in Berlin is 08:30 UTC in winter; 72 and 24 hours later.
  expect(breaches[0]).toMatchObject({
    ...{ number: 1, state: 'to-decide', businessesWait: true, overdue: false },
    ...{ authorityBy: '2026-03-08T08:30:00.000Z', businessesBy: '2026-03-06T08:30:00.000Z' },
  });
  const params = { breachId: breaches[0]!.id as Id };
  const moment = { happenedOn: '2026-03-05', time: '09:45' };
  const body = { kind: 'businesses-told', note: '', ...moment } as const;
  const told = await operator.call(contract.takeBreachStep, { params, body });
  expect(told.breaches[0]).toMatchObject({ businessesWait: false, businesses: ['Factory larch'] });
  await t.app.runDueJobs();
  const [mail, ...more] = (await mails()).slice(before);
  expect([mail!.recipient, more]).toEqual(['owner@larch.example', []]);
  expect(mail!.text).toMatch(/A lost disk\..*It was sealed\./s);
  const no = { kind: 'not-notify', note: 'The disk was encrypted.', ...moment } as const;
  expect((await operator.call(contract.takeBreachStep, { params, body: no })).breaches[0]).toMatchObject({
    state: 'done',
    steps: [{ kind: 'businesses-told' }, { kind: 'not-notify', who: 'Operator' }],
  });
  for (const table of ['breach', 'breach_step', 'privacy_case', 'privacy_step']) {
    const change = t.app.context.db.inTenant(operatorId, async (tx) => {
      await tx.tables<Record<string, { tenant_id: Id }>>().deleteFrom(table).execute();
    });
    await expect(change, table).rejects.toMatchObject({ code: '42501' });
  }
});
