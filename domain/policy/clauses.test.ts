import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { headingOf } from './clause.ts';
import { CLAUSES, clauseOf, DOCUMENT_IDS } from './clauses.ts';
import { CLAUSE_IDS } from './ids.ts';
import { DEFAULTS, PARAMETER_NAMES } from './parameters.ts';
import { checkText, parametersOfClause, renderText } from './text.ts';

const SPECIFICATION = resolve(import.meta.dirname, '../../../shared/clauses.md');
const all = DOCUMENT_IDS.flatMap((document) => CLAUSES[document]);
const LANGUAGES = ['en', 'de'] as const;

describe.skipIf(!existsSync(SPECIFICATION))('against the promises as they were given', () => {
  const lines = existsSync(SPECIFICATION)
    ? [...readFileSync(SPECIFICATION, 'utf8').matchAll(/^> \*\*([^*]+)\*\* (.*)$/gm)]
    : [];

  test('there is one clause for every number, in the same order', () => {
    expect(lines.length).toBeGreaterThan(60);
    expect(all.map(({ id }) => id)).toEqual(lines.map((line) => line[1]));
  });

  test('nothing is quoted: no eight words in a row are those of the original', () => {
    const words = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
    const runs = (text: string, length: number): string[] => {
      const list = words(text);
      return list
        .slice(0, Math.max(0, list.length - length + 1))
        .map((_, at) => list.slice(at, at + length).join(' '));
    };
    const given = new Set(lines.flatMap((line) => runs(line[2] ?? '', 8)));
    const quoted = all.filter(({ text }) =>
      runs(renderText(text.en, DEFAULTS, 'en'), 8).some((run) => given.has(run)),
    );
    expect(quoted.map(({ id }) => id)).toEqual([]);
  });
});

describe('the shipped words', () => {
  test('pass the rules that words of an operator must pass, in both languages', () => {
    const refused = all.flatMap((clause) =>
      LANGUAGES.map((language) => checkText(clause, clause.text[language])).filter((result) => !result.ok),
    );
    expect(refused).toEqual([]);
  });

  test('print or rest on every parameter', () => {
    const used = new Set(all.flatMap(parametersOfClause));
    expect(PARAMETER_NAMES.filter((name) => !used.has(name))).toEqual([]);
  });

  test('stand under the headings of the two documents', () => {
    expect(CLAUSE_IDS.map(headingOf).filter((heading, at, list) => heading !== list[at - 1])).toEqual([
      ...['P-1', 'P-2', 'P-data', 'P-data.types', 'P-data.purposes', 'P-data.basis', 'P-data.share'],
      ...['P-data.analytics', 'C-0', 'C-1', 'C-2', 'C-3', 'C-4', 'C-5', 'C-6', 'C-7', 'C-8', 'C-9', 'C-10'],
    ]);
  });

  test('show the values they are given', () => {
    const text = clauseOf('C-2a').text;
    expect(renderText(text.en, DEFAULTS, 'en')).toContain('no less than 30 days');
    expect(renderText(text.de, { ...DEFAULTS, 'cancel.noticeDays': 45 }, 'de')).toContain(
      'mindestens 45 Tagen',
    );
    expect(renderText(text.en, DEFAULTS, 'en')).toContain('without a refund');
    expect(renderText('{processor.warnDays}', DEFAULTS, 'de')).toBe('60, 30 und 7');
    expect(renderText('{analytics.epsilonPerRelease}', DEFAULTS, 'de')).toBe('0,5');
  });
});

describe('words of an operator', () => {
  const clause = clauseOf('C-3b');
  test.each([
    ['Below {cancel.noticeDays} days nothing is paid back.', undefined],
    ['Below 30 days nothing is paid back ({cancel.noticeDays}).', 'clause_number_literal'],
    ['Below thirty days nothing is paid back ({cancel.noticeDays}).', 'clause_number_literal'],
    ['Below ٣٠ days nothing is paid back ({cancel.noticeDays}).', 'clause_number_literal'],
    ['With short notice nothing is paid back.', 'clause_hole_missing'],
    ['Below {cancel.noticeDays} or {cancel.clarifyDays} days nothing.', 'clause_hole_unknown'],
    ['Below {cancel.noticeDays} days {nothing', 'clause_brace_loose'],
    ['   ', 'clause_text_empty'],
  ])('%s → %s', (text, code) => {
    const checked = checkText(clause, text);
    expect(checked.ok ? undefined : checked.refusal.code).toBe(code);
  });

  test('may print a value that the clause rests on', () => {
    const target = 'We answer within {cancel.ackMinutes} minutes.';
    expect(checkText(clauseOf('C-8a'), target).ok).toBe(true);
    expect(checkText(clause, `${target} {cancel.noticeDays}`).ok).toBe(false);
  });
});
