import { addDays, type Day } from '#domain/kernel/days.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';
import { fraction } from '#domain/money/fraction.ts';
import { documentTotals, type DocumentTotals, type Tax } from '#domain/money/tax.ts';

export interface BillableLine {
  readonly lineNo: number;
  readonly name: string;
  readonly description: string;
  readonly unitNetMinor: Minor;
  readonly tax: Tax;
  readonly delivered: number;
  readonly invoiced: number;
}

export interface InvoiceDraft {
  readonly lines: readonly (BillableLine & { readonly quantity: number; readonly netMinor: Minor })[];
  readonly totals: DocumentTotals;
}

/** What can be invoiced now: per line the pieces that were delivered and are on no invoice yet. */
export function decideInvoice(
  lines: readonly BillableLine[],
): Result<InvoiceDraft, { code: 'nothing_to_invoice' }> {
  const due = lines
    .map((line) => ({ ...line, quantity: line.delivered - line.invoiced }))
    .filter((line) => line.quantity > 0);
  if (due.length === 0) return refuse({ code: 'nothing_to_invoice' });
  const totals = documentTotals(
    due.map((line) => ({
      quantity: fraction(line.quantity),
      unitPrice: fraction(line.unitNetMinor),
      tax: line.tax,
    })),
  );
  return ok({ lines: due.map((line, i) => ({ ...line, netMinor: totals.lineNetsMinor[i]! })), totals });
}

export type InvoiceState = 'open' | 'overdue' | 'paid' | 'overpaid';

/** The state follows from the facts: what was invoiced, what was paid, and today. */
export function invoiceState(grossMinor: bigint, paidMinor: bigint, dueOn: Day, today: Day): InvoiceState {
  if (paidMinor > grossMinor) return 'overpaid';
  if (paidMinor === grossMinor) return 'paid';
  return dueOn < today ? 'overdue' : 'open';
}

/**
 * A payment larger than what is open is refused, because it is far more often a slip than a gift; over-payments
 * arrive with bank statements, where the sender's own words are at hand.
 */
export function decidePayment(
  openMinor: bigint,
  amountMinor: bigint,
): Result<
  Minor,
  | { code: 'payment_not_positive'; field: 'amount' }
  | { code: 'payment_above_open'; field: 'amount'; openMinor: string }
> {
  if (amountMinor <= 0n) return refuse({ code: 'payment_not_positive', field: 'amount' });
  if (amountMinor > openMinor)
    return refuse({ code: 'payment_above_open', field: 'amount', openMinor: openMinor.toString() });
  return ok(minor(amountMinor));
}

export function dueDay(issuedOn: Day, paymentDays: number): Day {
  return addDays(issuedOn, paymentDays);
}
