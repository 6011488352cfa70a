import { useCallback } from 'react';
import { say, type Words, type WordValues } from '#platform/words/words.ts';
import { useLocale } from './locale.ts';

/** One sentence of a room in the language of the screen. */
export type Say<K extends string> = (key: K, values?: WordValues) => string;

/** The sentences of a room; drawn anew when the language changes. */
export function useWords<K extends string>(words: Words<K>): Say<K> {
  const locale = useLocale();
  return useCallback((key, values) => say(words, locale, key, values), [words, locale]);
}
