import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cut } from './cut.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tenon-cut-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const board = {
  id: 'W',
  material: 'W',
  thickness: 18,
  length: 2800,
  width: 2070,
  quantity: null as number | null,
};
const parts = [
  { id: 'side', material: 'W', length: 720, width: 560, quantity: 18 },
  { id: 'shelf', material: 'W', length: 564, width: 530, quantity: 11 },
  { id: 'door', material: 'O', length: 716, width: 396, quantity: 9, grain: 'length' },
];
const boards = [board, { ...board, id: 'O', material: 'O', grain: 'length' }];

/** Writes a job, runs the command, and hands back what came out. */
async function run(job: unknown, ...words: string[]): Promise<{ code: number; out: string; err: string }> {
  writeFileSync(join(folder, 'job.json'), typeof job === 'string' ? job : JSON.stringify(job));
  let out = '';
  let err = '';
  const code = await cut(['job.json', ...words], {
    stdout: (s) => (out += s),
    stderr: (s) => (err += s),
    cwd: folder,
  });
  return { code, out, err };
}
const job = { name: 'two materials', objective: 'boards', boards, parts };

test('the plan goes to stdout alone, progress and the summary to stderr', async () => {
  const { code, out, err } = await run(job, '--moves', '40');
  expect(code).toBe(0);
  const plan = JSON.parse(out);
  expect(plan).toMatchObject({ job: 'two materials', seed: 1, unplaced: [] });
  expect('seconds' in plan).toBe(false);
  expect(new Set(plan.patterns.map((p: { board: string }) => p.board))).toEqual(new Set(['W', 'O']));
  expect(err).toMatch(/^W: \d+ boards/);
  expect(err).toMatch(/yield/);
});

test('a move budget gives the same bytes on one and on several threads', async () => {
  // So many moves are made as several searches for each material.
  const few = { ...job, parts: [parts[0]!, parts[2]!].map((part) => ({ ...part, quantity: 2 })) };
  const many = ['--moves', '40000', '--seed', '7'];
  const two = await run(few, ...many, '--threads', '2');
  expect(two.code).toBe(0);
  expect(two.out).toBe((await run(few, ...many)).out);
});

test('with --out the plan is in the file and stdout stays empty', async () => {
  const { code, out } = await run(job, '--moves=5', '--out', 'plan.json', '--objective', 'cost');
  expect([code, out]).toEqual([0, '']);
  expect(JSON.parse(readFileSync(join(folder, 'plan.json'), 'utf8')).boardsUsed).toBeGreaterThan(0);
  expect((await run(job, '--moves', '5', '--out', 'missing/plan.json')).code).toBe(2);
});

test('with --svg each pattern is drawn: every part once, to scale', async () => {
  const { code, out } = await run(job, '--moves', '5', '--svg', 'drawings');
  expect(code).toBe(0);
  const { patterns } = JSON.parse(out) as { patterns: unknown[] };
  const files = readdirSync(join(folder, 'drawings')).sort();
  expect(files).toHaveLength(patterns.length);
  const drawn = files.map((file) => {
    const sheets = Number(/-x(\d+)\.svg$/.exec(file)![1]);
    const svg = readFileSync(join(folder, 'drawings', file), 'utf8');
    expect(svg).toContain('viewBox="0 0 2800 2070"');
    return sheets * svg.split('>side ').length - sheets;
  });
  expect(drawn.reduce((a, b) => a + b, 0)).toBe(18);
});

test('with --ptx and --dxf there is a saw file for each material and a drawing for each pattern', async () => {
  const { code, out, err } = await run(job, '--moves', '40', '--ptx', 'saw', '--dxf', 'dxf');
  expect(code).toBe(0);
  expect(readdirSync(join(folder, 'saw')).sort()).toEqual(['O.ptx', 'W.ptx']);
  expect(readdirSync(join(folder, 'dxf'))).toHaveLength(JSON.parse(out).patterns.length);
  expect(err).toMatch(/W\.ptx written, profile wide, untested on a machine/);
  // A size that the file cannot hold: the plan is there, the file is not, and the exit code says so.
  const fine = { ...job, parts: [{ id: 'lath', material: 'W', length: 700.05, width: 90, quantity: 2 }] };
  const refused = await run(fine, '--moves', '10', '--ptx', 'none');
  expect(refused.code).toBe(2);
  expect(refused.err).toMatch(/W\.ptx is not written: part lath: 700\.05 mm is finer/);
  expect(readdirSync(join(folder, 'none'))).toEqual([]);
});

test('with --choices there is a plan for fewest boards and one for least saw time, each valid, told beside each other', async () => {
  const { code, out, err } = await run(job, '--choices', 'good', '--moves', '600');
  expect([code, out]).toEqual([0, '']);
  const files = readdirSync(join(folder, 'good'));
  expect(
    err
      .trim()
      .split('\n')
      .map((line) => line.split(':')[0])
      .toSorted(),
  ).toEqual(files.toSorted());
  expect(files).toContain('W-1.plan.json');
  expect(files).toContain('O-1.plan.json');
  const plans = files
    .filter((name) => name.startsWith('W-'))
    .map((name) => JSON.parse(readFileSync(join(folder, 'good', name), 'utf8')));
  // None is beaten by the first: it has the fewest boards, the others take less time or have fewer patterns.
  for (const plan of plans) expect(plan.boardsUsed).toBeGreaterThanOrEqual(plans[0].boardsUsed);
  const refused = await run(job, '--choices', 'good', '--out', 'plan.json');
  expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('leave --out out') });
});

test('with --seconds the CPU time spent stands in the plan', async () => {
  const { code, out } = await run(job, '--seconds', '0.05');
  expect(code).toBe(0);
  expect(JSON.parse(out).seconds).toBeTypeOf('number');
});

test('stock that runs out gives the plan and exit code 3', async () => {
  const { code, out, err } = await run(
    { ...job, boards: [{ ...board, quantity: 1 }, boards[1]] },
    '--moves',
    '5',
  );
  expect(code).toBe(3);
  expect(JSON.parse(out).unplaced.length).toBeGreaterThan(0);
  expect(err).toMatch(/stock ran out: \d+ of (side|shelf)/);
});

test('a job that cannot be cut is refused with every reason, no plan and exit code 2', async () => {
  const { code, out, err } = await run({
    ...job,
    parts: [
      { ...parts[0], length: 2900 },
      { ...parts[1], width: 2900 },
    ],
  });
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain('part side (2900 x 560) is longer than every W board (2800 x 2070).');
  expect(err).toContain('part shelf (564 x 2900) is longer than every W board (2800 x 2070).');
  expect((await run('{')).code).toBe(2);
});

test.each([
  ['--seconds', '1', '--moves', '1'],
  ['--seconds', '-1'],
  ['--moves', '1.5'],
  ['--threads', '0'],
  ['--objective', 'waste'],
  ['--frobnicate', '1'],
  ['--seed'],
  ['--seed', '1', '--seed', '2'],
  ['another.json'],
])('the words %s %s %s are not understood: exit code 2 and the usage', async (...words) => {
  const { code, out, err } = await run(job, ...words);
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain('usage: tenon cut');
});

test('no job, or one that cannot be read, is exit code 2', async () => {
  const io = { stdout: () => {}, stderr: () => {}, cwd: folder };
  expect(await cut([], io)).toBe(2);
  expect(await cut(['missing.json'], io)).toBe(2);
});
