import type { ClauseId } from './ids.ts';
import { CLAUSE_IDS } from './ids.ts';
import type { ParameterName, ParameterValues, Said } from './parameters.ts';

/** Something in the code that keeps one or more sentences of the policies. */
export interface Mechanism {
  /** `mask-card-numbers`: unique in the program, shown nowhere */
  readonly name: string;
  readonly clauses: readonly ClauseId[];
  /** what it does, in plain words, as the public page shows it under "kept by" */
  readonly keptBy: Said;
  /** files that do it, from the root of the tree; a change of any of them asks for new evidence */
  readonly sources: readonly string[];
  /** parameters it is handed */
  readonly parameters: readonly ParameterName[];
}

/** Evidence that a mechanism keeps a clause. */
export type Check =
  /** a test by its full name (`suite > test`), run by the build */
  | { readonly file: string; readonly test: string }
  /**
   * a pure check, run by the build and on the installation at start-up and daily
   * @returns null when the sentence holds with these values, else what is wrong
   */
  | { readonly file: string; readonly self: (values: ParameterValues) => string | null };

interface Shown {
  readonly clause: ClauseId;
  readonly mechanism: string;
  readonly check: Check;
}

/** How a mechanism is declared. */
interface About<P extends ParameterName> {
  readonly keptBy: Said;
  readonly sources: readonly string[];
  readonly parameters?: readonly P[];
}

const mechanisms = new Map<string, Mechanism>();
const evidence: Shown[] = [];

const list = (clauses: ClauseId | readonly ClauseId[]): readonly ClauseId[] =>
  typeof clauses === 'string' ? [clauses] : clauses;

/**
 * Declares the function that keeps a sentence, and hands it the parameters: the caller brings the values of the version
 * that applies (the one in force, or the one a running case was bought under), never a number of its own.
 *
 * @param clauses number or numbers it keeps
 * @param name unique, kebab-case
 * @param keep first argument: the declared parameters; the rest are its own
 * @returns `keep`, taking a version's values first
 * @throws RangeError for a name that is taken, a clause that is not there, or no source
 */
export function enforces<const P extends ParameterName, A extends readonly unknown[], R>(
  clauses: ClauseId | readonly ClauseId[],
  name: string,
  about: About<P>,
  keep: (parameters: Pick<ParameterValues, P>, ...rest: A) => R,
): (values: Pick<ParameterValues, P>, ...rest: A) => R {
  register(clauses, name, about);
  const names = about.parameters ?? [];
  return (values, ...rest) => {
    // Only what was declared is handed over: a parameter that is used and not declared would not be printed either.
    const handed = Object.fromEntries(names.map((one) => [one, values[one]]));
    return keep(handed as Pick<ParameterValues, P>, ...rest);
  };
}

/** Declares a mechanism that takes no parameter: a mask, a wall, a grant. The functions themselves stay where they are. */
export function keeps(
  clauses: ClauseId | readonly ClauseId[],
  name: string,
  about: Omit<About<never>, 'parameters'>,
): void {
  register(clauses, name, about);
}

function register(clauses: ClauseId | readonly ClauseId[], name: string, about: About<ParameterName>): void {
  if (mechanisms.has(name)) throw new RangeError(`two mechanisms are called ${name}`);
  if (about.sources.length === 0) throw new RangeError(`mechanism ${name} names no file that does it`);
  const unknown = list(clauses).filter((clause) => !CLAUSE_IDS.includes(clause));
  if (unknown.length)
    throw new RangeError(`mechanism ${name} keeps ${unknown.join(', ')}, which is no clause`);
  mechanisms.set(name, {
    name,
    clauses: list(clauses),
    keptBy: about.keptBy,
    sources: about.sources,
    parameters: about.parameters ?? [],
  });
}

/**
 * Registers evidence that mechanism `name` keeps a clause. A clause needs at least one check for each of its mechanisms.
 * @throws RangeError when no such mechanism keeps the clause
 */
export function shows(clauses: ClauseId | readonly ClauseId[], name: string, check: Check): void {
  for (const clause of list(clauses)) {
    if (!mechanisms.get(name)?.clauses.includes(clause))
      throw new RangeError(`no mechanism ${name} keeps ${clause}; declare it with enforces or keeps first`);
    evidence.push({ clause, mechanism: name, check });
  }
}

/** What keeps this clause, as declared by the modules loaded so far. */
export function mechanismsOf(clause: ClauseId): readonly Mechanism[] {
  return [...mechanisms.values()].filter((mechanism) => mechanism.clauses.includes(clause));
}

/** The evidence registered for this clause so far. */
export function checksOf(clause: ClauseId): readonly Shown[] {
  return evidence.filter((shown) => shown.clause === clause);
}
