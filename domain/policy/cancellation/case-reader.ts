import { isDay, type Day, type Instant } from '#domain/kernel/days.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';
import { decimalsOf, parseAmount } from '#domain/money/currency.ts';

/** Why a case is refused: where, what stands there, and a sentence with what is wanted. */
export interface CaseReason {
  /** `lines.0.net`; empty for the case itself */
  readonly path: string;
  /** null where nothing stands there */
  readonly value: unknown;
  readonly sentence: string;
}

export type Fields = Readonly<Record<string, unknown>>;
const TEXT_MAX = 200;

/** Reads values out of JSON and collects every reason against them, so that all are told at once. */
export class CaseReader {
  readonly reasons: CaseReason[] = [];
  /** of the case; amounts are read in it */
  currency = 'EUR';

  no(path: string, value: unknown, wanted: string): void {
    const sentence = `${path || 'the case'} is ${show(value)}. It needs ${wanted}.`;
    this.reasons.push({ path, value: value === undefined ? null : value, sentence });
  }

  /** @returns null where it is no object; a field that is missing or not known is a reason of its own */
  fields(
    value: unknown,
    path: string,
    needed: readonly string[],
    optional: readonly string[] = [],
  ): Fields | null {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.no(path, value, `an object with ${[...needed, ...optional].join(', ')}`);
      return null;
    }
    const known = [...needed, ...optional];
    for (const [key, found] of Object.entries(value))
      if (!known.includes(key))
        this.reasons.push({
          path: join(path, key),
          value: found,
          sentence: `${join(path, key)} is not known here. Known are ${known.join(', ')}.`,
        });
    const missing = needed.filter((key) => !Object.hasOwn(value, key));
    for (const key of missing)
      this.reasons.push({
        path: join(path, key),
        value: null,
        sentence: `${join(path, key)} is missing. Say null where there is none.`,
      });
    return missing.length === 0 ? (value as Fields) : null;
  }

  list(of: Fields, key: string): readonly unknown[] {
    const value = of[key];
    if (Array.isArray(value)) return value as unknown[];
    this.no(key, value, 'a list');
    return [];
  }

  text(of: Fields, path: string, key: string): string {
    const value = of[key];
    if (typeof value === 'string' && value.trim() !== '' && value.length <= TEXT_MAX) return value;
    this.no(join(path, key), value, `a text of 1 to ${TEXT_MAX} characters`);
    return '';
  }

  yesOrNo(of: Fields, path: string, key: string): boolean {
    const value = of[key];
    if (typeof value === 'boolean') return value;
    this.no(join(path, key), value, 'true or false');
    return false;
  }

  choice<T extends string>(of: Fields, path: string, key: string, known: readonly T[]): T {
    const value = of[key];
    if (known.includes(value as T)) return value as T;
    this.no(join(path, key), value, `one of ${known.join(', ')}`);
    return known[0]!;
  }

  day(of: Fields, path: string, key: string): Day {
    const value = of[key];
    if (typeof value === 'string' && isDay(value)) return value;
    this.no(join(path, key), value, 'a day such as 2026-05-10');
    return '2000-01-01';
  }

  dayOrNone(of: Fields, path: string, key: string): Day | null {
    return of[key] === null || of[key] === undefined ? null : this.day(of, path, key);
  }

  /** UTC only; a fraction of a second is taken and cut to milliseconds. */
  instant(of: Fields, path: string, key: string): Instant {
    const value = of[key];
    const match =
      typeof value === 'string'
        ? /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?Z$/.exec(value)
        : null;
    const ms = match ? Date.parse(`${match[1]}Z`) : NaN;
    if (match && !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(match[1]!))
      return new Date(ms + Number((match[2] ?? '').padEnd(3, '0').slice(0, 3))).toISOString();
    this.no(join(path, key), value, 'an instant in UTC such as 2026-05-10T09:15:00Z');
    return '2000-01-01T00:00:00.000Z';
  }

  /** In the currency's own decimals, not below 0. */
  amount(of: Fields, path: string, key: string): Minor {
    const value = of[key];
    const places = decimalsOf(this.currency);
    const form = places === 0 ? /^\d{1,18}$/ : new RegExp(`^\\d{1,15}\\.\\d{${places}}$`);
    const read = typeof value === 'string' && form.test(value) ? parseAmount(value, this.currency) : null;
    if (read?.ok) return read.value;
    const example = places === 0 ? '1200' : `1200.${'0'.repeat(places)}`;
    this.no(join(path, key), value, `an amount of ${this.currency} such as "${example}", not below 0`);
    return minor(0n);
  }

  /** Per cent as decimal text, 0 … 100. */
  percent(of: Fields, path: string, key: string): string {
    const value = of[key];
    if (typeof value === 'string' && /^\d{1,3}(\.\d{1,6})?$/.test(value) && Number(value) <= 100)
      return value;
    this.no(join(path, key), value, 'a rate in per cent such as "21", from 0 to 100');
    return '0';
  }

  whole(of: Fields, path: string, key: string, from: number, to: number): number {
    const value = of[key];
    if (typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to) return value;
    this.no(join(path, key), value, `a whole number from ${from} to ${to}`);
    return from;
  }
}

export const join = (path: string, key: string | number): string => (path ? `${path}.${key}` : String(key));

function show(value: unknown): string {
  const text = value === undefined ? 'missing' : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
