import { expect, test } from 'vitest';
import { nextMorning } from './queue-digest.ts';

test('the mail of the day goes at seven of the wall clock, today or tomorrow, also where the clocks change', () => {
  const berlin = (after: string): string => nextMorning(after, 'Europe/Berlin');
  expect(berlin('2026-03-02T05:59:59.999Z')).toBe('2026-03-02T06:00:00.000Z');
  expect(berlin('2026-03-02T06:00:00.000Z')).toBe('2026-03-03T06:00:00.000Z');
  // Half past midnight on Tuesday in Berlin: seven o'clock of that Tuesday.
  expect(berlin('2026-03-02T23:30:00.000Z')).toBe('2026-03-03T06:00:00.000Z');
  // Summer time begins in the night to 29 March.
  expect(berlin('2026-03-28T12:00:00.000Z')).toBe('2026-03-29T05:00:00.000Z');
});
