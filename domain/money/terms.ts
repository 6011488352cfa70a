import { addDays, type Day } from '#domain/kernel/days.ts';

/** First and last day, both included. */
export interface Term {
  /** counted from the anchor: 0 is the first term */
  readonly index: number;
  readonly from: Day;
  readonly until: Day;
}

/**
 * Term number `index` of a subscription. It starts at anchor + index × months, clamped to the last day of the month and
 * always computed from the anchor, never from the term before; it ends the day before the next one starts.
 *
 * @param months length of a term, at least 1; a year is 12
 * @throws RangeError for months that are no whole number above 0, or an index that is none
 * @see clause M-12
 */
export function termAt(anchor: Day, months: number, index: number): Term {
  if (!Number.isInteger(months) || months < 1) throw new RangeError(`${months} months are no term`);
  if (!Number.isInteger(index)) throw new RangeError(`${index} is no number of a term`);
  return {
    index,
    from: plusMonths(anchor, index * months),
    until: addDays(plusMonths(anchor, (index + 1) * months), -1),
  };
}

/** The term that a day lies in; negative indexes lie before the anchor. */
export function termOn(anchor: Day, months: number, on: Day): Term {
  const [year, month] = on.split('-').map(Number) as [number, number];
  const [anchorYear, anchorMonth] = anchor.split('-').map(Number) as [number, number];
  const index = Math.floor((year * 12 + month - anchorYear * 12 - anchorMonth) / months);
  // The guess by months alone is one too high on the days before the anchor's day.
  const guess = termAt(anchor, months, index);
  if (on < guess.from) return termAt(anchor, months, index - 1);
  return on > guess.until ? termAt(anchor, months, index + 1) : guess;
}

/** The same day number some months later, or the last day of that month where it is shorter. */
export function plusMonths(day: Day, months: number): Day {
  const [year, month, of] = day.split('-').map(Number) as [number, number, number];
  const at = year * 12 + (month - 1) + months;
  const [toYear, toMonth] = [Math.floor(at / 12), ((at % 12) + 12) % 12];
  const last = new Date(Date.UTC(toYear, toMonth + 1, 0)).getUTCDate();
  return new Date(Date.UTC(toYear, toMonth, Math.min(of, last))).toISOString().slice(0, 10);
}
