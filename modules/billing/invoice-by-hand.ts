import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { isCurrency, parseAmount } from '#domain/money/currency.ts';
import type { Tax } from '#domain/money/tax.ts';
import { loadCustomer } from '#modules/accounts/api.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { checkIssued } from './before-issue/check-issue.ts';
import { taxesFor } from './issue-invoice.ts';
import { priced } from './rules.ts';
import { saveInvoice, takeInvoiceNumber } from './save-invoice.ts';
import type { TaxCase } from './tax-case.ts';

export interface HandInvoice {
  /** ISO 4217; the tenant's own when absent */
  readonly currency?: string | undefined;
  readonly servedOn: Day;
  readonly taxCase: TaxCase;
  readonly lines: readonly {
    readonly name: string;
    readonly description: string;
    readonly quantity: number;
    /** decimal text in the invoice's currency */
    readonly unitNet: string;
    readonly tax: Tax;
  }[];
}

/** Issues an invoice for what no order holds: a repair, an hour of work, a delivery charge. */
export async function invoiceByHand(
  tx: Tx,
  caller: Caller,
  customerId: Id,
  given: HandInvoice,
): Promise<Result<{ invoiceId: Id }, Refusal>> {
  const customer = await loadCustomer(tx, customerId);
  if (!customer.ok) return customer;
  const currency = given.currency ?? caller.currency;
  if (!isCurrency(currency))
    return refuse({ code: 'currency_not_listed', field: 'currency', value: currency });
  const numbered = await takeInvoiceNumber(tx, caller.today);
  const taxes = await taxesFor(tx, caller, customer.value, given.taxCase, given.servedOn);
  const lines = [];
  for (const [at, line] of given.lines.entries()) {
    const unitNet = parseAmount(line.unitNet, currency);
    if (!unitNet.ok) return refuse({ ...unitNet.refusal, field: `lines.${at}.unitNet` });
    if (unitNet.value < 0n)
      return refuse({ code: 'price_negative', field: `lines.${at}.unitNet`, value: line.unitNet });
    const tax = taxes(line.tax);
    if (!tax.ok) return tax;
    const { name, description, quantity } = line;
    lines.push({ lineNo: at + 1, name, description, quantity, unitNetMinor: unitNet.value, tax: tax.value });
  }
  const draft = priced(lines);
  if (draft.totals.grossMinor === 0n) return refuse({ code: 'invoice_of_nothing', field: 'lines' });
  const invoiceId = await saveInvoice(tx, caller, numbered, {
    kind: 'invoice',
    orderId: null,
    customer: customer.value,
    currency,
    draft,
    deducted: [],
    deliveredOn: given.servedOn,
  });
  return checkIssued(tx, caller, customerId, invoiceId);
}
