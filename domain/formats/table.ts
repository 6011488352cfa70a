/** What a table reader hands over: cells as they stand, nothing guessed. */
export type Cell = string | number | null;

export interface TableRow {
  /** as the person sees it in the file, from 1 */
  readonly row: number;
  readonly cells: readonly Cell[];
}

/** A block of cells that the workbook shows as one; only its first cell carries the content. Counted from 1. */
export interface MergedRange {
  /** as spreadsheets write it, `A3:A5` */
  readonly range: string;
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

export interface Table {
  readonly rows: readonly TableRow[];
  readonly mergedRanges: readonly MergedRange[];
}

/** `A`, `Z`, `AA` … for a column counted from 0. */
export function columnLetters(index: number): string {
  const rest = Math.floor(index / 26);
  return (rest > 0 ? columnLetters(rest - 1) : '') + String.fromCharCode(65 + (index % 26));
}
