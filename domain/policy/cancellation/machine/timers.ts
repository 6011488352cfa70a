import { addDays, addMinutes, instantAt, type Instant } from '#domain/kernel/days.ts';
import { endOf, receivedOn } from '../../notice.ts';
import type { CaseState } from './state.ts';

export type TimerName =
  | 'clarify_remind'
  | 'clarify_end'
  | `remind_${number}`
  | 'final_invoice'
  | 'final_backup'
  | 'end'
  | 'term_end'
  | 'grace_end';

export interface Timer {
  readonly name: TimerName;
  readonly dueAt: Instant;
}

/** A timer goes off once for each plan. */
export const firedKey = (state: CaseState, name: TimerName): string => `${state.plan?.no ?? 0}:${name}`;

/**
 * The moments at which this state moves by itself, earliest first. They are rows of a table: whoever is late does the same,
 * later.
 * @see clauses C-1 (day 7, day 14), C-4, C-5, C-6
 */
export function timersOf(state: CaseState): Timer[] {
  return allTimers(state)
    .filter(({ name }) => !state.fired.includes(firedKey(state, name)))
    .sort((a, b) => (a.dueAt < b.dueAt ? -1 : a.dueAt > b.dueAt ? 1 : 0));
}

function allTimers(state: CaseState): Timer[] {
  const { plan, values } = state;
  switch (state.name) {
    case 'unverified':
    case 'clarifying': {
      const day = (after: number) => addDays(receivedOn(state.receivedAt, state.zone), after);
      return [
        { name: 'clarify_remind', dueAt: instantAt(state.zone, day(values['cancel.clarifyRemindDays'])) },
        { name: 'clarify_end', dueAt: endOf(day(values['cancel.clarifyDays']), state.zone) },
      ];
    }
    case 'scheduled': {
      if (!plan) return [];
      const end: Timer[] = [{ name: 'end', dueAt: plan.endsAt }];
      // Whose access has ended already waits for money alone: there is nothing left to remind of or to back up.
      if (state.access === 'ended') return end;
      const [hours, minutes] = values['cancel.reminderTime'].split(':').map(Number) as [number, number];
      const reminders = values['cancel.remindDaysBefore'].map((days): Timer => ({
        name: `remind_${days}`,
        dueAt: instantAt(state.zone, addDays(plan.lastOn, -days), hours * 60 + minutes),
      }));
      const invoiceAt = instantAt(state.zone, addDays(plan.lastOn, 1 - values['cancel.finalInvoiceDays']));
      return [
        ...end,
        { name: 'final_invoice', dueAt: later(invoiceAt, plan.madeAt) },
        { name: 'final_backup', dueAt: addMinutes(plan.endsAt, -60 * values['cancel.finalBackupHours']) },
        // A reminder whose moment had passed when the day was set is not made up for.
        ...reminders.filter(({ dueAt }) => dueAt > plan.madeAt),
      ];
    }
    case 'held':
      if (!plan) return [];
      return state.access === 'open'
        ? [{ name: 'term_end', dueAt: endOf(plan.termUntil, state.zone) }]
        : grace(state);
    case 'ended':
      return grace(state);
    default:
      return [];
  }
}

function grace(state: CaseState): Timer[] {
  if (state.data === 'deleted' || state.servedUntil === null) return [];
  const until = addDays(state.servedUntil, state.values['cancel.retrievalGraceDays']);
  return [{ name: 'grace_end', dueAt: endOf(until, state.zone) }];
}

const later = (a: Instant, b: Instant): Instant => (a > b ? a : b);
