import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lowerBoundMinutes } from './bound.ts';
import { compileInstance } from './compile.ts';
import type { Instance } from './instance.ts';
import { shopInstance } from './read-shop.ts';
import { seededRandom } from './random.ts';
import { smallShop, step } from './test-instances.ts';

const boundOf = (instance: Instance) =>
  lowerBoundMinutes(compileInstance(instance, { lots: 'most', released: new Set() }));

test('three jobs through one machine with tails: the machine’s work and the least tail', () => {
  // m0 |10|10|10|, then m1 5 each: nobody can end before 30 + 5
  const operations = [0, 1, 2].flatMap((j) => [
    { id: `${j}.0`, order: String(j), after: [], alternatives: [{ machine: '0', minutes: 10 }] },
    { id: `${j}.1`, order: String(j), after: [`${j}.0`], alternatives: [{ machine: '1', minutes: 5 }] },
  ]);
  expect(boundOf(shopInstance('x', 2, ['0', '1', '2'], operations))).toBe(35);
});

test('work that can only run on two machines is shared out at best evenly', () => {
  const operations = [0, 1, 2].map((j) => ({
    id: `${j}`,
    order: '0',
    after: [],
    alternatives: [
      { machine: '0', minutes: 7 },
      { machine: '1', minutes: 7 },
    ],
  }));
  expect(boundOf(shopInstance('x', 2, ['0'], operations))).toBe(11); // ⌈21 ÷ 2⌉
});

test('an order that cannot be in time even alone is late by that much', () => {
  const shop = smallShop({
    resources: [{ id: 'edge', kind: 'machine', group: 'EDGE', calendar: 'day' }],
    orders: [{ id: 'A', due: 500, weight: 3 }],
    operations: [step('a', 'A', 'EDGE', 30)], // 08:00 = 480 to 510
  });
  expect(boundOf(shop)).toBe(30);
});

/** Best makespan over every order of dispatching: enough operations for the bound to matter, few enough to try all. */
function bestByTrying(jobs: { machine: number; minutes: number }[][]): number {
  const at = jobs.map(() => 0);
  const ready = jobs.map(() => 0);
  const free: number[] = [0, 0, 0];
  let best = Infinity;
  const go = (makespan: number): void => {
    if (makespan >= best) return;
    let done = true;
    jobs.forEach((job, j) => {
      const op = job[at[j]!];
      if (!op) return;
      done = false;
      const [oldReady, oldFree] = [ready[j]!, free[op.machine]!];
      const end = Math.max(oldReady, oldFree) + op.minutes;
      at[j]!++;
      ready[j] = free[op.machine] = end;
      go(Math.max(makespan, end));
      at[j]!--;
      [ready[j], free[op.machine]] = [oldReady, oldFree];
    });
    if (done) best = makespan;
  };
  go(0);
  return best;
}

test('the bound never exceeds the true optimum of small job shops, and often meets it', () => {
  let met = 0;
  fc.assert(
    fc.property(fc.nat(1e9), (seed) => {
      const random = seededRandom(seed);
      const jobs = [0, 1, 2].map(() =>
        Array.from({ length: 1 + random.below(3) }, () => ({
          machine: random.below(3),
          minutes: 1 + random.below(20),
        })),
      );
      const operations = jobs.flatMap((job, j) =>
        job.map(({ machine, minutes }, k) => ({
          id: `${j}.${k}`,
          order: `${j}`,
          after: k > 0 ? [`${j}.${k - 1}`] : [],
          alternatives: [{ machine: `${machine}`, minutes }],
        })),
      );
      const bound = boundOf(shopInstance('x', 3, ['0', '1', '2'], operations));
      const best = bestByTrying(jobs);
      expect(bound).toBeLessThanOrEqual(best);
      if (bound === best) met++;
    }),
    { numRuns: 300 },
  );
  expect(met).toBeGreaterThan(150);
});
