import type { Day } from '#domain/kernel/days.ts';
import { addDays, daysBetween } from '#domain/kernel/days.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';
import { fraction, multiply, roundHalfAway } from '../fraction.ts';
import { daysOf } from './line.ts';

interface Span {
  readonly from: Day;
  readonly until: Day;
}

/**
 * Net price of some days of a term: what is used of the price up to `until` less what is used up to the day before `from`.
 *
 * used up to a day = price − price × days after it ÷ days of the term, the second rounded once, half away from zero. So the
 * first days of a term cost the price less the refund of the others (the bridge of C-2), the last ones cost exactly what a
 * refund of them gives, and parts that cover a term add up to its price, however it is cut.
 *
 * @throws RangeError when the part covers no day or days outside the term (a bug in the caller)
 * @see clauses M-6, M-7, M-8, C-2
 */
export function partOfPrice(priceMinor: Minor, term: Span, part: Span): Minor {
  if (part.until < part.from || part.from < term.from || part.until > term.until)
    throw new RangeError(`${part.from}…${part.until} is no part of ${term.from}…${term.until}`);
  const usedUpTo = (day: Day): bigint =>
    priceMinor -
    roundHalfAway(multiply(fraction(priceMinor), fraction(daysBetween(day, term.until), daysOf(term))));
  return minor(usedUpTo(part.until) - usedUpTo(addDays(part.from, -1)));
}
