import { describe, expect, test } from 'vitest';
import { minor } from '#domain/kernel/units.ts';
import { decideChange, decideEnd, decidePlan, decideStart, perMonth, slotsOn } from './rules.ts';

const codeOf = (result: { ok: boolean; refusal?: { code: string } }): string => result.refusal?.code ?? 'ok';

describe('what is subscribed on a day', () => {
  const decisions = [
    { slotId: 'base', fromOn: '2026-01-01', quantity: 1 },
    { slotId: 'store', fromOn: '2026-03-01', quantity: 2 },
    { slotId: 'base', fromOn: '2027-01-01', quantity: 3 },
  ];
  const on = (day: string, all = decisions) =>
    slotsOn(all, day).map(({ slotId, quantity }) => `${quantity} ${slotId}`);

  test('what was decided by then, each place with its latest', () => {
    expect(on('2025-12-31')).toEqual([]);
    expect(on('2026-02-28')).toEqual(['1 base']);
    expect(on('2026-03-01')).toEqual(['1 base', '2 store']);
    expect(on('2027-01-01')).toEqual(['3 base', '2 store']);
  });

  test('a later decision for an earlier day replaces what was planned, and nothing is nothing', () => {
    const now = { slotId: 'base', fromOn: '2026-06-01', quantity: 5 };
    expect(on('2027-01-01', [...decisions, now])).toEqual(['5 base', '2 store']);
    const dropped = { slotId: 'store', fromOn: '2027-01-01', quantity: 0 };
    expect(on('2027-01-01', [...decisions, dropped])).toEqual(['3 base']);
  });
});

test('a plan fits its place, the term and the currency, or says which it does not', () => {
  const plan = {
    code: 'P',
    kind: 'addon',
    months: 12,
    onSale: true,
    refundable: 'none',
    priceMinor: minor(5n),
  } as const;
  const asked = { kind: 'addon', months: 12, currency: 'EUR' } as const;
  expect(decidePlan(plan, asked)).toEqual({ ok: true, value: 5n });
  expect(codeOf(decidePlan({ ...plan, onSale: false }, asked))).toBe('plan_not_on_sale');
  expect(codeOf(decidePlan({ ...plan, kind: 'hosting' }, asked))).toBe('plan_other_kind');
  expect(codeOf(decidePlan({ ...plan, months: 1 }, asked))).toBe('plan_other_term');
  expect(codeOf(decidePlan({ ...plan, priceMinor: null }, asked))).toBe('plan_not_priced');
});

test('dearer or equal now, cheaper with the next term, and only where one follows', () => {
  const of = { state: 'active', anchorOn: '2026-01-01', paidUntil: '2026-12-31', endsOn: null } as const;
  const ask = {
    when: 'now',
    beforeMinor: minor(100n),
    afterMinor: minor(100n),
    drops: false,
    base: true,
  } as const;
  const decide = (more: object, facts: object = {}, today = '2026-06-01'): string =>
    codeOf(decideChange({ ...of, ...facts }, { ...ask, ...more }, today));
  expect(decide({})).toBe('ok');
  expect(decide({ afterMinor: minor(99n) })).toBe('change_is_downgrade');
  expect(decide({ afterMinor: minor(99n), when: 'term-end' })).toBe('ok');
  expect(decide({ drops: true })).toBe('base_not_dropped');
  expect(decide({ drops: true, base: false, beforeMinor: minor(0n) })).toBe('change_is_downgrade');
  expect(decide({ when: 'term-end' }, { endsOn: '2026-12-31' })).toBe('subscription_ends');
  expect(decide({ when: 'term-end' }, { endsOn: '2027-01-01' })).toBe('ok');
  expect(decide({}, { state: 'ended' })).toBe('subscription_ended');
  expect(decide({}, {}, '2025-12-31')).toBe('subscription_not_begun');
  expect(decide({}, {}, '2026-12-31')).toBe('ok');
  expect(decide({}, {}, '2027-01-01')).toBe('renewal_outstanding');
});

test('a last day is today at the earliest, and no earlier than the first one', () => {
  const of = { state: 'active', anchorOn: '2026-01-01', paidUntil: '2026-12-31', endsOn: null } as const;
  expect(codeOf(decideEnd(of, '2026-06-01', '2026-06-01'))).toBe('ok');
  expect(codeOf(decideEnd(of, null, '2026-06-01'))).toBe('ok');
  expect(decideEnd(of, '2026-05-31', '2026-06-01')).toMatchObject({ refusal: { earliest: '2026-06-01' } });
  expect(decideEnd(of, '2025-12-31', '2025-12-01')).toMatchObject({ refusal: { earliest: '2026-01-01' } });
  expect(codeOf(decideEnd({ ...of, state: 'ended' }, null, '2026-06-01'))).toBe('subscription_ended');
});

test('a first day is within a year; a year of 1,000.00 is 83.33 a month', () => {
  expect(codeOf(decideStart('2027-06-02', '2026-06-01'))).toBe('ok');
  expect(codeOf(decideStart('2027-06-03', '2026-06-01'))).toBe('start_too_far');
  expect(codeOf(decideStart('2025-05-30', '2026-06-01'))).toBe('start_too_far');
  expect(perMonth(minor(1_000_00n), 12)).toBe(83_33n);
});
