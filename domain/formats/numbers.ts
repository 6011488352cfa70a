import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { fromNumber, parseDecimal, type Fraction } from '#domain/money/fraction.ts';
import type { Cell } from './table.ts';

/** The character that separates decimals in a file: 1.234,5 or 1,234.5. */
export type DecimalMark = '.' | ',';

export interface NumberRefusal {
  readonly code: 'number_empty' | 'number_not_readable' | 'number_ambiguous';
  readonly value: string;
  /** the two readings of an ambiguous number */
  readonly readings?: string;
  readonly [fact: string]: unknown;
}

/** Digits with optional separators, a sign, and a unit that says nothing new. Spaces and apostrophes group thousands. */
const NUMBER = /^([+-]?)(\d[\d.,\s'’\u00a0\u202f]*)(?:\s*(?:mm|pcs?|st|stk|stück))?\.?$/iu;
const GROUPS = /[\s'’\u00a0\u202f]/gu;

/**
 * A number as a cell of a part list has it. With both separators the last one is the decimal mark. A single one
 * before exactly three digits (1.234) can mean two numbers: `mark` decides, and without it the number is refused.
 */
export function readNumber(cell: Cell, mark: DecimalMark | undefined): Result<Fraction, NumberRefusal> {
  if (cell === null || (typeof cell === 'string' && cell.trim() === ''))
    return refuse({ code: 'number_empty', value: '' });
  if (typeof cell === 'number')
    return Number.isFinite(cell)
      ? ok(fromNumber(trimNoise(cell)))
      : refuse({ code: 'number_not_readable', value: String(cell) });
  const value = cell.trim().slice(0, 80);
  const match = NUMBER.exec(value);
  if (!match) return refuse({ code: 'number_not_readable', value });
  const digits = match[2]!.trim().replace(GROUPS, '');
  const own = markOf(digits);
  if (own === 'unreadable') return refuse({ code: 'number_not_readable', value });
  if (own === 'ambiguous' && mark === undefined) {
    const plain = digits.replace(/[.,]/, '');
    return refuse({ code: 'number_ambiguous', value, readings: `${plain} / ${digits.replace(',', '.')}` });
  }
  const decimalMark = own === 'ambiguous' ? mark! : own === 'none' ? '.' : own;
  const thousands = decimalMark === '.' ? ',' : '.';
  const number = parseDecimal(match[1]! + digits.replaceAll(thousands, '').replace(decimalMark, '.'));
  return number ? ok(number) : refuse({ code: 'number_not_readable', value });
}

/**
 * The decimal mark that the unambiguous numbers of a file agree on; undefined without evidence or with both kinds.
 */
export function detectDecimalMark(cells: Iterable<Cell>): DecimalMark | undefined {
  const seen = new Set<DecimalMark>();
  for (const cell of cells) {
    const match = typeof cell === 'string' ? NUMBER.exec(cell.trim()) : null;
    const mark = match ? markOf(match[2]!.trim().replace(GROUPS, '')) : 'none';
    if (mark === '.' || mark === ',') seen.add(mark);
  }
  return seen.size === 1 ? [...seen][0] : undefined;
}

function markOf(digits: string): DecimalMark | 'none' | 'ambiguous' | 'unreadable' {
  const [points, commas] = [digits.split('.').length - 1, digits.split(',').length - 1];
  if (points === 0 && commas === 0) return 'none';
  if (points > 0 && commas > 0) {
    const mark = digits.lastIndexOf('.') > digits.lastIndexOf(',') ? '.' : ',';
    const whole = digits.slice(0, digits.lastIndexOf(mark));
    return (mark === '.' ? points : commas) === 1 && isGrouped(whole, mark === '.' ? ',' : '.')
      ? mark
      : 'unreadable';
  }
  const only = points > 0 ? '.' : ',';
  if (points + commas > 1) return isGrouped(digits, only) ? (only === '.' ? ',' : '.') : 'unreadable';
  // 0.125 and 1234.567 cannot be thousands; 1.234 and 12,345 can.
  return /^[1-9]\d{0,2}[.,]\d{3}$/.test(digits) ? 'ambiguous' : only;
}

function isGrouped(digits: string, by: '.' | ','): boolean {
  return (by === '.' ? /^\d{1,3}(?:\.\d{3})+$/ : /^\d{1,3}(?:,\d{3})+$/).test(digits);
}

/** Spreadsheets store 559.5 as 559.50000000001 after a formula; nine decimals are far below any saw. */
function trimNoise(value: number): number {
  return Math.abs(value) < 1e6 ? Math.round(value * 1e6) / 1e6 : value;
}
