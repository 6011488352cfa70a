import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hmm } from '#domain/kernel/units.ts';
import { leavesOf, type PlanNode } from './plan.ts';
import { readJob } from './read-job.ts';
import { anyJob } from './sample-jobs.ts';
import { workOf } from './saw-time.ts';
import { solveCutting } from './solve.ts';
import { describeStep, stepsOf } from './steps.ts';

const n = (x: number, y: number, length: number, width: number, more: Partial<PlanNode> = {}): PlanNode => ({
  x: hmm(x),
  y: hmm(y),
  length: hmm(length),
  width: hmm(width),
  ...more,
});

test('strips come off from wide to narrow, then each is cut across; the offcut has its name when it falls', () => {
  //  500 +------------------------+   kerf 4
  //      |   offcut 1000 x 292    |
  //  208 +-----------+------------+
  //      |  b 100    | strip S2   |   the plan has the narrow strip below; the saw takes the wide one first
  //  104 +-----+-----+------------+
  //      |  a  |  a  |  waste     |   S1 is 100 wide … both strips are told by what they hold
  //    0 +-----+-----+------------+
  const lower = n(0, 0, 1000, 96, {
    cut: 'x',
    children: [n(0, 0, 200, 96, { part: 'a' }), n(204, 0, 300, 96, { part: 'c' }), n(508, 0, 492, 96)],
  });
  const upper = n(0, 100, 1000, 104, { cut: 'x', children: [n(0, 100, 998, 104, { part: 'b' })] });
  const root = n(0, 0, 1000, 500, {
    cut: 'y',
    children: [lower, upper, n(0, 208, 1000, 292, { offcut: true })],
  });
  const { steps, pieces } = stepsOf(root);
  expect(steps.map(describeStep)).toEqual([
    '1 rip sheet at 104 mm (1000 mm long): S1 (1000 x 104)',
    '2 rip sheet at 96 mm (1000 mm long): S2 (1000 x 96), O1 (1000 x 292)',
    '3 cross S1 at 998 mm (104 mm long): b',
    '4 cross S2 at 300 mm (96 mm long): c',
    '5 cross S2 at 200 mm (96 mm long): a, waste',
  ]);
  expect(pieces.map((p) => (p.kind === 'part' ? p.part : p.kind))).toEqual([
    'offcut',
    'b',
    'c',
    'a',
    'waste',
  ]);
});

test('a first cut across the board is a head cut, a later change of direction a recut', () => {
  const inner = n(0, 0, 400, 500, {
    cut: 'y',
    children: [
      n(0, 0, 400, 200, {
        cut: 'x',
        children: [n(0, 0, 100, 200, { part: 'a' }), n(104, 0, 296, 200, { part: 'b' })],
      }),
      n(0, 204, 400, 296),
    ],
  });
  const root = n(0, 0, 1000, 500, { cut: 'x', children: [inner, n(404, 0, 596, 500, { part: 'c' })] });
  expect(stepsOf(root).steps.map((s) => s.kind)).toEqual(['head', 'cross', 'recut']);
});

test('a run keeps the order of the plan', () => {
  const root = n(0, 0, 608, 200, {
    cut: 'x',
    children: [n(0, 0, 200, 200, { part: 'f1' }), n(204, 0, 404, 200, { part: 'f2' })],
  });
  const order = (keep: boolean) => stepsOf(root, () => keep).pieces.map((p) => p.kind === 'part' && p.part);
  expect(order(true)).toEqual(['f1', 'f2']);
  expect(order(false)).toEqual(['f2', 'f1']);
});

test('every leaf of any plan falls once, and there are as many steps as saw lines', () => {
  fc.assert(
    fc.property(anyJob, (json) => {
      const read = readJob(json);
      if (!read.ok) return;
      for (const { root } of solveCutting(read.value, { seed: 1, budget: { moves: 3 } }).patterns) {
        const { steps, pieces } = stepsOf(root);
        expect(steps.length).toBe(workOf(root).cuts);
        const parts = (list: Iterable<{ part?: string }>): string[] =>
          [...list].flatMap((l) => l.part ?? []).sort();
        expect(parts(pieces as { part?: string }[])).toEqual(parts(leavesOf(root)));
        expect(pieces.length).toBe([...leavesOf(root)].length);
      }
    }),
    { numRuns: 60, seed: 11 },
  );
});
