import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SMALL_CHART } from './chart.ts';
import { accountMap } from './skr.ts';

const { accounts } = SMALL_CHART;
const numbers = accounts.map(({ number }) => number);

test('SKR 04 is the small chart itself, SKR 03 has a number of its own for every account', () => {
  expect(numbers.map(accountMap('SKR04', new Map(), 4, accounts).numberOf)).toEqual(numbers);
  const { numberOf, automatic } = accountMap('SKR03', new Map(), 4, accounts);
  expect([numberOf('4400'), numberOf('1200'), numberOf('3806'), numberOf('1406')]).toEqual([
    '8400',
    '1400',
    '1776',
    '1576',
  ]);
  expect(automatic.has('8400') && automatic.has('3400') && !automatic.has('1776')).toBe(true);
});

test('property: no two accounts get one number, in either chart, with any number of digits', () => {
  fc.assert(
    fc.property(fc.constantFrom('SKR03', 'SKR04'), fc.integer({ min: 4, max: 8 }), (chart, digits) => {
      const { numberOf } = accountMap(chart, new Map(), digits, accounts);
      const mapped = numbers.map(numberOf);
      expect(new Set(mapped).size).toBe(numbers.length);
      expect(mapped.every((number) => number.length === digits)).toBe(true);
    }),
  );
});

test('an own number goes before the chart', () => {
  const map = accountMap('SKR03', new Map([['4400', '84001']]), 5, accounts);
  expect([map.numberOf('4400'), map.numberOf('4300')]).toEqual(['84001', '83000']);
  expect(map.automatic.has('84001')).toBe(true);
});
