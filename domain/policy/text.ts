import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import type { Clause } from './clause.ts';
import {
  definitionOf,
  PARAMETER_NAMES,
  type Language,
  type ParameterName,
  type ParameterValues,
} from './parameters.ts';

/** A text taken apart: words, and holes for parameters. */
type Piece = { readonly words: string } | { readonly hole: ParameterName };

const HOLE = /\{([^{}]*)\}/g;
/** Cardinal numbers from two on, spelled out; "one" is a pronoun in both languages. */
const SPELLED =
  /(?<![\p{L}])(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|dozen|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|vierzehn|fünfzehn|zwanzig|dreißig|dreissig|vierzig|fünfzig|sechzig|siebzig|achtzig|neunzig|hundert|tausend|dutzend)(?![\p{L}])/iu;

export type TextRefusal =
  | { readonly code: 'clause_text_empty'; readonly clause: string }
  | { readonly code: 'clause_number_literal'; readonly clause: string; readonly found: string }
  | { readonly code: 'clause_hole_unknown'; readonly clause: string; readonly hole: string }
  | { readonly code: 'clause_hole_missing'; readonly clause: string; readonly hole: string }
  | { readonly code: 'clause_brace_loose'; readonly clause: string };

/** The parameters that a text prints, in the order of their first appearance. */
function holesOf(text: string): string[] {
  return [...new Set([...text.matchAll(HOLE)].map((match) => match[1] ?? ''))];
}

/**
 * Whether words may stand in the place of a clause: they say something, write out no number, and have the holes of the
 * shipped text, each at least once; values the clause rests on may be printed as well.
 */
export function checkText(clause: Clause, text: string): Result<string, TextRefusal> {
  const bare = text.replace(HOLE, ' ');
  if (bare.trim() === '') return refuse({ code: 'clause_text_empty', clause: clause.id });
  if (/[{}]/.test(bare)) return refuse({ code: 'clause_brace_loose', clause: clause.id });
  const literal = /\p{N}+/u.exec(bare) ?? SPELLED.exec(bare);
  if (literal) return refuse({ code: 'clause_number_literal', clause: clause.id, found: literal[0] });
  const wanted = holesOf(clause.text.en);
  const found = holesOf(text);
  const unknown = found.find(
    (hole) => !wanted.includes(hole) && !clause.restsOn.includes(hole as ParameterName),
  );
  if (unknown !== undefined) return refuse({ code: 'clause_hole_unknown', clause: clause.id, hole: unknown });
  const missing = wanted.find((hole) => !found.includes(hole));
  if (missing !== undefined) return refuse({ code: 'clause_hole_missing', clause: clause.id, hole: missing });
  return ok(text);
}

/** Parameters of a clause: those it prints and those it rests on. */
export function parametersOfClause(clause: Clause): ParameterName[] {
  return [...new Set([...(holesOf(clause.text.en) as ParameterName[]), ...clause.restsOn])];
}

function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(HOLE)) {
    if (match.index > at) pieces.push({ words: text.slice(at, match.index) });
    const name = match[1] as ParameterName;
    if (!PARAMETER_NAMES.includes(name)) throw new RangeError(`there is no parameter ${name}`);
    pieces.push({ hole: name });
    at = match.index + match[0].length;
  }
  if (at < text.length) pieces.push({ words: text.slice(at) });
  return pieces;
}

/** One printed piece; `parameter` names the value it shows, absent for words. */
export interface Printed {
  readonly text: string;
  readonly parameter?: ParameterName;
}

/**
 * A text with its values filled in, piece by piece, so that a page can mark what is a value.
 * @throws RangeError for a hole that is no parameter (refused by `checkText` before)
 */
export function printText(text: string, values: ParameterValues, language: Language): Printed[] {
  return piecesOf(text).map((piece) =>
    'words' in piece
      ? { text: piece.words }
      : { text: sayValue(piece.hole, values, language), parameter: piece.hole },
  );
}

/** The same as one string. */
export function renderText(text: string, values: ParameterValues, language: Language): string {
  return printText(text, values, language)
    .map((piece) => piece.text)
    .join('');
}

/** A parameter's value in words: without its unit, which the text around it says. */
export function sayValue(name: ParameterName, values: ParameterValues, language: Language): string {
  const { kind } = definitionOf(name);
  const value = values[name];
  if (value === null) return language === 'de' ? 'je Vertrag' : 'per contract';
  if (Array.isArray(value)) return inWords((value as readonly (string | number)[]).map(String), language);
  if (kind.type === 'choice') return kind.options[String(value)]?.[language] ?? String(value);
  if (kind.type === 'decimal') return language === 'de' ? String(value).replace('.', ',') : String(value);
  return String(value);
}

/** `60, 30 and 7` */
function inWords(items: readonly string[], language: Language): string {
  const and = language === 'de' ? ' und ' : ' and ';
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')}${and}${items.at(-1)}`;
}
