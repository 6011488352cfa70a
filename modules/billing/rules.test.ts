import fc from 'fast-check';
import { expect, test } from 'vitest';
import { minor } from '#domain/kernel/units.ts';
import { decideInvoice, decidePayment, dueDay, invoiceState, type BillableLine } from './rules.ts';

const line = (over: Partial<BillableLine>): BillableLine => ({
  lineNo: 1,
  name: 'Base cabinet',
  description: '',
  unitNetMinor: minor(128_40n),
  tax: { category: 'S', percent: '19' },
  delivered: 0,
  invoiced: 0,
  ...over,
});

test('only what was delivered and not invoiced goes on the invoice', () => {
  const draft = decideInvoice([
    line({ delivered: 6, invoiced: 4 }),
    line({ lineNo: 2, delivered: 3, invoiced: 3 }),
    line({ lineNo: 3 }),
  ]);
  if (!draft.ok) throw new Error('refused');
  expect(draft.value.lines.map((l) => [l.lineNo, l.quantity])).toEqual([[1, 2]]);
  // 2 × 128.40 = 256.80; 19 % of 256.80 = 48.792 → 48.79
  expect(draft.value.totals).toMatchObject({ netMinor: 256_80n, taxMinor: 48_79n, grossMinor: 305_59n });
});

test('nothing delivered, nothing invoiced', () => {
  expect(decideInvoice([line({})])).toMatchObject({ ok: false, refusal: { code: 'nothing_to_invoice' } });
});

test('the pieces of all invoices of a line add up to what was delivered, whatever the steps', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 12 }), (steps) => {
      let delivered = 0;
      let invoiced = 0;
      for (const step of steps) {
        delivered += step;
        const draft = decideInvoice([line({ delivered, invoiced })]);
        if (draft.ok) invoiced += draft.value.lines[0]!.quantity;
        expect(invoiced).toBe(delivered);
      }
    }),
  );
});

test('an invoice is overdue from the day after its due day', () => {
  expect(invoiceState(100n, 0n, '2026-03-16', '2026-03-16')).toBe('open');
  expect(invoiceState(100n, 99n, '2026-03-16', '2026-03-17')).toBe('overdue');
  expect(invoiceState(100n, 100n, '2026-03-16', '2026-03-17')).toBe('paid');
  expect(invoiceState(100n, 101n, '2026-03-16', '2026-03-17')).toBe('overpaid');
});

test('a payment is above zero and at most what is open', () => {
  expect(decidePayment(100n, 0n)).toMatchObject({ refusal: { code: 'payment_not_positive' } });
  expect(decidePayment(100n, 101n)).toMatchObject({
    refusal: { code: 'payment_above_open', openMinor: '100' },
  });
  expect(decidePayment(100n, 100n)).toMatchObject({ ok: true });
});

test('fourteen days from 20 February end in March', () => {
  // 2026 is no leap year: 20 Feb + 8 days = 28 Feb, + 6 = 6 March.
  expect(dueDay('2026-02-20', 14)).toBe('2026-03-06');
});
