import { unpack } from './inflate.ts';
import { NotKept, type UnpackBudget } from './masked-file.ts';

/** One version of an object of a PDF; changes append new versions, and the older ones stay readable. */
export interface PdfObject {
  readonly number: number;
  /** its text up to the stream, bytes as signs */
  readonly text: string;
  /** the unpacked stream; undefined where there is none, or where it holds a picture or a font program */
  readonly stream: Buffer | undefined;
}

const PICTURES = /\/(?:DCTDecode|DCT|JPXDecode|CCITTFaxDecode|CCF|JBIG2Decode)\b/;
const NO_TEXT = /\/Subtype\s*\/(?:Image|Type1C|CIDFontType0C|OpenType)\b|\/Length1\s|\/Type\s*\/XRef\b/;

/**
 * Every object of a PDF in every version, also those packed into object streams. The table of places is not used: what
 * stands in the file is found whether a table names it or not.
 * @throws NotKept `locked` for an encrypted file, `unreadable` for streams packed in ways that are not read here
 */
export function pdfObjects(bytes: Buffer, budget: UnpackBudget): PdfObject[] {
  const source = bytes.toString('latin1');
  if (/\/Encrypt\s*(?:<<|\d+\s+\d+\s+R)/.test(source)) throw new NotKept('locked');
  const objects: PdfObject[] = [];
  const begin = /(\d{1,10})\s+\d{1,5}\s+obj\b/g;
  for (let match = begin.exec(source); match; match = begin.exec(source)) {
    const number = Number(match[1]);
    const from = begin.lastIndex;
    const end = ending(source.indexOf('endobj', from), source.length);
    const mark = />>\s*stream(\r\n|\n|\r)/g;
    mark.lastIndex = from;
    const stream = mark.exec(source);
    if (!stream || stream.index > end) {
      objects.push({ number, text: source.slice(from, end), stream: undefined });
      begin.lastIndex = end;
      continue;
    }
    const text = source.slice(from, stream.index + 2);
    const start = mark.lastIndex;
    const stop = endOfStream(source, text, start);
    const content = streamOf(text, bytes.subarray(start, stop), budget);
    objects.push({ number, text, stream: content });
    if (content && /\/Type\s*\/ObjStm\b/.test(text)) objects.push(...packedObjects(text, content));
    begin.lastIndex = stop;
  }
  return objects;
}

function ending(at: number, otherwise: number): number {
  return at < 0 ? otherwise : at;
}

function endOfStream(source: string, text: string, start: number): number {
  const length = Number(/\/Length\s+(\d+)(?!\s+\d+\s+R)/.exec(text)?.[1] ?? Number.NaN);
  const stated = start + length;
  if (stated <= source.length && /^\s*endstream/.test(source.slice(stated, stated + 20))) return stated;
  return ending(source.indexOf('endstream', start), source.length);
}

function streamOf(text: string, raw: Buffer, budget: UnpackBudget): Buffer | undefined {
  if (NO_TEXT.test(text) || PICTURES.test(text)) return undefined;
  const stated = /\/(?:Filter|F)\s*(\[[^\]]*\]|\/\w+)/.exec(text)?.[1] ?? '';
  let content = raw;
  for (const [, filter] of stated.matchAll(/\/(\w+)/g)) {
    if (filter === 'FlateDecode' || filter === 'Fl') content = unpack('zlib', content, budget);
    else if (filter === 'ASCIIHexDecode' || filter === 'AHx')
      content = Buffer.from(content.toString('latin1').replace(/>[\s\S]*$|\s/g, ''), 'hex');
    else if (filter === 'ASCII85Decode' || filter === 'A85') content = ascii85(content.toString('latin1'));
    else throw new NotKept('unreadable');
  }
  // A difference to the line above hides every text; writers use it for tables of places, which hold none.
  if (/\/Predictor\s+(?:[2-9]|1\d)\b/.test(text)) throw new NotKept('unreadable');
  return content;
}

/** Base 85 as PDF and PostScript write it: five signs for four bytes, `z` for four zeros, `~>` at the end. */
function ascii85(text: string): Buffer {
  const signs = text.replace(/~>[\s\S]*$|\s|^<~/g, '').replaceAll('z', '!!!!!');
  const out: number[] = [];
  for (let at = 0; at < signs.length; at += 5) {
    const group = signs.slice(at, at + 5);
    let value = 0;
    for (const sign of group.padEnd(5, 'u')) value = value * 85 + (sign.charCodeAt(0) - 33);
    const four = [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) & 255);
    out.push(...four.slice(0, group.length - 1));
  }
  return Buffer.from(out);
}

function packedObjects(text: string, content: Buffer): PdfObject[] {
  const first = Number(/\/First\s+(\d+)/.exec(text)?.[1] ?? 0);
  const body = content.toString('latin1');
  const places = [...body.slice(0, first).matchAll(/(\d+)\s+(\d+)/g)];
  return places.map(([, number, at], i) => ({
    number: Number(number),
    text: body.slice(
      first + Number(at),
      i + 1 < places.length ? first + Number(places[i + 1]![2]) : undefined,
    ),
    stream: undefined,
  }));
}
