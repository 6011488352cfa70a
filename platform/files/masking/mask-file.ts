import { gzipSync } from 'node:zlib';
import { fileKind } from '../file-kind.ts';
import { unpack } from './inflate.ts';
import { maskArchive } from './mask-archive.ts';
import { isMessage, maskMessage } from './mask-message.ts';
import { maskSheetNumbers } from './mask-workbook.ts';
import { maskTextBytes } from './mask-text.ts';
import { DEPTH_MAX, NotKept, UNPACK_BUDGET, type MaskedFile, type UnpackBudget } from './masked-file.ts';
import { cardsInBytes } from './search-bytes.ts';
import { cardsInPdf } from './search-pdf.ts';

/** Streams of an encrypted office file, as their names stand in it. */
const ENCRYPTED_PACKAGE = Buffer.from('EncryptedPackage', 'utf16le');
/** Outlook's own wrapper around files (winmail.dat). */
const TNEF = Buffer.from([0x78, 0x9f, 0x3e, 0x22]);

/**
 * Takes the card numbers out of a file before it is kept, whatever kind of file it is by its content.
 *
 * Texts, mails, ZIP archives, workbooks and documents (OOXML, OpenDocument) are written anew with masked numbers, at all
 * levels. Where a file cannot be changed safely (PDF, pictures, binary files) it is searched, and one that holds a number
 * is not kept. What nobody can look into (encrypted, packed in an unknown way, too large) is not kept either.
 * Not seen: numbers that are drawn, as on a photograph, and text in fonts that do not say which letters they draw.
 *
 * @param budget counted down; hand the same to all files of one mail
 * @see clause P-2.1c
 */
export async function maskFile(
  bytes: Uint8Array,
  budget: UnpackBudget = { ...UNPACK_BUDGET },
): Promise<MaskedFile> {
  try {
    const found = await mask(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), '', budget, 0);
    return { kept: true, ...found };
  } catch (error) {
    if (!(error instanceof NotKept)) throw error;
    return { kept: false, because: error.because, masked: error.masked };
  }
}

async function mask(
  bytes: Buffer,
  name: string,
  budget: UnpackBudget,
  depth: number,
): Promise<{ bytes: Buffer; masked: number }> {
  if (depth > DEPTH_MAX) throw new NotKept('too_large');
  const look = (inner: Buffer, innerName: string) => mask(inner, innerName, budget, depth + 1);
  switch (fileKind(bytes)) {
    case 'text':
    case 'html':
      if (isMessage(bytes)) return maskMessage(bytes, budget, look);
      return maskTextBytes(bytes);
    case 'zip':
      return maskArchive(bytes, budget, (inner, innerName) =>
        isOfficePart(innerName, inner) ? Promise.resolve(maskPart(inner, innerName)) : look(inner, innerName),
      );
    case 'gzip': {
      const found = await look(unpack('gzip', bytes, budget), name);
      return found.masked === 0
        ? { bytes, masked: 0 }
        : { bytes: gzipSync(found.bytes), masked: found.masked };
    }
    case 'pdf':
      return onlySearched(bytes, await cardsInPdf(bytes, budget, look));
    case 'rar':
    case '7z':
      throw new NotKept('unreadable');
    default:
      if (bytes.subarray(0, 4).equals(TNEF)) throw new NotKept('unreadable');
      if (fileKind(bytes) === 'ole' && bytes.includes(ENCRYPTED_PACKAGE)) throw new NotKept('locked');
      return onlySearched(bytes, cardsInBytes(bytes));
  }
}

function onlySearched(bytes: Buffer, found: number): { bytes: Buffer; masked: number } {
  if (found > 0) throw new NotKept('card_number', found);
  return { bytes, masked: 0 };
}

/** XML of a workbook, document or presentation by its place in the archive. */
function isOfficePart(name: string, bytes: Buffer): boolean {
  const place =
    /^(?:(?:word|xl|ppt|docProps|customXml|_rels)\/.*\.(?:xml|rels|vml)|(?:content|styles|meta|settings)\.xml|\[Content_Types\]\.xml)$/;
  return (
    place.test(name) &&
    /^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*</.test(
      bytes.subarray(0, 64).toString('latin1').replaceAll('\0', ''),
    )
  );
}

function maskPart(bytes: Buffer, name: string): { bytes: Buffer; masked: number } {
  let text = bytes;
  let numbers = 0;
  if (/^xl\/worksheets\//.test(name)) {
    const found = maskSheetNumbers(bytes.toString('latin1'));
    numbers = found.masked;
    if (numbers > 0) text = Buffer.from(found.text, 'latin1');
  }
  const found = maskTextBytes(text, 'office');
  const masked = found.masked + numbers;
  // The stored values of a chart must stay numbers.
  if (masked > 0 && name.includes('/charts/')) throw new NotKept('card_number', masked);
  return { bytes: found.bytes, masked };
}
