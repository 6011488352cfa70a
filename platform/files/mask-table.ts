import { maskCardNumbers } from '#domain/kernel/masking.ts';
import type { Cell, RawTable, Table } from './table.ts';

/** Headings of columns that hold article numbers (GTIN, EAN, SSCC), in the words of the lists we have seen. */
const ARTICLE_HEADING =
  /\b(gtin|ean|upc|sscc|nve|barcode|strichcode)\b|article|artikel|art\.? ?(no|nr)|item ?(no|number)|codigo|código/iu;

/**
 * Masks card numbers in every cell and sheet name, before the table goes anywhere. A column whose heading says that it
 * holds article numbers keeps numbers with a right check digit of their own, and the table says which columns these are.
 * @see clause P-2.1c
 */
export function maskTable(table: RawTable): Table {
  const headings = (table.rows[0]?.cells ?? []).map((cell) => (typeof cell === 'string' ? cell : ''));
  let maskedCards = 0;
  const clean = (text: string, options: Parameters<typeof maskCardNumbers>[1] = {}): string => {
    const result = maskCardNumbers(text, options);
    maskedCards += result.masked;
    return result.text;
  };
  const article = headings.map((heading) => ARTICLE_HEADING.test(heading));
  const kept = new Set<number>();
  const cell = (given: Cell, column: number): Cell => {
    if (given === null || (typeof given === 'number' && !Number.isSafeInteger(given))) return given;
    const text = String(given);
    const beside = headings[column] ?? '';
    if (article[column] && maskCardNumbers(text, { beside }).masked > 0) {
      if (maskCardNumbers(text, { beside, articleNumber: true }).masked === 0) {
        kept.add(column);
        return given;
      }
    }
    const shown = clean(text, { beside });
    return shown === text ? given : shown;
  };
  return {
    ...table,
    sheet: table.sheet === null ? null : clean(table.sheet),
    otherSheets: table.otherSheets.map((name) => clean(name)),
    rows: table.rows.map(({ row, cells }) => ({ row, cells: cells.map(cell) })),
    maskedCards,
    articleColumns: [...kept].sort((a, b) => a - b).map((column) => headings[column]!),
  };
}
