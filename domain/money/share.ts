import { minor, type Minor } from '#domain/kernel/units.ts';
import { compare, fraction, multiply, roundDown, subtract, sum, type Fraction } from './fraction.ts';

/**
 * Splits an amount in proportion to weights so that the shares add up to it exactly.
 *
 * Each share is its exact part rounded towards zero; the units left over go one each to the largest remainders,
 * the earlier position first where remainders are equal (largest remainder method).
 *
 * @param weights at least one, none negative; when all are 0 the amount is split evenly
 * @returns one share per weight, in their order; a share of weight 0 is 0 unless all weights are 0
 * @throws RangeError for no weights or a negative one (a bug in the caller)
 */
export function shareOut(amount: Minor, weights: readonly Fraction[]): Minor[] {
  if (weights.length === 0) throw new RangeError('an amount cannot be shared between nobody');
  const negative = weights.findIndex((weight) => weight.n < 0n);
  if (negative >= 0) throw new RangeError(`weight ${negative} is negative`);

  const given = sum(weights);
  const parts = given.n === 0n ? weights.map(() => fraction(1)) : weights;
  const total = given.n === 0n ? fraction(weights.length) : given;
  const sign = amount < 0n ? -1n : 1n;
  const whole = fraction(amount * sign);

  const exact = parts.map((weight) => multiply(whole, fraction(weight.n * total.d, weight.d * total.n)));
  const shares = exact.map(roundDown);
  let left = whole.n - shares.reduce((all, share) => all + share, 0n);
  const byRemainder = exact
    .map((share, index) => ({ index, remainder: subtract(share, fraction(shares[index]!)) }))
    .sort((a, b) => compare(b.remainder, a.remainder) || a.index - b.index);
  for (const { index } of byRemainder) {
    if (left === 0n) break;
    shares[index]! += 1n;
    left -= 1n;
  }
  return shares.map((share) => minor(share * sign));
}
