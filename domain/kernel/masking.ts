import {
  hasIbanCheckDigits,
  isArticleNumber,
  isCardLength,
  isIssuer,
  passesLuhn,
} from './masking-numbers.ts';

/** A text without card numbers. */
export interface MaskedText {
  readonly text: string;
  /** how many card numbers were taken out; 0 means that `text` is what was given */
  readonly masked: number;
}

export interface MaskOptions {
  /** words that stand beside the text and belong to it (a field's name, a column's heading) */
  readonly beside?: string;
  /** the text is one cell of a column of article numbers: a number with its own right check digit stays */
  readonly articleNumber?: boolean;
}

interface Span {
  readonly from: number;
  readonly to: number;
}
interface Group extends Span {
  readonly digits: string;
  /** only spaces and dashes stand between it and the group before it */
  readonly narrow: boolean;
}

// What people put between the digits of a card: spaces of every width, dashes of every kind, marks without width.
const NARROW = String.raw`[\p{Zs}\p{Pd}\u2212\u00ad\u200b-\u200d\u2060\ufeff]|&nbsp;|&#160;|&#[xX][aA]0;`;
// Other signs and line ends stand between many numbers that are no card: they count only between the usual groups.
const WIDE = String.raw`${NARROW}|[./_,:|·•*\t\r\n]`;
const RUN = new RegExp(String.raw`\p{Nd}(?:(?:${WIDE}){0,3}\p{Nd})*`, 'gu');
const MAYBE = new RegExp(String.raw`\p{Nd}(?:(?:${WIDE}){0,3}\p{Nd}){12}`, 'u');
const ONLY_NARROW = new RegExp(String.raw`^(?:${NARROW})*$`, 'u');
const USUAL_GROUPS = new Set(['4-4-4-4', '4-6-5', '4-6-4', '4-4-4-4-3', '4-4-5', '4-3-3-3', '6-10', '8-8']);

const CARD_WORDS =
  /\bcards?\b|card ?n(o|um)|karten?\b|karten?-?n(r|um)|kredit|credit|\bvisa\b|master ?card|maestro|\bamex\b|american express|\bdiners\b|\bpan\b|\bcv[vc]2?\b/iu;
const NEAR_CARD_WORDS = 60;

const CODE_WORDS = String.raw`(?:cvv2?|cvc2?|cvn2?|csc|cid|cav2?|card (?:verification|security)(?: (?:code|value|number))?|(?:security|verification) (?:code|number|value)|(?:karten)?prüf(?:ziffer|nummer|code|wert)|sicherheits(?:code|nummer))`;
const CODE_AFTER_WORD = new RegExp(
  String.raw`(?<![\p{L}\p{N}])${CODE_WORDS}(?!\p{L})[^\p{Nd}\n]{0,20}(\p{Nd}{3,4})(?!\p{Nd})`,
  'giu',
);
const CODE_BEFORE_WORD = new RegExp(
  String.raw`(?<!\p{Nd})(\p{Nd}{3,4})[\s(=:-]{0,4}${CODE_WORDS}(?!\p{L})`,
  'giu',
);
const NEAR_CODE = 200;
const EXPIRY = String.raw`(?:0[1-9]|1[0-2])\s?[/.-]\s?(?:20)?\d{2}`;
// Three or four digits right behind the number, or behind the month it expires: what a person types in that order.
// A measure, an amount or the beginning of a longer number is none.
const CODE_BEHIND = new RegExp(
  String.raw`[\s,;/|:-]{1,3}(?:(?:exp\.?|gültig bis|valid thru)?[\s:]{0,2}${EXPIRY}[\s,;/|:-]{1,3})?(\p{Nd}{3,4})(?!\p{Nd})(?!\s?(?:mm|cm|m|x|×|%|€|EUR|USD|CHF|GBP|pcs|Stk|Stück)(?!\p{L}))(?:(?=[\s,;/|:-]{1,3}${EXPIRY}(?!\p{Nd}))|(?![\p{Zs}.,-]?\p{Nd}))`,
  'iuy',
);

/**
 * Takes the numbers of payment cards out of a text, before it is kept anywhere.
 *
 * A card is 13 to 19 digits, spaces and dashes between them allowed, with the first digits of a known issuer and a right
 * Luhn check; 13 digits count only beside words about cards. Digits of every script are read. It becomes `•••• 1111`;
 * verification codes beside it (behind it, or by their name) become `•••`. UUIDs, IBANs with right check digits and long
 * hexadecimal numbers are none and stay. Applying it twice changes nothing more.
 * @see clause P-2.1c
 */
export function maskCardNumbers(text: string, options: MaskOptions = {}): MaskedText {
  const pieces = cardPieces(text, options);
  if (pieces.length === 0) return { text, masked: 0 };
  let out = '';
  let at = 0;
  for (const piece of pieces) {
    out += text.slice(at, piece.from) + piece.shown;
    at = piece.to;
  }
  return { text: out + text.slice(at), masked: pieces.filter(({ card }) => card).length };
}

/** A piece of a text that must not be kept, and what stands in its place. */
export interface CardPiece extends Span {
  readonly shown: string;
  /** the number of a card; else a verification code beside one */
  readonly card: boolean;
}

/** Where card numbers and their verification codes stand in a text, in order and apart from each other. */
export function cardPieces(text: string, options: MaskOptions = {}): CardPiece[] {
  if (!MAYBE.test(text) || (options.articleNumber === true && isArticleNumber(text))) return [];
  const cards = cardsIn(text, options.beside ?? '');
  if (cards.length === 0) return [];
  const pieces: CardPiece[] = [];
  const all = [
    ...cards.map((piece) => ({ ...piece, card: true })),
    ...codesIn(text, cards).map((piece) => ({ ...piece, card: false })),
  ];
  for (const piece of all.sort((a, b) => a.from - b.from))
    if (piece.from >= (pieces.at(-1)?.to ?? 0)) pieces.push(piece);
  return pieces;
}

function cardsIn(text: string, beside: string): (Span & { shown: string })[] {
  const kept = keptSpans(text);
  const found: (Span & { digits: string })[] = [];
  for (const run of text.matchAll(RUN)) {
    for (const groups of groupsOf(run[0], run.index, kept))
      for (const card of cardsOfGroups(text, beside, groups)) found.push(card);
  }
  // Windows that overlap are one: nothing of either may stay readable.
  const merged: (Span & { digits: string })[] = [];
  for (const card of found.sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last && card.from < last.to)
      merged[merged.length - 1] = { ...(card.to > last.to ? card : last), from: last.from };
    else merged.push(card);
  }
  return merged.map(({ from, to, digits }) => ({ from, to, shown: `•••• ${digits.slice(-4)}` }));
}

function cardsOfGroups(
  text: string,
  beside: string,
  groups: readonly Group[],
): (Span & { digits: string })[] {
  const found: (Span & { digits: string })[] = [];
  for (let first = 0; first < groups.length; first += 1) {
    const issuer = firstFour(groups, first);
    if (!isIssuer(issuer)) continue;
    let digits = '';
    let narrow = true;
    let sixteen: number | undefined;
    for (let last = first; last < groups.length; last += 1) {
      const group = groups[last]!;
      if (last > first) narrow &&= group.narrow;
      digits += group.digits;
      if (digits.length > 19) break;
      if (digits.length < 13 || !isCardLength(issuer, digits.length) || !passesLuhn(digits)) continue;
      if (!narrow && !USUAL_GROUPS.has(lengthsOf(groups.slice(first, last + 1)))) continue;
      const span = { from: groups[first]!.from, to: group.to };
      if (digits.length === 13 && !besideCardWords(text, beside, span)) continue;
      // Sixteen digits and a group of three: the group is the verification code, not the end of a longer number.
      if (sixteen === last - 1 && group.digits.length === 3) continue;
      if (digits.length === 16) sixteen = last;
      found.push({ ...span, digits });
    }
  }
  return found;
}

/** The first four digits from a group on, gathered over short groups. */
function firstFour(groups: readonly Group[], first: number): number {
  let digits = '';
  for (let i = first; i < groups.length && digits.length < 4; i += 1) digits += groups[i]!.digits;
  return Number(digits.slice(0, 4));
}

function lengthsOf(groups: readonly Group[]): string {
  return groups.map(({ digits }) => digits.length).join('-');
}

function besideCardWords(text: string, beside: string, { from, to }: Span): boolean {
  return (
    CARD_WORDS.test(beside) ||
    CARD_WORDS.test(text.slice(Math.max(0, from - NEAR_CARD_WORDS), from)) ||
    CARD_WORDS.test(text.slice(to, to + NEAR_CARD_WORDS))
  );
}

/** The groups of digits of a run, cut where something stands that is known to be no card. */
function groupsOf(run: string, at: number, kept: readonly Span[]): Group[][] {
  const lists: Group[][] = [[]];
  let end = 0;
  for (const { 0: digits, index } of run.matchAll(/\p{Nd}+/gu)) {
    const between = run.slice(end, index);
    // An entity such as `&#160;` between groups has digits of its own.
    if (/&#[xX]?[aA]?$/.test(between)) continue;
    end = index + digits.length;
    const span = { from: at + index, to: at + end };
    if (touches(kept, span)) lists.push([]);
    else lists.at(-1)!.push({ ...span, digits: asAscii(digits), narrow: ONLY_NARROW.test(between) });
  }
  return lists;
}

/** Whether one of `spans`, sorted and apart from each other, shares a character with `span`. */
function touches(spans: readonly Span[], { from, to }: Span): boolean {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spans[middle]!.to <= from) low = middle + 1;
    else high = middle;
  }
  return low < spans.length && spans[low]!.from < to;
}

/** UUIDs, IBANs and long hexadecimal numbers: their digits are no card, even where they happen to look like one. */
function keptSpans(text: string): Span[] {
  const spans: Span[] = [];
  const keep = (pattern: RegExp, is: (found: string) => boolean): void => {
    for (const { 0: found, index } of text.matchAll(pattern)) {
      if (is(found)) spans.push({ from: index, to: index + found.length });
    }
  };
  keep(/(?<![\p{L}\p{N}-])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![\p{L}\p{N}])/giu, () => true);
  keep(
    /(?<![\p{L}\p{N}])[0-9a-f]{24,}(?![\p{L}\p{N}])/giu,
    (hex) => (hex.match(/[a-f]/gi) ?? []).length >= 3,
  );
  for (const { 0: found, index } of text.matchAll(
    /(?<![\p{L}\p{N}])[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}(?![\p{L}\p{N}])/gu,
  )) {
    const length = ibanLength(found);
    if (length > 0) spans.push({ from: index, to: index + length });
  }
  return apart(spans);
}

/** Sorted, and joined where they overlap. */
function apart(spans: Span[]): Span[] {
  const joined: Span[] = [];
  for (const span of spans.sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last && span.from < last.to)
      joined[joined.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
    else joined.push(span);
  }
  return joined;
}

/** How much of the beginning of a text is one IBAN, the longest that fits and ends where a group ends; 0 for none. */
function ibanLength(text: string): number {
  for (let end = text.length; end >= 15; end -= 1) {
    if (end < text.length && text[end] !== ' ') continue;
    const letters = text.slice(0, end).replaceAll(' ', '');
    if (hasIbanCheckDigits(letters)) return end;
  }
  return 0;
}

/** Verification codes beside the cards that were found. */
function codesIn(text: string, cards: readonly Span[]): (Span & { shown: string })[] {
  const codes: (Span & { shown: string })[] = [];
  const add = (code: string, from: number): void => {
    const to = from + code.length;
    const near = cards.some((card) => from < card.to + NEAR_CODE && to > card.from - NEAR_CODE);
    if (near && !cards.some((card) => from < card.to && card.from < to))
      codes.push({ from, to, shown: '•••' });
  };
  for (const card of cards) {
    CODE_BEHIND.lastIndex = card.to;
    const behind = CODE_BEHIND.exec(text);
    if (behind) add(behind[1]!, CODE_BEHIND.lastIndex - behind[1]!.length);
  }
  for (const { 0: found, 1: code, index } of text.matchAll(CODE_AFTER_WORD))
    add(code!, index + found.length - code!.length);
  for (const { 1: code, index } of text.matchAll(CODE_BEFORE_WORD)) add(code!, index);
  return codes;
}

/** Digits of any script as ASCII. Unicode keeps the ten digits of a script together, zero first. */
function asAscii(digits: string): string {
  if (/^\d+$/.test(digits)) return digits;
  return Array.from(digits, (digit) => {
    const plain = digit.normalize('NFKC');
    if (/^\d$/.test(plain)) return plain;
    const code = digit.codePointAt(0)!;
    let zero = code;
    while (code - zero < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
    return String(code - zero);
  }).join('');
}
