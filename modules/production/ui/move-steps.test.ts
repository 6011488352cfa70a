import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stepped, steppedDay, type ClosedSpan } from './move-steps.ts';

// Work from 06:00 to 14:30, Monday 2 to Wednesday 4 March.
const nights: ClosedSpan[] = [1, 2, 3, 4].map((day) => ({
  from: `2026-03-0${day}T14:30:00.000Z`,
  until: `2026-03-0${day + 1}T06:00:00.000Z`,
}));

test('a step goes to the next whole hour, and over the night to the next morning', () => {
  expect(stepped('2026-03-02T09:20:00.000Z', 60, nights)).toBe('2026-03-02T10:00:00.000Z');
  expect(stepped('2026-03-02T10:00:00.000Z', 60, nights)).toBe('2026-03-02T11:00:00.000Z');
  expect(stepped('2026-03-02T14:10:00.000Z', 60, nights)).toBe('2026-03-03T06:00:00.000Z');
  // The morning is reached at its own minute; back from there is the last whole hour of the day before.
  expect(stepped('2026-03-03T06:00:00.000Z', -60, nights)).toBe('2026-03-02T14:00:00.000Z');
  expect(steppedDay('2026-03-02T09:20:00.000Z', 1, nights)).toBe('2026-03-03T09:20:00.000Z');
});

test('steps go on in their direction and never end in closed time', () => {
  const span = fc.tuple(fc.nat(5000), fc.integer({ min: 1, max: 900 }));
  const base = Date.parse('2026-03-02T00:00:00.000Z');
  const at = (minute: number): string => new Date(base + minute * 60_000).toISOString();
  fc.assert(
    fc.property(
      fc.array(span),
      fc.nat(6000),
      fc.constantFrom(15, 60, 120, -15, -60, -120),
      (list, from, step) => {
        const closed: ClosedSpan[] = [];
        let last = -1;
        for (const [start, length] of list.toSorted((a, b) => a[0] - b[0]))
          if (start > last) closed.push({ from: at(start), until: at((last = start + length)) });
        const to = stepped(at(from), step, closed);
        expect(step > 0 ? to > at(from) : to < at(from)).toBe(true);
        expect(closed.some((one) => one.from <= to && to < one.until)).toBe(false);
      },
    ),
  );
});
