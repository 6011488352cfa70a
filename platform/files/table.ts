/** A cell as it stands in the file: text, number or nothing. Dates become ISO text, formulas their last result. */
export type Cell = string | number | null;

/** Rows of one sheet or text file. Empty rows between others are left out; `row` is the number a person sees. */
export interface Table {
  readonly source: 'xlsx' | 'text';
  /** name of the sheet read; null for text files */
  readonly sheet: string | null;
  /** further sheets with content that were not read */
  readonly otherSheets: readonly string[];
  readonly rows: readonly { readonly row: number; readonly cells: readonly Cell[] }[];
  /** from 1, both ends included; only the first cell of a range has content */
  readonly mergedRanges: readonly MergedRange[];
  /** card numbers that were masked in it */
  readonly maskedCards: number;
  /** headings of columns whose numbers were left alone because they are article numbers with a check digit of their own */
  readonly articleColumns: readonly string[];
}

/** A table as the readers make it, before card numbers are masked. */
export type RawTable = Omit<Table, 'maskedCards' | 'articleColumns'>;

export interface MergedRange {
  readonly range: string;
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** What a table may cost. Part lists of whole factories stay far below. */
export interface TableLimits {
  readonly bytes: number;
  readonly rows: number;
  readonly columns: number;
  readonly cells: number;
  readonly archive: ArchiveLimits;
  readonly memoryMb: number;
  readonly timeoutMs: number;
}

export interface ArchiveLimits {
  readonly entries: number;
  /** all entries together, inflated */
  readonly totalBytes: number;
  /** inflated ÷ compressed of one entry; judged above `ratioFromBytes`, since tiny files compress oddly */
  readonly ratio: number;
  readonly ratioFromBytes: number;
}

export const TABLE_LIMITS: TableLimits = {
  bytes: 20 * 1024 * 1024,
  rows: 20_000,
  columns: 256,
  cells: 1_000_000,
  archive: { entries: 1000, totalBytes: 200 * 1024 * 1024, ratio: 200, ratioFromBytes: 1024 * 1024 },
  memoryMb: 512,
  timeoutMs: 30_000,
};

/** Why a file is no table. Sentences per code in `table-words.ts`. */
export interface TableRefusal {
  readonly code:
    | 'file_empty'
    | 'file_too_large'
    | 'file_type_wrong'
    | 'file_damaged'
    | 'file_inflates_too_far'
    | 'file_too_many_cells'
    | 'file_quote_not_closed'
    | 'file_takes_too_long'
    | 'file_needs_too_much_memory';
  readonly field: 'file';
  readonly value: string;
  readonly [fact: string]: unknown;
}
