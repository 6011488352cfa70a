import type { Id } from '#domain/kernel/ids.ts';
import { ok, type Refusal, type Result } from '#domain/kernel/result.ts';
import { nextPart, type NextPart } from '#domain/money/subscriptions/next-part.ts';
import { versionInForce } from '#modules/policy/api.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { customerOf } from '../issue-invoice.ts';
import { billDays, daysOfPlan, type BillableDays } from './bill-days.ts';
import { slotsOn } from './rules.ts';
import {
  changesOf,
  lockSubscription,
  planKey,
  plansOf,
  todayOf,
  updateSubscription,
  type ChangeRow,
  type SubscriptionRow,
  type SubscriptionTables,
} from './store.ts';

/** A decision in the shape the rules read. */
export const asDecision = (row: ChangeRow) => ({
  ...row,
  slotId: row.slot_id,
  fromOn: row.from_on,
});

/** The days of a subscription that are billed next, due or not; null where nothing follows. */
export function followingDays(of: SubscriptionRow): NextPart | null {
  if (of.state === 'ended') return null;
  return nextPart({
    anchorOn: of.anchor_on,
    months: of.months,
    paidUntil: of.paid_until,
    endsOn: of.ends_on,
    lastTerm: of.last_term,
  });
}

/**
 * Bills the next days of a subscription if their first day has come: the next anchored term, or what a planned end leaves
 * of it. One invoice for all that is subscribed on that day, in one transaction with the term: a first day is billed once,
 * whoever tries, and whoever comes second finds nothing left.
 *
 * @returns null where nothing is due; a refusal where the invoice cannot be issued (the customer lost a VAT number)
 * @see clauses M-12, C-2 (bridge)
 */
export async function renewSubscription(
  tx: Tx,
  caller: Caller,
  subscriptionId: Id,
): Promise<Result<{ invoiceId: Id } | null, Refusal>> {
  const locked = await lockSubscription(tx, subscriptionId);
  if (!locked.ok) return locked;
  const next = followingDays(locked.value);
  if (!next || next.from > todayOf(locked.value, caller)) return ok(null);
  return billNext(tx, caller, locked.value, next);
}

/**
 * Bills these days of a locked subscription and moves its paid term on.
 * @param more lines that are paid once, on the same invoice
 */
export async function billNext(
  tx: Tx,
  caller: Caller,
  of: SubscriptionRow,
  next: NextPart,
  more: readonly BillableDays[] = [],
): Promise<Result<{ invoiceId: Id }, Refusal>> {
  const customer = await customerOf(tx, of.customer_id);
  const changes = await changesOf(tx, [of.id]);
  const plans = await plansOf(tx, changes);
  const lines = slotsOn(changes.map(asDecision), next.from).map((slot) =>
    daysOfPlan(
      of,
      { slotId: slot.slot_id, quantity: slot.quantity, plan: plans.get(planKey(slot))!, customer },
      next.term,
      next,
    ),
  );
  const billed = await billDays(tx, caller, of, customer, [...lines, ...more]);
  if (!billed.ok) return billed;
  const { invoiceId } = billed.value;
  const policy = await versionInForce(tx, 'cancellation', caller.now);
  await tx
    .tables<SubscriptionTables>()
    .insertInto('subscription_term')
    .values({
      tenant_id: tx.tenantId,
      subscription_id: of.id,
      from_on: next.from,
      until_on: next.until,
      term_no: next.term.index,
      invoice_id: invoiceId,
      policy_version: policy?.number ?? null,
    })
    .execute();
  await updateSubscription(tx, of.id, { paid_until: next.until });
  await publish(tx, caller, 'subscription.billed', of.id, { from: next.from, until: next.until, invoiceId });
  return ok({ invoiceId });
}
