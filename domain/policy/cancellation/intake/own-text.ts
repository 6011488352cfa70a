import { simplified } from './wish.ts';

/** Longer texts are judged by their beginning: what somebody wants stands there. */
export const CHARACTERS_MAX = 20_000;
const SENTENCES_MAX = 400;

/**
 * What the sender wrote: without lines that begin with `>`, and without everything below a line with which mail
 * programs open the quoted message. Lines between `>` quotes are kept: many answer below what they quote.
 */
export function newText(text: string): string {
  const kept: string[] = [];
  const lines = text.normalize('NFC').split(/\r?\n/);
  for (const [at, line] of lines.entries()) {
    if (/^\s*>/.test(line)) continue;
    if (isHeaderBlock(line, lines[at + 1] ?? '')) break;
    if (/^\s*-{2,}\s*(original\smessage|ursprüngliche\snachricht|forwarded\smessage)\s*-{2,}/i.test(line))
      break;
    if (/^\s*-{10} .* -{10}$/.test(line) || /^_{20,}$/.test(line)) break;
    if (/^\s*(begin\sforwarded\smessage|anfang\sder\sweitergeleiteten\snachricht)\s*:/i.test(line)) break;
    if (/^--\s*$/.test(line)) break;
    if (isQuoteOpening(line)) continue;
    kept.push(line);
  }
  return kept.join('\n');
}

/** The block of headers that some mail programs put above the message they quote. */
const isHeaderBlock = (line: string, next: string): boolean =>
  /^\s*\*?(from|von)\s*:\*?\s/i.test(line) &&
  /^\s*\*?(sent|date|to|subject|gesendet|datum|an|betreff)\s*:\*?\s/i.test(next);

function isQuoteOpening(line: string): boolean {
  return (
    line.length < 300 && (/^\s*on\s.+\swrote:\s*$/i.test(line) || /^\s*am\s.+\sschrieb.*:\s*$/i.test(line))
  );
}

/** The sentences of a text, simplified, as far as anybody reads. */
export function sentencesOf(text: string): string[] {
  return simplified(text.slice(0, CHARACTERS_MAX))
    .split(/(?<=[.!?])\s+|\n+/)
    .map((sentence) => sentence.replace(/\s+/g, ' ').trim())
    .filter(Boolean)
    .slice(0, SENTENCES_MAX);
}
