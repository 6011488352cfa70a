import { addDays, type Day } from '#domain/kernel/days.ts';

/** A quarter or a year of the calendar. */
export interface Period {
  /** `2026-Q1` or `2026` */
  readonly name: string;
  readonly year: number;
  readonly from: Day;
  /** the first day after it */
  readonly until: Day;
}

const MONTHS = { quarter: 3, year: 12 } as const;
type PeriodKind = keyof typeof MONTHS;

const isKind = (kind: string): kind is PeriodKind => Object.hasOwn(MONTHS, kind);
const firstOf = (year: number, month: number): Day => `${year}-${String(month).padStart(2, '0')}-01`;

/**
 * The period in which a day lies.
 * @param kind value of `analytics.period`
 * @throws RangeError for another kind
 */
export function periodOf(kind: string, day: Day): Period {
  if (!isKind(kind)) throw new RangeError(`${kind} is no period`);
  const year = Number(day.slice(0, 4));
  const months = MONTHS[kind];
  const nth = Math.floor((Number(day.slice(5, 7)) - 1) / months);
  const next = nth * months + months + 1;
  return {
    name: kind === 'year' ? String(year) : `${year}-Q${nth + 1}`,
    year,
    from: firstOf(year, nth * months + 1),
    until: next > 12 ? firstOf(year + 1, 1) : firstOf(year, next),
  };
}

/** The period before the one in which a day lies: the last that is over. */
export function periodBefore(kind: string, day: Day): Period {
  return periodOf(kind, addDays(periodOf(kind, day).from, -1));
}
