import type { Hmm, Minor } from '#domain/kernel/units.ts';
import { minor } from '#domain/kernel/units.ts';
import { fraction, roundHalfAway } from '#domain/money/fraction.ts';

/** From this area on an offcut is nearly as good as a sheet: 1.5 m² in square hundredths of a millimetre. */
const LARGE_HMM2 = 15_000_000_000n;
const LARGE_PERCENT = 80;

/** Price of a sheet or piece by its area, rounded half away from zero. */
export function priceByArea(length: Hmm, width: Hmm, minorPerSquareMetre: Minor, percent = 100): Minor {
  const area = BigInt(length) * BigInt(width);
  return minor(roundHalfAway(fraction(area * minorPerSquareMetre * BigInt(percent), 10n ** 10n * 100n)));
}

/**
 * What an offcut is worth: the workshop's share of the sheet's price by area, four fifths from 1.5 m² on, because a
 * large piece is nearly always used again and a small one is mostly handled.
 */
export function offcutValue(length: Hmm, width: Hmm, minorPerSquareMetre: Minor, percent: number): Minor {
  const large = BigInt(length) * BigInt(width) >= LARGE_HMM2;
  return priceByArea(length, width, minorPerSquareMetre, large ? Math.max(percent, LARGE_PERCENT) : percent);
}

/** Where an offcut is looked for first: material, then a bay by its longer side (A up to 1 m, B up to 1.8 m, C beyond). */
export function rackFor(materialCode: string, length: Hmm, width: Hmm): string {
  const long = Math.max(length, width);
  return `${materialCode}-${long <= 100_000 ? 'A' : long <= 180_000 ? 'B' : 'C'}`.slice(-20);
}

export function offcutCode(number: number): string {
  return `OFF-${number}`;
}
