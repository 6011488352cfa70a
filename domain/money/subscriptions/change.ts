import { addDays, type Day } from '#domain/kernel/days.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';
import { proratedRefund } from '../prorate.ts';
import { daysOf, type ServiceLine } from './line.ts';
import { partOfPrice } from './part.ts';

/** The rest of an old line, and the days it covers. */
export interface RestCredit<L extends ServiceLine = ServiceLine> {
  readonly line: L;
  readonly from: Day;
  readonly until: Day;
  readonly days: number;
  readonly netMinor: Minor;
}

export interface MidTermChange<L extends ServiceLine = ServiceLine> {
  /** the rest of each old line of which something is left */
  readonly credits: readonly RestCredit<L>[];
  readonly charge: {
    readonly from: Day;
    readonly until: Day;
    readonly days: number;
    readonly netMinor: Minor;
  };
  /** charge less credits, net; below zero where the new price is lower */
  readonly differenceMinor: Minor;
}

/**
 * A change within a term: from the first day of the new service on, the rest of the old lines is credited and the rest of
 * the term is charged at the new price. Both are counted in whole days of the contract's zone, from the nets.
 *
 * The refund terms of a line do not matter here: the customer goes on with something else in its place.
 *
 * @param lines prepaid lines of what is changed
 * @param on first day of the new service
 * @param term whole term that the new price is for
 * @param paidUntil last day that is charged now, within the term
 * @throws RangeError when `on` is not within what is charged (a bug in the caller)
 * @see clauses M-6 … M-8
 */
export function changeWithinTerm<L extends ServiceLine>(
  lines: readonly L[],
  given: {
    readonly on: Day;
    readonly term: { readonly from: Day; readonly until: Day };
    readonly paidUntil: Day;
    readonly priceMinor: Minor;
  },
): MidTermChange<L> {
  const { on, term, paidUntil, priceMinor } = given;
  const credits = lines
    .filter((line) => line.until >= on)
    .map((line) => {
      const span = { from: line.from > on ? line.from : on, until: line.until };
      return { line, ...span, days: daysOf(span), netMinor: proratedRefund(line, addDays(on, -1)) };
    })
    .filter(({ netMinor }) => netMinor > 0n);
  const rest = { from: on, until: paidUntil };
  const charge = { ...rest, days: daysOf(rest), netMinor: partOfPrice(priceMinor, term, rest) };
  const credited = credits.reduce((all, { netMinor }) => all + netMinor, 0n);
  return { credits, charge, differenceMinor: minor(charge.netMinor - credited) };
}
