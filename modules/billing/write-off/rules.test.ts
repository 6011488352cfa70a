import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { minor } from '#domain/kernel/units.ts';
import { SMALL_CHART } from '#domain/money/ledger/chart.ts';
import { balanceOf, trialBalance } from '#domain/money/ledger/entry.ts';
import { postMoney, type TaxAmounts } from '#domain/money/ledger/posting.ts';
import { totalsOfNets } from '#domain/money/tax.ts';
import { decideWriteOff, takenBack } from './rules.ts';

const CASES = Number(process.env['TENON_CASES'] ?? 1000);
const S19 = [{ category: 'S', percent: '19', netMinor: minor(100_00), taxMinor: minor(19_00) }] as const;

describe('giving up what is open', () => {
  test('the net is lost and its tax corrected; more than is open, nothing or less is refused', () => {
    expect(decideWriteOff(minor(119_00), null, S19)).toMatchObject({
      value: { amountMinor: 119_00n, taxes: [{ netMinor: 100_00n, taxMinor: 19_00n }] },
    });
    expect(decideWriteOff(minor(119_00), minor(119_01), S19)).toMatchObject({
      refusal: { code: 'write_off_above_open', openMinor: '11900' },
    });
    expect(decideWriteOff(minor(0), null, S19)).toMatchObject({ refusal: { code: 'invoice_not_open' } });
    expect(decideWriteOff(minor(1), minor(0), S19)).toMatchObject({
      refusal: { code: 'payment_not_positive' },
    });
  });

  test('a part that is paid after all is owed again with its own tax', () => {
    // 59.50 of 119.00: half of the net and half of the tax.
    expect(takenBack({ amountMinor: minor(119_00), taxes: S19 }, minor(0), minor(59_50))).toMatchObject({
      amountMinor: 59_50n,
      taxes: [{ netMinor: 50_00n, taxMinor: 9_50n }],
    });
    expect(takenBack({ amountMinor: minor(119_00), taxes: S19 }, minor(119_00), minor(1))).toBeNull();
  });

  test('property: whatever is paid after all in whatever parts, each entry balances, and all parts together are the write-off in every rate', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 500_000 }), fc.constantFrom('19', '7', '8.1')), {
          minLength: 1,
          maxLength: 4,
        }),
        fc.integer({ min: 1, max: 100 }),
        fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 6 }),
        fc.constantFrom('bad-debt' as const, 'rounding' as const),
        (nets, percent, parts, lostTo) => {
          const { taxes, grossMinor } = totalsOfNets(
            nets.map(([net, rate]) => ({ netMinor: minor(net), tax: { category: 'S', percent: rate } })),
          );
          const asked = minor((grossMinor * BigInt(percent)) / 100n || 1n);
          const decided = decideWriteOff(grossMinor, asked, taxes);
          if (!decided.ok) throw new Error('refused');
          const entry = (lost: readonly TaxAmounts[], amountMinor: bigint, again: boolean) =>
            postMoney(
              {
                kind: 'write-off',
                reference: 'W',
                on: '2026-05-01',
                currency: 'EUR',
                through: 'bank',
                settles: [{ party: 'C', item: 'I', amountMinor: minor(amountMinor) }],
                lost,
                lostTo,
                again,
              },
              SMALL_CHART,
            );
          const entries = [entry(decided.value.taxes, asked, false)];
          expect(trialBalance(entries).get(SMALL_CHART.roles.receivables)).toBe(-asked);
          let back = 0n;
          for (const part of [...parts.map((each) => (asked * BigInt(each)) / 100n), asked]) {
            const owed = takenBack(decided.value, minor(back), minor(part));
            if (!owed) continue;
            back += owed.amountMinor;
            entries.push(entry(owed.taxes, owed.amountMinor, true));
          }
          expect(back).toBe(asked);
          for (const one of entries) expect(balanceOf(one)).toBe(0n);
          expect([...trialBalance(entries).values()].every((sum) => sum === 0n)).toBe(true);
        },
      ),
      { numRuns: CASES },
    );
  });
});
