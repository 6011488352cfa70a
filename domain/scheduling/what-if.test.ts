import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkInstance } from './check-instance.ts';
import type { Instance } from './instance.ts';
import { seededRandom } from './random.ts';
import { solveSchedule } from './solve.ts';
import { randomInstance, smallShop, step } from './test-instances.ts';
import { verifySchedule } from './verify.ts';
import { whatIfMoved, type Move } from './what-if.ts';

const rowsOf = (instance: Instance) => solveSchedule(instance, { seed: 1, budget: { moves: 60 } }).rows;
const to = (operation: string, machine: string, start: number): Move => ({
  operation,
  machine,
  start,
  reason: 'the customer comes earlier',
  event: 'e1',
});

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

test('b1 is moved to the front: the other order becomes late by what it loses, and this is said before anything is kept', () => {
  // saw   |b1 50|a1 30|          edge  |b2 10|   |a2 20|
  //       0     50   80                50   60   80  100
  const told = whatIfMoved(shop, rowsOf(shop), to('b1', 'saw', 0));
  expect(told).toMatchObject({ ok: true });
  if (!told.ok) return;
  expect(told.value.changes.orders.map((o) => [o.order, o.change, o.finishTo, o.lateMinutes])).toEqual([
    ['B', 'earlier', 60, 0],
    ['A', 'late', 100, 40],
  ]);
  expect(told.value.instance.pins).toMatchObject([
    { subject: 'b1', constraint: 'start', value: 0, reason: 'the customer comes earlier', event: 'e1' },
    { subject: 'b1', constraint: 'machine', value: 'saw' },
  ]);
});

test('an operation is not moved before its predecessor, into closed time, into the past, or when it has begun', () => {
  const rows = rowsOf(shop);
  expect(whatIfMoved(shop, rows, to('b2', 'edge', 79))).toEqual({
    ok: false,
    refusal: { code: 'move_before_predecessor', predecessor: 'b1', earliest: 80 },
  });
  expect(whatIfMoved(shop, rows, to('b2', 'edge', 80))).toMatchObject({ ok: true });
  expect(whatIfMoved(shop, rows, to('b2', 'saw', 80))).toMatchObject({
    refusal: { code: 'move_wrong_machine', machine: 'saw' },
  });
  expect(whatIfMoved(shop, rows, to('zz', 'saw', 80))).toMatchObject({ refusal: { code: 'move_unplanned' } });
  const later = { ...shop, now: 10 };
  expect(whatIfMoved(later, rows, to('b1', 'saw', 9))).toMatchObject({
    refusal: { code: 'move_past', earliest: 10 },
  });
  const daytime = {
    ...shop,
    resources: shop.resources.map((one) => ({ ...one, calendar: 'day' })),
  };
  // Monday opens at 480 and closes at 960; the bench stands still from 500 to 530 on top.
  expect(whatIfMoved(daytime, rowsOf(daytime), to('a1', 'saw', 479))).toMatchObject({
    refusal: { code: 'move_closed', earliest: 480 },
  });
  expect(whatIfMoved(daytime, rowsOf(daytime), to('a1', 'saw', 960))).toMatchObject({
    refusal: { code: 'move_closed', earliest: 1440 + 480 },
  });
  const stopped = {
    ...shop,
    resources: shop.resources.map((one) => ({ ...one, stops: [{ from: 500, until: 530 }] })),
  };
  expect(whatIfMoved(stopped, rowsOf(stopped), to('b1', 'saw', 510))).toMatchObject({
    refusal: { code: 'move_closed', earliest: 530 },
  });
  const begun = {
    ...shop,
    operations: shop.operations.map((one) =>
      one.id === 'a1'
        ? { ...one, state: { kind: 'running' as const, machine: 'saw', start: 0, minutesLeft: 30 } }
        : one,
    ),
  };
  expect(whatIfMoved(begun, rowsOf(begun), to('a1', 'saw', 40))).toMatchObject({
    refusal: { code: 'move_begun' },
  });
  // What runs does not give way: the earliest place behind it is named.
  expect(whatIfMoved(begun, rowsOf(begun), to('b1', 'saw', 10))).toMatchObject({
    refusal: { code: 'move_taken', earliest: 30 },
  });
});

test('material that comes later and an order that opens later hold a move back', () => {
  const waits = {
    ...shop,
    operations: shop.operations.map((one) =>
      one.id === 'b1' ? { ...one, material: { name: 'oak', from: 200 } } : one,
    ),
  };
  expect(whatIfMoved(waits, rowsOf(waits), to('b1', 'saw', 150))).toMatchObject({
    refusal: { code: 'move_too_early', earliest: 200 },
  });
});

test('a second move of the same operation replaces the first', () => {
  const first = whatIfMoved(shop, rowsOf(shop), to('b1', 'saw', 100));
  if (!first.ok) throw new Error('the first move was refused');
  const { instance, schedule } = first.value;
  const second = whatIfMoved(instance, schedule.rows, { ...to('b1', 'saw', 40), event: 'e2' });
  expect(second).toMatchObject({ ok: true });
  if (second.ok) expect(second.value.instance.pins.map((pin) => pin.event)).toEqual(['e2', 'e2']);
});

test('random floors: a move is kept to the minute in a plan that passes the independent check, or refused with a reason', () => {
  let [kept, refused] = [0, 0];
  fc.assert(
    fc.property(fc.nat(1e9), (seed) => {
      const instance = randomInstance(seed);
      if (!checkInstance(instance).ok) return;
      const plan = solveSchedule(instance, { seed: 1, budget: { moves: 30 } });
      if (plan.conflicts.some((conflict) => conflict.code === 'never_open')) return;
      const random = seededRandom(seed + 7);
      const row = plan.rows[random.below(plan.rows.length)]!;
      const machines = instance.resources.filter(
        (one) => one.group === instance.resources.find((other) => other.id === row.machine)!.group,
      );
      const machine = machines[random.below(machines.length)]!.id;
      const move = to(row.operation, machine, row.start + random.below(3000) - 500);
      const told = whatIfMoved(instance, plan.rows, move);
      if (!told.ok) {
        refused++;
        if ('earliest' in told.refusal && told.refusal.earliest !== null)
          expect(told.refusal.earliest).toBeGreaterThan(move.start);
        return;
      }
      kept++;
      const { schedule, before, changes } = told.value;
      if (schedule.conflicts.some((conflict) => conflict.code === 'never_open')) return;
      expect(verifySchedule(told.value.instance, schedule)).toEqual([]);
      expect(schedule.rows.filter((one) => one.operation === row.operation)).toMatchObject([
        { machine, start: move.start },
      ]);
      // Whoever is not named among the changes ends when they ended before.
      const named = new Set(changes.orders.map((one) => one.order));
      const ends = (rows: typeof schedule.rows, order: string): number =>
        Math.max(
          ...rows
            .filter((one) => instance.operations.some((o) => o.id === one.operation && o.order === order))
            .map((one) => one.end),
        );
      for (const order of instance.orders)
        expect(ends(schedule.rows, order.id) === ends(before.rows, order.id)).toBe(!named.has(order.id));
      expect(whatIfMoved(instance, plan.rows, move)).toEqual(told);
    }),
    { numRuns: 80 },
  );
  expect(kept).toBeGreaterThan(8);
  expect(refused).toBeGreaterThan(8);
});
