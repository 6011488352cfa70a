import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import {
  add,
  compare,
  decimal,
  fraction,
  sum,
  toDecimalText,
  type Fraction,
} from '#domain/money/fraction.ts';
import { enforces, shows } from '../keep.ts';
import { METRICS, type MetricName } from './metrics.ts';
import { drawNoise, type Chance } from './noise.ts';
import { encloseExp, largestFactor, reported } from './probability.ts';

/**
 * What all releases of one year may add up to, whatever a release costs: a larger epsilon, or shorter periods, come to an
 * end sooner and never give away more.
 */
export const EPSILON_A_YEAR: Fraction = fraction(2);

const ANALYTICS = ['P-data.analytics.b', 'P-data.analytics.c'] as const;

/** What one release costs, and what of it goes to each number. */
export interface Cost {
  readonly release: Fraction;
  readonly metric: Fraction;
}

/** A number of a release, as it is stored and published. */
export interface Cell {
  readonly metric: MetricName;
  readonly noisy: number;
}

export type ReleaseRefusal =
  | {
      readonly code: 'privacy_budget_spent';
      readonly year: number;
      readonly spent: string;
      readonly most: string;
    }
  | { readonly code: 'too_many_metrics'; readonly metrics: number; readonly most: number };

/**
 * What a release costs, or that there is to be none.
 *
 * @param spent what the releases of the same year have cost, as decimal text
 * @see clause P-data.analytics
 */
export const decideRelease = enforces(
  ANALYTICS,
  'privacy-budget',
  {
    keptBy: {
      en: 'Each release has its price in privacy, and a year has a fixed sum of it. What is spent stands in a public list; when it is used up, nothing more is released.',
      de: 'Jede Veröffentlichung hat ihren Preis an Schutz, und ein Jahr hat eine feste Summe davon. Was verbraucht ist, steht in einer öffentlichen Liste; ist sie aufgebraucht, wird nichts mehr veröffentlicht.',
    },
    sources: ['domain/policy/release/release.ts', 'domain/policy/release/metrics.ts'],
    parameters: ['analytics.epsilonPerRelease', 'analytics.maxMetrics'],
  },
  (p, year: number, spent: readonly string[]): Result<Cost, ReleaseRefusal> => {
    const most = p['analytics.maxMetrics'];
    if (METRICS.length > most) return refuse({ code: 'too_many_metrics', metrics: METRICS.length, most });
    const release = decimal(p['analytics.epsilonPerRelease']);
    const before = sum(spent.map(decimal));
    // An epsilon of nought would be noise without end; there is none to draw.
    if (release.n <= 0n || compare(add(before, release), EPSILON_A_YEAR) > 0)
      return refuse({
        code: 'privacy_budget_spent',
        year,
        spent: toDecimalText(before),
        most: toDecimalText(EPSILON_A_YEAR),
      });
    return ok({ release, metric: fraction(release.n, release.d * BigInt(METRICS.length)) });
  },
);

/**
 * Draws the numbers of one release: the count of each metric with noise of its own. To be called once for a period and
 * stored: two draws of one period would average the noise away.
 *
 * @param counts businesses per metric, in the order of the list
 */
export function drawRelease(chance: Chance, counts: readonly number[], { metric }: Cost): Cell[] {
  return METRICS.map(({ name }, at) => ({
    metric: name,
    noisy: (counts[at] ?? 0) + drawNoise(chance, metric),
  }));
}

/**
 * How a stored number is published: as it was drawn, or as "below the floor".
 * @see clause P-data.analytics: the floor is applied to the noisy number
 */
export const publishCell = enforces(
  ANALYTICS,
  'noise',
  {
    keptBy: {
      en: 'Every number gets random noise before anybody sees it, drawn once, exactly and with whole numbers, and small results are reported as "below" only. So no single firm changes what is said by more than a fixed factor, whatever else somebody knows.',
      de: 'Jede Zahl erhält Zufallsrauschen, bevor jemand sie sieht, einmal gezogen, exakt und mit ganzen Zahlen, und kleine Ergebnisse heißen nur „darunter“. So ändert keine einzelne Firma das Gesagte um mehr als einen festen Faktor, was auch immer jemand sonst weiß.',
    },
    sources: [
      'domain/policy/release/release.ts',
      'domain/policy/release/noise.ts',
      'domain/policy/release/probability.ts',
      'domain/policy/release/metrics.ts',
    ],
    parameters: ['analytics.floor'],
  },
  (p, { noisy }: Pick<Cell, 'noisy'>) => reported(noisy, p['analytics.floor']),
);

const TESTS = 'domain/policy/release/release.test.ts';
for (const test of [
  'privacy, computed > one business more or less changes the probability of every output by at most e^epsilon',
  'privacy, computed > a whole release of four numbers costs what it says',
  'the sampler > gives every number exactly the probability of the formula',
  'the sampler > 200,000 draws match the formula',
  'singling out > who knows everybody else guesses one firm no better than the formula allows',
])
  shows(ANALYTICS, 'noise', { file: TESTS, test });
for (const test of [
  'the budget > four releases of a year fit, a fifth is refused',
  'the budget > a business counts at most once in each number',
])
  shows(ANALYTICS, 'privacy-budget', { file: TESTS, test });

shows(ANALYTICS, 'noise', {
  file: 'domain/policy/release/release.ts',
  self: (values) => {
    const floor = values['analytics.floor'];
    if (publishCell(values, { noisy: floor - 1 }) !== 'below') return 'a number below the floor is shown';
    const cost = decideRelease(values, 2026, []);
    if (!cost.ok) return 'the values in force allow no release';
    // Exactly 1/a for an a on either side of e^(-epsilon), hence e^epsilon there.
    for (const a of encloseExp(cost.value.metric, 6))
      if (compare(largestFactor(a, floor, floor + 3), { n: a.d, d: a.n }) > 0)
        return 'one firm changes a probability by more than it may';
    return null;
  },
});
shows(ANALYTICS, 'privacy-budget', {
  file: 'domain/policy/release/release.ts',
  self: (values) => {
    const full = toDecimalText(EPSILON_A_YEAR);
    return decideRelease(values, 2026, [full]).ok ? 'a spent budget is spent again' : null;
  },
});
