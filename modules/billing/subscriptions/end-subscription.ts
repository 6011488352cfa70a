import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, type Refusal, type Result } from '#domain/kernel/result.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { creditUnused } from './credit-days.ts';
import { followingDays } from './renew.ts';
import { decideEnd } from './rules.ts';
import { lockSubscription, todayOf, updateSubscription, type SubscriptionRow } from './store.ts';

export interface PlannedEnd {
  /** last day of service; null: it goes on and renews */
  readonly on: Day | null;
  /** how the last term is billed: up to the last day where the notice was kept, else whole (C-2) */
  readonly lastTerm: 'part' | 'whole';
  /** unused days of what is refundable are credited when it ends */
  readonly refund: boolean;
  /** false: whoever plans the end carries it out by `endNow`, as a case that may have to wait for dues (C-4) */
  readonly itself: boolean;
}

/**
 * Sets or moves the last day of service, or takes it back. From then on nothing after that day is billed; the term it lies
 * in is billed in part or whole. Taking it back lets the subscription go on as if it had never been set: the rest of a
 * term of which only a part was billed is billed next.
 *
 * @see clauses M-4, C-1 (amendment, withdrawal), C-2
 */
export async function endAt(
  tx: Tx,
  caller: Caller,
  subscriptionId: Id,
  planned: PlannedEnd,
): Promise<Result<void, Refusal>> {
  const locked = await lockSubscription(tx, subscriptionId);
  if (!locked.ok) return locked;
  const of = locked.value;
  const facts = { state: of.state, anchorOn: of.anchor_on, paidUntil: of.paid_until, endsOn: of.ends_on };
  // Whoever carries it out itself may have read late what had come in time: the day counts, also when it has passed.
  const decision = decideEnd(facts, planned.on, planned.itself ? todayOf(of, caller) : of.anchor_on);
  if (!decision.ok) return decision;
  await updateSubscription(tx, subscriptionId, {
    ends_on: planned.on,
    last_term: planned.on === null ? 'part' : planned.lastTerm,
    refund_at_end: planned.on !== null && planned.refund,
    ends_itself: planned.on === null || planned.itself,
  });
  const name = planned.on === null ? 'subscription.continued' : 'subscription.end-planned';
  await publish(tx, caller, name, subscriptionId, { on: planned.on });
  return ok(undefined);
}

/**
 * Ends a subscription whose last day is over, credits its unused days where that was agreed, and tells whoever runs the
 * service. Safe to run twice: what has ended stays as it is. Days before the end that are not billed yet come first.
 *
 * @returns whether it ended now
 */
export async function endIfOver(
  tx: Tx,
  caller: Caller,
  subscriptionId: Id,
): Promise<Result<boolean, Refusal>> {
  const locked = await lockSubscription(tx, subscriptionId);
  if (!locked.ok) return locked;
  const of = locked.value;
  const over = of.ends_on !== null && of.ends_on < todayOf(of, caller) && followingDays(of) === null;
  return over && of.state !== 'ended' && of.ends_itself ? end(tx, caller, of) : ok(false);
}

/**
 * Ends a subscription now, on the last day that was planned for it (today where none was), whoever planned it.
 * @returns false where it has ended already
 */
export async function endNow(tx: Tx, caller: Caller, subscriptionId: Id): Promise<Result<boolean, Refusal>> {
  const locked = await lockSubscription(tx, subscriptionId);
  if (!locked.ok) return locked;
  return locked.value.state === 'ended' ? ok(false) : end(tx, caller, locked.value);
}

async function end(tx: Tx, caller: Caller, of: SubscriptionRow): Promise<Result<boolean, Refusal>> {
  const on = of.ends_on ?? todayOf(of, caller);
  const creditNoteIds: Id[] = [];
  if (of.refund_at_end) {
    const credited = await creditUnused(tx, caller, of, on);
    if (!credited.ok) return credited;
    creditNoteIds.push(...credited.value.creditNoteIds);
  }
  await updateSubscription(tx, of.id, { state: 'ended', ends_on: on, ended_at: caller.now });
  await publish(tx, caller, 'subscription.ended', of.id, { on, creditNoteIds });
  return ok(true);
}
