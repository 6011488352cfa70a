import type { Hmm, Minor } from '#domain/kernel/units.ts';

/** A sheet material. Parts refer to its code, never to its name. */
export interface BoardMaterial {
  readonly code: string;
  readonly name: string;
  readonly decor: string;
  readonly thickness: Hmm;
  /** whether the decor has a direction along the length of the sheet */
  readonly grain: 'none' | 'length';
  readonly priceMinorPerSquareMetre: Minor;
  readonly gramsPerSquareMetre: number;
  /** sheet sizes that can be bought, the usual one first */
  readonly formats: readonly { readonly length: Hmm; readonly width: Hmm }[];
  readonly emissionClass?: string;
  readonly claim?: string;
}

export interface EdgeBand {
  readonly code: string;
  readonly name: string;
  readonly thickness: Hmm;
  readonly height: Hmm;
  readonly priceMinorPerMetre: Minor;
}

export interface HardwareItem {
  readonly code: string;
  readonly name: string;
  readonly priceMinor: Minor;
}

export type CentreKind = 'saw' | 'edge' | 'drill' | 'assembly' | 'finishing' | 'packing' | 'delivery';

export interface WorkCentre {
  readonly code: string;
  readonly name: string;
  readonly kind: CentreKind;
  readonly people: number;
  readonly machines: number;
  readonly rateMinorPerHour: Minor;
  readonly setUpMinutes: number;
  /** what a set-up is made for: each material sawn, each edge band, each run; none where set-up is 0 */
  readonly setUpPer: 'material' | 'edge' | 'run' | 'none';
  /**
   * milliseconds per part (saw), per edge pass (edge bander) or per drilled part (drill);
   * null where the product's routing says how long it takes (assembly, packing)
   */
  readonly runMs: number | null;
}

/** Constants of the workshop that sizes and costs depend on. */
export interface WorkshopRules {
  /** what the edge bander mills off before it glues, on edged sides only */
  readonly preMill: Hmm;
  /** edge band consumed beyond the length of the edge, both ends together */
  readonly edgeOverLength: Hmm;
  /** share of a sheet that becomes parts, in whole percent, for costs before there is a cut plan */
  readonly yieldPercent: number;
}

/** What a product is made from and where: the part of the catalogue that formulas do not decide. */
export interface Factory {
  readonly currency: string;
  readonly boards: ReadonlyMap<string, BoardMaterial>;
  readonly edges: ReadonlyMap<string, EdgeBand>;
  readonly hardware: ReadonlyMap<string, HardwareItem>;
  readonly centres: ReadonlyMap<string, WorkCentre>;
  readonly rules: WorkshopRules;
}
