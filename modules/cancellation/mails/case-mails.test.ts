import { describe, expect, test } from 'vitest';
import { minor } from '#domain/kernel/units.ts';
import { CASE_MAILS } from '#domain/policy/cancellation/machine/effects.ts';
import { quoteCancellation } from '#domain/policy/cancellation/quote.ts';
import { BASE, workedLine } from '#domain/policy/cancellation/worked-case.ts';
import { composeMail } from '#platform/mail/compose.ts';
import type { Locale } from '#platform/words/words.ts';
import { composeCaseMail } from './compose-case-mail.ts';
import type { CaseMailFacts, CommonFacts, DataBack, DuesFacts } from './facts.ts';

const COMMON: CommonFacts = {
  locale: 'en',
  zone: 'Europe/Berlin',
  currency: 'EUR',
  caseNo: 'C-0007',
  subscription: 'Odoo hosting S-0003',
  operator: { name: 'Ciertech', lines: ['1 Mill Road, 10115 Berlin'] },
  caseUrl: 'https://tenon.example/cancellations/7',
  policy: { version: 3, url: 'https://tenon.example/policy/cancellation/3' },
};
const DATA: DataBack = {
  backupUrl: 'https://tenon.example/cancellations/7/backup',
  bytes: 1_200_000_000,
  versions: 'Odoo 18.0, PostgreSQL 16',
  modules: ['sale', 'stock', 'forest_labels'],
  restoreUrl: 'https://tenon.example/docs/restore',
  until: '2026-06-09T22:00:00.000Z',
};
const DUES: DuesFacts = {
  state: 'open',
  items: [{ number: 'INV-2026-000031', dueOn: '2026-05-24', openMinor: minor(242_00n) }],
  totalMinor: minor(242_00n),
  payUrl: 'https://tenon.example/pay/31',
  perDayMinor: minor(3_98n),
  setOffUrl: 'https://tenon.example/cancellations/7/set-off',
};
const SHA = 'f0e4c2f76c58916ec258f246851bea091d14d4247a2fc3e18694461b1816e13b';
const ADDON = workedLine(300_00n, { id: 'labels', kind: 'addon', refundTerms: 'none' });
const quote = quoteCancellation({ ...BASE, lines: [workedLine(), ADDON] });
const MAILS: { readonly [M in CaseMailFacts['mail']]: Extract<CaseMailFacts, { mail: M }> } = {
  E1: {
    mail: 'E1',
    receivedAt: '2026-05-10T09:15:00.000Z',
    received: 'Please cancel our hosting.',
    next: 'confirmation',
    data: DATA,
    notUsUrl: 'https://tenon.example/cancellations/7/not-us',
  },
  E1n: { mail: 'E1n', accountUrl: 'https://tenon.example/sign-in' },
  E1v: {
    mail: 'E1v',
    sender: 'somebody@else.example',
    receivedAt: '2026-05-10T09:15:00.000Z',
    confirmUrl: 'https://tenon.example/cancellations/7/confirm',
    notUsUrl: 'https://tenon.example/cancellations/7/not-us',
    until: '2026-05-24',
  },
  E2: {
    mail: 'E2',
    quote,
    names: { hosting: 'Hosting, yearly', labels: 'Label module' },
    noticeNeeded: 30,
    replaces: false,
    dues: DUES,
    switchUrl: null,
    ways: [{ to: 'card •••• 4242', amountMinor: minor(573_50n) }],
    payOutBy: '2026-06-23',
    data: DATA,
    withdrawUrl: 'https://tenon.example/cancellations/7/withdraw',
  },
  E3: {
    mail: 'E3',
    lastOn: '2026-06-09',
    endsAt: '2026-06-09T22:00:00.000Z',
    daysLeft: 7,
    downloadedAt: null,
    backupUrl: DATA.backupUrl,
    dues: DUES,
  },
  E4: { mail: 'E4', dues: DUES, termEndsAt: '2026-12-31T23:00:00.000Z', backupUrl: DATA.backupUrl },
  E5: {
    mail: 'E5',
    endsAt: '2026-06-09T22:00:00.000Z',
    creditNotes: ['CN-2026-000004'],
    ways: [{ to: 'card •••• 4242', amountMinor: minor(815_50n) }],
    refundMinor: minor(815_50n),
    expectedOn: '2026-06-23',
    backup: { sha256: SHA, provenAt: '2026-06-09T20:10:00.000Z' },
    graceUntil: '2026-07-09',
    unsent: ['order K-1042'],
  },
  E6: {
    mail: 'E6',
    deleted: {
      at: '2026-07-09T22:05:00.000Z',
      what: 'database, files',
      method: 'dropped and removed',
      sha256: SHA,
    },
    backupsGoneBy: '2026-08-14',
  },
  E7: { mail: 'E7', nextInvoiceOn: '2027-01-01' },
};
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
