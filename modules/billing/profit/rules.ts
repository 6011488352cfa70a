import type { Day } from '#domain/kernel/days.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';
import { fraction, roundHalfAway, type Fraction } from '#domain/money/fraction.ts';
import { shareOut } from '#domain/money/share.ts';

/** What was invoiced, what came of it, and what the pieces behind it cost; minor units of one currency. */
export interface Figures {
  /** net of the documents: deposits included, deposits taken off and credit notes deducted */
  readonly invoicedMinor: Minor;
  /** gross: money that came for them, less what was given back */
  readonly paidMinor: Minor;
  /** gross: what of them is still open; below zero in the customer's favour */
  readonly outstandingMinor: Minor;
  /** net of what was delivered and invoiced, less credit notes: what the cost stands against. Deposits are not earned. */
  readonly earnedMinor: Minor;
  /** cost of the invoiced pieces as the quote assumed it */
  readonly quotedMinor: Minor;
  /** cost of the invoiced pieces as the floor had it by the day that was asked about */
  readonly actualMinor: Minor;
}

const KEYS = [
  'invoicedMinor',
  'paidMinor',
  'outstandingMinor',
  'earnedMinor',
  'quotedMinor',
  'actualMinor',
] as const;

const zero = minor(0n);
const NOTHING: Figures = {
  invoicedMinor: zero,
  paidMinor: zero,
  outstandingMinor: zero,
  earnedMinor: zero,
  quotedMinor: zero,
  actualMinor: zero,
};

/** A line of an order as profit sees it. */
export interface ProfitLine {
  readonly lineNo: number;
  readonly productId: string | null;
  readonly quantity: number;
  readonly netMinor: Minor;
  readonly quotedMinor: Minor;
  /** of its finished pieces, so far */
  readonly actualMinor: Minor;
  readonly finishedPieces: number;
  /** pieces per invoice, oldest first: all invoices of the order, less what was set free again */
  readonly invoicedPieces: readonly { readonly invoiceId: string; readonly pieces: number }[];
}

export interface ProfitInvoice {
  readonly id: string;
  readonly kind: 'invoice' | 'deposit' | 'progress';
  readonly orderId: string | null;
  readonly customerId: string;
  readonly issuedOn: Day;
  readonly lines: readonly {
    readonly lineNo: number;
    readonly netMinor: Minor;
    readonly creditedMinor: Minor;
  }[];
  /** net of deposit and progress invoices that it takes off */
  readonly deductedMinor: Minor;
  readonly paidMinor: Minor;
  readonly outstandingMinor: Minor;
}

/** What one invoice says of one product: nothing smaller is reckoned with, and every view is a sum of these. */
export interface Atom extends Figures {
  readonly invoiceId: string;
  readonly orderId: string | null;
  readonly customerId: string;
  /** `list` for imported lists, `service` for what no order holds */
  readonly product: string;
  readonly month: string;
}

/**
 * An invoice taken apart by product. What belongs to the invoice as a whole (payments, what is open, deposits) is shared in
 * proportion to the lines' nets, so that the parts add up to it to the minor unit.
 *
 * @param order lines of its order; none for an invoice by hand
 */
export function atomsOf(invoice: ProfitInvoice, order: readonly ProfitLine[]): Atom[] {
  const own = new Map(invoice.lines.map((line) => [line.lineNo, line]));
  const isDeposit = invoice.kind !== 'invoice';
  const lines: readonly ProfitLine[] = order.length > 0 ? order : invoice.lines.map(serviceLine);
  const orderWeights = lines.map((line) => fraction(line.netMinor));
  const weights =
    isDeposit || order.length === 0
      ? orderWeights
      : lines.map((line) => fraction(own.get(line.lineNo)?.netMinor ?? 0n));
  const asked = sum(invoice.lines.map((line) => line.netMinor - line.creditedMinor));
  const deposited = shareOut(isDeposit ? asked : zero, orderWeights);
  const deducted = shareOut(invoice.deductedMinor, orderWeights);
  const paid = shareOut(invoice.paidMinor, weights);
  const outstanding = shareOut(invoice.outstandingMinor, weights);
  return lines.map((line, at) => {
    const billed = isDeposit ? undefined : own.get(line.lineNo);
    const earned = minor((billed?.netMinor ?? 0n) - (billed?.creditedMinor ?? 0n));
    return {
      invoiceId: invoice.id,
      orderId: invoice.orderId,
      customerId: invoice.customerId,
      product: order.length === 0 ? 'service' : (line.productId ?? 'list'),
      month: invoice.issuedOn.slice(0, 7),
      invoicedMinor: minor(earned + deposited[at]! - deducted[at]!),
      paidMinor: paid[at]!,
      outstandingMinor: outstanding[at]!,
      earnedMinor: earned,
      quotedMinor: isDeposit ? zero : shareOfPieces(line.quotedMinor, line, line.quantity, invoice.id),
      actualMinor: isDeposit ? zero : shareOfPieces(line.actualMinor, line, line.finishedPieces, invoice.id),
    };
  });
}

function serviceLine(line: ProfitInvoice['lines'][number]): ProfitLine {
  return {
    lineNo: line.lineNo,
    productId: null,
    quantity: 0,
    netMinor: line.netMinor,
    quotedMinor: zero,
    actualMinor: zero,
    finishedPieces: 0,
    invoicedPieces: [],
  };
}

/** What of a line's cost the pieces on one invoice have: all invoices and the pieces on none of them add up to the cost. */
function shareOfPieces(cost: Minor, line: ProfitLine, pieces: number, invoiceId: string): Minor {
  const at = line.invoicedPieces.findIndex((each) => each.invoiceId === invoiceId);
  if (at < 0) return zero;
  const counts = line.invoicedPieces.map((each) => Math.max(0, each.pieces));
  const rest = Math.max(0, pieces - counts.reduce((all, each) => all + each, 0));
  const weights: Fraction[] = [...counts, rest].map((count) => fraction(count));
  if (weights.every(({ n }) => n === 0n)) return zero;
  return shareOut(cost, weights)[at]!;
}

export type View = 'order' | 'customer' | 'product' | 'month';

/** What an atom is counted under; `''` for what belongs to no order. */
export function keyOf(view: View, atom: Atom): string {
  return view === 'order'
    ? (atom.orderId ?? '')
    : view === 'customer'
      ? atom.customerId
      : view === 'product'
        ? atom.product
        : atom.month;
}

/** Sums by key; whatever the key, the sums of all groups are the sums of all atoms. */
export function grouped<A extends Figures>(
  atoms: readonly A[],
  key: (atom: A) => string,
): Map<string, Figures> {
  const sums = new Map<string, Figures>();
  for (const atom of atoms) sums.set(key(atom), plus(sums.get(key(atom)) ?? NOTHING, atom));
  return sums;
}

export function total(all: Iterable<Figures>): Figures {
  let sums = NOTHING;
  for (const figures of all) sums = plus(sums, figures);
  return sums;
}

function plus(a: Figures, b: Figures): Figures {
  return Object.fromEntries(KEYS.map((key) => [key, minor(a[key] + b[key])])) as unknown as Figures;
}

export function hasFigures(figures: Figures): boolean {
  return KEYS.some((key) => figures[key] !== 0n);
}

/** Earned less cost, and its share of what was earned in hundredths of a percent; null where nothing was earned. */
export function marginOf(
  earnedMinor: Minor,
  costMinor: Minor,
): { readonly marginMinor: Minor; readonly basisPoints: number | null } {
  const marginMinor = minor(earnedMinor - costMinor);
  return {
    marginMinor,
    basisPoints:
      earnedMinor === 0n ? null : Number(roundHalfAway(fraction(marginMinor * 10_000n, earnedMinor))),
  };
}

function sum(amounts: readonly bigint[]): Minor {
  return minor(amounts.reduce((all, each) => all + each, 0n));
}
