import '#apps/server/modules.ts';
import { describe, expect, test } from 'vitest';
import type { ClauseId } from '#domain/policy/ids.ts';
import { CLAUSE_IDS } from '#domain/policy/ids.ts';
import { checksOf, keeps, shows } from '#domain/policy/keep.ts';
import { laterClauses, missingFor } from '#domain/policy/later.ts';
import { DEFAULTS } from '#domain/policy/parameters.ts';
import { evidenceHash, promiseFaults, proofOf, runSelfChecks, type FileText } from '#domain/policy/proof.ts';
import { EVIDENCE_FILE, hashHere as quickHash, readEvidence, sourceText } from './sources.ts';

const evidence = readEvidence();
const faults = (given = evidence, textOf: FileText = sourceText): string =>
  promiseFaults(given, textOf).join('\n');
const hashHere = (clause: ClauseId): string => evidenceHash(clause, sourceText);
const NONE = runSelfChecks(() => DEFAULTS);

test('every promise has what keeps it and what shows it, or stands in the list of those to come', () => {
  // Changed something that a promise stands on? `npm test -- --evidence` runs what shows it and renews the manifest.
  expect(promiseFaults(evidence, sourceText)).toEqual([]);
});

test('the list of those to come is as long as the manifest says: whoever shortens it renews the evidence', () => {
  expect(laterClauses().length).toBe(evidence.later);
});

test('the list of those to come never grows: whoever shortens it lowers this number, nobody raises it', () => {
  // A second ratchet beside the manifest, which one command writes: 52 at first, then 36, then 30, then 26.
  expect(laterClauses().length).toBeLessThanOrEqual(8);
});

test('the quick hash of a running program is the one that is written out', () => {
  for (const clause of CLAUSE_IDS) expect(quickHash(clause)).toBe(hashHere(clause));
});

test('every self-check passes with the shipped values', () => {
  expect(NONE.filter(({ finding }) => finding !== null)).toEqual([]);
  expect(NONE.length).toBeGreaterThan(3);
});

describe('the gate sees', () => {
  test('a list that grew', () => {
    expect(faults({ ...evidence, later: evidence.later - 1 })).toMatch(/the list only shrinks/);
  });

  test('a source that changed by one sign', () => {
    const changed: FileText = (path) =>
      path === 'modules/policy/versions/publish-version.ts' ? `${sourceText(path)} ` : sourceText(path);
    expect(faults(evidence, changed)).toMatch(/P-1\.3b has changed since its evidence was recorded/);
    expect(faults(evidence, changed)).not.toMatch(/C-2a/);
  });

  test('line ends of another system are no change', () => {
    expect(faults(evidence, (path) => sourceText(path)?.replaceAll('\n', '\r\n'))).toBe(faults());
  });

  test('a check that is gone, and a test by another name', () => {
    const gone = 'modules/policy/versions/versions.db.test.ts';
    expect(faults(evidence, (path) => (path === gone ? undefined : sourceText(path)))).toMatch(
      /which is not there/,
    );
    const renamed: FileText = (path) => sourceText(path)?.replaceAll('are never without their post', 'are');
    expect(faults(evidence, renamed)).toMatch(/is shown by the test "published versions > are never without/);
  });

  test('a mechanism without a check, a check without a mechanism, a clause without either', () => {
    const later = laterClauses()[0]!;
    expect(missingFor(later)).toBeDefined();
    expect(() => shows(later, 'planted', { file: EVIDENCE_FILE, self: () => null })).toThrow(/declare it/);
    expect(() => keeps(later, 'notice-of-change', { keptBy: { en: '', de: '' }, sources: ['x'] })).toThrow(
      /two mechanisms/,
    );
    keeps(later, 'planted', { keptBy: { en: 'x', de: 'x' }, sources: [EVIDENCE_FILE] });
    expect(faults()).toMatch(new RegExp(`${later} is kept by planted, and no check shows it`));
    expect(proofOf(later, evidence, hashHere, NONE).doubts).toEqual(
      expect.arrayContaining(['later', 'no-check', 'evidence-outdated']),
    );
    shows(later, 'planted', { file: EVIDENCE_FILE, self: () => null });
    expect(faults()).not.toMatch(/no check shows it/);
  });
});

describe('a clause is proven', () => {
  const proof = (over: Partial<{ hash: string; findings: typeof NONE | null }> = {}) =>
    proofOf(
      'P-1.5',
      evidence,
      () => over.hash ?? hashHere('P-1.5'),
      over.findings === undefined ? NONE : over.findings,
    );

  test('when it is kept whole, shown by the build for this code, and the last self-check found nothing', () => {
    expect(proof()).toEqual({ state: 'proven', doubts: [] });
  });

  test('not when the code is another, the self-check is missing or found something', () => {
    expect(proof({ hash: 'x' }).doubts).toEqual(['evidence-outdated']);
    expect(proof({ findings: null }).doubts).toEqual(['self-check-missing']);
    expect(proof({ findings: [] }).doubts).toEqual(['self-check-missing']);
    expect(proof({ findings: NONE.map((one) => ({ ...one, finding: 'broken' })) }).doubts).toEqual([
      'self-check-failed',
    ]);
  });

  test('not while something of it is still to come', () => {
    expect(proofOf('C-6a', evidence, hashHere, NONE)).toEqual({ state: 'not-proven', doubts: ['later'] });
  });
});

test('a check that throws has found something', () => {
  const clause = CLAUSE_IDS.at(-2)!;
  keeps(clause, 'throws', { keptBy: { en: 'x', de: 'x' }, sources: [EVIDENCE_FILE] });
  shows(clause, 'throws', {
    file: EVIDENCE_FILE,
    self: () => {
      throw new Error('broken');
    },
  });
  const found = runSelfChecks(() => DEFAULTS).find(({ mechanism }) => mechanism === 'throws');
  expect(found?.finding).toBe('Error: broken');
  expect(checksOf(clause).length).toBeGreaterThan(0);
});
