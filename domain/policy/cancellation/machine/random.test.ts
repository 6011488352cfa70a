import fc from 'fast-check';
import { expect, test } from 'vitest';
import { noon, possible } from './calendar.ts';
import { quoteOf } from './plan.ts';
import { replay, type TakenEvent } from './replay.ts';
import type { CaseState } from './state.ts';
import { transition } from './transition.ts';

/** More histories in the long run. */
const RUNS = { numRuns: Number(process.env['TENON_CANCELLATION_CASES'] ?? 200) };

/** One story: how far time goes before each event, and which of the possible ones happens. */
const story = fc.array(fc.record({ days: fc.constantFrom(0, 0, 0, 1, 1, 2), pick: fc.nat(1_000_000) }), {
  minLength: 4,
  maxLength: 30,
});

test('over random histories: replayed to the same state, no mail twice, money and access as promised', () => {
  const reached = new Map<string, number>();
  fc.assert(
    fc.property(story, (steps) => {
      let state: CaseState | null = null;
      let day = 1;
      const taken: TakenEvent[] = [];
      const mails: string[] = [];
      const done: string[] = [];
      for (const { days, pick } of steps) {
        day += days;
        const now = noon(day);
        const events = possible(state, day);
        // Of what is possible on this day the first that the state takes, counted from a random one on.
        const moved = events
          .map((_, at) => events[(pick + at) % events.length]!)
          .map((event) => ({ event, result: transition(state, event, now) }))
          .find(({ result }) => result.ok);
        if (!moved?.result.ok) continue;
        const { state: after, effects } = moved.result.value;
        taken.push({ event: moved.event, now });
        for (const effect of effects) {
          if (effect.kind === 'mail') mails.push(effect.once);
          if (
            ['credit', 'reverse_credit', 'delete_data', 'end_access', 'restore_access'].includes(effect.kind)
          )
            done.push(effect.kind);
          if (effect.kind === 'credit') {
            expect(effect.quote.eligible).toBe(true);
            expect(effect.quote.refund.netMinor > 0n && effect.quote.refund.netMinor <= 31_00n).toBe(true);
          }
          if (effect.kind === 'end_access') expect(now > `${effect.on}T23:59:59.999Z`).toBe(true);
        }
        if (after.name === 'ended' && state?.name !== 'ended') expect(after.owedMinor).toBe(0n);
        if (after.plan && after.name !== 'held') expect(quoteOf(after).plannedOn).toBe(after.plan.plannedOn);
        state = after;
        reached.set(after.name, (reached.get(after.name) ?? 0) + 1);
      }
      expect(replay(taken)).toEqual(state);
      expect(new Set(mails).size).toBe(mails.length);
      // What is taken away and given back alternates: never twice the same without the other between.
      for (const [one, other] of [
        ['credit', 'reverse_credit'],
        ['end_access', 'restore_access'],
      ] as const) {
        const own = done.filter((kind) => kind === one || kind === other);
        expect(own.every((kind, at) => kind === (at % 2 === 0 ? one : other))).toBe(true);
      }
      expect(done.filter((kind) => kind === 'delete_data').length <= 1).toBe(true);
    }),
    RUNS,
  );
  expect(reached.size).toBeGreaterThan(5);
}, 900_000);
