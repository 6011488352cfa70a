import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NEVER, clockChanges, openTime, withStops } from './calendar.ts';
import type { WorkCalendar } from './calendar.ts';
import { seededRandom } from './random.ts';
import { randomCalendar } from './test-instances.ts';
import { isOpen } from './verify.ts';

// Mon  |....8#####12..12:30####16....|  Tue  |....8#####12..12:30####16....|   # open
const day: WorkCalendar = {
  id: 'day',
  weekStart: 0,
  weekly: [0, 1, 2, 3, 4].flatMap((d) => [
    { from: d * 1440 + 480, until: d * 1440 + 720 },
    { from: d * 1440 + 750, until: d * 1440 + 960 },
  ]),
  exceptions: [],
};

test('work pauses over the lunch break and over night', () => {
  const open = openTime(day, 0);
  expect(open.nextOpen(0)).toBe(480);
  expect(open.addWorking(700, 20)).toBe(720); // ends with the shift, not after the break
  expect(open.addWorking(700, 21)).toBe(751);
  expect(open.addWorking(900, 61)).toBe(1440 + 481);
  expect(open.workingBetween(0, 1440)).toBe(450);
  expect(open.closedSpans(700, 800)).toEqual([{ from: 720, until: 750 }]);
});

test('a holiday closes, overtime on it opens again, and the later entry decides', () => {
  const holiday = {
    ...day,
    exceptions: [
      { from: 0, until: 1440, open: false },
      { from: 600, until: 660, open: true },
    ],
  };
  const open = openTime(holiday, 0);
  expect(open.workingBetween(0, 1440)).toBe(60);
  expect(open.addWorking(0, 61)).toBe(1440 + 481);
});

test('a machine stopped for good never opens again', () => {
  const open = openTime(withStops(day, [{ from: 500, until: NEVER }]), 0);
  expect(open.addWorking(480, 20)).toBe(500);
  expect(open.addWorking(480, 21)).toBe(NEVER);
  expect(open.nextOpen(500)).toBe(NEVER);
});

test('every answer equals a replay minute by minute', () => {
  fc.assert(
    fc.property(fc.nat(1e9), fc.integer({ min: -2000, max: 12_000 }), fc.nat(1500), (seed, at, minutes) => {
      const calendar = randomCalendar('c', seededRandom(seed));
      const open = openTime(calendar, -2000);
      const limit = at + 40_000;
      let next = at;
      while (next < limit && !isOpen(calendar, next)) next++;
      if (next < limit) expect(open.nextOpen(at)).toBe(next);
      let [end, worked] = [at, 0];
      while (worked < minutes && end < limit) if (isOpen(calendar, end++)) worked++;
      if (worked === minutes) expect(open.addWorking(at, minutes)).toBe(end);
      let sum = 0;
      for (let t = at; t < at + 3000; t++) if (isOpen(calendar, t)) sum++;
      expect(open.workingBetween(at, at + 3000)).toBe(sum);
      const closed = open.closedSpans(at, at + 3000);
      expect(closed.reduce((total, s) => total + s.until - s.from, 0)).toBe(3000 - sum);
      for (const s of closed)
        expect([isOpen(calendar, s.from), isOpen(calendar, s.until - 1)]).toEqual([false, false]);
    }),
    { numRuns: 150 },
  );
});

test('the clocks of Berlin go ahead on 30 March 2025 at 01:00 UTC, so Monday opens an hour earlier on the time line', () => {
  const origin = '2025-03-23T23:00:00.000Z'; // Monday 24 March 00:00 in Berlin
  const changes = clockChanges('Europe/Berlin', origin, 14);
  expect(changes).toEqual([{ at: 6 * 1440 + 120, by: -60 }]); // Sunday 02:00 wall clock
  const open = openTime({ ...day, clockChanges: changes }, 0);
  expect(open.nextOpen(7 * 1440 - 200)).toBe(7 * 1440 + 480 - 60);
});
