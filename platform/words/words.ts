import { setupI18n, type I18n } from '@lingui/core';
import { compileMessage } from '@lingui/message-utils/compileMessage';

export const LOCALES = ['en', 'de'] as const;
export type Locale = (typeof LOCALES)[number];

/** Values for the holes of a message. */
export type WordValues = Readonly<Record<string, unknown>>;

/**
 * One room's sentences in every language, keyed alike; messages are ICU MessageFormat. English decides the keys, the
 * others are checked by the compiler.
 */
export interface Words<K extends string = string> {
  readonly en: Readonly<Record<K, string>>;
  readonly de: Readonly<Record<K, string>>;
}

export function defineWords<const E extends Record<string, string>>(
  en: E,
  de: Readonly<Record<keyof E & string, string>>,
): Words<keyof E & string> {
  return { en, de };
}

/** Whether sentences exist in this language; anything else falls back to English. */
export function asLocale(text: string | null | undefined): Locale {
  const language = text?.slice(0, 2).toLowerCase();
  return LOCALES.find((locale) => locale === language) ?? 'en';
}

const catalogues = new Map<Locale, I18n>();
const loaded = new Set<Words>();

function catalogue(locale: Locale): I18n {
  let i18n = catalogues.get(locale);
  if (!i18n) {
    i18n = setupI18n({ locale, messages: { [locale]: {} } });
    i18n.setMessagesCompiler(compileMessage);
    catalogues.set(locale, i18n);
  }
  return i18n;
}

/** Adds a room's sentences to the catalogue; asking twice is free. */
export function loadWords(words: Words): void {
  if (loaded.has(words)) return;
  loaded.add(words);
  for (const locale of LOCALES) catalogue(locale).load(locale, words[locale]);
}

/** One sentence of a room. */
export function say<K extends string>(words: Words<K>, locale: Locale, key: K, values?: WordValues): string {
  loadWords(words as Words);
  return catalogue(locale)._(key, values as Record<string, unknown>);
}

/** A sentence by a key that came as data (a refusal's code), from everything loaded; undefined when there is none. */
export function sayLoaded(locale: Locale, key: string, values?: WordValues): string | undefined {
  const i18n = catalogue(locale);
  return key in i18n.messages ? i18n._(key, values as Record<string, unknown>) : undefined;
}
