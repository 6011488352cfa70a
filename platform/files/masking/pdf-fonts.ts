import type { PdfObject } from './pdf-objects.ts';

/** How the bytes of a shown string are read in one font. */
export interface PdfFont {
  readonly bytesPerCode: 1 | 2;
  readonly letters: ReadonlyMap<number, string>;
}

/** Bytes are letters as they stand. */
export const PLAIN_FONT: PdfFont = { bytesPerCode: 1, letters: new Map() };

const DIGIT_NAMES: Record<string, string> = {
  ...Object.fromEntries(
    'zero one two three four five six seven eight nine'
      .split(' ')
      .map((name, digit) => [name, String(digit)]),
  ),
  space: ' ',
  hyphen: '-',
  endash: '-',
  emdash: '-',
  period: '.',
  slash: '/',
};

/** The fonts of a file by the names under which pages use them; one name may mean several. */
export function pdfFonts(objects: readonly PdfObject[]): Map<string, PdfFont[]> {
  const byNumber = new Map<number, PdfObject[]>();
  for (const object of objects) byNumber.set(object.number, [...(byNumber.get(object.number) ?? []), object]);
  const fonts = new Map<number, PdfFont[]>();
  for (const object of objects)
    if (/\/Type\s*\/Font\b/.test(object.text) && !/\/Subtype\s*\/CIDFont/.test(object.text))
      fonts.set(object.number, [...(fonts.get(object.number) ?? []), fontOf(object.text, byNumber)]);
  const named = new Map<string, PdfFont[]>();
  for (const { text } of objects)
    for (const [, name, number] of text.matchAll(/\/([^\s/<>[\]()]+)\s+(\d+)\s+\d+\s+R\b/g)) {
      const found = fonts.get(Number(number));
      const known = named.get(name!) ?? [];
      if (found) named.set(name!, [...known, ...found.filter((font) => !known.includes(font))]);
    }
  return named;
}

function fontOf(text: string, byNumber: ReadonlyMap<number, readonly PdfObject[]>): PdfFont {
  const refer = (key: string): readonly PdfObject[] => {
    const number = new RegExp(`/${key}\\s+(\\d+)\\s+\\d+\\s+R`).exec(text)?.[1];
    return number === undefined ? [] : (byNumber.get(Number(number)) ?? []);
  };
  const composite = /\/Subtype\s*\/Type0\b/.test(text);
  const letters = new Map<number, string>();
  const encoding = [text, ...refer('Encoding').map((object) => object.text)].join('\n');
  for (const [, list] of encoding.matchAll(/\/Differences\s*\[([^\]]*)\]/g)) readDifferences(list!, letters);
  for (const { stream } of refer('ToUnicode')) if (stream) readCMap(stream.toString('latin1'), letters);
  return { bytesPerCode: composite ? 2 : 1, letters };
}

function readDifferences(list: string, letters: Map<number, string>): void {
  let code = 0;
  for (const [, number, name] of list.matchAll(/(\d+)|\/([^\s/]+)/g)) {
    if (number !== undefined) code = Number(number);
    else letters.set(code++, DIGIT_NAMES[name!] ?? (name!.length === 1 ? name! : '?'));
  }
}

const CODES_MAX = 70_000;

/** Letters of codes (Adobe technical note 5411): single ones, ranges, and ranges as lists. */
function readCMap(cmap: string, letters: Map<number, string>): void {
  const hex = (code: string): number => parseInt(code.replace(/\s/g, ''), 16);
  const letter = (code: string): string => {
    const bytes = Buffer.from(code.replace(/\s/g, ''), 'hex');
    return bytes.length % 2 === 0 ? bytes.swap16().toString('utf16le') : bytes.toString('latin1');
  };
  for (const [, block] of cmap.matchAll(/beginbfchar([\s\S]*?)endbfchar/g))
    for (const [, code, to] of block!.matchAll(/<([\da-fA-F\s]+)>\s*<([\da-fA-F\s]+)>/g))
      letters.set(hex(code!), letter(to!));
  for (const [, block] of cmap.matchAll(/beginbfrange([\s\S]*?)endbfrange/g))
    for (const [, low, high, to, list] of block!.matchAll(
      /<([\da-fA-F\s]+)>\s*<([\da-fA-F\s]+)>\s*(?:<([\da-fA-F\s]+)>|\[([^\]]*)\])/g,
    )) {
      const from = hex(low!);
      const count = Math.min(hex(high!) - from, CODES_MAX);
      const listed = [...(list ?? '').matchAll(/<([\da-fA-F\s]+)>/g)];
      for (let i = 0; i <= count && letters.size < CODES_MAX; i += 1) {
        if (to === undefined) {
          if (listed[i]) letters.set(from + i, letter(listed[i]![1]!));
        } else letters.set(from + i, String.fromCodePoint(Math.min(0x10ffff, hex(to) + i)));
      }
    }
}

/** The text of a shown string in this font. */
export function readIn(font: PdfFont, bytes: string): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += font.bytesPerCode) {
    const code =
      font.bytesPerCode === 2
        ? bytes.charCodeAt(at) * 256 + (bytes.charCodeAt(at + 1) || 0)
        : bytes.charCodeAt(at);
    text += font.letters.get(code) ?? (font.bytesPerCode === 1 ? String.fromCharCode(code) : '\u0000');
  }
  return text;
}
