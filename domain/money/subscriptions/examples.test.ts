import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { addDays, type Day } from '#domain/kernel/days.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';
import { formatAmount } from '#domain/money/currency.ts';
import { EXAMPLES } from '#domain/policy/examples.ts';
import { termAt, termOn } from '../terms.ts';
import type { Tax } from '../tax.ts';
import { totalsOfNets } from '../tax.ts';
import type { ServiceLine } from './line.ts';
import { nextPart } from './next-part.ts';
import { partOfPrice } from './part.ts';
import { refundAsOf } from './refund.ts';

/** The worked examples as they were given, where they lie beside the tree; else those that the public page shows. */
const GIVEN = resolve(import.meta.dirname, '../../../../shared/clauses.md');
const rows = new Map<string, string>(
  existsSync(GIVEN)
    ? [...readFileSync(GIVEN, 'utf8').matchAll(/^\| (W-\w+) \| (.*) \|$/gm)].map((row) => [row[1]!, row[2]!])
    : EXAMPLES.map((row) => [
        row.id,
        [row.says.en, row.effective, row.days, row.net, row.vat, row.total].join(' | '),
      ]),
);
/** W-25b names its nets as those of the row before it. */
const nets = (id: string): string => says(id) + (id === 'W-25b' ? says('W-25') : '');
const says = (id: string): string =>
  rows
    .get(id)!
    .replaceAll(/(\d),(\d{3})/g, '$1$2')
    .replaceAll('*', '');

const S21: Tax = { category: 'S', percent: '21' };
let lines = 0;
function line(net: bigint, more: Partial<ServiceLine> = {}): ServiceLine {
  return {
    id: String(++lines),
    invoiceId: 'first',
    kind: 'hosting',
    refundable: 'prorated',
    from: '2026-01-01',
    until: '2026-12-31',
    netMinor: minor(net),
    tax: S21,
    ...more,
  };
}
const YEAR = line(1_200_00n);
const JUNE = { from: '2026-06-01', until: '2026-06-30' };
const part = (from: Day, until: Day, net: bigint) => ({ from, until, netMinor: minor(net) });

/** Refunds that days and money alone decide: id, last day with service, lines; the amounts are read from the row. */
const REFUNDS: readonly (readonly [id: string, on: Day, lines: readonly ServiceLine[], currency?: string])[] =
  [
    ['W-01', '2026-06-09', [YEAR]],
    ['W-03', '2026-09-30', [YEAR]],
    ['W-04', '2026-06-09', [YEAR]],
    ['W-11', '2026-06-10', [YEAR]],
    ['W-11b', '2026-06-09', [YEAR]],
    ['W-11c', '2026-06-10', [YEAR]],
    ['W-13', '2028-02-29', [line(1_200_00n, { from: '2028-01-01', until: '2028-12-31' })]],
    ['W-14', '2027-03-01', [line(1_200_00n, { from: '2027-01-01', until: '2027-12-31' })]],
    ['W-15', '2027-12-31', [line(1_200_00n, { from: '2027-03-01', until: '2028-02-29' })]],
    ['W-16', '2028-06-30', [line(1_200_00n, termAt('2028-02-29', 12, 0))]],
    ['W-18', '2026-06-09', [line(100_00n, JUNE)]],
    ['W-21', '2026-06-09', [line(49_90n, JUNE)]],
    ['W-22', '2026-06-09', [{ ...YEAR, credits: [{ netMinor: minor(200_00n) }] }]],
    ['W-23', '2026-06-09', [{ ...YEAR, credits: [part('2026-03-01', '2026-03-10', 32_88n)] }]],
    ['W-24', '2026-06-09', [{ ...YEAR, credits: [part('2026-10-01', '2026-12-31', 100_00n)] }]],
    ['W-25', '2026-06-09', [YEAR, line(300_00n, { from: '2026-04-01', invoiceId: 'second' })]],
    ['W-25b', '2026-06-09', [YEAR, line(300_00n, { from: '2026-04-01' })]],
    [
      'W-26',
      '2026-06-09',
      [
        YEAR,
        line(300_00n, { kind: 'addon', refundable: 'none' }),
        line(2_000_00n, { kind: 'customisation', refundable: 'none' }),
      ],
    ],
    ['W-27', '2026-06-09', [YEAR, line(300_00n, { kind: 'addon' })]],
    ['W-28', '2026-06-09', [line(120_000n, { tax: { category: 'S', percent: '10' } })], 'JPY'],
    ['W-29', '2026-06-09', [line(450_000n, { tax: { category: 'Z', percent: '0' } })], 'KWD'],
    ['W-31', '2026-06-09', [line(99_99n), line(99_99n)]],
    ['W-32', '2026-06-09', [YEAR, line(90_00n, { tax: { category: 'S', percent: '9' } })]],
    ['W-33', '2026-06-09', [line(2_400_00n, { until: '2027-12-31' })]],
    ['W-34', '2026-06-09', [line(330_00n, termOn('2026-01-01', 3, '2026-06-09'))]],
    ['W-35', '2026-06-09', [line(1_080_00n)]],
    ['W-36', '2026-06-09', [YEAR]],
    ['W-37', '2026-06-24', [YEAR]],
    ['W-38', '2026-06-09', [YEAR]],
    ['W-42', '2026-08-31', [YEAR]],
    ['W-43', '2026-06-09', [YEAR]],
  ];

test.each(REFUNDS.map(([id, on, given, currency = 'EUR']) => [id, on, given, currency] as const))(
  '%s gives back what the clauses say',
  (id, on, given, currency) => {
    const refund = refundAsOf(given, on);
    const text = (amount: Minor): string => formatAmount(amount, currency);
    for (const { netMinor } of refund.lines.filter((each) => each.netMinor > 0n))
      expect(nets(id)).toContain(text(netMinor));
    for (const { totals } of refund.notes)
      for (const { taxMinor } of totals.taxes)
        expect(says(id)).toContain(taxMinor === 0n ? '0' : text(taxMinor));
    expect(says(id)).toContain(text(refund.grossMinor));
  },
);

test('W-02: the rate is that of the invoice, and reverse charge has none', () => {
  // 673.97 × 19 % = 128.0543 → 128.05
  const at = (tax: Tax) => refundAsOf([{ ...YEAR, tax }], '2026-06-09').grossMinor;
  const shown = [at({ category: 'S', percent: '19' }), at({ category: 'AE', percent: '0' })];
  expect(says('W-02')).toContain(shown.map((amount) => formatAmount(amount, 'EUR')).join(' / '));
});

test('W-05, W-06, W-07, W-19: short notice gives nothing back, and says so', () => {
  for (const on of ['2026-06-08', '2026-05-10', '2026-05-31']) {
    const refund = refundAsOf([YEAR], on, false);
    expect(refund).toMatchObject({ notes: [], grossMinor: 0n, lines: [{ excluded: 'notice' }] });
  }
  expect(says('W-05')).toContain(formatAmount(refundAsOf([YEAR], '2026-06-09').grossMinor, 'EUR'));
});

test('W-08: nothing is left at the end of the term, so there is no credit note and no renewal', () => {
  expect(refundAsOf([YEAR], '2026-12-31')).toMatchObject({
    notes: [],
    lines: [{ unusedDays: 0, excluded: null }],
  });
  const year = { anchorOn: '2026-01-01', months: 12, paidUntil: '2026-12-31', lastTerm: 'part' } as const;
  expect(nextPart({ ...year, endsOn: '2026-12-31' })).toBeNull();
});

test.each([
  [
    'W-09',
    { anchorOn: '2026-01-01', months: 12, paidUntil: '2026-12-31', endsOn: '2027-01-31' },
    1_200_00n,
    '31/365',
  ],
  [
    'W-10',
    { anchorOn: '2026-01-01', months: 12, paidUntil: '2026-12-31', endsOn: '2027-01-14' },
    1_200_00n,
    '14/365',
  ],
  [
    'W-17',
    { anchorOn: '2026-01-01', months: 1, paidUntil: '2026-05-31', endsOn: '2026-06-09' },
    100_00n,
    '9/30',
  ],
] as const)('%s: the last term is billed up to the last day', (id, given, price, days) => {
  const next = nextPart({ ...given, lastTerm: 'part' })!;
  expect(next).toMatchObject({ until: given.endsOn, whole: false });
  const totals = totalsOfNets([{ netMinor: partOfPrice(minor(price), next.term, next), tax: S21 }]);
  const shown = [totals.netMinor, totals.taxMinor, totals.grossMinor].map((amount) =>
    formatAmount(amount, 'EUR'),
  );
  for (const text of [days, ...shown]) expect(says(id)).toContain(text);
});

test('W-20: with short notice the period that has begun is charged in full', () => {
  const monthly = {
    anchorOn: '2026-01-01',
    months: 1,
    paidUntil: '2026-05-31',
    endsOn: '2026-06-05',
  } as const;
  expect(nextPart({ ...monthly, lastTerm: 'whole' })).toMatchObject({ ...JUNE, whole: true });
  expect(says('W-20')).toContain(formatAmount(partOfPrice(minor(100_00n), JUNE, JUNE), 'EUR'));
});

test('W-26: excluded lines are listed with the reason', () => {
  const refund = refundAsOf([YEAR, line(300_00n, { kind: 'addon', refundable: 'none' })], '2026-06-09');
  expect(refund.lines.map(({ excluded }) => excluded)).toEqual([null, 'terms']);
});

test('W-30: half a cent goes away from zero', () => {
  const april = line(9_99n, { from: '2026-04-01', until: '2026-04-30' });
  expect(says('W-30')).toContain(formatAmount(refundAsOf([april], '2026-04-15').netMinor, 'EUR'));
});

test('W-39, W-40: a day later gives 3.98 less, and nothing is left after the term', () => {
  const on = (day: Day): bigint => refundAsOf([YEAR], day).grossMinor;
  // 1200 ÷ 365 × 1.21 = 3.978…
  expect(says('W-39')).toContain(formatAmount(minor(1_000_00n - on('2026-06-09')), 'EUR'));
  expect(says('W-39')).toContain(formatAmount(minor(on('2026-06-09') - on(addDays('2026-06-09', 1))), 'EUR'));
  expect(on('2026-12-31')).toBe(0n);
});
