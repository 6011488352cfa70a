import { dayIn, type Day, type Instant } from '#domain/kernel/days.ts';
import { minor } from '#domain/kernel/units.ts';
import { endOf } from '../../notice.ts';
import type { CancellationCase } from '../case.ts';
import { quoteCancellation, type Quote } from '../quote.ts';
import type { Effect } from './effects.ts';
import type { CaseBasis, CaseState, Plan } from './state.ts';

/** A state with what must be done to be in it. */
export interface Moved {
  readonly state: CaseState;
  readonly effects: readonly Effect[];
}

type Wanted = Pick<Plan, 'basis' | 'askedOn' | 'amendedOn' | 'noticeFrom'>;

/** What the quote is asked for a plan with what is known about dues. */
function caseOf(state: CaseState, wanted: Wanted): CancellationCase {
  return {
    ...wanted.basis,
    receivedAt: wanted.noticeFrom,
    askedOn: wanted.askedOn,
    amendedOn: wanted.amendedOn,
    waived: state.waived,
    dues: {
      totalMinor: state.settled ? state.settled.totalMinor : state.owedMinor,
      settledOn: state.settled?.on ?? null,
      setOffAcceptedOn: state.setOffOn,
    },
  };
}

/** The plan of a case in figures, with what is known about dues. @throws RangeError for a case without a plan */
export function quoteOf(state: CaseState): Quote {
  if (!state.plan) throw new RangeError('a case without a plan has no quote');
  return quoteCancellation(caseOf(state, state.plan));
}

/**
 * Sets the last day, or sets it anew: renewal stops, the refund and what is billed before are computed, timers follow. What
 * was known of dues is kept; what had been settled or accepted for an earlier plan counts for the new one too.
 *
 * Notice counts from the earliest message that had announced this day or an earlier one, and for a day before all of these
 * from the message that asks for it: so an early mail with a far day never buys a refund without notice.
 *
 * @see clauses C-1 (amendment), C-2
 */
export function planEnd(
  state: CaseState,
  given: {
    readonly basis: CaseBasis;
    readonly at: Instant;
    readonly askedOn: Day | null;
    readonly amended: boolean;
    readonly now: Instant;
  },
): Moved {
  const { basis, at, askedOn, amended, now } = given;
  const amendedOn = amended ? dayIn(basis.zone, at) : (state.plan?.amendedOn ?? null);
  const announced = state.plan?.announced ?? [];
  const asked = askedOn !== null && amendedOn !== null && askedOn < amendedOn ? amendedOn : askedOn;
  const by = asked === null ? [] : announced.filter(({ on }) => on <= asked).map((one) => one.at);
  const first = by.reduce((earliest, one) => (one < earliest ? one : earliest), at);
  // A mail that overtook the request does not make the request older.
  const noticeFrom =
    asked === null || announced.length === 0 || first < state.receivedAt ? state.receivedAt : first;
  const wanted = { basis, askedOn, amendedOn, noticeFrom };
  const known: CaseState = { ...state, zone: basis.zone, values: basis.values };
  // Dates first, as if nothing were owed: dues move the last day only when it has come (C-4).
  const quote = quoteCancellation({
    ...caseOf(known, wanted),
    dues: { totalMinor: minor(0n), settledOn: null, setOffAcceptedOn: null },
  });
  const plan: Plan = {
    ...wanted,
    no: (state.plan?.no ?? 0) + 1,
    madeAt: now,
    announced: [...announced, { on: quote.plannedOn, at: noticeFrom }],
    plannedOn: quote.plannedOn,
    lastOn: quote.plannedOn,
    endsAt: endOf(quote.plannedOn, basis.zone),
    termUntil: billedUntil(basis, quote),
  };
  return {
    state: { ...known, name: 'scheduled', plan, waiting: null },
    effects: [
      { kind: 'plan_end', quote },
      { kind: 'mail', mail: 'E2', to: 'both', once: `E2:${plan.no}` },
    ],
  };
}

/** The first plan of a case; an amendment that came while it was not cleared is applied with it. */
export function planFirst(
  state: CaseState,
  basis: CaseBasis,
  now: Instant,
  more: { readonly askedOn?: Day | null; readonly confirmedAt?: Instant } = {},
): Moved {
  const { confirmedAt, askedOn = state.askedOn } = more;
  const amended = confirmedAt !== undefined;
  const first = planEnd(state, { basis, at: confirmedAt ?? state.receivedAt, askedOn, amended, now });
  if (!state.waiting) return first;
  const { on, at } = state.waiting;
  // The customer hears of the plan that counts, not of the one that was replaced in the same moment.
  return planEnd(first.state, { basis, at, askedOn: on, amended: true, now });
}

/** Last day of everything that was billed or is billed by this plan. */
function billedUntil(basis: CaseBasis, quote: Quote): Day {
  const ends = [
    ...basis.lines.flatMap(({ kind, until }) => (kind === 'hosting' && until ? [until] : [])),
    ...quote.renewals.map(({ until }) => until),
    ...(quote.bridge ? [quote.bridge.until] : []),
  ];
  return ends.reduce((last, one) => (one > last ? one : last));
}

/** The case stops having a plan: the subscription goes on as if it had never been cancelled (C-1). */
export function withdraw(state: CaseState): Moved {
  const effects: Effect[] = state.plan ? [{ kind: 'undo_plan' }] : [];
  return {
    state: { ...state, name: 'withdrawn', plan: null, waiting: null },
    effects: [...effects, { kind: 'mail', mail: 'E7', to: 'both', once: 'E7' }],
  };
}
