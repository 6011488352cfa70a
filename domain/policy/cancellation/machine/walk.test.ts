import { expect, test } from 'vitest';
import { addDays, daysBetween, type Instant } from '#domain/kernel/days.ts';
import { endOf } from '../../notice.ts';
import { noon, possible } from './calendar.ts';
import type { CaseEvent } from './events.ts';
import { quoteOf, type Moved } from './plan.ts';
import { CASE_STATES, type CaseState, type CaseStateName } from './state.ts';
import { timersOf } from './timers.ts';
import { allowedIn, transition } from './transition.ts';

/** Days of the calendar, plans of a case, and what may be late: the long run goes further. */
const LONG = process.env['TENON_CANCELLATION_WALK'] === 'whole';
const DAYS = LONG ? 8 : 6;
const PLANS = 2;
const LATE = LONG ? ['clarify_end', 'end', 'term_end', 'grace_end'] : ['end'];
const LATE_DAYS = 2;

/** What tells two states apart: what may still matter, not how it came about. */
function keyOf(state: CaseState, day: number): string {
  const { plan } = state;
  const planned = plan && {
    no: plan.no,
    on: plan.plannedOn,
    last: plan.lastOn,
    until: plan.termUntil,
    kept: daysBetween(plan.noticeFrom.slice(0, 10), plan.plannedOn) >= 1,
    // With the last plan that is tried, what was announced before can change nothing any more.
    announced: plan.no < PLANS ? plan.announced : [],
    // Before the end what is owed is only shown, unless a set-off was reckoned with it.
    owed:
      state.name === 'scheduled' && state.setOffOn === null && !state.settled ? 0 : Number(state.owedMinor),
    settled: state.settled && (state.settled.on > plan.plannedOn ? state.settled.on : 'in time'),
    setOff: state.setOffOn && (state.setOffOn > plan.plannedOn ? state.setOffOn : 'in time'),
  };
  const asked = plan === null && [state.receivedAt, state.askedOn, state.waiting];
  const timers = timersOf(state).map(({ name }) => name);
  return JSON.stringify([
    day,
    state.name,
    planned,
    asked,
    state.waived,
    state.access,
    state.data,
    state.refund,
    timers,
  ]);
}

/** What must hold after every step. */
function check(before: CaseState | null, event: CaseEvent, { state, effects }: Moved, now: Instant): void {
  const wrong = (why: string): never => {
    throw new Error(
      `${why}: ${before?.name} + ${JSON.stringify(event, text)} → ${JSON.stringify(state, text)}`,
    );
  };
  const kinds = effects.map(({ kind }) => kind);
  const { plan } = state;
  // Access is never closed before the end instant, and data never deleted before the grace is over.
  for (const effect of effects)
    if (effect.kind === 'end_access' && now < endOf(effect.on, state.zone)) wrong('access ended too early');
  if (state.access === 'ended' && state.servedUntil! < plan!.plannedOn) wrong('served less than planned');
  if (state.data === 'deleted' && now < endOf(addDays(state.servedUntil!, 1), state.zone))
    wrong('deleted within grace');
  if (kinds.includes('delete_data') && before?.data === 'deleted') wrong('deleted twice');
  // On entering `ended` nothing is owed, and what the refund does not cover was paid.
  if (state.name === 'ended' && state.owedMinor !== 0n) wrong('ended with dues');
  // Short notice without a waiver gives nothing back.
  for (const effect of effects) {
    if (effect.kind !== 'credit') continue;
    if (!effect.quote.eligible || (effect.quote.noticeDays < 1 && !state.waived))
      wrong('refund without notice');
    if (effect.quote.refund.netMinor > 31_00n) wrong('more than was paid');
    if (effect.quote.effectiveOn! < plan!.plannedOn) wrong('refunded days that were served');
  }
  // A plan exists exactly where service is planned to end or has ended.
  if ((plan !== null) !== ['scheduled', 'held', 'ended', 'closed'].includes(state.name)) wrong('plan');
  // The first arrival never moves, and notice never counts from before it.
  if (before && state.receivedAt !== before.receivedAt) wrong('receipt moved');
  if (plan && plan.noticeFrom < state.receivedAt) wrong('notice from before the request');
  if (plan && plan.lastOn > plan.termUntil && plan.termUntil > plan.plannedOn)
    wrong('beyond what was billed');
  // Restored exactly where it had ended, and a plan is undone where there was one.
  if (kinds.includes('restore_access') && before?.access !== 'ended') wrong('restored what was open');
  if (kinds.includes('undo_plan') && before?.plan === null) wrong('undid what was not');
  if (
    state.name === 'held' &&
    before?.name === 'scheduled' &&
    state.access === 'open' &&
    !kinds.includes('mail')
  )
    wrong('held without a word');
  if (
    before?.name === 'scheduled' &&
    state.name === 'scheduled' &&
    event.kind === 'amended' &&
    plan!.no <= before.plan!.no
  )
    wrong('a plan that replaces none');
  // Nobody waits for ever: a state that is not final has a timer, waits for dues after the grace, or for the refund.
  const final = ['closed', 'withdrawn', 'lapsed', 'rejected'].includes(state.name);
  const waits =
    state.name === 'received' || (state.data === 'deleted' && ['held', 'ended'].includes(state.name));
  if (!final && !waits && timersOf(state).length === 0) wrong('nothing moves it');
}

const text = (key: string, value: unknown): unknown =>
  ['basis', 'values'].includes(key) ? undefined : typeof value === 'bigint' ? `${value}` : value;

test('every state that a short calendar reaches, with every order of mails, payments and passing days', () => {
  const seen = new Set<string>();
  const names = new Set<CaseStateName>();
  const before = process.cpuUsage();
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
      const takes = allowedIn(state.name);
      for (const event of possible(state, day)) {
        if (!takes.includes(event.kind)) continue;
        if (event.kind === 'amended' && (state.plan?.no ?? 1) >= PLANS) continue;
        const moved = transition(state, event, now);
        steps++;
        if (!moved.ok) continue;
        check(state, event, moved.value, now);
        queue.push(moved.value.state);
      }
    }
    // A timer that nobody looked at today is still there tomorrow: a late worker is one more order of events. Those that only
    // speak go off on their day.
    layer = today.filter((state) =>
      timersOf(state).every(
        ({ name, dueAt }) => dueAt > now || (LATE.includes(name) && dueAt > noon(day - LATE_DAYS)),
      ),
    );
  }
  expect([...names].sort()).toEqual([...CASE_STATES].sort());
  if (LONG) {
    const { user, system } = process.cpuUsage(before);
    const seconds = ((user + system) / 1e6).toFixed(1);
    process.stdout.write(`${seen.size} states, ${steps} steps, ${seconds} CPU seconds\n`);
  }
  expect(seen.size).toBeGreaterThan(1000);
}, 300_000);

test('what a state does not take is refused with what it takes', () => {
  const opened = transition(null, possible(null, 1)[0]!, noon(1));
  const state = opened.ok ? opened.value.state : null;
  expect(transition(state, { kind: 'refund_paid' }, noon(1))).toMatchObject({
    ok: false,
    refusal: {
      code: 'cancellation_state',
      state: 'received',
      event: 'refund_paid',
      allowed: allowedIn('received'),
    },
  });
  expect(transition(null, { kind: 'waived' }, noon(1))).toMatchObject({ refusal: { allowed: ['arrived'] } });
  expect(() => quoteOf(state!)).toThrow(/no quote/);
});

test('an early mail with a far day buys no refund without notice, and what was announced in time keeps its notice', () => {
  const step = (state: CaseState | null, event: CaseEvent, now: Instant): CaseState => {
    const moved = transition(state, event, now);
    if (!moved.ok) throw new Error(JSON.stringify(moved.refusal));
    return moved.value.state;
  };
  const arrived = possible(null, 1).find((event) => event.kind === 'arrived')!;
  const received = step(null, { ...arrived, askedOn: '2026-01-20' } as CaseEvent, noon(1));
  const clear = possible(received, 1).find((event) => event.kind === 'checked' && event.verdict === 'clear')!;
  if (!('basis' in clear) || !clear.basis) throw new Error('a clear request without a basis');
  const basis = { ...clear.basis, values: { ...clear.basis.values, 'cancel.noticeDays': 3 } };
  const far = step(received, { kind: 'checked', verdict: 'clear', basis }, noon(1));
  expect([far.plan!.noticeFrom, quoteOf(far).eligible]).toEqual([noon(1), true]);
  // Noon of day 6 is 7 January: to an earlier day the notice counts from this amendment, one day.
  const early = step(far, { kind: 'amended', at: noon(6), on: '2026-01-08' }, noon(6));
  expect([early.plan!.noticeFrom, quoteOf(early).eligible]).toEqual([noon(6), false]);
  // A day later again, still before what had been announced first: the trick does not work in two steps either.
  const again = step(early, { kind: 'amended', at: noon(6), on: '2026-01-09' }, noon(6));
  expect([again.plan!.noticeFrom, quoteOf(again).eligible]).toEqual([noon(6), false]);
  const back = step(again, { kind: 'amended', at: noon(6), on: '2026-01-20' }, noon(6));
  expect([back.plan!.noticeFrom, quoteOf(back).eligible]).toEqual([noon(1), true]);
});
