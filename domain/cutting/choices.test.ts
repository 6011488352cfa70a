import { expect, test } from 'vitest';
import { solveChoices } from './choices.ts';
import { sampleJob } from './sample-jobs.ts';
import { solveCutting } from './solve.ts';
import { verifyPlan } from './verify.ts';

// Book height 72 mm = four sheets of 18 mm. Twelve kinds of parts, four to ten of each.
const job = sampleJob(
  Array.from({ length: 12 }, (_, i) => ({
    length: 190 + 37 * i,
    width: 110 + ((23 * i) % 170),
    quantity: 4 + ((5 * i) % 7),
  })),
  { saw: { bookHeight: 72 }, rest: { objective: 'time' } },
);
const choices = (seed: number) => solveChoices(job, { seed, budget: () => ({ moves: 600 }) });

test('no plan beats another in boards, saw time and patterns at once, and each can be cut', () => {
  for (const seed of [1, 2]) {
    const plans = choices(seed);
    expect(plans.length).toBeGreaterThan(0);
    for (const plan of plans) {
      expect(verifyPlan(job, plan)).toEqual([]);
      for (const other of plans) {
        if (other === plan) continue;
        const worse =
          plan.boardsUsed > other.boardsUsed ||
          plan.sawSeconds > other.sawSeconds ||
          plan.patterns.length > other.patterns.length;
        const better =
          plan.boardsUsed < other.boardsUsed ||
          plan.sawSeconds < other.sawSeconds ||
          plan.patterns.length < other.patterns.length;
        expect(worse && better).toBe(true);
      }
    }
  }
});

test('stacks of equal sheets: fewer patterns and less saw time than a search for boards alone', () => {
  const fewest = solveCutting({ ...job, objective: 'boards' }, { seed: 1, budget: { moves: 600 } });
  const plans = choices(1);
  const stacked = plans.at(-1)!;
  expect(plans[0]!.boardsUsed).toBeLessThanOrEqual(fewest.boardsUsed);
  expect(stacked.patterns.length).toBeLessThanOrEqual(0.7 * stacked.boardsUsed);
  expect(stacked.sawSeconds).toBeLessThan(0.8 * fewest.sawSeconds);
});

test('the same seed and moves give the same plans', () => {
  expect(choices(3)).toEqual(choices(3));
});
