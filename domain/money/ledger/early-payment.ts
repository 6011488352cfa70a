import { addDays, type Day } from '#domain/kernel/days.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';
import { add, decimal, divide, fraction, multiply, roundHalfAway } from '../fraction.ts';
import { shareOut } from '../share.ts';
import type { TaxAmounts } from './posting.ts';

/** Two per cent within ten days: `{ days: 10, percent: '2' }`. Days are counted from the day of issue. */
export interface DiscountTerm {
  readonly days: number;
  /** decimal text, above 0 and below 100 */
  readonly percent: string;
}

export interface DiscountOffer {
  /** last value day on which the payment is early enough */
  readonly until: Day;
  readonly percent: string;
  /** what settles the document */
  readonly payMinor: Minor;
  readonly discountMinor: Minor;
  /** the discount by rate, for the posting; adds up to `discountMinor` */
  readonly taxes: readonly TaxAmounts[];
}

/**
 * What may be paid until when instead of the whole. The discount is taken from the gross, as payers work it out, rounded
 * once, and then shared among the rates; in each rate net = share ÷ (1 + rate), rounded, and the tax is the rest of the share.
 *
 * @returns offers by day; empty for a document that asks for nothing
 */
export function discountOffers(
  document: { readonly issuedOn: Day; readonly taxes: readonly TaxAmounts[]; readonly payableMinor: Minor },
  terms: readonly DiscountTerm[],
): DiscountOffer[] {
  if (document.payableMinor <= 0n) return [];
  return [...terms]
    .sort((a, b) => a.days - b.days)
    .map(({ days, percent }) => {
      const share = divide(decimal(percent), fraction(100));
      if (share.n <= 0n || share.n >= share.d) throw new RangeError(`${percent} % is no discount`);
      const discount = minor(roundHalfAway(multiply(fraction(document.payableMinor), share)));
      return {
        until: addDays(document.issuedOn, days),
        percent,
        payMinor: minor(document.payableMinor - discount),
        discountMinor: discount,
        taxes: splitByRate(discount, document.taxes),
      };
    });
}

/** The best offer that a payment on this day may still take. */
export function offerOn(offers: readonly DiscountOffer[], paidOn: Day): DiscountOffer | undefined {
  return offers.find((offer) => paidOn <= offer.until);
}

/** A gross amount spread over the rates of a document, in proportion to their gross. Adds up exactly. */
export function splitByRate(grossMinor: Minor, taxes: readonly TaxAmounts[]): TaxAmounts[] {
  const weights = taxes.map((row) => fraction(atLeastZero(row.netMinor + row.taxMinor)));
  return shareOut(grossMinor, weights).map((share, at) => {
    const row = taxes[at]!;
    const rate = row.category === 'S' ? divide(decimal(row.percent ?? '0'), fraction(100)) : fraction(0);
    const net = minor(roundHalfAway(divide(fraction(share), add(fraction(1), rate))));
    return { ...row, netMinor: net, taxMinor: minor(share - net) };
  });
}

const atLeastZero = (amount: bigint): bigint => (amount < 0n ? 0n : amount);
