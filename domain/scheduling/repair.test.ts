import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkInstance } from './check-instance.ts';
import type { Instance } from './instance.ts';
import { repairSchedule } from './repair.ts';
import type { ScheduleEvent } from './repair.ts';
import { seededRandom } from './random.ts';
import { solveSchedule } from './solve.ts';
import { randomInstance, smallShop, step } from './test-instances.ts';
import { verifySchedule } from './verify.ts';

const solve = (instance: Instance) => solveSchedule(instance, { seed: 1, budget: { moves: 60 } });

// saw   |a1 30|b1 50 |
// edge        |a2 20 | |b2 10|
//       0     30    50 80   90
const shop = smallShop({
  orders: [
    { id: 'A', due: 60, weight: 1 },
    { id: 'B', due: 100, weight: 1 },
  ],
  operations: [
    step('a1', 'A', 'SAW', 30),
    step('a2', 'A', 'EDGE', 20, { after: ['a1'] }),
    step('b1', 'B', 'SAW', 50),
    step('b2', 'B', 'EDGE', 10, { after: ['b1'] }),
  ],
});

test('the bander stops: what it was doing resumes after, and both orders are said to become late', () => {
  // edge   |a2 10..stop 40-200..10|b2 10|
  const { schedule, changes, instance } = repairSchedule(shop, solve(shop), {
    kind: 'machine_stopped',
    machine: 'edge',
    at: 40,
    until: 200,
  });
  expect(schedule.rows.find((r) => r.operation === 'a2')).toMatchObject({ start: 30, end: 210 });
  expect(schedule.rows.find((r) => r.operation === 'b2')).toMatchObject({ start: 210, end: 220 });
  expect(changes.orders.map((o) => [o.order, o.change, o.finishFrom, o.finishTo])).toEqual([
    ['A', 'late', 50, 210],
    ['B', 'late', 90, 220],
  ]);
  expect(changes.operations.map((o) => o.operation)).toEqual(['a2', 'b2']);
  expect(instance.operations.find((o) => o.id === 'a1')?.state?.kind).toBe('done');
  expect(verifySchedule(instance, schedule)).toEqual([]);
});

test('an operation that ends early lets the next one start early', () => {
  const { schedule, changes } = repairSchedule(shop, solve(shop), {
    kind: 'operation_finished',
    operation: 'a1',
    at: 20,
  });
  expect(schedule.rows.find((r) => r.operation === 'a2')).toMatchObject({ start: 20, end: 40 });
  expect(changes.orders.map((o) => [o.order, o.change])).toEqual([
    ['A', 'earlier'],
    ['B', 'earlier'],
  ]);
});

test('a running operation that takes longer pushes what waits for it', () => {
  const { schedule } = repairSchedule(shop, solve(shop), {
    kind: 'operation_late',
    operation: 'a1',
    byMinutes: 15,
    at: 10,
  });
  expect(schedule.rows.find((r) => r.operation === 'a1')).toMatchObject({ start: 0, end: 45 });
  expect(schedule.rows.find((r) => r.operation === 'a2')).toMatchObject({ start: 45, end: 65 });
});

test('an operation that has not begun starts later by that much', () => {
  const { schedule } = repairSchedule(shop, solve(shop), {
    kind: 'operation_late',
    operation: 'b1',
    byMinutes: 25,
    at: 10,
  });
  expect(schedule.rows.find((r) => r.operation === 'b1')).toMatchObject({ start: 55, end: 105 });
});

test('a rush order goes before what is not urgent, but not into the frozen zone', () => {
  const event: ScheduleEvent = {
    kind: 'order_added',
    at: 5,
    order: { id: 'R', due: 60, weight: 50 },
    operations: [step('r1', 'R', 'SAW', 25)],
  };
  const free = repairSchedule(shop, solve(shop), event);
  expect(free.schedule.rows.find((r) => r.operation === 'r1')).toMatchObject({ start: 30, end: 55 });
  expect(free.changes.orders.find((o) => o.order === 'R')?.change).toBe('new');
  const frozen = repairSchedule(shop, solve(shop), event, { frozenUntil: 31 });
  expect(frozen.schedule.rows.find((r) => r.operation === 'b1')).toMatchObject({ start: 30, end: 80 });
  expect(frozen.schedule.rows.find((r) => r.operation === 'r1')!.start).toBe(80);
});

test('a frozen row on a machine that stops is set free and reported', () => {
  const { schedule } = repairSchedule(
    shop,
    solve(shop),
    { kind: 'machine_stopped', machine: 'saw', at: 25, until: 100 },
    { frozenUntil: 60 },
  );
  expect(schedule.conflicts).toContainEqual({ code: 'frozen_broken', operation: 'b1', wanted: 30, got: 105 });
});

test('nothing happened: nothing moves', () => {
  const plan = solve(shop);
  const { changes } = repairSchedule(shop, plan, { kind: 'operation_finished', operation: 'a1', at: 30 });
  expect(changes).toEqual({ operations: [], orders: [] });
});

test('an event about what is not there is refused', () => {
  expect(() =>
    repairSchedule(shop, solve(shop), { kind: 'operation_finished', operation: 'zz', at: 30 }),
  ).toThrow(/no operation zz/);
  expect(() =>
    repairSchedule(shop, solve(shop), { kind: 'machine_stopped', machine: 'zz', at: 30, until: 40 }),
  ).toThrow(/no machine zz/);
  expect(() =>
    repairSchedule(shop, solve(shop), { kind: 'operation_finished', operation: 'a1', at: -1 }),
  ).toThrow(/before now/);
});

test('random plans and events: facts stay, the repaired plan passes the independent check, repeats are equal', () => {
  fc.assert(
    fc.property(fc.nat(1e9), (seed) => {
      const instance = randomInstance(seed);
      if (!checkInstance(instance).ok) return;
      const plan = solve(instance);
      if (plan.conflicts.some((c) => c.code === 'never_open')) return;
      const random = seededRandom(seed + 1);
      const at = instance.now + random.below(3000);
      const waiting = plan.rows.filter((r) => r.end > at && r.lots === 1);
      const some = waiting[random.below(Math.max(1, waiting.length))];
      const machine = instance.resources[random.below(instance.resources.length)]!.id;
      const events: ScheduleEvent[] = [
        { kind: 'machine_stopped', machine, at, until: at + random.below(2000) },
      ];
      if (some)
        events.push(
          { kind: 'operation_late', operation: some.operation, byMinutes: random.below(300), at },
          { kind: 'operation_finished', operation: some.operation, at },
        );
      const event = events[random.below(events.length)]!;
      const options = { budget: { moves: 60 }, frozenUntil: at + random.below(2) * 400 };
      const repaired = repairSchedule(instance, plan, event, options);
      if (repaired.schedule.conflicts.some((c) => c.code === 'never_open')) return;
      expect(verifySchedule(repaired.instance, repaired.schedule)).toEqual([]);
      expect(repairSchedule(instance, plan, event, options)).toEqual(repaired);
      for (const row of plan.rows.filter(
        (r) => r.end <= at && !('operation' in event && event.operation === r.operation),
      ))
        expect(repaired.schedule.rows).toContainEqual(
          expect.objectContaining({
            operation: row.operation,
            lot: row.lot,
            machine: row.machine,
            start: row.start,
            end: row.end,
          }),
        );
    }),
    { numRuns: 150 },
  );
});
