import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readWeek, weekTexts } from './hours.ts';

const week = (...texts: string[]) => readWeek([...texts, ...Array<string>(7 - texts.length).fill('')]);

test('two shifts a day are read and written the same', () => {
  // Monday 06:00 = 360, 14:00 = 840, 14:30 = 870, 22:00 = 1320; Tuesday begins at 1440.
  const read = week('6-14, 14:30 – 22:00', '06:00–14:00');
  expect(read).toEqual({
    ok: true,
    weekly: [
      { from: 360, until: 840 },
      { from: 870, until: 1320 },
      { from: 1800, until: 2280 },
    ],
  });
  expect(weekTexts(read.ok ? read.weekly : [])).toEqual([
    '06:00–14:00, 14:30–22:00',
    '06:00–14:00',
    '',
    '',
    '',
    '',
    '',
  ]);
});

test('a night shift ends on the next day, that of Sunday early on Monday', () => {
  expect(week('22:00–06:00')).toEqual({ ok: true, weekly: [{ from: 1320, until: 1800 }] });
  expect(weekTexts([{ from: 1320, until: 1800 }])[0]).toBe('22:00–06:00');
  // Sunday 22:00 = 6 · 1440 + 1320 = 9960; the week ends at 10080.
  expect(week('', '', '', '', '', '', '22:00–06:00')).toEqual({
    ok: true,
    weekly: [
      { from: 0, until: 360 },
      { from: 9960, until: 10_080 },
    ],
  });
});

test('what is no time is told by its day', () => {
  for (const text of ['early', '25-26', '6:70-8', '6', '8-8', '06:00–14:00 und Pause'])
    expect(week('', text), text).toEqual({ ok: false, days: [1] });
});

test('any week of quarter hours comes back as it was', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 0, max: 10_080 / 15 }), { minLength: 2, maxLength: 12 }),
      (marks) => {
        const sorted = marks.sort((a, b) => a - b).map((mark) => mark * 15);
        const weekly = [];
        for (let i = 0; i + 1 < sorted.length; i += 2) {
          const [from, until] = [sorted[i]!, sorted[i + 1]!];
          // A shift of a day or longer has no words of its own.
          if (until - from < 1440) weekly.push({ from, until });
        }
        expect(readWeek(weekTexts(weekly))).toEqual({ ok: true, weekly });
      },
    ),
    { numRuns: 200 },
  );
});
