import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import type { Minor } from '#domain/kernel/units.ts';
import { fraction, roundHalfAway, sum, multiply } from '#domain/money/fraction.ts';
import { costMinor, priceParts, type Cost } from '#domain/product/cost.ts';
import { explode, type Exploded, type ExplodeRefusal } from '#domain/product/explode.ts';
import type { ChosenParameters, GivenParameters } from '#domain/product/parameters.ts';
import { partOperations, type Part, type PartCentres } from '#domain/product/parts.ts';
import { sumUp } from '#domain/product/sums.ts';
import {
  partTooLarge,
  underParameters,
  type PartTooLarge,
  type SavedProduct,
  type ShopData,
} from '#modules/catalog/api.ts';
import { packingMinutes, unitPrice, type PriceRule } from './rules.ts';

/** A line as far as it can be made: for the whole quantity, and for one piece. */
export interface MadeLine {
  readonly needs: Exploded;
  readonly cost: Cost;
  /** parts, work and hardware of one piece, as production takes them */
  readonly one: {
    readonly parts: readonly Part[];
    readonly operations: readonly { centre: string; minutes: number }[];
    readonly hardware: readonly { code: string; quantity: number }[];
  };
  readonly calculatedMinor: Minor;
}

export type MakeRefusal = ExplodeRefusal | PartTooLarge;

/** What a product line is made of and what the price rule asks for one piece. */
export function makeProductLine(
  product: SavedProduct,
  parameters: GivenParameters,
  quantity: number,
  shop: ShopData,
  rule: PriceRule,
): Result<MadeLine, MakeRefusal> {
  const one = explode(product.definition, parameters, shop, 1);
  if (!one.ok) return underParameters(one.refusal, 'parameters');
  const all = explode(product.definition, parameters, shop, quantity);
  if (!all.ok) return underParameters(all.refusal, 'parameters');
  const tooLarge = partTooLarge(one.value.parts, shop, 'parameters');
  if (tooLarge) return refuse(tooLarge);
  return ok(made(all.value, one.value, quantity, shop, rule));
}

/** The same for an imported list: `parts` are those of one set, which is packed as one unit. */
export function makePartListLine(
  parts: readonly Part[],
  quantity: number,
  shop: ShopData,
  rule: PriceRule,
): Result<MadeLine, PartTooLarge> {
  const tooLarge = partTooLarge(parts, shop, 'parts');
  if (tooLarge) return refuse(tooLarge);
  const one = listNeeds(parts, 1, shop);
  return ok(made(listNeeds(parts, quantity, shop), one, quantity, shop, rule));
}

function made(all: Exploded, one: Exploded, quantity: number, shop: ShopData, rule: PriceRule): MadeLine {
  const cost = priceParts(all, shop);
  return {
    needs: all,
    cost,
    one: {
      parts: one.parts,
      operations: one.unitOperations.map(({ centre, ms }) => ({ centre, minutes: ms / 60_000 })),
      hardware: one.hardware,
    },
    calculatedMinor: unitPrice(sum([cost.boards, cost.edges, cost.hardware, cost.labour]), quantity, rule),
  };
}

function listNeeds(parts: readonly Part[], quantity: number, shop: ShopData): Exploded {
  const all = parts.map((part) => ({
    ...part,
    quantity: part.quantity * quantity,
    // Work centres may have changed since the list was read; the times are those of today.
    operations: partOperations(part, partCentres(shop), shop),
  }));
  const pieces = parts.reduce((total, part) => total + part.quantity, 0);
  const packing = [...shop.centres.values()].find((centre) => centre.kind === 'packing');
  const parameters: ChosenParameters = {};
  return {
    product: '',
    quantity,
    parameters,
    derived: {},
    warnings: [],
    parts: all,
    hardware: [],
    unitOperations: packing
      ? [
          {
            kind: 'packing',
            centre: packing.code,
            units: quantity,
            ms: packingMinutes(pieces) * 60_000 * quantity,
          },
        ]
      : [],
    ...sumUp(all, shop),
  };
}

/** Where imported parts go: the first centre of each kind. */
export function partCentres(shop: ShopData): PartCentres {
  const first = (kind: 'saw' | 'edge' | 'drill'): string =>
    [...shop.centres.values()].find((centre) => centre.kind === kind)?.code ?? kind.toUpperCase();
  return { saw: first('saw'), edge: first('edge'), drill: first('drill') };
}

/** The columns of a line that follow from what it is made of. */
export function lineFigures(line: MadeLine) {
  const cost = costMinor(line.cost);
  return {
    calculated_minor: line.calculatedMinor,
    boards_minor: cost.boardsMinor,
    edges_minor: cost.edgesMinor,
    hardware_minor: cost.hardwareMinor,
    labour_minor: cost.labourMinor,
    pieces: line.needs.pieces,
    grams: BigInt(line.needs.weightGrams),
    labour_ms: roundHalfAway(multiply(line.cost.labourMinutes, fraction(60_000))),
    warnings: JSON.stringify(line.needs.warnings),
  };
}
