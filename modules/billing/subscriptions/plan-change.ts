import { addDays, type Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';
import { changeWithinTerm, type RestCredit } from '#domain/money/subscriptions/change.ts';
import { termOn } from '#domain/money/terms.ts';
import type { Customer } from '#modules/accounts/api.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { customerOf } from '../issue-invoice.ts';
import { daysOfPlan, termPrice, type BillableDays } from './bill-days.ts';
import { asOrdered, lastVersion } from './plans.ts';
import { asDecision } from './renew.ts';
import { decideChange, decidePlan, slotsOn } from './rules.ts';
import {
  changesOf,
  planKey,
  plansOf,
  prepaidLines,
  todayOf,
  type PlanRow,
  type StoredServiceLine,
  type SubscriptionRow,
} from './store.ts';

export interface ChangeInput {
  /** the place that changes; absent: an add-on beside it */
  readonly slotId?: Id | undefined;
  readonly planId: Id;
  readonly quantity: number;
  readonly when: 'now' | 'term-end';
}

/** Everything a change does, worked out and not yet done: the preview shows it, and the change saves exactly it. */
export interface PlannedChange {
  readonly plan: PlanRow & { readonly code: string };
  readonly customer: Customer;
  /** first day of what is new */
  readonly fromOn: Day;
  /** last day that is charged now */
  readonly until: Day;
  readonly credits: readonly RestCredit<StoredServiceLine>[];
  /** what is invoiced now; null from the next term on */
  readonly charge: BillableDays | null;
  /** net of a whole term afterwards */
  readonly termMinor: Minor;
  /** nothing would be other than it is */
  readonly same: boolean;
}

/** What a subscription holds when a change would begin, the service itself first. */
export async function heldPlaces(
  tx: Tx,
  caller: Caller,
  of: SubscriptionRow,
  when: ChangeInput['when'],
): Promise<ReturnType<typeof asDecision>[]> {
  const on = when === 'now' ? todayOf(of, caller) : addDays(of.paid_until, 1);
  return slotsOn((await changesOf(tx, [of.id])).map(asDecision), on);
}

/** Works out a change of a subscription on its contract's day of today. */
export async function planChange(
  tx: Tx,
  caller: Caller,
  of: SubscriptionRow,
  input: ChangeInput,
): Promise<Result<PlannedChange, Refusal>> {
  const changes = await changesOf(tx, [of.id]);
  const today = todayOf(of, caller);
  const decisions = changes.map(asDecision);
  const base = decisions[0]!.slot_id;
  const held = slotsOn(decisions, input.when === 'now' ? today : addDays(of.paid_until, 1));
  const before = held.find((slot) => slot.slot_id === input.slotId);
  if (input.slotId !== undefined && !before) return refuse({ code: 'slot_unknown' });
  const plan = await lastVersion(tx, input.planId);
  if (!plan.ok) return plan;
  const kind = before && before.slot_id === base ? 'hosting' : 'addon';
  // Who keeps a plan and takes more or fewer of it may also keep a plan that is no longer sold.
  const ordered = asOrdered(plan.value, of.currency);
  const kept = before?.plan_id === plan.value.plan_id;
  const asked = { kind, months: of.months, currency: of.currency } as const;
  const price = decidePlan(kept ? { ...ordered, onSale: true } : ordered, asked);
  if (!price.ok) return price;
  const plans = await plansOf(tx, changes);
  const beforeMinor = before ? termPrice(of, before, plans.get(planKey(before))!) : minor(0n);
  const termMinor = minor(price.value * BigInt(input.quantity));
  const same = before
    ? kept && before.plan_version === plan.value.version && before.quantity === input.quantity
    : input.quantity === 0;
  const decision = decideChange(
    { state: of.state, anchorOn: of.anchor_on, paidUntil: of.paid_until, endsOn: of.ends_on },
    {
      when: input.when,
      beforeMinor,
      afterMinor: termMinor,
      drops: input.quantity === 0,
      base: kind === 'hosting',
    },
    today,
  );
  if (!decision.ok) return decision;
  const customer = await customerOf(tx, of.customer_id);
  const next = { plan: plan.value, customer, termMinor, same };
  if (input.when === 'term-end') {
    const fromOn = addDays(of.paid_until, 1);
    const { until } = termOn(of.anchor_on, of.months, fromOn);
    return ok({ ...next, fromOn, until, credits: [], charge: null });
  }
  const term = termOn(of.anchor_on, of.months, today);
  const lines = before
    ? (await prepaidLines(tx, of.id)).filter((line) => line.slotId === before.slot_id)
    : [];
  const { credits, charge } = changeWithinTerm(lines, {
    on: today,
    term,
    paidUntil: of.paid_until,
    priceMinor: termMinor,
  });
  return ok({
    ...next,
    fromOn: today,
    until: charge.until,
    credits,
    charge: daysOfPlan(
      of,
      { slotId: before?.slot_id ?? of.id, quantity: input.quantity, plan: plan.value, customer },
      term,
      charge,
    ),
  });
}
