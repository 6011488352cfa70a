import { expect, test } from 'vitest';
import { checkInstance } from './check-instance.ts';
import type { Instance } from './instance.ts';
import { smallShop, step } from './test-instances.ts';

const good = smallShop({
  orders: [{ id: 'A', weight: 1 }],
  operations: [step('a', 'A', 'SAW', 5), step('b', 'A', 'EDGE', 5, { after: ['a'] })],
});
const pin = { subject: 'a', reason: 'r', event: 'e' };

test('a good instance passes as it is', () => {
  expect(checkInstance(good)).toEqual({ ok: true, value: good });
});

test.each<[string, string, Partial<Instance>]>([
  ['calendar_unknown', 'saw', { calendars: [good.calendars[1]!] }],
  [
    'changeover_unknown',
    'saw',
    { resources: [{ ...good.resources[0]!, changeover: 'x' }, good.resources[1]!] },
  ],
  [
    'changeover_incomplete',
    'm',
    {
      changeovers: [{ id: 'm', kind: 'matrix', first: 0, same: 0, minutes: [[0]] }],
      operations: [step('a', 'A', 'SAW', 5, { families: { m: 1 } }), good.operations[1]!],
    },
  ],
  ['order_unknown', 'a', { operations: [step('a', 'Z', 'SAW', 5)] }],
  ['operation_twice', 'a', { operations: [good.operations[0]!, good.operations[0]!] }],
  ['operation_unknown', 'b', { operations: [good.operations[1]!] }],
  ['resource_twice', 'saw', { resources: [...good.resources, good.resources[0]!] }],
  ['no_machine', 'a', { operations: [step('a', 'A', 'LASER', 5)] }],
  ['minutes_bad', 'a', { operations: [step('a', 'A', 'SAW', 2.5)] }],
  ['weight_bad', 'A', { orders: [{ id: 'A', weight: -1 }] }],
  ['circle', 'a', { operations: [step('a', 'A', 'SAW', 5, { after: ['b'] }), good.operations[1]!] }],
  ['circle', 'a', { pins: [{ ...pin, constraint: 'after', value: 'b' }] }],
  ['pin_machine', 'a', { pins: [{ ...pin, constraint: 'machine', value: 'edge' }] }],
  ['operation_unknown', 'e', { pins: [{ ...pin, subject: 'zz', constraint: 'not-before', value: 5 }] }],
  [
    'resource_unknown',
    'a',
    { operations: [step('a', 'A', 'SAW', 5, { state: { kind: 'done', machine: 'zz', start: 0, end: 1 } })] },
  ],
])('%s of %s', (code, subject, change) => {
  const result = checkInstance({ ...good, ...change });
  expect(result.ok ? [] : result.refusal.faults).toContainEqual(expect.objectContaining({ code, subject }));
});

test('all reasons come at once', () => {
  const result = checkInstance({ ...good, operations: [step('a', 'Z', 'LASER', -1)] });
  expect(result.ok ? 0 : result.refusal.faults.length).toBe(3);
});
