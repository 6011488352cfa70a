import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import {
  compare,
  divide,
  fraction,
  fromNumber,
  multiply,
  parseDecimal,
  add,
  subtract,
  toDecimalText,
  roundHalfAway,
} from '#domain/money/fraction.ts';
import { nearest } from './expression/refusals.ts';
import type { Value } from './expression/ast.ts';
import type { Parameter, Product, ProductFault } from './definition.ts';
import { valueTypeOf } from './compile.ts';

/** What a customer chose: mm and counts as numbers or decimal text, options as text, yes or no. */
export type GivenParameters = Readonly<Record<string, number | string | boolean>>;
/** The same, complete and checked, as it is stored with the order line. */
export type ChosenParameters = Readonly<Record<string, number | string | boolean>>;

export interface ParametersRefusal {
  readonly code: 'parameters_refused';
  readonly faults: readonly ProductFault[];
  readonly [fact: string]: unknown;
}

/** Defaults for what was not given; refuses everything that is not offered, all of it at once. */
export function chooseParameters(
  product: Product,
  given: GivenParameters,
): Result<{ chosen: ChosenParameters; values: Map<string, Value> }, ParametersRefusal> {
  const faults: ProductFault[] = [];
  const chosen: Record<string, number | string | boolean> = {};
  const values = new Map<string, Value>();
  const names = product.parameters.map((parameter) => parameter.name);
  for (const name of Object.keys(given))
    if (!names.includes(name)) {
      const suggestion = nearest(name, names);
      faults.push({
        code: 'parameter_not_known',
        field: name,
        value: name,
        expected: names.join(', '),
        ...(suggestion === undefined ? {} : { suggestion }),
      });
    }
  for (const parameter of product.parameters) {
    const wanted = Object.hasOwn(given, parameter.name) ? given[parameter.name] : parameter.default;
    const read = readParameter(parameter, wanted);
    if (!read.ok) {
      faults.push(read.refusal);
      continue;
    }
    values.set(parameter.name, read.value);
    chosen[parameter.name] = typeof read.value === 'object' ? Number(toDecimalText(read.value)) : read.value;
  }
  return faults.length ? refuse({ code: 'parameters_refused', faults }) : ok({ chosen, values });
}

function readParameter(parameter: Parameter, wanted: unknown): Result<Value, ProductFault> {
  const field = parameter.name;
  const shown = String(wanted).slice(0, 80);
  const wrongType = () =>
    refuse({ code: 'parameter_type', field, value: shown, expected: valueTypeOf(parameter) });
  switch (parameter.kind) {
    case 'boolean':
      return typeof wanted === 'boolean' ? ok(wanted) : wrongType();
    case 'choice':
    case 'decor': {
      if (typeof wanted !== 'string') return wrongType();
      const offered = parameter.options.map((option) => option.value);
      return offered.includes(wanted)
        ? ok(wanted)
        : refuse({ code: 'parameter_not_offered', field, value: shown, expected: offered.join(', ') });
    }
    case 'length':
    case 'count': {
      const number =
        typeof wanted === 'number' && Number.isFinite(wanted)
          ? fromNumber(wanted)
          : typeof wanted === 'string' && wanted.length <= 20
            ? parseDecimal(wanted)
            : undefined;
      if (!number) return wrongType();
      const { min, max, step } = parameter;
      const [low, high, stride] = [fromNumber(min), fromNumber(max), fromNumber(step)];
      if (compare(number, low) < 0 || compare(number, high) > 0)
        return refuse({ code: 'parameter_out_of_range', field, value: shown, min, max });
      const steps = divide(subtract(number, low), stride);
      if (steps.d !== 1n) {
        const near = add(low, multiply(fraction(roundHalfAway(steps)), stride));
        return refuse({
          code: 'parameter_off_step',
          field,
          value: shown,
          step,
          nearest: toDecimalText(near),
        });
      }
      return ok(number);
    }
  }
}
