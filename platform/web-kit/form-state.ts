import type * as z from 'zod';
import type { Problem } from '#platform/http/contract.ts';
import type { Format } from './format.ts';
import type { Say } from './use-words.ts';
import type { kitWords } from './words.ts';

/** What stands in a field while it is typed: text, or a tick. */
export type Raw = string | boolean;

/** A field's raw text as the value of the body, or why it is none. */
export type FieldRead = { readonly value: unknown } | { readonly fault: string };

export interface FieldKind {
  /** from the initial value to what stands in the field */
  readonly write: (value: unknown) => Raw;
  readonly read: (raw: Raw) => FieldRead;
  /** never kept on the device (passwords) */
  readonly secret?: boolean;
}

export type Faults = Readonly<Record<string, string>>;
type KitSay = Say<keyof (typeof kitWords)['en'] & string>;

interface Shaped {
  readonly shape?: Record<string, z.ZodType>;
  readonly element?: z.ZodType;
  readonly unwrap?: () => z.ZodType;
  readonly def?: { readonly innerType?: z.ZodType };
}

/** The schema of a dotted path inside an object schema; undefined where the schema has no such member. */
export function schemaAt(schema: z.ZodType | undefined, path: string): z.ZodType | undefined {
  let at: z.ZodType | undefined = schema;
  for (const key of path.split('.')) {
    let shaped = at as unknown as Shaped | undefined;
    while (shaped && !shaped.shape && !shaped.element && shaped.def?.innerType)
      shaped = shaped.def.innerType as unknown as Shaped;
    at = shaped?.shape?.[key] ?? (/^\d+$/.test(key) ? shaped?.element : undefined);
    if (!at) return undefined;
  }
  return at;
}

/** Whether a field may stay empty. */
export function isOptional(schema: z.ZodType | undefined): boolean {
  return schema !== undefined && schema.safeParse(undefined).success;
}

/** What an emptied field sends: nothing where nothing is accepted, else null, else the empty text with its own refusal. */
export function emptyValue(schema: z.ZodType | undefined): unknown {
  if (isOptional(schema)) return undefined;
  return schema?.safeParse(null).success ? null : '';
}

export function valueAt(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (at, key) => (at === null || typeof at !== 'object' ? undefined : (at as Record<string, unknown>)[key]),
      value,
    );
}

/** Sets a dotted path; numbers in the path make lists. */
export function setAt(target: Record<string, unknown>, path: string, value: unknown): void {
  const keys = path.split('.');
  let at: Record<string, unknown> = target;
  keys.slice(0, -1).forEach((key, i) => {
    at = (at[key] ??= /^\d+$/.test(keys[i + 1]!) ? [] : {}) as Record<string, unknown>;
  });
  if (value !== undefined) at[keys.at(-1)!] = value;
}

/** The faults a schema found, one sentence per field. */
export function faultsOf(error: z.core.$ZodError, t: KitSay, format: Format): Record<string, string> {
  const faults: Record<string, string> = {};
  for (const issue of error.issues) faults[issue.path.join('.')] ??= sentenceFor(issue, t, format);
  return faults;
}

function sentenceFor(issue: z.core.$ZodIssue, t: KitSay, format: Format): string {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined || issue.input === null || issue.input === '')
        return t('kit.field.needed');
      if (issue.expected === 'int') return t('kit.field.whole');
      return issue.expected === 'number'
        ? t('kit.field.number', { example: format.number(12.5) })
        : t('kit.field.invalid');
    case 'too_small': {
      const min = Number(issue.minimum);
      if (issue.origin === 'string' || issue.origin === 'array')
        return min <= 1 ? t('kit.field.needed') : t('kit.field.minLength', { min });
      return issue.inclusive === false
        ? t('kit.field.more', { min: format.number(min) })
        : t('kit.field.min', { min: format.number(min) });
    }
    case 'too_big': {
      const max = Number(issue.maximum);
      return issue.origin === 'string'
        ? t('kit.field.maxLength', { max })
        : t('kit.field.max', { max: format.number(max) });
    }
    case 'invalid_format':
      if (issue.input === '') return t('kit.field.needed');
      return issue.format === 'email' ? t('kit.field.email') : t('kit.field.invalid');
    case 'not_multiple_of':
      return t('kit.field.whole');
    case 'invalid_value':
      return t('kit.field.option');
    case 'unrecognized_keys':
      return t('kit.field.unknown');
    case 'custom':
      return issue.input === '' ? t('kit.field.needed') : issue.message || t('kit.field.invalid');
    default:
      return t('kit.field.invalid');
  }
}

/** The server's faults beside their fields, each with what to try. */
export function faultsOfProblem(problem: Problem): Record<string, string> {
  const faults: Record<string, string> = {};
  for (const error of problem.errors ?? [])
    faults[error.field] ??= error.remedy ? `${error.title} ${error.remedy}` : error.title;
  return faults;
}
