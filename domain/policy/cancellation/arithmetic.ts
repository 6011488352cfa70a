import { daysBetween, type Day } from '#domain/kernel/days.ts';
import type { Minor } from '#domain/kernel/units.ts';
import { add, fraction, multiply, roundHalfAway, subtract, ZERO } from '#domain/money/fraction.ts';
import type { PrepaidLine } from '#domain/money/prorate.ts';

/** `amount × days ÷ of`, added or taken away. */
export interface Share {
  readonly takes: boolean;
  readonly amountMinor: Minor;
  readonly days: number;
  readonly of: number;
}

/**
 * The refund of a line as people write it down: its net × unused days ÷ its days, less each credit × its unused days ÷ its
 * days. `1,200.00 × 205 ÷ 365 − 100.00 × 92 ÷ 92`.
 *
 * @param refundMinor what the quote gives back of the line: the shares are shown only where they come to this amount
 * @returns null where they do not, because a day was credited beyond its value (the other term of M-7)
 * @see clauses M-6, M-7
 */
export function sharesOf(line: PrepaidLine, lastOn: Day, refundMinor: Minor): Share[] | null {
  const left = (from: Day, until: Day): number =>
    Math.max(0, Math.min(daysBetween(lastOn, until), daysBetween(from, until) + 1));
  const share = (takes: boolean, amountMinor: Minor, from: Day, until: Day): Share[] => {
    const days = left(from, until);
    return days > 0 ? [{ takes, amountMinor, days, of: daysBetween(from, until) + 1 }] : [];
  };
  const shares = [
    ...share(false, line.netMinor, line.from, line.until),
    ...(line.credits ?? []).flatMap(({ netMinor, from = line.from, until = line.until }) =>
      share(true, netMinor, from, until),
    ),
  ];
  const sum = shares.reduce((all, { takes, amountMinor, days, of }) => {
    const part = multiply(fraction(amountMinor), fraction(days, of));
    return takes ? subtract(all, part) : add(all, part);
  }, ZERO);
  return roundHalfAway(sum) === refundMinor ? shares : null;
}

/**
 * Shares as a text: `1,200.00 × 205 ÷ 365 − 100.00`.
 * @param amount writes an amount the way the reader does
 */
export function writeShares(shares: readonly Share[], amount: (of: Minor) => string): string {
  return shares
    .map(({ takes, amountMinor, days, of }, at) => {
      const whole = days === of ? amount(amountMinor) : `${amount(amountMinor)} × ${days} ÷ ${of}`;
      return at === 0 ? whole : `${takes ? '−' : '+'} ${whole}`;
    })
    .join(' ');
}
