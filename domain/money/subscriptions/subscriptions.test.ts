import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, daysBetween } from '#domain/kernel/days.ts';
import { minor } from '#domain/kernel/units.ts';
import { add, compare, fraction, roundHalfAway, subtract, ZERO } from '../fraction.ts';
import { termAt } from '../terms.ts';
import { changeWithinTerm } from './change.ts';
import { creditedOf, daysOf, type ServiceLine } from './line.ts';
import { nextPart } from './next-part.ts';
import { partOfPrice } from './part.ts';
import { refundAsOf, refundOfLine, usedOfLine } from './refund.ts';

const START = '2026-01-01';
const RUNS = { numRuns: 2000 };
const service = (given: Partial<ServiceLine> & Pick<ServiceLine, 'until' | 'netMinor'>): ServiceLine => ({
  id: 'x',
  invoiceId: 'i',
  kind: 'hosting',
  refundable: 'prorated',
  from: START,
  tax: { category: 'S', percent: '19' },
  ...given,
});

/** A line with credits on days of their own; no day is credited beyond its value. */
const history = fc
  .record({ net: fc.bigInt(1n, 9_999_99n), days: fc.integer({ min: 1, max: 400 }) })
  .chain(({ net, days }) =>
    fc
      .array(fc.record({ a: fc.nat(days - 1), b: fc.nat(days - 1), permille: fc.bigInt(0n, 240n) }), {
        maxLength: 4,
      })
      .map((drawn) =>
        service({
          until: addDays(START, days - 1),
          netMinor: minor(net),
          credits: drawn.map(({ a, b, permille }) => {
            const [first, last] = a < b ? [a, b] : [b, a];
            // At most 24 % of the value of its days, so that four on one day stay below the day's value.
            const most = (net * BigInt(last - first + 1) * permille) / (BigInt(days) * 1000n);
            return { netMinor: minor(most), from: addDays(START, first), until: addDays(START, last) };
          }),
        }),
      ),
  );

/** Another way to the same number: day by day, as the sentence of the clause reads. */
function refundByDays(line: ServiceLine, effectiveOn: string): bigint {
  let left = ZERO;
  for (let day = line.from; day <= line.until; day = addDays(day, 1)) {
    if (day <= effectiveOn) continue;
    let onDay = fraction(line.netMinor, daysOf(line));
    for (const { from = line.from, until = line.until, netMinor } of line.credits ?? [])
      if (from <= day && day <= until) onDay = subtract(onDay, fraction(netMinor, daysOf({ from, until })));
    if (compare(onDay, ZERO) > 0) left = add(left, onDay);
  }
  const most = line.netMinor - creditedOf(line);
  const sum = roundHalfAway(left);
  return sum < most ? sum : most > 0n ? most : 0n;
}

describe('over random histories', () => {
  test('refund is what the days after say, one by one; with what was used and credited it is what was paid', () => {
    fc.assert(
      fc.property(history, fc.integer({ min: -3, max: 405 }), (line, after) => {
        const on = addDays(START, after);
        const { netMinor: refund } = refundOfLine(line, on);
        expect(refund).toBe(refundByDays(line, on));
        expect(refund + usedOfLine(line, on) + creditedOf(line)).toBe(line.netMinor);
        expect(refund >= 0n && refund <= line.netMinor - creditedOf(line)).toBe(true);
        expect(usedOfLine(line, on) >= 0n).toBe(true);
        expect(refund >= refundOfLine(line, addDays(on, 1)).netMinor).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  test('the order in which credits were given does not matter', () => {
    fc.assert(
      fc.property(history, fc.integer({ min: -3, max: 405 }), fc.nat(23), (line, after, turn) => {
        const credits = [...(line.credits ?? [])];
        const turned = [...credits.splice(turn % (credits.length + 1)), ...credits].reverse();
        const on = addDays(START, after);
        expect(refundOfLine({ ...line, credits: turned }, on)).toMatchObject({
          netMinor: refundOfLine(line, on).netMinor,
        });
      }),
      RUNS,
    );
  });

  test('parts of a term add up to its price, wherever it is cut', () => {
    fc.assert(
      fc.property(
        fc.bigInt(0n, 99_999_99n),
        fc.integer({ min: 1, max: 800 }),
        fc.array(fc.nat(799), { maxLength: 6 }),
        (price, days, cuts) => {
          const term = { from: START, until: addDays(START, days - 1) };
          const ends = [...new Set([...cuts.filter((cut) => cut < days - 1), days - 1])].sort(
            (a, b) => a - b,
          );
          let all = 0n;
          for (const [at, end] of ends.entries()) {
            const from = at === 0 ? START : addDays(START, ends[at - 1]! + 1);
            const net = partOfPrice(minor(price), term, { from, until: addDays(START, end) });
            expect(net >= 0n).toBe(true);
            all += net;
          }
          expect(all).toBe(price);
          // The bridge and the refund of the other days are the price; the rest costs what its refund gives (C-2).
          const on = addDays(START, ends[0]!);
          const refund = refundOfLine(service({ ...term, netMinor: minor(price) }), on).netMinor;
          expect(partOfPrice(minor(price), term, { from: START, until: on }) + refund).toBe(price);
          if (on < term.until)
            expect(partOfPrice(minor(price), term, { from: addDays(on, 1), until: term.until })).toBe(refund);
        },
      ),
      RUNS,
    );
  });

  test('changes within a term: credits and charges of every one of them leave what was used, and nothing is credited twice', () => {
    const changes = fc.array(fc.record({ on: fc.nat(364), price: fc.bigInt(0n, 5_000_00n) }), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(
        fc.bigInt(0n, 5_000_00n),
        changes,
        fc.integer({ min: -1, max: 364 }),
        (price, drawn, last) => {
          const term = { from: START, until: addDays(START, 364) };
          let lines: ServiceLine[] = [service({ ...term, netMinor: minor(price) })];
          for (const [at, { on, price: next }] of [...drawn].sort((a, b) => a.on - b.on).entries()) {
            const given = { on: addDays(START, on), term, paidUntil: term.until, priceMinor: minor(next) };
            const change = changeWithinTerm(lines, given);
            lines = lines.map((line) => {
              const credits = change.credits
                .filter((credit) => credit.line.id === line.id)
                .map(({ from, until, netMinor }) => ({ from, until, netMinor }));
              return { ...line, credits: [...(line.credits ?? []), ...credits] };
            });
            lines.push(service({ ...change.charge, id: String(at), netMinor: change.charge.netMinor }));
            // The same price again costs nothing.
            const again = changeWithinTerm(lines, given);
            expect(again.differenceMinor).toBe(0n);
          }
          // Days before a change are never credited again: only the newest line has anything left.
          const refund = refundAsOf(
            lines,
            addDays(START, Math.max(last, drawn.length ? Math.max(...drawn.map(({ on }) => on)) : -1)),
          );
          expect(refund.lines.filter(({ netMinor }) => netMinor > 0n).length).toBeLessThanOrEqual(1);
          const paid = lines.reduce((all, line) => all + line.netMinor - creditedOf(line), 0n);
          const used = lines.reduce((all, line) => all + usedOfLine(line, addDays(START, last)), 0n);
          expect(used + refundAsOf(lines, addDays(START, last)).netMinor).toBe(paid);
          for (const line of lines) expect(creditedOf(line) <= line.netMinor).toBe(true);
        },
      ),
      { numRuns: 700 },
    );
  });
});

describe('what is billed next', () => {
  const monthly = {
    anchorOn: '2026-01-31',
    months: 1,
    paidUntil: '2026-02-27',
    endsOn: null,
    lastTerm: 'part',
  } as const;

  test('the next anchored term', () => {
    expect(nextPart(monthly)).toMatchObject({ from: '2026-02-28', until: '2026-03-30', whole: true });
    expect(nextPart({ ...monthly, paidUntil: '2026-03-30' })).toMatchObject({
      from: '2026-03-31',
      until: '2026-04-29',
    });
  });

  test('up to the last day, the whole term with short notice, and the rest when the service goes on after all', () => {
    const ends = { ...monthly, endsOn: '2026-03-10' };
    expect(nextPart(ends)).toMatchObject({ from: '2026-02-28', until: '2026-03-10', whole: false });
    expect(nextPart({ ...ends, lastTerm: 'whole' })).toMatchObject({ until: '2026-03-30', whole: true });
    expect(nextPart({ ...ends, paidUntil: '2026-03-10' })).toBeNull();
    expect(nextPart({ ...monthly, paidUntil: '2026-03-10' })).toMatchObject({
      term: { from: '2026-02-28' },
      from: '2026-03-11',
      until: '2026-03-30',
      whole: false,
    });
  });

  test('property: parts follow each other without a gap and never leave their term', () => {
    fc.assert(
      fc.property(
        fc.nat(4000),
        fc.constantFrom(1, 3, 12, 24),
        fc.integer({ min: 0, max: 900 }),
        (at, months, ahead) => {
          const anchorOn = addDays('2024-01-01', at);
          const endsOn = addDays(anchorOn, ahead);
          let paidUntil = addDays(anchorOn, -1);
          for (let index = 0; ; index++) {
            const next = nextPart({ anchorOn, months, paidUntil, endsOn, lastTerm: 'part' });
            if (!next) break;
            expect(next.from).toBe(addDays(paidUntil, 1));
            expect(next.term).toEqual(termAt(anchorOn, months, index));
            expect(next.until <= next.term.until).toBe(true);
            paidUntil = next.until;
          }
          expect(paidUntil).toBe(endsOn);
        },
      ),
      { numRuns: 500 },
    );
  });
});

test('a change on the 100th of 365 days, to the cent', () => {
  // 1,200.00: 266 days from 10 April are left: 1200 × 266 ÷ 365 = 874.520… → 874.52; 1,800.00 for these: 1311.780… → 1,311.78.
  const term = { from: START, until: '2026-12-31' };
  const old = service({ ...term, netMinor: minor(1_200_00n) });
  const change = changeWithinTerm([old], {
    on: '2026-04-10',
    term,
    paidUntil: term.until,
    priceMinor: minor(1_800_00n),
  });
  expect(daysBetween('2026-04-10', '2026-12-31') + 1).toBe(266);
  expect(change.credits).toMatchObject([{ netMinor: 874_52n, from: '2026-04-10', days: 266 }]);
  expect(change.charge).toMatchObject({ netMinor: 1_311_78n, from: '2026-04-10', days: 266 });
  expect(change.differenceMinor).toBe(437_26n);
});

test('a day that was credited beyond its value takes nothing from the others', () => {
  // 365.00 for 365 days: 1.00 a day. 50.00 were credited for 1 December; 205 days are unused, that one gives nothing: 204.00.
  const day = { from: '2026-12-01', until: '2026-12-01', netMinor: minor(50_00n) };
  const line = service({ until: '2026-12-31', netMinor: minor(365_00n), credits: [day] });
  expect(refundOfLine(line, '2026-06-09').netMinor).toBe(204_00n);
  // And never more than what is left of the line: 365.00 − 50.00.
  expect(refundOfLine(line, '2025-12-31').netMinor).toBe(315_00n);
});

test('a part outside its term is a bug', () => {
  const term = { from: START, until: '2026-12-31' };
  expect(() => partOfPrice(minor(1n), term, { from: '2025-12-31', until: '2026-01-02' })).toThrow(RangeError);
  expect(() => partOfPrice(minor(1n), term, { from: '2026-02-02', until: '2026-02-01' })).toThrow(/no part/);
});
