import type { PartColumn } from './part-columns.ts';
import { readRows, type PartList } from './part-list.ts';
import type { Table } from './table.ts';

/**
 * Columns of a PNX part list (Cut Rite, Magi-Cut), which has no headers: code or description, material, length,
 * width, quantity, overs, unders, grain, edge, then information boxes. Null = read over.
 */
const PNX: readonly (readonly [PartColumn | null, string])[] = [
  ['id', 'Part code'],
  ['material', 'Material'],
  ['length', 'Length'],
  ['width', 'Width'],
  ['quantity', 'Quantity'],
  [null, 'Overs'],
  [null, 'Unders'],
  ['grain', 'Grain'],
  ['edgeDiagram', 'Edge'],
];

/** Part rows of a PNX file read as comma-separated cells. Sizes have a decimal point and are those of the cut part. */
export function readPnx(table: Table): PartList {
  return readRows(
    table,
    {
      headerRow: 0,
      at: new Map(PNX.flatMap(([column], index) => (column ? [[column, index] as const] : []))),
      headers: PNX.map(([, header]) => header),
      ignored: [],
    },
    { decimalMark: '.' },
  );
}
