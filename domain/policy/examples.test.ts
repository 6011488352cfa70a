import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '#domain/kernel/days.ts';
import { minor } from '#domain/kernel/units.ts';
import { formatAmount } from '#domain/money/currency.ts';
import { proratedRefund } from '#domain/money/prorate.ts';
import { totalsOfNets } from '#domain/money/tax.ts';
import { EXAMPLES } from './examples.ts';
import { earliestEnd, endOf, keepsNotice, receivedOn } from './notice.ts';
import { DEFAULTS } from './parameters.ts';

const RECEIVED = '2026-05-10T09:15:00.000Z';
const computed = EXAMPLES.flatMap((row) => (row.computed ? [{ ...row, computed: row.computed }] : []));
const dayOf = (receivedAt = RECEIVED, zone = 'Europe/Berlin') => receivedOn(receivedAt, zone);

describe('the worked examples', () => {
  test.each(computed.map((row) => [row.id, row] as const))('days: %s', (_, { computed: given }) => {
    const { on, asked, receivedAt, zone = 'Europe/Berlin', endsAt } = given;
    if (!asked) expect(earliestEnd(DEFAULTS, dayOf(receivedAt, zone))).toBe(on);
    if (endsAt) expect(endOf(on, zone)).toBe(endsAt);
  });

  test.each(computed.filter(({ net }) => net).map((row) => [row.id, row] as const))(
    'money: %s',
    (_, { computed: given, net, vat, total }) => {
      const { on, notes, currency = 'EUR' } = given;
      const text = (amount: bigint): string => formatAmount(minor(amount), currency);
      const papers = notes.map((lines) =>
        totalsOfNets(
          lines.map((line) => ({
            netMinor: proratedRefund(line, on),
            tax: { category: line.percent === '0' ? 'Z' : 'S', percent: line.percent },
          })),
        ),
      );
      const zero = (amount: string): string => (/^0(\.0+)?$/.test(amount) ? '0' : amount);
      expect(
        papers
          .flatMap((paper) => paper.lineNetsMinor)
          .map(text)
          .map(zero)
          .join(' + '),
      ).toBe(net);
      if (vat)
        expect(
          papers.flatMap((paper) => paper.taxes.map(({ taxMinor }) => zero(text(taxMinor)))).join(' + '),
        ).toBe(vat);
      if (total) expect(zero(text(papers.reduce((all, paper) => all + paper.grossMinor, 0n)))).toBe(total);
    },
  );

  test('the earliest day keeps the notice in the zone of the contract', () => {
    // 10 May + 30 = 9 June; half past ten at night in UTC it is already 11 May in Berlin.
    expect(earliestEnd(DEFAULTS, dayOf())).toBe('2026-06-09');
    expect(earliestEnd(DEFAULTS, dayOf('2026-05-10T22:30:00.000Z'))).toBe('2026-06-10');
    expect(earliestEnd({ ...DEFAULTS, 'cancel.noticeDays': 14 }, dayOf())).toBe('2026-05-24');
  });

  test('a day too short brings no refund, the exact day does', () => {
    const received = dayOf();
    expect(keepsNotice(DEFAULTS, received, '2026-06-08')).toBe(false);
    expect(keepsNotice(DEFAULTS, received, '2026-06-09')).toBe(true);
    expect(keepsNotice({ ...DEFAULTS, 'cancel.noticeDays': 31 }, received, '2026-06-09')).toBe(false);
  });

  test.skipIf(!existsSync(resolve(import.meta.dirname, '../../../shared/clauses.md')))(
    'are all of those that were given, with their numbers',
    () => {
      const given = readFileSync(resolve(import.meta.dirname, '../../../shared/clauses.md'), 'utf8');
      const rows = [...given.matchAll(/^\| (W-\w+) \| (.*) \|$/gm)];
      expect(EXAMPLES.map(({ id }) => id)).toEqual(rows.map((row) => row[1]));
      for (const { id, total } of computed) {
        const cells = rows.find((row) => row[1] === id)![2]!.replaceAll(/[*,]/g, '');
        expect(cells, id).toContain(total.replaceAll(',', ''));
      }
    },
  );
});

describe('what is given back', () => {
  const line = { from: '2026-01-01', until: '2026-12-31', netMinor: minor(1_200_00n) };

  test('never grows with a later last day, lies between nothing and what was paid, and all of it before the first day', () => {
    fc.assert(
      fc.property(
        fc.record({
          net: fc.bigInt(0n, 10_000_00n),
          days: fc.integer({ min: 1, max: 800 }),
          credit: fc.bigInt(0n, 2_000_00n),
        }),
        fc.integer({ min: -5, max: 805 }),
        ({ net, days, credit }, after) => {
          const given = {
            from: '2026-01-01',
            until: addDays('2026-01-01', days - 1),
            netMinor: minor(net),
            credits: [{ netMinor: minor(credit < net ? credit : net) }],
          };
          const on = addDays('2026-01-01', after);
          const refund = proratedRefund(given, on);
          expect(refund >= proratedRefund(given, addDays(on, 1))).toBe(true);
          expect(refund >= 0n && refund <= net - given.credits[0]!.netMinor).toBe(true);
          expect(proratedRefund(given, '2025-12-31')).toBe(net - given.credits[0]!.netMinor);
        },
      ),
    );
  });

  test('is refused for a line without days, and for a credit on days it does not have', () => {
    expect(() => proratedRefund({ ...line, until: '2025-12-31' }, '2026-01-01')).toThrow(/covers no day/);
    const credits = [{ netMinor: minor(1n), from: '2025-12-30', until: '2026-01-02' }];
    expect(() => proratedRefund({ ...line, credits }, '2026-01-01')).toThrow(/does not have/);
  });
});
