import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, type Refusal, type Result } from '#domain/kernel/result.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { endAt, endNow, type PlannedEnd } from '../subscriptions/end-subscription.ts';
import { billNext, followingDays } from '../subscriptions/renew.ts';
import { lockSubscription, updateSubscription } from '../subscriptions/store.ts';

/** How a subscription was to end before its cancellation planned otherwise. */
export type EndBefore = Pick<PlannedEnd, 'on' | 'lastTerm' | 'refund' | 'itself'>;

/**
 * Sets the last day that a cancellation planned; whoever plans it carries it out. Nothing after the day is billed.
 * @returns how it was to end before, for who takes the cancellation back
 */
export async function planServiceEnd(
  tx: Tx,
  caller: Caller,
  subscriptionId: Id,
  planned: { readonly on: Day; readonly lastTerm: 'part' | 'whole' },
): Promise<Result<EndBefore, Refusal>> {
  const locked = await lockSubscription(tx, subscriptionId);
  if (!locked.ok) return locked;
  const { ends_on: on, last_term: lastTerm, refund_at_end: refund, ends_itself: itself } = locked.value;
  const end = await endAt(tx, caller, subscriptionId, { ...planned, refund: false, itself: false });
  return end.ok ? ok({ on, lastTerm, refund, itself }) : end;
}

/**
 * Takes a cancellation back: the subscription goes on as before, also one that was ended for it already. What was not
 * billed because of it is billed next, with its original days.
 * @see clause C-1 (withdrawal)
 */
export async function continueService(
  tx: Tx,
  caller: Caller,
  subscriptionId: Id,
  before: EndBefore,
): Promise<Result<null, Refusal>> {
  const locked = await lockSubscription(tx, subscriptionId);
  if (!locked.ok) return locked;
  await updateSubscription(tx, subscriptionId, {
    ...(locked.value.state === 'ended' ? { state: 'active', ended_at: null } : {}),
    ends_on: before.on,
    last_term: before.lastTerm,
    refund_at_end: before.refund,
    ends_itself: before.itself,
  });
  await publish(tx, caller, 'subscription.continued', subscriptionId, { on: before.on });
  return ok(null);
}

/**
 * Bills what is left up to the planned last day, also days that are still to come: the last invoice comes before the end.
 * A second call finds nothing left.
 * @see clause C-4 (final invoice)
 */
export async function billToEnd(tx: Tx, caller: Caller, subscriptionId: Id): Promise<Result<Id[], Refusal>> {
  const invoiceIds: Id[] = [];
  for (;;) {
    const locked = await lockSubscription(tx, subscriptionId);
    if (!locked.ok) return locked;
    const next = locked.value.ends_on === null ? null : followingDays(locked.value);
    if (!next) return ok(invoiceIds);
    const billed = await billNext(tx, caller, locked.value, next);
    if (!billed.ok) return billed;
    invoiceIds.push(billed.value.invoiceId);
  }
}

/** Ends a subscription on its last day, which a hold may have moved. What is given back of it is another door. @returns false where it had ended */
export async function closeService(
  tx: Tx,
  caller: Caller,
  subscriptionId: Id,
  on: Day,
): Promise<Result<boolean, Refusal>> {
  const locked = await lockSubscription(tx, subscriptionId);
  if (!locked.ok) return locked;
  if (locked.value.state !== 'ended')
    await updateSubscription(tx, subscriptionId, { ends_on: on, refund_at_end: false, ends_itself: false });
  return endNow(tx, caller, subscriptionId);
}
