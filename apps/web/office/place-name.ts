import { say } from '#platform/words/words.ts';
import { useLocale } from '#platform/web-kit/locale.ts';
import type { NavEntry, Screen } from '#platform/web-kit/screen.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { useCallback } from 'react';
import { officeWords } from './words.ts';

/** How a place is called in the navigation; a screen that stands in another's place brings its own name. */
export function usePlaceName(): (screen: Screen & { readonly nav: NavEntry }) => string {
  const t = useWords(officeWords);
  const locale = useLocale();
  return useCallback(
    ({ nav, words, title }) => (nav.named ? say(words, locale, title) : t(`nav.${nav.place}`)),
    [t, locale],
  );
}
