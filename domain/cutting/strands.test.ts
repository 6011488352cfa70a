import { expect, test } from 'vitest';
import type { CutPlan } from './plan.ts';
import { sampleJob } from './sample-jobs.ts';
import { bestOfStrands, strandsOf } from './strands.ts';

const job = sampleJob([{ length: 400, width: 300, quantity: 2 }]);

/** A plan of which only its figures matter. */
const plan = (boardsUsed: number, cost: number, more: Partial<CutPlan> = {}): CutPlan => ({
  job: 'K',
  seed: 1,
  engine: '',
  seconds: null,
  boardsUsed,
  cost,
  sawSeconds: 100,
  yield: 0.5,
  bound: { boards: 1, proven: boardsUsed === 1, method: 'area' },
  patterns: [],
  unplaced: [],
  ...more,
});

test('moves are divided whole and by their number alone; seconds by the threads there are', () => {
  for (const threads of [1, 2, 7]) {
    const strands = strandsOf({ moves: 40_003 }, 5, threads);
    // 40,003 = 10,000 + 3 × 10,001
    expect(strands.map((s) => s.budget)).toEqual(
      [10_000, 10_001, 10_001, 10_001].map((moves) => ({ moves })),
    );
    expect(strands[0]!.seed).toBe(5);
    expect(new Set(strands.map((s) => s.seed)).size).toBe(4);
  }
  expect(strandsOf({ moves: 39_999 }, 5, 8)).toEqual([{ seed: 5, budget: { moves: 39_999 } }]);
  expect(strandsOf({ seconds: 10 }, 5, 4).map((s) => s.budget)).toEqual(new Array(4).fill({ seconds: 2.5 }));
});

test('the best strand wins by the objective, what is left out counts first, and the first of equals stays', () => {
  const short = plan(1, 5, {
    unplaced: [{ part: 'p1', quantity: 1 }],
    bound: { boards: 0, proven: false, method: 'none' },
  });
  expect(bestOfStrands(job, [short, plan(2, 20)]).boardsUsed).toBe(2);
  expect(bestOfStrands(job, [plan(2, 15), plan(1, 20)]).boardsUsed).toBe(1);
  expect(bestOfStrands({ ...job, objective: 'cost' }, [plan(2, 15), plan(1, 20)]).cost).toBe(15);
  const quick = plan(3, 30, { sawSeconds: 60 });
  expect(bestOfStrands({ ...job, objective: 'time' }, [plan(1, 20), quick]).sawSeconds).toBe(60);
  expect(bestOfStrands(job, [plan(2, 20, { seed: 1 }), plan(2, 20, { seed: 2 })]).seed).toBe(1);
  expect(() => bestOfStrands(job, [])).toThrow(RangeError);
});

test('what one strand proved holds for all, and for no plan of more sheets', () => {
  const proof = { boards: 2, proven: true, method: 'exhaustive builds' };
  const [cheap, proven] = [plan(2, 15), plan(2, 20, { bound: proof })];
  expect(bestOfStrands(job, [cheap, proven])).toMatchObject({ cost: 15, bound: proof });
  const byCost = { ...job, objective: 'cost' as const };
  expect(bestOfStrands(byCost, [plan(3, 15), proven]).bound).toEqual({ ...proof, proven: false });
});
