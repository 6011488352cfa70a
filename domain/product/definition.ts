import type { EdgeSide, Grain } from './parts.ts';

/** A formula as text, see expression/. */
export type FormulaText = string;

/**
 * A parametric product as plain data: what can be chosen, what follows from it, and how it is made. Every formula may
 * use the parameters, the formulas, and `<role>.thickness` of each material role (mm).
 */
export interface Product {
  readonly code: string;
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly roles: readonly MaterialRole[];
  readonly formulas: readonly { readonly name: string; readonly formula: FormulaText }[];
  readonly rules: readonly ProductRule[];
  readonly parts: readonly PartDefinition[];
  readonly hardware: readonly { readonly code: string; readonly quantity: FormulaText }[];
  readonly routing: Routing;
}

interface Named {
  /** as used in formulas */
  readonly name: string;
  /** as shown to people */
  readonly label: string;
}

export type Parameter =
  /** a length in mm, or a count of something; between min and max in whole steps from min */
  | (Named & {
      readonly kind: 'length' | 'count';
      readonly min: number;
      readonly max: number;
      readonly step: number;
      readonly default: number;
    })
  /** one of several texts; a decor decides which materials the roles get */
  | (Named & {
      readonly kind: 'choice' | 'decor';
      readonly options: readonly { readonly value: string; readonly label: string }[];
      readonly default: string;
    })
  | (Named & { readonly kind: 'boolean'; readonly default: boolean });

/** What a part asks for (carcase, front, back, edge of the front …) and the material code it gets. */
export type MaterialRole = { readonly role: string; readonly kind: 'board' | 'edge' } & (
  | { readonly code: string }
  /** code per option of a decor or choice parameter */
  | { readonly parameter: string; readonly codes: Readonly<Record<string, string>> }
);

export interface ProductRule {
  readonly code: string;
  /** condition under which the rule speaks */
  readonly when: FormulaText;
  /** an error refuses the parameters, a warning travels with the result */
  readonly severity: 'error' | 'warning';
}

export interface PartDefinition {
  readonly name: string;
  /** per unit; 0 = not in this variant */
  readonly quantity: FormulaText;
  /** finished sizes in mm, rounded to 0.01 mm half away from zero */
  readonly length: FormulaText;
  readonly width: FormulaText;
  /** a board role */
  readonly material: string;
  /** ignored where the material has none */
  readonly grain: Grain;
  readonly edges: Readonly<Partial<Record<EdgeSide, EdgeRule>>>;
  readonly drilling: readonly Drilling[];
}

/** An edge role, always or on a condition. */
export type EdgeRule = string | { readonly role: string; readonly when: FormulaText };

export type Drilling = {
  readonly purpose: string;
  /** mm */
  readonly diameter: number;
  /** mm, 0 = through */
  readonly depth: number;
} & (
  | { readonly count: FormulaText }
  | { readonly at: readonly { readonly x: FormulaText; readonly y: FormulaText }[] }
);

export interface Routing {
  /** work centre codes that parts pass through */
  readonly saw: string;
  readonly edge: string;
  readonly drill: string;
  /** work on the whole unit, in order: assembly, packing */
  readonly unit: readonly { readonly centre: string; readonly minutes: FormulaText }[];
}

/** One thing that is wrong with a product or with what was asked of it. `field` is the path to it. */
export interface ProductFault {
  readonly code: string;
  readonly field: string;
  readonly [fact: string]: unknown;
}

export interface ProductRefusal {
  readonly code: 'product_invalid';
  readonly faults: readonly ProductFault[];
  readonly [fact: string]: unknown;
}
