import { isUtf16 } from './file-kind.ts';
import type { Cell, RawTable, TableLimits, TableRefusal } from './table.ts';

type Outcome = { ok: true; value: RawTable } | { ok: false; refusal: TableRefusal };

const SEPARATORS = [';', ',', '\t', '|'] as const;
type Separator = (typeof SEPARATORS)[number];

/** Rows looked at to tell the separator. */
const SAMPLE_ROWS = 30;

/**
 * Comma-separated text (RFC 4180) as spreadsheets of all countries write it: separator `,` `;` tab or `|`, UTF-8,
 * UTF-16 or Windows-1252, any line end, quoted fields with separators, quotes and line ends inside, and Excel's
 * leading `sep=;`. Cells stay text: what a number is depends on the list, not on the file.
 */
export function readCsv(bytes: Uint8Array, limits: TableLimits): Outcome {
  const whole = decodeText(bytes);
  const hint = /^sep=([;,|\t])\r?\n/i.exec(whole);
  const text = hint ? whole.slice(hint[0].length) : whole;
  const separator = (hint?.[1] as Separator | undefined) ?? detectSeparator(text);
  const rows: { row: number; cells: Cell[] }[] = [];
  let row = hint ? 1 : 0;
  let cells = 0;
  for (const record of records(text, separator)) {
    row += 1;
    if (record === 'open') return refuse('file_quote_not_closed', String(row));
    cells += record.length;
    if (row > limits.rows) return refuse('file_too_many_cells', `> ${limits.rows} rows`, limits.rows);
    if (record.length > limits.columns)
      return refuse('file_too_many_cells', `${record.length} columns`, limits.columns);
    if (cells > limits.cells) return refuse('file_too_many_cells', `> ${limits.cells} cells`, limits.cells);
    if (record.some((cell) => cell.trim() !== ''))
      rows.push({ row, cells: record.map((cell) => (cell === '' ? null : cell)) });
  }
  return { ok: true, value: { source: 'text', sheet: null, otherSheets: [], rows, mergedRanges: [] } };
}

function refuse(code: TableRefusal['code'], value: string, limit?: number): Outcome {
  return { ok: false, refusal: { code, field: 'file', value, ...(limit === undefined ? {} : { limit }) } };
}

/** Text by its byte order mark, by its zeros, as UTF-8 when it is valid, else as Windows-1252, which reads any bytes. */
export function decodeText(bytes: Uint8Array): string {
  const wide = isUtf16(bytes);
  if (wide) return new TextDecoder(`utf-16${wide}`).decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return new TextDecoder('windows-1252').decode(bytes);
    throw error;
  }
}

/**
 * The separator under which quotes stand where quotes belong, most of the first rows have as many fields as the widest
 * of the first five, and there are most fields, in this order. Decimal commas do not win over semicolons, since the
 * header row has none.
 */
function detectSeparator(text: string): Separator {
  let best: { separator: Separator; misplaced: number; agree: number; fields: number } | undefined;
  for (const separator of SEPARATORS) {
    const counts: number[] = [];
    const quotes = { misplaced: 0 };
    for (const record of records(text, separator, quotes)) {
      if (record === 'open') quotes.misplaced += 1;
      if (record === 'open' || counts.length === SAMPLE_ROWS) break;
      if (record.some((cell) => cell.trim() !== '')) counts.push(record.length);
    }
    const { misplaced } = quotes;
    const fields = Math.max(1, ...counts.slice(0, 5));
    if (fields === 1) continue;
    const agree = counts.filter((count) => count === fields).length;
    const better = best ? best.misplaced - misplaced || agree - best.agree || fields - best.fields : 1;
    if (better > 0) best = { separator, misplaced, agree, fields };
  }
  return best?.separator ?? ',';
}

/** The records of the text one by one; `'open'` at the end when a quoted field was never closed. Counts text after closing quotes. */
function* records(
  text: string,
  separator: Separator,
  quotes = { misplaced: 0 },
): Generator<string[] | 'open'> {
  let at = 0;
  let fields: string[] = [];
  while (at < text.length) {
    let field: string;
    if (text[at] === '"') {
      const read = quoted(text, at + 1);
      if (!read) {
        yield 'open';
        return;
      }
      [field, at] = read;
      // Text after the closing quote is kept: 12"x4 is a size, no error.
      const end = plainEnd(text, at, separator);
      if (end > at) quotes.misplaced += 1;
      field += text.slice(at, end);
      at = end;
    } else {
      const end = plainEnd(text, at, separator);
      field = text.slice(at, end);
      at = end;
    }
    fields.push(field);
    if (text[at] === separator) {
      at += 1;
      // A separator at the very end stands before one more, empty field.
      if (at === text.length) fields.push('');
      else if (text[at] !== '\r' && text[at] !== '\n') continue;
      else fields.push('');
    }
    if (at < text.length) at += text[at] === '\r' && text[at + 1] === '\n' ? 2 : 1;
    yield fields;
    fields = [];
  }
}

function quoted(text: string, from: number): [string, number] | undefined {
  let field = '';
  let at = from;
  for (;;) {
    const end = text.indexOf('"', at);
    if (end < 0) return undefined;
    field += text.slice(at, end);
    if (text[end + 1] !== '"') return [field, end + 1];
    field += '"';
    at = end + 2;
  }
}

function plainEnd(text: string, from: number, separator: string): number {
  let at = from;
  while (at < text.length && text[at] !== separator && text[at] !== '\n' && text[at] !== '\r') at += 1;
  return at;
}
