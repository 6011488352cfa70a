import { toSVG } from 'bwip-js/node';

/** Codes that a scanner reads: `qr` and `datamatrix` for labels and links, `code128` for old hand scanners. */
export type CodeKind = 'qr' | 'datamatrix' | 'code128';

/**
 * A code as SVG text without quiet zone beyond what the standard demands, black on nothing, scalable. Pure: same text, same SVG.
 * QR uses error correction M (15 % may be dirty), which a label in a workshop needs.
 * @param text for `code128` ASCII only, at most 80 characters; for the square codes any text, at most 1,000 bytes in UTF-8
 * @throws RangeError when the text does not fit the kind
 */
export function codeSvg(kind: CodeKind, text: string): string {
  if (text === '') throw new RangeError('a code of no text');
  if (kind === 'code128') {
    if (!/^[\u0020-\u007e]{1,80}$/.test(text))
      throw new RangeError('Code 128 takes 1 to 80 ASCII characters');
    return toSVG({ bcid: 'code128', text, height: 12, paddingwidth: 10 });
  }
  if (Buffer.byteLength(text) > 1000) throw new RangeError('a square code takes at most 1,000 bytes');
  // Bytes of UTF-8 handed over as they are (binarytext): the library otherwise reads `^` and `\` escapes in some kinds.
  const bytes = Buffer.from(text, 'utf8').toString('latin1');
  // Quiet zones: 4 modules for QR (ISO 18004), 1 for Data Matrix (ISO 16022); the library draws a module as 2 units of padding.
  const qr = { bcid: 'qrcode', text: bytes, binarytext: true, eclevel: 'M', padding: 8 };
  return toSVG(kind === 'qr' ? qr : { bcid: 'datamatrix', text: bytes, binarytext: true, padding: 2 });
}
