import * as z from 'zod';
import type { Refusal } from '#domain/kernel/result.ts';
import { sayLoaded, type Locale } from '../words/words.ts';
import type { FieldProblem, Problem } from './contract.ts';

/** zod speaks each language itself; asked per request, never set globally. */
const speakers: Record<Locale, z.core.$ZodErrorMap> = {
  en: z.locales.en().localeError,
  de: z.locales.de().localeError,
};

/** Sentences and remedies for a refusal: `refusal.<code>` and `refusal.<code>.remedy` of the loaded catalogues. */
export function problemOf(refusal: Refusal, locale: Locale): Problem {
  const { code, field, faults, status, ...facts } = refusal as Refusal & {
    faults?: readonly Refusal[];
    status?: number;
  };
  const base: Problem = {
    code,
    status: status ?? statusOf(refusal),
    title: sayLoaded(locale, `refusal.${code}`, facts) ?? code.replaceAll('_', ' '),
    ...remedyOf(locale, code, facts),
  };
  const errors = [...(field ? [refusal] : []), ...(faults ?? [])].map((fault) => fieldProblem(fault, locale));
  return errors.length ? { ...base, errors } : base;
}

function fieldProblem(fault: Refusal, locale: Locale): FieldProblem {
  const { code, field, ...facts } = fault;
  return {
    code,
    field: field ?? '',
    ...('value' in facts ? { value: shortened(facts['value']) } : {}),
    title: sayLoaded(locale, `refusal.${code}`, facts) ?? code.replaceAll('_', ' '),
    ...remedyOf(locale, code, facts),
  };
}

function remedyOf(locale: Locale, code: string, facts: Record<string, unknown>): { remedy?: string } {
  const remedy = sayLoaded(locale, `refusal.${code}.remedy`, facts);
  return remedy === undefined ? {} : { remedy };
}

/** What is unknown is 404, what concerns a field or the input as a whole 422, what the state forbids 409. */
function statusOf(refusal: Refusal): number {
  if (refusal.code.endsWith('_unknown')) return 404;
  if (refusal.field !== undefined || 'faults' in refusal) return 422;
  return 409;
}

/** The faults that a schema found, each beside its field. */
export function inputProblem(
  where: 'params' | 'query' | 'body',
  error: z.core.$ZodError,
  input: unknown,
  locale: Locale,
): Problem {
  const errors = error.issues.flatMap((issue): FieldProblem[] => {
    const speak = speakers[locale];
    const told = speak(issue as Parameters<typeof speak>[0]);
    const title =
      issue.code === 'custom'
        ? issue.message
        : ((typeof told === 'string' ? told : told?.message) ?? issue.message);
    const fields =
      issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    return fields.map((path) => ({
      code: issue.code === 'unrecognized_keys' ? 'field_unknown' : `field_${issue.code}`,
      field: path.join('.'),
      value: shortened(valueAt(input, path)),
      title,
      ...remedyOf(locale, issue.code === 'unrecognized_keys' ? 'field_unknown' : `field_${issue.code}`, {}),
    }));
  });
  // An address that names nothing is not found, whatever is wrong with it; so a foreign or malformed id tells nothing.
  const status = where === 'params' ? 404 : 422;
  const code = where === 'params' ? 'address_unknown' : 'input_refused';
  return {
    code,
    status,
    title: sayLoaded(locale, `refusal.${code}`, { count: errors.length }) ?? code,
    ...(where === 'params' ? {} : { errors }),
  };
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value: unknown = input;
  for (const key of path)
    value =
      value === null || typeof value !== 'object' ? undefined : (value as Record<PropertyKey, unknown>)[key];
  return value;
}

const SHOWN_MAX = 80;

function shortened(value: unknown): unknown {
  if (typeof value === 'string') return value.length > SHOWN_MAX ? `${value.slice(0, SHOWN_MAX)}…` : value;
  if (typeof value === 'bigint') return value.toString();
  if (value !== null && typeof value === 'object') return Array.isArray(value) ? `[${value.length}]` : '{…}';
  return value;
}
