/** Legal forms and words that say nothing about who somebody is. */
const FORMS = new Set(
  'ag bv co cokg eg ek gbr gmbh inc kg kgaa llc ltd mbh nv ohg oy sa sarl se sl spa srl ug und and'.split(
    ' ',
  ),
);

/** Letters and digits only, in capitals: `inv-2026 / 0187` and `INV 2026-0187` are one. */
export function plainNumber(text: string): string {
  return text.toUpperCase().replace(/[^0-9A-Z]/g, '');
}

/** A name as banks may print it: lower case, umlauts as two letters, no accents, no legal form. */
export function foldName(name: string): string {
  return wordsOf(name)
    .filter((word) => !FORMS.has(word))
    .join(' ');
}

export function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .replaceAll('ä', 'ae')
    .replaceAll('ö', 'oe')
    .replaceAll('ü', 'ue')
    .replaceAll('ß', 'ss')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** How many neighbouring pieces a number may be torn into. */
const PIECES_MAX = 5;
/** A text is at most 140 characters by SEPA; what is longer is cut so that no file can make this slow. */
const TEXT_MAX = 1000;

/** Every run of up to five neighbouring pieces of a text, joined: the numbers that may stand in it. */
export function numbersIn(text: string): Set<string> {
  const pieces = text
    .slice(0, TEXT_MAX)
    .toUpperCase()
    .split(/[^0-9A-Z]+/)
    .filter((piece) => piece !== '');
  const found = new Set<string>();
  for (let from = 0; from < pieces.length; from++) {
    let joined = '';
    for (let to = from; to < pieces.length && to < from + PIECES_MAX; to++) {
      joined += pieces[to]!;
      found.add(joined);
    }
  }
  return found;
}
