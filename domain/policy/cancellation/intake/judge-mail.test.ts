import { describe, expect, test } from 'vitest';
import { simplified } from './wish.ts';
import { askedDay } from './asked-day.ts';
import { generateMail, KNOWN } from './generate-mail.ts';
import { judgeMail, type ArrivedMail, type Known } from './judge-mail.ts';
import { judgeReply, type RepliedCase } from './judge-reply.ts';

const MAIL: ArrivedMail = {
  nature: 'personal',
  verified: true,
  unread: false,
  from: 'owner@forest.example',
  subject: 'Kündigung',
  text: 'Hiermit kündigen wir unseren Hosting-Vertrag.',
  receivedAt: '2026-05-10T09:15:00.000Z',
  caseId: null,
};
const judge = (more: Partial<ArrivedMail> = {}, known: Known = KNOWN) =>
  judgeMail({ ...MAIL, ...more }, known);
const [first] = KNOWN.subscriptions;
const two = {
  ...KNOWN,
  subscriptions: [first!, { ...first!, id: 'sub-2', names: ['S-0008', 'odoo-lake.example.org'] }],
};
const withCase = (verified: boolean, askedOn: string | null = null): Known => ({
  ...KNOWN,
  subscriptions: [{ ...first!, openCase: { id: 'case-1', verified, askedOn } }],
});

describe('who may cancel', () => {
  test('an owner whose mail is proven, and nobody else, has the request taken at once', () => {
    expect(judge()).toMatchObject({
      kind: 'open',
      verdict: 'clear',
      subscriptions: ['sub-1'],
      askedOn: null,
    });
    expect(judge({ from: 'OFFICE@forest.example' })).toMatchObject({ verdict: 'clear' });
    expect(judge({ from: 'intern@forest.example' })).toMatchObject({
      sender: 'known',
      verdict: 'unauthorised',
    });
    expect(judge({ verified: false })).toMatchObject({ verdict: 'unauthorised', accountId: 'forest' });
    expect(judge({ from: 'x@else.example' })).toMatchObject({ sender: 'unknown', accountId: null });
    // The text tells the account: its owners can be asked.
    expect(judge({ from: 'x@else.example', text: `${MAIL.text} Kundennummer K-1042.` })).toMatchObject({
      sender: 'unknown',
      verdict: 'unauthorised',
      accountId: 'forest',
    });
    expect(judge({ from: 'x@else.example', text: `${MAIL.text} K-10425.` })).toMatchObject({
      accountId: null,
    });
  });
  test('what a machine wrote opens nothing, and what cannot be read is for a person', () => {
    for (const nature of ['bounce', 'auto_reply', 'list', 'loop'] as const)
      expect(judge({ nature })).toEqual({ kind: 'none', why: 'machine' });
    expect(judge({ unread: true })).toEqual({ kind: 'person', why: 'unreadable' });
    expect(judge({ subject: '', text: 'How do I cancel my hosting?' })).toEqual({
      kind: 'person',
      why: 'unclear_wish',
    });
  });
});

describe('which subscription', () => {
  test('the only one, the one that is named, all, or a question', () => {
    expect(judge({}, two)).toMatchObject({ verdict: 'unclear', subscriptions: [] });
    expect(judge({ text: 'Please cancel our hosting S-0008.' }, two)).toMatchObject({
      verdict: 'clear',
      subscriptions: ['sub-2'],
    });
    expect(judge({ text: 'We cancel all our subscriptions.' }, two)).toMatchObject({
      verdict: 'clear',
      subscriptions: ['sub-1', 'sub-2'],
    });
    const ended = { ...KNOWN, subscriptions: [{ ...first!, active: false }] };
    expect(judge({}, ended)).toMatchObject({ verdict: 'already_ended' });
    expect(judge({}, { ...KNOWN, subscriptions: [] })).toEqual({ kind: 'person', why: 'no_subscription' });
  });
});

describe('a case that is open already', () => {
  test('a second request joins it; another day is an amendment', () => {
    expect(judge({}, withCase(true))).toEqual({
      kind: 'join',
      caseId: 'case-1',
      event: 'duplicate',
      on: null,
    });
    const later = { text: 'Bitte kündigen Sie unseren Vertrag zum 31.08.2026.' };
    expect(judge(later, withCase(true))).toMatchObject({ event: 'amended', on: '2026-08-31' });
    expect(judge(later, withCase(true, '2026-08-31'))).toMatchObject({ event: 'duplicate' });
    expect(judge({}, withCase(false))).toMatchObject({ event: 'own_request' });
    expect(judge({ verified: false }, withCase(true))).toEqual({ kind: 'person', why: 'not_authorised' });
    expect(judge({ verified: false }, withCase(false))).toMatchObject({ event: 'duplicate' });
  });
  test('a withdrawal stops it, a forged one does not', () => {
    for (const text of [
      'We withdraw our cancellation.',
      'Please ignore our notice of cancellation.',
      'Hiermit nehmen wir unsere Kündigung zurück.',
      'Wir widerrufen die Kündigung.',
    ]) {
      expect(judge({ subject: 'Re: C-0001', text }, withCase(true))).toMatchObject({
        event: 'withdrawn',
        caseId: 'case-1',
      });
      expect(judge({ subject: '', text, verified: false }, withCase(true))).toEqual({
        kind: 'person',
        why: 'not_authorised',
      });
    }
    expect(judge({ text: 'We withdraw our cancellation.' }, KNOWN)).toMatchObject({ kind: 'person' });
  });
});

describe('a reply in the thread of a case', () => {
  const CASE: RepliedCase = { state: 'clarifying', subscriptions: two.subscriptions, setOffOffered: true };
  const reply = (text: string, more: Partial<RepliedCase> = {}) =>
    judgeReply({ ...MAIL, text }, { ...CASE, ...more }, KNOWN.zone);
  test.each<[string, Partial<RepliedCase>, ReturnType<typeof judgeReply>]>([
    ['We mean S-0008.', {}, { kind: 'answer', subscriptions: ['sub-2'] }],
    ['All of them, please.', {}, { kind: 'answer', subscriptions: ['sub-1', 'sub-2'] }],
    ['Alle Verträge bitte.', {}, { kind: 'answer', subscriptions: ['sub-1', 'sub-2'] }],
    ['Not S-0008.', {}, { kind: 'none' }],
    ['Which one is S-0008?', {}, { kind: 'none' }],
    ['Yes, we confirm.', { state: 'unverified' }, { kind: 'confirm' }],
    ['Ja, das stimmt.', { state: 'unverified' }, { kind: 'confirm' }],
    ['Hiermit bestätigen wir die Kündigung.', { state: 'unverified' }, { kind: 'confirm' }],
    ['We do not confirm this.', { state: 'unverified' }, { kind: 'none' }],
    ['This was not us!', { state: 'unverified' }, { kind: 'not_us' }],
    ['Das waren wir nicht.', { state: 'scheduled' }, { kind: 'not_us' }],
    ['Please take it from the refund.', { state: 'held' }, { kind: 'set_off' }],
    ['Bitte verrechnen Sie das.', { state: 'scheduled' }, { kind: 'set_off' }],
    ['Bitte verrechnen Sie das nicht.', { state: 'scheduled' }, { kind: 'none' }],
    ['Please take it from the refund.', { state: 'held', setOffOffered: false }, { kind: 'none' }],
    ['Please make it 31 August 2026 instead.', { state: 'scheduled' }, { kind: 'move', on: '2026-08-31' }],
    ['Lieber zum 31.08.2026.', { state: 'scheduled' }, { kind: 'move', on: '2026-08-31' }],
    ['Thank you, we saw it on 31 August 2026.', { state: 'scheduled' }, { kind: 'none' }],
    ['Can we make it 31 August 2026 instead?', { state: 'scheduled' }, { kind: 'none' }],
    ['This was not us!', { state: 'over' }, { kind: 'none' }],
    ['> Yes, we confirm.', { state: 'unverified' }, { kind: 'none' }],
  ])('%s', (text, more, found) => expect(reply(text, more)).toEqual(found));

  test('what a machine wrote answers nothing', () => {
    expect(judgeReply({ ...MAIL, nature: 'auto_reply', text: 'Yes.' }, CASE, KNOWN.zone)).toEqual({
      kind: 'none',
    });
  });

  test('a mail that a person takes for a cancellation is one, and is judged like any other', () => {
    const unclear = { subject: '', text: 'We shall not go on with you after June.' };
    expect(judge(unclear)).toMatchObject({ kind: 'none' });
    expect(judge({ ...unclear, byHand: true })).toMatchObject({ kind: 'open', verdict: 'clear' });
    expect(judge({ ...unclear, byHand: true, verified: false })).toMatchObject({ verdict: 'unauthorised' });
  });
});

describe('the day that is named', () => {
  test.each([
    ['zum 30.06.2026', '2026-06-30'],
    ['zum 30.6.', '2026-06-30'],
    ['zum 1. märz', '2027-03-01'],
    ['on the 30th of june 2026', '2026-06-30'],
    ['by june 30, 2026', '2026-06-30'],
    ['30/06/2026', '2026-06-30'],
    ['06/09/2026', 'unclear'],
    ['zum 31.06.2026', 'unclear'],
    ['ende februar 2028', '2028-02-29'],
    ['at the end of the month', '2026-05-31'],
    ['zum monatsende', '2026-05-31'],
    ['with immediate effect', 'unclear'],
    ['am 30.06.2026 oder 31.07.2026', 'unclear'],
    ['den vertrag vom 01.02.2025', null],
    ['as soon as possible', null],
  ])('%s', (text, day) => expect(askedDay(simplified(text), '2026-05-10')).toBe(day));
});

/** All of them in the long run. */
const MAILS = Number(process.env['TENON_CANCELLATION_MAILS'] ?? 700);

test('over generated mails: nothing ends without proof, no honest request is lost, few need a person', () => {
  const before = process.cpuUsage();
  const figures = { honest: 0, taken: 0, lost: 0, wrongDay: 0, falselyTaken: 0, machines: 0 };
  const misses: string[] = [];
  for (let seed = 0; seed < MAILS; seed++) {
    const { mail, kind, askedOn } = generateMail(seed);
    const found = judgeMail(mail, KNOWN);
    const taken = found.kind === 'open' && found.verdict === 'clear';
    if (kind === 'honest') {
      figures.honest++;
      if (taken) figures.taken++;
      else misses.push(`${found.kind} ${'why' in found ? found.why : ''}: ${mail.subject} | ${mail.text}`);
      // Taken, or before a person with its moment of arrival: never dropped.
      if (found.kind === 'none') figures.lost++;
      if (taken && found.askedOn !== askedOn) {
        figures.wrongDay++;
        misses.push(`${found.askedOn} for ${askedOn}: ${mail.text}`);
      }
    } else if (taken || found.kind === 'join') figures.falselyTaken++;
    if (['auto_reply', 'bounce', 'list'].includes(kind)) {
      figures.machines++;
      expect(found).toEqual({ kind: 'none', why: 'machine' });
    }
  }
  expect(misses.slice(0, 3)).toEqual(figures.taken === figures.honest ? [] : misses.slice(0, 3));
  expect(figures).toMatchObject({ lost: 0, wrongDay: 0, falselyTaken: 0 });
  expect(figures.taken / figures.honest).toBeGreaterThan(0.9);
  if (process.env['TENON_CANCELLATION_MAILS']) {
    const { user, system } = process.cpuUsage(before);
    process.stdout.write(
      `${MAILS} mails, ${JSON.stringify(figures)}, ${((user + system) / 1e6).toFixed(1)} CPU seconds\n`,
    );
    for (const miss of misses.slice(0, 6)) process.stdout.write(`${JSON.stringify(miss)}\n`);
  }
}, 120_000);
