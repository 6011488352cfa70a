import { expect, test } from 'vitest';
import { answerTime } from './answer-time.ts';

const ONE = { 'support.answerWorkingDays': 1 };
const BERLIN = { zone: 'Europe/Berlin', holidays: new Set(['2026-04-03', '2026-04-06']) };

test('the day of receipt is the one of the calendar, and is not counted', () => {
  // 23:30 in Berlin on Monday, and half an hour later on Tuesday.
  expect(answerTime(ONE, '2026-03-30T21:30:00.000Z', BERLIN).by).toBe('2026-03-31');
  expect(answerTime(ONE, '2026-03-30T22:00:00.000Z', BERLIN).by).toBe('2026-04-01');
});

test('people are told when the last working day begins, and it ends with that day, also where the clocks change', () => {
  expect(answerTime(ONE, '2026-04-02T08:00:00.000Z', BERLIN)).toEqual({
    by: '2026-04-07',
    tellFrom: '2026-04-06T22:00:00.000Z',
    until: '2026-04-07T22:00:00.000Z',
  });
  const winter = answerTime(ONE, '2026-10-23T08:00:00.000Z', BERLIN);
  expect(winter).toMatchObject({ by: '2026-10-26', tellFrom: '2026-10-25T23:00:00.000Z' });
});
