import type { Effect } from './effects.ts';
import type { CaseEvent } from './events.ts';
import { isDue, fired } from './before-plan.ts';
import { quoteOf, withdraw, type Moved } from './plan.ts';
import { amend, closedIfDone, deleted, waive } from './planned.ts';
import type { CaseState } from './state.ts';
import type { Rule, Rules } from './transition.ts';

/** After the end: grace, deletion, the refund on its way, and mails that were read too late. */
const stay = (state: CaseState, effects: readonly Effect[] = []): Moved => ({ state, effects });

/** A mail that arrived before the end and was read after it counts as if it had been read in time (C-1). */
function readLate(state: CaseState, event: CaseEvent & { readonly at: string }): Moved | null {
  if (event.at >= state.plan!.endsAt || state.data === 'deleted') return null;
  const reverse: Effect[] = state.refund === 'none' ? [] : [{ kind: 'reverse_credit' }];
  const effects: Effect[] = [{ kind: 'restore_access' }, ...reverse, { kind: 'task', why: 'read_late' }];
  return stay({ ...state, access: 'open', servedUntil: null, refund: 'none' }, effects);
}

const stop = (state: CaseState, event: CaseEvent & { readonly at: string }): Moved | null => {
  const open = readLate(state, event);
  if (!open) return null;
  const gone = withdraw(open.state);
  return stay(gone.state, [...open.effects, ...gone.effects]);
};

const amendLate: Rule<'amended'> = (state, event, now) => {
  const open = readLate(state, event);
  const planned = open && amend(open.state, event, now);
  return planned ? stay(planned.state, [...open.effects, ...planned.effects]) : null;
};

/** Two people let short notice pass after the end: what is given back is credited now. */
const waiveLate: Rule<'waived'> = (state, event, now) => {
  const waived = waive(state, event, now);
  if (!waived) return null;
  const quote = quoteOf(waived.state);
  const mails = waived.effects.filter(({ kind }) => kind === 'mail');
  return quote.refund.totalMinor > 0n
    ? stay({ ...waived.state, refund: 'due' }, [{ kind: 'credit', quote }, ...mails])
    : stay(waived.state, mails);
};

const ended: Rules = {
  duplicate: (state, event) =>
    stay(state, [{ kind: 'answer', what: 'already_ended', once: `already_ended:${event.at}` }]),
  amended: amendLate,
  withdrawn: stop,
  not_us: stop,
  waived: waiveLate,
  refund_paid: (state) => (state.refund === 'due' ? stay(closedIfDone({ ...state, refund: 'paid' })) : null),
  timer: (state, { timer }, now) => {
    if (timer !== 'grace_end' || !isDue(state, timer, now)) return null;
    const { state: after, effects } = deleted(fired(state, timer));
    return stay(closedIfDone(after), effects);
  },
};

export const AFTER_END: Readonly<Record<'ended' | 'closed' | 'withdrawn' | 'lapsed' | 'rejected', Rules>> = {
  ended,
  closed: {},
  withdrawn: {},
  lapsed: {},
  rejected: {},
};
