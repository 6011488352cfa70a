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

/** Each room has a catalogue of its own, so two rooms may use the same short key. */
const rooms = new WeakMap<Words, Record<Locale, I18n>>();
/** Refusals travel as codes from any room to any screen: their sentences are found by key alone. */
const refusals = new Map<string, Words>();

function catalogueOf(words: Words): Record<Locale, I18n> {
  let room = rooms.get(words);
  if (!room) {
    const catalogue = (locale: Locale): I18n => {
      const i18n = setupI18n({ locale, messages: { [locale]: { ...words[locale] } } });
      i18n.setMessagesCompiler(compileMessage);
      return i18n;
    };
    room = { en: catalogue('en'), de: catalogue('de') };
    rooms.set(words, room);
  }
  return room;
}

/** Makes a room's refusal sentences known to `sayLoaded`; asking twice is free. */
export function loadWords(words: Words): void {
  for (const key of Object.keys(words.en)) if (key.startsWith('refusal.')) refusals.set(key, words);
}

/** One sentence of a room. */
export function say<K extends string>(words: Words<K>, locale: Locale, key: K, values?: WordValues): string {
  return catalogueOf(words as Words)[locale]._(key, values as Record<string, unknown>);
}

/** The sentence of a refusal by its key (`refusal.<code>`), from every loaded room; undefined when there is none. */
export function sayLoaded(locale: Locale, key: string, values?: WordValues): string | undefined {
  const words = refusals.get(key);
  return words && say(words, locale, key, values);
}
