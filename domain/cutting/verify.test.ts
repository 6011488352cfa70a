import { expect, test } from 'vitest';
import type { Hmm } from '#domain/kernel/units.ts';
import { figuresOf, type CutPlan, type PlanNode } from './plan.ts';
import { sampleJob } from './sample-jobs.ts';
import { verifyPlan } from './verify.ts';

const h = (mm: number): Hmm => Math.round(mm * 100) as Hmm;
const n = (x: number, y: number, length: number, width: number, more: Partial<PlanNode> = {}): PlanNode => ({
  x: h(x),
  y: h(y),
  length: h(length),
  width: h(width),
  ...more,
});

const saw = { stages: 2, firstCut: 'y', minLast: 50, maxCut: 1000 };
const parts = [
  { id: 'a', length: 300, width: 200, quantity: 2, grain: 'length' },
  { id: 'b', length: 250, width: 100, grain: 'length' },
];
const rest = { offcut: { minLength: 200, minWidth: 200, value: 0.5 } };
const job = sampleJob(parts, { saw, boards: [{ grain: 'length', quantity: 1 }], rest });

//  500 +----------------------------+   kerf 4, first cut y, two stages and the sizing cut for b
//      |      offcut 1000 x 296     |
//  204 +--------+--------+----------+
//      |        |        | waste    |
//      |   a    |   a    |---+      |   b is sized from 200 to 100
//    0 +--------+--------+-b-+------+
function root(): PlanNode {
  const sized = n(608, 0, 250, 200, {
    cut: 'y',
    children: [n(608, 0, 250, 100, { part: 'b' }), n(608, 104, 250, 96)],
  });
  const strip = n(0, 0, 1000, 200, {
    cut: 'x',
    children: [
      n(0, 0, 300, 200, { part: 'a' }),
      n(304, 0, 300, 200, { part: 'a' }),
      sized,
      n(862, 0, 138, 200),
    ],
  });
  return n(0, 0, 1000, 500, { cut: 'y', children: [strip, n(0, 204, 1000, 296, { offcut: true })] });
}

function faultsOf(change: (root: PlanNode, plan: CutPlan) => void, of = job, figures = true): string {
  const tree = root();
  const plan: CutPlan = {
    job: 'sample',
    seed: 1,
    engine: 'test',
    seconds: null,
    boardsUsed: 0,
    cost: 0,
    sawSeconds: 0,
    yield: 0,
    bound: { boards: 1, proven: true, method: 'test' },
    patterns: [{ board: 'B', repeat: 1, root: tree }],
    unplaced: [],
  };
  change(tree, plan);
  if (figures && plan.patterns.every((p) => p.board === 'B'))
    Object.assign(plan, figuresOf(of, plan.patterns));
  return verifyPlan(of, plan).join(' | ');
}
const strip = (tree: PlanNode): PlanNode => tree.children![0]!;

test('a sound plan has no fault', () => {
  expect(faultsOf(() => {})).toBe('');
});

test.each<[string, RegExp, (root: PlanNode, plan: CutPlan) => void]>([
  ['a root that is not the board after its trims', /root is not the board/, (r) => (r.width = h(499))],
  [
    'neighbours closer than a kerf',
    /starts at 303, expected 304/,
    (r) => (strip(r).children![1]!.x = h(303)),
  ],
  ['a child that does not span its parent', /does not span/, (r) => (strip(r).children![0]!.width = h(199))],
  ['children that reach beyond', /beyond it/, (r) => (strip(r).children![3]!.length = h(139))],
  ['material that belongs to no child', /belong to no child/, (r) => strip(r).children!.pop()],
  [
    'a part of another size',
    /part a \(300 x 200\) is cut 250 x 100/,
    (r) => (strip(r).children![2]!.children![0]!.part = 'a'),
  ],
  ['a part against its grain', /against its grain/, (r) => (strip(r).children![0]!.rotated = true)],
  ['an unknown part', /unknown part z/, (r) => (strip(r).children![0]!.part = 'z')],
  [
    'a part that was forgotten',
    /part a: 1 cut and 0 unplaced of 2/,
    (r) => delete strip(r).children![0]!.part,
  ],
  ['an unknown board', /unknown board C/, (_, p) => (p.patterns[0]!.board = 'C')],
  ['more boards than in stock', /board B: 2 used of 1/, (_, p) => (p.patterns[0]!.repeat = 2)],
  ['half a repeat', /repeat 0.5/, (_, p) => (p.patterns[0]!.repeat = 0.5)],
  ['an offcut too small', /too small to keep/, (r) => (strip(r).children![3]!.offcut = true)],
  ['a cut node that is a part as well', /cannot be a part/, (r) => (strip(r).part = 'a')],
  ['a bound above the plan', /lower bound 2 above 1/, (_, p) => (p.bound.boards = 2)],
  ['a proof that is none', /says proven/, (_, p) => (p.bound.boards = 0)],
  ['a length finer than 0.01 mm', /no whole 0.01 mm/, (r) => (r.children![1]!.x = 0.5 as Hmm)],
])('%s is found', (_, fault, change) => {
  expect(faultsOf(change)).toMatch(fault);
});

test.each<[string, RegExp, Record<string, unknown>]>([
  ['the first cut', /first cut along y, wanted x/, { firstCut: 'x' }],
  ['the stages', /^$/, { stages: 2 }],
  ['the narrowest last part', /^$/, { minLast: 100 }],
  ['the longest cut', /1000 mm long, the saw can do 999.99/, { maxCut: 999.99, firstCut: 'any' }],
])('the saw’s limit for %s is kept', (_, fault, change) => {
  const other = sampleJob(parts, {
    saw: { ...saw, maxCut: null, ...change },
    boards: [{ grain: 'length', quantity: 1 }],
    rest,
  });
  expect(faultsOf(() => {}, other)).toMatch(fault);
});

test('a cut without children is found', () => {
  expect(faultsOf((tree) => (strip(tree).children = []), job, false)).toMatch(/a cut without children/);
});

test('a third stage that is more than sizing is found', () => {
  const twoInSized = (tree: PlanNode): void => {
    const sized = strip(tree).children![2]!;
    sized.children![1] = n(608, 104, 250, 96, {
      cut: 'x',
      children: [n(608, 104, 100, 96), n(712, 104, 146, 96)],
    });
  };
  expect(faultsOf(twoInSized)).toMatch(/a cut in stage 3, allowed are 2/);
});

test('a last part too narrow for the clamps is found, with waste behind it it is not', () => {
  const last = (tree: PlanNode): void => {
    strip(tree).children!.splice(2, 2, n(608, 0, 392, 200, { cut: 'y', children: [n(608, 0, 392, 200)] }));
    strip(tree).children![2] = n(608, 0, 392, 200, { part: 'b' });
  };
  const tight = sampleJob(parts, {
    saw: { ...saw, minLast: 393 },
    boards: [{ grain: 'length', quantity: 1 }],
    rest,
  });
  expect(faultsOf(last, tight)).toMatch(/its last part is 392 mm, the clamps need 393/);
  expect(faultsOf(() => {}, tight)).not.toMatch(/clamps/);
});

test('figures that do not come out of the patterns are found', () => {
  const wrong = faultsOf(
    (_, plan) => Object.assign(plan, { boardsUsed: 3, cost: 1, sawSeconds: 1, yield: 1 }),
    job,
    false,
  );
  expect(wrong).toMatch(/says 3 boards, has 1 .*says 1 saw seconds.*says cost 1.*says yield 1/);
});

test('a part may be unplaced only when no board is left that holds it', () => {
  const drop = (tree: PlanNode, plan: CutPlan): void => {
    delete strip(tree).children![0]!.part;
    plan.unplaced = [{ part: 'a', quantity: 1 }];
    plan.bound = { boards: 0, proven: false, method: 'none' };
  };
  expect(faultsOf(drop)).toBe('');
  const more = sampleJob(parts, { saw, boards: [{ grain: 'length', quantity: 2 }], rest });
  expect(faultsOf(drop, more)).toMatch(/part a is unplaced though board B is left/);
});

test('a run out of order, apart or at another height is found', () => {
  const members = [1, 2].map((position) => ({
    id: `f${position}`,
    length: 300,
    width: 200,
    grain: 'length',
    group: 'G',
    position,
  }));
  const run = sampleJob(members, { boards: [{ grain: 'length' }], rest });
  const tree = (first: string, second: string, gap: number): PlanNode =>
    n(0, 0, 1000, 500, {
      cut: 'y',
      children: [
        n(0, 0, 1000, 200, {
          cut: 'x',
          children: [
            n(0, 0, 300, 200, { part: first }),
            ...(gap > 4 ? [n(304, 0, gap - 8, 200)] : []),
            n(300 + gap, 0, 300, 200, { part: second }),
            n(604 + gap, 0, 396 - gap, 200),
          ],
        }),
        n(0, 204, 1000, 296),
      ],
    });
  const faults = (root: PlanNode): string =>
    faultsOf((_, plan) => (plan.patterns = [{ board: 'B', repeat: 1, root }]), run);
  expect(faults(tree('f1', 'f2', 4))).toBe('');
  expect(faults(tree('f2', 'f1', 4))).toMatch(/f1 comes after f2/);
  expect(faults(tree('f1', 'f2', 50))).toMatch(/not one kerf apart/);
  const halves = (part: string): PlanNode =>
    n(0, 0, 1000, 500, {
      cut: 'y',
      children: [
        n(0, 0, 1000, 200, { cut: 'x', children: [n(0, 0, 300, 200, { part }), n(304, 0, 696, 200)] }),
        n(0, 204, 1000, 296),
      ],
    });
  const apart = faultsOf(
    (_, plan) => (plan.patterns = ['f1', 'f2'].map((f) => ({ board: 'B', repeat: 1, root: halves(f) }))),
    run,
  );
  expect(apart).toMatch(/group G: 1 of 2 parts on this sheet/);
});
