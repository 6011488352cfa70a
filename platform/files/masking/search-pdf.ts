import { maskCardNumbers } from '#domain/kernel/masking.ts';
import { NotKept, type LookInto, type UnpackBudget } from './masked-file.ts';
import { pdfFonts } from './pdf-fonts.ts';
import { pdfObjects, type PdfObject } from './pdf-objects.ts';
import { literal, shownTexts } from './pdf-text.ts';

/**
 * How many card numbers a PDF shows or holds: in what its pages show, in fields, notes, titles and metadata, in every
 * older version that it still contains, and in files that are attached to it. Pictures are not read, nor text in fonts
 * that do not say which letters their codes mean.
 * @throws NotKept for encrypted files and ways of packing that are not read
 */
export async function cardsInPdf(bytes: Buffer, budget: UnpackBudget, look: LookInto): Promise<number> {
  const objects = pdfObjects(bytes, budget);
  const fonts = pdfFonts(objects);
  let found = cardsIn(outside(bytes));
  for (const object of objects) {
    found += cardsIn(stringsOf(object.text).join('\n'));
    if (!object.stream) continue;
    if (/\/Type\s*\/EmbeddedFile\b|\/Params\s*<</.test(object.text)) found += await inAttached(object, look);
    else if (!/\/Type\s*\/ObjStm\b/.test(object.text)) {
      const content = object.stream.toString('latin1');
      found += /\bBT\b/.test(content)
        ? Math.max(0, ...shownTexts(content, fonts).map(cardsIn))
        : cardsIn(object.stream.toString('utf8'));
    }
  }
  return found;
}

/** Remarks before the first object and behind the last one. */
function outside(bytes: Buffer): string {
  return `${
    bytes
      .subarray(0, 1024)
      .toString('latin1')
      .split(/\d+\s+\d+\s+obj/, 1)[0] ?? ''
  }\n${bytes.subarray(bytes.lastIndexOf('%%EOF')).toString('latin1')}`;
}

async function inAttached({ stream }: PdfObject, look: LookInto): Promise<number> {
  const { masked } = await look(stream!, '').catch((error: unknown) => {
    if (error instanceof NotKept && error.because === 'card_number') return { masked: error.masked };
    throw error;
  });
  return masked;
}

/** Strings of a dictionary: bytes as letters, or UTF-16 where its mark says so. */
function stringsOf(text: string): string[] {
  const strings: string[] = [];
  for (let at = text.indexOf('('); at >= 0;) {
    const { bytes, end } = literal(text, at);
    strings.push(asText(bytes));
    at = text.indexOf('(', end);
  }
  for (const [, hex] of text.matchAll(/<([\da-fA-F\s]{24,})>/g))
    strings.push(asText(Buffer.from(hex!.replace(/\s/g, ''), 'hex').toString('latin1')));
  return strings;
}

function asText(bytes: string): string {
  if (!bytes.startsWith('\u00fe\u00ff')) return bytes;
  const wide = Buffer.from(bytes.slice(2), 'latin1');
  return Buffer.from(wide.subarray(0, wide.length & ~1))
    .swap16()
    .toString('utf16le');
}

function cardsIn(text: string): number {
  return maskCardNumbers(text).masked;
}
