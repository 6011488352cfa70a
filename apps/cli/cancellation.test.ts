import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cancellation } from './cancellation.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tenon-quote-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The example of the contract. */
const hosting = {
  id: 'hosting',
  kind: 'hosting',
  from: '2026-01-01',
  until: '2026-12-31',
  net: '1200.00',
  vatRate: '21',
  paid: true,
  refundTerms: 'prorated',
  invoice: '2026-001',
  credits: [{ from: '2026-03-01', until: '2026-03-10', net: '32.88' }],
};
const { credits: _, ...plain } = hosting;
const labels = { ...plain, id: 'labels', kind: 'addon', net: '300.00', refundTerms: 'none' };
const CASE = {
  zone: 'Europe/Berlin',
  currency: 'EUR',
  receivedAt: '2026-05-10T09:15:00Z',
  askedOn: null,
  amendedOn: null,
  subscription: {
    renews: true,
    anchor: '2026-01-01',
    every: { months: 12 },
    price: { net: '1500.00', vatRate: '21' },
  },
  lines: [hosting, labels],
  dues: { total: '0.00', settledOn: null, setOffAcceptedOn: null },
  payments: [{ id: 'pay-1', on: '2026-01-05', method: 'bank', amount: '1815.00' }],
  parameters: { 'cancel.noticeDays': 30 },
};

async function run(of: unknown, ...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const path = join(folder, 'case.json');
  writeFileSync(path, typeof of === 'string' ? of : JSON.stringify(of));
  let out = '';
  let err = '';
  const io = { out: (text: string) => (out += text), err: (text: string) => (err += text) };
  const code = await cancellation(words.length ? words : ['quote', path], io);
  return { code, out, err };
}

test('the example of the contract is answered as the contract says', async () => {
  const { code, out, err } = await run(CASE);
  expect([code, err]).toEqual([0, '']);
  expect(JSON.parse(out)).toEqual({
    receivedOn: '2026-05-10',
    noticeDays: 30,
    eligible: true,
    plannedOn: '2026-06-09',
    effectiveOn: '2026-06-09',
    endsAt: '2026-06-09T22:00:00Z',
    held: false,
    refund: {
      lines: [{ id: 'hosting', unusedDays: 205, days: 365, net: '673.97' }],
      excluded: [{ id: 'labels', reason: 'refund_terms_none' }],
      net: '673.97',
      vat: '141.53',
      total: '815.50',
    },
    setOff: '0.00',
    stillDue: '0.00',
    payouts: [{ payment: 'pay-1', amount: '815.50' }],
    bridge: null,
    renewals: [],
    offer: null,
    graceUntil: '2026-07-09',
    deletedOn: '2026-07-10',
    backupsGoneBy: '2026-08-14',
  });
});

test('short notice, a bridge, and a currency without decimals', async () => {
  const short = JSON.parse((await run({ ...CASE, askedOn: '2026-06-08' })).out);
  expect(short).toMatchObject({ eligible: false, offer: { effectiveOn: '2026-06-09', total: '815.50' } });
  const price = { ...CASE.subscription, price: { net: '1200.00', vatRate: '21' } };
  expect(JSON.parse((await run({ ...CASE, subscription: price, askedOn: '2027-01-31' })).out).bridge).toEqual(
    {
      from: '2027-01-01',
      until: '2027-01-31',
      days: 31,
      of: 365,
      net: '101.92',
      vat: '21.40',
      total: '123.32',
    },
  );
  const { payments: _paid, parameters: _values, ...without } = CASE;
  const yen = {
    ...without,
    receivedAt: '2026-05-10T09:15:00.123456Z',
    currency: 'JPY',
    subscription: { ...CASE.subscription, price: { net: '120000', vatRate: '10' } },
    lines: [{ ...plain, net: '120000', vatRate: '10' }],
    dues: { ...CASE.dues, total: '0' },
  };
  expect(JSON.parse((await run(yen)).out).refund).toMatchObject({
    net: '67397',
    vat: '6740',
    total: '74137',
  });
});

test.each([
  ['', '{', /no JSON/],
  ['', [], /the case is \[\]/],
  ['lines', { ...CASE, lines: [labels] }, /hosting/],
  ['lines.0.net', { ...CASE, lines: [{ ...hosting, net: 1200 }] }, /1200\.00/],
  ['lines.0.net', { ...CASE, lines: [{ ...hosting, net: '1200.005' }] }, /amount of EUR/],
  ['lines.0.net', { ...CASE, lines: [{ ...hosting, net: '-1.00' }] }, /not below 0/],
  ['lines.0.paid', { ...CASE, lines: [{ ...hosting, paid: undefined }] }, /missing/],
  ['lines.0.colour', { ...CASE, lines: [{ ...hosting, colour: 'red' }] }, /not known/],
  ['lines.0.until', { ...CASE, lines: [{ ...hosting, until: '2025-12-31' }] }, /from 2026-01-01 on/],
  ['lines.0.from', { ...CASE, lines: [{ ...hosting, from: null }] }, /a day/],
  [
    'lines.0.credits.0.until',
    { ...CASE, lines: [{ ...hosting, credits: [{ net: '1.00', from: '2026-03-01' }] }] },
    /a day/,
  ],
  [
    'lines.0.credits.0.from',
    { ...CASE, lines: [{ ...hosting, credits: [{ net: '1.00', from: '2025-03-01', until: '2026-03-01' }] }] },
    /covers/,
  ],
  ['lines.1.id', { ...CASE, lines: [hosting, { ...labels, id: 'hosting' }] }, /twice/],
  ['lines.0.refundTerms', { ...CASE, lines: [{ ...hosting, refundTerms: 'all' }] }, /one of/],
  ['askedOn', { ...CASE, askedOn: '2026-02-30' }, /a day/],
  ['askedOn', { ...CASE, askedOn: undefined }, /missing/],
  ['receivedAt', { ...CASE, receivedAt: '2026-05-10T09:15:00+02:00' }, /UTC/],
  ['receivedAt', { ...CASE, receivedAt: '2026-02-30T09:15:00Z' }, /UTC/],
  ['zone', { ...CASE, zone: 'Europe/Atlantis' }, /IANA/],
  ['currency', { ...CASE, currency: 'EURO' }, /ISO 4217/],
  [
    'subscription.every.months',
    { ...CASE, subscription: { ...CASE.subscription, every: { months: 0 } } },
    /whole number/,
  ],
  [
    'subscription.price.vatRate',
    { ...CASE, subscription: { ...CASE.subscription, price: { net: '1.00', vatRate: '121' } } },
    /from 0 to 100/,
  ],
  ['dues.settledOn', { ...CASE, dues: { total: '0.00', setOffAcceptedOn: null } }, /missing/],
  ['payments.0.amount', { ...CASE, payments: [{ ...CASE.payments[0], amount: '1' }] }, /amount/],
  ['parameters.cancel.notice', { ...CASE, parameters: { 'cancel.notice': 3 } }, /not known/],
  ['parameters.cancel.noticeDays', { ...CASE, parameters: { 'cancel.noticeDays': -1 } }, /0 … 90/],
])('refused with its path: %s', async (path, of, says) => {
  const { code, out, err } = await run(of);
  expect([code, out]).toEqual([2, '']);
  expect(err).toMatch(says);
  expect(err).toContain(`  ${path || 'the case'}`);
});

test('what is typed wrong is told with the usage', async () => {
  for (const words of [
    ['quot'],
    ['quote'],
    ['quote', 'a', 'b'],
    ['quote', 'missing.json'],
    ['quote', '--fast'],
  ]) {
    const { code, out, err } = await run(CASE, ...words);
    expect([code, out, err !== '']).toEqual([2, '', true]);
  }
  expect((await run(CASE, '--help')).out).toMatch(/usage/);
});
