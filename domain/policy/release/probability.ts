import { add, compare, fraction, multiply, ONE, ZERO, type Fraction } from '#domain/money/fraction.ts';

/** What is said of a metric: a number, or that it is below the floor. */
export type Reported = number | 'below';

/** What a noisy number is reported as. The floor looks at the noisy number only, never at the true one. */
export const reported = (noisy: number, floor: number): Reported => (noisy < floor ? 'below' : noisy);

// Not reduced on the way: the terms stay small enough, and finding common divisors is what would take time.

/** P(noise = x) for two-sided geometric noise with `a` = e^(-epsilon), as an exact fraction of `a`. */
export function noiseIs(x: number, { n: p, d: q }: Fraction): Fraction {
  const k = BigInt(Math.abs(x));
  return { n: (q - p) * p ** k, d: (q + p) * q ** k };
}

/** P(noise ≤ x), exactly. */
function noiseAtMost(x: number, { n: p, d: q }: Fraction): Fraction {
  const k = BigInt(x < 0 ? -x : x + 1);
  const [part, whole] = [p ** k * q, q ** k * (q + p)];
  return { n: x < 0 ? part : whole - part, d: whole };
}

/** P(what is said = `output`) when `businesses` did it, exactly. */
export function reportIs(output: Reported, businesses: number, floor: number, a: Fraction): Fraction {
  if (output === 'below') return noiseAtMost(floor - 1 - businesses, a);
  return output < floor ? ZERO : noiseIs(output - businesses, a);
}

/**
 * Two fractions that enclose e^(-epsilon), from its series: the partial sums fall on either side in turn.
 * @param epsilon from 0 to 1, so that each term is smaller than the one before
 */
export function encloseExp(epsilon: Fraction, terms = 14): readonly [below: Fraction, above: Fraction] {
  let term: Fraction = ONE;
  let sum: Fraction = ONE;
  let before: Fraction = ONE;
  for (let k = 1; k <= terms; k++) {
    term = multiply(term, fraction(-epsilon.n, epsilon.d * BigInt(k)));
    before = sum;
    sum = add(sum, term);
  }
  return compare(before, sum) < 0 ? [before, sum] : [sum, before];
}

/**
 * The largest factor by which one business more or less changes the probability of anything that can be said, over every
 * number of businesses up to `upTo` and every output that is within reach of it; exactly.
 *
 * For every `a` between 0 and 1 it is 1/a, hence e^epsilon where a = e^(-epsilon).
 */
export function largestFactor(a: Fraction, floor: number, upTo: number): Fraction {
  let largest: Fraction = ONE;
  const grow = (factor: Fraction): void => {
    if (compare(factor, largest) > 0) largest = factor;
  };
  for (let businesses = 0; businesses < upTo; businesses++)
    for (const output of outputs(floor, upTo + 5)) {
      const here = reportIs(output, businesses, floor, a);
      const more = reportIs(output, businesses + 1, floor, a);
      grow({ n: here.n * more.d, d: here.d * more.n });
      grow({ n: more.n * here.d, d: more.d * here.n });
    }
  return largest;
}

function outputs(floor: number, most: number): Reported[] {
  return ['below', ...Array.from({ length: Math.max(1, most - floor + 1) }, (_, at) => floor + at)];
}
