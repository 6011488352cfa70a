import { minor, type Minor } from '#domain/kernel/units.ts';
import { decimalsOf } from '#domain/money/currency.ts';
import {
  add,
  decimal,
  divide,
  fraction,
  multiply,
  roundHalfAway,
  toDecimalText,
  type Fraction,
} from '#domain/money/fraction.ts';
import { totalsOfNets } from '#domain/money/tax.ts';
import type {
  Adjustment,
  Decimal,
  DocumentAdjustment,
  InvoiceDocument,
  InvoiceLine,
  LineTax,
  TaxRow,
  Totals,
} from './document.ts';

/** An allowance or charge before its amount is known: either the amount, or a percentage of a base. */
export type AdjustmentDraft<A extends Adjustment = Adjustment> = Omit<A, 'amountMinor'> & {
  readonly amountMinor?: Minor;
};
export type LineDraft = Omit<InvoiceLine, 'netMinor' | 'adjustments'> & {
  readonly adjustments?: readonly AdjustmentDraft[];
};
/** Why a category is not taxed; for every category but S and Z the standard asks for one of the two. */
export interface Exemption {
  readonly text?: string;
  readonly code?: string;
}
/** A document before its arithmetic. */
export type InvoiceDraft = Omit<InvoiceDocument, 'lines' | 'adjustments' | 'totals' | 'taxes'> & {
  readonly lines: readonly LineDraft[];
  readonly adjustments?: readonly AdjustmentDraft<DocumentAdjustment>[];
  readonly exemptions?: Partial<Record<LineTax['category'], Exemption>>;
  /** BT-113 */
  readonly prepaidMinor?: Minor;
  /** BT-114 */
  readonly roundingMinor?: Minor;
};

/**
 * Works out nets, tax rows and totals: each adjustment and each line's net is rounded once, the tax once per category and
 * rate on the sum of the rounded amounts, half away from zero.
 *
 * line net = quantity × price ÷ base quantity + charges − allowances; document net = lines − allowances + charges.
 * A percentage without a base is taken of the line's price × quantity, on document level of the sum of the lines.
 *
 * @throws RangeError for a currency that is not listed, or a number that is no decimal text (a bug in the caller)
 * @see clauses M-7, M-8, M-10, rules BR-CO-10 … BR-CO-17
 */
export function completeInvoice(draft: InvoiceDraft): InvoiceDocument {
  const {
    exemptions = {},
    prepaidMinor,
    roundingMinor,
    lines: drafts,
    adjustments: adjusted,
    ...head
  } = draft;
  const lines = drafts.map((line) => completeLine(line, draft.currency));
  const linesMinor = minor(lines.reduce((all, line) => all + line.netMinor, 0n));
  const adjustments = adjusted?.map((each) => withAmount<DocumentAdjustment>(each, fraction(linesMinor)));
  const sums = totalsOfNets([
    ...lines.map(({ netMinor, tax }) => ({ netMinor, tax: rated(tax) })),
    ...(adjustments ?? []).map((each) => ({ netMinor: signed(each), tax: rated(each.tax) })),
  ]);
  const taxes = sums.taxes.map(({ category, percent, netMinor, taxMinor }): TaxRow => {
    const exemption = exemptions[category];
    return {
      category,
      ...(category === 'O' ? {} : { percent: plainDecimal(percent) }),
      netMinor,
      taxMinor,
      ...(exemption?.text === undefined ? {} : { exemptionText: exemption.text }),
      ...(exemption?.code === undefined ? {} : { exemptionCode: exemption.code }),
    };
  });
  const sumOf = (kind: Adjustment['kind']): Minor | undefined => {
    const some = adjustments?.filter((each) => each.kind === kind) ?? [];
    return some.length === 0 ? undefined : minor(some.reduce((all, each) => all + each.amountMinor, 0n));
  };
  const allowancesMinor = sumOf('allowance');
  const chargesMinor = sumOf('charge');
  const totals: Totals = {
    linesMinor,
    ...(allowancesMinor === undefined ? {} : { allowancesMinor }),
    ...(chargesMinor === undefined ? {} : { chargesMinor }),
    netMinor: sums.netMinor,
    taxMinor: sums.taxMinor,
    grossMinor: sums.grossMinor,
    ...(prepaidMinor === undefined ? {} : { prepaidMinor }),
    ...(roundingMinor === undefined ? {} : { roundingMinor }),
    payableMinor: minor(sums.grossMinor - (prepaidMinor ?? 0n) + (roundingMinor ?? 0n)),
  };
  return { ...head, lines, ...(adjustments?.length ? { adjustments } : {}), taxes, totals };
}

function completeLine(line: LineDraft, currency: string): InvoiceLine {
  const { adjustments: drafts, ...rest } = line;
  const worth = lineWorth(line, currency);
  const adjustments = drafts?.map((each) => withAmount<Adjustment>(each, worth));
  const extra = (adjustments ?? []).reduce((all, each) => all + signed(each), 0n);
  const { net, discount, baseQuantity } = rest.price;
  return {
    ...rest,
    quantity: plainDecimal(rest.quantity),
    price: {
      net: plainDecimal(net),
      ...(discount
        ? { discount: { gross: plainDecimal(discount.gross), amount: plainDecimal(discount.amount) } }
        : {}),
      ...(baseQuantity === undefined ? {} : { baseQuantity: plainDecimal(baseQuantity) }),
    },
    netMinor: minor(roundHalfAway(add(worth, fraction(extra)))),
    ...(adjustments?.length ? { adjustments } : {}),
  };
}

/** Quantity × price ÷ base quantity in minor units, exactly. */
export function lineWorth(line: Pick<InvoiceLine, 'quantity' | 'price'>, currency: string): Fraction {
  const price = multiply(decimal(line.price.net), fraction(10n ** BigInt(decimalsOf(currency))));
  const worth = multiply(decimal(line.quantity), price);
  return line.price.baseQuantity === undefined ? worth : divide(worth, decimal(line.price.baseQuantity));
}

function withAmount<A extends Adjustment>(draft: AdjustmentDraft<A>, base: Fraction): A {
  if (draft.amountMinor !== undefined) return draft as unknown as A;
  const of = draft.baseMinor === undefined ? base : fraction(draft.baseMinor);
  const amount = roundHalfAway(divide(multiply(of, decimal(draft.percent ?? '0')), fraction(100)));
  // The base stands on the document, so that the reader can follow the percentage (BR-DEC-02 asks for whole minor units).
  const baseMinor = draft.baseMinor ?? minor(roundHalfAway(base));
  return { ...draft, amountMinor: minor(amount), baseMinor } as unknown as A;
}

/** What an adjustment adds to the net: an allowance takes away. */
export function signed(adjustment: Pick<Adjustment, 'kind' | 'amountMinor'>): Minor {
  return adjustment.kind === 'charge' ? adjustment.amountMinor : minor(-adjustment.amountMinor);
}

const rated = (tax: LineTax) => ({ category: tax.category, percent: tax.percent ?? '0' });

/** Decimal text in its shortest form, exactly. @throws RangeError when it is none */
export function plainDecimal(text: string): Decimal {
  const value = decimal(text);
  const places = /\.(\d+)$/.exec(text)?.[1]?.length ?? 0;
  return toDecimalText(value, places);
}
