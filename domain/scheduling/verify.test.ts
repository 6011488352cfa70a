import { describe, expect, test } from 'vitest';
import type { Instance, Schedule, ScheduledOperation } from './instance.ts';
import { figuresOf } from './schedule.ts';
import { solveSchedule } from './solve.ts';
import { smallShop, step } from './test-instances.ts';
import { verifySchedule } from './verify.ts';

// saw   |5 + a1 30|6 + b1 50|            first set-up 5, from family 0 to 1: 6
// edge            |a2 20|   |b2 10|
const shop: Instance = smallShop({
  changeovers: [{ id: 'material', kind: 'flat', first: 5, same: 0, minutes: 6 }],
  resources: [
    { id: 'saw', kind: 'machine', group: 'SAW', calendar: 'always', changeover: 'material' },
    { id: 'edge', kind: 'machine', group: 'EDGE', calendar: 'always' },
  ],
  orders: [
    { id: 'A', due: 60, weight: 1 },
    { id: 'B', due: 90, weight: 2 },
  ],
  operations: [
    step('a1', 'A', 'SAW', 30, { families: { material: 0 } }),
    step('a2', 'A', 'EDGE', 20, { after: ['a1'] }),
    step('b1', 'B', 'SAW', 50, { families: { material: 1 }, material: { name: 'board', from: 10 } }),
    step('b2', 'B', 'EDGE', 10, { after: ['b1'] }),
  ],
});
const plan = solveSchedule(shop, { seed: 1, budget: { moves: 40 } });
const changed = (id: string, change: Partial<ScheduledOperation>, instance = shop): Schedule => {
  const rows = plan.rows.map((r) => (r.operation === id ? { ...r, ...change } : r));
  return { ...plan, rows, figures: figuresOf(instance, rows), lowerBound: 0, proven: false };
};
const codes = (schedule: Schedule, instance = shop): string[] => [
  ...new Set(verifySchedule(instance, schedule).map((f) => f.code)),
];

test('the engine’s plan is right', () => {
  expect(plan.rows.map((r) => [r.operation, r.start, r.end, r.changeover])).toEqual([
    ['a1', 0, 35, 5],
    ['a2', 35, 55, 0],
    ['b1', 35, 91, 6],
    ['b2', 91, 101, 0],
  ]);
  expect(codes(plan)).toEqual([]);
});

describe('each planted fault is found', () => {
  test.each<[string, Schedule, Instance?]>([
    ['missing', { ...plan, rows: plan.rows.slice(1) }],
    ['twice', { ...plan, rows: [...plan.rows, plan.rows[0]!] }],
    ['unknown', changed('a1', { operation: 'zz' })],
    ['lots', changed('a1', { lots: 2 })],
    ['times', changed('a1', { end: 34.5 })],
    ['machine', changed('a1', { machine: 'edge' })],
    ['minutes', changed('b2', { end: 102 })],
    ['precedence', changed('b2', { start: 90, end: 100 })],
    ['overlap', changed('b1', { start: 34, end: 90 })],
    ['changeover', changed('b1', { changeover: 0, end: 85 })],
    ['changeover', changed('b1', { changeover: 7, end: 92 })],
    ['too_early', plan, { ...shop, now: 1 }],
    [
      'too_early',
      plan,
      { ...shop, operations: shop.operations.map((o) => ({ ...o, material: { name: 'board', from: 36 } })) },
    ],
    [
      'pin_machine',
      plan,
      { ...shop, pins: [{ subject: 'a1', constraint: 'machine', value: 'saw2', reason: 'r', event: 'e' }] },
    ],
    [
      'pin_start',
      plan,
      { ...shop, pins: [{ subject: 'a1', constraint: 'start', value: 3, reason: 'r', event: 'e' }] },
    ],
    [
      'pin_after',
      plan,
      { ...shop, pins: [{ subject: 'a1', constraint: 'after', value: 'b1', reason: 'r', event: 'e' }] },
    ],
    ['moved_frozen', plan, { ...shop, frozen: { until: 5, rows: [{ ...plan.rows[0]!, end: 36 }] } }],
    [
      'moved_fact',
      plan,
      {
        ...shop,
        operations: shop.operations.map((o) =>
          o.id === 'a1' ? { ...o, state: { kind: 'done', machine: 'saw', start: 0, end: 34 } } : o,
        ),
      },
    ],
    ['figures', { ...plan, figures: { ...plan.figures, lateOrders: 0 } }],
    ['bound', { ...plan, lowerBound: plan.figures.value + 1 }],
    ['bound', { ...plan, lowerBound: plan.figures.value - 0.01, proven: true }],
  ])('%s', (code, schedule, instance) => {
    expect(codes(schedule, instance ?? shop)).toContain(code);
  });

  test('work in closed time', () => {
    const night = {
      ...shop,
      resources: shop.resources.map((r) => ({ ...r, stops: [{ from: 40, until: 45 }] })),
    };
    expect(codes(plan, night)).toEqual(['minutes']);
  });
});
