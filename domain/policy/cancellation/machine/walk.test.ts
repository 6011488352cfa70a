import { expect, test } from 'vitest';
import { addDays, type Instant } from '#domain/kernel/days.ts';
import { endOf } from '../../notice.ts';
import { noon, possible } from './calendar.ts';
import type { CaseEvent } from './events.ts';
import { quoteOf, type Moved } from './plan.ts';
import { CASE_STATES, type CaseState, type CaseStateName } from './state.ts';
import { timersOf } from './timers.ts';
import { allowedIn, transition } from './transition.ts';

/** Days of the calendar, and how often a date may be changed; the long run goes further. */
const LONG = process.env['TENON_CANCELLATION_WALK'] === 'whole';
const DAYS = Number(process.env['D'] ?? (LONG ? 12 : 11));
const PLANS = Number(process.env['P'] ?? 2);

/** What tells two states apart: what may still matter, not how it came about. */
function keyOf(state: CaseState, day: number): string {
  const { plan } = state;
  return [
    day,
    state.name,
    plan === null ? `${state.receivedAt} ${state.askedOn} ${state.waiting?.at} ${state.waiting?.on}` : plan.no,
    plan && [plan.noticeFrom, plan.plannedOn, plan.lastOn, plan.termUntil].join(' '),
    plan?.announced.map(({ on, at }) => on + at).join(' '),
    state.owedMinor,
    state.settled?.on,
    state.setOffOn,
    state.waived,
    state.access,
    state.data,
    state.refund,
    timersOf(state)
      .map(({ name, dueAt }) => name + dueAt)
      .join(' '),
  ].join('|');
}

/** What must hold after every step. */
function check(before: CaseState | null, event: CaseEvent, { state, effects }: Moved, now: Instant): void {
  const wrong = (why: string): never => {
    throw new Error(`${why}: ${before?.name} + ${JSON.stringify(event, text)} → ${JSON.stringify(state, text)}`);
  };
  const kinds = effects.map(({ kind }) => kind);
  const { plan } = state;
  // Access is never closed before the end instant, and data never deleted before the grace is over.
  for (const effect of effects)
    if (effect.kind === 'end_access' && now < endOf(effect.on, state.zone)) wrong('access ended too early');
  if (state.access === 'ended' && state.servedUntil! < plan!.plannedOn) wrong('served less than planned');
  if (state.data === 'deleted' && now < endOf(addDays(state.servedUntil!, 1), state.zone)) wrong('deleted within grace');
  if (kinds.includes('delete_data') && before?.data === 'deleted') wrong('deleted twice');
  // On entering `ended` nothing is owed, and what the refund does not cover was paid.
  if (state.name === 'ended' && state.owedMinor !== 0n) wrong('ended with dues');
  // Short notice without a waiver gives nothing back.
  for (const effect of effects) {
    if (effect.kind !== 'credit') continue;
    if (!effect.quote.eligible || (effect.quote.noticeDays < 2 && !state.waived)) wrong('refund without notice');
    if (effect.quote.refund.netMinor > 31_00n) wrong('more than was paid');
    if (effect.quote.effectiveOn! < plan!.plannedOn) wrong('refunded days that were served');
  }
  // A plan exists exactly where service is planned to end or has ended.
  if ((plan !== null) !== ['scheduled', 'held', 'ended', 'closed'].includes(state.name)) wrong('plan');
  // The first arrival never moves, and notice never counts from before it.
  if (before && state.receivedAt !== before.receivedAt) wrong('receipt moved');
  if (plan && plan.noticeFrom < state.receivedAt) wrong('notice from before the request');
  if (plan && plan.lastOn > plan.termUntil && plan.termUntil > plan.plannedOn) wrong('beyond what was billed');
  // Restored exactly where it had ended, and a plan is undone where there was one.
  if (kinds.includes('restore_access') && before?.access !== 'ended') wrong('restored what was open');
  if (kinds.includes('undo_plan') && before?.plan === null) wrong('undid what was not');
  if (state.name === 'held' && before?.name === 'scheduled' && state.access === 'open' && !kinds.includes('mail'))
    wrong('held without a word');
  if (before?.name === 'scheduled' && state.name === 'scheduled' && event.kind === 'amended' && plan!.no <= before.plan!.no)
    wrong('a plan that replaces none');
  // Nobody waits for ever: a state that is not final has a timer, waits for dues after the grace, or for the refund.
  const final = ['closed', 'withdrawn', 'lapsed', 'rejected'].includes(state.name);
  const waits = state.name === 'received' || (state.data === 'deleted' && ['held', 'ended'].includes(state.name));
  if (!final && !waits && timersOf(state).length === 0) wrong('nothing moves it');
}

const text = (key: string, value: unknown): unknown =>
  ['basis', 'values'].includes(key) ? undefined : typeof value === 'bigint' ? `${value}` : value;

test('every state that a short calendar reaches, with every order of mails, payments and passing days', () => {
  const seen = new Set<string>();
  const names = new Set<CaseStateName>();
  let steps = 0;
  let layer: CaseState[] = [];
  for (let day = 1; day < DAYS; day++) {
    const now = noon(day);
    const queue = layer;
    // Requests arrive on the first day; later ones would only shift the same stories.
    if (day === 1)
      for (const event of possible(null, day)) {
        const opened = transition(null, event, now);
        if (opened.ok) queue.push(opened.value.state);
      }
    const today: CaseState[] = [];
    for (let state = queue.pop(); state; state = queue.pop()) {
      const key = keyOf(state, day);
      if (seen.has(key)) continue;
      seen.add(key);
      names.add(state.name);
      today.push(state);
      for (const event of possible(state, day)) {
        if (event.kind === 'amended' && (state.plan?.no ?? 1) >= PLANS) continue;
        const moved = transition(state, event, now);
        steps++;
        if (!moved.ok) {
          expect(moved.refusal.allowed).toBe(moved.refusal.allowed);
          continue;
        }
        check(state, event, moved.value, now);
        queue.push(moved.value.state);
      }
    }
    // Timers that nobody looked at today are still there tomorrow: a late worker is one more order of events.
    layer = today;
  }
  expect([...names].sort()).toEqual([...CASE_STATES].sort());
  process.env['TENON_CANCELLATION_WALK'] && console.log(`${seen.size} states, ${steps} steps`);
  expect(seen.size).toBeGreaterThan(1000);
});

test('what a state does not take is refused with what it takes', () => {
  const opened = transition(null, possible(null, 1)[0]!, noon(1));
  const state = opened.ok ? opened.value.state : null;
  expect(transition(state, { kind: 'refund_paid' }, noon(1))).toMatchObject({
    ok: false,
    refusal: { code: 'cancellation_state', state: 'received', event: 'refund_paid', allowed: allowedIn('received') },
  });
  expect(transition(null, { kind: 'waived' }, noon(1))).toMatchObject({ refusal: { allowed: ['arrived'] } });
  expect(() => quoteOf(state!)).toThrow(/no quote/);
});
