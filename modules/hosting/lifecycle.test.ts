import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { must } from '#domain/kernel/result.ts';
import { dueNow, HOLDS, isOpen, NEW_LIFE, nextLife, type Life, type LifeEvent } from './lifecycle.ts';

const RUNS = Number(process.env['TENON_HOSTING_SCHEDULES'] ?? 300);
const at = (minute: number): string => new Date(Date.UTC(2026, 5, 1) + minute * 60_000).toISOString();
const after = (...events: LifeEvent[]): Life =>
  events.reduce((life, event) => must(nextLife(life, event)), NEW_LIFE);
const OPEN: LifeEvent[] = [{ kind: 'make' }, { kind: 'made' }];

test('an instance is open only once it was made', () => {
  expect(isOpen(NEW_LIFE)).toBe(false);
  expect(isOpen(after({ kind: 'make' }))).toBe(false);
  expect(isOpen(after(...OPEN))).toBe(true);
  expect(nextLife(NEW_LIFE, { kind: 'made' })).toMatchObject({ refusal: { code: 'instance_state' } });
});

test('it opens when the last hold is lifted', () => {
  const closed = after(...OPEN, { kind: 'hold', hold: 'unpaid' }, { kind: 'hold', hold: 'abuse' });
  expect(closed).toMatchObject({ state: 'closed', holds: ['unpaid', 'abuse'] });
  expect(must(nextLife(closed, { kind: 'lift', hold: 'unpaid' })).state).toBe('closed');
  expect(
    must(nextLife(must(nextLife(closed, { kind: 'lift', hold: 'unpaid' })), { kind: 'lift', hold: 'abuse' })),
  ).toMatchObject({ state: 'open', holds: [] });
});

test('a hold that came while it was made closes it from its first minute', () => {
  const life = after({ kind: 'make' }, { kind: 'hold', hold: 'operator' }, { kind: 'made' });
  expect(life.state).toBe('closed');
});

describe('the end', () => {
  const planned = after(...OPEN, { kind: 'plan-end', endsAt: at(10), keptUntil: at(20) });
  test('comes at the promised instant and not a millisecond before', () => {
    const before = new Date(Date.parse(at(10)) - 1).toISOString();
    expect(nextLife(planned, { kind: 'end', now: before })).toMatchObject({
      refusal: { code: 'instance_too_early', until: at(10) },
    });
    expect(must(nextLife(planned, { kind: 'end', now: at(10) })).state).toBe('ended');
  });
  test('can be taken back until the data goes', () => {
    const ended = must(nextLife(planned, { kind: 'end', now: at(10) }));
    expect(must(nextLife(ended, { kind: 'take-back-end', now: at(19) }))).toMatchObject({
      state: 'open',
      endsAt: null,
    });
    expect(nextLife(ended, { kind: 'take-back-end', now: at(20) }).ok).toBe(false);
  });
  test('keeps the data for the grace', () => {
    const ended = must(nextLife(planned, { kind: 'end', now: at(15) }));
    expect(nextLife(ended, { kind: 'delete', now: at(19) })).toMatchObject({
      refusal: { code: 'instance_too_early' },
    });
    expect(must(nextLife(ended, { kind: 'delete', now: at(20) })).state).toBe('deleted');
  });
  test('is no end where the grace would be over before it', () => {
    expect(nextLife(after(...OPEN), { kind: 'plan-end', endsAt: at(20), keptUntil: at(10) })).toMatchObject({
      refusal: { code: 'instance_grace_before_end' },
    });
  });
});

test('whatever happens in whatever order, nothing ends or is deleted too early, and nothing is open that must not be', () => {
  const minute = fc.integer({ min: 0, max: 60 });
  const happening = fc.oneof(
    fc.constantFrom<LifeEvent>({ kind: 'make' }, { kind: 'made' }, { kind: 'making-failed' }),
    fc.record({ kind: fc.constantFrom('hold' as const, 'lift' as const), hold: fc.constantFrom(...HOLDS) }),
    fc
      .record({ end: minute, grace: minute })
      .map(({ end, grace }) => ({ kind: 'plan-end', endsAt: at(end), keptUntil: at(end + grace) }) as const),
    fc.constantFrom('take-back-end' as const, 'clock' as const, 'end' as const, 'delete' as const),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(minute, happening), { maxLength: 40 }), (story) => {
      let life: Life = NEW_LIFE;
      let now = 0;
      let endedAt: string | null = null;
      for (const [passes, what] of story) {
        now += passes;
        const kind = what === 'clock' ? dueNow(life, at(now)) : what;
        if (kind === null) continue;
        const event = typeof kind === 'string' ? ({ kind, now: at(now) } as LifeEvent) : kind;
        const next = nextLife(life, event);
        if (!next.ok) continue;
        if (event.kind === 'end') {
          expect(at(now) >= life.endsAt!).toBe(true);
          endedAt = at(now);
        }
        if (event.kind === 'delete' && life.state !== 'failed') {
          expect(at(now) >= life.keptUntil!).toBe(true);
          expect(endedAt).not.toBeNull();
        }
        expect(life.state).not.toBe('deleted');
        life = next.value;
        expect(isOpen(life) && life.holds.length > 0).toBe(false);
        expect(life.state === 'closed' && life.holds.length === 0).toBe(false);
      }
    }),
    { numRuns: RUNS },
  );
});
