import { useSyncExternalStore } from 'react';

/** `auto` follows the device. */
export const THEMES = ['auto', 'light', 'dark'] as const;
export type ThemeChoice = (typeof THEMES)[number];

const KEY = 'tenon.theme';
const listeners = new Set<() => void>();
const device = (): MediaQueryList => window.matchMedia('(prefers-color-scheme: dark)');

function stored(): ThemeChoice {
  const text = localStorage.getItem(KEY);
  return THEMES.find((choice) => choice === text) ?? 'auto';
}

function shown(): 'light' | 'dark' {
  const choice = stored();
  if (choice !== 'auto') return choice;
  return device().matches ? 'dark' : 'light';
}

function show(): void {
  document.documentElement.dataset['theme'] = shown();
  for (const listener of listeners) listener();
}

/** Puts the stored theme on the page and follows the device from then on. Called once per entry, before it draws. */
export function startTheme(): void {
  device().addEventListener('change', show);
  window.addEventListener('storage', (event) => {
    if (event.key === KEY) show();
  });
  show();
}

export function chooseTheme(choice: ThemeChoice): void {
  if (choice === 'auto') localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, choice);
  show();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The person's choice and what it comes to on this device. */
export function useTheme(): { choice: ThemeChoice; shown: 'light' | 'dark' } {
  return { choice: useSyncExternalStore(subscribe, stored), shown: useSyncExternalStore(subscribe, shown) };
}
