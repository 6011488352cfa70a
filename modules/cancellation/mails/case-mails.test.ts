import { describe, expect, test } from 'vitest';
import { CASE_MAILS } from '#domain/policy/cancellation/machine/effects.ts';
import { quoteCancellation } from '#domain/policy/cancellation/quote.ts';
import { BASE } from '#domain/policy/cancellation/worked-case.ts';
import { composeMail } from '#platform/mail/compose.ts';
import type { Locale } from '#platform/words/words.ts';
import { ANSWERS, COMMON, MAILS, SHA } from '../testing/sample-mails.ts';
import { composeCaseAnswer } from './compose-answer.ts';
import { composeCaseMail } from './compose-case-mail.ts';
import type { CaseMailFacts, CommonFacts } from './facts.ts';

const textOf = (facts: CaseMailFacts, locale: Locale = 'en'): string => {
  const mail = composeCaseMail({ ...COMMON, locale }, facts);
  return `${mail.subject}\n${composeMail(mail).text}`.replaceAll('\u00a0', ' ');
};

/** What section 6 asks of each mail, as it stands there in English. */
const MUST: Readonly<Record<CaseMailFacts['mail'], readonly string[]>> = {
  E1: [
    '11:15',
    'Europe/Berlin',
    'Please cancel our hosting.',
    '/backup',
    '/docs/restore',
    'forest_labels',
    'PostgreSQL 16',
    'safety',
    '/not-us',
  ],
  E1n: ['registered address', '/sign-in'],
  E1v: [
    'somebody@else.example',
    '/confirm',
    '/not-us',
    '24 May 2026',
    'the day on which the message arrived counts',
  ],
  E2: [
    ...['9 June 2026', '24:00, Europe/Berlin = 2026-06-09 22:00 UTC', '30 days', 'was kept'],
    ...['205 of 365 days unused', '673.97', '141.53', '815.50', 'Label module (its terms say'],
    ...[
      'INV-2026-000031',
      '24 May 2026',
      '242.00',
      '/pay/31',
      '3.98',
      '/set-off',
      '•••• 4242',
      '573.50',
      '23 June 2026',
    ],
    ...['/backup', '9 July 2026', '10 July 2026', '14 August 2026', '/withdraw', 'keep this e-mail'],
  ],
  E3: ['7 days', '9 June 2026', 'not yet', '/backup', '242.00', '/pay/31'],
  E4: ['must be settled', '242.00', '/pay/31', '/set-off', 'goes on', '3.98', '/backup'],
  E5: [
    '00:00',
    'CN-2026-000004',
    '815.50',
    '•••• 4242',
    '23 June 2026',
    SHA,
    'tested',
    '9 July 2026',
    'order K-1042',
  ],
  E6: ['database, files', 'dropped and removed', SHA, '14 August 2026', 'record of the deletion'],
  E7: ['continues', '1 January 2027'],
};

describe('the nine mails', () => {
  test('there is one for each that the states name', () => {
    expect(Object.keys(MAILS).sort()).toEqual([...CASE_MAILS].sort());
  });

  test.each(Object.values(MAILS).map((facts) => [facts.mail, facts] as const))(
    '%s has what it must contain, in text and HTML, in both languages',
    (mail, facts) => {
      const text = textOf(facts);
      for (const piece of MUST[mail]) expect(text).toContain(piece);
      for (const locale of ['en', 'de'] as const) {
        const content = composeCaseMail({ ...COMMON, locale }, facts);
        const { text: plain, html } = composeMail(content);
        expect(content.subject).toContain('C-0007');
        for (const piece of ['Ciertech', '1 Mill Road', COMMON.caseUrl, COMMON.policy.url]) {
          expect(plain).toContain(piece);
          expect(html).toContain(piece);
        }
        // The neutral answer tells nobody whether there is an account.
        if (mail === 'E1n') expect(plain).not.toContain('S-0003');
        else expect(plain).toContain('S-0003');
        expect(`${content.subject}${plain}`).not.toMatch(/undefined|\{|\}|null/);
      }
      const figures = (locale: Locale) => (textOf(facts, locale).match(/https:\S+/g) ?? []).sort();
      expect(figures('de')).toEqual(figures('en'));
      expect(textOf(facts, 'de')).not.toBe(textOf(facts, 'en'));
    },
  );

  test('a field that is empty is refused, whatever it is', () => {
    const empties = (value: unknown): unknown[] => {
      if (typeof value === 'string') return ['', '  '];
      if (Array.isArray(value))
        return value.flatMap((one, at) => empties(one).map((bad) => value.with(at, bad)));
      if (value === null || typeof value !== 'object') return [];
      return Object.entries(value).flatMap(([key, one]) =>
        empties(one).map((bad) => ({ ...value, [key]: bad })),
      );
    };
    // Days and moments are typed and never empty; what people and systems write may be.
    const written = {
      sender: 'E1v',
      received: 'E1',
      versions: 'E1',
      caseNo: 'E7',
      subscription: 'E7',
      name: 'E7',
    } as const;
    for (const [field, mail] of Object.entries(written)) {
      const common = empties(COMMON).filter((bad) =>
        JSON.stringify(bad).match(new RegExp(`"${field}":" *"`)),
      );
      const facts = empties(MAILS[mail]).filter((bad) =>
        JSON.stringify(bad).match(new RegExp(`"${field}":" *"`)),
      );
      expect(common.length + facts.length).toBeGreaterThan(0);
      for (const bad of common)
        expect(() => composeCaseMail(bad as CommonFacts, MAILS[mail])).toThrow(/lacks/);
      for (const bad of facts) expect(() => composeCaseMail(COMMON, bad as CaseMailFacts)).toThrow(/lacks/);
    }
    expect(() => composeCaseMail(COMMON, { ...MAILS.E2, names: {} })).toThrow(/name of line/);
    expect(() => composeCaseMail(COMMON, { ...MAILS.E5, creditNotes: [] })).toThrow(/lacks/);
  });

  test('short notice offers the day that brings a refund, and a replacement says so', () => {
    const short = quoteCancellation({ ...BASE, askedOn: '2026-06-08' });
    const text = textOf({
      ...MAILS.E2,
      quote: short,
      replaces: true,
      ways: [],
      switchUrl: 'https://tenon.example/cancellations/7/switch',
    });
    for (const piece of [
      '8 June 2026',
      '29 days',
      'was not kept',
      'on 9 June 2026 instead',
      '815.50',
      '/switch',
      'replaces',
    ])
      expect(text).toContain(piece);
    expect(text).not.toContain('Refund started by');
  });

  test('what is billed before the end stands in the confirmation', () => {
    const bridged = quoteCancellation({ ...BASE, askedOn: '2027-01-31' });
    const text = textOf({ ...MAILS.E2, quote: bridged, ways: [], dues: { state: 'none' } });
    for (const piece of ['31 of 365 days', '123.32']) expect(text).toContain(piece);
    expect(text).not.toContain('Pay now');
  });
});

describe('the short answers', () => {
  const MUST_SAY: Readonly<Record<keyof typeof ANSWERS, readonly string[]>> = {
    duplicate: ['11 May 2026', '9 June 2026', 'counted twice'],
    already_ended: ['31 March 2026', 'nothing left to cancel'],
    which: ['S-0003', 'S-0004', '24 May 2026', 'all of them', COMMON.caseUrl],
    lapsed: ['10 May 2026', 'subscription continues'],
    too_late: ['10 June 2026', '9 June 2026', 'new order'],
  };
  test.each(Object.values(ANSWERS).map((facts) => [facts.answer, facts] as const))(
    '%s names the case, the day and what follows, in both languages',
    (answer, facts) => {
      const said = (locale: Locale): string => {
        const mail = composeCaseAnswer({ ...COMMON, locale }, facts);
        const { text, html } = composeMail(mail);
        for (const piece of ['Ciertech', COMMON.caseUrl, COMMON.policy.url]) {
          expect(text).toContain(piece);
          expect(html).toContain(piece);
        }
        expect(mail.subject).toContain('C-0007');
        return text.replaceAll('\u00a0', ' ');
      };
      for (const piece of MUST_SAY[answer]) expect(said('en')).toContain(piece);
      expect(said('de')).not.toBe(said('en'));
    },
  );

  test('before the request is cleared no day is named, and an empty choice is refused', () => {
    const { text } = composeMail(composeCaseAnswer(COMMON, { ...ANSWERS.duplicate, lastOn: null }));
    expect(text).toContain('still being checked');
    expect(text).not.toContain('Last day');
    expect(() => composeCaseAnswer(COMMON, { ...ANSWERS.which, choices: ['S-0003', ' '] })).toThrow(/choice/);
  });
});
