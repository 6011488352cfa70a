import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, type TestApp } from '#apps/server/test-kit.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { must } from '#domain/kernel/result.ts';
import { queueJob } from '#platform/jobs/job.ts';
import { DUTIES_JOB } from './apply-event.ts';
import { payByHand, waiveNotice } from './by-staff.ts';
import * as contract from './contract.ts';
import { openCase, type CaseRequest } from './open-case.ts';
import { acceptSetOff, amendCase, confirmCase, decideCase, withdrawCase } from './speak-up.ts';
import { openCaseDesk } from './testing/case-desk.ts';

let t: TestApp;
let office: Awaited<ReturnType<typeof openCaseDesk>>;

beforeAll(async () => {
  t = await openTestApp({ now: '2026-01-01T09:00:00.000Z' });
  office = await openCaseDesk(t);
});
afterAll(() => t?.close());

const mail = (customerId: Id, more: Partial<CaseRequest> = {}): CaseRequest => ({
  ...{ channel: 'mail', messageId: '<one@forest.example>', mailId: null, sender: 'ida@forest.example' },
  ...{ locale: 'en', said: 'Please cancel.', receivedAt: t.clock.now(), askedOn: null },
  judged: { as: 'contact', customerId },
  subscriptions: 'not-said',
  ...more,
});
const sent = (mails: readonly { mail: string }[]) => mails.map((one) => one.mail).sort();

test('a year by the button: E1, E2, reminders, end, credit note, payout, grace, deletion, closed; each once', async () => {
  const { customerId } = await office.customer('owner@larch.example');
  const subscriptionId = await office.order(customerId, 'YEAR', { instance: 'birch' });
  await t.app.runDueJobs();
  await office.day('2026-05-10T09:15:00.000Z');
  const me = await t.client('owner');
  const params = { subscriptionId };
  // 205 of 365 days of 1,200.00 at 19 % (W-02).
  const preview = await me.call(contract.previewMine, { params });
  expect(preview).toMatchObject({ plannedOn: '2026-06-09', net: '673.97', vat: '128.05', total: '802.02' });
  expect((await me.call(contract.listMine, {})).cases).toEqual([]);
  // Two presses at the same moment are one request.
  const [one, two] = await Promise.all([
    me.call(contract.requestMine, { params, body: { on: null } }),
    me.call(contract.requestMine, { params, body: { on: null } }),
  ]);
  expect(one.id).toBe(two.id);
  const caseId = one.id as Id;
  await t.app.runDueJobs();
  const asked = await office.view(caseId);
  expect(asked).toMatchObject({ number: 'C-0001', state: 'scheduled', refundTotal: '802.02' });
  expect(asked.plan).toMatchObject({ ...preview, ways: asked.plan!.ways });
  expect(sent(asked.mails)).toEqual(['E1', 'E2', 'duplicate']);
  for (const moment of [
    '2026-06-02T07:00:00.000Z',
    '2026-06-08T07:00:00.000Z',
    '2026-06-08T22:00:00.000Z',
    '2026-06-09T21:59:00.000Z',
  ])
    await office.day(moment);
  expect(await office.view(caseId)).toMatchObject({ state: 'scheduled', access: 'open' });
  await office.day('2026-06-09T22:01:00.000Z');
  const ended = await office.staff(caseId);
  expect(ended, JSON.stringify(ended.duties)).toMatchObject({ state: 'ended', refund: 'due' });
  expect(ended.creditNotes).toMatchObject([{ gross: '802.02' }]);
  expect(ended.payouts).toMatchObject([{ amount: '802.02', state: 'due' }]);
  expect(ended.instances).toMatchObject([{ state: 'ended' }]);
  // Whatever was killed after its commit is tried again, and finds everything done.
  for (let again = 0; again < 3; again += 1) {
    await office.at(({ tx }) => queueJob(tx, DUTIES_JOB, { caseId }));
    await t.app.runDueJobs();
  }
  await office.at(async (desk) =>
    must(
      await payByHand(desk, caseId, {
        payoutId: ended.payouts[0]!.id as Id,
        paidOn: '2026-06-10',
        reference: 'transfer 7',
      }),
    ),
  );
  await office.day('2026-06-12T08:00:00.000Z');
  expect(await office.view(caseId)).toMatchObject({ state: 'ended', refund: 'paid', data: 'kept' });
  await office.day('2026-07-09T21:59:00.000Z');
  expect((await office.view(caseId)).instances).toMatchObject([{ state: 'ended' }]);
  await office.day('2026-07-09T22:01:00.000Z');
  await office.day('2026-07-09T22:02:00.000Z');
  const closed = await office.staff(caseId);
  expect(closed, JSON.stringify(closed.duties)).toMatchObject({ state: 'closed', data: 'deleted' });
  expect(sent(closed.mails)).toEqual(['E1', 'E2', 'E3', 'E3', 'E5', 'E6', 'duplicate']);
  expect(closed.creditNotes).toHaveLength(1);
  expect(closed.payouts).toMatchObject([{ amount: '802.02', state: 'paid' }]);
  expect(closed.duties.every(({ state }) => state === 'done')).toBe(true);
  expect(await office.replays(caseId)).toBe(true);
  // Somebody of another company finds nothing, neither by asking nor by acting.
  const other = await t.client('office');
  expect(await other.call(contract.listMine, {})).toEqual({ subscriptions: [], cases: [] });
  for (const call of [
    () => other.call(contract.getMine, { params: { cancellationCaseId: caseId } }),
    () =>
      other.call(contract.withdrawMine, { params: { cancellationCaseId: caseId }, body: { notUs: false } }),
    () => other.call(contract.previewMine, { params }),
  ])
    await expect(call()).rejects.toMatchObject({ problem: { status: 404 } });
});

test('withdrawn before the end it goes on and renews; a mail read after the end counts by its arrival, and all is reversed', async () => {
  t.clock.set('2027-01-01T09:00:00.000Z');
  const { customerId } = await office.customer('ida@forest.example');
  const subscriptionId = await office.order(customerId, 'YEAR');
  await office.day('2027-05-10T09:15:00.000Z');
  const first = await office.at(async (desk) => must(await openCase(desk, mail(customerId))));
  // The very same message, delivered twice.
  const again = await office.at(async (desk) => must(await openCase(desk, mail(customerId))));
  expect(again).toEqual({ caseIds: first.caseIds, joined: true });
  const caseId = first.caseIds[0]!;
  await office.at(async (desk) => must(await withdrawCase(desk, caseId, { at: desk.caller.now })));
  await t.app.runDueJobs();
  const gone = await office.view(caseId);
  expect(gone).toMatchObject({ state: 'withdrawn', plan: null });
  expect(sent(gone.mails)).toEqual(['E1', 'E7']);
  // A later request starts a new notice, and ends.
  const next = await office.at(async (desk) =>
    must(await openCase(desk, mail(customerId, { messageId: '<two@forest.example>' }))),
  );
  const second = next.caseIds[0]!;
  await office.day('2027-06-10T08:00:00.000Z');
  expect(await office.view(second)).toMatchObject({ state: 'ended', refund: 'due' });
  await office.at(async (desk) =>
    must(await withdrawCase(desk, second, { at: '2027-06-09T21:59:00.000Z', reason: 'read late' })),
  );
  await t.app.runDueJobs();
  const back = await office.staff(second);
  expect(back, JSON.stringify(back.duties)).toMatchObject({ state: 'withdrawn', access: 'open' });
  expect(back.payouts).toMatchObject([{ state: 'stopped' }]);
  // Nothing is owed either way: the invoice of the same days is paid by what the credit note had left.
  const preview = await office.at(async ({ tx, caller }) => {
    const { previewCancellation } = await import('./queries.ts');
    return must(await previewCancellation(tx, caller, subscriptionId, '2027-07-10'));
  });
  expect(preview).toMatchObject({ duesTotal: '0.00', eligible: true });
  expect(preview.lines.map(({ days, unusedDays }) => [days, unusedDays])).toEqual([
    [365, 174],
    [205, 174],
  ]);
  expect(await office.replays(second)).toBe(true);
  await expect(
    office.at(async (desk) => must(await withdrawCase(desk, second, { at: desk.caller.now }))),
  ).rejects.toThrow('cancellation_state');
});

test('dues hold the end: the day of settlement is the last one, also where it is noticed late; a set-off takes them from the refund', async () => {
  t.clock.set('2028-01-01T09:00:00.000Z');
  const { customerId } = await office.customer('due@forest.example');
  const subscriptionId = await office.order(customerId, 'YEAR');
  const other = await office.order(customerId, 'MONTH', { paid: false });
  await office.day('2028-01-20T09:15:00.000Z');
  const request = mail(customerId, { messageId: '<due@forest.example>', sender: 'due@forest.example' });
  const opened = await office.at(async (desk) =>
    must(await openCase(desk, { ...request, subscriptions: [subscriptionId] })),
  );
  const caseId = opened.caseIds[0]!;
  await office.day('2028-01-20T09:20:00.000Z');
  // The month of the other service, 119.00, was invoiced before the confirmation.
  expect(await office.view(caseId)).toMatchObject({ owed: '119.00', lastOn: '2028-02-19' });
  await office.day('2028-02-19T23:01:00.000Z');
  const held = await office.view(caseId);
  expect(held).toMatchObject({ state: 'held', access: 'open', creditNotes: [] });
  expect(sent(held.mails)).toContain('E4');
  // Paid on the 24th (January's and February's month), booked on the 27th.
  t.clock.set('2028-02-27T09:00:00.000Z');
  await office.pay(other, '2028-02-24');
  await office.day('2028-02-27T09:01:00.000Z');
  const settled = await office.staff(caseId);
  expect(settled, JSON.stringify(settled.duties)).toMatchObject({ state: 'ended', lastOn: '2028-02-24' });
  // 366 − 55 = 311 days of 1,200.00 are 1,019.67; 19 % of it 193.74.
  expect(settled.creditNotes).toMatchObject([{ gross: '1213.41' }]);
  expect(await office.replays(caseId)).toBe(true);

  const friend = await office.customer('off@forest.example');
  const year = await office.order(friend.customerId, 'YEAR');
  await office.order(friend.customerId, 'MONTH', { paid: false });
  const off = await office.at(async (desk) =>
    must(
      await openCase(desk, {
        ...mail(friend.customerId, { messageId: '<off@forest.example>', sender: 'off@forest.example' }),
        subscriptions: [year],
      }),
    ),
  );
  await office.at(async (desk) => must(await acceptSetOff(desk, off.caseIds[0]!, { at: desk.caller.now })));
  await office.day('2028-03-29T08:00:00.000Z');
  const after = await office.staff(off.caseIds[0]!);
  expect(after, JSON.stringify(after.duties)).toMatchObject({ state: 'ended', lastOn: '2028-03-28' });
  const paid = after.payouts.reduce((sum, { amount }) => sum + Number(amount), 0);
  // What is paid out and what was set off are the credit note, to the cent.
  expect((Number(after.creditNotes[0]!.gross) - paid).toFixed(2)).toBe('119.00');
});

test('nobody but the customer ends anything: unknown senders, undecided mails, several subscriptions, short notice', async () => {
  t.clock.set('2029-01-01T09:00:00.000Z');
  const { customerId } = await office.customer('several@forest.example');
  const one = await office.order(customerId, 'YEAR');
  const two = await office.order(customerId, 'MONTH');
  await office.day('2029-01-10T09:00:00.000Z');
  const by = (id: string, judged: CaseRequest['judged']) =>
    office.at(async (desk) =>
      must(
        await openCase(desk, mail(customerId, { messageId: `<${id}>`, sender: 'who@else.example', judged })),
      ),
    );
  const forged = (await by('forged', { as: 'unverified', customerId, why: 'dmarc' })).caseIds[0]!;
  expect(await office.view(forged)).toMatchObject({ state: 'unverified', subscriptionId: null });
  const mails = (await office.view(forged)).mails;
  expect(mails.map(({ mail: which, recipient }) => [which, recipient])).toEqual([
    ['E1n', 'who@else.example'],
    ['E1v', 'several@forest.example'],
  ]);
  // Confirmed by an owner, it is still not said which of the two.
  const confirmed = await office.at(async (desk) =>
    must(await confirmCase(desk, forged, { at: desk.caller.now })),
  );
  expect(confirmed.name).toBe('clarifying');
  await office.day('2029-01-25T09:00:00.000Z');
  expect(await office.view(forged)).toMatchObject({ state: 'lapsed' });

  const vague = (await by('vague', { as: 'undecided', customerId: null, why: 'unclear_wish' })).caseIds[0]!;
  expect(await office.view(vague)).toMatchObject({ state: 'received', waits: true });
  await office.day('2029-01-28T09:00:00.000Z');
  const decision = { verdict: 'cancels', subscriptionIds: [one, two], reason: 'called back' } as const;
  await office.at(async (desk) => must(await decideCase(desk, vague, decision)));
  const decided = await office.view(vague);
  // The day of arrival stays what it was, and each subscription has its own case.
  expect(decided).toMatchObject({ state: 'scheduled', receivedOn: '2029-01-25', lastOn: '2029-02-24' });
  const cases = await office.at(async ({ tx }) => {
    const { findCases } = await import('./store.ts');
    return findCases(tx, { customerIds: [customerId], names: ['scheduled'] });
  });
  expect(new Set(cases.map((row) => row.subscription_id))).toEqual(new Set([one, two]));
  // An earlier day counts its own notice; the waiver takes a second person.
  await office.at(async (desk) =>
    must(await amendCase(desk, vague, { at: desk.caller.now, on: '2029-02-10' })),
  );
  expect(await office.view(vague)).toMatchObject({ eligible: false, refundTotal: '0.00' });
  await office.at(async (desk) => must(await waiveNotice(desk, vague, 'long customer')));
  await expect(office.at(async (desk) => must(await waiveNotice(desk, vague, 'I said it')))).rejects.toThrow(
    /approval_by_another|second_person_needed/,
  );
  await office.at(async (desk) => {
    const second = { ...desk, caller: { ...desk.caller, actor: 'login:second', name: 'Second' } };
    must(await waiveNotice(second, vague, 'agreed'));
  });
  const waived = await office.staff(vague);
  expect(waived).toMatchObject({ eligible: true, waiver: null });
  expect(Number(waived.refundTotal)).toBeGreaterThan(1000);
  expect(await office.replays(vague)).toBe(true);
});
