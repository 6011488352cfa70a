import { expect, test } from 'vitest';
import { addDays } from '#domain/kernel/days.ts';
import { minor } from '#domain/kernel/units.ts';
import { decideReminder, lateCharges, latePercent, levelOn } from './reminder-rules.ts';

const invoice = { dueOn: '2026-03-16', disputed: false, last: null };

test('nobody is reminded before the fourth day after the due day, and of a dispute never', () => {
  expect(levelOn(invoice, '2026-03-19')).toBeNull();
  expect(levelOn(invoice, '2026-03-20')).toEqual({ level: 1, due: true });
  expect(levelOn({ ...invoice, disputed: true }, '2026-12-31')).toBeNull();
});

test('a level a letter, ten days between two, three in all', () => {
  // 20 March, 31 March (more than ten days later), 11 April; then no letter is due any more.
  let last: { level: number; on: string } | null = null;
  const sent: [string, number][] = [];
  for (let day = '2026-03-16'; day < '2026-06-01'; day = addDays(day, 1)) {
    const letter: { level: number } | null = decideReminder([{ ...invoice, last }], day);
    if (!letter) continue;
    last = { level: letter.level, on: day };
    sent.push([day, letter.level]);
  }
  expect(sent).toEqual([
    ['2026-03-20', 1],
    ['2026-03-31', 2],
    ['2026-04-11', 3],
  ]);
});

test('a letter lists every overdue invoice and stands at the highest level among them', () => {
  const second = { ...invoice, last: { level: 1, on: '2026-03-20' } };
  const letter = decideReminder([invoice, second, { ...invoice, disputed: true }], '2026-04-01');
  expect(letter).toMatchObject({ level: 2, items: [{ level: 1 }, { level: 2 }] });
});

test('a late payer is asked for the fee of the level, and for interest from the level that was chosen', () => {
  const terms = {
    feesMinor: [minor(0n), minor(5_00n), minor(10_00n)],
    basePercent: '1.27',
    overBasePercent: '9',
    interestFromLevel: 2,
  } as const;
  const items = [{ openMinor: minor(1_000_00n), dueOn: '2026-01-01' as const }];
  expect(latePercent(terms)).toBe('10.27');
  expect(lateCharges(1, items, '2026-02-10', terms)).toEqual({ feeMinor: 0n, interestMinor: 0n });
  // 1,000.00 × 10.27 % × 40 ÷ 365 = 11.2547…
  expect(lateCharges(2, items, '2026-02-10', terms)).toEqual({ feeMinor: 5_00n, interestMinor: 11_25n });
  expect(lateCharges(3, [...items, ...items], '2026-02-10', terms)).toEqual({
    feeMinor: 10_00n,
    // 22.5095…: rounded once for both, not 2 × 11.25.
    interestMinor: 22_51n,
  });
  expect(latePercent({ basePercent: '-0.88', overBasePercent: '5' })).toBe('4.12');
  expect(latePercent({ basePercent: '-9', overBasePercent: '5' })).toBe('0');
  expect(lateCharges(2, items, '2026-01-01', terms).interestMinor).toBe(0n);
});
