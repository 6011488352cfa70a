import { minor, type Minor } from '#domain/kernel/units.ts';
import {
  compare,
  decimal,
  fraction,
  multiply,
  parseDecimal,
  roundHalfAway,
  subtract,
  type Fraction,
} from './fraction.ts';

/**
 * Tax category as EN 16931 names it (UNCL 5305): S standard or reduced rate, Z zero rated, E exempt,
 * AE reverse charge, K intra-community supply, G export, O outside the scope of tax.
 */
export type TaxCategory = 'S' | 'Z' | 'E' | 'AE' | 'K' | 'G' | 'O';

export interface Tax {
  readonly category: TaxCategory;
  /** decimal text, `19`, `8.1`; `0` for every category but S */
  readonly percent: string;
}

export interface PricedLine {
  /** pieces, hours, metres: exact */
  readonly quantity: Fraction;
  /** net price of one, minor units; a fraction where the price is finer than a minor unit */
  readonly unitPrice: Fraction;
  /** decimal text between 0 and 100, absent = none */
  readonly discountPercent?: string;
  readonly tax: Tax;
}

export interface TaxSum extends Tax {
  /** sum of the rounded nets of this category and rate */
  readonly netMinor: Minor;
  readonly taxMinor: Minor;
}

export interface DocumentTotals {
  /** net per line, in the order given */
  readonly lineNetsMinor: readonly Minor[];
  /** one row per category and rate, highest rate first */
  readonly taxes: readonly TaxSum[];
  readonly netMinor: Minor;
  readonly taxMinor: Minor;
  readonly grossMinor: Minor;
}

/**
 * Net of one line: quantity × price × (1 − discount), rounded once, half away from zero.
 * @throws RangeError for a discount that is no percentage between 0 and 100
 */
export function lineNet(line: Omit<PricedLine, 'tax'>): Minor {
  const discount = percentage(line.discountPercent ?? '0');
  const left = subtract(fraction(1), discount);
  return minor(roundHalfAway(multiply(multiply(line.quantity, line.unitPrice), left)));
}

/**
 * Totals of an invoice, order or credit note: net per line rounded first, then tax per category and rate on the sum
 * of the rounded nets, rounded once (the order EN 16931 asks for). Never computed from the gross.
 *
 * @throws RangeError for a percentage that is no number between 0 and 100, or a rate on a category that has none
 * @see clauses M-7, M-8, M-10
 */
export function documentTotals(lines: readonly PricedLine[]): DocumentTotals {
  return totalsOfNets(lines.map((line) => ({ netMinor: lineNet(line), tax: line.tax })));
}

/** The same totals where the line nets are already rounded (credit notes, imported lines). */
export function totalsOfNets(
  lines: readonly { readonly netMinor: Minor; readonly tax: Tax }[],
): DocumentTotals {
  const groups = new Map<string, { category: TaxCategory; percent: string; rate: Fraction; net: bigint }>();
  for (const { netMinor, tax } of lines) {
    const rate = percentage(tax.percent);
    if (tax.category !== 'S' && rate.n !== 0n)
      throw new RangeError(`tax category ${tax.category} has no rate, found ${tax.percent} %`);
    // Keyed by the value of the rate, so that "19" and "19.0" are one row of the document.
    const key = `${tax.category} ${rate.n}/${rate.d}`;
    const group = groups.get(key) ?? { category: tax.category, percent: tax.percent, rate, net: 0n };
    group.net += netMinor;
    groups.set(key, group);
  }
  const taxes = [...groups.values()]
    .sort((a, b) => compare(b.rate, a.rate) || (a.category < b.category ? -1 : 1))
    .map(({ category, percent, rate, net }) => ({
      category,
      percent,
      netMinor: minor(net),
      taxMinor: minor(roundHalfAway(multiply(fraction(net), rate))),
    }));
  const net = taxes.reduce((all, row) => all + row.netMinor, 0n);
  const tax = taxes.reduce((all, row) => all + row.taxMinor, 0n);
  return {
    lineNetsMinor: lines.map((line) => line.netMinor),
    taxes,
    netMinor: minor(net),
    taxMinor: minor(tax),
    grossMinor: minor(net + tax),
  };
}

const HUNDREDTH = decimal('0.01');

function percentage(text: string): Fraction {
  const value = parseDecimal(text);
  if (!value || value.n < 0n || compare(value, fraction(100)) > 0)
    throw new RangeError(`"${text}" is no percentage between 0 and 100`);
  return multiply(value, HUNDREDTH);
}
