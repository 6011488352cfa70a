import { minor } from '#domain/kernel/units.ts';
import { addDays } from '#domain/kernel/days.ts';
import type { Minor } from '#domain/kernel/units.ts';
import { quoteCancellation, type Quote } from '#domain/policy/cancellation/quote.ts';
import { quoteOf } from '#domain/policy/cancellation/machine/plan.ts';
import type { CaseBasis, CaseState } from '#domain/policy/cancellation/machine/state.ts';
import type { CancellationCase } from '#domain/policy/cancellation/case.ts';

/** A plan in figures as if nothing were owed: what the confirmation says. @throws RangeError for a case without a plan */
export function plannedQuote(state: CaseState): Quote {
  return quoteOf({ ...state, owedMinor: minor(0n), settled: null, setOffOn: null });
}

/**
 * A plan in figures as it stands: as announced until its last day, then with what a hold or a set-off makes of it.
 * @throws RangeError for a case without a plan
 */
export function standingQuote(state: CaseState): Quote {
  const moved = state.name !== 'scheduled' || state.setOffOn !== null || state.settled !== null;
  return moved ? quoteOf(state) : plannedQuote(state);
}

/**
 * How much smaller the refund becomes with the first day on which dues are paid late.
 * @see clause C-4 (what a delay costs)
 */
export function costOfDay(of: Omit<CancellationCase, 'dues'>, owedMinor: Minor): Minor {
  const settledOn = (days: number): Quote => {
    const planned = quoteCancellation({ ...of, dues: NOTHING_OWED }).plannedOn;
    const dues = { totalMinor: owedMinor, settledOn: addDays(planned, days), setOffAcceptedOn: null };
    return quoteCancellation({ ...of, dues });
  };
  if (owedMinor <= 0n) return minor(0n);
  return minor(settledOn(0).refund.totalMinor - settledOn(1).refund.totalMinor);
}

const NOTHING_OWED = { totalMinor: minor(0n), settledOn: null, setOffAcceptedOn: null } as const;

/** What the quote of a planned case is asked for, but for its dues. */
export function askedOf(state: CaseState & { readonly plan: NonNullable<CaseState['plan']> }) {
  const { basis, noticeFrom, askedOn, amendedOn } = state.plan;
  return { ...basis, receivedAt: noticeFrom, askedOn, amendedOn, waived: state.waived };
}

/** What would happen if a subscription were cancelled by a message that arrives now. */
export function previewQuote(
  basis: CaseBasis,
  asked: { readonly receivedAt: CancellationCase['receivedAt']; readonly on: CancellationCase['askedOn'] },
): Quote {
  return quoteCancellation({
    ...basis,
    receivedAt: asked.receivedAt,
    askedOn: asked.on,
    amendedOn: null,
    dues: NOTHING_OWED,
  });
}
