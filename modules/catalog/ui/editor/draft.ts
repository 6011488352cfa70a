import type { Drilling, EdgeRule, MaterialRole, Parameter, Product } from '#domain/product/definition.ts';

/**
 * A product as it is being written. What a person has typed stays as typed until the server judges it, so a number may be
 * text for a while; the shape is that of the definition.
 */
export type Draft = Product;

/** What a new product begins with: one width, one board, one part, and the workshop's own work centres. */
export function blankProduct(shop: {
  readonly board: string;
  readonly centres: readonly { readonly code: string; readonly kind: string }[];
}): Draft {
  const centre = (kind: string): string => shop.centres.find((each) => each.kind === kind)?.code ?? '';
  const onUnit = (['assembly', 'packing'] as const).map(centre).filter((code) => code !== '');
  return {
    code: '',
    name: '',
    parameters: [{ ...blankParameter('length'), name: 'width', label: 'Width' } as Parameter],
    roles: [{ role: 'carcase', kind: 'board', code: shop.board }],
    formulas: [],
    rules: [],
    parts: [{ ...BLANK_PART, name: 'shelf', length: 'width', width: '300', material: 'carcase' }],
    hardware: [],
    routing: {
      saw: centre('saw'),
      edge: centre('edge'),
      drill: centre('drill'),
      unit: onUnit.map((code) => ({ centre: code, minutes: '5' })),
    },
  };
}

export const BLANK_PART: Product['parts'][number] = {
  name: '',
  quantity: '1',
  length: '',
  width: '',
  material: '',
  grain: 'none',
  edges: {},
  drilling: [],
};

/** A parameter of this kind with values that can be kept, under the names it had. */
export function blankParameter(kind: Parameter['kind'], from: Partial<Parameter> = {}): Parameter {
  const named = { name: from.name ?? '', label: from.label ?? '' };
  switch (kind) {
    case 'length':
      return { ...named, kind, min: 300, max: 1200, step: 1, default: 600 };
    case 'count':
      return { ...named, kind, min: 0, max: 10, step: 1, default: 1 };
    case 'boolean':
      return { ...named, kind, default: false };
    case 'choice':
    case 'decor':
      return {
        ...named,
        kind,
        options: 'options' in from && from.options ? from.options : [{ value: 'a', label: 'A' }],
        default: 'options' in from && from.options ? (from.options[0]?.value ?? '') : 'a',
      };
  }
}

/** Options as one line each, `oak = Oak, natural`; the other way round a line without `=` is its own label. */
export function optionsText(options: readonly { readonly value: string; readonly label: string }[]): string {
  return options.map(({ value, label }) => (value === label ? value : `${value} = ${label}`)).join('\n');
}
export function readOptions(text: string): { value: string; label: string }[] {
  return lines(text).map((line) => {
    const [value = '', ...label] = line.split('=');
    return { value: value.trim(), label: (label.length > 0 ? label.join('=') : value).trim() };
  });
}

export function edgeRole(rule: EdgeRule | undefined): string {
  return rule === undefined ? '' : typeof rule === 'string' ? rule : rule.role;
}
export function edgeWhen(rule: EdgeRule | undefined): string {
  return rule === undefined || typeof rule === 'string' ? '' : rule.when;
}
/** No role is no edge; without a condition the edge is always there. */
export function edgeRule(role: string, when: string): EdgeRule | undefined {
  return role === '' ? undefined : when === '' ? role : { role, when };
}

/** Places of holes as one line each, `37; height / 2`; empty where holes are only counted. */
export function placesText(drilling: Drilling): string {
  return 'at' in drilling ? drilling.at.map(({ x, y }) => `${x}; ${y}`).join('\n') : '';
}
/** Holes with places have as many as there are lines; the formula of their number is kept where there are none. */
export function withPlaces(drilling: Drilling, text: string): Drilling {
  const { purpose, diameter, depth } = drilling;
  const at = lines(text).map((line) => {
    const [x = '', ...y] = line.split(';');
    return { x: x.trim(), y: y.join(';').trim() };
  });
  const count = 'count' in drilling ? drilling.count : '1';
  return at.length > 0 ? { purpose, diameter, depth, at } : { purpose, diameter, depth, count };
}

/** What a role is made of: always the same code, or one per option of a choice. */
export function roleOf(role: MaterialRole, chosenBy: Parameter | undefined, first: string): MaterialRole {
  const { role: name, kind } = role;
  if (!chosenBy || !('options' in chosenBy))
    return { role: name, kind, code: 'code' in role ? role.code : first };
  const before: Readonly<Record<string, string>> = 'codes' in role ? role.codes : {};
  const codes = Object.fromEntries(chosenBy.options.map(({ value }) => [value, before[value] ?? first]));
  return { role: name, kind, parameter: chosenBy.name, codes };
}

function lines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
