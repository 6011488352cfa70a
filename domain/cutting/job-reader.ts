import type { Hmm } from '#domain/kernel/units.ts';

/** One reason why a job is refused: where, what stands there, and a whole sentence with what to try. */
export interface JobReason {
  /** e.g. `parts.3.length`; empty for the job itself */
  path: string;
  /** what stands there; null where nothing does */
  value: unknown;
  sentence: string;
}

/** Longest side of a board or part: 100 m, far beyond any saw, small enough that areas stay exact. */
const LENGTH_MAX_MM = 100_000;
/** Pieces in one job. */
export const PIECES_MAX = 200_000;

type Fields = Readonly<Record<string, unknown>>;

/** Collects reasons, so that all of them are told at once. */
export class Reader {
  readonly reasons: JobReason[] = [];

  no(path: string, value: unknown, sentence: string): void {
    this.reasons.push({ path, value: value === undefined ? null : value, sentence });
  }

  fields(value: unknown, path: string, known: readonly string[]): Fields | null {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      const name = path || 'the job';
      this.no(path, value, `${name} is ${show(value)}, not an object. Maybe a pair of braces is missing.`);
      return null;
    }
    for (const key of Object.keys(value)) {
      if (known.includes(key)) continue;
      const at = path ? `${path}.${key}` : key;
      this.no(
        at,
        (value as Fields)[key],
        `${at} is not known here. Known are ${known.join(', ')}; maybe it is a spelling mistake.`,
      );
    }
    return value as Fields;
  }

  list(of: Fields, key: string): unknown[] {
    const value = of[key];
    if (!Array.isArray(value)) {
      this.no(
        key,
        value,
        `${key} is ${show(value)}, not a list. Maybe a pair of square brackets is missing.`,
      );
      return [];
    }
    if (value.length === 0)
      this.no(key, value, `${key} is empty. A job needs at least one ${key.slice(0, -1)}.`);
    return value;
  }

  text(of: Fields, path: string, key: string): string {
    const value = of[key];
    if (typeof value === 'string' && value.trim() !== '' && value.length <= 200) return value;
    this.no(
      join(path, key),
      value,
      `${join(path, key)} is ${show(value)}. It needs a text of 1 to 200 characters.`,
    );
    return '';
  }

  number(
    of: Fields,
    path: string,
    key: string,
    rule: { above?: number; from?: number; to?: number },
  ): number {
    const value = of[key];
    const { above = -Infinity, from = -Infinity, to = Infinity } = rule;
    if (typeof value === 'number' && Number.isFinite(value) && value > above && value >= from && value <= to)
      return value;
    const wanted =
      above === 0
        ? 'a number above 0'
        : from === 0
          ? to < Infinity
            ? `a number from 0 to ${to}`
            : 'a number of 0 or more'
          : 'a number';
    this.no(join(path, key), value, `${join(path, key)} is ${show(value)}. It needs ${wanted}.`);
    return 0;
  }

  count(of: Fields, path: string, key: string): number {
    const value = of[key];
    if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= PIECES_MAX)
      return value;
    this.no(
      join(path, key),
      value,
      `${join(path, key)} is ${show(value)}. It needs a whole number from 1 to ${PIECES_MAX}; maybe the row is to be left out.`,
    );
    return 0;
  }

  length(of: Fields, path: string, key: string, zero: boolean): Hmm {
    const value = of[key];
    const at = join(path, key);
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      this.no(
        at,
        value,
        `${at} is ${show(value)}, not a length in mm. Maybe it is a text and needs no quotes.`,
      );
      return 0 as Hmm;
    }
    if (value < 0 || (value === 0 && !zero)) {
      this.no(at, value, `${at} is ${value} mm. It needs a length ${zero ? 'of 0 or more' : 'above 0'}.`);
      return 0 as Hmm;
    }
    if (value > LENGTH_MAX_MM) {
      this.no(at, value, `${at} is ${value} mm, longer than ${LENGTH_MAX_MM} mm. Maybe it is not in mm.`);
      return 0 as Hmm;
    }
    const hundredths = Math.round(value * 100);
    if (Math.abs(hundredths - value * 100) > 1e-6) {
      this.no(at, value, `${at} is ${value} mm, finer than 0.01 mm. Round it to two decimals.`);
      return 0 as Hmm;
    }
    return hundredths as Hmm;
  }

  choice<T extends string>(of: Fields, path: string, key: string, known: readonly T[]): T {
    const value = of[key];
    if (known.includes(value as T)) return value as T;
    this.no(
      join(path, key),
      value,
      `${join(path, key)} is ${show(value)}. It needs one of ${known.join(', ')}.`,
    );
    return known[0]!;
  }
}

function join(path: string, key: string): string {
  return path ? `${path}.${key}` : key;
}

export function show(value: unknown): string {
  if (value === undefined) return 'missing';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
