import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { minor } from '#domain/kernel/units.ts';
import { totalsOfNets } from '#domain/money/tax.ts';
import {
  decideDeductions,
  decideDeposit,
  decideInvoice,
  decidePayment,
  dueDay,
  invoiceState,
  splitRefund,
  type BillableLine,
} from './rules.ts';
import { decideCredit, type CreditAsk } from './credit-rules.ts';
import { taxOf } from './tax-case.ts';

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

const facts = (openMinor: bigint, favourMinor = 0n, creditedInFull = false) => ({
  openMinor,
  favourMinor,
  creditedInFull,
});

test('an invoice is overdue from the day after its due day', () => {
  expect(invoiceState(facts(100n), '2026-03-16', '2026-03-16')).toBe('open');
  expect(invoiceState(facts(1n), '2026-03-16', '2026-03-17')).toBe('overdue');
  expect(invoiceState(facts(0n), '2026-03-16', '2026-03-17')).toBe('paid');
  expect(invoiceState(facts(0n, 0n, true), '2026-03-16', '2026-03-17')).toBe('credited');
  expect(invoiceState(facts(0n, -1n), '2026-03-16', '2026-03-17')).toBe('overpaid');
  expect(invoiceState(facts(-1n, 0n, true), '2026-03-16', '2026-03-17')).toBe('overpaid');
});

test('a payment is above zero and, unless more is meant, at most what is open', () => {
  const on = '2026-03-16';
  expect(decidePayment(100n, 0n, on, null, false)).toMatchObject({
    refusal: { code: 'payment_not_positive' },
  });
  expect(decidePayment(100n, 101n, on, null, false)).toMatchObject({
    refusal: { code: 'payment_above_open', openMinor: '100' },
  });
  expect(decidePayment(100n, 101n, on, null, true)).toMatchObject({ value: { discountMinor: 0n } });
  expect(decidePayment(100n, 100n, on, null, false)).toMatchObject({ ok: true });
});

test('a discount is given to who pays all but the discount in time, and to nobody else', () => {
  const offer = { until: '2026-03-16', amountMinor: 3n };
  const given = (amount: bigint, on: string): bigint => {
    const decided = decidePayment(100n, amount, on, offer, false);
    return decided.ok ? decided.value.discountMinor : -1n;
  };
  expect(given(97n, '2026-03-16')).toBe(3n);
  expect(given(98n, '2026-03-16')).toBe(2n);
  expect(given(96n, '2026-03-16')).toBe(0n);
  expect(given(97n, '2026-03-17')).toBe(0n);
  expect(given(100n, '2026-03-16')).toBe(0n);
});

test('a deposit asks for a share of each rate, and all of them for no more than the order', () => {
  // 30 % of 1,000.01 is 300.003 → 300.00; 30 % of 50.00 is 15.00.
  const order = [sum('19', 1_000_01n), sum('7', 50_00n)];
  const decided = decideDeposit(order, minor(0n), '30');
  expect(decided).toMatchObject({ ok: true, value: [{ netMinor: 300_00n }, { netMinor: 15_00n }] });
  expect(decideDeposit(order, minor(800_00n), '30')).toMatchObject({
    refusal: { code: 'deposit_above_order', leftMinor: '25001' },
  });
});

test('a deposit is taken off where every rate covers it; on the last invoice it must be', () => {
  const deposit = { number: 'INV-1', taxes: [sum('19', 300_00n)] };
  expect(decideDeductions([sum('19', 500_00n)], [deposit], false)).toMatchObject({ value: [deposit] });
  expect(decideDeductions([sum('19', 200_00n)], [deposit], false)).toMatchObject({ value: [] });
  expect(decideDeductions([sum('7', 500_00n)], [deposit], true)).toMatchObject({
    refusal: { code: 'deposits_above_invoice', deposit: 'INV-1' },
  });
});

test('W-41: 815.50 go back to the latest payment of 452.00 first, then 363.50 to the one of 1,000.00', () => {
  const late = { leftMinor: minor(452_00n) };
  const early = { leftMinor: minor(1_000_00n) };
  expect(splitRefund(minor(815_50n), [late, early])).toEqual([
    { amountMinor: 452_00n, payment: late },
    { amountMinor: 363_50n, payment: early },
  ]);
});

/** Sums of one rate, its tax rounded as on a document. */
function sum(percent: string, net: bigint) {
  return totalsOfNets([{ netMinor: minor(net), tax: { category: 'S', percent } }]).taxes[0]!;
}

test('fourteen days from 20 February end in March', () => {
  // 2026 is no leap year: 20 Feb + 8 days = 28 Feb, + 6 = 6 March.
  expect(dueDay('2026-02-20', 14)).toBe('2026-03-06');
});

describe('the tax of a line', () => {
  const own = { category: 'S', percent: '19' } as const;
  const seller = { country: 'DE', vatNumber: 'DE136695976' };
  const business = { country: 'AT', vatNumber: 'ATU12345675' };

  test.each([
    ['at home', { country: 'DE', vatNumber: 'DE136695976' }, own],
    ['to a business in the EU', business, { category: 'K', percent: '0' }],
    ['to a private buyer in the EU', { country: 'AT', vatNumber: '' }, own],
    ['out of the EU', { country: 'CH', vatNumber: '' }, { category: 'G', percent: '0' }],
    ['to nobody knows where', { country: '', vatNumber: '' }, own],
  ] as const)('%s', (_where, buyer, tax) => {
    expect(taxOf(own, seller, buyer, 'usual')).toEqual({ ok: true, value: tax });
  });

  test('reverse charge needs both VAT numbers', () => {
    expect(taxOf(own, seller, business, 'reverse-charge')).toMatchObject({ value: { category: 'AE' } });
    expect(taxOf(own, seller, { country: 'AT', vatNumber: '' }, 'reverse-charge')).toMatchObject({
      refusal: { code: 'reverse_charge_needs_vat_number' },
    });
  });
});

test('credit notes of any steps give back exactly what was invoiced, line by line and in all', () => {
  const line = fc.record({
    quantity: fc.integer({ min: 1, max: 9 }),
    unit: fc.bigInt({ min: 1n, max: 999_99n }),
    percent: fc.constantFrom('19', '7', '8.1', '0'),
  });
  const step = fc.record({ at: fc.nat(7), pieces: fc.integer({ min: 1, max: 9 }), part: fc.nat(100) });
  fc.assert(
    fc.property(
      fc.array(line, { minLength: 1, maxLength: 4 }),
      fc.array(step, { maxLength: 8 }),
      (lines, steps) => {
        const invoice = lines.map(({ quantity, unit, percent }, at) => ({
          lineNo: at + 1,
          quantity,
          netMinor: minor(unit * BigInt(quantity)),
          tax: { category: 'S' as const, percent },
          creditedQuantity: 0,
          creditedMinor: minor(0n),
        }));
        const { grossMinor, netMinor } = totalsOfNets(invoice);
        let net = 0n;
        let gross = 0n;
        const take = (asks: readonly CreditAsk[]): void => {
          const decided = decideCredit(invoice, asks, minor(grossMinor - gross));
          if (!decided.ok) return;
          net += decided.value.totals.netMinor;
          gross += decided.value.totals.grossMinor + decided.value.roundingMinor;
          for (const credited of decided.value.lines) {
            const own = invoice[credited.lineNo - 1]!;
            own.creditedQuantity += credited.quantity;
            own.creditedMinor = minor(own.creditedMinor + credited.netMinor);
            expect(own.creditedMinor <= own.netMinor).toBe(true);
            expect(own.creditedQuantity <= own.quantity).toBe(true);
          }
        };
        for (const { at, pieces, part } of steps) {
          const own = invoice[at % invoice.length]!;
          take([
            part < 50
              ? { lineNo: own.lineNo, quantity: pieces }
              : { lineNo: own.lineNo, amountMinor: minor((own.netMinor * BigInt(part - 50)) / 50n) },
          ]);
        }
        take([]);
        expect([net, gross]).toEqual([netMinor, grossMinor]);
        expect(decideCredit(invoice, [], minor(0n))).toMatchObject({
          refusal: { code: 'credit_nothing_left' },
        });
      },
    ),
    { numRuns: Number(process.env['TENON_CASES'] ?? 1_000) },
  );
});

test('a credit note never takes a line that is not there, the same twice, or more than is left', () => {
  const lines = [
    {
      lineNo: 1,
      quantity: 2,
      netMinor: minor(10_00n),
      tax: { category: 'S', percent: '19' },
      creditedQuantity: 1,
      creditedMinor: minor(5_00n),
    },
  ] as const;
  const refusal = (asks: readonly CreditAsk[]) => decideCredit(lines, asks, minor(5_95n));
  expect(refusal([{ lineNo: 2, quantity: 1 }])).toMatchObject({
    refusal: { code: 'credit_line_unknown', field: 'lines.0.lineNo' },
  });
  expect(refusal([{ lineNo: 1, quantity: 2 }])).toMatchObject({
    refusal: { code: 'credit_above_line', leftQuantity: 1, leftMinor: '500' },
  });
  expect(refusal([{ lineNo: 1, amountMinor: minor(5_01n) }])).toMatchObject({
    refusal: { code: 'credit_above_line', field: 'lines.0.amount' },
  });
  expect(
    refusal([
      { lineNo: 1, quantity: 1 },
      { lineNo: 1, amountMinor: minor(1n) },
    ]),
  ).toMatchObject({ refusal: { code: 'credit_line_twice' } });
});
