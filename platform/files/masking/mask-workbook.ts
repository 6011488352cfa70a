import { maskCardNumbers } from '#domain/kernel/masking.ts';
import { NotKept } from './masked-file.ts';

const CELL = /<((?:\w+:)?)c(\s[^>]*)?>([\s\S]*?)<\/\1c>/g;
const MASKED_CELL = (prefix: string, attributes: string, text: string): string =>
  `<${prefix}c${attributes.replace(/\st="[^"]*"/, '')} t="inlineStr"><${prefix}is><${prefix}t>${text}</${prefix}t></${prefix}is></${prefix}c>`;

/**
 * Turns cells of a sheet (SpreadsheetML) whose number is that of a card into text cells with the masked number. Texts of
 * cells are left to the masking of markup.
 * @throws NotKept where a formula gives such a number: without it the workbook would no longer calculate
 */
export function maskSheetNumbers(sheet: string): { text: string; masked: number } {
  let masked = 0;
  const text = sheet.replace(CELL, (cell, prefix: string, attributes = '', content: string) => {
    const type = /\st="([^"]*)"/.exec(attributes as string)?.[1] ?? 'n';
    if (type !== 'n') return cell;
    const value = /<(?:\w+:)?v(?:\s[^>]*)?>([^<]{12,40})<\//.exec(content)?.[1]?.trim();
    if (value === undefined) return cell;
    const found = spellings(value)
      .map((digits) => maskCardNumbers(digits))
      .find((one) => one.masked > 0);
    if (!found) return cell;
    if (/<(?:\w+:)?f[\s>/]/.test(content)) throw new NotKept('card_number', masked + 1);
    masked += 1;
    return MASKED_CELL(prefix, attributes as string, found.text.replaceAll('•', '&#8226;'));
  });
  return { text, masked };
}

/** A number as it stands, and as the whole number that it is when it is written with an exponent. */
function spellings(value: string): string[] {
  if (/^\d+$/.test(value)) return [value];
  const number = Number(value);
  return Number.isInteger(number) && number >= 1e12 && number < 1e19 ? [BigInt(number).toString()] : [];
}
