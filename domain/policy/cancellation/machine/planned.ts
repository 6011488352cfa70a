import type { Instant } from '#domain/kernel/days.ts';
import { minor } from '#domain/kernel/units.ts';
import { endOf } from '../../notice.ts';
import { fired, isDue } from './before-plan.ts';
import type { Effect } from './effects.ts';
import type { EventOf } from './events.ts';
import { planEnd, quoteOf, withdraw, type Moved } from './plan.ts';
import type { CaseState, Plan } from './state.ts';
import { timersOf } from './timers.ts';
import type { Rule, Rules } from './transition.ts';

/** While a day is set: reminders, changes of mind, dues, and the end. @see clauses C-1, C-4, C-6 */
const stay = (state: CaseState, effects: readonly Effect[] = []): Moved => ({ state, effects });

/** The first moment at which nothing can be changed any more: the end, or for who is held the end of what was billed. */
const tooLateFrom = (state: CaseState): Instant =>
  state.name === 'held' ? endOf(state.plan!.termUntil, state.zone) : state.plan!.endsAt;

const changeable = (state: CaseState, at: Instant): boolean =>
  state.access === 'open' && at < tooLateFrom(state);

export const amend: Rule<'amended'> = (state, { at, on }, now) => {
  const { basis } = state.plan!;
  return planEnd(state, { basis, at, askedOn: on, amended: true, now });
};

const stop = (state: CaseState, event: EventOf<'withdrawn'> | EventOf<'not_us'>): Moved | null => {
  if (!changeable(state, event.at)) return null;
  const { state: after, effects } = withdraw(state);
  return stay(after, event.kind === 'not_us' ? [...effects, { kind: 'task', why: 'not_us' }] : effects);
};

/** Two people let short notice pass: everything is computed again, and the customer hears of it. */
export const waive: Rule<'waived'> = (state) => {
  if (state.waived || quoteOf(state).eligible) return null;
  const waived = { ...state, waived: true };
  const plan = state.plan!;
  return stay(waived, [
    { kind: 'plan_end', quote: quoteOf(waived) },
    { kind: 'mail', mail: 'E2', to: 'both', once: `E2:${plan.no}:waived` },
  ]);
};

const dues: Rule<'dues'> = (state, { owedMinor, settledOn }) => {
  const { setOffOn } = state;
  // What an accepted set-off was reckoned with stays, unless more is owed than then.
  const known = setOffOn !== null && owedMinor < state.owedMinor ? state.owedMinor : owedMinor;
  if (state.name === 'scheduled' || settledOn === null)
    return owedMinor > 0n || state.name === 'scheduled' ? stay({ ...state, owedMinor: known }) : null;
  // The last day is the day of settlement, not the day on which we noticed it. With a set-off, what the refund of that
  // day does not cover had to be paid.
  const paid = { ...state, settled: { totalMinor: state.owedMinor, on: settledOn } };
  const covered = setOffOn === null ? 0n : quoteOf(paid).setOffMinor;
  return owedMinor <= covered ? released(paid) : stay({ ...state, owedMinor: known });
};

/** A held case whose dues are dealt with: it ends after its last day, at once where that is over. */
function released(state: CaseState): Moved {
  const plan = state.plan!;
  const lastOn = quoteOf(state).effectiveOn ?? plan.lastOn;
  const moved: Plan = { ...plan, lastOn, endsAt: endOf(lastOn, state.zone) };
  // The plan keeps its number, so nothing of it is said twice; the end comes again, and the backup that belongs to it.
  const again = ['end', 'final_backup'].map((name) => `${plan.no}:${name}`);
  const said = state.values['cancel.remindDaysBefore'].map((days) => `${plan.no}:remind_${days}`);
  const kept = state.fired.filter((key) => !again.includes(key));
  return stay({ ...state, name: 'scheduled', plan: moved, fired: [...new Set([...kept, ...said])] });
}

const setOff: Rule<'set_off'> = (state, { on, owedMinor }) => {
  if (state.values['refund.offset'] === 'never' || state.setOffOn !== null || owedMinor <= 0n) return null;
  const accepted = { ...state, setOffOn: on, owedMinor };
  if (state.name !== 'held' || quoteOf(accepted).held) return stay(accepted);
  return released(accepted);
};

const scheduledTimer: Rule<'timer'> = (state, event, now) => {
  const { timer } = event;
  if (!isDue(state, timer, now)) return null;
  const plan = state.plan!;
  const gone = fired(state, timer);
  if (timer === 'end') return atEnd(gone, event);
  if (timer === 'final_invoice' || timer === 'final_backup') return stay(gone, [{ kind: timer }]);
  // Who is late by days says only the last word.
  const later = timersOf(gone).some(({ name, dueAt }) => /^(remind_|end$)/.test(name) && dueAt <= now);
  return stay(gone, later ? [] : [{ kind: 'mail', mail: 'E3', to: 'both', once: `E3:${plan.no}:${timer}` }]);
};

/** The last day is over. @see clauses C-4, C-6 */
function atEnd(state: CaseState, event: EventOf<'timer'>): Moved {
  const plan = event.basis ? { ...state.plan!, basis: event.basis } : state.plan!;
  const owedMinor = event.owedMinor ?? state.owedMinor;
  // What was settled late stays settled, and is what moved the last day; only more than that may hold the case again.
  const still = state.settled !== null && owedMinor <= quoteOf(state).setOffMinor;
  const known: CaseState = { ...state, plan, owedMinor, settled: still ? state.settled : null };
  const quote = quoteOf(known);
  const endAccess: Effect[] = state.access === 'open' ? [{ kind: 'end_access', on: plan.lastOn }] : [];
  const without = { access: 'ended', servedUntil: state.servedUntil ?? plan.lastOn } as const;
  if (!quote.held) {
    const due = quote.refund.totalMinor > 0n;
    const over: CaseState = { ...known, ...without, name: 'ended', owedMinor: minor(0n) };
    return stay(closedIfDone({ ...over, refund: due ? 'due' : 'none' }), [
      ...endAccess,
      ...(due ? [{ kind: 'credit', quote } as const] : []),
      { kind: 'mail', mail: 'E5', to: 'both', once: `E5:${plan.no}` },
    ]);
  }
  const held: CaseState = { ...known, name: 'held' };
  if (state.access === 'ended') return stay(held);
  // Access that ends now is the louder news than a hold (C-4).
  const over = state.values['cancel.hold'] === 'delays-refund-only' || plan.termUntil <= plan.lastOn;
  return over
    ? stay({ ...held, ...without }, endAccess)
    : stay(held, [{ kind: 'mail', mail: 'E4', to: 'both', once: `E4:${plan.no}` }]);
}

const heldTimer: Rule<'timer'> = (state, { timer }, now) => {
  if (!isDue(state, timer, now)) return null;
  const gone = fired(state, timer);
  if (timer === 'grace_end') return deleted(gone);
  // The term is over: access ends, nothing is left to give back, the data stays for the grace.
  const on = state.plan!.termUntil;
  return stay({ ...gone, access: 'ended', servedUntil: on }, [{ kind: 'end_access', on }]);
};

/** Ended, with everything that was left to do done. */
export const closedIfDone = (state: CaseState): CaseState =>
  state.name === 'ended' && state.data === 'deleted' && state.refund !== 'due'
    ? { ...state, name: 'closed' }
    : state;

export function deleted(state: CaseState): Moved {
  return stay({ ...state, data: 'deleted' }, [
    { kind: 'delete_data' },
    { kind: 'mail', mail: 'E6', to: 'both', once: 'E6' },
  ]);
}

const again: Rule<'duplicate'> = (state, event) =>
  stay(state, [{ kind: 'answer', what: 'duplicate', once: `duplicate:${event.at}` }]);

const BOTH: Rules = {
  duplicate: again,
  amended: (state, event, now) => (changeable(state, event.at) ? amend(state, event, now) : null),
  withdrawn: stop,
  not_us: stop,
  dues,
  set_off: setOff,
  waived: waive,
};

export const PLANNED: Readonly<Record<'scheduled' | 'held', Rules>> = {
  scheduled: { ...BOTH, timer: scheduledTimer },
  held: { ...BOTH, timer: heldTimer },
};
