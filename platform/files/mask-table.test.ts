import { expect, test } from 'vitest';
import { maskTable } from './mask-table.ts';
import type { Cell } from './table.ts';

const tableOf = (...rows: Cell[][]) => ({
  source: 'xlsx' as const,
  sheet: 'Teile 4111 1111 1111 1111',
  otherSheets: ['4111-1111-1111-1111'],
  rows: rows.map((cells, i) => ({ row: i + 1, cells })),
  mergedRanges: [],
});

test('cells of every kind and the names of sheets are masked', () => {
  const masked = maskTable(
    tableOf(['Note', 'Length'], ['pay 4111 1111 1111 1111', 600.5], [4111111111111111, null]),
  );
  expect(masked.rows.map(({ cells }) => cells)).toEqual([
    ['Note', 'Length'],
    ['pay •••• 1111', 600.5],
    ['•••• 1111', null],
  ]);
  expect([masked.sheet, masked.otherSheets]).toEqual(['Teile •••• 1111', ['•••• 1111']]);
  expect(masked.maskedCards).toBe(4);
  expect(masked.articleColumns).toEqual([]);
});

test('a column of article numbers keeps what has a check digit of its own, and says so', () => {
  // A GTIN-14 with a right check digit that passes as a Diners card as well.
  const both = '36000000000081';
  const masked = maskTable(tableOf(['EAN', 'Note'], [both, both], ['4111111111111111', 'x']));
  expect(masked.rows.slice(1).map(({ cells }) => cells)).toEqual([
    [both, '•••• 0081'],
    ['•••• 1111', 'x'],
  ]);
  expect(masked.articleColumns).toEqual(['EAN']);
});
