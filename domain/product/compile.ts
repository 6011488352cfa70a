import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import type { ValueType } from './expression/ast.ts';
import { checkFormula } from './expression/check.ts';
import { orderFormulas, type NamedFormula } from './expression/order.ts';
import { parseFormula, type Formula } from './expression/parse.ts';
import type { Parameter, Product, ProductFault, ProductRefusal } from './definition.ts';
import { EDGE_SIDES } from './parts.ts';

/** A product whose formulas have been read and checked: everything `explode` needs but values. */
export interface CompiledProduct {
  readonly product: Product;
  /** in an order in which each finds what it needs */
  readonly formulas: readonly (NamedFormula & { readonly field: string })[];
  /** every formula of parts, rules, hardware and routing by its path, e.g. `parts.2.length` */
  readonly byField: ReadonlyMap<string, Formula>;
}

const compiled = new WeakMap<Product, Result<CompiledProduct, ProductRefusal>>();

/** Reads and checks all formulas and references of a product of the right shape. Repeated calls are free. */
export function compileProduct(product: Product): Result<CompiledProduct, ProductRefusal> {
  let result = compiled.get(product);
  if (!result) {
    result = compile(product);
    compiled.set(product, result);
  }
  return result;
}

function compile(product: Product): Result<CompiledProduct, ProductRefusal> {
  const faults: ProductFault[] = [
    ...parameterFaults(product),
    ...referenceFaults(product),
    ...nameFaults(product),
  ];
  const scope = new Map<string, ValueType>();
  for (const parameter of product.parameters) scope.set(parameter.name, valueTypeOf(parameter));
  for (const { role } of product.roles) scope.set(`${role}.thickness`, 'number');

  const read = (source: string, field: string): Formula | undefined => {
    const formula = parseFormula(source);
    if (formula.ok) return formula.value;
    faults.push({ ...formula.refusal, field });
    return undefined;
  };

  const named: (NamedFormula & { field: string })[] = [];
  product.formulas.forEach(({ name, formula: source }, i) => {
    const field = `formulas.${i}.formula`;
    const formula = read(source, field);
    if (formula) named.push({ name, formula, field });
  });
  const fieldOf = new Map(named.map((each) => [each.name, each.field]));
  const ordered = orderFormulas(named);
  if (!ordered.ok)
    faults.push({
      ...ordered.refusal,
      field: fieldOf.get(ordered.refusal.chain?.at(-2) ?? '') ?? 'formulas',
    });
  // With a circle the order given is kept, so that the other faults are found in the same go.
  const formulas = ordered.ok
    ? ordered.value.map((each) => ({ ...each, field: fieldOf.get(each.name)! }))
    : named;
  if (ordered.ok)
    for (const each of formulas) {
      const type = checkFormula(each.formula, scope);
      if (!type.ok) faults.push({ ...type.refusal, field: each.field });
      // A formula with a fault counts as a number from here on, or each of its users would be a fault too.
      scope.set(each.name, type.ok ? type.value : 'number');
    }

  const byField = new Map<string, Formula>();
  for (const { source, field, type } of usedFormulas(product)) {
    const formula = read(source, field);
    if (!formula) continue;
    byField.set(field, formula);
    const checked = ordered.ok ? checkFormula(formula, scope, type) : undefined;
    if (checked && !checked.ok) faults.push({ ...checked.refusal, field });
  }
  return faults.length ? refuse({ code: 'product_invalid', faults }) : ok({ product, formulas, byField });
}

export function valueTypeOf(parameter: Parameter): ValueType {
  if (parameter.kind === 'boolean') return 'boolean';
  return parameter.kind === 'choice' || parameter.kind === 'decor' ? 'text' : 'number';
}

function* usedFormulas(product: Product): Generator<{ source: string; field: string; type: ValueType }> {
  for (const [i, rule] of product.rules.entries())
    yield { source: rule.when, field: `rules.${i}.when`, type: 'boolean' };
  for (const [i, part] of product.parts.entries()) {
    for (const member of ['quantity', 'length', 'width'] as const)
      yield { source: part[member], field: `parts.${i}.${member}`, type: 'number' };
    for (const side of EDGE_SIDES) {
      const edge = part.edges[side];
      if (typeof edge === 'object')
        yield { source: edge.when, field: `parts.${i}.edges.${side}.when`, type: 'boolean' };
    }
    for (const [k, drilling] of part.drilling.entries()) {
      const field = `parts.${i}.drilling.${k}`;
      if ('count' in drilling) yield { source: drilling.count, field: `${field}.count`, type: 'number' };
      else
        for (const [n, place] of drilling.at.entries())
          for (const axis of ['x', 'y'] as const)
            yield { source: place[axis], field: `${field}.at.${n}.${axis}`, type: 'number' };
    }
  }
  for (const [i, item] of product.hardware.entries())
    yield { source: item.quantity, field: `hardware.${i}.quantity`, type: 'number' };
  for (const [i, step] of product.routing.unit.entries())
    yield { source: step.minutes, field: `routing.unit.${i}.minutes`, type: 'number' };
}

function parameterFaults(product: Product): ProductFault[] {
  return product.parameters.flatMap((parameter, i): ProductFault[] => {
    const field = `parameters.${i}`;
    if ('min' in parameter) {
      const { min, max, step } = parameter;
      const onStep = step > 0 && Math.round((parameter.default - min) * 100) % Math.round(step * 100) === 0;
      const whole =
        parameter.kind === 'length' || [min, max, step, parameter.default].every(Number.isInteger);
      return min <= parameter.default && parameter.default <= max && onStep && whole
        ? []
        : [{ code: 'product_range_empty', field: `${field}.default`, value: parameter.name }];
    }
    if (!('options' in parameter)) return [];
    const offered = parameter.options.map((option) => option.value);
    return offered.includes(parameter.default)
      ? []
      : [
          {
            code: 'product_default_not_offered',
            field: `${field}.default`,
            value: parameter.default,
            expected: offered.join(', '),
          },
        ];
  });
}

function referenceFaults(product: Product): ProductFault[] {
  const faults: ProductFault[] = [];
  const rolesOf = (kind: 'board' | 'edge') =>
    product.roles.filter((role) => role.kind === kind).map((each) => each.role);
  const need = (kind: 'board' | 'edge', role: string, field: string): void => {
    const known = rolesOf(kind);
    if (!known.includes(role))
      faults.push({ code: 'product_role_not_known', field, value: role, expected: known.join(', ') });
  };
  product.roles.forEach((role, i) => {
    if ('code' in role) return;
    const parameter = product.parameters.find((each) => each.name === role.parameter);
    if (parameter?.kind !== 'decor' && parameter?.kind !== 'choice') {
      faults.push({
        code: 'formula_unknown_name',
        field: `roles.${i}.parameter`,
        value: role.parameter,
        source: role.parameter,
        at: 0,
      });
      return;
    }
    for (const { value } of parameter.options)
      if (!Object.hasOwn(role.codes, value))
        faults.push({
          code: 'product_field_missing',
          field: `roles.${i}.codes.${value}`,
          name: value,
          expected: role.kind,
        });
  });
  product.parts.forEach((part, i) => {
    need('board', part.material, `parts.${i}.material`);
    for (const side of EDGE_SIDES) {
      const edge = part.edges[side];
      if (edge) need('edge', typeof edge === 'string' ? edge : edge.role, `parts.${i}.edges.${side}`);
    }
  });
  return faults;
}

function nameFaults(product: Product): ProductFault[] {
  const faults: ProductFault[] = [];
  const unique = (names: readonly (readonly [string, string])[]): void => {
    const seen = new Set<string>();
    for (const [name, field] of names) {
      if (seen.has(name)) faults.push({ code: 'product_name_taken', field, value: name });
      seen.add(name);
    }
  };
  unique([
    ...product.parameters.map((each, i) => [each.name, `parameters.${i}.name`] as const),
    ...product.formulas.map((each, i) => [each.name, `formulas.${i}.name`] as const),
  ]);
  unique(product.roles.map((each, i) => [each.role, `roles.${i}.role`] as const));
  unique(product.parts.map((each, i) => [each.name, `parts.${i}.name`] as const));
  return faults;
}
