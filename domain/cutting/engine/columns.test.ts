import { expect, test } from 'vitest';
import { sampleJob } from '../sample-jobs.ts';
import { solveCutting } from '../solve.ts';
import { verifyPlan } from '../verify.ts';
import { makeCatalog } from './catalog.ts';
import { StripPricing } from './strip-pricing.ts';

/** Ten kinds of parts, dozens of each, on a saw of two stages that begins along the board. */
const repeating = (kerf: number, objective: 'boards' | 'cost', boards?: Record<string, unknown>[]) =>
  sampleJob(
    [
      [412, 233],
      [318, 276],
      [287, 144],
      [523, 201],
      [266, 262],
      [478, 158],
      [233, 187],
      [366, 318],
      [301, 129],
      [442, 247],
    ].map(([length, width], i) => ({ length, width, quantity: 30 + 3 * i })),
    {
      saw: { kerf, stages: 2, firstCut: 'y' },
      rest: { objective, offcut: { minLength: 600, minWidth: 300, value: 0 } },
      ...(boards ? { boards } : {}),
    },
  );

test.each([4.2])('repeating demand ends within one sheet of its own bound, kerf %s', (kerf) => {
  const job = repeating(kerf, 'boards');
  const plan = solveCutting(job, { seed: 1, budget: { moves: 45 } });
  expect(verifyPlan(job, plan)).toEqual([]);
  expect(plan.bound.method).toBe('column generation');
  expect(plan.boardsUsed).toBeLessThanOrEqual(plan.bound.boards + 1);
  // Patterns of a programme repeat: far fewer than sheets.
  expect(plan.patterns.length).toBeLessThan(plan.boardsUsed / 2);
});

test('boards of several sizes are weighed by their price', () => {
  const boards = [
    { id: 'A', length: 1000, width: 500, cost: 10 },
    { id: 'B', length: 1000, width: 640, cost: 12.8 },
    { id: 'C', length: 870, width: 560, cost: 9.744 },
  ];
  const cheapest = (ids: string): number => {
    const job = repeating(
      0,
      'cost',
      boards.filter((b) => ids.includes(b.id)),
    );
    const plan = solveCutting(job, { seed: 1, budget: { moves: 90 } });
    expect(verifyPlan(job, plan)).toEqual([]);
    return plan.cost;
  };
  const all = cheapest('ABC');
  for (const id of ['A', 'B', 'C']) expect(all).toBeLessThan(cheapest(id));
});

test('the heaviest pattern in strips is what trying all of them finds', () => {
  //  500 +-----+-----+-----+-+   3 x 330 + 2 x 4 = 998 in a strip of 240; two of them, 240 + 4 + 240 = 484
  //      | 330 | 330 | 330 | |   a strip of 490 would hold 490 x 310 three times (3 x 310 + 2 x 4 = 938) and is worth 3 x 3
  const job = sampleJob(
    [
      { length: 330, width: 240, grain: 'length', quantity: 9 },
      { length: 310, width: 490, grain: 'length', quantity: 9 },
    ],
    { saw: { stages: 2, firstCut: 'y' }, boards: [{ grain: 'length' }] },
  );
  const pricing = new StripPricing(makeCatalog(job, job.parts, job.boards), 'up', true);
  const best = (a: number, b: number, limits = [9, 9]) => pricing.best([a, b], limits)[0]?.value;
  expect(best(2, 3)).toBe(12);
  expect(best(1, 3)).toBe(9);
  expect(best(0, 0)).toBeUndefined();
  // One of the tall ones is left: it stands in the strip with two low ones, which are sized.
  expect(best(2, 3, [9, 1])).toBe(12);
  expect(best(1, 5, [9, 1])).toBe(7);
});
