import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addMinutes } from '#domain/kernel/days.ts';
import { isId } from '#domain/kernel/ids.ts';
import { idAt } from './id-at.ts';
import { movableClock, newId, systemClock, today } from './clock.ts';

describe('the movable clock', () => {
  test('stands still until it is moved, then by exactly the step', () => {
    const clock = movableClock('2026-03-28T23:30:00.000Z');
    expect(clock.now()).toBe(clock.now());
    // 1 d + 2 h + 3 min + 4 s + 5 ms after 28 March 23:30:00.000
    expect(clock.advance({ days: 1, hours: 2, minutes: 3, seconds: 4, ms: 5 })).toBe(
      '2026-03-30T01:33:04.005Z',
    );
    expect(clock.now()).toBe('2026-03-30T01:33:04.005Z');
  });

  test('refuses to run back and refuses what is no moment', () => {
    const clock = movableClock('2026-01-01T00:00:00.000Z');
    expect(() => clock.advance({ seconds: -1 })).toThrow(RangeError);
    expect(() => clock.advance({ seconds: Number.NaN })).toThrow(RangeError);
    expect(() => clock.set('yesterday')).toThrow('yesterday is no instant');
    expect(() => movableClock('2026-13-01T00:00:00Z')).toThrow(RangeError);
    expect(clock.set('2025-12-31T00:00:00Z')).toBe('2025-12-31T00:00:00.000Z');
  });

  test('today is the day on the wall of the zone, not of UTC', () => {
    const clock = movableClock('2026-03-28T23:30:00.000Z');
    expect(today(clock, 'Europe/Berlin')).toBe('2026-03-29');
    expect(today(clock, 'UTC')).toBe('2026-03-28');
    expect(() => today(clock, 'Europe/Atlantis')).toThrow(RangeError);
  });
});

describe('ids', () => {
  test('carry the millisecond of their clock', () => {
    const id = newId(movableClock('2026-05-01T12:00:00.000Z'));
    expect(isId(id)).toBe(true);
    expect(id[14]).toBe('7');
    expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(
      Date.parse('2026-05-01T12:00:00.000Z'),
    );
  });

  test('increase strictly inside one millisecond, past the 4,096 that its counter holds', () => {
    const clock = movableClock('2026-05-01T12:00:00.000Z');
    const ids = Array.from({ length: 10_000 }, () => newId(clock));
    expect(ids.every((id, i) => i === 0 || id > ids[i - 1]!)).toBe(true);
  });

  test('increase strictly while the clock moves forward or is set back by less than a minute', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -5_000, max: 5_000 }), { maxLength: 200 }), (steps) => {
        const startMs = Date.parse('2026-05-01T12:00:00.000Z');
        const clock = movableClock(new Date(startMs).toISOString());
        let last = newId(clock);
        for (const step of steps) {
          // Bounded so that the clock never lies more than a minute behind the newest id.
          const ms = Math.min(startMs + 5_000, Math.max(startMs - 5_000, Date.parse(clock.now()) + step));
          clock.set(new Date(ms).toISOString());
          const next = newId(clock);
          expect(next > last).toBe(true);
          last = next;
        }
      }),
    );
  });

  test('follow a clock that is set back by a day', () => {
    const clock = movableClock('2026-05-02T00:00:00.000Z');
    const later = newId(clock);
    clock.set('2026-05-01T00:00:00.000Z');
    expect(newId(clock) < later).toBe(true);
  });

  test('of one moment go on where they were, whatever other moments ids are asked for in between', () => {
    const moment = fc
      .integer({ min: 0, max: 200 })
      .map((minutes) => addMinutes('2026-05-01T06:00:00.000Z', minutes));
    fc.assert(
      fc.property(fc.array(moment, { maxLength: 200 }), (moments) => {
        const last = new Map<string, string>();
        for (const at of moments) {
          const id = idAt(at);
          expect(id > (last.get(at) ?? '')).toBe(true);
          last.set(at, id);
        }
        // And the ids of an earlier moment sort before those of a later one.
        const byMoment = [...last].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, id]) => id);
        expect(byMoment.toSorted()).toEqual(byMoment);
      }),
    );
  });

  test('differ between two clocks at the same moment (74 random bits less the counter)', () => {
    const at = '2026-05-01T12:00:00.000Z';
    expect(newId(movableClock(at))).not.toBe(newId(movableClock(at)));
    expect(isId(newId(systemClock))).toBe(true);
  });
});
