import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import type { Hmm } from '#domain/kernel/units.ts';
import { fraction, multiply } from '#domain/money/fraction.ts';
import { detectDecimalMark, readNumber, type DecimalMark } from './numbers.ts';
import {
  findColumns,
  normaliseHeader,
  REQUIRED_COLUMNS,
  type Columns,
  type PartColumn,
} from './part-columns.ts';
import { columnLetters, type Cell, type Table, type TableRow } from './table.ts';

/** A row of somebody's cut list, read but not yet matched with our materials. */
export interface PartRow {
  readonly row: number;
  readonly id: string;
  readonly description: string;
  readonly position: string;
  readonly material: string;
  readonly length: Hmm;
  readonly width: Hmm;
  /** null where the list does not say */
  readonly thickness: Hmm | null;
  readonly quantity: number;
  readonly grain: 'none' | 'length' | 'width';
  /** name of the edge band, `true` where the side is only marked, null without edge; L1 = front, W1 = left */
  readonly edges: Readonly<Record<'L1' | 'L2' | 'W1' | 'W2', string | true | null>>;
  /** as written, e.g. 011:011:000:000; which edge overlaps which */
  readonly edgeDiagram: string;
  readonly programs: readonly string[];
  readonly order: string;
  readonly customer: string;
}

/** What is wrong with one cell (or row) of the list. `column` is the header as written, `cell` as in a spreadsheet. */
export interface RowFault {
  readonly code: string;
  readonly field: string;
  readonly row: number;
  readonly column: string;
  readonly cell: string;
  readonly value: string;
  readonly [fact: string]: unknown;
}

export interface PartList {
  readonly rows: readonly PartRow[];
  /** rows that are not taken, with every reason */
  readonly faults: readonly RowFault[];
  readonly skipped: readonly { readonly row: number; readonly reason: 'empty' | 'total' | 'header' }[];
  readonly columns: readonly PartColumn[];
  readonly ignoredColumns: readonly string[];
}

export type PartListRefusal =
  | { readonly code: 'part_list_empty'; readonly field: 'file' }
  | {
      readonly code: 'part_list_columns_missing';
      readonly field: 'file';
      readonly value: string;
      readonly found: string;
    }
  | { readonly code: 'part_list_header_merged'; readonly field: 'file'; readonly value: string };

export interface PartListOptions {
  /** decides 1.234; found from the list itself when absent */
  readonly decimalMark?: DecimalMark;
  /** for lists without that column: one material for all, one piece per row */
  readonly material?: string;
  readonly quantity?: number;
}

const SIZE_MAX = 1_000_000;
const QUANTITY_MAX = 9999;
const TEXT_MAX = 200;
const TOTAL = /^(?:sub ?total|grand total|total|totals|sum|summe|zwischensumme|gesamt|gesamtsumme|suma)\b/i;

/**
 * Part rows from a table with headers. Rows are judged one by one: a bad row is listed with each of its faults and the
 * others are taken. The list as a whole is refused only when its columns cannot be told.
 *
 * Cells merged across data rows hide what belongs to which row: those rows are refused with the range. Merged cells
 * above the headers are titles and harmless, in the header row they refuse the list.
 */
export function readPartList(table: Table, options: PartListOptions = {}): Result<PartList, PartListRefusal> {
  if (table.rows.every((row) => row.cells.every(isEmpty)))
    return refuse({ code: 'part_list_empty', field: 'file' });
  const columns = findColumns(table.rows);
  const given = new Set([
    ...(options.material ? ['material'] : []),
    ...(options.quantity ? ['quantity'] : []),
  ]);
  const missing = REQUIRED_COLUMNS.filter((column) => !columns?.at.has(column) && !given.has(column));
  const headerMerge = table.mergedRanges.find(
    (r) => columns && r.top <= columns.headerRow && columns.headerRow <= r.bottom,
  );
  if (columns && headerMerge)
    return refuse({ code: 'part_list_header_merged', field: 'file', value: headerMerge.range });
  if (!columns || missing.length) {
    const found = columns ? columns.headers.filter(Boolean).join(', ').slice(0, TEXT_MAX) : '';
    return refuse({ code: 'part_list_columns_missing', field: 'file', value: missing.join(', '), found });
  }
  return ok(readRows(table, columns, options));
}

/** Rows below the headers, for lists whose columns are known (also those without headers, see pnx.ts). */
export function readRows(table: Table, columns: Columns, options: PartListOptions = {}): PartList {
  const data = table.rows.filter((row) => row.row > columns.headerRow);
  const measured = (['length', 'width', 'thickness'] as const).flatMap(
    (column) => columns.at.get(column) ?? [],
  );
  const mark =
    options.decimalMark ??
    detectDecimalMark(data.flatMap(({ cells }) => measured.map((index) => cells[index] ?? null)));
  const rows: PartRow[] = [];
  const faults: RowFault[] = [];
  const skipped: { row: number; reason: 'empty' | 'total' | 'header' }[] = [];
  const merged = new Map<number, RowFault>();
  for (const range of table.mergedRanges) {
    const hit = [...columns.at.values()].filter(
      (index) => range.left <= index + 1 && index + 1 <= range.right,
    );
    if (hit.length === 0) continue;
    for (const { row } of data)
      if (range.top <= row && row <= range.bottom)
        merged.set(row, faultAt('cells_merged', { row, cells: [] }, columns, hit[0]!, range.range));
  }
  for (const row of data) {
    const hidden = merged.get(row.row);
    const idle = idleReason(row, columns);
    if (idle && !(hidden && idle === 'empty')) skipped.push({ row: row.row, reason: idle });
    else if (hidden) faults.push(hidden);
    else {
      const read = new RowReader(row, columns, mark, options);
      const part = read.part();
      if (read.faults.length) faults.push(...read.faults);
      else rows.push(part);
    }
  }
  return { rows, faults, skipped, columns: [...columns.at.keys()], ignoredColumns: columns.ignored };
}

function isEmpty(cell: Cell | undefined): boolean {
  return cell === null || cell === undefined || (typeof cell === 'string' && cell.trim() === '');
}

function idleReason(row: TableRow, { at, headers }: Columns): 'empty' | 'total' | 'header' | undefined {
  const known = [...at.values()];
  if (known.every((index) => isEmpty(row.cells[index]))) return 'empty';
  const sizeMissing = isEmpty(row.cells[at.get('length')!]) || isEmpty(row.cells[at.get('width')!]);
  if (sizeMissing && row.cells.some((cell) => typeof cell === 'string' && TOTAL.test(cell.trim())))
    return 'total';
  // Page breaks repeat the headers.
  const repeated = known.every(
    (index) => normaliseHeader(row.cells[index] ?? '') === normaliseHeader(headers[index] ?? ''),
  );
  return repeated ? 'header' : undefined;
}

function faultAt(
  code: string,
  row: TableRow,
  columns: Columns,
  index: number,
  value: string,
  facts: object = {},
): RowFault {
  const cell = `${columnLetters(index)}${row.row}`;
  return {
    code,
    field: `rows.${row.row}.${cell}`,
    row: row.row,
    column: columns.headers[index] ?? '',
    cell,
    value,
    ...facts,
  };
}

const GRAIN = new Map<string, PartRow['grain']>([
  ...['', '0', '-', 'no', 'none', 'nograin', 'nein', 'keine', 'ohne', 'false', 'sin'].map(
    (word) => [word, 'none'] as const,
  ),
  ...[
    '1',
    'l',
    'x',
    'yes',
    'ja',
    'si',
    'sí',
    'true',
    'length',
    'lengthwise',
    'along',
    'längs',
    'laengs',
    'länge',
  ].map((word) => [word, 'length'] as const),
  ...['2', 'w', 'b', 'q', 'width', 'crosswise', 'across', 'quer', 'breite'].map(
    (word) => [word, 'width'] as const,
  ),
]);
const NO_EDGE = new Set(['', '0', '-', '--', 'no', 'none', 'nein', 'keine', 'ohne', 'false', 'n']);
const MARKED = new Set(['1', 'x', 'yes', 'ja', 'si', 'sí', 'true', 'y', 'j']);

class RowReader {
  readonly faults: RowFault[] = [];
  private readonly row: TableRow;
  private readonly columns: Columns;
  private readonly mark: DecimalMark | undefined;
  private readonly options: PartListOptions;

  constructor(row: TableRow, columns: Columns, mark: DecimalMark | undefined, options: PartListOptions) {
    this.row = row;
    this.columns = columns;
    this.mark = mark;
    this.options = options;
  }

  part(): PartRow {
    return {
      row: this.row.row,
      id: this.text('id'),
      description: this.text('description'),
      position: this.text('position'),
      material: this.material(),
      length: this.size('length') ?? (0 as Hmm),
      width: this.size('width') ?? (0 as Hmm),
      thickness: this.has('thickness') ? this.size('thickness') : null,
      quantity: this.quantity(),
      grain: this.grain(),
      edges: {
        L1: this.edge('edgeL1'),
        L2: this.edge('edgeL2'),
        W1: this.edge('edgeW1'),
        W2: this.edge('edgeW2'),
      },
      edgeDiagram: this.text('edgeDiagram'),
      programs: [this.text('program1'), this.text('program2')].filter(Boolean),
      order: this.text('order'),
      customer: this.text('customer'),
    };
  }

  private cell(column: PartColumn): Cell {
    const index = this.columns.at.get(column);
    return index === undefined ? null : (this.row.cells[index] ?? null);
  }

  private has(column: PartColumn): boolean {
    return !isEmpty(this.cell(column));
  }

  private refuse(code: string, column: PartColumn, value: string, facts: object = {}): void {
    this.faults.push(faultAt(code, this.row, this.columns, this.columns.at.get(column) ?? 0, value, facts));
  }

  private text(column: PartColumn): string {
    const text = String(this.cell(column) ?? '').trim();
    if (text.length > TEXT_MAX)
      this.refuse('row_text_too_long', column, text.slice(0, 40), { max: TEXT_MAX });
    return text;
  }

  private material(): string {
    const material =
      this.text('material') || (this.columns.at.has('material') ? '' : (this.options.material ?? ''));
    if (!material) this.refuse('row_material_missing', 'material', '');
    return material;
  }

  private size(column: 'length' | 'width' | 'thickness'): Hmm | null {
    const read = readNumber(this.cell(column), this.mark);
    if (!read.ok) {
      const { code, value, ...facts } = read.refusal;
      this.refuse(`row_${code}`, column, value, facts);
      return null;
    }
    const hundredths = multiply(read.value, fraction(100));
    const shown = String(this.cell(column)).trim().slice(0, 80);
    if (hundredths.n <= 0n || hundredths.n > BigInt(SIZE_MAX) * hundredths.d)
      this.refuse('row_size_out_of_range', column, shown, { min: '0.01', max: SIZE_MAX / 100 });
    else if (hundredths.d !== 1n) this.refuse('row_size_too_fine', column, shown);
    return Number(hundredths.n / hundredths.d) as Hmm;
  }

  private quantity(): number {
    if (!this.columns.at.has('quantity')) return this.options.quantity ?? 1;
    const read = readNumber(this.cell('quantity'), this.mark);
    const shown = String(this.cell('quantity') ?? '')
      .trim()
      .slice(0, 80);
    const whole = read.ok && read.value.d === 1n ? Number(read.value.n) : NaN;
    if (!(whole >= 1 && whole <= QUANTITY_MAX))
      this.refuse('row_quantity_not_whole', 'quantity', shown, { max: QUANTITY_MAX });
    return whole;
  }

  private grain(): PartRow['grain'] {
    const word = this.text('grain').toLowerCase();
    const grain = GRAIN.get(word);
    if (grain === undefined) this.refuse('row_grain_not_known', 'grain', word);
    return grain ?? 'none';
  }

  private edge(column: 'edgeL1' | 'edgeL2' | 'edgeW1' | 'edgeW2'): string | true | null {
    const text = this.text(column);
    const word = text.toLowerCase();
    return NO_EDGE.has(word) ? null : MARKED.has(word) ? true : text;
  }
}
