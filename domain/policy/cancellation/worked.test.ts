import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { addDays, type Day } from '#domain/kernel/days.ts';
import { minor } from '#domain/kernel/units.ts';
import { formatAmount } from '#domain/money/currency.ts';
import { EXAMPLES } from '../examples.ts';
import { endOf } from '../notice.ts';
import { sharesOf, writeShares } from './arithmetic.ts';
import type { CancellationCase } from './case.ts';
import { quoteCancellation, type Quote } from './quote.ts';
import { BASE, owed, priced, workedLine as line } from './worked-case.ts';
import { clausesOfExample, WITHOUT_QUOTE, WORKED_IDS, workedCase as of } from './worked-cases.ts';

const june = { from: '2026-06-01', until: '2026-06-30' };
const toMay = line(100_00n, { from: '2026-05-01', until: '2026-05-31' });
const quoted = (id: string, at = 0): Quote => quoteCancellation(of(id, at));
const rowOf = (id: string) => EXAMPLES.find((row) => row.id === id)!;

/** Rows whose cells say more than figures; each is a test of its own below. */
const IN_WORDS = [
  'W-02',
  'W-05',
  'W-09',
  'W-10',
  'W-17',
  'W-20',
  'W-24',
  'W-30',
  'W-39',
  'W-40',
  'W-41',
  'W-44',
];

describe('the worked examples', () => {
  test('every row has a case, and none is left out', () => {
    expect([...WORKED_IDS, ...WITHOUT_QUOTE].sort()).toEqual(EXAMPLES.map(({ id }) => id).sort());
  });

  test.each(WORKED_IDS.filter((id) => !IN_WORDS.includes(id)))('%s', (id) => {
    const { currency, lines } = of(id);
    const quote = quoted(id);
    const row = rowOf(id);
    const text = (amount: bigint): string => formatAmount(minor(amount), currency);
    const zero = (amount: bigint): string => (amount === 0n ? '0' : text(amount));
    const [on, endsAt] = row.effective.split(/, (?:access ends |ends )?/);
    expect(quote.effectiveOn ?? '').toBe(/^\d{4}-\d\d-\d\d$/.test(on!) ? on : quote.effectiveOn);
    if (endsAt) expect(`${quote.endsAt.slice(0, 19)}Z`).toBe(endsAt);
    if (id === 'W-46') return expect(`${quote.endsAt.slice(0, 19)}Z`).toBe(row.effective);
    expect(quote.eligible).toBe(row.days !== '–');
    if (!quote.eligible) return expect([quote.refund.totalMinor, quote.refund.lines]).toEqual([0n, []]);
    const shared = new Set(quote.refund.lines.map(({ unusedDays, days }) => `${unusedDays}/${days}`));
    expect([...shared].join(' + ')).toBe(row.days.replace(' of 1,000', ''));
    expect(quote.refund.lines.map(({ netMinor }) => zero(netMinor)).join(' + ')).toBe(row.net);
    const notes = new Set(lines.map(({ invoice, vatRate }) => `${invoice} ${vatRate}`));
    if (notes.size === 1) expect(zero(quote.refund.vatMinor)).toBe(row.vat);
    else {
      const parts = row.vat.split(' + ').map((part) => BigInt(part.replace('.', '')));
      expect(quote.refund.vatMinor).toBe(parts.reduce((all, part) => all + part, 0n));
    }
    expect(zero(quote.refund.totalMinor)).toBe(row.total);
  });

  test('every row leads to the sentences that it is an example of', () => {
    for (const { id } of EXAMPLES) expect(clausesOfExample(id).length).toBeGreaterThan(0);
    expect(() => of('W-12')).toThrow(/no such case/);
  });

  test('the refund of a row is what its arithmetic comes to', () => {
    const written = (id: string): string[] => {
      const { lines, currency } = of(id);
      const { refund, effectiveOn } = quoted(id);
      return refund.lines.map((row) => {
        const line = lines.find((one) => one.id === row.id)!;
        const shares = sharesOf(
          { ...line, from: line.from!, until: line.until! },
          effectiveOn!,
          row.netMinor,
        );
        return writeShares(shares!, (amount) => formatAmount(amount, currency));
      });
    };
    expect(written('W-01')).toEqual(['1200.00 × 205 ÷ 365']);
    expect(written('W-22')).toEqual(['1200.00 × 205 ÷ 365 − 200.00 × 205 ÷ 365']);
    expect(written('W-23')).toEqual(['1200.00 × 205 ÷ 365']);
    expect(written('W-24')).toEqual(['1200.00 × 205 ÷ 365 − 100.00']);
    expect(written('W-25')).toEqual(['1200.00 × 205 ÷ 365', '300.00 × 205 ÷ 275']);
    // Credited beyond its value on one day: the sum of the shares is not what is given back, so none are shown.
    const beyond = { ...line(10_00n), from: '2026-01-01', until: '2026-01-10' };
    const credits = [{ netMinor: minor(5_00n), from: '2026-01-10', until: '2026-01-10' }];
    expect(sharesOf({ ...beyond, credits }, '2026-01-05', minor(4_00n))).toBeNull();
  });

  test('W-02: other rates', () => {
    const text = (of: (quote: Quote) => bigint): string =>
      [0, 1].map((at) => formatAmount(minor(of(quoted('W-02', at))), 'EUR')).join(' / ');
    expect(text(({ refund }) => refund.vatMinor)).toBe(rowOf('W-02').vat);
    expect(text(({ refund }) => refund.totalMinor)).toBe(rowOf('W-02').total);
  });

  test('W-05: a day too short gives nothing back, and the offer names the day and the amount', () => {
    expect(quoted('W-05')).toMatchObject({
      effectiveOn: '2026-06-08',
      noticeDays: 29,
      eligible: false,
      refund: { totalMinor: 0n },
      bridge: null,
      offer: { effectiveOn: '2026-06-09', totalMinor: 815_50n },
    });
  });

  test.each(['W-09', 'W-10', 'W-17'])('%s: the last period is billed to the last day', (id) => {
    const { effectiveOn, bridge, renewals, refund } = quoted(id);
    const row = rowOf(id);
    expect(renewals).toEqual([]);
    expect(refund.totalMinor).toBe(0n);
    expect(effectiveOn).toBe(row.effective);
    expect(row.days).toContain(`bridge ${bridge!.days}/${bridge!.of}`);
    const { netMinor, vatMinor, totalMinor } = bridge!;
    expect([netMinor, vatMinor, totalMinor].map((one) => formatAmount(one, 'EUR'))).toEqual([
      row.net,
      row.vat,
      row.total,
    ]);
  });

  test('W-20: short notice pays the period that has begun in full', () => {
    const june100 = { ...june, netMinor: 100_00n, vatMinor: 21_00n, totalMinor: 121_00n };
    expect(quoted('W-20')).toMatchObject({ bridge: null, renewals: [june100], refund: { totalMinor: 0n } });
    expect(quoted('W-19').renewals).toEqual([]);
  });

  test('W-24, W-30: a credit of unused days, and a tie', () => {
    expect(quoted('W-24').refund).toMatchObject({
      netMinor: 573_97n,
      vatMinor: 120_53n,
      totalMinor: 694_50n,
    });
    expect(quoted('W-30').refund.lines).toMatchObject([{ unusedDays: 15, days: 30, netMinor: 5_00n }]);
  });

  test('W-38, W-39: dues are taken from the refund; what is missing grows with each day', () => {
    const payments = [{ id: 'p', on: '2026-01-05', method: 'bank', amountMinor: minor(1_452_00n) }];
    const offset = quoteCancellation({ ...of('W-38'), payments });
    expect(offset).toMatchObject({ held: false, setOffMinor: 242_00n, stillDueMinor: 0n });
    expect(offset.payouts).toEqual([{ payment: 'p', amountMinor: 573_50n }]);
    expect(quoted('W-39')).toMatchObject({
      held: true,
      effectiveOn: null,
      setOffMinor: 815_50n,
      stillDueMinor: 184_50n,
    });
    const rest = (settledOn: Day): bigint =>
      quoteCancellation({ ...BASE, dues: owed(1_000_00n, { setOffAcceptedOn: '2026-06-01', settledOn }) })
        .stillDueMinor;
    expect(rest('2026-06-05')).toBe(184_50n);
    expect(rest('2026-06-09')).toBe(184_50n);
    // 1,200.00 ÷ 365 × 1.21 = 3.978…
    expect(rest('2026-06-10') - rest('2026-06-09')).toBe(3_98n);
  });

  test('W-40: what is never paid is held to the end of the paid term, and nothing is given back', () => {
    expect(quoted('W-40')).toMatchObject({
      held: true,
      effectiveOn: null,
      endsAt: '2026-12-31T23:00:00.000Z',
      refund: { totalMinor: 0n },
      stillDueMinor: 242_00n,
      payouts: [],
    });
    // A bridge that is not paid does not lengthen the service.
    expect(quoteCancellation({ ...of('W-17'), dues: owed(36_30n) })).toMatchObject({
      held: true,
      endsAt: '2026-06-09T22:00:00.000Z',
    });
  });

  test('W-41: money goes back to the latest payment first', () => {
    expect(quoted('W-41').payouts).toEqual([
      { payment: '01-20', amountMinor: 452_00n },
      { payment: '01-05', amountMinor: 363_50n },
    ]);
  });

  test('W-44: a late confirmation keeps the first day of receipt', () => {
    expect(quoted('W-44')).toMatchObject({ effectiveOn: '2026-06-09', refund: { totalMinor: 815_50n } });
  });

  test('grace, deletion and the last backup follow the last day (C-5)', () => {
    expect(quoted('W-01')).toMatchObject({
      graceUntil: '2026-07-09',
      deletedOn: '2026-07-10',
      backupsGoneBy: '2026-08-14',
    });
  });
});

// The table of the page says what the clauses say, number for number, where they lie beside the tree.
const GIVEN = resolve(import.meta.dirname, '../../../../shared/clauses.md');
test.skipIf(!existsSync(GIVEN))('the page’s table has the numbers of the clauses', () => {
  const rows = [...readFileSync(GIVEN, 'utf8').matchAll(/^\| (W-\w+) \| (.*) \|$/gm)];
  expect(rows.map((row) => row[1])).toEqual(EXAMPLES.map(({ id }) => id));
  const plain = (text: string): string => text.replaceAll(/(\d),(\d{3})/g, '$1$2').replaceAll('*', '');
  for (const [, id, cells] of rows) {
    const { net, total } = rowOf(id!);
    for (const figure of [net, total].flatMap((cell) => cell.match(/\d+\.\d{2,3}/g) ?? []))
      // W-25b says "the same" of the row before it.
      if (id !== 'W-25b' || figure === total) expect(plain(cells!)).toContain(figure);
  }
});

describe('where the contract says more than the table', () => {
  const quote = (more: Partial<CancellationCase>): Quote => quoteCancellation({ ...BASE, ...more });
  const fixed = { ...BASE.subscription, renews: false };

  test('a subscription that does not renew ends with its paid term', () => {
    expect(quote({ subscription: fixed, askedOn: '2027-03-01' })).toMatchObject({
      plannedOn: '2026-12-31',
      bridge: null,
      renewals: [],
      eligible: true,
      offer: null,
    });
    const ended = quote({ subscription: fixed, receivedAt: '2026-12-20T09:00:00.000Z' });
    expect(ended).toMatchObject({ plannedOn: '2026-12-31', noticeDays: 11, eligible: false, offer: null });
    expect(
      quote({ subscription: fixed, receivedAt: '2026-12-01T09:00:00.000Z', askedOn: '2026-12-05' }).offer,
    ).toEqual({ effectiveOn: '2026-12-31', totalMinor: 0n });
  });

  test('whole periods are billed before the bridge', () => {
    const monthly = { subscription: priced(1, 100_00n), lines: [toMay] };
    const long = quote({ ...monthly, askedOn: '2026-08-10' });
    expect(long.renewals.map(({ from, until }) => [from, until])).toEqual([
      ['2026-06-01', '2026-06-30'],
      ['2026-07-01', '2026-07-31'],
    ]);
    // 100.00 − 100.00 × 21 ÷ 31 = 100.00 − 67.74 = 32.26
    expect(long.bridge).toMatchObject({
      from: '2026-08-01',
      until: '2026-08-10',
      days: 10,
      of: 31,
      netMinor: 32_26n,
    });
    expect(quote({ ...monthly, askedOn: '2026-07-31' })).toMatchObject({ bridge: null, renewals: [{}, {}] });
  });

  test('payment after the planned day moves the last day, not beyond the paid term, and never the eligibility', () => {
    const late = owed(100_00n, { settledOn: '2027-02-01' });
    expect(quote({ dues: late })).toMatchObject({ effectiveOn: '2026-12-31', refund: { totalMinor: 0n } });
    const short = quote({ askedOn: '2026-06-08', dues: owed(100_00n, { settledOn: '2026-06-20' }) });
    expect(short).toMatchObject({ effectiveOn: '2026-06-20', eligible: false, refund: { totalMinor: 0n } });
  });

  test('the other choices of a policy', () => {
    const only = { ...BASE.values, 'cancel.hold': 'delays-refund-only' };
    expect(quote({ values: only, dues: owed(100_00n, { settledOn: '2026-06-24' }) }).effectiveOn).toBe(
      '2026-06-09',
    );
    expect(quote({ values: only, dues: owed(100_00n) })).toMatchObject({
      held: true,
      endsAt: endOf('2026-06-09', 'Europe/Berlin'),
    });
    const moved = quote({
      values: { ...BASE.values, 'cancel.shortNotice': 'move-to-earliest' },
      askedOn: '2026-06-01',
    });
    expect(moved).toMatchObject({ plannedOn: '2026-06-09', eligible: true, offer: null });
    const never = quote({
      values: { ...BASE.values, 'refund.offset': 'never' },
      dues: owed(100_00n, { setOffAcceptedOn: '2026-06-01' }),
    });
    expect(never).toMatchObject({ held: true, setOffMinor: 0n, stillDueMinor: 100_00n });
  });

  test('an asked day before the day of its amendment means that day', () => {
    expect(quote({ askedOn: '2026-06-20', amendedOn: '2026-07-01' }).plannedOn).toBe('2026-07-01');
  });

  test('terms decide what is refundable', () => {
    const kinds = [
      line(10_00n, { id: 'a', kind: 'addon', refundTerms: null }),
      line(10_00n, { id: 'b', kind: 'addon', refundTerms: 'text' }),
      line(10_00n, { id: 'c', kind: 'one-off', refundTerms: null, from: null, until: null }),
      line(10_00n, { id: 'd', kind: 'customisation', refundTerms: 'prorated' }),
    ];
    const { refund } = quote({ lines: [line(), ...kinds] });
    expect(refund.lines.map(({ id }) => id)).toEqual(['hosting', 'a', 'd']);
    expect(refund.excluded).toEqual([
      { id: 'b', reason: 'refund_terms_text' },
      { id: 'c', reason: 'refund_terms_missing' },
    ]);
  });

  test('whoever let short notice pass gave the refund, and billed no bridge', () => {
    const waived = quote({ askedOn: '2026-06-08', waived: true });
    // 206 days are left: 1,200.00 × 206 ÷ 365 = 677.26
    expect(waived).toMatchObject({ eligible: true, noticeDays: 29, refund: { netMinor: 677_26n } });
  });

  test('the day after the last one starts when the zone says so', () => {
    expect(quote({ askedOn: addDays('2026-05-10', 60) }).endsAt).toBe('2026-07-09T22:00:00.000Z');
  });
});
