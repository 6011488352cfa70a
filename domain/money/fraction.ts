/**
 * An exact rational number: `n / d` in lowest terms, `d` above 0. Money and formulas compute in fractions and
 * round once, in words, where a whole number is needed (clauses M-6, M-10: no floating point anywhere in money).
 */
export interface Fraction {
  readonly n: bigint;
  readonly d: bigint;
}

export const ZERO: Fraction = { n: 0n, d: 1n };
export const ONE: Fraction = { n: 1n, d: 1n };

function gcd(a: bigint, b: bigint): bigint {
  let x = a < 0n ? -a : a;
  let y = b < 0n ? -b : b;
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** `n / d` in lowest terms. @throws RangeError when `d` is 0 */
export function fraction(n: bigint | number, d: bigint | number = 1n): Fraction {
  let top = BigInt(n);
  let bottom = BigInt(d);
  if (bottom === 0n) throw new RangeError(`${top} / 0 is no fraction`);
  if (bottom === 1n) return { n: top, d: 1n };
  if (bottom < 0n) [top, bottom] = [-top, -bottom];
  const by = gcd(top, bottom);
  return by === 1n ? { n: top, d: bottom } : { n: top / by, d: bottom / by };
}

export function add(a: Fraction, b: Fraction): Fraction {
  return a.d === b.d ? fraction(a.n + b.n, a.d) : fraction(a.n * b.d + b.n * a.d, a.d * b.d);
}

export function subtract(a: Fraction, b: Fraction): Fraction {
  return add(a, negate(b));
}

export function multiply(a: Fraction, b: Fraction): Fraction {
  return fraction(a.n * b.n, a.d * b.d);
}

/** @throws RangeError when `b` is 0 */
export function divide(a: Fraction, b: Fraction): Fraction {
  return fraction(a.n * b.d, a.d * b.n);
}

export function negate(a: Fraction): Fraction {
  return { n: -a.n, d: a.d };
}

export function absolute(a: Fraction): Fraction {
  return a.n < 0n ? negate(a) : a;
}

/** -1, 0 or 1: how `a` compares with `b`. */
export function compare(a: Fraction, b: Fraction): -1 | 0 | 1 {
  const difference = a.n * b.d - b.n * a.d;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export function sum(terms: Iterable<Fraction>): Fraction {
  let total = ZERO;
  for (const term of terms) total = add(total, term);
  return total;
}

/** Largest whole number not above `a`. */
export function roundDown(a: Fraction): bigint {
  const whole = a.n / a.d;
  return a.n < 0n && whole * a.d !== a.n ? whole - 1n : whole;
}

/** Smallest whole number not below `a`. */
export function roundUp(a: Fraction): bigint {
  return -roundDown(negate(a));
}

/** Nearest whole number; exactly half goes away from zero (2.5 → 3, -2.5 → -3). */
export function roundHalfAway(a: Fraction): bigint {
  const twice = roundDown({ n: 2n * (a.n < 0n ? -a.n : a.n) + a.d, d: 2n * a.d });
  return a.n < 0n ? -twice : twice;
}

const DECIMAL = /^([+-]?)(\d+)(?:\.(\d+))?$/;

/** Exact value of decimal text such as `-12.340`; undefined when the text is no plain decimal number. */
export function parseDecimal(text: string): Fraction | undefined {
  const match = DECIMAL.exec(text);
  if (!match) return undefined;
  const places = match[3] ?? '';
  const digits = BigInt(match[2]! + places);
  return fraction(match[1] === '-' ? -digits : digits, 10n ** BigInt(places.length));
}

/** @throws RangeError when the text is no plain decimal number (a constant in code, never input of a person) */
export function decimal(text: string): Fraction {
  const value = parseDecimal(text);
  if (!value) throw new RangeError(`"${text}" is no decimal number`);
  return value;
}

/**
 * The shortest decimal number that a JavaScript number prints as, exactly: 0.1 becomes 1/10, not its binary neighbour.
 * @throws RangeError when the number is not finite
 */
export function fromNumber(value: number): Fraction {
  if (!Number.isFinite(value)) throw new RangeError(`${value} is no finite number`);
  const [digits, exponent] = value.toString().split('e');
  const mantissa = decimal(digits!);
  if (exponent === undefined) return mantissa;
  const power = 10n ** BigInt(Math.abs(Number(exponent)));
  return Number(exponent) < 0
    ? fraction(mantissa.n, mantissa.d * power)
    : fraction(mantissa.n * power, mantissa.d);
}

/** The nearest JavaScript number: for drawing and statistics, never for money. */
export function toNumber(a: Fraction): number {
  // Scaled by hand because Number(n) / Number(d) overflows to NaN for long fractions.
  const whole = a.n / a.d;
  const rest = a.n - whole * a.d;
  return Number(whole) + Number((rest * 10n ** 18n) / a.d) / 1e18;
}

/** Decimal text with at most `places` digits after the point, rounded half away from zero, without trailing zeros. */
export function toDecimalText(a: Fraction, places = 6): string {
  const scaled = roundHalfAway(multiply(a, fraction(10n ** BigInt(places))));
  const text = pointAt(scaled, places);
  return places === 0 ? text : text.replace(/\.?0+$/, '');
}

/** A whole number of `10^-places` as decimal text: (-1234n, 2) → `-12.34`. */
export function pointAt(scaled: bigint, places: number): string {
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(places + 1, '0');
  const sign = scaled < 0n ? '-' : '';
  return places === 0
    ? `${sign}${digits}`
    : `${sign}${digits.slice(0, -places)}.${digits.slice(digits.length - places)}`;
}
