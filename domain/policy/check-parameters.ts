import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { definitionOf, PARAMETER_NAMES, type ParameterName, type ParameterValues } from './parameters.ts';

export type ParameterRefusal =
  | { readonly code: 'parameter_unknown'; readonly parameter: string }
  | { readonly code: 'parameter_missing'; readonly parameter: ParameterName }
  | { readonly code: 'parameter_invalid'; readonly parameter: ParameterName; readonly wanted: string }
  | { readonly code: 'operator_name_missing' };

/**
 * Whether these are values a policy may be published with: every parameter there, each of its kind and within its
 * bounds, and the operator's name not empty (P-1.5).
 */
export function checkParameters(
  given: Readonly<Record<string, unknown>>,
): Result<ParameterValues, ParameterRefusal> {
  const stranger = Object.keys(given).find((name) => !PARAMETER_NAMES.includes(name as ParameterName));
  if (stranger !== undefined) return refuse({ code: 'parameter_unknown', parameter: stranger });
  const name = given['operator.name'];
  if (typeof name !== 'string' || name.trim() === '') return refuse({ code: 'operator_name_missing' });
  for (const parameter of PARAMETER_NAMES) {
    if (!(parameter in given)) return refuse({ code: 'parameter_missing', parameter });
    const wanted = unfit(parameter, given[parameter]);
    if (wanted) return refuse({ code: 'parameter_invalid', parameter, wanted });
  }
  const values = given as unknown as ParameterValues;
  // A reminder on the day on which the question lapses, or later, would remind of nothing.
  if (values['cancel.clarifyRemindDays'] >= values['cancel.clarifyDays']) {
    const wanted = `0 < n < ${values['cancel.clarifyDays']} (cancel.clarifyDays)`;
    return refuse({ code: 'parameter_invalid', parameter: 'cancel.clarifyRemindDays', wanted });
  }
  return ok(values);
}

/** @returns what is wanted instead, in signs that need no language; null when the value fits */
function unfit(parameter: ParameterName, value: unknown): string | null {
  const { kind } = definitionOf(parameter);
  const fits = (good: boolean, wanted: string): string | null => (good ? null : wanted);
  switch (kind.type) {
    case 'count':
      return fits(isCount(value, kind.min, kind.max), `${kind.min} … ${kind.max}`);
    case 'counts':
      return fits(
        isList(value) &&
          value.every((one) => isCount(one, kind.min, kind.max)) &&
          value.every((one, index) => index === 0 || Number(value[index - 1]) > Number(one)),
        `${kind.max} > n > … ≥ ${kind.min}`,
      );
    case 'decimal': {
      const good = typeof value === 'string' && /^\d{1,3}(\.\d{1,4})?$/.test(value);
      return fits(
        good && Number(value) > kind.min && Number(value) <= kind.max,
        `${kind.min} < n ≤ ${kind.max}`,
      );
    }
    case 'time':
      return fits(typeof value === 'string' && /^([01]\d|2[0-3]):[0-5]\d$/.test(value), '00:00 … 23:59');
    case 'text':
      return fits(isLine(value, kind.lengthMax), `1 … ${kind.lengthMax}`);
    case 'email':
      return fits(isLine(value, 254) && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value), 'name@example.org');
    case 'hosts':
      return fits(
        isList(value) && value.every((one) => isLine(one, 253) && /^[a-z0-9.-]+(:\d+)?$/.test(one)),
        'example.org',
      );
    case 'zone':
      return fits(value === null ? kind.perContract === true : isZone(value), 'Europe/Berlin');
    case 'choice':
      return fits(
        typeof value === 'string' && Object.keys(kind.options).includes(value),
        Object.keys(kind.options).join(' | '),
      );
  }
}

const isList = (value: unknown): value is readonly unknown[] =>
  Array.isArray(value) && value.length > 0 && value.length <= 10;

const isCount = (value: unknown, min: number, max: number): boolean =>
  Number.isInteger(value) && Number(value) >= min && Number(value) <= max;

const isLine = (value: unknown, lengthMax: number): value is string =>
  typeof value === 'string' &&
  value.trim() === value &&
  value !== '' &&
  value.length <= lengthMax &&
  // eslint-disable-next-line no-control-regex
  !/[\u0000-\u001f\u007f]/.test(value);

export function isZone(value: unknown): boolean {
  if (typeof value !== 'string' || !/^[A-Z][\w+-]*(\/[\w+-]+)*$/.test(value)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
    return true;
  } catch {
    return false;
  }
}

/** A value as a person types it; lists are separated by commas, an empty zone is that of each contract. */
export function showParameter(name: ParameterName, values: ParameterValues): string {
  const value = values[name];
  return value === null ? '' : Array.isArray(value) ? value.join(', ') : String(value);
}

/** The value that somebody typed, of the parameter's kind; `checkParameters` judges it. */
export function readParameter(name: ParameterName, text: string): unknown {
  const { kind } = definitionOf(name);
  const trimmed = text.trim();
  const list = trimmed.split(',').map((one) => one.trim());
  const whole = (one: string): unknown => (/^\d{1,6}$/.test(one) ? Number(one) : one);
  switch (kind.type) {
    case 'count':
      return whole(trimmed);
    case 'counts':
      return list.map(whole);
    case 'hosts':
      return list;
    case 'zone':
      return trimmed === '' ? null : trimmed;
    default:
      return trimmed;
  }
}
