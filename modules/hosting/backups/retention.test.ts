import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keptOf, USUAL_KEEPING, type KeptBackup } from './retention.ts';

const DAY_MS = 86_400_000;
const BASE = Date.UTC(2026, 0, 1, 12);
const on = (day: number, id = `b${day}`): KeptBackup => ({
  id,
  asOf: new Date(BASE + day * DAY_MS).toISOString(),
});

test('a year of daily backups keeps the last 7 days, the newest of 4 weeks and of 12 months', () => {
  // Days 0…364 are 1 January to 31 December 2026; the last is a Thursday.
  const kept = keptOf(
    Array.from({ length: 365 }, (_, day) => on(day)),
    USUAL_KEEPING,
    'UTC',
  );
  const days = [...kept].map((id) => Number(id.slice(1))).sort((a, b) => b - a);
  // 31 … 25 December; then Sundays 20, 13 (27 is among the days, 31 is this week's); then each month's last day.
  expect(days.slice(0, 9)).toEqual([364, 363, 362, 361, 360, 359, 358, 353, 346]);
  expect(days.slice(9)).toEqual([333, 303, 272, 242, 211, 180, 150, 119, 89, 58, 30]);
});

test('an instance that stood still for a year loses nothing', () => {
  const kept = keptOf([on(-400), on(-399), on(0)], USUAL_KEEPING, 'UTC');
  expect(kept).toEqual(new Set(['b-400', 'b-399', 'b0']));
});

test('whatever there is: the newest stays, never more than asked for, and pruning each day is as pruning once', () => {
  const keeping = fc.record({
    days: fc.integer({ min: 0, max: 9 }),
    weeks: fc.integer({ min: 0, max: 6 }),
    months: fc.integer({ min: 0, max: 14 }),
  });
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 0, max: 500 }), { minLength: 1, maxLength: 120 }),
      keeping,
      (days, rule) => {
        const all = days.toSorted((a, b) => a - b).map((day) => on(day));
        const once = keptOf(all, rule, 'Europe/Berlin');
        expect(once.has(all.at(-1)!.id)).toBe(true);
        expect(once.size).toBeLessThanOrEqual(rule.days + rule.weeks + rule.months + 1);
        let left: KeptBackup[] = [];
        for (const one of all) {
          const kept = keptOf([...left, one], rule, 'Europe/Berlin');
          left = [...left, one].filter(({ id }) => kept.has(id));
        }
        expect(new Set(left.map(({ id }) => id))).toEqual(once);
      },
    ),
    { numRuns: 150 },
  );
});
