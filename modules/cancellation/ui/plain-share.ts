import { fraction, multiply, roundHalfAway } from '#domain/money/fraction.ts';
import type { PlanView } from '../view-contract.ts';

/**
 * Whether the refund of a line is its net × unused days ÷ days, rounded half away from zero, so that the page may say so:
 * where something was credited before, it is less.
 */
export function isPlainShare(line: PlanView['lines'][number]): boolean {
  // Both amounts have the decimals of one currency, so without the point they are whole minor units.
  const minorOf = (amount: string): bigint => BigInt(amount.replace('.', ''));
  const share = multiply(fraction(minorOf(line.net)), fraction(line.unusedDays, line.days));
  return roundHalfAway(share) === minorOf(line.refund);
}
