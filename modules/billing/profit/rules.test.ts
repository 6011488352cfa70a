import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '#domain/kernel/days.ts';
import { minor } from '#domain/kernel/units.ts';
import {
  atomsOf,
  grouped,
  keyOf,
  marginOf,
  total,
  type Figures,
  type ProfitInvoice,
  type ProfitLine,
} from './rules.ts';

const CASES = Number(process.env['TENON_CASES'] ?? 500);

const line = (lineNo: number, more: Partial<ProfitLine> = {}): ProfitLine => ({
  lineNo,
  productId: `p${lineNo}`,
  quantity: 2,
  netMinor: minor(200_00),
  quotedMinor: minor(120_00),
  actualMinor: minor(130_00),
  finishedPieces: 2,
  invoicedPieces: [{ invoiceId: 'i1', pieces: 2 }],
  ...more,
});
const invoice = (more: Partial<ProfitInvoice> = {}): ProfitInvoice => ({
  id: 'i1',
  kind: 'invoice',
  orderId: 'o1',
  customerId: 'c1',
  issuedOn: '2026-03-02',
  lines: [{ lineNo: 1, netMinor: minor(200_00), creditedMinor: minor(0) }],
  deductedMinor: minor(0),
  paidMinor: minor(0),
  outstandingMinor: minor(238_00),
  ...more,
});

describe('an invoice taken apart', () => {
  test('half of a line has half of its cost; what is made and not invoiced has the other half', () => {
    const half = line(1, { invoicedPieces: [{ invoiceId: 'i1', pieces: 1 }] });
    const lines = [{ lineNo: 1, netMinor: minor(100_00), creditedMinor: minor(0) }];
    // 120.00 and 130.00 for two pieces: 60.00 and 65.00 for one.
    expect(atomsOf(invoice({ lines }), [half])).toMatchObject([
      { product: 'p1', month: '2026-03', earnedMinor: 100_00n, quotedMinor: 60_00n, actualMinor: 65_00n },
    ]);
  });

  test('a deposit is invoiced and not earned; the invoice that takes it off has earned all of it', () => {
    const deposit = invoice({
      id: 'd1',
      kind: 'deposit',
      lines: [{ lineNo: 1, netMinor: minor(60_00), creditedMinor: minor(0) }],
    });
    expect(atomsOf(deposit, [line(1)])).toMatchObject([
      { invoicedMinor: 60_00n, earnedMinor: 0n, quotedMinor: 0n, actualMinor: 0n },
    ]);
    expect(atomsOf(invoice({ deductedMinor: minor(60_00) }), [line(1)])).toMatchObject([
      { invoicedMinor: 140_00n, earnedMinor: 200_00n, actualMinor: 130_00n },
    ]);
  });

  test('work by hand is a service without a cost', () => {
    expect(atomsOf(invoice({ orderId: null }), [])).toMatchObject([
      { product: 'service', earnedMinor: 200_00n, actualMinor: 0n, outstandingMinor: 238_00n },
    ]);
  });

  test('a margin of nothing has no percentage', () => {
    expect(marginOf(minor(200_00), minor(150_00))).toEqual({ marginMinor: 50_00n, basisPoints: 2500 });
    expect(marginOf(minor(0), minor(5_00))).toEqual({ marginMinor: -5_00n, basisPoints: null });
  });
});

describe('for any orders and invoices', () => {
  const amount = fc.integer({ min: 0, max: 999_99 }).map((value) => minor(value));
  const history = fc.array(
    fc.record({
      customer: fc.nat(2),
      lines: fc.array(
        fc.record({
          product: fc.option(fc.nat(3), { nil: null }),
          quantity: fc.integer({ min: 1, max: 9 }),
          net: amount,
          quoted: amount,
          actual: amount,
          finished: fc.nat(9),
        }),
        { minLength: 1, maxLength: 4 },
      ),
      invoices: fc.array(
        fc.record({
          kind: fc.constantFrom('invoice', 'deposit', 'progress'),
          day: fc.nat(400),
          pieces: fc.array(fc.nat(4), { minLength: 4, maxLength: 4 }),
          nets: fc.array(amount, { minLength: 4, maxLength: 4 }),
          credited: fc.array(fc.nat(100), { minLength: 4, maxLength: 4 }),
          deducted: amount,
          paid: fc.integer({ min: -99_99, max: 999_99 }).map((value) => minor(value)),
          open: fc.integer({ min: -99_99, max: 999_99 }).map((value) => minor(value)),
        }),
        { maxLength: 4 },
      ),
    }),
    { maxLength: 4 },
  );

  test('products add up to the orders, months to the year, customers to both, and invoices to their own figures', () => {
    fc.assert(
      fc.property(history, (orders) => {
        const atoms = orders.flatMap((order, at) => {
          const lines = order.lines.map((each, i): ProfitLine => ({
            lineNo: i + 1,
            productId: each.product === null ? null : `p${each.product}`,
            quantity: each.quantity,
            netMinor: each.net,
            quotedMinor: each.quoted,
            actualMinor: each.actual,
            finishedPieces: each.finished,
            invoicedPieces: order.invoices
              .map((one, no) => ({ ...one, invoiceId: `${at}-${no}` }))
              .filter((one) => one.kind === 'invoice')
              .map((one) => ({ invoiceId: one.invoiceId, pieces: one.pieces[i]! })),
          }));
          return order.invoices.flatMap((one, no) => {
            const given: ProfitInvoice = {
              id: `${at}-${no}`,
              kind: one.kind,
              orderId: `o${at}`,
              customerId: `c${order.customer}`,
              issuedOn: addDays('2026-01-01', one.day),
              lines: lines.map((each, i) => ({
                lineNo: each.lineNo,
                netMinor: one.nets[i]!,
                creditedMinor: minor((one.nets[i]! * BigInt(one.credited[i]!)) / 100n),
              })),
              deductedMinor: one.kind === 'invoice' ? one.deducted : minor(0),
              paidMinor: one.paid,
              outstandingMinor: one.open,
            };
            const own = atomsOf(given, lines);
            const sums = total(own);
            const net = given.lines.reduce((all, each) => all + each.netMinor - each.creditedMinor, 0n);
            expect([sums.invoicedMinor, sums.paidMinor, sums.outstandingMinor]).toEqual([
              net - given.deductedMinor,
              one.paid,
              one.open,
            ]);
            return own;
          });
        });
        const all = total(atoms);
        const byOrder = grouped(atoms, (atom) => keyOf('order', atom));
        for (const view of ['order', 'customer', 'product', 'month'] as const)
          expect(total(grouped(atoms, (atom) => keyOf(view, atom)).values())).toEqual(all);
        for (const [orderId, figures] of byOrder) {
          const own = atoms.filter((atom) => atom.orderId === orderId);
          expect(total(grouped(own, (atom) => keyOf('product', atom)).values())).toEqual(figures);
        }
        // No cost is given out twice: the invoices of an order never have more of it than there is.
        for (const [at, order] of orders.entries()) {
          const has: Figures | undefined = byOrder.get(`o${at}`);
          const quoted = order.lines.reduce((sum, each) => sum + each.quoted, 0n);
          const actual = order.lines.reduce((sum, each) => sum + each.actual, 0n);
          expect(has?.quotedMinor ?? 0n).toBeLessThanOrEqual(quoted);
          expect(has?.actualMinor ?? 0n).toBeLessThanOrEqual(actual);
        }
      }),
      { numRuns: CASES },
    );
  });
});
