import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { parseAmount } from '#domain/money/currency.ts';
import type { RefundTerms } from '#domain/money/subscriptions/line.ts';
import type { Tax } from '#domain/money/tax.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { customerOf } from '../issue-invoice.ts';
import { requireTerms, saveTerms, termsShown } from './accept-terms.ts';
import { billDays } from './bill-days.ts';
import type { GivenAcceptance } from './contract.ts';
import { lockSubscription, subscriptionNumber, todayOf } from './store.ts';

export interface WorkInput {
  readonly kind: 'customisation' | 'one-off';
  readonly what: string;
  /** decimal text in the subscription's currency */
  readonly net: string;
  readonly tax: Tax;
  /** last day over which it is used; the end of the paid term when absent */
  readonly untilOn?: Day | undefined;
  readonly refundable: RefundTerms;
  readonly terms?: GivenAcceptance;
}

/**
 * Invoices a customisation or anything else that is paid once. Its refund terms are accepted like any other's; where they
 * say `prorated`, its price lies on the days it is used for.
 * @see clauses C-7, M-5
 */
export async function addWork(
  tx: Tx,
  caller: Caller,
  subscriptionId: Id,
  input: WorkInput,
): Promise<Result<void, Refusal>> {
  const locked = await lockSubscription(tx, subscriptionId);
  if (!locked.ok) return locked;
  const of = locked.value;
  if (of.state === 'ended') return refuse({ code: 'subscription_ended' });
  const net = parseAmount(input.net, of.currency);
  if (!net.ok) return refuse({ ...net.refusal, field: 'net' });
  if (net.value <= 0n) return refuse({ code: 'price_negative', field: 'net', value: input.net });
  if (input.tax.category !== 'S' && Number(input.tax.percent) !== 0)
    return refuse({ code: 'tax_without_rate', field: 'tax.percent', value: input.tax.percent });
  const today = todayOf(of, caller);
  const from = today > of.anchor_on ? today : of.anchor_on;
  const until = input.untilOn ?? (of.paid_until > from ? of.paid_until : from);
  if (until < from)
    return refuse({ code: 'end_before_today', field: 'untilOn', value: until, earliest: from });
  const terms = await requireTerms(tx, caller, of.customer_id, input.terms);
  if (!terms.ok) return terms;
  const customer = await customerOf(tx, of.customer_id);
  const slotId = idAt(caller.now);
  const { kind, what: name, refundable, tax } = input;
  const shown = termsShown({ name, refundable }, customer.locale);
  await saveTerms(tx, caller, { subscriptionId, slotId, refundable }, shown, terms.value);
  const line = { slotId, kind, refundable, name, from, until, quantity: 1, unitNetMinor: net.value, tax };
  const description = subscriptionNumber(of);
  const billed = await billDays(tx, caller, of, customer, [{ ...line, description }]);
  if (!billed.ok) return billed;
  const { invoiceId } = billed.value;
  await publish(tx, caller, 'subscription.work-added', subscriptionId, { kind, invoiceId });
  return ok(undefined);
}
