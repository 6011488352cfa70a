import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkInstance } from './check-instance.ts';
import { explainOperation, explainOrder } from './explain.ts';
import type { Instance } from './instance.ts';
import { promiseDate } from './promise.ts';
import { seededRandom } from './random.ts';
import { solveSchedule } from './solve.ts';
import { randomInstance, smallShop, step } from './test-instances.ts';
import { verifySchedule } from './verify.ts';

const solve = (instance: Instance) => solveSchedule(instance, { seed: 1, budget: { moves: 60 } });

// saw   |a1 30|b1 50    |                     the new order's board arrives at 100:
// edge        |a2 20|   |b2 200          |    saw 100-120, edge full until 280, so 280-290
//       0     30    50  80              280
const shop = smallShop({
  orders: [
    { id: 'A', due: 60, weight: 1 },
    { id: 'B', due: 400, weight: 1 },
  ],
  operations: [
    step('a1', 'A', 'SAW', 30),
    step('a2', 'A', 'EDGE', 20, { after: ['a1'] }),
    step('b1', 'B', 'SAW', 50),
    step('b2', 'B', 'EDGE', 200, { after: ['b1'] }),
  ],
});
const wanted = {
  order: { id: 'N', weight: 1 },
  operations: [
    step('n1', 'N', 'SAW', 20, { material: { name: 'oak 19', from: 100 } }),
    step('n2', 'N', 'EDGE', 10, { after: ['n1'] }),
  ],
};

test('a new order goes behind what is planned, with the machine and the board as reasons', () => {
  const promise = promiseDate(shop, solve(shop), wanted);
  expect(promise.finish).toBe(290);
  expect(promise.reasons[0]).toMatchObject({
    operation: 'n2',
    code: 'machine_busy',
    group: 'EDGE',
    until: 280,
    waitedFor: 'b2',
  });
  const first = explainOperation(promise.instance, promise.schedule, 'n1');
  expect(first).toEqual([
    {
      operation: 'n1',
      lot: 0,
      machine: 'saw',
      start: 100,
      end: 120,
      code: 'material',
      until: 100,
      material: 'oak 19',
    },
  ]);
});

test('a gap between promised operations is used', () => {
  // edge is idle from 50 to 80: 10 minutes fit
  const promise = promiseDate(shop, solve(shop), {
    order: wanted.order,
    operations: [step('n', 'N', 'EDGE', 10, { release: 55 })],
  });
  expect(promise.rows).toEqual([expect.objectContaining({ operation: 'n', start: 55, end: 65 })]);
});

test('a gap in which the next operation would need a longer set-up is left alone', () => {
  // |red until 20|  gap 20-60  |red 60-80, no set-up|: blue fits by time, but red would need 6 minutes after it
  const coloured = smallShop({
    changeovers: [{ id: 'colour', kind: 'flat', first: 0, same: 0, minutes: 6 }],
    resources: [{ id: 'spray', kind: 'machine', group: 'SPRAY', calendar: 'always', changeover: 'colour' }],
    orders: [{ id: 'A', weight: 1 }],
    operations: [
      step('a1', 'A', 'SPRAY', 20, { families: { colour: 1 } }),
      step('a2', 'A', 'SPRAY', 20, { families: { colour: 1 }, release: 60 }),
    ],
  });
  const inFamily = (family: number) =>
    promiseDate(coloured, solve(coloured), {
      order: wanted.order,
      operations: [step('n', 'N', 'SPRAY', 15, { families: { colour: family } })],
    });
  expect(inFamily(1).finish).toBe(35);
  expect(inFamily(2).finish).toBe(101); // 80 + set-up 6 + 15
});

test('the set-up that a new operation would lengthen is found behind one that needs none', () => {
  // |red until 20|  gap  |plain 60-70|red 70-90, no set-up|: blue before "plain" would cost red 6 minutes
  const coloured = smallShop({
    changeovers: [{ id: 'colour', kind: 'flat', first: 0, same: 0, minutes: 6 }],
    resources: [{ id: 'spray', kind: 'machine', group: 'SPRAY', calendar: 'always', changeover: 'colour' }],
    orders: [{ id: 'A', weight: 1 }],
    operations: [
      step('a1', 'A', 'SPRAY', 20, { families: { colour: 1 } }),
      step('a2', 'A', 'SPRAY', 10, { release: 60 }),
      step('a3', 'A', 'SPRAY', 20, { families: { colour: 1 }, after: ['a2'] }),
    ],
  });
  const order = {
    order: wanted.order,
    operations: [step('n', 'N', 'SPRAY', 15, { families: { colour: 2 } })],
  };
  expect(promiseDate(coloured, solve(coloured), order).finish).toBe(111); // 90 + set-up 6 + 15
});

test('a machine that never opens gives no date', () => {
  const closed = {
    ...shop,
    calendars: [...shop.calendars, { id: 'never', weekStart: 0, weekly: [], exceptions: [] }],
    resources: [...shop.resources, { id: 'x', kind: 'machine', group: 'X', calendar: 'never' } as const],
  };
  expect(
    promiseDate(closed, solve(closed), { order: wanted.order, operations: [step('n', 'N', 'X', 5)] }).finish,
  ).toBeNull();
});

test('why is order B late: its saw work waited for A, and A for nothing', () => {
  const late = { ...shop, orders: shop.orders.map((o) => ({ ...o, due: o.id === 'B' ? 100 : 30 })) };
  const plan = { ...solve(late), rows: solve(shop).rows };
  expect(explainOrder(late, plan, 'B')).toMatchObject({ due: 100, finish: 280, lateMinutes: 180 });
  expect(
    explainOrder(late, plan, 'B')!.chain.map((r) => [r.operation, r.code, r.until, r.waitedFor]),
  ).toEqual([
    ['b2', 'predecessor', 80, 'b1'],
    ['b1', 'machine_busy', 30, 'a1'],
    ['a1', 'now', 0, undefined],
  ]);
  expect(explainOrder(late, plan, 'nobody')).toBeNull();
});

test('closed time and pins are named', () => {
  const shopAtNight = smallShop({
    resources: [{ id: 'edge', kind: 'machine', group: 'EDGE', calendar: 'day' }],
    orders: [{ id: 'A', weight: 1 }],
    operations: [step('a', 'A', 'EDGE', 10, { release: 1000 }), step('b', 'A', 'EDGE', 10, { after: ['a'] })],
    pins: [
      { subject: 'b', constraint: 'not-before', value: 2100, reason: 'customer collects later', event: 'e9' },
    ],
  });
  const plan = solve(shopAtNight);
  expect(explainOperation(shopAtNight, plan, 'a')).toMatchObject([
    { code: 'release', until: 1000, closed: { from: 1000, until: 1920 } },
  ]);
  expect(explainOperation(shopAtNight, plan, 'b')).toMatchObject([
    { code: 'pin_not_before', until: 2100, reason: 'customer collects later', event: 'e9' },
  ]);
});

test('random plans: a promise moves nothing, passes the check, and every chain ends at a root', () => {
  fc.assert(
    fc.property(fc.nat(1e9), (seed) => {
      const instance = randomInstance(seed);
      if (!checkInstance(instance).ok) return;
      const plan = solve(instance);
      if (plan.conflicts.length > 0) return;
      const random = seededRandom(seed);
      const operations = Array.from({ length: 3 }, (_, i) =>
        step(`n${i}`, 'N', `G${random.below(2)}`, 1 + random.below(100), {
          after: i > 0 ? [`n${i - 1}`] : [],
          families: { flat: 1, grouped: 1, ordered: 1, matrix: 1 },
        }),
      );
      const promise = promiseDate(instance, plan, { order: { id: 'N', weight: 1 }, operations });
      if (promise.finish === null) return;
      expect(verifySchedule(promise.instance, promise.schedule)).toEqual([]);
      for (const row of plan.rows) expect(promise.schedule.rows).toContainEqual(row);
      const last = promise.reasons[promise.reasons.length - 1]!;
      expect(['machine_busy', 'predecessor', 'pin_after']).not.toContain(last.code);
    }),
    { numRuns: 120 },
  );
});
