/**
 * `npm test`: lint, types and every test, with one closing line `N passed, N failed` taken from the runner's own counts.
 *
 *     npm test                 everything
 *     npm test -- PATTERN …    only test files whose path contains a pattern
 *     npm test -- --evidence   the tests that show promises to be kept; renews the manifest when they pass
 *     npm test -- --db-only    only `*.db.test.ts` (TEST_DATABASE_URL names an own server for them), but for the few that
 *                              start the packaged server themselves
 *
 * On CI (`CI=true`) a skipped test counts as failed: what was not checked must not look green there.
 */
import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { createVitest, type InlineConfig } from 'vitest/node';
import { shortened, Tally, type Counts, type Red } from './tally.ts';

const root = resolve(import.meta.dirname, '..');
const args = process.argv.slice(2);
const dbOnly = args.includes('--db-only');
if (dbOnly) process.env['TENON_DB_ONLY'] = '1';
const patterns = args.filter((arg) => !arg.startsWith('--'));
const unknown = args.filter((arg) => arg.startsWith('--') && arg !== '--db-only' && arg !== '--evidence');

interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly output: string;
}

/** Runs one of the other npm scripts beside the tests and keeps what it says until they are through. */
function check(name: string): Promise<Check> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [join(root, 'scripts/boot.mjs'), name], { cwd: root });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('error', (error) => done({ name, ok: false, output: String(error) }));
    child.once('close', (code) => done({ name, ok: code === 0, output }));
  });
}

async function runTests(): Promise<Counts> {
  const tally = new Tally(process.env['CI'] === 'true');
  const options: InlineConfig = {
    root,
    watch: false,
    reporters: ['default', tally],
    // Pages are the same on every server: what differs by server is tested below them.
    ...(dbOnly ? { project: ['db'] } : {}),
  };
  try {
    const vitest = await createVitest(options);
    try {
      await vitest.start(patterns);
    } finally {
      await vitest.close();
    }
  } catch (error) {
    // Nothing found for a pattern, a broken configuration, a server that does not start: no run, no green.
    console.error(error);
    tally.broke(error);
  }
  return tally.counts();
}

/** Once more what is red and why, where the end of a long log is all that is read. `.ci/run` knows the first words. */
function tell(red: readonly Red[]): void {
  console.log(`\nred (${red.length}):`);
  for (const { name, message } of red) console.log(`  ${name}\n${message.replace(/^/gm, '      ')}`);
}

async function main(): Promise<number> {
  if (unknown.length) {
    console.error(`unknown option ${unknown.join(' ')}; known are --db-only and --evidence`);
    return 2;
  }
  if (args.includes('--evidence')) {
    const { renewEvidence } = await import('./evidence.ts');
    const faults = await renewEvidence(root);
    for (const fault of faults) console.error(fault);
    console.log(faults.length ? `${faults.length} clauses without evidence` : 'evidence renewed');
    return faults.length ? 1 : 0;
  }
  const whole = !dbOnly && patterns.length === 0;
  const checks = whole ? ['lint', 'typecheck'].map(check) : [];
  const counts = await runTests();
  const checked = await Promise.all(checks);
  for (const { name, ok, output } of checked) console.log(ok ? `${name}: ok` : `${name}: FAILED\n${output}`);

  if (counts.skipped.length) {
    console.log(
      `\nskipped (${counts.skipped.length})${process.env['CI'] === 'true' ? ', which fails on CI' : ''}:`,
    );
    for (const name of counts.skipped) console.log(`  ${name}`);
  }
  const red = [...counts.red];
  for (const { name, ok, output } of checked) if (!ok) red.push({ name, message: shortened(output) });
  if (red.length) tell(red);
  const passed = counts.passed + checked.filter(({ ok }) => ok).length;
  const failed = counts.failed + checked.filter(({ ok }) => !ok).length;
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
}

process.exitCode = await main();
