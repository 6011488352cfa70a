import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';
import { fraction, multiply, roundHalfAway } from '#domain/money/fraction.ts';
import { totalsOfNets, type DocumentTotals, type Tax } from '#domain/money/tax.ts';

/** A line of the invoice with what was credited of it so far. */
export interface CreditableLine {
  readonly lineNo: number;
  readonly quantity: number;
  readonly netMinor: Minor;
  readonly tax: Tax;
  readonly creditedQuantity: number;
  readonly creditedMinor: Minor;
}

/** What of a line is to be credited: pieces that came back or were never due, or an amount off the price. */
export type CreditAsk =
  | { readonly lineNo: number; readonly quantity: number }
  | { readonly lineNo: number; readonly amountMinor: Minor };

export interface CreditDraft {
  readonly lines: readonly { readonly lineNo: number; readonly quantity: number; readonly netMinor: Minor }[];
  readonly totals: DocumentTotals;
  /** so that all notes of an invoice together give back exactly its gross; 0 unless this is the last one */
  readonly roundingMinor: Minor;
  /** nothing of the invoice is left after this */
  readonly last: boolean;
}

export type CreditRefusal =
  | { code: 'credit_nothing_left' }
  | { code: 'credit_line_unknown'; field: string; value: number }
  | { code: 'credit_line_twice'; field: string; value: number }
  | { code: 'credit_above_line'; field: string; leftQuantity: number; leftMinor: string };

/**
 * Decides a credit note: rates and categories of the invoice; per line net at most what is left of it; tax per rate on the
 * sum of the credited nets, rounded once. The last pieces of a line take what is left of its net, so that the nets of all
 * notes add up to the invoice's.
 *
 * @param asks nothing = everything that is left
 * @param grossLeftMinor gross of the invoice less the grosses (with rounding) of its notes so far
 * @see clauses M-7, M-8, M-9
 */
export function decideCredit(
  lines: readonly CreditableLine[],
  asks: readonly CreditAsk[],
  grossLeftMinor: Minor,
): Result<CreditDraft, CreditRefusal> {
  if (lines.every((line) => left(line) === 0n)) return refuse({ code: 'credit_nothing_left' });
  const wanted =
    asks.length > 0
      ? asks
      : lines
          .filter((line) => left(line) > 0n)
          .map((line) => ({ lineNo: line.lineNo, quantity: line.quantity - line.creditedQuantity }));
  const seen = new Set<number>();
  const drawn: { lineNo: number; quantity: number; netMinor: Minor; tax: Tax }[] = [];
  for (const [at, ask] of wanted.entries()) {
    const field = `lines.${at}`;
    const line = lines.find(({ lineNo }) => lineNo === ask.lineNo);
    if (!line) return refuse({ code: 'credit_line_unknown', field: `${field}.lineNo`, value: ask.lineNo });
    if (seen.has(line.lineNo))
      return refuse({ code: 'credit_line_twice', field: `${field}.lineNo`, value: ask.lineNo });
    seen.add(line.lineNo);
    const leftQuantity = line.quantity - line.creditedQuantity;
    // Only pieces of this ask: a price reduction takes none.
    const quantity = 'quantity' in ask ? ask.quantity : 0;
    const netMinor = 'quantity' in ask ? netOf(line, ask.quantity, asks.length === 0) : ask.amountMinor;
    const above = quantity > leftQuantity || netMinor > left(line);
    if (above || (netMinor <= 0n && quantity <= 0))
      return refuse({
        code: 'credit_above_line',
        field: 'quantity' in ask ? `${field}.quantity` : `${field}.amount`,
        leftQuantity,
        leftMinor: `${left(line)}`,
      });
    drawn.push({ lineNo: line.lineNo, quantity, netMinor, tax: line.tax });
  }
  const totals = totalsOfNets(drawn);
  if (totals.netMinor <= 0n) return refuse({ code: 'credit_nothing_left' });
  const last = lines.every(
    (line) => left(line) === (drawn.find(({ lineNo }) => lineNo === line.lineNo)?.netMinor ?? 0n),
  );
  return ok({
    lines: drawn.map(({ lineNo, quantity, netMinor }) => ({ lineNo, quantity, netMinor })),
    totals,
    roundingMinor: minor(last ? grossLeftMinor - totals.grossMinor : 0n),
    last,
  });
}

/** Net of some pieces of a line; the last ones take what is left of it, but never more than there is. */
function netOf(line: CreditableLine, quantity: number, everything: boolean): Minor {
  if (everything || quantity === line.quantity - line.creditedQuantity) return left(line);
  const exact = minor(roundHalfAway(multiply(fraction(line.netMinor), fraction(quantity, line.quantity))));
  return exact < left(line) ? exact : left(line);
}

function left(line: CreditableLine): Minor {
  return minor(line.netMinor - line.creditedMinor);
}
