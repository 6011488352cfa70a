import type { Instant } from '#domain/kernel/days.ts';
import type { EventOf } from './events.ts';
import { planFirst, withdraw, type Moved } from './plan.ts';
import type { CaseBasis, CaseState } from './state.ts';
import { firedKey, timersOf, type TimerName } from './timers.ts';
import type { Rule, Rules } from './transition.ts';

/** From the arrival of a request to its plan. @see clause C-1 */
const stay = (state: CaseState, effects: Moved['effects'] = []): Moved => ({ state, effects });

/** Whether a moment lies before the question lapses. */
function inTime(state: CaseState, at: Instant): boolean {
  const end = timersOf({ ...state, fired: [] }).find(({ name }) => name === 'clarify_end');
  return end !== undefined && at < end.dueAt;
}

/** Whether this timer of the state is due, and has not gone off. */
export function isDue(state: CaseState, name: TimerName, now: Instant): boolean {
  return timersOf(state).some((timer) => timer.name === name && timer.dueAt <= now);
}

/** The state that remembers that this timer has gone off. */
export const fired = (state: CaseState, name: TimerName): CaseState => ({
  ...state,
  fired: [...state.fired, firedKey(state, name)],
});

const clarifying = (state: CaseState): Moved =>
  stay({ ...state, name: 'clarifying' }, [{ kind: 'answer', what: 'which', once: 'which' }]);

function scheduled(
  state: CaseState,
  basis: CaseBasis,
  now: Instant,
  others: readonly string[] = [],
  more: Parameters<typeof planFirst>[3] = {},
): Moved {
  const first = planFirst(state, basis, now, more);
  return others.length === 0
    ? first
    : { ...first, effects: [...first.effects, { kind: 'open_cases', subscriptions: others }] };
}

const checked: Rule<'checked'> = (state, event, now) => {
  switch (event.verdict) {
    case 'unauthorised':
      return stay(
        { ...state, name: 'unverified' },
        event.accountKnown ? [{ kind: 'mail', mail: 'E1v', to: 'owners', once: 'E1v' }] : [],
      );
    case 'unclear':
      return clarifying(state);
    case 'clear':
      return scheduled(state, event.basis, now, event.others);
    case 'no_cancellation':
      return stay({ ...state, name: 'rejected' }, [{ kind: 'ticket' }]);
    case 'already_ended':
      return stay({ ...state, name: 'rejected' }, [
        { kind: 'answer', what: 'already_ended', once: 'already_ended' },
      ]);
  }
};

const remember: Rule<'amended'> = (state, event) =>
  stay({ ...state, waiting: { on: event.on, at: event.at } }, [
    { kind: 'answer', what: 'duplicate', once: `duplicate:${event.at}` },
  ]);

const again: Rule<'duplicate'> = (state, event) =>
  stay(state, [{ kind: 'answer', what: 'duplicate', once: `duplicate:${event.at}` }]);

const stop = (state: CaseState): Moved => withdraw(state);

/** An owner says yes: as if the request had been authorised, counted from its own arrival. */
function authorised(
  state: CaseState,
  event: EventOf<'confirmed'> | EventOf<'own_request'>,
  now: Instant,
): Moved | null {
  if (!inTime(state, event.at)) return null;
  const own = event.kind === 'own_request' ? { ...state, askedOn: event.askedOn ?? state.askedOn } : state;
  if (event.basis === null) return clarifying(own);
  return scheduled(own, event.basis, now, [], { confirmedAt: event.at });
}

const waitingTimer: Rule<'timer'> = (state, { timer }, now) => {
  if (!isDue(state, timer, now)) return null;
  if (timer === 'clarify_end')
    return stay({ ...fired(state, timer), name: 'lapsed' }, [
      { kind: 'answer', what: 'lapsed', once: 'lapsed' },
    ]);
  // Whoever is late by a week says only the last word.
  if (isDue(state, 'clarify_end', now)) return stay(fired(state, timer));
  if (state.name === 'clarifying')
    return stay(fired(state, timer), [{ kind: 'answer', what: 'which', once: 'which:again' }]);
  return stay(fired(state, timer), [
    { kind: 'mail', mail: 'E1v', to: 'owners', once: 'E1v:again' },
    { kind: 'task', why: 'reach_owner' },
  ]);
};

const RECEIVED: Rules = {
  checked,
  duplicate: again,
  amended: remember,
  withdrawn: stop,
  not_us: stop,
};

export const BEFORE_PLAN: Readonly<Record<'received' | 'unverified' | 'clarifying', Rules>> = {
  received: RECEIVED,
  unverified: {
    confirmed: authorised,
    own_request: authorised,
    duplicate: again,
    amended: remember,
    withdrawn: stop,
    not_us: (state) =>
      stay({ ...state, name: 'lapsed' }, [
        { kind: 'answer', what: 'lapsed', once: 'lapsed' },
        { kind: 'task', why: 'not_us' },
      ]),
    timer: waitingTimer,
  },
  clarifying: {
    answered: (state, event, now) =>
      inTime(state, event.at) ? scheduled(state, event.basis, now, event.others) : null,
    duplicate: again,
    amended: remember,
    withdrawn: stop,
    not_us: stop,
    timer: waitingTimer,
  },
};
