import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, instantAt } from '#domain/kernel/days.ts';
import { DEFAULTS } from './parameters.ts';
import { answerDueOn, breachTimes, passOnBy, waitedDays } from './rights.ts';

const due = (receivedOn: string, extended = false, waited = 0): string =>
  answerDueOn(DEFAULTS, { receivedOn, extended, waitedDays: waited });

test('an answer is due on the same day of the next month, on its last day where it is shorter', () => {
  expect(due('2026-01-31')).toBe('2026-02-28');
  expect(due('2026-05-10')).toBe('2026-06-10');
  // 2028 is a leap year; 29 February 2028 is a Tuesday and would be the day even if it were a Sunday.
  expect(due('2028-01-30')).toBe('2028-02-29');
});

test('a longer time is counted from receipt, and waiting for the person is added', () => {
  // One month and two more from receipt, never from the first deadline: 28 February + 2 would be 28 April.
  expect(due('2026-01-31', true)).toBe('2026-04-30');
  expect(due('2027-11-30', true)).toBe('2028-02-29');
  // Received 10 April, asked that day, shown 22 April: 10 May + 12 days.
  expect(waitedDays('2026-04-10', '2026-04-22', '2026-05-01')).toBe(12);
  expect(due('2026-04-10', false, 12)).toBe('2026-05-22');
  expect([waitedDays(null, null, '2026-05-01'), waitedDays('2026-04-10', null, '2026-04-15')]).toEqual([
    0, 5,
  ]);
});

test('waiting moves the last day by exactly the days waited, whenever the request came', () => {
  const day = fc.integer({ min: 0, max: 4000 }).map((n) => addDays('2024-01-01', n));
  fc.assert(
    fc.property(day, fc.boolean(), fc.nat(60), (receivedOn, extended, waited) => {
      const plain = due(receivedOn, extended);
      return plain > receivedOn && due(receivedOn, extended, waited) === addDays(plain, waited);
    }),
    { numRuns: 200 },
  );
});

test('a request about a customer’s data is passed on within working days of the operator', () => {
  // Friday 27 March 2026: Monday and Tuesday follow; with a holiday on Monday it is Wednesday.
  expect(passOnBy(DEFAULTS, '2026-03-27', new Set())).toBe('2026-03-31');
  expect(passOnBy(DEFAULTS, '2026-03-27', new Set(['2026-03-30']))).toBe('2026-04-01');
});

test('the hours after a breach are real ones, also when the clocks change', () => {
  const berlin = (day: string, hour: number, minute: number) =>
    instantAt('Europe/Berlin', day, hour * 60 + minute);
  // The clocks go back on 25 October and forward on 29 March: the same 72 hours end an hour earlier or later by the clock.
  expect(breachTimes(DEFAULTS, berlin('2026-10-23', 16, 30)).authorityBy).toBe(berlin('2026-10-26', 15, 30));
  expect(breachTimes(DEFAULTS, berlin('2026-03-27', 16, 30)).authorityBy).toBe(berlin('2026-03-30', 17, 30));
  expect(breachTimes(DEFAULTS, berlin('2026-06-01', 8, 0)).businessesBy).toBe(berlin('2026-06-02', 8, 0));
});
