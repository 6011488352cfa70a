import { LIMITS } from './ast.ts';
import { fault } from './refusals.ts';

export interface Token {
  readonly kind: 'number' | 'text' | 'word' | 'sign' | 'end';
  readonly text: string;
  readonly at: number;
}

const SPACE = /\s+/y;
const NUMBER = /\d+(?:\.\d+)?/y;
// Dots join a material role and its property: carcase.thickness.
const WORD = /[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)*/uy;
const TEXT = /'[^'\n]*'|"[^"\n]*"/y;
const SIGN = /<=|>=|!=|<>|==|[-+*/()<>=,]/y;

/** Splits a formula into tokens; the last one is `end`. @throws FormulaFault at the first character that fits nothing */
export function tokenize(source: string): Token[] {
  if (source.length > LIMITS.sourceLength)
    fault({
      code: 'formula_too_long',
      source: source.slice(0, LIMITS.sourceLength),
      at: LIMITS.sourceLength,
      value: String(source.length),
      expected: String(LIMITS.sourceLength),
    });
  const tokens: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(source)?.[0];
  };
  while (at < source.length) {
    const space = take(SPACE);
    if (space) {
      at += space.length;
      continue;
    }
    const found =
      read('number', take(NUMBER)) ??
      read('word', take(WORD)) ??
      read('text', take(TEXT)) ??
      read('sign', take(SIGN));
    if (!found) unreadable(source, at);
    tokens.push(found);
    at += found.text.length;
  }
  tokens.push({ kind: 'end', text: '', at: source.length });
  return tokens;

  function read(kind: Token['kind'], text: string | undefined): Token | undefined {
    return text === undefined ? undefined : { kind, text, at };
  }
}

function unreadable(source: string, at: number): never {
  const value = String.fromCodePoint(source.codePointAt(at)!);
  const reason =
    value === "'" || value === '"' ? 'text_not_closed' : value === ';' ? 'semicolon' : 'character';
  return fault({ code: 'formula_syntax', source, at, value, reason });
}
