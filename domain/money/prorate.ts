import { daysBetween, type Day } from '#domain/kernel/days.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';
import {
  add,
  compare,
  fraction,
  multiply,
  roundHalfAway,
  subtract,
  ZERO,
  type Fraction,
} from './fraction.ts';

/** Something paid for in advance, day by day. */
export interface PrepaidLine {
  /** first and last day of service, both included */
  readonly from: Day;
  readonly until: Day;
  readonly netMinor: Minor;
  /** given back earlier; without days it covers the whole line */
  readonly credits?: readonly { readonly netMinor: Minor; readonly from?: Day; readonly until?: Day }[];
}

/** A span of days on which the same credits lie. */
interface Span {
  readonly first: number;
  readonly days: number;
}

/**
 * Net to give back for the days of a prepaid line after the last day of service: the sum of what is left on each of these
 * days (net ÷ days of the line, less what credits took from that day, never below 0) as exact fractions, at most net
 * minus credits, rounded once, half away from zero.
 *
 * @param effectiveOn last day with service
 * @returns minor units, not below 0; 0 when no day is left
 * @throws RangeError when the line or a credit covers no day of it (a bug in the caller)
 * @see clauses M-6, M-7, M-10
 */
export function proratedRefund(line: PrepaidLine, effectiveOn: Day): Minor {
  const days = daysBetween(line.from, line.until) + 1;
  if (days <= 0) throw new RangeError(`prepaid line ${line.from}…${line.until} covers no day`);
  const perDay = fraction(line.netMinor, days);
  const credits = (line.credits ?? []).map((credit) => {
    const first = daysBetween(line.from, credit.from ?? line.from);
    const last = daysBetween(line.from, credit.until ?? line.until);
    if (first < 0 || last >= days || last < first)
      throw new RangeError(`a credit names days that the line ${line.from}…${line.until} does not have`);
    return { first, last, perDay: fraction(credit.netMinor, last - first + 1), netMinor: credit.netMinor };
  });

  const firstUnused = Math.max(0, daysBetween(line.from, effectiveOn) + 1);
  let left: Fraction = ZERO;
  for (const { first, days: count } of spans(firstUnused, days, credits)) {
    const taken = credits
      .filter((credit) => credit.first <= first && first <= credit.last)
      .reduce((all, credit) => add(all, credit.perDay), ZERO);
    const onDay = subtract(perDay, taken);
    if (compare(onDay, ZERO) > 0) left = add(left, multiply(onDay, fraction(count)));
  }
  const uncredited = line.netMinor - credits.reduce((all, credit) => all + credit.netMinor, 0n);
  const refund = roundHalfAway(left);
  const most = uncredited > 0n ? uncredited : 0n;
  return minor(refund < most ? refund : most);
}

/** Cuts the unused days where a credit begins or ends, so that all days of a span are alike. */
function spans(from: number, until: number, credits: readonly { first: number; last: number }[]): Span[] {
  const cuts = [from, until, ...credits.flatMap(({ first, last }) => [first, last + 1])]
    .filter((cut) => cut >= from && cut <= until)
    .sort((a, b) => a - b);
  return cuts.slice(1).flatMap((end, index) => {
    const first = cuts[index]!;
    return end > first ? [{ first, days: end - first }] : [];
  });
}
