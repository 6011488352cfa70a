import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkInstance } from './check-instance.ts';
import type { Instance, ScheduledOperation } from './instance.ts';
import { solveSchedule } from './solve.ts';
import { randomInstance, smallShop, step } from './test-instances.ts';
import { verifySchedule } from './verify.ts';

const solve = (instance: Instance, moves = 60) => solveSchedule(instance, { seed: 1, budget: { moves } });
const rowOf = (rows: readonly ScheduledOperation[], id: string): ScheduledOperation =>
  rows.find((r) => r.operation === id)!;

// saw   |A 30|B 50     |
// edge       |A 20|    |B 10|        B has time, A does not
//       0    30   50   80   90
const two = smallShop({
  orders: [
    { id: 'A', due: 50, weight: 1 },
    { id: 'B', due: 500, weight: 1 },
  ],
  operations: [
    step('a1', 'A', 'SAW', 30),
    step('a2', 'A', 'EDGE', 20, { after: ['a1'] }),
    step('b1', 'B', 'SAW', 50),
    step('b2', 'B', 'EDGE', 10, { after: ['b1'] }),
  ],
});

test('the order that is due first goes first, and the plan is proven when nothing is late', () => {
  const plan = solve(two);
  expect(plan.rows.map((r) => [r.operation, r.start, r.end])).toEqual([
    ['a1', 0, 30],
    ['a2', 30, 50],
    ['b1', 30, 80],
    ['b2', 80, 90],
  ]);
  expect(plan.figures.value).toBe(0);
  expect([plan.proven, plan.lowerBound]).toEqual([true, 0]);
});

// saw  |set-up 5|red 10|red 10|set-up 6|blue 10|      two set-ups instead of three
test('equal families go together when no order suffers', () => {
  const plan = solve(
    smallShop({
      changeovers: [{ id: 'material', kind: 'flat', first: 5, same: 0, minutes: 6 }],
      resources: [{ id: 'saw', kind: 'machine', group: 'SAW', calendar: 'always', changeover: 'material' }],
      orders: ['A', 'B', 'C'].map((id) => ({ id, due: 1000, weight: 1 })),
      operations: [0, 1, 0].map((family, i) =>
        step(`x${i}`, 'ABC'[i]!, 'SAW', 10, { families: { material: family } }),
      ),
    }),
  );
  expect(plan.figures.changeoverMinutes).toBe(11);
  expect(plan.figures.makespan).toBe(41);
});

// edge |....8  A 400 min  14:40|B 80 16:00|  night  |8:00 B 40|
test('an operation pauses over the night, but never over another operation', () => {
  const shop = smallShop({
    resources: [{ id: 'edge', kind: 'machine', group: 'EDGE', calendar: 'day' }],
    orders: [
      { id: 'A', due: 880, weight: 9 },
      { id: 'B', due: 900, weight: 1 },
    ],
    operations: [step('a', 'A', 'EDGE', 400), step('b', 'B', 'EDGE', 120)],
  });
  const { rows } = solve(shop);
  expect([rowOf(rows, 'a').start, rowOf(rows, 'a').end]).toEqual([480, 880]);
  expect([rowOf(rows, 'b').start, rowOf(rows, 'b').end]).toEqual([880, 1440 + 520]);
});

test('drying passes on the clock while the factory is closed', () => {
  const shop = smallShop({
    resources: [{ id: 'edge', kind: 'machine', group: 'EDGE', calendar: 'day' }],
    orders: [{ id: 'A', weight: 1 }],
    operations: [step('dry', 'A', 'EDGE', 600, { elapsed: true })],
  });
  expect(rowOf(solve(shop).rows, 'dry')).toMatchObject({ start: 480, end: 1080 }); // beyond closing at 960
});

test('a pinned start is kept and what fits before it goes before it', () => {
  const pins = [
    { subject: 'b1', constraint: 'start', value: 35, reason: 'operator on break', event: 'e1' },
  ] as const;
  const { rows, conflicts } = solve({ ...two, pins });
  expect(rowOf(rows, 'b1').start).toBe(35);
  expect(rowOf(rows, 'a1').start).toBe(0);
  expect(conflicts).toEqual([]);
});

test('what does not fit before a pinned start goes behind it', () => {
  const pins = [{ subject: 'b1', constraint: 'start', value: 20, reason: 'wish', event: 'e1' }] as const;
  const { rows, conflicts } = solve({ ...two, pins });
  expect([rowOf(rows, 'b1').start, rowOf(rows, 'a1').start]).toEqual([20, 70]); // a1 takes 30, only 20 are free
  expect(conflicts).toEqual([]);
});

test('a pinned start that the predecessor cannot meet is reported with where it went', () => {
  const pins = [{ subject: 'a2', constraint: 'start', value: 10, reason: 'wish', event: 'e1' }] as const;
  const { rows, conflicts } = solve({ ...two, pins });
  expect(rowOf(rows, 'a2').start).toBe(30);
  expect(conflicts).toEqual([{ code: 'pin_start_missed', operation: 'a2', wanted: 10, got: 30 }]);
});

test('machine, not-before and after pins hold', () => {
  const shop = {
    ...two,
    resources: [...two.resources, { id: 'saw2', kind: 'machine', group: 'SAW', calendar: 'always' } as const],
    pins: [
      { subject: 'a1', constraint: 'machine', value: 'saw2', reason: 'r', event: 'e1' },
      { subject: 'a1', constraint: 'not-before', value: 15, reason: 'r', event: 'e2' },
      { subject: 'b1', constraint: 'after', value: 'a1', reason: 'r', event: 'e3' },
    ] as const,
  };
  const { rows } = solve(shop);
  expect(rowOf(rows, 'a1')).toMatchObject({ machine: 'saw2', start: 15 });
  expect(rowOf(rows, 'b1').start).toBeGreaterThanOrEqual(45);
});

test('a running operation keeps its machine until its minutes are over; a done one costs nothing', () => {
  const operations = two.operations.map((o) =>
    o.id === 'b1'
      ? { ...o, state: { kind: 'running', machine: 'saw', start: -10, minutesLeft: 25 } as const }
      : o,
  );
  const { rows } = solve({ ...two, operations });
  expect(rowOf(rows, 'b1')).toMatchObject({ start: -10, end: 25 });
  expect(rowOf(rows, 'a1').start).toBe(25);
});

// saw1 |lot 1 50|      one lot of 100 would be 40 late
// saw2 |lot 2 50|
test('an operation is divided into lots when that saves its order', () => {
  const shop = smallShop({
    resources: ['s1', 's2'].map((id) => ({ id, kind: 'machine', group: 'SAW', calendar: 'always' }) as const),
    orders: [{ id: 'A', due: 60, weight: 1 }],
    operations: [step('a', 'A', 'SAW', 100, { split: { lots: 2, minMinutes: 20 } })],
  });
  const plan = solve(shop);
  expect(plan.rows.map((r) => [r.lot, r.lots, r.start, r.end])).toEqual([
    [0, 2, 0, 50],
    [1, 2, 0, 50],
  ]);
  expect(plan.figures.lateOrders).toBe(0);
});

test('a slower person needs longer', () => {
  const shop = smallShop({
    resources: [{ id: 'anna', kind: 'person', group: 'people', calendar: 'always', skills: { pack: 80 } }],
    orders: [{ id: 'A', weight: 1 }],
    operations: [{ id: 'a', order: 'A', after: [], alternatives: [{ skill: 'pack', minutes: 20 }] }],
  });
  expect(rowOf(solve(shop).rows, 'a').end).toBe(25); // 20 ÷ 0.8
});

test('frozen rows stay, even where another place would be better', () => {
  const row = { operation: 'b1', lot: 0, lots: 1, machine: 'saw', start: 0, end: 50, changeover: 0 };
  const { rows, conflicts } = solve({ ...two, frozen: { until: 10, rows: [row] } });
  expect(rowOf(rows, 'b1')).toEqual(row);
  expect(rowOf(rows, 'a1').start).toBe(50);
  expect(conflicts).toEqual([]);
});

test('random instances over all features: every plan passes the independent check, bounds hold, repeats are equal', () => {
  fc.assert(
    fc.property(fc.nat(1e9), (seed) => {
      const instance = randomInstance(seed);
      const checked = checkInstance(instance);
      if (!checked.ok) return; // e.g. nobody has the skill
      const plan = solve(instance, 80);
      const never = plan.conflicts.some((c) => c.code === 'never_open');
      if (!never) expect(verifySchedule(instance, plan)).toEqual([]);
      expect(solve(instance, 80)).toEqual(plan);
    }),
    { numRuns: 250 },
  );
});

test('a cancelled search still gives a complete plan', () => {
  const instance = randomInstance(7);
  const plan = solveSchedule(instance, { seed: 1, budget: { moves: 100_000 }, cancelled: () => true });
  expect(verifySchedule(instance, plan)).toEqual([]);
  expect(plan.moves).toBeLessThan(50);
});

test('progress only tells improvements and a deadline of the caller ends the search', () => {
  let clock = 0;
  const told: number[] = [];
  const plan = solveSchedule(
    { ...two, orders: two.orders.map((o) => ({ ...o, due: 1 })) },
    { seed: 1, budget: { deadline: 300, now: () => clock++ }, onProgress: ({ value }) => told.push(value) },
  );
  expect(told.length).toBeGreaterThan(0);
  expect(told).toEqual([...told].sort((a, b) => b - a));
  expect(plan.figures.value).toBe(told[told.length - 1]);
});

test('a floor without work has an empty plan', () => {
  const plan = solve(smallShop({ orders: [], operations: [] }));
  expect(plan.rows).toEqual([]);
  expect(plan.figures.lateOrders).toBe(0);
});
