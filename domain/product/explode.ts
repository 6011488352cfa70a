import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import type { Hmm } from '#domain/kernel/units.ts';
import { fraction, multiply, roundHalfAway, toDecimalText, type Fraction } from '#domain/money/fraction.ts';
import type { Value } from './expression/ast.ts';
import { evaluateFormula } from './expression/evaluate.ts';
import { compileProduct, type CompiledProduct } from './compile.ts';
import type {
  Drilling,
  MaterialRole,
  PartDefinition,
  Product,
  ProductFault,
  ProductRefusal,
} from './definition.ts';
import type { BoardMaterial, CentreKind, EdgeBand, Factory } from './factory.ts';
import {
  chooseParameters,
  type ChosenParameters,
  type GivenParameters,
  type ParametersRefusal,
} from './parameters.ts';
import {
  asEdge,
  cutSize,
  EDGE_SIDES,
  partOperations,
  type HoleGroup,
  type Part,
  type PartEdge,
  type PartEdges,
} from './parts.ts';
import { sumUp, type PartSums } from './sums.ts';

/** Everything that follows from a product, its parameters and a number of units. Quantities are for the whole line. */
export interface Exploded extends PartSums {
  readonly product: string;
  readonly quantity: number;
  /** complete: what was given and the defaults of the rest */
  readonly parameters: ChosenParameters;
  /** results of the named formulas as decimal text, text or yes/no */
  readonly derived: Readonly<Record<string, string | boolean>>;
  /** codes of the rules that warn */
  readonly warnings: readonly string[];
  readonly parts: readonly Part[];
  readonly hardware: readonly { readonly code: string; readonly quantity: number }[];
  /** work on whole units: milliseconds for all of them, set-up apart */
  readonly unitOperations: readonly UnitOperation[];
}

export interface UnitOperation {
  readonly kind: CentreKind;
  readonly centre: string;
  readonly units: number;
  readonly ms: number;
}

export type ExplodeRefusal = ProductRefusal | ParametersRefusal | ProductFault;

/** Units of one line; an order of more is several lines. */
export const UNITS_MAX = 9999;
/** Longest finished size, 10 m: longer than any board or rail. */
const SIZE_MAX = 1_000_000;
const PIECES_MAX = 999;

/** Carries a refusal out of the steps below; caught in `explode`, nowhere else. */
class Stop extends Error {
  readonly fault: ProductFault;
  constructor(fault: ProductFault) {
    super(fault.code);
    this.fault = fault;
  }
}

function stop(fault: ProductFault): never {
  throw new Stop(fault);
}

/**
 * Parts, hardware, operations and sums of `quantity` units of a product with these parameters.
 *
 * Finished sizes come from the formulas, rounded to 0.01 mm half away from zero. Cut size = finished − thickness of
 * the two edge bands + pre-mill on each edged side (rules.preMill); sides without a band are cut to size. Edge metres
 * count each banded edge with its over-length. Areas are of cut sizes, weights of finished boards without hardware.
 *
 * @param product data of the right shape (checkProduct); its formulas are read once per object
 * @param given missing parameters take their defaults
 * @param quantity 1 to 9999 units
 * @returns refused with the path of the formula, its values and the place in it, never a part of a size it cannot have
 */
export function explode(
  product: Product,
  given: GivenParameters,
  factory: Factory,
  quantity: number,
): Result<Exploded, ExplodeRefusal> {
  const compiled = compileProduct(product);
  if (!compiled.ok) return compiled;
  if (!Number.isInteger(quantity) || quantity < 1 || quantity > UNITS_MAX)
    return refuse({ code: 'quantity_not_whole', field: 'quantity', value: String(quantity), max: UNITS_MAX });
  const parameters = chooseParameters(product, given);
  if (!parameters.ok) return parameters;
  try {
    return ok(new Explosion(compiled.value, parameters.value, factory, quantity).result());
  } catch (error) {
    if (error instanceof Stop) return refuse(error.fault);
    throw error;
  }
}

class Explosion {
  private readonly compiled: CompiledProduct;
  private readonly factory: Factory;
  private readonly quantity: number;
  private readonly chosen: ChosenParameters;
  private readonly values: Map<string, Value>;
  private readonly boards = new Map<string, BoardMaterial>();
  private readonly bands = new Map<string, EdgeBand>();

  constructor(
    compiled: CompiledProduct,
    parameters: { chosen: ChosenParameters; values: Map<string, Value> },
    factory: Factory,
    quantity: number,
  ) {
    this.compiled = compiled;
    this.factory = factory;
    this.quantity = quantity;
    this.chosen = parameters.chosen;
    this.values = parameters.values;
  }

  result(): Exploded {
    const { product } = this.compiled;
    product.roles.forEach((role, i) => this.resolve(role, i));
    const derived = this.derive();
    const warnings = this.judgeRules();
    const parts = product.parts.flatMap((part, i) => this.part(part, i));
    return {
      product: product.code,
      quantity: this.quantity,
      parameters: this.chosen,
      derived,
      warnings,
      parts,
      hardware: this.hardware(),
      unitOperations: this.unitOperations(),
      ...sumUp(parts, this.factory),
    };
  }

  /** Which material a role gets under the chosen decor; its thickness becomes a value for the formulas. */
  private resolve(role: MaterialRole, index: number): void {
    const code = 'code' in role ? role.code : role.codes[String(this.chosen[role.parameter])]!;
    const field = `roles.${index}`;
    if (role.kind === 'board') {
      const board = this.factory.boards.get(code);
      if (!board) stop({ code: 'material_not_listed', field, role: role.role, value: code });
      this.boards.set(role.role, board);
      this.values.set(`${role.role}.thickness`, fraction(board.thickness, 100));
    } else {
      const band = this.factory.edges.get(code);
      if (!band) stop({ code: 'edge_not_listed', field, role: role.role, value: code });
      this.bands.set(role.role, band);
      this.values.set(`${role.role}.thickness`, fraction(band.thickness, 100));
    }
  }

  private derive(): Record<string, string | boolean> {
    const derived: Record<string, string | boolean> = {};
    for (const { name, formula, field } of this.compiled.formulas) {
      const value = evaluateFormula(formula, this.values);
      if (!value.ok) stop({ ...value.refusal, field });
      this.values.set(name, value.value);
      derived[name] = typeof value.value === 'object' ? toDecimalText(value.value) : value.value;
    }
    return derived;
  }

  private judgeRules(): string[] {
    return this.compiled.product.rules.flatMap((rule, i) => {
      const field = `rules.${i}.when`;
      if (this.value(field) !== true) return [];
      if (rule.severity === 'error') stop({ code: 'rule_broken', field, rule: rule.code, source: rule.when });
      return [rule.code];
    });
  }

  private part(part: PartDefinition, index: number): Part[] {
    const field = `parts.${index}`;
    const pieces = this.count(`${field}.quantity`, part.name, PIECES_MAX);
    if (pieces === 0) return [];
    const board = this.boards.get(part.material)!;
    const finished = {
      length: this.size(`${field}.length`, part.name),
      width: this.size(`${field}.width`, part.name),
    };
    const edges = Object.fromEntries(
      EDGE_SIDES.map((side) => [side, this.edge(part.edges[side], `${field}.edges.${side}.when`)]),
    ) as unknown as PartEdges;
    const cut = cutSize(finished, edges, this.factory.rules.preMill);
    if (cut.length <= 0 || cut.width <= 0)
      stop({
        code: 'part_size_out_of_range',
        field,
        part: part.name,
        value: `${cut.length / 100} × ${cut.width / 100}`,
        source: part.width,
      });
    const holes = part.drilling.flatMap((drilling, k) =>
      this.drilled(drilling, `${field}.drilling.${k}`, part.name, finished),
    );
    return [
      {
        label: part.name,
        description: part.name,
        material: board.code,
        thickness: board.thickness,
        grain: board.grain === 'none' ? 'none' : part.grain,
        quantity: pieces * this.quantity,
        finished,
        cut,
        edges,
        holes,
        operations: partOperations({ edges, holes, programs: [] }, this.partCentres(), this.factory),
        programs: [],
      },
    ];
  }

  private edge(rule: PartDefinition['edges']['L1'], field: string): PartEdge | null {
    if (rule === undefined) return null;
    if (typeof rule === 'object' && this.value(field) !== true) return null;
    return asEdge(this.bands.get(typeof rule === 'string' ? rule : rule.role)!);
  }

  private drilled(drilling: Drilling, field: string, part: string, finished: Part['finished']): HoleGroup[] {
    const bore = {
      purpose: drilling.purpose,
      diameter: Math.round(drilling.diameter * 100) as Hmm,
      depth: Math.round(drilling.depth * 100) as Hmm,
    };
    if ('count' in drilling) {
      const count = this.count(`${field}.count`, part, PIECES_MAX);
      return count ? [{ ...bore, count }] : [];
    }
    const at = drilling.at.map((_, n) => ({
      x: this.place(`${field}.at.${n}.x`, part, finished.length),
      y: this.place(`${field}.at.${n}.y`, part, finished.width),
    }));
    return [{ ...bore, count: at.length, at }];
  }

  private hardware(): Exploded['hardware'] {
    const total = new Map<string, number>();
    this.compiled.product.hardware.forEach((item, i) => {
      const pieces = this.count(`hardware.${i}.quantity`, item.code, 9999);
      if (pieces === 0) return;
      if (!this.factory.hardware.has(item.code))
        stop({ code: 'hardware_not_listed', field: `hardware.${i}.code`, value: item.code });
      total.set(item.code, (total.get(item.code) ?? 0) + pieces * this.quantity);
    });
    return [...total].map(([code, quantity]) => ({ code, quantity }));
  }

  private unitOperations(): UnitOperation[] {
    return this.compiled.product.routing.unit.map((step, i) => {
      const field = `routing.unit.${i}.minutes`;
      const minutes = this.number(field);
      // A week for one unit is a typing error, a negative time is none at all.
      if (minutes.n < 0n || minutes.n > 10_080n * minutes.d)
        stop({
          code: 'formula_out_of_range',
          field,
          source: step.minutes,
          at: 0,
          value: toDecimalText(minutes, 2),
          expected: '0 to 10080',
        });
      const ms = Number(roundHalfAway(multiply(minutes, fraction(60_000)))) * this.quantity;
      return {
        kind: this.centre(step.centre, `routing.unit.${i}.centre`).kind,
        centre: step.centre,
        units: this.quantity,
        ms,
      };
    });
  }

  private partCentres(): { saw: string; edge: string; drill: string } {
    const { saw, edge, drill } = this.compiled.product.routing;
    for (const [member, code] of Object.entries({ saw, edge, drill })) this.centre(code, `routing.${member}`);
    return { saw, edge, drill };
  }

  private centre(code: string, field: string) {
    return this.factory.centres.get(code) ?? stop({ code: 'centre_not_listed', field, value: code });
  }

  private value(field: string): Value {
    const value = evaluateFormula(this.compiled.byField.get(field)!, this.values);
    return value.ok ? value.value : stop({ ...value.refusal, field });
  }

  private number(field: string): Fraction {
    // The static check has settled the type of every formula.
    return this.value(field) as Fraction;
  }

  private source(field: string): string {
    return this.compiled.byField.get(field)!.source;
  }

  private size(field: string, part: string): Hmm {
    const value = this.number(field);
    const size = roundHalfAway(multiply(value, fraction(100)));
    if (size <= 0n || size > BigInt(SIZE_MAX))
      stop({
        code: 'part_size_out_of_range',
        field,
        part,
        value: toDecimalText(value, 2),
        source: this.source(field),
      });
    return Number(size) as Hmm;
  }

  private place(field: string, part: string, within: Hmm): Hmm {
    const value = this.number(field);
    const place = roundHalfAway(multiply(value, fraction(100)));
    if (place < 0n || place > BigInt(within))
      stop({
        code: 'part_hole_outside',
        field,
        part,
        value: toDecimalText(value, 2),
        source: this.source(field),
      });
    return Number(place) as Hmm;
  }

  private count(field: string, part: string, most: number): number {
    const value = this.number(field);
    if (value.d !== 1n || value.n < 0n || value.n > BigInt(most))
      stop({
        code: 'part_count_out_of_range',
        field,
        part,
        value: toDecimalText(value, 2),
        source: this.source(field),
      });
    return Number(value.n);
  }
}
