import { isFormulaName } from './expression/parse.ts';
import type { ProductFault } from './definition.ts';
import { EDGE_SIDES } from './parts.ts';

/** Reads one value at a path and notes what is wrong with it. */
type Shape = (value: unknown, path: string, faults: ProductFault[]) => void;

const LIST_MAX = 200;
const TEXT_MAX = 200;

function wrong(faults: ProductFault[], path: string, expected: string, value: unknown): void {
  const name = path.split('.').at(-1) ?? path;
  if (value === undefined) faults.push({ code: 'product_field_missing', field: path, name, expected });
  else
    faults.push({
      code: 'product_field_type',
      field: path,
      name,
      expected,
      value: String(value).slice(0, 80),
    });
}

const text: Shape = (value, path, faults) => {
  if (typeof value !== 'string' || value.trim() === '' || value.length > TEXT_MAX)
    wrong(faults, path, 'text', value);
};
/** Formulas are judged by their own parser, an empty one with its own refusal. */
const formula: Shape = (value, path, faults) => {
  if (typeof value !== 'string') wrong(faults, path, 'formula', value);
};
const name: Shape = (value, path, faults) => {
  if (typeof value !== 'string') return wrong(faults, path, 'name', value);
  if (!isFormulaName(value))
    faults.push({ code: 'product_name_not_usable', field: path, value: value.slice(0, 80) });
};
const length: Shape = (value, path, faults) => {
  const whole = typeof value === 'number' && Math.abs(Math.round(value * 100) - value * 100) < 1e-6;
  if (!whole || value < 0 || value > 100_000) wrong(faults, path, '0 … 100000, 0.01', value);
};
const yes: Shape = (value, path, faults) => {
  if (typeof value !== 'boolean') wrong(faults, path, 'true, false', value);
};

function oneOf(...known: string[]): Shape {
  return (value, path, faults) => {
    if (!known.includes(value as string)) wrong(faults, path, known.join(', '), value);
  };
}

function list(of: Shape, fewest = 0): Shape {
  return (value, path, faults) => {
    if (!Array.isArray(value) || value.length < fewest || value.length > LIST_MAX)
      return wrong(faults, path, `list, ${fewest} … ${LIST_MAX}`, value);
    value.forEach((item, i) => of(item, `${path}.${i}`, faults));
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Every member given and no other; members ending in `?` may be absent. */
function object(members: Record<string, Shape>): Shape {
  return (value, path, faults) => {
    if (!isObject(value)) return wrong(faults, path, 'object', value);
    const at = (key: string) => (path ? `${path}.${key}` : key);
    for (const [key, shape] of Object.entries(members)) {
      const optional = key.endsWith('?');
      const member = optional ? key.slice(0, -1) : key;
      if (!optional || value[member] !== undefined) shape(value[member], at(member), faults);
    }
    for (const key of Object.keys(value))
      if (!Object.hasOwn(members, key) && !Object.hasOwn(members, `${key}?`))
        faults.push({ code: 'product_field_not_known', field: at(key), name: key, value: key });
  };
}

function byKind(shapes: Record<string, Shape>): Shape {
  return (value, path, faults) => {
    const kind = isObject(value) ? value['kind'] : undefined;
    if (typeof kind === 'string' && Object.hasOwn(shapes, kind)) shapes[kind]!(value, path, faults);
    else wrong(faults, `${path}.kind`, Object.keys(shapes).join(', '), kind);
  };
}

const measure = object({
  kind: text,
  name,
  label: text,
  min: length,
  max: length,
  step: length,
  default: length,
});
const choice = object({
  kind: text,
  name,
  label: text,
  options: list(object({ value: text, label: text }), 1),
  default: text,
});
const parameter = byKind({
  length: measure,
  count: measure,
  choice,
  decor: choice,
  boolean: object({ kind: text, name, label: text, default: yes }),
});

const kind = oneOf('board', 'edge');
const role: Shape = (value, path, faults) => {
  const fixed = isObject(value) && value['code'] !== undefined;
  const codes: Shape = (given, at, all) => {
    if (!isObject(given) || Object.keys(given).length === 0) return wrong(all, at, 'object', given);
    for (const [option, code] of Object.entries(given)) text(code, `${at}.${option}`, all);
  };
  const shape = fixed
    ? object({ role: name, kind, code: text })
    : object({ role: name, kind, parameter: text, codes });
  shape(value, path, faults);
};

const edge: Shape = (value, path, faults) =>
  (typeof value === 'string' ? text : object({ role: text, when: formula }))(value, path, faults);

const drilling: Shape = (value, path, faults) => {
  const counted = !isObject(value) || value['at'] === undefined;
  const places = list(object({ x: formula, y: formula }), 1);
  const common = { purpose: text, diameter: length, depth: length };
  object(counted ? { ...common, count: formula } : { ...common, at: places })(value, path, faults);
};

const part = object({
  name: text,
  quantity: formula,
  length: formula,
  width: formula,
  material: text,
  grain: oneOf('none', 'length', 'width'),
  edges: object(Object.fromEntries(EDGE_SIDES.map((side) => [`${side}?`, edge]))),
  drilling: list(drilling),
});

const routed = object({
  saw: text,
  edge: text,
  drill: text,
  unit: list(object({ centre: text, minutes: formula })),
});
const routing: Shape = (value, path, faults) => {
  if (value === undefined || value === null || (isObject(value) && Object.keys(value).length === 0))
    faults.push({ code: 'product_without_routing', field: path });
  else routed(value, path, faults);
};

/** The whole product: all members, of the right form, and nothing else. */
export const productShape: Shape = object({
  code: text,
  name: text,
  parameters: list(parameter),
  roles: list(role, 1),
  formulas: list(object({ name, formula })),
  rules: list(object({ code: text, when: formula, severity: oneOf('error', 'warning') })),
  parts: list(part, 1),
  hardware: list(object({ code: text, quantity: formula })),
  routing,
});
