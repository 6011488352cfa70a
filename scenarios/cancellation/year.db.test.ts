import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Id } from '#domain/kernel/ids.ts';
import { must } from '#domain/kernel/result.ts';
import { serviceFacts } from '#modules/billing/api.ts';
import { care } from '#modules/cancellation/care.ts';
import { doDuties } from '#modules/cancellation/duties/do-duties.ts';
import { caseView } from '#modules/cancellation/queries.ts';
import { findCases, type CaseRow } from '#modules/cancellation/store.ts';
import { readPdf } from '#platform/documents/testing.ts';
import type { AppContext } from '#platform/module/context.ts';
import { openCancellationDesk, type CancellationDesk, type ServerKind, type Subscribed } from './desk.ts';

/** Kinds of server under a subscription: the story is the same for each of them. */
const SERVER: ServerKind = { kind: 'workspace', version: '' };

/** A year of cancellations with a clock that moves: mail comes in by SMTP, and every mail goes out in the thread. */
let desk: CancellationDesk;
const at = (name: string): string => `${name}@customer.example`;
const [ANNA, BERT, CARA, DORA, EMIL, KIM] = ['anna', 'bert', 'cara', 'dora', 'emil', 'kim'].map(at) as [
  ...[string, string, string, string, string, string],
];
const subscribed = new Map<string, Subscribed>();
const customerOf = (who: string): Id => subscribed.get(who)!.customerId;

beforeAll(async () => {
  desk = await openCancellationDesk();
  await desk.to('2026-05-01T09:00:00.000Z');
  subscribed.set(ANNA, await desk.subscribe(ANNA, { server: SERVER }));
  for (const who of [BERT, CARA, KIM]) subscribed.set(who, await desk.subscribe(who));
  // Two who have not paid everything: 242.00 of 1,452.00 is open.
  for (const who of [DORA, EMIL]) subscribed.set(who, await desk.subscribe(who, { pays: '1210.00' }));
  await desk.asksForMore(60);
}, 120_000);
afterAll(() => desk?.close());

const casesOf = (who: string): Promise<CaseRow[]> =>
  desk.asOperator((tx) => findCases(tx, { customerIds: [customerOf(who)] }));
const caseOf = async (who: string): Promise<CaseRow> => (await casesOf(who))[0]!;
const viewOf = async (who: string) => {
  const { id } = await caseOf(who);
  return desk.asOperator(async (tx, caller) => must(await caseView(tx, caller, id)));
};
const serviceOf = (who: string) =>
  desk.asOperator(async (tx, caller) =>
    must(await serviceFacts(tx, caller, subscribed.get(who)!.subscriptionId)),
  );
const subjects = (to: string): string[] => desk.news(to).map(({ mail }) => mail.subject ?? '');
/** Every mail of cases that ever went out to an address. */
const all = (to: string) =>
  desk.office.gone.filter(
    ({ mail }) => /C-\d{4}/.test(mail.subject ?? '') && JSON.stringify(mail.to).includes(to),
  );
/** The one with this subject: mails that are sent in the same moment arrive in any order. */
const one = (mails: ReturnType<typeof all>, subject: RegExp) => {
  const found = mails.filter(({ mail }) => subject.test(mail.subject ?? ''));
  expect(found).toHaveLength(1);
  return found[0]!;
};
const plain = (text: string | undefined): string => (text ?? '').replaceAll('\u00a0', ' ');

describe('10 May: requests come in', () => {
  beforeAll(() => desk.to('2026-05-10T09:15:00.000Z'));

  test('a proven mail of an owner is acknowledged and confirmed in its thread, with a paper to keep', async () => {
    await desk.writes(ANNA, 'Please cancel our hosting.', { id: 'first' });
    const mails = desk.news(ANNA);
    expect(mails).toHaveLength(2);
    const [received, confirmed] = [one(mails, /received/), one(mails, /confirmed/)];
    for (const { mail } of mails) {
      expect(mail.inReplyTo).toBe('<first@customer.example>');
      expect(mail.html).toContain('C-0001');
    }
    expect(plain(received.mail.text)).toMatch(/11:15 \(Europe\/Berlin\)[^]*backup/);
    // Received on 10 May in Berlin; thirty days later it is 9 June, and access ends when that day is over. Of the 365 days
    // from 1 May 2026, 325 lie after it: 1,200.00 × 325 ÷ 365 = 1,068.49; 21 % of it 224.38; together 1,292.87.
    for (const piece of [
      '9 June 2026',
      '2026-06-09 22:00 UTC',
      '325 of 365',
      '1,068.49',
      '224.38',
      '1,292.87',
    ])
      expect(plain(confirmed.mail.text)).toContain(piece);
    const pdf = await readPdf(new Uint8Array(confirmed.mail.attachments[0]!.content));
    expect(plain(pdf.text)).toContain('1,292.87');
    expect(await caseOf(ANNA)).toMatchObject({ name: 'scheduled', last_on: '2026-06-09' });
    expect((await serviceOf(ANNA)).endsOn).toBe('2026-06-09');
  });

  test('a version that was published after the term was bought changes nothing for it', async () => {
    const { number, days } = await desk.inForce();
    expect([number, days]).toEqual([2, 60]);
    const confirmed = one(all(ANNA), /confirmed/);
    expect(plain(confirmed.mail.text)).toMatch(
      /notice of 30 days was kept[^]*version 1 of our cancellation policy/,
    );
    expect((await caseOf(ANNA)).policy_version).toBe(1);
  });

  test('the same words again within minutes are the same request', async () => {
    await desk.writes(ANNA, 'Please cancel our hosting.');
    expect(subjects(ANNA)).toEqual([]);
    expect(await casesOf(ANNA)).toHaveLength(1);
  });

  test('a forged mail ends nothing: its owner is asked, and the sender hears nothing of an account', async () => {
    await desk.writes(CARA, 'Please cancel our hosting.', { forged: true });
    const mails = desk.news(CARA);
    expect(mails).toHaveLength(2);
    const [neutral, asked] = [one(mails, /received your message/), one(mails, /did you want/)];
    expect(neutral.mail.text).toContain('registered address');
    expect(asked.mail.text).toContain('24 May 2026');
    expect(await caseOf(CARA)).toMatchObject({ name: 'unverified', last_on: null });
    expect((await serviceOf(CARA)).endsOn).toBeNull();
    await desk.writes('somebody@evil.example', 'Please cancel our hosting.');
    const [only, ...more] = desk.news('somebody@evil.example');
    expect(more).toEqual([]);
    expect(only!.mail.text).not.toMatch(/SUB-|Hosting/);
  });

  test('whoever owes something is told what, how to pay it and what waiting costs', async () => {
    for (const who of [DORA, EMIL, KIM])
      await desk.writes(who, 'Hiermit kündigen wir unseren Hosting-Vertrag.');
    const confirmed = one(desk.news(DORA), /confirmed/);
    // 1,292.87 for 325 days less 1,288.90 for 324: a day is 3.97, and 3.98 where the cents round the other way.
    for (const piece of ['242.00', '3.97', '/pay/']) expect(plain(confirmed.mail.text)).toContain(piece);
  });
});

describe('until the end: changes of mind, an owner’s yes, and what is owed', () => {
  test('a reply moves the day; notice to an earlier one counts from the reply; taking it back leaves no trace', async () => {
    await desk.to('2026-05-12T08:00:00.000Z');
    await desk.writes(BERT, 'Please cancel our hosting on 31 August 2026.');
    const first = one(desk.news(BERT), /confirmed/);
    expect(first.mail.subject).toContain('31 August 2026');
    await desk.to('2026-05-20T08:00:00.000Z');
    await desk.writes(BERT, 'Please make it 15 July 2026 instead.', { answers: first });
    const [second] = desk.news(BERT);
    expect(second!.mail.subject).toMatch(/replaces/);
    // 20 May to 15 July are 56 days.
    expect(plain(second!.mail.text)).toMatch(/56 days/);
    await desk.writes(BERT, 'How do I restore the backup?', { answers: second! });
    expect((await casesOf(BERT)).map(({ name, last_on: lastOn }) => [name, lastOn])).toEqual([
      ['scheduled', '2026-07-15'],
    ]);
    await desk.writes(BERT, 'We withdraw our cancellation.', { answers: second! });
    expect(subjects(BERT)).toEqual([expect.stringContaining('continues')]);
    expect(await caseOf(BERT)).toMatchObject({ name: 'withdrawn' });
    expect(await serviceOf(BERT)).toMatchObject({ state: 'active', renews: true, endsOn: null });
  });

  test('confirmed by its owner on day 14, the first day of arrival counts', async () => {
    await desk.to('2026-05-17T08:00:00.000Z');
    const [reminded] = desk.news(CARA);
    expect(reminded!.mail.subject).toContain('did you want to cancel');
    await desk.to('2026-05-24T20:00:00.000Z');
    await desk.writes(CARA, 'Yes, we confirm.', { answers: reminded! });
    expect(await caseOf(CARA)).toMatchObject({
      name: 'scheduled',
      received_on: '2026-05-10',
      last_on: '2026-06-09',
    });
    desk.news(CARA);
  });

  test('what is owed is taken from the refund when the customer agrees by a reply', async () => {
    const confirmed = one(desk.news(EMIL), /confirmed/);
    await desk.writes(EMIL, 'Please take it from the refund.', { answers: confirmed });
    expect((await caseOf(EMIL)).state.setOffOn).toBe('2026-05-24');
  });

  test('reminders go seven days and one day before', async () => {
    await desk.to('2026-06-02T07:05:00.000Z');
    expect(subjects(ANNA)).toEqual([expect.stringContaining('7 days')]);
    await desk.to('2026-06-08T07:05:00.000Z');
    expect(subjects(ANNA)).toEqual([expect.stringContaining('one day')]);
  });
});

describe('9 June: the end', () => {
  /** The application's context with a database that is gone after so many transactions. */
  const dyingAfter = (transactions: number): AppContext => {
    const { context } = desk.office.t.app;
    let left = transactions;
    const db = new Proxy(context.db, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        return (...given: unknown[]) => {
          if (name === 'inTenant' && left-- <= 0) throw new Error('killed');
          return (value as (...all: unknown[]) => unknown).apply(target, given);
        };
      },
    });
    return { ...context, db };
  };
  /** Runs a job again and again, each time a transaction further. @returns how often it was killed */
  const throughKills = async (run: (context: AppContext) => Promise<void>): Promise<number> => {
    for (let kills = 0; ; kills++)
      try {
        await run(dyingAfter(kills));
        return kills;
      } catch (error) {
        if (!/killed/.test(String(error))) throw error;
      }
  };

  test('killed at every step there is one credit note, one payout and one mail of each kind', async () => {
    desk.office.t.clock.set('2026-06-09T22:01:00.000Z');
    const job = { tenantId: desk.operatorId, signal: new AbortController().signal, attempt: 1 };
    const { id: caseId } = await caseOf(KIM);
    let kills = await throughKills((context) => care.run({ context, ...job }));
    kills += await throughKills((context) => doDuties.run({ context, ...job }, { caseId }));
    expect(kills).toBeGreaterThan(10);
    await desk.settle();
    const view = await viewOf(KIM);
    expect(view).toMatchObject({ state: 'ended', refund: 'due' });
    expect(view.creditNotes).toMatchObject([{ gross: '1292.87' }]);
    expect(view.payouts).toMatchObject([{ amount: '1292.87', state: 'due' }]);
    const sent = subjects(KIM);
    expect(sent.filter((subject) => subject.includes('has ended'))).toHaveLength(1);
    expect(new Set(sent).size).toBe(sent.length);
  });

  test('it ends when the last day is over and not before, with the credit note in its mail', async () => {
    await desk.to('2026-06-09T22:02:00.000Z');
    const view = await viewOf(ANNA);
    expect(view).toMatchObject({ state: 'ended', access: 'ended', refund: 'due' });
    const mails = desk.news(ANNA);
    expect(mails.map(({ mail }) => mail.subject)).toEqual([expect.stringContaining('ended')]);
    expect(plain(mails[0]!.mail.text)).toContain(view.creditNotes[0]!.number);
    expect(await caseOf(CARA)).toMatchObject({ name: 'ended' });
  });

  test('open payments hold it: the service goes on, and the day of the payment becomes the last one', async () => {
    expect(await caseOf(DORA)).toMatchObject({ name: 'held' });
    expect(subjects(DORA).at(-1)).toContain('open payments');
    await desk.to('2026-06-24T10:00:00.000Z');
    await desk.pay(subscribed.get(DORA)!.invoiceId, '242.00');
    await desk.to('2026-06-24T21:59:00.000Z');
    expect((await viewOf(DORA)).access).toBe('open');
    await desk.to('2026-06-24T22:01:00.000Z');
    // 310 of 365 days lie after 24 June: 1,200.00 × 310 ÷ 365 = 1,019.18; 21 % of it 214.03.
    expect(await viewOf(DORA)).toMatchObject({
      state: 'ended',
      lastOn: '2026-06-24',
      refundTotal: '1233.21',
    });
  });

  test('a set-off pays what is owed, and the rest is paid out', async () => {
    const view = await viewOf(EMIL);
    expect(view).toMatchObject({ state: 'ended', lastOn: '2026-06-09', owed: '0.00' });
    // 1,292.87 − 242.00
    expect(view.payouts.map(({ amount }) => amount)).toEqual(['1050.87']);
  });

  test('after the grace the data is deleted with a record, and never before', async () => {
    await desk.to('2026-07-09T21:00:00.000Z');
    expect((await viewOf(ANNA)).data).toBe('kept');
    await desk.to('2026-07-09T22:05:00.000Z');
    expect((await viewOf(ANNA)).data).toBe('deleted');
    expect(subjects(ANNA)).toEqual([expect.stringContaining('deleted')]);
    expect(
      (await desk.asOperator((tx) => findCases(tx))).find(({ sender }) => sender.includes('evil')),
    ).toMatchObject({
      name: 'lapsed',
    });
  });
});
