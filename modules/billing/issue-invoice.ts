import { dayIn, type Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { refuse, type Result } from '#domain/kernel/result.ts';
import type { Tax } from '#domain/money/tax.ts';
import { rateOnSupply, withOwn } from '#domain/money/tax-rates.ts';
import { loadCompany, loadCustomer, type Customer } from '#modules/accounts/api.ts';
import { deliveredPerLine, lastDeliveredAt } from '#modules/delivery/api.ts';
import { loadOrder } from '#modules/orders/api.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { checkIssued, type IssueRefusedByRules } from './before-issue/check-issue.ts';
import { depositsOf } from './deposits.ts';
import { ownRates } from './money-settings/tax-rates.ts';
import { decideDeductions, decideInvoice } from './rules.ts';
import { saveInvoice, takeInvoiceNumber } from './save-invoice.ts';
import type { BillingTables } from './store.ts';
import { taxOf, type TaxCase } from './tax-case.ts';

export type IssueRefusal =
  | IssueRefusedByRules
  | { code: 'order_unknown' }
  | { code: 'order_not_accepted'; state: string }
  | { code: 'nothing_to_invoice' }
  | { code: 'reverse_charge_needs_vat_number'; field: 'taxCase' }
  | { code: 'deposits_above_invoice'; deposit: string; overMinor: string };

/**
 * Issues the invoice for what was delivered and is on no invoice yet, less the order's deposit and progress invoices.
 * Number, lines and totals are fixed here for good; PDF and mail follow from `invoice.issued` after the commit.
 *
 * Two people who press at once get one invoice: the number series of the year is locked first, so the second sees the
 * first one's lines and finds nothing left.
 */
export async function issueInvoice(
  tx: Tx,
  caller: Caller,
  orderId: Id,
  taxCase: TaxCase = 'usual',
): Promise<Result<{ invoiceId: Id }, IssueRefusal>> {
  const order = await loadOrder(tx, orderId);
  if (!order.ok) return order;
  if (order.value.state !== 'accepted')
    return refuse({ code: 'order_not_accepted', state: order.value.state });
  const numbered = await takeInvoiceNumber(tx, caller.today);
  const customer = await customerOf(tx, order.value.customerId);
  const deliveredOn = dayIn(caller.zone, (await lastDeliveredAt(tx, orderId)) ?? caller.now);
  const taxes = await taxesFor(tx, caller, customer, taxCase, deliveredOn);

  const delivered = await deliveredPerLine(tx, orderId);
  // What is not made comes with the first goods, or at once where there are none.
  if (delivered.size > 0 || order.value.delivered)
    for (const line of order.value.lines) if (line.kind === 'free') delivered.set(line.lineNo, line.quantity);
  const invoiced = await invoicedPerLine(tx, orderId);
  const billable = [];
  for (const line of order.value.lines) {
    const tax = taxes(line.tax);
    if (!tax.ok) return tax;
    billable.push({
      ...line,
      tax: tax.value,
      delivered: delivered.get(line.lineNo) ?? 0,
      invoiced: invoiced.get(line.lineNo) ?? 0,
    });
  }
  const draft = decideInvoice(billable);
  if (!draft.ok) return draft;
  const last = order.value.lines.every((line) => (delivered.get(line.lineNo) ?? 0) >= line.quantity);
  const deducted = decideDeductions(draft.value.totals.taxes, await depositsOf(tx, orderId), last);
  if (!deducted.ok) return deducted;

  const invoiceId = await saveInvoice(tx, caller, numbered, {
    kind: 'invoice',
    orderId,
    customer,
    currency: order.value.currency,
    draft: draft.value,
    deducted: deducted.value.map(({ stored }) => stored),
    deliveredOn,
  });
  await tx
    .tables<BillingTables>()
    .insertInto('invoiced_line')
    .values(
      draft.value.lines.map((line) => ({
        tenant_id: tx.tenantId,
        invoice_id: invoiceId,
        order_id: orderId,
        line_no: line.lineNo,
        quantity: line.quantity,
      })),
    )
    .execute();
  return checkIssued(tx, caller, order.value.customerId, invoiceId);
}

export async function customerOf(tx: Tx, customerId: Id): Promise<Customer> {
  const customer = await loadCustomer(tx, customerId);
  if (!customer.ok) throw new Error(`customer ${customerId} of a document is gone`);
  return customer.value;
}

/** What tax each line has for this customer: the rate is that of the day of supply, whatever it was priced with. */
export async function taxesFor(
  tx: Tx,
  caller: Caller,
  customer: Customer,
  taxCase: TaxCase,
  suppliedOn: Day = caller.today,
): Promise<(own: Tax) => ReturnType<typeof taxOf>> {
  const seller = await loadCompany(tx, caller.tenantName);
  const rates = withOwn(await ownRates(tx));
  const onThatDay = (own: Tax): Tax =>
    own.category === 'S'
      ? { ...own, percent: rateOnSupply(rates, seller.country, own.percent, suppliedOn) }
      : own;
  return (own) => taxOf(onThatDay(own), seller, customer, taxCase);
}

/** Pieces on invoices per line of an order, less what a credit note set free to be invoiced again. */
async function invoicedPerLine(tx: Tx, orderId: Id): Promise<Map<number, number>> {
  const tables = tx.tables<BillingTables>();
  const rows = await tables
    .selectFrom('invoiced_line')
    .select(['line_no', 'quantity'])
    .where('tenant_id', '=', tx.tenantId)
    .where('order_id', '=', orderId)
    .unionAll(
      tables
        .selectFrom('credited_line')
        .select((e) => ['line_no', e.neg('quantity').as('quantity')])
        .where('tenant_id', '=', tx.tenantId)
        .where('order_id', '=', orderId),
    )
    .execute();
  const pieces = new Map<number, number>();
  for (const row of rows) pieces.set(row.line_no, (pieces.get(row.line_no) ?? 0) + row.quantity);
  return pieces;
}
