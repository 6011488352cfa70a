import { clauseOf } from './clauses.ts';
import { CLAUSE_IDS, type ClauseId } from './ids.ts';
import { checksOf, mechanismsOf } from './keep.ts';
import { laterClauses, missingFor } from './later.ts';
import type { ParameterValues } from './parameters.ts';
import { sha256 } from './sha256.ts';
import { parametersOfClause } from './text.ts';
import { canonical } from './version.ts';

/** What the build found out and was committed: holds exactly as long as nothing it was found on changes. */
export interface Evidence {
  /** how many clauses were not kept whole; the number never grows */
  readonly later: number;
  /** hash of clause, mechanisms and checks, per clause that has a mechanism, at the time its checks passed */
  readonly clauses: Readonly<Record<string, string>>;
}

/** Text of a file by its path from the root of the tree; undefined when there is none. */
export type FileText = (path: string) => string | undefined;

/**
 * Hash of a clause with everything that keeps and shows it: words, parameters, the source of each mechanism and of each
 * check. Line ends do not count, so that every checkout gives the same hash.
 * @param hash SHA-256 as lower-case hex; a quicker one where there is one, because many clauses stand on long files
 */
export function evidenceHash(
  id: ClauseId,
  textOf: FileText,
  hash: (text: string) => string = sha256,
): string {
  const { text } = clauseOf(id);
  const source = (path: string): string => hash((textOf(path) ?? '').replaceAll('\r\n', '\n'));
  const mechanisms = mechanismsOf(id).map(({ name, keptBy, sources, parameters }) => ({
    name,
    keptBy,
    parameters,
    sources: sources.map((path) => [path, source(path)]),
  }));
  const checks = checksOf(id).map(({ mechanism, check }) => ({
    mechanism,
    file: check.file,
    what: 'test' in check ? check.test : 'self',
    source: source(check.file),
  }));
  const parameters = parametersOfClause(clauseOf(id));
  return hash(canonical({ id, text, parameters, mechanisms, checks }));
}

/**
 * What is wrong with the promises as they stand in the code. Each sentence fails the build.
 * @param evidence the committed manifest
 */
export function promiseFaults(evidence: Evidence, textOf: FileText): string[] {
  const faults: string[] = [];
  const later = laterClauses();
  if (later.length > evidence.later)
    faults.push(
      `${later.length} clauses are listed as not kept, at most ${evidence.later} may be: the list only shrinks`,
    );
  const twice = later.find((id, index) => later.indexOf(id) !== index);
  if (twice) faults.push(`${twice} is listed twice in later.ts`);
  for (const id of CLAUSE_IDS) {
    const mechanisms = mechanismsOf(id);
    if (!mechanisms.length && !missingFor(id))
      faults.push(`${id} has no mechanism and does not stand in later.ts either`);
    const checks = checksOf(id);
    for (const { name, sources } of mechanisms) {
      if (!checks.some((shown) => shown.mechanism === name))
        faults.push(`${id} is kept by ${name}, and no check shows it`);
      for (const path of sources.filter((one) => textOf(one) === undefined))
        faults.push(`${name} names ${path}, which is not there`);
    }
    for (const { check, mechanism } of checks) {
      const text = textOf(check.file);
      if (text === undefined) faults.push(`${mechanism} is shown by ${check.file}, which is not there`);
      else if ('test' in check && !namesTest(text, check.test))
        faults.push(`${mechanism} is shown by the test "${check.test}", which ${check.file} does not have`);
    }
    if (mechanisms.length && evidence.clauses[id] !== evidenceHash(id, textOf))
      faults.push(`${id} has changed since its evidence was recorded; renew it: npm test -- --evidence`);
  }
  return faults;
}

/** The last part of a full name stands in the file as it is. */
function namesTest(text: string, fullName: string): boolean {
  return fullName.split(' > ').every((part) => text.includes(part));
}

/** One self-check as it went on an installation. */
export interface Finding {
  readonly clause: ClauseId;
  readonly mechanism: string;
  /** null: it holds */
  readonly finding: string | null;
}

/** Runs every self-check of the loaded program with the values in force. A check that throws has found something. */
export function runSelfChecks(valuesFor: (clause: ClauseId) => ParameterValues): Finding[] {
  return CLAUSE_IDS.flatMap((clause) =>
    checksOf(clause).flatMap(({ mechanism, check }) => {
      if (!('self' in check)) return [];
      try {
        return [{ clause, mechanism, finding: check.self(valuesFor(clause)) }];
      } catch (error) {
        return [{ clause, mechanism, finding: String(error) }];
      }
    }),
  );
}

export type ProofState = 'proven' | 'not-proven';
/** Why a clause is not proven. */
export type Doubt =
  'later' | 'no-mechanism' | 'no-check' | 'evidence-outdated' | 'self-check-missing' | 'self-check-failed';

export interface Proof {
  readonly state: ProofState;
  readonly doubts: readonly Doubt[];
}

/**
 * Whether a clause is proven on this installation: kept whole, every mechanism shown, build evidence for exactly this
 * code, and the last run of the self-checks without a finding.
 * @param hashOf the evidence hash of the code that runs here
 * @param findings of the last run; null when none is recent enough
 */
export function proofOf(
  id: ClauseId,
  evidence: Evidence,
  hashOf: (clause: ClauseId) => string,
  findings: readonly Finding[] | null,
): Proof {
  const mechanisms = mechanismsOf(id);
  const checks = checksOf(id);
  const doubts: Doubt[] = [];
  if (missingFor(id)) doubts.push('later');
  if (!mechanisms.length) doubts.push('no-mechanism');
  if (mechanisms.some(({ name }) => !checks.some((shown) => shown.mechanism === name)))
    doubts.push('no-check');
  if (mechanisms.length && evidence.clauses[id] !== hashOf(id)) doubts.push('evidence-outdated');
  const own = findings?.filter((one) => one.clause === id) ?? [];
  const wanted = checks.filter(({ check }) => 'self' in check).length;
  if (mechanisms.length && (findings === null || own.length < wanted)) doubts.push('self-check-missing');
  if (own.some((one) => one.finding !== null)) doubts.push('self-check-failed');
  return { state: doubts.length ? 'not-proven' : 'proven', doubts };
}
