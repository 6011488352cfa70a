import { minor } from '#domain/kernel/units.ts';
import { quoteCancellation } from '#domain/policy/cancellation/quote.ts';
import { BASE, workedLine } from '#domain/policy/cancellation/worked-case.ts';
import type { CaseAnswerFacts } from '../mails/compose-answer.ts';
import type { CaseMailFacts, CommonFacts, DataBack, DuesFacts } from '../mails/facts.ts';

/** What stands in every mail of the tests' case. */
export const COMMON: CommonFacts = {
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
export const SHA = 'f0e4c2f76c58916ec258f246851bea091d14d4247a2fc3e18694461b1816e13b';
const ADDON = workedLine(300_00n, { id: 'labels', kind: 'addon', refundTerms: 'none' });
const quote = quoteCancellation({ ...BASE, lines: [workedLine(), ADDON] });
/** One of each mail. */
export const MAILS: { readonly [M in CaseMailFacts['mail']]: Extract<CaseMailFacts, { mail: M }> } = {
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

/** One of each short answer. */
export const ANSWERS: { readonly [A in CaseAnswerFacts['answer']]: Extract<CaseAnswerFacts, { answer: A }> } =
  {
    duplicate: { answer: 'duplicate', receivedAt: '2026-05-11T08:00:00.000Z', lastOn: '2026-06-09' },
    already_ended: { answer: 'already_ended', endedOn: '2026-03-31' },
    which: {
      answer: 'which',
      choices: ['Odoo hosting S-0003', 'Odoo hosting S-0004'],
      until: '2026-05-24',
      chooseUrl: 'https://tenon.example/cancellations/7',
    },
    lapsed: { answer: 'lapsed', receivedAt: '2026-05-10T09:15:00.000Z' },
    too_late: { answer: 'too_late', receivedAt: '2026-06-10T08:00:00.000Z', endedOn: '2026-06-09' },
  };
