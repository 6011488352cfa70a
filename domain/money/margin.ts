import { minor, type Minor } from '#domain/kernel/units.ts';
import { fraction, roundHalfAway } from './fraction.ts';

/** What something cost, by cause, in minor units of the document's currency. */
export interface CostByCause {
  readonly boardsMinor: Minor;
  readonly edgesMinor: Minor;
  readonly hardwareMinor: Minor;
  readonly labourMinor: Minor;
  /** set-ups, remakes, freight: whatever is none of the four above */
  readonly otherMinor: Minor;
}

const CAUSES = ['boardsMinor', 'edgesMinor', 'hardwareMinor', 'labourMinor', 'otherMinor'] as const;

export interface Margin {
  readonly costMinor: Minor;
  /** price − cost; negative when the order loses money */
  readonly marginMinor: Minor;
  /** margin ÷ price in hundredths of a percent (2550 = 25.50 %), half away from zero; null when the price is 0 */
  readonly marginBasisPoints: number | null;
}

export interface MarginComparison {
  readonly quoted: Margin;
  readonly actual: Margin;
  /** actual − quoted margin: what is missing (negative) or gained */
  readonly differenceMinor: Minor;
  /** actual − quoted cost per cause; the sum is minus `differenceMinor` when the price did not change */
  readonly overrun: CostByCause;
}

export function margin(priceMinor: Minor, cost: CostByCause): Margin {
  const costMinor = minor(CAUSES.reduce((all, cause) => all + cost[cause], 0n));
  const left = minor(priceMinor - costMinor);
  const points = priceMinor === 0n ? null : Number(roundHalfAway(fraction(left * 10_000n, priceMinor)));
  return { costMinor, marginMinor: left, marginBasisPoints: points };
}

/** The quote's assumptions beside what really happened. Both prices are net. */
export function compareMargins(
  quoted: { readonly priceMinor: Minor; readonly cost: CostByCause },
  actual: { readonly priceMinor: Minor; readonly cost: CostByCause },
): MarginComparison {
  const before = margin(quoted.priceMinor, quoted.cost);
  const after = margin(actual.priceMinor, actual.cost);
  const overrun = Object.fromEntries(
    CAUSES.map((cause) => [cause, minor(actual.cost[cause] - quoted.cost[cause])]),
  ) as unknown as CostByCause;
  return {
    quoted: before,
    actual: after,
    differenceMinor: minor(after.marginMinor - before.marginMinor),
    overrun,
  };
}
