import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { must } from '#domain/kernel/result.ts';
import { minor } from '#domain/kernel/units.ts';
import { CURRENCIES, decimalsOf, formatAmount, isCurrency, parseAmount } from './currency.ts';
import {
  add,
  compare,
  decimal,
  divide,
  fraction,
  fromNumber,
  multiply,
  parseDecimal,
  roundDown,
  roundHalfAway,
  roundUp,
  subtract,
  toDecimalText,
  toNumber,
} from './fraction.ts';
import { compareMargins } from './margin.ts';
import { shareOut } from './share.ts';
import { moneyWords } from './words.ts';
import { documentTotals, lineNet, totalsOfNets, type Tax } from './tax.ts';

const anyFraction = fc
  .tuple(fc.bigInt(-(10n ** 12n), 10n ** 12n), fc.bigInt(1n, 10n ** 6n))
  .map(([n, d]) => fraction(n, d));
/** As many as every run can afford; the long run sets TENON_CASES=100000. */
const RUNS = { numRuns: Number(process.env['TENON_CASES'] ?? 1000) };
const VAT19: Tax = { category: 'S', percent: '19' };

describe('fractions', () => {
  test('are kept in lowest terms with the sign on top', () => {
    expect(fraction(6, -8)).toEqual({ n: -3n, d: 4n });
    expect(() => fraction(1, 0)).toThrow(RangeError);
  });

  test('half goes away from zero, everything else to the nearest', () => {
    expect(
      ['2.5', '-2.5', '2.49', '-2.51', '0.5', '-0.5', '0'].map((x) => roundHalfAway(decimal(x))),
    ).toEqual([3n, -3n, 2n, -3n, 1n, -1n, 0n]);
    expect([
      roundDown(decimal('-0.1')),
      roundUp(decimal('-0.1')),
      roundDown(fraction(-2)),
      roundUp(decimal('0.1')),
    ]).toEqual([-1n, 0n, -2n, 1n]);
  });

  test('a JavaScript number is taken as the decimal it prints as', () => {
    expect(fromNumber(0.1)).toEqual({ n: 1n, d: 10n });
    expect(fromNumber(1e-7)).toEqual({ n: 1n, d: 10_000_000n });
    expect(fromNumber(2e21)).toEqual({ n: 2n * 10n ** 21n, d: 1n });
    expect(() => fromNumber(Number.NaN)).toThrow(RangeError);
  });

  test('decimal text: both ways, and nothing else is read as a number', () => {
    expect(toDecimalText(decimal('-0.10'))).toBe('-0.1');
    expect(toDecimalText(fraction(1, 3), 4)).toBe('0.3333');
    expect(toDecimalText(fraction(1200))).toBe('1200');
    expect(toDecimalText(fraction(1200), 0)).toBe('1200');
    expect(['1e3', '', '1,5', '.5', 'NaN', '0x10', ' 1'].map(parseDecimal)).toEqual(Array(7).fill(undefined));
  });

  test('property: a + b − b is a, a × b ÷ b is a, and rounding stays within one half', () => {
    fc.assert(
      fc.property(anyFraction, anyFraction, (a, b) => {
        expect(subtract(add(a, b), b)).toEqual(a);
        if (b.n !== 0n) expect(divide(multiply(a, b), b)).toEqual(a);
        const off = subtract(fraction(roundHalfAway(a)), a);
        expect(compare({ n: off.n < 0n ? -off.n : off.n, d: off.d }, fraction(1, 2))).toBeLessThanOrEqual(0);
        expect(toNumber(a)).toBeCloseTo(Number(a.n) / Number(a.d), 5);
      }),
      RUNS,
    );
  });
});

describe('amounts', () => {
  test('0, 2 and 3 decimals come from ISO 4217', () => {
    expect(must(parseAmount('1234', 'JPY'))).toBe(1234n);
    expect(must(parseAmount('1234.5', 'EUR'))).toBe(123450n);
    expect(must(parseAmount('-1.234', 'KWD'))).toBe(-1234n);
    expect(must(parseAmount('5.000', 'EUR'))).toBe(500n);
    expect(formatAmount(minor(-5), 'EUR')).toBe('-0.05');
    expect(formatAmount(minor(5), 'JPY')).toBe('5');
    expect(formatAmount(minor(5), 'TND')).toBe('0.005');
  });

  test.each([
    ['1.005', 'EUR', 'amount_too_fine'],
    ['0.1', 'JPY', 'amount_too_fine'],
    ['1,50', 'EUR', 'amount_not_decimal'],
    ['1e2', 'EUR', 'amount_not_decimal'],
    ['', 'EUR', 'amount_not_decimal'],
    ['1', 'EURO', 'currency_not_listed'],
    ['92233720368547758.08', 'EUR', 'amount_too_large'],
  ])('"%s" %s is refused as %s', (text, currency, code) => {
    expect(parseAmount(text, currency)).toMatchObject({ ok: false, refusal: { code } });
  });

  test('the largest amount a bigint column holds is accepted', () => {
    expect(must(parseAmount('92233720368547758.07', 'EUR'))).toBe(2n ** 63n - 1n);
  });

  test('property: writing and reading an amount gives it back, in every currency', () => {
    fc.assert(
      fc.property(fc.bigInt(-(2n ** 62n), 2n ** 62n), fc.constantFrom(...CURRENCIES), (amount, currency) => {
        expect(must(parseAmount(formatAmount(minor(amount), currency), currency))).toBe(amount);
      }),
      RUNS,
    );
  });

  test('an unknown currency is no currency', () => {
    expect([isCurrency('EUR'), isCurrency('XXX'), isCurrency('eur')]).toEqual([true, false, false]);
    expect(() => decimalsOf('XXX')).toThrow(RangeError);
  });
});

describe('tax of a document', () => {
  test('a net of 673.97 at 21 % is 141.53 tax, 815.50 gross', () => {
    // 673.97 × 0.21 = 141.5337 → 141.53; from the gross it would have been 815.51 (clause M-8).
    const totals = totalsOfNets([{ netMinor: minor(673_97), tax: { category: 'S', percent: '21' } }]);
    expect([totals.netMinor, totals.taxMinor, totals.grossMinor]).toEqual([673_97n, 141_53n, 815_50n]);
  });

  test('lines are rounded before tax, and tax once per rate, not per line', () => {
    // 3 × 0.335 = 1.005 → 1.01 on each of two lines; tax 19 % of 2.02 = 0.3838 → 0.38 (per line it were 0.19 + 0.19).
    // Three lines of 0.13: tax per line 0.0247 → 0.02 × 3 = 0.06, per document 0.0741 → 0.07.
    const line = { quantity: fraction(3), unitPrice: decimal('33.5'), tax: VAT19 };
    expect(documentTotals([line, line])).toMatchObject({
      lineNetsMinor: [101n, 101n],
      netMinor: 202n,
      taxMinor: 38n,
    });
    const small = { netMinor: minor(13), tax: VAT19 };
    expect(totalsOfNets([small, small, small]).taxMinor).toBe(7n);
  });

  test('"19" and "19.0" are one rate, categories are kept apart, the highest rate comes first', () => {
    const totals = totalsOfNets([
      { netMinor: minor(100), tax: { category: 'AE', percent: '0' } },
      { netMinor: minor(100), tax: { category: 'S', percent: '7' } },
      { netMinor: minor(100), tax: { category: 'S', percent: '19.0' } },
      { netMinor: minor(100), tax: VAT19 },
    ]);
    expect(totals.taxes.map((row) => [row.category, row.netMinor, row.taxMinor])).toEqual([
      ['S', 200n, 38n],
      ['S', 100n, 7n],
      ['AE', 100n, 0n],
    ]);
  });

  test('a discount is taken from the line, both ends of the scale included', () => {
    const line = { quantity: fraction(1), unitPrice: fraction(999) };
    expect(lineNet({ ...line, discountPercent: '12.5' })).toBe(874n); // 999 × 0.875 = 874.125
    expect([
      lineNet({ ...line, discountPercent: '0' }),
      lineNet({ ...line, discountPercent: '100' }),
    ]).toEqual([999n, 0n]);
    expect(() => lineNet({ ...line, discountPercent: '100.1' })).toThrow(RangeError);
    expect(() => totalsOfNets([{ netMinor: minor(1), tax: { category: 'AE', percent: '19' } }])).toThrow(
      RangeError,
    );
  });

  test('property: nets, taxes and gross add up', () => {
    const anyLine = fc.record({
      netMinor: fc.bigInt(-1_000_000n, 1_000_000n).map(minor),
      tax: fc.constantFrom(
        VAT19,
        { category: 'S', percent: '7' } as Tax,
        { category: 'E', percent: '0' } as Tax,
      ),
    });
    fc.assert(
      fc.property(fc.array(anyLine), (lines) => {
        const totals = totalsOfNets(lines);
        expect(totals.netMinor).toBe(lines.reduce((all, line) => all + line.netMinor, 0n));
        expect(totals.netMinor + totals.taxMinor).toBe(totals.grossMinor);
        expect(totals.taxes.reduce((all, row) => all + row.netMinor, 0n)).toBe(totals.netMinor);
      }),
      RUNS,
    );
  });
});

describe('sharing an amount out', () => {
  test('100 between three is 34, 33, 33, and the same below zero', () => {
    const thirds = [fraction(1), fraction(1), fraction(1)];
    expect(shareOut(minor(100), thirds)).toEqual([34n, 33n, 33n]);
    expect(shareOut(minor(-100), thirds)).toEqual([-34n, -33n, -33n]);
  });

  test('the largest remainder gets the odd cent; weight 0 gets nothing; all weights 0 means evenly', () => {
    // 10 × 1/6 = 1.67, 10 × 2/6 = 3.33, 10 × 3/6 = 5: one cent left, to the first.
    expect(shareOut(minor(10), [fraction(1), fraction(2), fraction(3), fraction(0)])).toEqual([
      2n,
      3n,
      5n,
      0n,
    ]);
    expect(shareOut(minor(3), [fraction(0), fraction(0)])).toEqual([2n, 1n]);
    expect(() => shareOut(minor(1), [])).toThrow(RangeError);
    expect(() => shareOut(minor(1), [fraction(-1)])).toThrow(RangeError);
  });

  test('property: shares add up to the amount and none is a whole unit off its exact part', () => {
    const weights = fc.array(
      fc.bigInt(0n, 10_000n).map((n) => fraction(n, 7)),
      { minLength: 1, maxLength: 20 },
    );
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 9n), 10n ** 9n), weights, (amount, parts) => {
        const shares = shareOut(minor(amount), parts);
        expect(shares.reduce((all, share) => all + share, 0n)).toBe(amount);
        const total = parts.reduce((all, part) => add(all, part), fraction(0));
        if (total.n === 0n) return;
        shares.forEach((share, i) => {
          const off = subtract(fraction(share), divide(multiply(fraction(amount), parts[i]!), total));
          expect(compare({ n: off.n < 0n ? -off.n : off.n, d: off.d }, fraction(1))).toBe(-1);
        });
      }),
      RUNS,
    );
  });
});

test('the margin shows what the remake and the boards took from it', () => {
  const cost = (boards: number, labour: number, other: number) => ({
    boardsMinor: minor(boards),
    edgesMinor: minor(3_80),
    hardwareMinor: minor(12_44),
    labourMinor: minor(labour),
    otherMinor: minor(other),
  });
  const outcome = compareMargins(
    { priceMinor: minor(149_00), cost: cost(25_53, 50_48, 0) },
    { priceMinor: minor(149_00), cost: cost(27_00, 50_48, 8_10) },
  );
  // 149.00 − 92.25 = 56.75 quoted; 149.00 − 101.82 = 47.18 actual; 47.18 ÷ 149.00 = 31.664 %.
  expect(outcome.quoted).toEqual({ costMinor: 92_25n, marginMinor: 56_75n, marginBasisPoints: 3809 });
  expect(outcome.actual).toEqual({ costMinor: 101_82n, marginMinor: 47_18n, marginBasisPoints: 3166 });
  expect(outcome.differenceMinor).toBe(-9_57n);
  expect([outcome.overrun.boardsMinor, outcome.overrun.otherMinor, outcome.overrun.labourMinor]).toEqual([
    1_47n,
    8_10n,
    0n,
  ]);
  expect(
    compareMargins(
      { priceMinor: minor(0), cost: cost(0, 0, 0) },
      { priceMinor: minor(0), cost: cost(0, 0, 0) },
    ).actual.marginBasisPoints,
  ).toBeNull();
});

test('every refused amount has its sentence and remedy in both languages', () => {
  const codes = ['currency_not_listed', 'amount_not_decimal', 'amount_too_fine', 'amount_too_large'];
  const keys = codes.flatMap((code) => [`refusal.${code}`, `refusal.${code}.remedy`]);
  expect([Object.keys(moneyWords.en), Object.keys(moneyWords.de)]).toEqual([keys, keys]);
});
