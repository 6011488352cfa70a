import { expect, test } from 'vitest';
import { must } from '#domain/kernel/result.ts';
import { hmm, type Hmm } from '#domain/kernel/units.ts';
import { figuresOf, mergeEqual, writePlan, type PlanNode } from './plan.ts';
import { readJob } from './read-job.ts';
import { sampleJob } from './sample-jobs.ts';
import { sawSecondsOf, sheetsPerCycle, workOf } from './saw-time.ts';

const n = (x: number, y: number, length: number, width: number, more: Partial<PlanNode> = {}): PlanNode => ({
  x: hmm(x),
  y: hmm(y),
  length: hmm(length),
  width: hmm(width),
  ...more,
});

/** The example of the contract: two sides of 720 x 559.5 from one board, the upper part of the board kept. */
const job = must(
  readJob({
    name: 'K-1042 kitchen',
    saw: { kerf: 4.2, bookHeight: 75, hourRate: 52 },
    offcut: { minLength: 600, minWidth: 300, value: 0.3 },
    objective: 'cost',
    boards: [
      {
        id: 'W18',
        material: 'W18',
        thickness: 18,
        length: 2800,
        width: 2070,
        quantity: null,
        cost: 55.06,
        grain: 'none',
      },
    ],
    parts: [{ id: 'side', material: 'W18', length: 720, width: 559.5, quantity: 2, grain: 'none' }],
  }),
);
const root = n(10, 10, 2780, 2050, {
  cut: 'y',
  children: [
    n(10, 10, 2780, 559.5, {
      cut: 'x',
      children: [
        n(10, 10, 720, 559.5, { part: 'side' }),
        n(734.2, 10, 720, 559.5, { part: 'side' }),
        n(1458.4, 10, 1331.6, 559.5),
      ],
    }),
    n(10, 573.7, 2780, 1486.3, { offcut: true }),
  ],
});

test('the figures of the contract’s example come out as written there', () => {
  // Cuts: 1 of 2.78 m, 2 of 0.5595 m = 3.899 m; ÷ 0.5 m/s + ÷ 1 m/s = 11.697 s; 3 × 6 s; one turn 20 s; cycle 60 s; 2 × 4 s.
  const figures = figuresOf(job, [{ board: 'W18', repeat: 1, root }]);
  expect(figures.sawSeconds).toBeCloseTo(11.697 + 18 + 20 + 60 + 8, 9);
  expect(figures.sawSeconds.toFixed(1)).toBe('117.7');
  // 55.06 + 117.697 ÷ 3600 × 52 − 0.3 × 55.06 × (2780 × 1486.3) ÷ (2800 × 2070)
  expect(figures.cost.toFixed(2)).toBe('44.98');
  expect(figures.yield.toFixed(3)).toBe('0.139');
});

test('equal sheets are sawn in stacks, a stack more only when the table is full', () => {
  // 75 mm of book ÷ 18 mm = 4 sheets a cycle: 4 sheets take one cycle, 5 take two; the parts’ seconds count for each.
  const seconds = (repeat: number): number => sawSecondsOf(root, repeat, 18_00, job.saw);
  expect(seconds(4) - seconds(1)).toBeCloseTo(3 * 8, 9);
  expect(seconds(5) - seconds(4)).toBeCloseTo(109.697 + 8, 3);
  expect(sheetsPerCycle(100_00, job.saw)).toBe(1);
});

test('a first cut across the board is a head cut only when more than one strip follows', () => {
  const strip = (x: number): PlanNode => n(x, 0, 100, 500, { part: 'p' });
  const board = (children: PlanNode[]): PlanNode => n(0, 0, 1000, 500, { cut: 'x', children });
  expect(workOf(board([strip(0), n(104, 0, 896, 500)])).headCuts).toBe(0);
  expect(workOf(board([strip(0), strip(104), n(208, 0, 792, 500)])).headCuts).toBe(1);
});

test('dust behind the last child costs a cut of its own', () => {
  const node = (length: number): PlanNode =>
    n(0, 0, length, 500, { cut: 'x', children: [n(0, 0, 100, 500, { part: 'p' })] });
  expect(workOf(node(100)).cuts).toBe(0);
  expect(workOf(node(103))).toMatchObject({ cuts: 1, metres: 0.5 });
});

test('the written plan is the contract’s JSON, and leaves time out under a move budget', () => {
  const plan = {
    job: job.name,
    seed: 1,
    engine: '1.0.0',
    seconds: 2.04,
    ...figuresOf(job, [{ board: 'W18', repeat: 1, root }]),
    bound: { boards: 1, proven: true, method: 'kerf-aware area' },
    patterns: [{ board: 'W18', repeat: 1, root }],
    unplaced: [],
  };
  const written = JSON.parse(JSON.stringify(writePlan(plan)));
  expect(written).toMatchObject({
    seconds: 2,
    boardsUsed: 1,
    cost: 44.98,
    sawSeconds: 117.7,
    yield: 0.139,
    unplaced: [],
  });
  expect(written.patterns[0].root.children[0].children[1]).toEqual({
    x: 734.2,
    y: 10,
    length: 720,
    width: 559.5,
    part: 'side',
  });
  expect(written.patterns[0].root.children[1]).toEqual({
    x: 10,
    y: 573.7,
    length: 2780,
    width: 1486.3,
    offcut: true,
  });
  expect(Object.keys(written)).not.toContain('sheetCost');
  expect('seconds' in writePlan({ ...plan, seconds: null })).toBe(false);
});

test('equal patterns become one, patterns on other boards do not', () => {
  const of = (board: string, repeat: number) => ({ board, repeat, root });
  expect(mergeEqual([of('A', 1), of('B', 1), of('A', 2)]).map((p) => [p.board, p.repeat])).toEqual([
    ['A', 3],
    ['B', 1],
  ]);
});

test('a board without a price costs its area in m²', () => {
  const free = sampleJob([{ length: 100, width: 100 }], { boards: [{ cost: null }] });
  expect(free.boards[0]!.cost).toBe((1000_00 * 500_00) / 1e10);
  const whole: PlanNode = { x: 0 as Hmm, y: 0 as Hmm, length: hmm(1000), width: hmm(500) };
  expect(figuresOf(free, [{ board: 'B', repeat: 2, root: whole }]).sheetCost).toBe(1);
});
