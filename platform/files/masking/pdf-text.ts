import { PLAIN_FONT, readIn, type PdfFont } from './pdf-fonts.ts';

type Token =
  { kind: 'string'; bytes: string } | { kind: 'number'; value: number } | { kind: 'word'; text: string };

const WORD_END = /[\s()<>[\]{}/%]/;
/** Width of a digit in most fonts, as a part of the font's size; what is nearer than this belongs together. */
const DIGIT_EM = 0.65;
const SPACE_EM = 0.6;
/** A kerning of this many thousandths of the size is a space, and of this many another column. */
const TJ_SPACE = 160;
const TJ_COLUMN = 1_500;

/**
 * The text that a content stream shows, in the order of showing. Pieces that are placed close behind each other are
 * joined, others on the same line stand apart by a tab, and lines by a line end.
 * @param fonts what names of fonts may mean; a name with several meanings gives several texts
 * @returns one text per way of reading; empty when nothing is shown
 */
export function shownTexts(content: string, fonts: ReadonlyMap<string, readonly PdfFont[]>): string[] {
  if (!/T[jJ*]|['"]/.test(content)) return [];
  const ways = Math.max(1, ...[...fonts.values()].map((meanings) => meanings.length));
  return Array.from({ length: Math.min(ways, 8) }, (_, way) => shownText(content, fonts, way));
}

function shownText(content: string, fonts: ReadonlyMap<string, readonly PdfFont[]>, way: number): string {
  let text = '';
  let font: PdfFont = PLAIN_FONT;
  let size = 1;
  let gap = '\n';
  /** letters shown since the last placing */
  let letters = 0;
  let matrix = { scale: 1, x: 0, y: 0 };
  let operands: Token[] = [];
  const numbers = (): number[] => operands.flatMap((one) => (one.kind === 'number' ? [one.value] : []));
  const show = (bytes: string): void => {
    if (bytes === '') return;
    const shown = readIn(font, bytes);
    text += gap + shown;
    letters += [...shown].length;
    gap = '';
  };
  /** the distance to where the last piece began, in parts of the size */
  const place = (across: number, down: number): void => {
    if (Math.abs(down) > 0.3) gap = '\n';
    else {
      const left = across - letters * DIGIT_EM;
      const near = left <= 0 ? '' : left <= SPACE_EM ? ' ' : '\t';
      if (gap === '' || near === '\t') gap = across < 0 ? '\t' : near;
    }
    letters = 0;
  };
  for (const token of tokens(content)) {
    if (token.kind !== 'word') {
      operands.push(token);
      continue;
    }
    const given = numbers();
    const strings = operands.flatMap((one) => (one.kind === 'string' ? [one.bytes] : []));
    switch (token.text) {
      case 'Tf': {
        const name = operands.flatMap((one) => (one.kind === 'word' ? [one.text] : [])).at(-1) ?? '';
        const meanings = fonts.get(name.slice(1)) ?? [PLAIN_FONT];
        font = meanings[way % meanings.length] ?? PLAIN_FONT;
        size = Math.abs(given.at(-1) ?? 1) || 1;
        break;
      }
      case 'BT':
        letters = 0;
        if (gap === '') gap = '\t';
        break;
      case 'Td':
      case 'TD':
        place((given[0] ?? 0) / size, (given[1] ?? 0) / size);
        break;
      case 'Tm': {
        const [a = 1, b = 0, , , x = 0, y = 0] = given;
        const scale = (Math.hypot(a, b) || 1) * size;
        place((x - matrix.x) / scale, (y - matrix.y) / scale);
        matrix = { scale, x, y };
        break;
      }
      case 'T*':
        gap = '\n';
        break;
      case "'":
      case '"':
        gap = '\n';
        strings.forEach(show);
        break;
      case 'Tj':
        strings.forEach(show);
        break;
      case 'TJ':
        for (const one of operands) {
          if (one.kind === 'string') show(one.bytes);
          else if (one.kind === 'number' && one.value < -TJ_SPACE)
            gap = one.value < -TJ_COLUMN ? '\t' : gap || ' ';
        }
        break;
    }
    // Names are operands: they wait for their operator.
    operands = token.text.startsWith('/') ? [...operands, token] : [];
  }
  return text;
}

/** Strings, numbers, names and operators of a content stream; brackets and dictionaries are passed over. */
function* tokens(content: string): Generator<Token> {
  let at = 0;
  while (at < content.length) {
    const sign = content[at]!;
    if (sign === '(') {
      const { bytes, end } = literal(content, at);
      yield { kind: 'string', bytes };
      at = end;
    } else if (sign === '<' && content[at + 1] !== '<') {
      const close = content.indexOf('>', at);
      const hex = content.slice(at + 1, close < 0 ? undefined : close).replace(/[^\da-fA-F]/g, '');
      yield {
        kind: 'string',
        bytes: Buffer.from(hex.length % 2 ? `${hex}0` : hex, 'hex').toString('latin1'),
      };
      at = close < 0 ? content.length : close + 1;
    } else if (sign === '%') {
      const line = /[\r\n]/g;
      line.lastIndex = at;
      at = line.exec(content) ? line.lastIndex : content.length;
    } else if (/[\s<>[\]{})]/.test(sign)) at += 1;
    else {
      let end = at + 1;
      while (end < content.length && !WORD_END.test(content[end]!)) end += 1;
      const word = content.slice(at, end);
      at = end;
      if (/^[+-]?[\d.]/.test(word)) yield { kind: 'number', value: Number(word) || 0 };
      else yield { kind: 'word', text: word };
      // The bytes of a picture within the page are no operators.
      if (word === 'ID') at = ending(content, at);
    }
  }
}

function ending(content: string, at: number): number {
  const end = /\sEI(?=\s|$)/g;
  end.lastIndex = at;
  return end.exec(content) ? end.lastIndex : content.length;
}

const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** A string in round brackets (ISO 32000-1, 7.3.4.2) from its bracket on. */
export function literal(content: string, from: number): { bytes: string; end: number } {
  let bytes = '';
  let deep = 0;
  for (let at = from; at < content.length; at += 1) {
    const sign = content[at]!;
    if (sign === '\\') {
      const octal = /^[0-7]{1,3}/.exec(content.slice(at + 1, at + 4))?.[0];
      const next = content[at + 1] ?? '';
      if (octal) bytes += String.fromCharCode(parseInt(octal, 8) & 255);
      else if (next === '\r' && content[at + 2] === '\n') at += 1;
      else if (next !== '\n' && next !== '\r') bytes += ESCAPES[next] ?? next;
      at += octal ? octal.length : 1;
    } else if (sign === '(' && deep++ === 0) continue;
    else if (sign === ')' && --deep === 0) return { bytes, end: at + 1 };
    else bytes += sign;
  }
  return { bytes, end: content.length };
}
