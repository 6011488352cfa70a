import fc from 'fast-check';
import { expect, test } from 'vitest';
import { noon, possible } from '#domain/policy/cancellation/machine/calendar.ts';
import type { CaseEvent } from '#domain/policy/cancellation/machine/events.ts';
import { replay, type TakenEvent } from '#domain/policy/cancellation/machine/replay.ts';
import type { CaseState } from '#domain/policy/cancellation/machine/state.ts';
import { transition } from '#domain/policy/cancellation/machine/transition.ts';
import { fromJson, toJson } from './event-json.ts';

const RUNS = { numRuns: Number(process.env['TENON_CANCELLATION_CASES'] ?? 100) };
const stored = (event: CaseEvent): CaseEvent => fromJson<CaseEvent>(JSON.parse(toJson(event)));

test('a random history that went through the columns gives the same state, and so does the state itself', () => {
  const steps = fc.array(fc.record({ days: fc.constantFrom(0, 0, 1, 2), pick: fc.nat(1_000_000) }), {
    minLength: 2,
    maxLength: 20,
  });
  fc.assert(
    fc.property(steps, (story) => {
      let state: CaseState | null = null;
      let day = 1;
      const taken: TakenEvent[] = [];
      for (const { days, pick } of story) {
        day += days;
        const events = possible(state, day);
        const event = events[pick % events.length]!;
        const moved = transition(state, event, noon(day));
        if (!moved.ok) continue;
        taken.push({ event: stored(event), now: noon(day) });
        ({ state } = moved.value);
      }
      expect(replay(taken)).toEqual(state);
      if (state) expect(fromJson<CaseState>(JSON.parse(toJson(state)))).toEqual(state);
    }),
    RUNS,
  );
});
