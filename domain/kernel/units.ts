declare const unit: unique symbol;
type Unit<Name extends string> = number & { readonly [unit]: Name };

/** Length in whole hundredths of a millimetre (4.2 mm saw kerf = 420, 0.45 mm edge band = 45). */
export type Hmm = Unit<'hmm'>;
/** Money in whole minor units of a currency that travels beside it (ISO 4217). */
export type Minor = bigint & { readonly [unit]: 'minor' };

/**
 * Millimetres to hundredths. A float such as 0.1 + 0.2 is accepted when it is within 1e-6 mm of a whole hundredth.
 * @throws RangeError when the value is no number or finer than 0.01 mm
 */
export function hmm(mm: number): Hmm {
  const hundredths = Math.round(mm * 100);
  if (!Number.isFinite(mm) || Math.abs(hundredths - mm * 100) > 1e-4)
    throw new RangeError(`${mm} mm is no length of whole 0.01 mm`);
  return hundredths as Hmm;
}

/** Hundredths of a millimetre to millimetres, exact to two decimals. */
export function mm(length: Hmm): number {
  return length / 100;
}

/** @throws RangeError when a number is no whole count of minor units */
export function minor(amount: bigint | number): Minor {
  if (typeof amount === 'number' && !Number.isSafeInteger(amount))
    throw new RangeError(`${amount} is no whole number of minor units`);
  return BigInt(amount) as Minor;
}
