import { cardPieces, maskCardNumbers } from '#domain/kernel/masking.ts';
import { NotKept } from './masked-file.ts';

/** How a text with tags is read: `office` are the parts of OOXML and OpenDocument files. */
export type MarkupKind = 'office' | 'html' | 'xml';

const TOKEN =
  /<!--[\s\S]*?(?:-->|$)|<!\[CDATA\[[\s\S]*?(?:\]\]>|$)|<[^>]*>|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|\w{1,8});|[^<&]+|[<&]/g;
const ATTRIBUTE = /=\s*(?:"([^"]*)"|'([^']*)')/g;
const NAME = /^<\/?(?:[\w.-]+:)?([\w.-]+)/;

/** Runs of one text: what stands on both sides of them is one word. */
const OFFICE_RUNS = new Set('r t rPr span a hyperlink smartTag ins del delText sdt sdtContent'.split(' '));
const OFFICE_BREAKS = new Set('p br cr tab si is h li line-break'.split(' '));
const OFFICE_CELLS = new Set('c tc row tr v f table-cell table-row comment'.split(' '));
const HTML_BLOCKS = new Set(
  'p div br li td th tr h1 h2 h3 h4 h5 h6 table ul ol dl dt dd option pre section article header footer hr title'.split(
    ' ',
  ),
);
const ENTITIES: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  shy: '\u00ad',
};
/** Ends every number. */
const WALL = '\u0000';

interface Segment {
  readonly plainAt: number;
  readonly plainLength: number;
  readonly from: number;
  readonly to: number;
  readonly raw: boolean;
}

/**
 * Masks card numbers in a text with tags: in the text across the tags that only dress it, in the values of attributes,
 * and in comments. Nothing else of the text changes.
 * @returns how many were masked
 * @throws NotKept where the number is the value of an attribute that must be a number
 */
export function maskMarkup(source: string, kind: MarkupKind): { text: string; masked: number } {
  if (!/\d/.test(source)) return { text: source, masked: 0 };
  const edits: { from: number; to: number; put: string }[] = [];
  const segments: Segment[] = [];
  const plain: string[] = [];
  let plainAt = 0;
  let masked = 0;
  const add = (text: string, from = -1, to = -1, raw = false): void => {
    if (from >= 0) segments.push({ plainAt, plainLength: text.length, from, to, raw });
    plain.push(text);
    plainAt += text.length;
  };
  for (const { 0: token, index } of source.matchAll(TOKEN)) {
    const end = index + token.length;
    if (token.startsWith('<!--')) {
      add(WALL);
      add(token.slice(4), index + 4, end, true);
      add(WALL);
    } else if (token.startsWith('<![CDATA[')) {
      const close = token.endsWith(']]>') ? 3 : 0;
      add(token.slice(9, token.length - close), index + 9, end - close, true);
    } else if (token.startsWith('<') && token.length > 1) {
      masked += maskAttributes(token, index, edits);
      add(gapOf(token, kind));
    } else if (token.startsWith('&') && token.length > 1) add(decodeEntity(token), index, end);
    else add(token, index, end);
  }
  const pieces = cardPieces(plain.join(''));
  let at = 0;
  for (const piece of pieces) {
    let shown: string | undefined = piece.shown;
    while (at > 0 && segments[at] && segments[at]!.plainAt > piece.from) at -= 1;
    for (; at < segments.length && segments[at]!.plainAt < piece.to; at += 1) {
      const segment = segments[at]!;
      if (segment.plainAt + segment.plainLength <= piece.from) continue;
      edits.push({ ...sourceOf(segment, piece.from, piece.to), put: spell(shown ?? '', segment.raw) });
      shown = undefined;
    }
    at = Math.max(0, at - 1);
  }
  masked += pieces.filter(({ card }) => card).length;
  if (edits.length === 0) return { text: source, masked };
  let text = '';
  let done = 0;
  for (const { from, to, put } of edits.sort((a, b) => a.from - b.from)) {
    text += source.slice(done, from) + put;
    done = to;
  }
  return { text: text + source.slice(done), masked };
}

/** The source of what a segment has of the plain text from `from` to `to`. */
function sourceOf(segment: Segment, from: number, to: number): { from: number; to: number } {
  // An entity is one piece of source, however long it is; anything else has as many signs as its plain text.
  if (segment.to - segment.from !== segment.plainLength) return { from: segment.from, to: segment.to };
  const start = Math.max(0, from - segment.plainAt);
  const end = Math.min(segment.plainLength, to - segment.plainAt);
  return { from: segment.from + start, to: segment.from + end };
}

function maskAttributes(tag: string, at: number, edits: { from: number; to: number; put: string }[]): number {
  if (tag.length < 16) return 0;
  let masked = 0;
  for (const { 0: whole, 1: double, 2: single, index } of tag.matchAll(ATTRIBUTE)) {
    const value = double ?? single ?? '';
    const found = maskCardNumbers(value);
    if (found.masked === 0) continue;
    if (/^[\d.eE+-]+$/.test(value)) throw new NotKept('card_number', found.masked);
    masked += found.masked;
    const from = at + index + whole.length - 1 - value.length;
    edits.push({ from, to: from + value.length, put: spell(found.text, false) });
  }
  return masked;
}

/** What a tag is for the text on both sides of it: nothing, a line end, or a wall. */
function gapOf(tag: string, kind: MarkupKind): string {
  const name = NAME.exec(tag)?.[1] ?? '';
  if (kind === 'html') return HTML_BLOCKS.has(name.toLowerCase()) ? '\n' : '';
  if (kind === 'xml') return WALL;
  if (OFFICE_CELLS.has(name)) return WALL;
  if (OFFICE_BREAKS.has(name)) return '\n';
  // OpenDocument writes several spaces as a tag.
  if (name === 's') return ' ';
  return OFFICE_RUNS.has(name) || tag.endsWith('/>') ? '' : WALL;
}

function decodeEntity(entity: string): string {
  const name = entity.slice(1, -1);
  if (!name.startsWith('#')) return ENTITIES[name] ?? '?';
  const code = /^#[xX]/.test(name) ? parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '?';
}

/** The dots as every encoding has them. */
function spell(text: string, raw: boolean): string {
  return text.replaceAll('•', raw ? '*' : '&#8226;');
}
