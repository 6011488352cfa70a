import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CoveringLp, type Column } from './covering.ts';

const column = (cost: number, covers: readonly number[]): Column => {
  const rows = covers.flatMap((c, i) => (c > 0 ? [i] : []));
  return { cost, rows: Int32Array.from(rows), covers: Float64Array.from(rows, (r) => covers[r]!) };
};

test('two parts on one sheet halve the sheets of each', () => {
  // Each sheet holds 2 of a, or 3 of b, or one of each and 1 b more: 10 a and 12 b.
  // 10 sheets of (1, 2) cover 10 a and 20 b; 5 (2, 0) + 4 (0, 3) = 9; 6 (1, 2) + 2 (2, 0) = 8, and no prices do better:
  // 0.5 for an a and 0.25 for a b pay 1 at most for any of them and 5 + 3 = 8 for the demand.
  const lp = new CoveringLp([10, 12], [column(1, [2, 0]), column(1, [0, 3])]);
  lp.add(column(1, [1, 2]));
  expect(lp.solve()).toBe(true);
  expect(lp.value).toBeCloseTo(8, 9);
  expect([...lp.duals()]).toEqual([0.5, 0.25]);
  expect(lp.solution().map((s) => [s.column, s.amount])).toEqual([
    [0, 2],
    [2, 6],
  ]);
});

test('what covers more than is asked for is let be', () => {
  const lp = new CoveringLp([1, 4], [column(9, [1, 0]), column(9, [0, 1])]);
  lp.add(column(2, [3, 1]));
  lp.solve();
  expect(lp.value).toBeCloseTo(8, 9);
  expect(lp.duals()[0]).toBeCloseTo(0, 9);
});

test('at the end prices and amounts prove each other: no column is worth more than it costs, and both sums agree', () => {
  const rows = 5;
  const anyColumn = fc.record({
    cost: fc.integer({ min: 1, max: 40 }),
    covers: fc.array(fc.integer({ min: 0, max: 6 }), { minLength: rows, maxLength: rows }),
  });
  const demands = fc.array(fc.integer({ min: 0, max: 90 }), { minLength: rows, maxLength: rows });
  fc.assert(
    fc.property(fc.array(anyColumn, { maxLength: 25 }), demands, demands, (more, demand, later) => {
      const first = demand.map((_, r) =>
        column(
          7 + r,
          demand.map((__, i) => (i === r ? 1 + (r % 3) : 0)),
        ),
      );
      const lp = new CoveringLp(demand, first);
      for (const c of more) if (c.covers.some((v) => v > 0)) lp.add(column(c.cost, c.covers));
      for (const wanted of [demand, later]) {
        lp.reset(wanted);
        expect(lp.solve()).toBe(true);
        const covered = wanted.map(() => 0);
        let cost = 0;
        for (const { column: c, amount } of lp.solution()) {
          cost += lp.columns[c]!.cost * amount;
          lp.columns[c]!.rows.forEach((row, i) => (covered[row]! += amount * lp.columns[c]!.covers[i]!));
        }
        covered.forEach((sum, row) => expect(sum).toBeGreaterThan(wanted[row]! - 1e-6));
        const prices = lp.duals();
        prices.forEach((price) => expect(price).toBeGreaterThan(-1e-6));
        for (const c of lp.columns) {
          const worth = [...c.rows].reduce((sum, row, i) => sum + prices[row]! * c.covers[i]!, 0);
          expect(worth).toBeLessThan(c.cost * (1 + 1e-6));
        }
        const paid = wanted.reduce((sum, d, row) => sum + d * prices[row]!, 0);
        expect(Math.abs(paid - cost)).toBeLessThan(1e-6 * Math.max(1, cost));
      }
    }),
    { numRuns: 150 },
  );
});
