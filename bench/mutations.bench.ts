/**
 * `npm run bench -- mutations [WORD …]`: seeded faults, each applied to a copy of the tree in which only the tests named
 * beside it are run. A fault counts as caught when a test goes red, and as not proven when a clause loses its evidence
 * by it; one that does neither is told. With words: only the faults whose name, file or
 * test contains one.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import '#apps/server/modules.ts';
import { CLAUSE_IDS, type ClauseId } from '#domain/policy/ids.ts';
import { evidenceHash } from '#domain/policy/proof.ts';
import { sourceText } from '#modules/policy/proofs/sources.ts';
import { MUTATIONS } from './mutations/all.ts';
import { mutate, type Mutation } from './mutations/mutation.ts';
import type { Bench } from './run.ts';

const ROOT = resolve(import.meta.dirname, '..');
const COPIED = ['domain', 'platform', 'modules', 'apps', 'scenarios', 'scripts', 'bench', 'docs'];
const FILES = ['package.json', 'tsconfig.json', 'vitest.config.ts', 'README.md', 'CHANGELOG.md'];

/** A copy of the sources that shares the packages, beside the same `shared` as the original. */
function copyTree(): { readonly root: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'tenon-mutations-'));
  const root = join(folder, 'main');
  for (const name of [...COPIED, ...FILES])
    if (existsSync(join(ROOT, name))) cpSync(join(ROOT, name), join(root, name), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  const shared = resolve(ROOT, '../shared');
  if (existsSync(shared)) symlinkSync(shared, join(folder, 'shared'));
  return { root, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Clauses whose evidence does not hold for the changed file. */
function unproven(mutation: Mutation, changed: string): ClauseId[] {
  return CLAUSE_IDS.filter(
    (id) =>
      evidenceHash(id, sourceText) !==
      evidenceHash(id, (path) => (path === mutation.file ? changed : sourceText(path))),
  );
}

/** @returns whether the tests named beside the fault go red, and the name of the first that does */
function runTests(root: string, tests: readonly string[], run: string): { red: boolean; by: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['node_modules/vitest/vitest.mjs', 'run', '--bail', '1', '--reporter', 'dot', ...tests],
    // A template database made with one fault in its migrations must not serve the next.
    { cwd: root, encoding: 'utf8', env: { ...process.env, TENON_TEST_RUN: run, NO_COLOR: '1' } },
  );
  const failed = /^ *FAIL +(?:\|\w+\| *)?(.+)$/m.exec(`${stdout}${stderr}`);
  return { red: status !== 0, by: failed?.[1]?.trim() ?? 'no test: the files do not load' };
}

const say = (sentence: string): void => void process.stderr.write(`${sentence}\n`);

async function run(words: string[]): Promise<Record<string, number | string>> {
  const chosen = MUTATIONS.filter(
    ({ name, file, tests }) =>
      !words.length ||
      words.some((word) => name.includes(word) || file.includes(word) || tests.join().includes(word)),
  );
  const copy = copyTree();
  const stamp = `m${process.pid}`;
  const missed: string[] = [];
  const unjudged: string[] = [];
  const green = new Map<string, boolean>();
  let red = 0;
  let doubted = 0;
  try {
    for (const [index, mutation] of chosen.entries()) {
      const path = join(copy.root, mutation.file);
      const text = readFileSync(path, 'utf8');
      const changed = mutate(mutation, text);
      const key = mutation.tests.join();
      // Red must come from the fault: without it the same tests are green.
      if (!green.has(key)) green.set(key, !runTests(copy.root, mutation.tests, stamp).red);
      if (!green.get(key)) {
        unjudged.push(mutation.name);
        continue;
      }
      const inSchema = mutation.file.endsWith('.sql');
      writeFileSync(path, changed);
      const tested = runTests(copy.root, mutation.tests, inSchema ? `${stamp}x${index}` : stamp);
      writeFileSync(path, text);
      const doubts = unproven(mutation, changed);
      if (tested.red) red += 1;
      if (doubts.length) doubted += 1;
      if (!tested.red && !doubts.length) missed.push(mutation.name);
      say(
        `${tested.red ? 'red ' : '    '} ${doubts.length ? 'not proven' : '          '}  ${mutation.name}` +
          (doubts.length ? `  (${doubts.join(', ')})` : '') +
          (tested.red ? `\n${' '.repeat(18)}${tested.by}` : ''),
      );
    }
  } finally {
    copy.remove();
  }
  const caught = chosen.length - missed.length - unjudged.length;
  return {
    mutations: chosen.length,
    redByTests: red,
    notProven: doubted,
    caught,
    caughtPercent: Math.round((1000 * caught) / chosen.length) / 10,
    missed: missed.join('; ') || 'none',
    // Their tests are red without any fault, so that nothing could be seen.
    unjudged: unjudged.join('; ') || 'none',
  };
}

export default { name: 'mutations', run } satisfies Bench;
