import { daysBetween, type Day } from '#domain/kernel/days.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';

export interface AgeingBucket {
  /** days past the due day; undefined at the open ends */
  readonly fromDays?: number;
  readonly untilDays?: number;
  readonly amountMinor: Minor;
  readonly count: number;
}

/** Up to which day past the due day each bucket reaches; what is not due yet, then 1–30, 31–60, 61–90 and older. */
const LIMITS: readonly number[] = [0, 30, 60, 90];

/**
 * Open amounts by how long they are overdue. The buckets add up to the items; an item due today is not overdue. Credits
 * stand in the bucket of their own day and lower it.
 *
 * @param limits last day of each bucket, rising; one more bucket takes all that is older
 */
export function ageing(
  items: readonly { readonly dueOn: Day; readonly openMinor: Minor }[],
  today: Day,
  limits: readonly number[] = LIMITS,
): AgeingBucket[] {
  const sums = Array.from({ length: limits.length + 1 }, () => ({ amount: 0n, count: 0 }));
  for (const { dueOn, openMinor } of items) {
    const days = daysBetween(dueOn, today);
    const at = limits.findIndex((limit) => days <= limit);
    const bucket = sums[at < 0 ? limits.length : at]!;
    bucket.amount += openMinor;
    bucket.count += 1;
  }
  return sums.map(({ amount, count }, index) => ({
    ...(index === 0 ? {} : { fromDays: limits[index - 1]! + 1 }),
    ...(index === limits.length ? {} : { untilDays: limits[index]! }),
    amountMinor: minor(amount),
    count,
  }));
}
