import { decimal, sum, toDecimalText } from '#domain/money/fraction.ts';
import type { ParameterValues } from '#domain/policy/parameters.ts';
import { decideRelease, EPSILON_A_YEAR, type ReleaseRefusal } from '#domain/policy/release/release.ts';
import type { Release } from './store.ts';

/** What the releases of a year cost, of what a year may. */
export interface YearOfReleases {
  readonly year: number;
  readonly spent: string;
  readonly most: string;
}

/**
 * The ledger, newest year first, the running one always among them.
 * @returns also why nothing more can be released in the running year; null while something can
 */
export function ledgerOf(
  values: ParameterValues,
  releases: readonly Pick<Release, 'year' | 'epsilon'>[],
  running: number,
): { readonly years: YearOfReleases[]; readonly refused: ReleaseRefusal['code'] | null } {
  const costs = (year: number): string[] =>
    releases.filter((one) => one.year === year).map(({ epsilon }) => epsilon);
  const years = [...new Set([running, ...releases.map(({ year }) => year)])].sort((a, b) => b - a);
  const next = decideRelease(values, running, costs(running));
  return {
    years: years.map((year) => ({
      year,
      spent: toDecimalText(sum(costs(year).map(decimal))),
      most: toDecimalText(EPSILON_A_YEAR),
    })),
    refused: next.ok ? null : next.refusal.code,
  };
}
