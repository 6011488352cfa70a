import { daysBetween, type Day } from '#domain/kernel/days.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';
import { fraction, multiply, roundHalfAway } from '#domain/money/fraction.ts';
import type { RefundTerms } from '#domain/money/subscriptions/line.ts';

/** A subscription may begin a year before or after it is entered: further away is a slip of the keyboard. */
const START_WITHIN_DAYS = 366;

/** A decision about one place of a subscription. */
export interface Decision {
  readonly slotId: string;
  readonly fromOn: Day;
  readonly quantity: number;
}

/**
 * What each place holds on a day: of the decisions that count by then, the one that was taken last. So a change of today
 * also replaces what was planned for the next term before.
 *
 * @param decisions oldest first
 * @returns in the order in which the places came; none for a place that holds nothing
 */
export function slotsOn<T extends Decision>(decisions: readonly T[], on: Day): T[] {
  const places = new Map<string, T | undefined>();
  for (const decision of decisions) {
    if (!places.has(decision.slotId)) places.set(decision.slotId, undefined);
    if (decision.fromOn <= on) places.set(decision.slotId, decision);
  }
  return [...places.values()].filter((slot) => slot !== undefined && slot.quantity > 0) as T[];
}

/** A plan as far as ordering asks. */
export interface OrderedPlan {
  readonly code: string;
  readonly kind: 'hosting' | 'addon';
  readonly months: number;
  readonly onSale: boolean;
  readonly refundable: RefundTerms;
  /** net of one for a term; null where the plan has no price in this currency */
  readonly priceMinor: Minor | null;
}

export type PlanRefusal =
  | { code: 'plan_not_on_sale'; field: string; plan: string }
  | { code: 'plan_other_kind'; field: string; plan: string }
  | { code: 'plan_other_term'; field: string; plan: string; months: number }
  | { code: 'plan_not_priced'; field: string; plan: string; currency: string };

/**
 * Whether a plan may take a place: the service itself or an add-on, by the term of the subscription (so that all of it ends
 * and renews on one day), at a price in its currency.
 */
export function decidePlan(
  plan: OrderedPlan,
  asked: { readonly kind: 'hosting' | 'addon'; readonly months: number; readonly currency: string },
): Result<Minor, PlanRefusal> {
  const at = { field: 'planId', plan: plan.code } as const;
  if (!plan.onSale) return refuse({ code: 'plan_not_on_sale', ...at });
  if (plan.kind !== asked.kind) return refuse({ code: 'plan_other_kind', ...at });
  if (plan.months !== asked.months) return refuse({ code: 'plan_other_term', ...at, months: asked.months });
  if (plan.priceMinor === null) return refuse({ code: 'plan_not_priced', ...at, currency: asked.currency });
  return ok(plan.priceMinor);
}

export type StartRefusal = { code: 'start_too_far'; field: 'startsOn'; value: Day };

export function decideStart(startsOn: Day, today: Day): Result<Day, StartRefusal> {
  return Math.abs(daysBetween(today, startsOn)) > START_WITHIN_DAYS
    ? refuse({ code: 'start_too_far', field: 'startsOn', value: startsOn })
    : ok(startsOn);
}

/** A subscription as far as a change asks. */
export interface Changing {
  readonly state: 'active' | 'suspended' | 'ended';
  readonly anchorOn: Day;
  readonly paidUntil: Day;
  readonly endsOn: Day | null;
}

export interface ChangeAsk {
  readonly when: 'now' | 'term-end';
  /** net of a whole term, before and after; before is 0 for something new */
  readonly beforeMinor: Minor;
  readonly afterMinor: Minor;
  /** nothing is subscribed in this place afterwards */
  readonly drops: boolean;
  /** it is the service itself and not an add-on */
  readonly base: boolean;
}

export type ChangeRefusal =
  | { code: 'subscription_ended' }
  | { code: 'subscription_not_begun'; anchorOn: Day }
  | { code: 'renewal_outstanding'; paidUntil: Day }
  | { code: 'subscription_ends'; endsOn: Day }
  | { code: 'change_is_downgrade'; field: 'when' }
  | { code: 'base_not_dropped'; field: 'quantity' };

/**
 * Whether a change may be made: to something dearer at once, to something cheaper when the next term begins, because what
 * is paid in advance is given back on cancellation only.
 */
export function decideChange(of: Changing, ask: ChangeAsk, today: Day): Result<void, ChangeRefusal> {
  if (of.state === 'ended') return refuse({ code: 'subscription_ended' });
  if (ask.drops && ask.base) return refuse({ code: 'base_not_dropped', field: 'quantity' });
  if (ask.when === 'term-end') {
    if (of.endsOn !== null && of.endsOn <= of.paidUntil)
      return refuse({ code: 'subscription_ends', endsOn: of.endsOn });
    return ok(undefined);
  }
  if (today < of.anchorOn) return refuse({ code: 'subscription_not_begun', anchorOn: of.anchorOn });
  if (today > of.paidUntil) return refuse({ code: 'renewal_outstanding', paidUntil: of.paidUntil });
  if (ask.drops || ask.afterMinor < ask.beforeMinor)
    return refuse({ code: 'change_is_downgrade', field: 'when' });
  return ok(undefined);
}

export type EndRefusal =
  { code: 'subscription_ended' } | { code: 'end_before_today'; field: 'on'; value: Day; earliest: Day };

/** Whether a last day of service may be set: today at the earliest, and the first day at the earliest. */
export function decideEnd(of: Changing, on: Day | null, today: Day): Result<void, EndRefusal> {
  if (of.state === 'ended') return refuse({ code: 'subscription_ended' });
  const earliest = today > of.anchorOn ? today : of.anchorOn;
  if (on !== null && on < earliest)
    return refuse({ code: 'end_before_today', field: 'on', value: on, earliest });
  return ok(undefined);
}

/** Net per month of what a term costs, for lists. */
export function perMonth(termMinor: Minor, months: number): Minor {
  return minor(roundHalfAway(multiply(fraction(termMinor), fraction(1, months))));
}
