import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fraction } from '#domain/money/fraction.ts';
import {
  decideAccept,
  decideCancel,
  decideQuote,
  isLate,
  packingMinutes,
  stepsOf,
  unitPrice,
} from './rules.ts';

test('a cost of 92.24 with 15 % overhead and 25 % margin sells for 141.43', () => {
  // 92.24 × 1.15 = 106.076; ÷ 0.75 = 141.4346…
  expect(unitPrice(fraction(92_24), 1, { overheadPercent: 15, marginPercent: 25 })).toBe(141_43n);
});

test('the price of one piece is the exact share of the whole run, rounded once', () => {
  // 100.00 ÷ 3 = 33.333… → 33.33
  expect(unitPrice(fraction(100_00), 3, { overheadPercent: 0, marginPercent: 0 })).toBe(33_33n);
});

test('a higher overhead or margin never makes a price lower', () => {
  const percent = fc.integer({ min: 0, max: 94 });
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 10_000_000n }),
      percent,
      percent,
      (cost, overheadPercent, marginPercent) => {
        const price = unitPrice(fraction(cost), 1, { overheadPercent, marginPercent });
        expect(
          unitPrice(fraction(cost), 1, { overheadPercent: overheadPercent + 1, marginPercent }) >= price,
        ).toBe(true);
        expect(
          unitPrice(fraction(cost), 1, { overheadPercent, marginPercent: marginPercent + 1 }) >= price,
        ).toBe(true);
        expect(price >= cost).toBe(true);
      },
    ),
  );
});

test('an empty order is neither quoted nor accepted', () => {
  expect(decideQuote({ state: 'draft', lines: 0 }, '2026-04-01', '2026-03-02')).toMatchObject({
    refusal: { code: 'order_empty' },
  });
  expect(decideAccept({ state: 'quoted', lines: 0, validUntil: null }, null, '2026-03-02')).toMatchObject({
    refusal: { code: 'order_empty' },
  });
});

test('a quote can be accepted on its last day and not on the day after', () => {
  const order = { state: 'quoted', lines: 1, validUntil: '2026-03-31' } as const;
  expect(decideAccept(order, null, '2026-03-31').ok).toBe(true);
  expect(decideAccept(order, null, '2026-04-01')).toMatchObject({ refusal: { code: 'quote_expired' } });
  expect(decideQuote({ state: 'draft', lines: 1 }, '2026-03-01', '2026-03-02')).toMatchObject({
    refusal: { code: 'valid_until_passed' },
  });
});

test('a draft is not accepted, an accepted order is neither changed nor cancelled', () => {
  expect(decideAccept({ state: 'draft', lines: 1, validUntil: null }, null, '2026-03-02')).toMatchObject({
    refusal: { code: 'order_not_quoted' },
  });
  expect(decideQuote({ state: 'accepted', lines: 1 }, '2026-04-01', '2026-03-02')).toMatchObject({
    refusal: { code: 'order_not_editable' },
  });
  const accepted = { state: 'accepted', delivered: false, invoices: [] } as const;
  expect(decideCancel(accepted).ok).toBe(true);
  expect(decideCancel({ ...accepted, invoices: ['RE-2026-1', 'RE-2026-2'] })).toMatchObject({
    refusal: { code: 'order_invoiced', invoices: 'RE-2026-1, RE-2026-2' },
  });
  expect(decideCancel({ ...accepted, delivered: true })).toMatchObject({
    refusal: { code: 'order_delivered' },
  });
  expect(decideCancel({ ...accepted, state: 'cancelled' })).toMatchObject({
    refusal: { code: 'order_cancelled_already' },
  });
  expect(decideCancel({ ...accepted, state: 'quoted' }).ok).toBe(true);
});

test('the first step that is not done is under way, and a cancelled order has none', () => {
  const work = { parts: 9, planned: 9, scheduled: true, cut: 4, units: 1, packed: 0 };
  const steps = stepsOf({ state: 'accepted', finished: false, delivered: false, invoiced: false, work });
  expect(steps.map((step) => step.state)).toEqual([
    'done',
    'done',
    'done',
    'done',
    'done',
    'now',
    'waiting',
    'waiting',
    'waiting',
  ]);
  expect(steps[5]).toMatchObject({ key: 'cut', done: 4, of: 9 });
  const cancelled = stepsOf({
    state: 'cancelled',
    finished: false,
    delivered: false,
    invoiced: false,
    work: null,
  });
  expect(cancelled.some((step) => step.state === 'now')).toBe(false);
});

test('late is what was agreed for a day before today, or promised after it', () => {
  const order = {
    state: 'accepted',
    dueOn: '2026-03-10',
    promisedOn: '2026-03-10',
    delivered: false,
  } as const;
  expect(isLate(order, '2026-03-10')).toBe(false);
  expect(isLate(order, '2026-03-11')).toBe(true);
  expect(isLate({ ...order, promisedOn: '2026-03-11' }, '2026-03-02')).toBe(true);
  expect(isLate({ ...order, delivered: true }, '2026-03-11')).toBe(false);
});

test('packing loose parts takes half a minute a piece within 4 to 12', () => {
  expect([1, 8, 9, 24, 100].map(packingMinutes)).toEqual([4, 4, 4.5, 12, 12]);
});
