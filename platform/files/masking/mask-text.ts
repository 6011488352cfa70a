import { maskCardNumbers } from '#domain/kernel/masking.ts';
import { fileKind, isUtf16 } from '../file-kind.ts';
import { maskMarkup, type MarkupKind } from './mask-markup.ts';
import { NotKept } from './masked-file.ts';

type Coding = 'utf8' | 'utf16le' | 'utf16be' | 'latin1';

/**
 * Masks card numbers in bytes that are text. Only the numbers change: encoding, marks and line ends stay.
 * @param markup what the caller knows about tags in it; else it is told by its beginning
 */
export function maskTextBytes(bytes: Buffer, markup?: MarkupKind): { bytes: Buffer; masked: number } {
  const coding = codingOf(bytes);
  const text = decode(bytes, coding);
  const kind = markup ?? markupOf(bytes, text);
  const found = kind ? maskMarkup(text, kind) : maskPlain(text);
  return found.masked === 0
    ? { bytes, masked: 0 }
    : { bytes: encode(found.text, coding), masked: found.masked };
}

function maskPlain(text: string): { text: string; masked: number } {
  const found = maskCardNumbers(text);
  // In a rich text a number may be cut by its control words; those pieces are not put together again.
  if (found.masked === 0 && text.startsWith('{\\rtf')) {
    const read = text.replace(/\\'([0-9a-f]{2})/gi, (_, hex: string) =>
      String.fromCharCode(parseInt(hex, 16)),
    );
    const { masked } = maskCardNumbers(read.replace(/\\[a-z]+-?\d* ?|[{}]|\r?\n/gi, ''));
    if (masked > 0) throw new NotKept('card_number', masked);
  }
  return found;
}

function markupOf(bytes: Buffer, text: string): MarkupKind | undefined {
  if (fileKind(bytes) === 'html') return 'html';
  const start = text
    .slice(0, 300)
    .replace(/^\ufeff|^ï»¿/, '')
    .trimStart();
  if (/^<(!doctype html|html|body|table|div|p)\b/i.test(start)) return 'html';
  return /^<(\?xml|[a-z][\w.:-]*[\s>])/i.test(start) ? 'xml' : undefined;
}

function codingOf(bytes: Buffer): Coding {
  const wide = isUtf16(bytes);
  if (wide) return wide === 'le' ? 'utf16le' : 'utf16be';
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return 'utf8';
  } catch {
    // Any other encoding in which digits are ASCII: Latin-1 keeps every byte of it.
    return 'latin1';
  }
}

function decode(bytes: Buffer, coding: Coding): string {
  if (coding === 'utf16be')
    return Buffer.from(bytes.subarray(0, bytes.length & ~1))
      .swap16()
      .toString('utf16le');
  return bytes.toString(coding);
}

function encode(text: string, coding: Coding): Buffer {
  if (coding === 'latin1') return Buffer.from(text.replaceAll('•', '*'), 'latin1');
  if (coding === 'utf16be') return Buffer.from(text, 'utf16le').swap16();
  return Buffer.from(text, coding);
}
