import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hmm, minor, type Hmm } from '#domain/kernel/units.ts';
import { offcutValue, priceByArea, rackFor } from './rules.ts';

test('a sheet of 2800 × 2070 mm at 9.50 a square metre costs 55.06', () => {
  // 2.8 × 2.07 = 5.796 m² × 9.50 = 55.062
  expect(priceByArea(hmm(2800), hmm(2070), minor(9_50n))).toBe(55_06n);
});

test('a small offcut is worth the workshop share, one of 1.5 m² and more four fifths', () => {
  // 1000 × 600 = 0.6 m² × 10.00 × 30 % = 1.80; 1500 × 1000 = 1.5 m² × 10.00 × 80 % = 12.00
  expect(offcutValue(hmm(1000), hmm(600), minor(10_00n), 30)).toBe(1_80n);
  expect(offcutValue(hmm(1500), hmm(1000), minor(10_00n), 30)).toBe(12_00n);
  expect(offcutValue(hmm(1499.99), hmm(1000), minor(10_00n), 30)).toBe(4_50n);
});

test('an offcut is never worth more than new material of its size', () => {
  const side = fc.integer({ min: 1, max: 300_000 });
  fc.assert(
    fc.property(
      side,
      side,
      fc.bigInt({ min: 0n, max: 100_000n }),
      fc.integer({ min: 0, max: 100 }),
      (l, w, price, percent) => {
        const value = offcutValue(l as Hmm, w as Hmm, minor(price), percent);
        expect(value >= 0n && value <= priceByArea(l as Hmm, w as Hmm, minor(price))).toBe(true);
      },
    ),
  );
});

test('the bay follows the longer side', () => {
  expect(rackFor('W18', hmm(300), hmm(1000))).toBe('W18-A');
  expect(rackFor('W18', hmm(1000.01), hmm(300))).toBe('W18-B');
  expect(rackFor('W18', hmm(1800.01), hmm(300))).toBe('W18-C');
});
