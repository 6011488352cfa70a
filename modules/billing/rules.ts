import { addDays, type Day } from '#domain/kernel/days.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';
import { decimal, fraction, multiply, roundHalfAway } from '#domain/money/fraction.ts';
import { deductDeposits } from '#domain/money/ledger/deposits.ts';
import type { TaxAmounts } from '#domain/money/ledger/posting.ts';
import { documentTotals, type DocumentTotals, type Tax, type TaxSum } from '#domain/money/tax.ts';

export interface BillableLine {
  readonly lineNo: number;
  readonly name: string;
  readonly description: string;
  readonly unitNetMinor: Minor;
  readonly tax: Tax;
  readonly delivered: number;
  readonly invoiced: number;
}

/** A line as it goes on an invoice. */
export interface DraftLine {
  readonly lineNo: number;
  readonly name: string;
  readonly description: string;
  readonly quantity: number;
  readonly unitNetMinor: Minor;
  readonly netMinor: Minor;
  readonly tax: Tax;
  /** days of a service paid in advance, both included */
  readonly service?: { readonly from: Day; readonly until: Day };
}

export interface InvoiceDraft {
  readonly lines: readonly DraftLine[];
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
  return ok(priced(due));
}

/** Nets and totals of lines with quantity and price. */
export function priced(lines: readonly Omit<DraftLine, 'netMinor'>[]): InvoiceDraft {
  const totals = documentTotals(
    lines.map((line) => ({
      quantity: fraction(line.quantity),
      unitPrice: fraction(line.unitNetMinor),
      tax: line.tax,
    })),
  );
  return {
    totals,
    lines: lines.map(({ lineNo, name, description, quantity, unitNetMinor, tax }, i) => ({
      lineNo,
      name,
      description,
      quantity,
      unitNetMinor,
      tax,
      netMinor: totals.lineNetsMinor[i]!,
    })),
  };
}

export interface DepositPart {
  readonly tax: Tax;
  readonly netMinor: Minor;
}

/**
 * A deposit or progress invoice of a percentage of the order's net, one part for each tax of the order. All of them
 * together never ask for more than the order.
 *
 * @param asked net of the order's deposit and progress invoices so far, less what of them was credited
 */
export function decideDeposit(
  order: readonly TaxSum[],
  asked: Minor,
  percent: string,
): Result<readonly DepositPart[], { code: 'deposit_above_order'; field: 'percent'; leftMinor: string }> {
  const share = multiply(decimal(percent), fraction(1, 100));
  const parts = order
    .map(({ category, percent: rate, netMinor }) => ({
      tax: { category, percent: rate },
      netMinor: minor(roundHalfAway(multiply(fraction(netMinor), share))),
    }))
    .filter((part) => part.netMinor > 0n);
  const wanted = parts.reduce((sum, part) => sum + part.netMinor, 0n);
  const left = order.reduce((sum, row) => sum + row.netMinor, 0n) - asked;
  if (wanted === 0n || wanted > left)
    return refuse({ code: 'deposit_above_order', field: 'percent', leftMinor: `${left}` });
  return ok(parts);
}

export interface Deductible {
  readonly number: string;
  readonly taxes: readonly TaxAmounts[];
}

/**
 * Which deposit and progress invoices are taken off an invoice: the oldest first, as long as each of its rates is covered
 * by what is invoiced now. On the last invoice of an order all of them must be.
 */
export function decideDeductions<T extends Deductible>(
  taxes: readonly TaxAmounts[],
  deposits: readonly T[],
  last: boolean,
): Result<T[], { code: 'deposits_above_invoice'; deposit: string; overMinor: string }> {
  const taken: T[] = [];
  for (const deposit of deposits) {
    const left = deductDeposits(
      taxes,
      [...taken, deposit].map((each) => each.taxes),
    );
    if (left.ok) taken.push(deposit);
    else if (last)
      return refuse({
        code: 'deposits_above_invoice',
        deposit: deposit.number,
        overMinor: left.refusal.overMinor,
      });
  }
  return ok(taken);
}

export type InvoiceState = 'open' | 'overdue' | 'paid' | 'overpaid' | 'credited' | 'written-off';

/**
 * The state follows from the facts: what the ledger says is open of the invoice (below zero where a credit note came after
 * the payment), what is open of its payments in the customer's favour, and today.
 */
export function invoiceState(
  facts: {
    readonly openMinor: bigint;
    readonly favourMinor: bigint;
    readonly creditedInFull: boolean;
    /** a loss was given up, and not paid since */
    readonly lost?: boolean;
  },
  dueOn: Day,
  today: Day,
): InvoiceState {
  if (facts.openMinor > 0n) return dueOn < today ? 'overdue' : 'open';
  if (facts.openMinor < 0n || facts.favourMinor < 0n) return 'overpaid';
  if (facts.lost) return 'written-off';
  return facts.creditedInFull ? 'credited' : 'paid';
}

export type PaymentRefusal =
  | { code: 'payment_not_positive'; field: 'amount' }
  | { code: 'payment_above_open'; field: 'amount'; openMinor: string };

/**
 * A payment larger than what is open is refused unless the sender's own words say so (a bank statement, or a person who
 * confirms it), because it is far more often a slip than a gift.
 *
 * @param offer what may be kept for paying early, and until when; it is given only where it settles the invoice
 * @returns the discount that is given, 0 for most
 */
export function decidePayment(
  openMinor: bigint,
  amountMinor: bigint,
  receivedOn: Day,
  offer: { readonly until: Day; readonly amountMinor: bigint } | null,
  mayExceed: boolean,
): Result<{ readonly discountMinor: Minor }, PaymentRefusal> {
  if (amountMinor <= 0n) return refuse({ code: 'payment_not_positive', field: 'amount' });
  if (amountMinor > openMinor && !mayExceed)
    return refuse({ code: 'payment_above_open', field: 'amount', openMinor: openMinor.toString() });
  const missing = openMinor - amountMinor;
  const given = offer !== null && receivedOn <= offer.until && missing > 0n && missing <= offer.amountMinor;
  return ok({ discountMinor: minor(given ? missing : 0n) });
}

/**
 * A refund spread over the payments it gives back, in their order, each up to what is left of it; what no payment covers
 * (a discount that was credited) stands alone at the end. The parts add up to the refund.
 * @see clause W-41
 */
export function splitRefund<T extends { readonly leftMinor: Minor }>(
  amountMinor: Minor,
  payments: readonly T[],
): { readonly amountMinor: Minor; readonly payment: T | null }[] {
  const parts: { amountMinor: Minor; payment: T | null }[] = [];
  let left: bigint = amountMinor;
  for (const payment of payments) {
    const part = payment.leftMinor < left ? payment.leftMinor : left;
    if (part <= 0n) continue;
    parts.push({ amountMinor: minor(part), payment });
    left -= part;
  }
  if (left > 0n) parts.push({ amountMinor: minor(left), payment: null });
  return parts;
}

export function dueDay(issuedOn: Day, paymentDays: number): Day {
  return addDays(issuedOn, paymentDays);
}
