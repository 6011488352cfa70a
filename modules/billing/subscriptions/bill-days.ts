import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, type Refusal, type Result } from '#domain/kernel/result.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';
import { daysOf, type LineKind, type RefundTerms } from '#domain/money/subscriptions/line.ts';
import { partOfPrice } from '#domain/money/subscriptions/part.ts';
import type { Tax } from '#domain/money/tax.ts';
import type { Customer } from '#modules/accounts/api.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { createFormat } from '#platform/web-kit/format.ts';
import { asLocale, say } from '#platform/words/words.ts';
import { checkIssued } from '../before-issue/check-issue.ts';
import { taxesFor } from '../issue-invoice.ts';
import { priced, type DraftLine, type InvoiceDraft } from '../rules.ts';
import { saveInvoice, takeInvoiceNumber } from '../save-invoice.ts';
import { subscriptionPaperWords } from './paper-words.ts';
import { priceOf } from './plans.ts';
import {
  subscriptionNumber,
  type ChangeRow,
  type PlanRow,
  type SubscriptionRow,
  type SubscriptionTables,
} from './store.ts';

/** One line to be billed: days of a service, and what for. */
export interface BillableDays {
  readonly slotId: Id;
  readonly kind: LineKind;
  readonly refundable: RefundTerms;
  readonly name: string;
  readonly description: string;
  readonly from: Day;
  readonly until: Day;
  /** pieces as shown; a part of a term is one piece at its net, because its net has no exact price of one */
  readonly quantity: number;
  readonly unitNetMinor: Minor;
  readonly tax: Tax;
}

interface Span {
  readonly from: Day;
  readonly until: Day;
}

/**
 * Some days of a term of one plan, as a line: the whole term at pieces × price, a part of it at its share of the price.
 * @throws Error for a plan without a price in the subscription's currency: nobody could have ordered it
 */
export function daysOfPlan(
  of: SubscriptionRow,
  given: {
    readonly slotId: Id;
    readonly quantity: number;
    readonly plan: PlanRow;
    readonly customer: Customer;
  },
  term: Span,
  days: Span,
): BillableDays {
  const { plan, quantity, customer } = given;
  const price = priceOf(plan, of.currency);
  if (price === null) throw new Error(`plan ${plan.plan_id} ${plan.version} has no price in ${of.currency}`);
  const whole = days.from === term.from && days.until === term.until;
  const locale = asLocale(customer.locale);
  const format = createFormat({ locale, zone: of.zone, currency: of.currency });
  const values = {
    quantity,
    from: format.dayLong(days.from),
    until: format.dayLong(days.until),
    days: daysOf(days),
    of: daysOf(term),
    number: subscriptionNumber(of),
  };
  return {
    slotId: given.slotId,
    kind: plan.kind,
    refundable: plan.refundable,
    name: locale === 'de' ? plan.name_de : plan.name_en,
    description: say(subscriptionPaperWords, locale, whole ? 'line.term' : 'line.part', values),
    from: days.from,
    until: days.until,
    quantity: whole ? quantity : 1,
    unitNetMinor: whole ? price : partOfPrice(minor(price * BigInt(quantity)), term, days),
    tax: { category: plan.tax_category, percent: plan.tax_percent },
  };
}

/** Net of a whole term of what a place holds. */
export function termPrice(of: SubscriptionRow, change: ChangeRow, plan: PlanRow): Minor {
  return minor((priceOf(plan, of.currency) ?? 0n) * BigInt(change.quantity));
}

/** What an invoice of these lines would say: rates of today for this customer and the subscription's tax case. */
export async function draftDays(
  tx: Tx,
  caller: Caller,
  of: SubscriptionRow,
  customer: Customer,
  lines: readonly BillableDays[],
): Promise<Result<InvoiceDraft, Refusal>> {
  const taxes = await taxesFor(tx, caller, customer, of.tax_case);
  const taxed: Omit<DraftLine, 'netMinor'>[] = [];
  for (const [at, { name, description, quantity, unitNetMinor, tax: own }] of lines.entries()) {
    const tax = taxes(own);
    if (!tax.ok) return tax;
    taxed.push({ lineNo: at + 1, name, description, quantity, unitNetMinor, tax: tax.value });
  }
  const draft = priced(taxed);
  const withDays = draft.lines.map((line, at) => {
    const { from, until } = lines[at]!;
    return { ...line, service: { from, until } };
  });
  return ok({ ...draft, lines: withDays });
}

/**
 * Issues the invoice of these lines through the one door, with their days, and keeps each as a prepaid line. The caller
 * has locked the subscription.
 */
export async function billDays(
  tx: Tx,
  caller: Caller,
  of: SubscriptionRow,
  customer: Customer,
  lines: readonly BillableDays[],
): Promise<Result<{ invoiceId: Id }, Refusal>> {
  const draft = await draftDays(tx, caller, of, customer, lines);
  if (!draft.ok) return draft;
  const numbered = await takeInvoiceNumber(tx, caller.today);
  const invoiceId = await saveInvoice(tx, caller, numbered, {
    kind: 'invoice',
    orderId: null,
    customer,
    currency: of.currency,
    draft: draft.value,
    deducted: [],
    deliveredOn: lines.map(({ from }) => from).sort()[0]!,
  });
  await tx
    .tables<SubscriptionTables>()
    .insertInto('prepaid_line')
    .values(
      lines.map((line, at) => ({
        tenant_id: tx.tenantId,
        id: idAt(caller.now),
        subscription_id: of.id,
        slot_id: line.slotId,
        invoice_id: invoiceId,
        line_no: at + 1,
        kind: line.kind,
        refundable: line.refundable,
        name: line.name,
        from_on: line.from,
        until_on: line.until,
        net_minor: draft.value.lines[at]!.netMinor,
      })),
    )
    .execute();
  return checkIssued(tx, caller, customer.id, invoiceId);
}
