import { minor, type Minor } from '#domain/kernel/units.ts';
import { add, fraction, roundHalfAway, sum, ZERO, type Fraction } from '#domain/money/fraction.ts';
import { shareOut } from '#domain/money/share.ts';
import type { Exploded } from './explode.ts';
import type { Factory } from './factory.ts';
import type { PartSums } from './sums.ts';

/** Direct cost in exact minor units of the factory's currency, by cause; round with `costMinor`. */
export interface Cost {
  /** cut area ÷ yield × price */
  readonly boards: Fraction;
  /** metres with over-length × price */
  readonly edges: Fraction;
  readonly hardware: Fraction;
  /** run times × hourly rate of each centre, set-ups apart */
  readonly labour: Fraction;
  /** set-ups if this were a run of its own; in a batch they are shared, so they are not in the total */
  readonly setUp: Fraction;
  /** minutes of run time, all centres */
  readonly labourMinutes: Fraction;
}

/**
 * Cost of an exploded line, or of imported parts (`sumUp`), whose hardware and unit work are then nothing.
 * Codes that the factory does not list cost nothing here: explode and the import have refused them before.
 */
export function priceParts(
  needs: PartSums & Partial<Pick<Exploded, 'hardware' | 'unitOperations'>>,
  factory: Factory,
): Cost {
  const work = [...needs.partOperations, ...(needs.unitOperations ?? [])];
  return {
    boards: sum(
      needs.materials.map(({ code, areaHmm2 }) =>
        // hmm² ÷ 10^10 = m²; ÷ (yield ÷ 100)
        fraction(
          BigInt(areaHmm2) * (factory.boards.get(code)?.priceMinorPerSquareMetre ?? 0n) * 100n,
          10n ** 10n * BigInt(factory.rules.yieldPercent),
        ),
      ),
    ),
    edges: sum(
      needs.edges.map(({ code, length }) =>
        fraction(BigInt(length) * (factory.edges.get(code)?.priceMinorPerMetre ?? 0n), 100_000n),
      ),
    ),
    hardware: sum(
      (needs.hardware ?? []).map(({ code, quantity }) =>
        fraction(BigInt(quantity) * (factory.hardware.get(code)?.priceMinor ?? 0n)),
      ),
    ),
    labour: sum(work.map(({ centre, ms }) => timeCost(ms, centre, factory))),
    setUp: setUpCost(needs, factory),
    labourMinutes: fraction(
      work.reduce((all, { ms }) => all + ms, 0),
      60_000,
    ),
  };
}

function timeCost(ms: number, centre: string, factory: Factory): Fraction {
  return fraction(BigInt(ms) * (factory.centres.get(centre)?.rateMinorPerHour ?? 0n), 3_600_000n);
}

function setUpCost(needs: PartSums, factory: Factory): Fraction {
  return needs.partOperations.reduce((all, { centre: code }) => {
    const centre = factory.centres.get(code);
    if (!centre) return all;
    const times = { material: needs.materials.length, edge: needs.edges.length, run: 1, none: 0 }[
      centre.setUpPer
    ];
    return add(all, timeCost(centre.setUpMinutes * times * 60_000, code, factory));
  }, ZERO);
}

export interface CostMinor {
  readonly boardsMinor: Minor;
  readonly edgesMinor: Minor;
  readonly hardwareMinor: Minor;
  readonly labourMinor: Minor;
  readonly totalMinor: Minor;
}

/**
 * Whole minor units: the exact total rounded once, half away from zero, and shared out to the causes so that they add
 * up to it (a cause may so differ by one unit from its own rounding).
 */
export function costMinor(cost: Cost): CostMinor {
  const causes = [cost.boards, cost.edges, cost.hardware, cost.labour];
  const totalMinor = minor(roundHalfAway(sum(causes)));
  const [boardsMinor, edgesMinor, hardwareMinor, labourMinor] =
    totalMinor === 0n ? causes.map(() => minor(0n)) : shareOut(totalMinor, causes);
  return {
    boardsMinor: boardsMinor!,
    edgesMinor: edgesMinor!,
    hardwareMinor: hardwareMinor!,
    labourMinor: labourMinor!,
    totalMinor,
  };
}
