import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';
import { createVitest } from 'vitest/node';
import '#apps/server/modules.ts';
import { CLAUSE_IDS, type ClauseId } from '#domain/policy/ids.ts';
import { checksOf, mechanismsOf } from '#domain/policy/keep.ts';
import { laterClauses } from '#domain/policy/later.ts';
import { DEFAULTS } from '#domain/policy/parameters.ts';
import { evidenceHash, runSelfChecks, type Evidence } from '#domain/policy/proof.ts';
import { EVIDENCE_FILE, readEvidence, sourceText } from '#modules/policy/proofs/sources.ts';

/** Remembers by file and full name which tests passed. */
class Passed implements Reporter {
  readonly #passed = new Set<string>();

  onTestRunEnd(modules: readonly TestModule[]): void {
    for (const module of modules)
      for (const test of module.children.allTests())
        if (test.result().state === 'passed')
          this.#passed.add(`${module.relativeModuleId}\0${test.fullName}`);
  }

  /** By the full name, or by its end where the suites are left out. */
  has(file: string, name: string): boolean {
    return [...this.#passed].some(
      (passed) =>
        passed === `${file}\0${name}` || (passed.startsWith(`${file}\0`) && passed.endsWith(` > ${name}`)),
    );
  }
}

/**
 * `npm test -- --evidence`: runs the tests that show promises to be kept, and the self-checks with the shipped values, and
 * writes the manifest that ties what passed to this very code. A clause of which a check did not pass has no evidence any
 * more; a manifest with more clauses left for later than the one before is not written at all.
 *
 * @returns what stood in the way; empty when every clause with a mechanism has evidence
 */
export async function renewEvidence(root: string): Promise<string[]> {
  const before = readEvidence();
  const later = laterClauses().length;
  if (Object.keys(before.clauses).length > 0 && later > before.later)
    return [`${later} clauses are left for later, ${before.later} were: the list only shrinks`];

  const shown = CLAUSE_IDS.flatMap((clause) => checksOf(clause));
  const files = [...new Set(shown.flatMap(({ check }) => ('test' in check ? [check.file] : [])))];
  const passed = new Passed();
  const vitest = await createVitest({ root, watch: false, reporters: ['default', passed] });
  try {
    await vitest.start(files);
  } finally {
    await vitest.close();
  }
  const faults = new Map<ClauseId, string>();
  for (const { clause, mechanism, check } of shown)
    if ('test' in check && !passed.has(check.file, check.test))
      faults.set(clause, `${clause}, ${mechanism}: ${check.file} > ${check.test} did not pass`);
  for (const { clause, mechanism, finding } of runSelfChecks(() => DEFAULTS))
    if (finding !== null) faults.set(clause, `${clause}, ${mechanism}: ${finding}`);

  const good = CLAUSE_IDS.filter((id) => mechanismsOf(id).length > 0 && !faults.has(id));
  const evidence: Evidence = {
    later,
    clauses: Object.fromEntries(good.map((id) => [id, evidenceHash(id, sourceText)])),
  };
  writeFileSync(join(root, EVIDENCE_FILE), `${JSON.stringify(evidence, null, 2)}\n`);
  return [...faults.values()];
}
