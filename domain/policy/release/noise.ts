import type { Fraction } from '#domain/money/fraction.ts';

/**
 * Where chance comes from. Both questions are answered exactly: every whole number is as likely as every other one, and
 * a fraction is met with exactly its share. Nothing here is a floating point number.
 */
export interface Chance {
  /** a whole number from 0 to `n` - 1 */
  below(n: number): number;
  /** true with probability `n` / `outOf` */
  happens(n: number, outOf: number): boolean;
}

const WORDS = 2 ** 32;

/**
 * Chance made of 32 random bits at a time. What would make one number likelier than another is thrown away and drawn
 * anew, so that nothing is rounded.
 *
 * @param word the next 32 bits as a whole number below 2^32; from a cryptographic source wherever it protects anybody
 * @throws RangeError for a range above 2^32: the words would not reach it
 */
export function chanceFrom(word: () => number): Chance {
  const below = (n: number): number => {
    if (!Number.isInteger(n) || n < 1 || n > WORDS) throw new RangeError(`${n} is no range to draw from`);
    const whole = WORDS - (WORDS % n);
    for (;;) {
      const drawn = word();
      if (drawn < whole) return drawn % n;
    }
  };
  return { below, happens: (n, outOf) => below(outOf) < n };
}

/**
 * True with probability e^(-n/d), exactly: e^(-g) is the chance that a run of events with chances g/1, g/2, g/3 … breaks
 * at an odd place.
 *
 * @param n,d 0 ≤ n/d ≤ 1
 * @see Canonne, Kamath, Steinke: The Discrete Gaussian for Differential Privacy (2020), algorithm 1
 */
export function happensExp(chance: Chance, n: number, d: number): boolean {
  let k = 1;
  while (chance.happens(n, d * k)) k += 1;
  return k % 2 === 1;
}

/**
 * A whole number of two-sided geometric noise: P(x) = (1 - a)/(1 + a) · a^|x| with a = e^(-epsilon), exactly.
 *
 * @param epsilon above 0, as a fraction with terms small enough for 32 bits
 * @see Canonne, Kamath, Steinke (2020), algorithm 2; clause P-data.analytics
 */
export function drawNoise(chance: Chance, epsilon: Fraction): number {
  if (epsilon.n <= 0n) throw new RangeError('without an epsilon above 0 there is no noise to draw');
  const [s, t] = [Number(epsilon.n), Number(epsilon.d)];
  for (;;) {
    const rest = chance.below(t);
    if (!happensExp(chance, rest, t)) continue;
    let turns = 0;
    while (happensExp(chance, 1, 1)) turns += 1;
    const size = Math.floor((rest + t * turns) / s);
    const negative = chance.happens(1, 2);
    // Nought would otherwise come from both sides.
    if (negative && size === 0) continue;
    return negative ? -size : size;
  }
}
