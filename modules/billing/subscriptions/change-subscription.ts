import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { minor } from '#domain/kernel/units.ts';
import { formatAmount } from '#domain/money/currency.ts';
import { daysOf } from '#domain/money/subscriptions/line.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { createFormat } from '#platform/web-kit/format.ts';
import { asLocale, say } from '#platform/words/words.ts';
import { draftCredit } from '../credit-invoice.ts';
import { setOff } from '../give-back.ts';
import { openOf } from '../ledger.ts';
import { invoiceNumber, type BillingTables } from '../store.ts';
import { planTerms, requireTerms, saveTerms } from './accept-terms.ts';
import { billDays, draftDays } from './bill-days.ts';
import type { ChangePreview, GivenAcceptance } from './contract.ts';
import { saveCredits } from './credit-days.ts';
import { subscriptionPaperWords } from './paper-words.ts';
import { heldPlaces, planChange, type ChangeInput, type PlannedChange } from './plan-change.ts';
import {
  lockSubscription,
  subscriptionNumber,
  type SubscriptionRow,
  type SubscriptionTables,
} from './store.ts';

/** A change that is asked about; what is absent stays as it is. */
interface ChangeQuestion {
  readonly slotId?: Id | undefined;
  readonly planId?: Id | undefined;
  readonly quantity?: number | undefined;
  readonly when: ChangeInput['when'];
}

/** What a change costs, computed as the change itself computes it: same credit notes, same invoice, same tax. */
export async function previewChange(
  tx: Tx,
  caller: Caller,
  subscriptionId: Id,
  asked: ChangeQuestion,
): Promise<Result<ChangePreview, Refusal>> {
  const locked = await lockSubscription(tx, subscriptionId);
  if (!locked.ok) return locked;
  const { currency } = locked.value;
  const input = await completed(tx, caller, locked.value, asked);
  if (!input.ok) return input;
  const change = await planChange(tx, caller, locked.value, input.value);
  if (!change.ok) return change;
  const { credits, charge, customer, plan } = change.value;
  const text = (amount: bigint): string => formatAmount(minor(amount), currency);
  const credited = [];
  let difference = 0n;
  for (const [invoiceId, own] of Map.groupBy(credits, ({ line }) => line.invoiceId)) {
    const lines = own.map(({ line, netMinor }) => ({ lineNo: line.lineNo, amount: text(netMinor) }));
    const drafted = await draftCredit(tx, invoiceId, { lines });
    if (!drafted.ok) return drafted;
    const { invoice, draft } = drafted.value;
    const gross = draft.totals.grossMinor + draft.roundingMinor;
    difference -= gross;
    credited.push({
      invoice: invoiceNumber(invoice),
      net: text(draft.totals.netMinor),
      tax: text(gross - draft.totals.netMinor),
      gross: text(gross),
    });
  }
  let charged = { net: 0n, tax: 0n, gross: 0n };
  if (charge) {
    const draft = await draftDays(tx, caller, locked.value, customer, [charge]);
    if (!draft.ok) return draft;
    const { netMinor: net, taxMinor: tax, grossMinor: gross } = draft.value.totals;
    charged = { net, tax, gross };
    difference += gross;
  }
  const span = { from: change.value.fromOn, until: change.value.until };
  return ok({
    currency,
    fromOn: span.from,
    until: span.until,
    days: daysOf(span),
    credits: credited,
    charge: { net: text(charged.net), tax: text(charged.tax), gross: text(charged.gross) },
    difference: text(difference),
    termNet: text(change.value.termMinor),
    terms: planTerms(plan, customer.locale),
  });
}

/** A question with what it left open: the same plan, the same quantity; the service itself where it names nothing. */
async function completed(
  tx: Tx,
  caller: Caller,
  of: SubscriptionRow,
  asked: ChangeQuestion,
): Promise<Result<ChangeInput, Refusal>> {
  const held = await heldPlaces(tx, caller, of, asked.when);
  const slot = asked.slotId || asked.planId ? held.find(({ slotId }) => slotId === asked.slotId) : held[0];
  const planId = asked.planId ?? slot?.plan_id;
  if (!planId) return refuse({ code: 'slot_unknown' });
  const place = slot ? { slotId: slot.slot_id } : asked.slotId ? { slotId: asked.slotId } : {};
  return ok({ ...place, planId, quantity: asked.quantity ?? slot?.quantity ?? 1, when: asked.when });
}

/**
 * Changes what is subscribed. At once: the rest of the old lines is credited, the rest of the term invoiced at the new
 * price, and what the credit leaves in the customer's favour pays the new invoice. From the next term on: only noted.
 *
 * @see clauses M-6 … M-9, C-7b
 */
export async function changeSubscription(
  tx: Tx,
  caller: Caller,
  subscriptionId: Id,
  input: ChangeInput & { readonly terms?: GivenAcceptance },
): Promise<Result<void, Refusal>> {
  const locked = await lockSubscription(tx, subscriptionId);
  if (!locked.ok) return locked;
  const of = locked.value;
  const planned = await planChange(tx, caller, of, input);
  if (!planned.ok) return planned;
  const change = planned.value;
  if (change.same) return refuse({ code: 'change_of_nothing' });
  const slotId = input.slotId ?? idAt(caller.now);
  // Ending an add-on orders nothing, so there is nothing to accept.
  if (input.quantity > 0) {
    const terms = await requireTerms(tx, caller, of.customer_id, input.terms);
    if (!terms.ok) return terms;
    const { refundable } = change.plan;
    const shown = planTerms(change.plan, change.customer.locale);
    await saveTerms(tx, caller, { subscriptionId, slotId, refundable }, shown, terms.value);
  }
  await tx
    .tables<SubscriptionTables>()
    .insertInto('subscription_change')
    .values({
      tenant_id: tx.tenantId,
      id: idAt(caller.now),
      subscription_id: subscriptionId,
      slot_id: slotId,
      plan_id: change.plan.plan_id,
      plan_version: change.plan.version,
      quantity: input.quantity,
      from_on: change.fromOn,
      actor_name: caller.name,
      at: caller.now,
    })
    .execute();
  const settled = change.charge ? await settleNow(tx, caller, of, change, slotId) : ok(undefined);
  if (!settled.ok) return settled;
  await publish(tx, caller, 'subscription.changed', subscriptionId, {
    plan: change.plan.code,
    quantity: input.quantity,
    fromOn: change.fromOn,
  });
  return ok(undefined);
}

/** Credit notes for the rest of the old, one invoice for the rest of the new, the first set off against the second. */
async function settleNow(
  tx: Tx,
  caller: Caller,
  of: SubscriptionRow,
  change: PlannedChange,
  slotId: Id,
): Promise<Result<void, Refusal>> {
  const { customer, credits } = change;
  const locale = asLocale(customer.locale);
  const format = createFormat({ locale, zone: of.zone, currency: of.currency });
  const day = format.dayLong(change.fromOn);
  const reason = say(subscriptionPaperWords, locale, 'credit.change', {
    number: subscriptionNumber(of),
    day,
  });
  const credited = await saveCredits(tx, caller, of.currency, credits, reason);
  if (!credited.ok) return credited;
  const billed = await billDays(tx, caller, of, customer, [{ ...change.charge!, slotId }]);
  if (!billed.ok) return billed;
  const { invoiceId } = billed.value;
  for (const itemId of new Set(credits.map(({ line }) => line.invoiceId))) {
    const open = await openOf(tx, [itemId, invoiceId]);
    const favour = -(open.get(itemId) ?? 0n);
    const owed: bigint = open.get(invoiceId) ?? 0n;
    const most = await creditedGross(tx, credited.value.creditNoteIds, itemId);
    const amount = [favour, owed, most].reduce((least, each) => (each < least ? each : least));
    if (amount <= 0n) continue;
    const input = { invoiceId, amount: formatAmount(minor(amount), of.currency) };
    const paid = await setOff(tx, caller, itemId, input);
    if (!paid.ok) return paid;
  }
  return ok(undefined);
}

/** Gross of these credit notes on one invoice: no more of the customer's favour than that pays the new one. */
async function creditedGross(tx: Tx, creditNoteIds: readonly Id[], invoiceId: Id): Promise<bigint> {
  if (creditNoteIds.length === 0) return 0n;
  const rows = await tx
    .tables<Pick<BillingTables, 'credit_note'>>()
    .selectFrom('credit_note')
    .select(['gross_minor', 'rounding_minor'])
    .where('tenant_id', '=', tx.tenantId)
    .where('invoice_id', '=', invoiceId)
    .where('id', 'in', [...creditNoteIds])
    .execute();
  return rows.reduce((sum, row) => sum + row.gross_minor + row.rounding_minor, 0n);
}
