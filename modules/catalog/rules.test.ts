import { expect, test } from 'vitest';
import { hmm, type Hmm } from '#domain/kernel/units.ts';
import type { Grain } from '#domain/product/parts.ts';
import { fitsSomeBoard } from './rules.ts';

const board = (grain: 'none' | 'length') => ({ grain, formats: [{ length: hmm(2800), width: hmm(2070) }] });
const part = (length: number, width: number, grain: Grain = 'none') => ({
  cut: { length: hmm(length), width: hmm(width) },
  grain,
});
const trim: Hmm = hmm(10);

test('a part fits up to the usable size after both trims, and not a hundredth beyond', () => {
  // 2800 − 2 × 10 = 2780; 2070 − 2 × 10 = 2050
  expect(fitsSomeBoard(part(2780, 2050), board('none'), trim)).toBe(true);
  expect(fitsSomeBoard(part(2780.01, 100), board('none'), trim)).toBe(false);
});

test('without grain a long part may be turned, with grain it may not', () => {
  expect(fitsSomeBoard(part(2000, 2700), board('none'), trim)).toBe(true);
  expect(fitsSomeBoard(part(2000, 2700, 'length'), board('length'), trim)).toBe(false);
  expect(fitsSomeBoard(part(2000, 2700, 'width'), board('length'), trim)).toBe(true);
  expect(fitsSomeBoard(part(2000, 2700, 'length'), board('none'), trim)).toBe(true);
});

test('a grain across the part needs its width along the sheet', () => {
  expect(fitsSomeBoard(part(2700, 600, 'width'), board('length'), trim)).toBe(false);
  expect(fitsSomeBoard(part(600, 2700, 'width'), board('length'), trim)).toBe(true);
});
