import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hmm } from '#domain/kernel/units.ts';
import { solveCutting } from '#domain/cutting/solve.ts';
import { verifyPlan } from '#domain/cutting/verify.ts';
import { booksOf, cuttingJob } from './cutting-job.ts';
import { drawNode, drawSteps } from './drawing.ts';
import {
  kindOf,
  nameParts,
  offcutsOn,
  partsOn,
  withKept,
  withKinds,
  type CuttablePart,
} from './sheet-pattern.ts';
import { shapesOf, stepOfPieces } from './ui/sheet-marks.ts';

const rules = {
  kerf: hmm(4.4),
  trim: hmm(10),
  bookHeight: hmm(75),
  offcutLength: hmm(600),
  offcutWidth: hmm(300),
  offcutValuePercent: 30,
  hourRate: 52,
};
const material = { code: 'W18', thickness: hmm(18), grain: 'none' as const };
const board = { id: 'W18', length: hmm(2800), width: hmm(2070), quantity: null, cost: 55.06, offcut: false };
const part = (
  code: string,
  length: number,
  width: number,
  grain: CuttablePart['grain'] = 'none',
): CuttablePart => ({
  code,
  cutLength: hmm(length),
  cutWidth: hmm(width),
  grain,
});
const solved = (parts: readonly CuttablePart[]) => {
  const job = cuttingJob({ name: 'B-1', material, parts, boards: [board], rules, objective: 'boards' });
  return { job, plan: solveCutting(job, { seed: 1, budget: { moves: 3 } }) };
};
const rootsOf = (plan: ReturnType<typeof solved>['plan']) =>
  plan.patterns.flatMap((pattern) => Array.from({ length: pattern.repeat }, () => pattern.root));

const someParts = fc.array(
  fc.record({
    length: fc.integer({ min: 60, max: 2000 }),
    width: fc.integer({ min: 60, max: 1200 }),
    count: fc.integer({ min: 1, max: 4 }),
  }),
  { minLength: 1, maxLength: 8 },
);

test('parts of one size and grain are one kind; another grain is another kind', () => {
  expect(kindOf(part('a', 720, 559.5))).toBe(kindOf(part('b', 720, 559.5)));
  expect(kindOf(part('a', 720, 559.5, 'length'))).not.toBe(kindOf(part('b', 720, 559.5)));
});

test('every part of a plan gets exactly one place, and the tree with kinds again is the tree the engine gave', () => {
  fc.assert(
    fc.property(someParts, (sizes) => {
      let n = 0;
      const parts = sizes.flatMap(({ length, width, count }) =>
        Array.from({ length: count }, () => part(`K1-${++n}`, length, width)),
      );
      const { job, plan } = solved(parts);
      expect(verifyPlan(job, plan)).toEqual([]);
      const roots = rootsOf(plan);
      const named = nameParts(roots, parts);
      expect(named.flatMap(partsOn).sort()).toEqual(parts.map((one) => one.code).sort());
      const kinds = new Map(parts.map((one) => [one.code, kindOf(one)]));
      expect(named.map((node) => withKinds(node, kinds))).toEqual(roots);
    }),
    { numRuns: 25 },
  );
});

test('what is most urgent lies on the first sheet that holds its kind', () => {
  // Two sheets of one part each: the urgent one comes first.
  const parts = [part('urgent', 2700, 1900), part('later', 2700, 1900)];
  const named = nameParts(rootsOf(solved(parts).plan), parts);
  expect(named.map(partsOn)).toEqual([['urgent'], ['later']]);
});

test('a plan that holds more parts than there are is a bug, not a silent blank', () => {
  const parts = [part('a', 700, 500), part('b', 700, 500)];
  expect(() => nameParts(rootsOf(solved(parts).plan), parts.slice(1))).toThrow(/more parts of 700x500/);
});

test('offcuts get their names in the order they were put away', () => {
  const [root] = nameParts(rootsOf(solved([part('a', 720, 559.5)]).plan), [part('a', 720, 559.5)]);
  const kept = offcutsOn(root!).map((_, i) => ({ code: `OFF-${i}`, rack: 'B' }));
  expect(kept.length).toBeGreaterThan(0);
  expect(offcutsOn(withKept(root!, [...kept])).map((leaf) => leaf.kept)).toEqual(kept);
});

test('the drawing numbers every piece that the step list frees', () => {
  fc.assert(
    fc.property(someParts, (sizes) => {
      let n = 0;
      const parts = sizes.map(({ length, width }) => part(`K1-${++n}`, length, width));
      for (const node of nameParts(rootsOf(solved(parts).plan), parts)) {
        const drawn = drawNode(node);
        const steps = drawSteps(node);
        const freed = stepOfPieces(drawn, steps);
        expect(freed.size).toBe(steps.flatMap((step) => step.falls).length);
        expect(shapesOf(drawn).leaves.filter((leaf) => leaf.part !== undefined)).toHaveLength(
          partsOn(node).length,
        );
      }
    }),
    { numRuns: 25 },
  );
});

test('equal sheets go into books as high as the saw takes', () => {
  expect(booksOf(5, 4)).toEqual([4, 1]);
  expect(booksOf(4, 4)).toEqual([4]);
  expect(booksOf(3, 1)).toEqual([1, 1, 1]);
});
