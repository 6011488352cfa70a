import type { Day } from '#domain/kernel/days.ts';
import { compare, decimal } from './fraction.ts';

export type RateClass = 'standard' | 'reduced';

/** A rate of tax from a day on, until the next row of the same country and class. */
export interface TaxRate {
  /** ISO 3166 */
  readonly country: string;
  readonly class: RateClass;
  readonly from: Day;
  /** decimal text */
  readonly percent: string;
}

const rows = (country: string, from: Day, standard: string, reduced: string): readonly [TaxRate, TaxRate] => [
  { country, class: 'standard', from, percent: standard },
  { country, class: 'reduced', from, percent: reduced },
];

/**
 * Rates that the product knows; a tenant's own rows come before them. Germany lowered its rates for the second half of 2020
 * (§ 28 (1) UStG), Switzerland raised its own with 2024.
 */
export const KNOWN_RATES: readonly TaxRate[] = [
  ...rows('DE', '2007-01-01', '19', '7'),
  ...rows('DE', '2020-07-01', '16', '5'),
  ...rows('DE', '2021-01-01', '19', '7'),
  ...rows('AT', '1984-01-01', '20', '10'),
  ...rows('CH', '2018-01-01', '7.7', '2.5'),
  ...rows('CH', '2024-01-01', '8.1', '2.6'),
  ...rows('NL', '2019-01-01', '21', '9'),
  ...rows('BE', '1996-01-01', '21', '6'),
  ...rows('FR', '2014-01-01', '20', '5.5'),
  ...rows('IT', '2013-10-01', '22', '10'),
  ...rows('ES', '2012-09-01', '21', '10'),
  ...rows('PL', '2011-01-01', '23', '8'),
  ...rows('CZ', '2024-01-01', '21', '12'),
  ...rows('DK', '1992-01-01', '25', '25'),
];

/** Rows of both lists; where they say something about the same day, the tenant's own. */
export function withOwn(own: readonly TaxRate[], known: readonly TaxRate[] = KNOWN_RATES): TaxRate[] {
  const key = (rate: TaxRate): string => `${rate.country} ${rate.class} ${rate.from}`;
  const all = new Map([...known, ...own].map((rate) => [key(rate), rate]));
  return [...all.values()].sort((a, b) =>
    a.country !== b.country
      ? a.country < b.country
        ? -1
        : 1
      : a.class !== b.class
        ? a.class < b.class
          ? 1
          : -1
        : a.from < b.from
          ? -1
          : 1,
  );
}

/** The rate of a class on a day; undefined before the first that is known. */
export function rateOf(
  rates: readonly TaxRate[],
  country: string,
  rateClass: RateClass,
  on: Day,
): string | undefined {
  let found: TaxRate | undefined;
  for (const rate of rates)
    if (rate.country === country && rate.class === rateClass && rate.from <= on)
      if (!found || rate.from > found.from) found = rate;
  return found?.percent;
}

/**
 * The rate that a line has for the day of its supply. A line carries the percentage it was priced with: where that is the
 * standard or the reduced rate of some other day, it becomes the one of the day of supply; what is no rate of the country at
 * all, or is valid on that day anyway, stays as it is.
 */
export function rateOnSupply(
  rates: readonly TaxRate[],
  country: string,
  percent: string,
  suppliedOn: Day,
): string {
  const same = (one: string): boolean => compare(decimal(one), decimal(percent)) === 0;
  const matching = rates.filter((rate) => rate.country === country && same(rate.percent));
  const now = (rate: TaxRate): string | undefined => rateOf(rates, country, rate.class, suppliedOn);
  const valid = (rate: TaxRate): boolean => {
    const current = now(rate);
    return current !== undefined && same(current);
  };
  if (matching.some(valid)) return percent;
  const latest = matching.sort((a, b) => (a.from < b.from ? 1 : -1))[0];
  return (latest && now(latest)) ?? percent;
}
