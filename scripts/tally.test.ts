import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Counts } from './tally.ts';

// A small project with planted outcomes, run by the real runner in a process of its own.
const root = resolve(import.meta.dirname, '..');
let project: string;
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'tenon-tally-'));
  symlinkSync(join(root, 'node_modules'), join(project, 'node_modules'), 'junction');
  writeFileSync(join(project, 'package.json'), '{"type":"module"}');
  writeFileSync(
    join(project, 'run.ts'),
    `import { createVitest } from 'vitest/node';
     import { Tally } from ${JSON.stringify(join(root, 'scripts/tally.ts'))};
     const tally = new Tally(process.argv[2] === 'strict');
     const vitest = await createVitest({ root: import.meta.dirname, watch: false, reporters: [tally], maxWorkers: 1 });
     await vitest.start().catch((error) => tally.broke(error));
     await vitest.close();
     process.stdout.write('COUNTS ' + JSON.stringify(tally.counts()));
     process.exit(0);`,
  );
});
afterEach(() => rmSync(project, { recursive: true, force: true }));

async function count(files: Record<string, string>, ...args: string[]): Promise<Counts> {
  for (const [name, body] of Object.entries(files)) {
    writeFileSync(
      join(project, `${name}.test.ts`),
      `import { test, expect, beforeAll, describe } from 'vitest';\n${body}`,
    );
  }
  const { stdout } = await promisify(execFile)(process.execPath, [join(project, 'run.ts'), ...args], {
    cwd: project,
  });
  return JSON.parse(stdout.slice(stdout.indexOf('COUNTS ') + 7)) as Counts;
}

const GREEN = "test('green', () => expect(1).toBe(1));";

test('passed, failed and skipped tests are told apart, the skipped ones by name', async () => {
  const counts = await count({
    a: `${GREEN} test('red', () => expect(1).toBe(2)); test.${'skip'}('later', () => {}); test.${'todo'}('some day');`,
  });
  expect(counts).toMatchObject({
    passed: 1,
    failed: 1,
    skipped: ['a.test.ts > later', 'a.test.ts > some day'],
  });
  expect(counts.red).toEqual([
    {
      name: 'a.test.ts > red',
      message: expect.stringMatching(/^expected 1 to be 2 .*\n\(.*a\.test\.ts:2\)$/),
    },
  ]);
});

test('where skips fail they are added to the failed ones', async () => {
  expect(await count({ a: `${GREEN} test.${'skip'}('later', () => {});` }, 'strict')).toMatchObject({
    passed: 1,
    failed: 1,
    red: [{ name: 'a.test.ts > later', message: 'was skipped' }],
  });
});

test('a file that does not load, one without tests, and a hook that throws each count as failed', async () => {
  const counts = await count({
    green: GREEN,
    broken: "import './nowhere.ts';",
    empty: '',
    hook: `describe('with a hook', () => { beforeAll(() => { throw new Error('planted'); }); ${GREEN} });`,
  });
  expect(counts.passed).toBe(1);
  expect(counts.failed).toBeGreaterThanOrEqual(3);
  const red = counts.red.map(({ name, message }) => `${name}: ${message}`);
  expect(red).toContainEqual(expect.stringMatching(/^broken\.test\.ts: .*nowhere/));
  expect(red).toContainEqual(expect.stringMatching(/^empty\.test\.ts: /));
  expect(red).toContainEqual(expect.stringMatching(/^hook\.test\.ts > with a hook: planted/));
});

test('an error that nobody caught counts as failed although every test is green', async () => {
  const counts = await count({
    a: `test('green', async () => { void Promise.reject(new Error('planted')); await new Promise((r) => setTimeout(r, 50)); });`,
  });
  expect(counts).toMatchObject({ passed: 1, failed: 1 });
  expect(counts.red.map(({ name }) => name)).toEqual(['an error that nobody caught']);
});

test('a run that finds no test is not green', async () => {
  expect((await count({})).failed).toBeGreaterThanOrEqual(1);
});
