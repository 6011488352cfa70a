import type ExcelJS from 'exceljs';
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';
import { judgeArchive, judgeEntryCount, judgeInflated, judgeRatio } from './archive-limits.ts';
import type { Cell, MergedRange, RawTable, TableLimits, TableRefusal } from './table.ts';

type Outcome<T> = { ok: true; value: T } | { ok: false; refusal: TableRefusal };

const refuse = (code: TableRefusal['code'], value: string, facts: object = {}): Outcome<never> => ({
  ok: false,
  refusal: { code, field: 'file', value, ...facts },
});

/**
 * The first visible sheet with content. The archive is judged by its directory, then inflated once into nothing while
 * its real bytes are counted, and only then read. Runs in the worker of read-table.ts, which bounds time and memory.
 */
export async function readXlsx(bytes: Uint8Array, limits: TableLimits): Promise<Outcome<RawTable>> {
  const safe = await inspectArchive(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), limits);
  if (!safe.ok) return safe;
  // Loaded only now: most of the time of a refusal would be spent on loading it.
  const { default: excel } = await import('exceljs');
  const book = new excel.Workbook();
  try {
    // exceljs' own types ask for a Buffer of an older @types/node.
    await book.xlsx.load(bytes.slice().buffer as unknown as Parameters<typeof book.xlsx.load>[0]);
  } catch (error) {
    return refuse('file_damaged', error instanceof Error ? error.message.slice(0, 80) : '');
  }
  const filled = book.worksheets.filter((sheet) => sheet.state === 'visible' && sheet.actualRowCount > 0);
  const sheet = filled[0];
  if (!sheet) return refuse('file_empty', '');
  return readSheet(
    sheet,
    filled.slice(1).map((other) => other.name),
    limits,
  );
}

async function inspectArchive(buffer: Buffer, limits: TableLimits): Promise<Outcome<null>> {
  let zip: ZipFile | undefined;
  try {
    zip = await fromBufferPromise(buffer, { lazyEntries: true, validateEntrySizes: true, autoClose: false });
    const tooMany = judgeEntryCount(zip.entryCount, limits.archive);
    if (tooMany) return { ok: false, refusal: tooMany };
    const entries: Entry[] = [];
    for await (const entry of zip.eachEntry()) entries.push(entry);
    const claimed = entries.map((entry) => ({
      name: entry.fileName.slice(0, 80),
      compressedBytes: entry.compressedSize,
      bytes: entry.uncompressedSize,
    }));
    const refusal = judgeArchive(claimed, limits.archive);
    if (refusal) return { ok: false, refusal };
    if (!claimed.some((entry) => entry.name === 'xl/workbook.xml'))
      return refuse('file_type_wrong', claimed.some((entry) => entry.name === 'mimetype') ? 'ods' : 'zip', {
        expected: 'xlsx, csv',
      });
    let total = 0;
    for (const entry of entries) {
      let real = 0;
      const stream = await zip.openReadStreamPromise(entry);
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        real += chunk.length;
        total += chunk.length;
        const so = { name: entry.fileName.slice(0, 80), compressedBytes: entry.compressedSize, bytes: real };
        const tooFar = judgeRatio(so, limits.archive) ?? judgeInflated(total, limits.archive);
        if (tooFar) return { ok: false, refusal: tooFar };
      }
    }
    return { ok: true, value: null };
  } catch (error) {
    const message = error instanceof Error ? error.message.slice(0, 80) : '';
    // The archive reader stops an entry at the first byte beyond what the directory claims for it.
    const lies = message.startsWith('too many bytes');
    return lies
      ? refuse('file_inflates_too_far', message, { limit: 'its directory' })
      : refuse('file_damaged', message);
  } finally {
    zip?.close();
  }
}

function readSheet(sheet: ExcelJS.Worksheet, otherSheets: string[], limits: TableLimits): Outcome<RawTable> {
  const rows: { row: number; cells: Cell[] }[] = [];
  let cells = 0;
  let tooMany: string | undefined;
  // The stated dimension of a sheet is no measure: formatted but empty rows count in it.
  sheet.eachRow({ includeEmpty: false }, (row, number) => {
    if (tooMany) return;
    const read: Cell[] = [];
    row.eachCell({ includeEmpty: false }, (cell, column) => {
      if (column > limits.columns) {
        if (cellValue(cell) !== null) tooMany = `${column} columns`;
        return;
      }
      while (read.length < column - 1) read.push(null);
      read.push(cell.isMerged && cell.master.address !== cell.address ? null : cellValue(cell));
    });
    while (read.at(-1) === null) read.pop();
    if (read.length === 0) return;
    rows.push({ row: number, cells: read });
    cells += read.length;
    if (rows.length > limits.rows) tooMany = `> ${limits.rows} rows`;
    if (cells > limits.cells) tooMany = `> ${limits.cells} cells`;
  });
  if (tooMany) return refuse('file_too_many_cells', tooMany, { limit: limits.rows });
  if (rows.length === 0) return refuse('file_empty', '');
  const merged = (sheet.model.merges as unknown as string[] | undefined) ?? [];
  const mergedRanges = merged.slice(0, limits.rows).flatMap((range) => asRange(range) ?? []);
  return { ok: true, value: { source: 'xlsx', sheet: sheet.name, otherSheets, rows, mergedRanges } };
}

function cellValue(cell: ExcelJS.Cell): Cell {
  return plain(cell.value);
}

function plain(value: ExcelJS.CellValue): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'string') return value.trim() === '' ? null : value;
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString().slice(0, 10);
  if ('richText' in value) return plain(value.richText.map((run) => run.text).join(''));
  if ('text' in value) return plain(value.text as ExcelJS.CellValue);
  // An error such as #DIV/0! stays visible, so that the row is refused with it instead of counting as empty.
  if ('error' in value) return value.error;
  if ('result' in value || 'formula' in value || 'sharedFormula' in value)
    return plain((value as { result?: ExcelJS.CellValue }).result ?? null);
  return null;
}

function asRange(range: string): MergedRange | undefined {
  const match = /^([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})$/.exec(range);
  if (!match) return undefined;
  const column = (letters: string) =>
    [...letters].reduce((all, letter) => all * 26 + letter.charCodeAt(0) - 64, 0);
  return {
    range,
    left: column(match[1]!),
    top: Number(match[2]),
    right: column(match[3]!),
    bottom: Number(match[4]),
  };
}
