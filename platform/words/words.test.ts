import { expect, test } from 'vitest';
import { asLocale, defineWords, loadWords, say, sayLoaded } from './words.ts';

const saw = defineWords(
  {
    title: 'Saw',
    sheets: '{count, plural, one {# sheet} other {# sheets}}',
    'refusal.too_long': '{length} mm is too long.',
  },
  {
    title: 'Säge',
    sheets: '{count, plural, one {# Platte} other {# Platten}}',
    'refusal.too_long': '{length} mm ist zu lang.',
  },
);
const van = defineWords({ title: 'Van' }, { title: 'Wagen' });

test('two rooms may use the same key', () => {
  expect(say(saw, 'en', 'title')).toBe('Saw');
  expect(say(van, 'de', 'title')).toBe('Wagen');
  expect(say(saw, 'de', 'title')).toBe('Säge');
});

test('plurals follow the language', () => {
  expect(say(saw, 'en', 'sheets', { count: 1 })).toBe('1 sheet');
  expect(say(saw, 'de', 'sheets', { count: 3 })).toBe('3 Platten');
});

test('a refusal is found by its code once its room is loaded', () => {
  expect(sayLoaded('en', 'refusal.too_long', { length: 2810 })).toBeUndefined();
  loadWords(saw);
  expect(sayLoaded('en', 'refusal.too_long', { length: 2810 })).toBe('2810 mm is too long.');
  expect(sayLoaded('en', 'title')).toBeUndefined();
});

test('an unknown language falls back to English', () => {
  expect([asLocale('de-AT'), asLocale('fr'), asLocale(null)]).toEqual(['de', 'en', 'en']);
});
