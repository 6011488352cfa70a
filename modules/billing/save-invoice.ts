import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { minor } from '#domain/kernel/units.ts';
import type { Customer } from '#modules/accounts/api.ts';
import { holdOrder } from '#modules/orders/api.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import { nextNumber } from '#platform/postgres/number-series.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { discountOffers } from '#domain/money/ledger/early-payment.ts';
import { postDocument } from '#domain/money/ledger/posting.ts';
import { referenceFor } from './before-issue/terms.ts';
import { book, CHART } from './ledger.ts';
import { dueDay, type DraftLine, type InvoiceDraft } from './rules.ts';
import {
  fromStoredTax,
  invoiceNumber,
  json,
  orderFacts,
  toStoredTax,
  type BillingTables,
  type DocumentKind,
  type Recipient,
  type StoredDeduction,
  type StoredLine,
} from './store.ts';

export interface InvoiceToSave {
  readonly kind: DocumentKind;
  readonly orderId: Id | null;
  readonly customer: Customer;
  readonly currency: string;
  readonly draft: InvoiceDraft;
  readonly deducted: readonly StoredDeduction[];
  readonly deliveredOn: Day;
}

/** Whoever takes the number of the year is alone until the invoice is saved: numbers have no gap, and pieces no two invoices. */
export async function takeInvoiceNumber(tx: Tx, today: Day): Promise<{ year: number; number: number }> {
  const year = Number(today.slice(0, 4));
  return { year, number: await nextNumber(tx, `invoice-${year}`) };
}

/** Saves an invoice with its number, its booking and its event. From here on it never changes; a credit note corrects it. */
export async function saveInvoice(
  tx: Tx,
  caller: Caller,
  numbered: { year: number; number: number },
  given: InvoiceToSave,
): Promise<Id> {
  const { draft, customer, kind, orderId, currency, deducted } = given;
  const invoiceId = idAt(caller.now);
  const tables = tx.tables<BillingTables>();
  const { taxes, grossMinor } = draft.totals;
  const deposits = deducted.map(({ id, taxes: own }) => ({ number: id, taxes: own.map(fromStoredTax) }));
  const prepaid = deposits
    .flatMap((deposit) => deposit.taxes)
    .reduce((sum, row) => sum + row.netMinor + row.taxMinor, 0n);
  const payableMinor = minor(grossMinor - prepaid);
  const terms = await tables
    .selectFrom('billing_terms')
    .select(['discount_percent', 'discount_days'])
    .where('tenant_id', '=', tx.tenantId)
    .where('customer_id', '=', customer.id as Id)
    .executeTakeFirst();
  const reference = await referenceFor(tx, customer.id as Id, orderId);
  const [offer] = discountOffers(
    { issuedOn: caller.today, taxes, payableMinor },
    terms ? [{ days: terms.discount_days, percent: terms.discount_percent }] : [],
  );
  await tables
    .insertInto('invoice')
    .values({
      tenant_id: tx.tenantId,
      id: invoiceId,
      kind,
      ...numbered,
      order_id: orderId,
      customer_id: customer.id as Id,
      recipient: json({ ...recipientOf(customer), ...(reference ? { buyerReference: reference } : {}) }),
      currency,
      lines: json(draft.lines.map(toStoredLine)),
      taxes: json(taxes.map(toStoredTax)),
      net_minor: draft.totals.netMinor,
      tax_minor: draft.totals.taxMinor,
      gross_minor: grossMinor,
      deducted: json(deducted),
      payable_minor: payableMinor,
      discount: offer
        ? json({ percent: offer.percent, until: offer.until, amountMinor: `${offer.discountMinor}` })
        : null,
      issued_on: caller.today,
      due_on: dueDay(caller.today, customer.paymentDays),
      delivered_on: given.deliveredOn,
      issued_at: caller.now,
    })
    .execute();
  if (deducted.length > 0)
    await tables
      .insertInto('deducted_invoice')
      .values(deducted.map(({ id }) => ({ tenant_id: tx.tenantId, deposit_id: id, invoice_id: invoiceId })))
      .execute();
  const document = {
    kind: kind === 'invoice' ? ('invoice' as const) : ('deposit-invoice' as const),
    number: invoiceId,
    on: caller.today,
    party: customer.id,
    currency,
    taxes,
    deposits,
  };
  // Given away for nothing: there is a document, and nothing to book.
  if (grossMinor !== 0n)
    await book(tx, caller, {
      kind: document.kind,
      sourceId: invoiceId,
      bookedOn: caller.today,
      currency,
      reference: invoiceNumber(numbered),
      text: customer.name,
      lines: postDocument(document, CHART).lines,
    });
  if (orderId) await holdOrder(tx, orderId, { id: invoiceId, number: invoiceNumber(numbered) });
  await publish(tx, caller, 'invoice.issued', invoiceId, {
    ...orderFacts({ kind, order_id: orderId }),
    ...numbered,
    kind,
  });
  return invoiceId;
}

/** The customer as it is now, for a document that keeps it. */
export function recipientOf(who: Customer): Recipient {
  return {
    name: who.name,
    email: who.email,
    vatNumber: who.vatNumber,
    customerNumber: who.number,
    locale: who.locale,
    address: { street: who.street, postcode: who.postcode, city: who.city, country: who.country },
    lines: [who.name, who.street, `${who.postcode} ${who.city}`.trim(), who.country].filter(
      (text) => text !== '',
    ),
  };
}

function toStoredLine(line: DraftLine): StoredLine {
  return {
    lineNo: line.lineNo,
    name: line.name,
    description: line.description,
    quantity: line.quantity,
    unitNetMinor: `${line.unitNetMinor}`,
    netMinor: `${line.netMinor}`,
    taxCategory: line.tax.category,
    taxPercent: line.tax.percent,
    ...(line.service ? { service: line.service } : {}),
  };
}
