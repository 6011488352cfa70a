/**
 * Why a formula is refused. `source` is the formula as written, `at` the position in it (from 0), `value` the
 * offending piece of it. Sentences and remedies per code (and `reason`) stand in `../words.ts`.
 */
export interface FormulaRefusal {
  readonly code: FormulaCode;
  readonly source: string;
  readonly at: number;
  readonly value: string;
  /** which of several sentences the code needs */
  readonly reason?: string;
  readonly suggestion?: string;
  readonly expected?: string;
  /** names of the formulas that lead back to the first one, which is repeated at the end */
  readonly chain?: readonly string[];
  readonly [fact: string]: unknown;
}

export type FormulaCode =
  | 'formula_empty'
  | 'formula_too_long'
  | 'formula_too_deep'
  | 'formula_syntax'
  | 'formula_unknown_name'
  | 'formula_unknown_function'
  | 'formula_argument_count'
  | 'formula_type_mismatch'
  | 'formula_division_by_zero'
  | 'formula_out_of_range'
  | 'formula_cycle';

/** Carries a refusal out of the recursion of parser, checker and evaluator; caught at their doors, nowhere else. */
export class FormulaFault extends Error {
  readonly refusal: FormulaRefusal;
  constructor(refusal: FormulaRefusal) {
    super(`${refusal.code} at ${refusal.at} in "${refusal.source}"`);
    this.refusal = refusal;
  }
}

export function fault(refusal: FormulaRefusal): never {
  throw new FormulaFault(refusal);
}

/**
 * The known name nearest to a mistyped one: edit distance at most a third of its length (at least 1),
 * ignoring case; undefined when nothing is near.
 */
export function nearest(wanted: string, known: Iterable<string>): string | undefined {
  const limit = Math.max(1, Math.floor(wanted.length / 3));
  let best: { name: string; distance: number } | undefined;
  for (const name of known) {
    if (Math.abs(name.length - wanted.length) > limit) continue;
    const distance = editDistance(wanted.toLowerCase(), name.toLowerCase());
    if (distance <= limit && (!best || distance < best.distance)) best = { name, distance };
  }
  return best?.name;
}

/** Optimal string alignment: insert, delete, replace and swap of neighbours cost one each. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? before[j - 2]! + 1 : Infinity;
      next.push(Math.min(replaced, swapped, row[j]! + 1, next[j - 1]! + 1));
    }
    before = row;
    row = next;
  }
  return row[b.length]!;
}
