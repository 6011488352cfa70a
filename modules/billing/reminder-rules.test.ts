import { expect, test } from 'vitest';
import { addDays } from '#domain/kernel/days.ts';
import { decideReminder, levelOn } from './reminder-rules.ts';

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
