import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, type Day } from './days.ts';
import { isWorkingDay, workingDaysAfter } from './working-days.ts';

const EASTER = new Set<Day>(['2026-04-03', '2026-04-06']);

test.each([
  ['a Monday', '2026-03-30', 1, '2026-03-31'],
  ['a Friday', '2026-03-27', 1, '2026-03-30'],
  ['a Saturday', '2026-03-28', 1, '2026-03-30'],
  ['the Thursday before Easter', '2026-04-02', 1, '2026-04-07'],
  ['Good Friday itself', '2026-04-03', 2, '2026-04-08'],
  ['New Year’s Eve', '2026-12-31', 1, '2027-01-01'],
])('counted from %s', (_, from, count, expected) => {
  expect(workingDaysAfter(from, count, EASTER)).toBe(expected);
});

test('as many working days lie in between as were counted, and the last one is one', () => {
  const day = fc.integer({ min: 0, max: 4000 }).map((n) => addDays('2024-01-01', n));
  fc.assert(
    fc.property(
      day,
      fc.integer({ min: 1, max: 30 }),
      fc.uniqueArray(day, { maxLength: 60 }),
      (from, count, off) => {
        const holidays = new Set(off);
        const until = workingDaysAfter(from, count, holidays);
        let working = 0;
        for (let at = addDays(from, 1); at <= until; at = addDays(at, 1))
          working += Number(isWorkingDay(at, holidays));
        expect(working).toBe(count);
        expect(isWorkingDay(until, holidays)).toBe(true);
      },
    ),
  );
  expect(() => workingDaysAfter('2026-03-30', 0, EASTER)).toThrow(RangeError);
});
