import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { must } from '#domain/kernel/result.ts';
import {
  add,
  compare,
  divide,
  fraction,
  multiply,
  ONE,
  subtract,
  sum,
  toNumber,
  ZERO,
} from '#domain/money/fraction.ts';
import type { Fraction } from '#domain/money/fraction.ts';
import { DEFAULTS } from '../parameters.ts';
import { countBusinesses, metricOf, METRICS } from './metrics.ts';
import { chanceFrom, drawNoise, happensExp, type Chance } from './noise.ts';
import { periodBefore, periodOf } from './period.ts';
import { encloseExp, largestFactor, noiseIs, reportIs, reported, type Reported } from './probability.ts';
import { decideRelease, drawRelease, publishCell } from './release.ts';

const FLOOR = DEFAULTS['analytics.floor'];
const EPSILON_M = fraction(1, 8);
const COST = must(decideRelease(DEFAULTS, 2026, []));

/** Chance that is the same in every run. */
function seeded(seed: number): Chance {
  let state = seed >>> 0;
  return chanceFrom(() => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  });
}

/**
 * Follows every way that chance can take through `run`, with its exact probability; ways that are less likely than
 * `least` are left, and what they add up to is `rest`.
 */
function everyWay<T>(run: (chance: Chance) => T, least: number): { of: Map<T, Fraction>; rest: Fraction } {
  const of = new Map<T, Fraction>();
  let rest = ZERO;
  const follow = (taken: readonly number[], share: Fraction): void => {
    if (toNumber(share) < least) {
      rest = add(rest, share);
      return;
    }
    let at = 0;
    const fork = new Map<number, Fraction>();
    const take = (ways: () => readonly (readonly [number, Fraction])[]): number => {
      const way = taken[at++];
      if (way !== undefined) return way;
      for (const [one, weight] of ways()) fork.set(one, weight);
      throw fork;
    };
    try {
      const found = run({
        below: (n) =>
          n === 1 ? 0 : take(() => Array.from({ length: n }, (_, i) => [i, fraction(1, n)] as const)),
        happens: (n, outOf) =>
          n === outOf ||
          (n !== 0 &&
            take(() => [
              [1, fraction(n, outOf)],
              [0, fraction(outOf - n, outOf)],
            ]) === 1),
      });
      of.set(found, add(of.get(found) ?? ZERO, share));
    } catch (thrown) {
      if (thrown !== fork) throw thrown;
      for (const [way, weight] of fork) follow([...taken, way], multiply(share, weight));
    }
  };
  follow([], ONE);
  return { of, rest };
}

/** One round of the sampler: a number, or that it begins again. */
function oneRound(chance: Chance, epsilon: Fraction): number | 'again' {
  const restart = new Error('again');
  let rounds = 0;
  const once: Chance = {
    ...chance,
    below: (n) => {
      rounds += 1;
      if (rounds > 1) throw restart;
      return chance.below(n);
    },
  };
  try {
    return drawNoise(once, epsilon);
  } catch (thrown) {
    if (thrown !== restart) throw thrown;
    return 'again';
  }
}

const isBetween = (low: Fraction, value: Fraction, high: Fraction): boolean =>
  compare(low, value) <= 0 && compare(value, high) <= 0;

describe('privacy, computed', () => {
  // For every a the factor is exactly 1/a; with a = e^(-epsilon), which lies between the two, it is e^epsilon.
  const around = encloseExp(EPSILON_M);

  test('one business more or less changes the probability of every output by at most e^epsilon', () => {
    expect(toNumber(around[0])).toBeCloseTo(Math.exp(-0.125), 14);
    for (const a of [...around, fraction(1, 3), fraction(99, 100)]) {
      const factor = largestFactor(a, FLOOR, 45);
      expect(compare(factor, divide(ONE, a))).toBe(0);
    }
  });

  test('whatever is said has some probability, and all of it adds up to one', () => {
    const a = fraction(7, 8);
    for (const businesses of [0, 19, 20, 60]) {
      const outputs: Reported[] = ['below', ...Array.from({ length: 41 }, (_, at) => FLOOR + at)];
      const all = sum(outputs.map((output) => reportIs(output, businesses, FLOOR, a)));
      // What is left are numbers above 60: by symmetry those of "below" where the floor and the truth change places.
      const above = reportIs('below', 60, businesses, a);
      expect(compare(add(all, above), ONE)).toBe(0);
    }
  });

  test('a whole release of four numbers costs what it says', () => {
    expect([COST.release, COST.metric]).toEqual([fraction(1, 2), EPSILON_M]);
    // A business is in each of the four numbers at most once: its factors multiply.
    const [below] = around;
    const factor = largestFactor(below, FLOOR, 30);
    const all = METRICS.reduce((product) => multiply(product, factor), ONE);
    expect(toNumber(all)).toBeCloseTo(Math.exp(0.5), 12);
  });

  test('a cut on the true number would break it: the gate of this file sees that', () => {
    // Said only when the true number reaches the floor: one business then decides between "below" and a number.
    const cut = (businesses: number): Fraction => (businesses < FLOOR ? ONE : ZERO);
    expect(compare(cut(FLOOR - 1), multiply(cut(FLOOR), divide(ONE, around[0])))).toBe(1);
  });
});

describe('the sampler', () => {
  test('gives every number exactly the probability of the formula', () => {
    for (const [n, d] of [
      [0, 1],
      [1, 8],
      [7, 8],
      [1, 1],
    ] as const) {
      const { of, rest } = everyWay((chance) => happensExp(chance, n, d), 1e-15);
      const [low, high] = encloseExp(fraction(n, d), 18);
      const yes = of.get(true) ?? ZERO;
      expect(isBetween(low, add(yes, rest), add(high, rest)), `${n}/${d}`).toBe(true);
      expect(toNumber(rest)).toBeLessThan(1e-14);
    }
    for (const epsilon of [fraction(1), fraction(2, 3), EPSILON_M]) {
      const { of, rest } = everyWay((chance) => oneRound(chance, epsilon), 1e-7);
      const again = of.get('again') ?? ZERO;
      // What a round ends with, of all rounds that end with a number.
      const ended = subtract(ONE, again);
      const [low, high] = encloseExp(epsilon);
      expect(toNumber(rest)).toBeLessThan(1e-3);
      for (let x = -12; x <= 12; x++) {
        const found = of.get(x) ?? ZERO;
        const [least, most] = [noiseIs(x, low), noiseIs(x, high)].sort(compare) as [Fraction, Fraction];
        expect(compare(found, multiply(most, ended)), `P(${x}) of ${epsilon.d}`).toBeLessThanOrEqual(0);
        expect(
          compare(add(found, rest), multiply(least, subtract(ended, rest))),
          `P(${x}) of ${epsilon.d}`,
        ).toBeGreaterThanOrEqual(0);
      }
    }
  });

  test.each([
    [fraction(1), 0.4621, 1.357, 11],
    [EPSILON_M, 0.0624, 11.31, 12],
  ])('200,000 draws match the formula', (epsilon, atNought, deviation, seed) => {
    const draws = 200_000;
    const chance = seeded(seed);
    const seen = new Map<number, number>();
    let squares = 0;
    for (let i = 0; i < draws; i++) {
      const x = drawNoise(chance, epsilon);
      seen.set(x, (seen.get(x) ?? 0) + 1);
      squares += x * x;
    }
    const a = Math.exp(-toNumber(epsilon));
    const expected = (x: number): number => ((1 - a) / (1 + a)) * a ** Math.abs(x) * draws;
    expect(expected(0) / draws).toBeCloseTo(atNought, 4);
    expect(Math.sqrt(squares / draws)).toBeCloseTo(deviation, 1);
    // Classes of at least 20 expected draws each; what lies beyond is one class on either side.
    let far = 0;
    while (expected(far + 1) >= 20) far += 1;
    const tail = (a ** (far + 1) / (1 + a)) * draws;
    let [chi, classes] = [0, 0];
    const judge = (found: number, should: number): void => {
      chi += (found - should) ** 2 / should;
      classes += 1;
    };
    for (let x = -far; x <= far; x++) judge(seen.get(x) ?? 0, expected(x));
    for (const side of [-1, 1]) {
      const beyond = [...seen].filter(([x]) => x * side > far).reduce((all, [, n]) => all + n, 0);
      judge(beyond, tail);
    }
    // p > 0.001 by Wilson and Hilferty: the cube root of chi²/k is nearly normal, and 3.09 deviations leave 0.001.
    const k = classes - 1;
    expect(chi).toBeLessThan(k * (1 - 2 / (9 * k) + 3.09 * Math.sqrt(2 / (9 * k))) ** 3);
  });

  test('draws below any number evenly, and refuses a range beyond its words', () => {
    // 2^32 = 3 · 1431655765 + 1: the one word too many is thrown away.
    const words = [0xffffffff, 5];
    expect(chanceFrom(() => words.shift()!).below(3)).toBe(2);
    expect(() => chanceFrom(() => 0).below(2 ** 32 + 1)).toThrow(RangeError);
    expect(() => drawNoise(seeded(1), ZERO)).toThrow(RangeError);
  });
});

describe('singling out', () => {
  const others = METRICS.map(() => 25);
  const a = Math.exp(-0.125);
  const likelihood = (said: readonly Reported[], businesses: readonly number[]): number =>
    said.reduce<number>((sum, output, at) => {
      if (output !== 'below') return sum + Math.log(a) * Math.abs(output - businesses[at]!);
      const gap = FLOOR - 1 - businesses[at]!;
      return sum + Math.log(gap < 0 ? a ** -gap / (1 - a) : (1 + a - a ** (gap + 1)) / (1 - a));
    }, 0);

  /** Share of right guesses of somebody who knows every other business and the method. */
  function guessed(chance: Chance, said: (cells: { noisy: number }[]) => Reported[], noise: boolean): number {
    let right = 0;
    const rounds = 20_000;
    for (let i = 0; i < rounds; i++) {
      const there = i % 2 === 0;
      const counts = others.map((n) => n + (there ? 1 : 0));
      const cells = noise ? drawRelease(chance, counts, COST) : counts.map((noisy) => ({ noisy }));
      const out = said(cells);
      const guess =
        likelihood(
          out,
          others.map((n) => n + 1),
        ) > likelihood(out, others);
      if (guess === there) right += 1;
    }
    return right / rounds;
  }

  test('who knows everybody else guesses one firm no better than the formula allows', () => {
    const published = (cells: { noisy: number }[]): Reported[] =>
      cells.map((cell) => publishCell(DEFAULTS, cell));
    const bound = Math.exp(0.5) / (1 + Math.exp(0.5));
    expect(bound).toBeCloseTo(0.622, 3);
    const share = guessed(seeded(7), published, true);
    expect(share).toBeLessThanOrEqual(bound + 0.01);
    // The guess is as good as it can be: better than a coin, and without noise it is always right.
    expect(share).toBeGreaterThan(0.52);
    expect(guessed(seeded(7), published, false)).toBe(1);
  });
});

describe('the budget', () => {
  test('four releases of a year fit, a fifth is refused', () => {
    expect(decideRelease(DEFAULTS, 2026, ['0.5', '0.5', '0.5'])).toMatchObject({ ok: true });
    expect(decideRelease(DEFAULTS, 2026, ['0.5', '0.5', '0.5', '0.5'])).toEqual({
      ok: false,
      refusal: { code: 'privacy_budget_spent', year: 2026, spent: '2', most: '2' },
    });
    // A larger epsilon, put into force within the year, spends the same sum sooner.
    const dear = { ...DEFAULTS, 'analytics.epsilonPerRelease': '0.6' };
    expect(decideRelease(dear, 2026, ['0.5', '0.5', '0.5']).ok).toBe(false);
    expect(decideRelease({ ...DEFAULTS, 'analytics.epsilonPerRelease': '0' }, 2026, []).ok).toBe(false);
  });

  test('more numbers than the policy names are refused', () => {
    expect(decideRelease({ ...DEFAULTS, 'analytics.maxMetrics': 3 }, 2026, [])).toMatchObject({
      refusal: { code: 'too_many_metrics', metrics: 4, most: 3 },
    });
  });

  test('a business counts at most once in each number', () => {
    const mark = fc.record({
      metric: fc.constantFrom(...METRICS.map(({ name }) => name as string), 'of-another-list'),
      business: fc.constantFrom('a', 'b', 'c', 'd'),
    });
    fc.assert(
      fc.property(fc.array(mark, { maxLength: 40 }), (marks) => {
        const all = countBusinesses(marks);
        expect(countBusinesses([...marks, ...marks])).toEqual(all);
        const without = countBusinesses(marks.filter(({ business }) => business !== 'a'));
        for (const [at, n] of all.entries()) expect([0, 1]).toContain(n - without[at]!);
      }),
    );
  });

  test('the floor looks at the noisy number, and nothing below it is told apart', () => {
    expect([-7, 0, 19, 20, 31].map((noisy) => publishCell(DEFAULTS, { noisy }))).toEqual([
      'below',
      'below',
      'below',
      20,
      31,
    ]);
    expect(reported(4, 5)).toBe('below');
  });

  test('a route counts for one number or for none', () => {
    const routes = METRICS.flatMap(({ routes: own }) => own as readonly string[]);
    expect(new Set(routes).size).toBe(routes.length);
    expect([metricOf('POST /api/orders/:orderId/accept'), metricOf('GET /api/orders')]).toEqual([
      'order-accepted',
      undefined,
    ]);
  });
});

test.each([
  ['quarter', '2026-01-01', '2026-Q1', '2026-01-01', '2026-04-01'],
  ['quarter', '2026-11-30', '2026-Q4', '2026-10-01', '2027-01-01'],
  ['year', '2028-02-29', '2028', '2028-01-01', '2029-01-01'],
])('a %s with %s is %s', (kind, day, name, from, until) => {
  expect(periodOf(kind, day)).toMatchObject({ name, from, until });
  expect(periodBefore(kind, until)).toEqual(periodOf(kind, day));
  expect(() => periodOf('week', day)).toThrow(RangeError);
});
