import fc from 'fast-check';
import { expect, test } from 'vitest';
import { must } from '#domain/kernel/result.ts';
import { minor } from '#domain/kernel/units.ts';
import { SMALL_CHART } from '#domain/money/ledger/chart.ts';
import type { LedgerEntry } from '#domain/money/ledger/entry.ts';
import { datevBatch, type DatevSettings } from './datev.ts';
import { journalCsv } from './journal-csv.ts';
import { pairsOf } from './pairs.ts';
import { accountingWords } from './words.ts';

const ENTRY: LedgerEntry = {
  on: '2026-05-04',
  currency: 'EUR',
  reference: 'INV-2026/1',
  kind: 'invoice',
  lines: [
    { account: '1200', amountMinor: minor(1297_00), party: 'C1', item: 'INV-2026/1' },
    { account: '4400', amountMinor: minor(-1100_00), tax: 'S 19' },
    { account: '3806', amountMinor: minor(-197_00), tax: 'S 19' },
  ],
};
const SETTINGS: DatevSettings = {
  adviser: 1001,
  client: 7,
  yearStartsOn: '2026-01-01',
  from: '2026-05-01',
  until: '2026-05-31',
  createdAt: '2026-06-01T08:09:10.123Z',
  accountDigits: 4,
  title: 'May "26"',
  currency: 'EUR',
  automatic: new Set(['4400']),
  partyAccounts: new Map([['C1', '10001']]),
};

test('a booking batch: header, columns, a row for each pair', () => {
  const rows = must(datevBatch([ENTRY], SETTINGS)).split('\r\n');
  expect(rows[0]).toBe(
    '"EXTF";700;21;"Buchungsstapel";13;20260601080910123;;"";"";"";1001;7;20260101;4;20260501;20260531;"May ""26""";"";1;0;0;"EUR";;"";;;"";;;"";""',
  );
  expect(rows[1]!.split(';')).toHaveLength(14);
  expect(rows.slice(2, 4)).toEqual([
    '1100,00;"S";"EUR";;;"";10001;4400;"40";0405;"INV-2026/1";"";;"invoice INV-2026/1"',
    '197,00;"S";"EUR";;;"";10001;3806;"";0405;"INV-2026/1";"";;"invoice INV-2026/1"',
  ]);
});

test.each([
  ['datev_day', datevBatch([{ ...ENTRY, on: '2026-06-01' }], SETTINGS)],
  ['datev_currency', datevBatch([{ ...ENTRY, currency: 'CHF' }], SETTINGS)],
  ['datev_number', datevBatch([], { ...SETTINGS, adviser: 1000 })],
  ['datev_number', datevBatch([], { ...SETTINGS, client: 0 })],
  ['datev_number', datevBatch([], { ...SETTINGS, accountDigits: 9 })],
] as const)('%s is refused with a sentence', (code, made) => {
  expect(made).toMatchObject({ ok: false, refusal: { code } });
  expect([accountingWords.en[`refusal.${code}`], accountingWords.de[`refusal.${code}`]].every(Boolean)).toBe(
    true,
  );
});

test('the journal has a row per line, and no cell that a spreadsheet would run', () => {
  const rows = journalCsv([{ ...ENTRY, reference: '=1+1;"' }], SMALL_CHART, 'de').split('\r\n');
  expect(rows[1]).toBe(
    `1;2026-05-04;invoice;"'=1+1;""";1200;Forderungen aus Lieferungen und Leistungen;1297.00;;EUR;C1;INV-2026/1;`,
  );
  expect(rows[2]).toContain(';4400;Erlöse 19 %;;1100.00;EUR;;;S 19');
});

test('property: pairs move the same sums on the same accounts', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 7 }),
      (amounts) => {
        const rest = -amounts.reduce((all, one) => all + one, 0);
        const lines = [...amounts, rest].map((amount, at) => ({
          account: `${at % 4}`,
          amountMinor: minor(amount),
        }));
        const balances = (moves: readonly (readonly [string, bigint])[]) => {
          const sums = new Map<string, bigint>();
          for (const [account, amount] of moves) sums.set(account, (sums.get(account) ?? 0n) + amount);
          return [...sums].filter(([, sum]) => sum !== 0n).sort();
        };
        const pairs = pairsOf({ lines });
        expect(pairs.every((pair) => pair.amountMinor > 0n)).toBe(true);
        const moved = pairs.flatMap(({ debit, credit, amountMinor }) => [
          [debit.account, amountMinor] as const,
          [credit.account, -amountMinor] as const,
        ]);
        expect(balances(moved)).toEqual(balances(lines.map((line) => [line.account, line.amountMinor])));
      },
    ),
    { numRuns: 2000 },
  );
});
