import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { guessFormat, schedule } from './schedule.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tenon-cli-schedule-'));
  // m0 |j0 3|j1 2|      the second job waits: 3 + 2, then 2 on machine 1
  writeFileSync(join(folder, 'ft99.txt'), '2 2\n0 3 1 2\n0 2 1 2\n');
  writeFileSync(join(folder, 'mk99.txt'), '1 6\n4 1 0 5 1 1 5 1 2 5 1 9 5\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

async function run(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' };
  const code = await schedule(argv, {
    stdout: { write: (text) => (said.out += text) },
    stderr: { write: (text) => (said.err += text) },
  });
  return { code, ...said };
}

test('the plan goes to stdout; with moves and one thread the same call gives the same bytes, without time', async () => {
  const call = [join(folder, 'ft99.txt'), '--moves', '50', '--seed', '3'];
  const first = await run(...call);
  expect(first).toMatchObject({ code: 0, err: '' });
  expect(JSON.parse(first.out)).toMatchObject({
    instance: 'ft99',
    seed: 3,
    value: 7,
    lowerBound: 7,
    proven: true,
  });
  expect(first.out).not.toContain('cpuSeconds');
  expect((await run(...call)).out).toBe(first.out);
});

test('with seconds the plan says its CPU time, goes to --out, and --progress tells each best value', async () => {
  const out = join(folder, 'plan.json');
  const said = await run(join(folder, 'ft99.txt'), '--seconds', '0.01', '--out', out, '--progress');
  expect(said).toMatchObject({ code: 0, out: '' });
  expect(said.err).toMatch(/^BEST 7 \d+\.\d\d\n$/);
  expect((JSON.parse(readFileSync(out, 'utf8')) as { cpuSeconds: number }).cpuSeconds).toBeGreaterThan(0);
});

test('two threads search and the best plan is written once', async () => {
  const { code, out } = await run(join(folder, 'ft99.txt'), '--moves', '50', '--threads', '2');
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ value: 7, seed: 1 });
});

test('a bad file is refused with file, line and reason', async () => {
  expect(await run(join(folder, 'mk99.txt'))).toEqual({
    code: 1,
    out: '',
    err: 'mk99.txt line 2: operation 3 names machine 9 of 6\n',
  });
  expect(await run(join(folder, 'ft00.txt'))).toEqual({
    code: 1,
    out: '',
    err: 'ft00.txt: there is no such file\n',
  });
  expect(await run(join(folder, 'factory-1'))).toEqual({
    code: 1,
    out: '',
    err: 'factory-1-ops.csv: there is no such file\n',
  });
});

test.each([
  [[], 'which instance?'],
  [['ft99.txt', '--speed', '3'], 'there is no option --speed'],
  [['ft99.txt', '--moves'], '--moves needs a value'],
  [['ft99.txt', '--moves', '0'], '--moves 0 is not possible'],
  [['ft99.txt', '--moves', '5', '--seconds', '5'], '--seconds or --moves, not both'],
  [['ft99.txt', '--seconds', 'x'], '--seconds x is not possible'],
  [['ft99.txt', '--format', 'abc'], 'there is no format abc'],
  [['ft99.txt', 'ft98.txt'], 'one instance at a time: ft99.txt or ft98.txt'],
  [['plan.txt'], 'the format of plan.txt cannot be told from its path: give --format'],
])('a wrong call %j is refused', async (argv, sentence) => {
  const said = await run(...argv);
  expect(said.code).toBe(2);
  expect(said.err).toMatch(new RegExp(`^${sentence.replace(/[?]/g, '\\?')}\nusage: tenon schedule`));
});

test('the format is told by folder and name', () => {
  expect(
    [
      'bench/jsp/ta01.txt',
      'fjsp/hurink/edata/la01.txt',
      'fajsp-birgin/YFJS01.txt',
      'factory/factory-200-s1',
      'mk01.txt',
      'la01.txt',
    ].map(guessFormat),
  ).toEqual(['jsp', 'fjsp', 'fajsp', 'factory', 'fjsp', 'jsp']);
});

const BENCH = join(import.meta.dirname, '../../../shared/bench/scheduling');
test.skipIf(!existsSync(BENCH))(
  'a factory file of ../shared may be named with or without -ops.csv',
  async () => {
    const call = ['--moves', '1'];
    const one = await run(join(BENCH, 'factory/factory-200-s1'), ...call);
    expect(JSON.parse(one.out)).toMatchObject({ instance: 'factory-200-s1', proven: false });
    expect((await run(join(BENCH, 'factory/factory-200-s1-ops.csv'), ...call)).out).toBe(one.out);
  },
);
