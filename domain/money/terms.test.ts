import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, daysBetween } from '#domain/kernel/days.ts';
import { plusMonths, termAt, termOn } from './terms.ts';

test('terms keep to the anchor: after a short month the long ones come back', () => {
  expect([0, 1, 2, 3, 4].map((n) => termAt('2026-01-31', 1, n).from)).toEqual([
    '2026-01-31',
    '2026-02-28',
    '2026-03-31',
    '2026-04-30',
    '2026-05-31',
  ]);
});

test('a year that starts on 29 February', () => {
  expect(termAt('2028-02-29', 12, 0)).toEqual({ index: 0, from: '2028-02-29', until: '2029-02-27' });
  expect(termAt('2028-02-29', 12, 3)).toEqual({ index: 3, from: '2031-02-28', until: '2032-02-28' });
  expect(termAt('2028-02-29', 12, 4).from).toBe('2032-02-29');
  expect(daysBetween('2028-02-29', '2029-02-27') + 1).toBe(365);
  expect(daysBetween('2031-02-28', '2032-02-28') + 1).toBe(366);
});

test('months before the anchor, and terms that are none', () => {
  expect(plusMonths('2026-03-31', -1)).toBe('2026-02-28');
  expect(plusMonths('2026-01-15', -13)).toBe('2024-12-15');
  expect(termAt('2026-01-31', 1, -1)).toEqual({ index: -1, from: '2025-12-31', until: '2026-01-30' });
  expect(() => termAt('2026-01-01', 0, 1)).toThrow(RangeError);
  expect(() => termAt('2026-01-01', 1, 0.5)).toThrow(RangeError);
});

test('property: terms follow each other without a gap, and every day lies in the term that is found for it', () => {
  const day = fc.integer({ min: 0, max: 20_000 }).map((n) => addDays('2020-01-01', n));
  fc.assert(
    fc.property(day, fc.constantFrom(1, 2, 3, 6, 12, 24), day, (anchor, months, on) => {
      const term = termOn(anchor, months, on);
      expect(term.from <= on && on <= term.until).toBe(true);
      expect(addDays(term.until, 1)).toBe(termAt(anchor, months, term.index + 1).from);
    }),
    { numRuns: 2000 },
  );
});
