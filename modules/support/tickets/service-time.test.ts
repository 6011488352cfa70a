import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { levelFor, serviceDue, SHIPPED_LEVELS, ticketTimes, type Pause } from './service-time.ts';

/** Nine to five in Berlin; Good Friday and Easter Monday of 2026 are holidays. */
const BERLIN = {
  zone: 'Europe/Berlin',
  holidays: new Set(['2026-04-03', '2026-04-06']),
  opens: 540,
  closes: 1020,
};
/** Berlin is an hour before UTC until 29 March 2026, then two. */
const due = (from: string, minutes: number, pauses: readonly Pause[] = []) =>
  serviceDue(from, minutes, pauses, BERLIN);

describe('working time', () => {
  test('runs from nine to five only: an hour of Monday evening ends on Tuesday morning', () => {
    // Monday 16:30 → 30 minutes until 17:00, 30 more from Tuesday 09:00: 09:30 in Berlin.
    expect(due('2026-03-02T15:30:00.000Z', 60)).toBe('2026-03-03T08:30:00.000Z');
    // Asked at night it begins in the morning; asked within the day it ends within it.
    expect(due('2026-03-02T02:00:00.000Z', 60)).toBe('2026-03-02T09:00:00.000Z');
    expect(due('2026-03-02T08:00:00.000Z', 480)).toBe('2026-03-02T16:00:00.000Z');
  });

  test('stands still over weekend and holidays, and follows the wall clock where it changes', () => {
    // Thursday 2 April 16:00, two hours: one is left on Thursday, the next working day is Tuesday after Easter.
    expect(due('2026-04-02T14:00:00.000Z', 120)).toBe('2026-04-07T08:00:00.000Z');
    // Friday 27 March 16:00 (UTC+1); Monday's nine o'clock is UTC+2.
    expect(due('2026-03-27T15:00:00.000Z', 120)).toBe('2026-03-30T08:00:00.000Z');
  });

  test('a pause is not counted, wherever its ends lie; one that goes on leaves no time', () => {
    const from = '2026-03-02T08:00:00.000Z';
    // 9:00 to 10:00 works, 10:00 to 12:00 pauses, 12:00 to 13:00 works.
    expect(due(from, 120, [{ from: '2026-03-02T09:00:00.000Z', until: '2026-03-02T11:00:00.000Z' }])).toBe(
      '2026-03-02T12:00:00.000Z',
    );
    // From Monday ten until Wednesday ten.
    expect(due(from, 120, [{ from: '2026-03-02T09:00:00.000Z', until: '2026-03-04T09:00:00.000Z' }])).toBe(
      '2026-03-04T10:00:00.000Z',
    );
    expect(due(from, 120, [{ from: '2026-03-02T09:00:00.000Z', until: null }])).toBeNull();
    // It was over before the pause began.
    expect(due(from, 60, [{ from: '2026-03-02T09:00:00.000Z', until: null }])).toBe(
      '2026-03-02T09:00:00.000Z',
    );
  });

  const moment = fc
    .integer({ min: 0, max: 60 * 24 * 120 })
    .map((minutes) => new Date(Date.UTC(2026, 1, 1) + minutes * 60_000).toISOString());
  const minutes = fc.integer({ min: 1, max: 4_000 });
  const RUNS = { numRuns: Number(process.env['TENON_PROPERTY_RUNS'] ?? 150) };

  test('more time and more pauses never make it earlier, and two parts make the whole', () => {
    fc.assert(
      fc.property(
        moment,
        minutes,
        minutes,
        moment,
        fc.integer({ min: 0, max: 5_000 }),
        (from, a, b, at, long) => {
          const whole = due(from, a + b)!;
          const part = due(from, a)!;
          expect(part <= whole).toBe(true);
          // The rest, counted from where the first part ended, ends with the whole.
          expect(due(part, b)).toBe(whole);
          const until = new Date(Date.parse(at) + long * 60_000).toISOString();
          expect(due(from, a, [{ from: at, until }])! >= part).toBe(true);
        },
      ),
      RUNS,
    );
  });
});

describe('the times of a ticket', () => {
  const LEVEL = { firstMinutes: 60, solutionMinutes: 480 };
  const at = (hour: number, day = '02') => `2026-03-${day}T${String(hour).padStart(2, '0')}:00:00.000Z`;
  const times = (...steps: [what: string, at: string][]) =>
    ticketTimes(
      steps.map(([what, when]) => ({ what, at: when })),
      LEVEL,
      BERLIN,
    );

  test('both are owed from the moment it was opened; what comes first stands first', () => {
    expect(times(['opened', at(8)])).toEqual({
      firstDueAt: at(9),
      firstAnsweredAt: null,
      solutionDueAt: at(16),
      paused: false,
      nextDueAt: at(9),
    });
  });

  test('an answer gives the word to the customer: the clock stands until they write', () => {
    expect(times(['opened', at(8)], ['answered', at(10)])).toMatchObject({
      firstDueAt: null,
      firstAnsweredAt: at(10),
      solutionDueAt: null,
      paused: true,
      nextDueAt: null,
    });
    // Two hours were used on Monday, six are left from Tuesday nine o'clock.
    expect(times(['opened', at(8)], ['answered', at(10)], ['customer-wrote', at(8, '03')])).toMatchObject({
      paused: false,
      solutionDueAt: at(14, '03'),
      firstDueAt: null,
    });
  });

  test('the customer’s turn without an answer pauses the solution and never the first answer', () => {
    expect(times(['opened', at(8)], ['waiting', at(9)])).toMatchObject({
      firstDueAt: at(9),
      solutionDueAt: null,
    });
  });

  test('solved owes nothing; reopened goes on where it stopped', () => {
    expect(times(['opened', at(8)], ['answered', at(10)], ['solved', at(10)])).toMatchObject({
      nextDueAt: null,
      paused: true,
    });
    expect(
      times(['opened', at(8)], ['answered', at(10)], ['solved', at(10)], ['reopened', at(8, '04')]),
    ).toMatchObject({ solutionDueAt: at(14, '04'), paused: false });
    // Solved without a word, and taken up again: a person still owes the first answer.
    expect(times(['opened', at(8)], ['solved', at(9)])).toMatchObject({ firstDueAt: null });
    expect(times(['opened', at(8)], ['solved', at(9)], ['reopened', at(10)])).toMatchObject({
      firstDueAt: at(9),
    });
  });
});

test('the shortest of what a customer’s plans promise counts, else everybody’s, else what is shipped', () => {
  const rows = [
    { plan: '', priority: 'normal', firstMinutes: 300, solutionMinutes: 900 },
    { plan: 'TEAM-12', priority: 'normal', firstMinutes: 120, solutionMinutes: 700 },
    { plan: 'CARE', priority: 'normal', firstMinutes: 200, solutionMinutes: 600 },
  ] as const;
  expect(levelFor(rows, ['TEAM-12', 'CARE'], 'normal')).toEqual({ firstMinutes: 120, solutionMinutes: 600 });
  expect(levelFor(rows, [], 'normal')).toEqual({ firstMinutes: 300, solutionMinutes: 900 });
  expect(levelFor(rows, ['OTHER'], 'normal').firstMinutes).toBe(300);
  expect(levelFor(rows, ['TEAM-12'], 'urgent')).toEqual(SHIPPED_LEVELS.urgent);
});
