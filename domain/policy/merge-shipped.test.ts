import { expect, test } from 'vitest';
import { mergeShipped } from './merge-shipped.ts';
import { DEFAULTS } from './parameters.ts';
import { NO_ANNEXES, shippedContent, type PolicyContent } from './version.ts';

const first = shippedContent('privacy');
const words = (content: PolicyContent, id: string, en: string): PolicyContent => ({
  ...content,
  wording: { ...content.wording, [id]: { en, de: en } },
});
const bySoftware = (content: PolicyContent) => ({ content, bySoftware: true });
const byOperator = (content: PolicyContent) => ({ content, bySoftware: false });

test('nothing new was shipped: what is published stays as it is', () => {
  expect(mergeShipped([bySoftware(first)], first)).toEqual(first);
});

test('a sentence and a value that the program shipped follow it', () => {
  const shipped = words(
    { ...first, parameters: { ...DEFAULTS, 'log.accessDays': 14 } },
    'P-2.1a',
    'We take what you give.',
  );
  expect(mergeShipped([bySoftware(first)], shipped)).toEqual(shipped);
});

test('what the operator chose stays, also after a version that the program wrote', () => {
  const own = words(first, 'P-2.1a', 'Our lawyer’s words.');
  const chosen = { ...own, parameters: { ...DEFAULTS, 'log.accessDays': 7 } };
  const third = words(chosen, 'P-2.1b', 'Shipped second.');
  const shipped = words(words(first, 'P-2.1a', 'Shipped third.'), 'P-2.1b', 'Shipped third.');
  const merged = mergeShipped([bySoftware(third), byOperator(chosen), bySoftware(first)], shipped);
  expect(merged.wording['P-2.1a']?.en).toBe('Our lawyer’s words.');
  expect(merged.parameters['log.accessDays']).toBe(7);
  // The second release wrote this sentence, so that the third may.
  expect(merged.wording['P-2.1b']?.en).toBe('Shipped third.');
});

test('who runs the installation is never shipped; a value that is new comes with its default', () => {
  const { 'dsr.months': _gone, ...parameters } = { ...DEFAULTS, 'operator.name': 'Ash & Elm' };
  const published = { ...first, parameters: parameters as typeof DEFAULTS };
  const merged = mergeShipped([bySoftware(published)], first);
  expect(merged.parameters['operator.name']).toBe('Ash & Elm');
  expect(merged.parameters['dsr.months']).toBe(DEFAULTS['dsr.months']);
});

test('what stands behind the sentences is what the program does now, never what was published', () => {
  const before = { ...first, annexes: { ...NO_ANNEXES, processors: ['gone'] } };
  const shipped = { ...first, annexes: { ...NO_ANNEXES, processors: ['come'] } };
  expect(mergeShipped([byOperator(before)], shipped).annexes.processors).toEqual(['come']);
});
