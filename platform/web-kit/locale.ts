import { useSyncExternalStore } from 'react';
import { asLocale, type Locale } from '#platform/words/words.ts';

const KEY = 'tenon.locale';
const listeners = new Set<() => void>();
let current: Locale | undefined;

/** The language of this screen: chosen here before, else the device's. */
export function locale(): Locale {
  current ??= asLocale(localStorage.getItem(KEY) ?? navigator.language);
  return current;
}

function speak(next: Locale): void {
  current = next;
  document.documentElement.lang = next;
  for (const listener of listeners) listener();
}

/** Called once per entry, before it draws: names the page's language for screen readers. */
export function startLocale(): void {
  speak(locale());
}

export function chooseLocale(next: Locale): void {
  localStorage.setItem(KEY, next);
  speak(next);
}

/** The language a person's account asks for; gives way to what was chosen on this device. */
export function suggestLocale(text: string): void {
  if (localStorage.getItem(KEY) === null && asLocale(text) !== locale()) speak(asLocale(text));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useLocale(): Locale {
  return useSyncExternalStore(subscribe, locale);
}
