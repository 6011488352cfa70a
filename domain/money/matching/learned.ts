import { plainIban } from '../iban.ts';
import { foldName, wordsOf } from './fold.ts';
import type { LearnedRule, MatchLine } from './types.ts';

/** Shorter words, and words with digits, are in everybody's texts. */
const WORD_MIN = 6;

/**
 * The rules after a person decided that an entry came from a party: its account and name point to the party one time more, and
 * one time less to any other. Words of the text are learned only from entries that show neither account nor name.
 *
 * @returns new rules; those with no weight left are gone
 */
export function learnFrom(rules: readonly LearnedRule[], line: MatchLine, party: string): LearnedRule[] {
  const keys: Pick<LearnedRule, 'by' | 'key'>[] = [];
  if (line.account) keys.push({ by: 'account', key: plainIban(line.account) });
  const name = foldName(line.name ?? '');
  if (name !== '') keys.push({ by: 'name', key: name });
  if (keys.length === 0)
    for (const word of new Set(wordsOf(line.remittance)))
      if (word.length >= WORD_MIN && !/\d/.test(word)) keys.push({ by: 'words', key: word });
  let next = [...rules];
  for (const { by, key } of keys) {
    const same = (rule: LearnedRule): boolean => rule.by === by && rule.key === key;
    if (!next.some((rule) => same(rule) && rule.party === party)) next.push({ by, key, party, weight: 0 });
    next = next.map((rule) =>
      same(rule) ? { ...rule, weight: rule.weight + (rule.party === party ? 1 : -1) } : rule,
    );
  }
  return next.filter((rule) => rule.weight > 0);
}
