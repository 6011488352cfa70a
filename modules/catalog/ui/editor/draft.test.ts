import { expect, test } from 'vitest';
import { checkProduct } from '#domain/product/check-product.ts';
import type { Drilling } from '#domain/product/definition.ts';
import {
  blankParameter,
  blankProduct,
  edgeRole,
  edgeRule,
  edgeWhen,
  optionsText,
  placesText,
  readOptions,
  roleOf,
  withPlaces,
} from './draft.ts';

const SHOP = {
  board: 'W18',
  centres: ['saw', 'edge', 'drill', 'assembly', 'packing'].map((kind) => ({
    kind,
    code: kind.toUpperCase(),
  })),
};

test('a new product is sound as soon as it has a code and a name', () => {
  const blank = blankProduct(SHOP);
  expect(checkProduct(blank)).toMatchObject({ ok: false });
  expect(checkProduct({ ...blank, code: 'SHELF', name: 'Shelf' })).toMatchObject({ ok: true });
});

test('every kind of parameter begins with values that can be kept, under the names it had', () => {
  for (const kind of ['length', 'count', 'choice', 'decor', 'boolean'] as const) {
    const parameter = blankParameter(kind, { name: 'front', label: 'Front' });
    const product = { ...blankProduct(SHOP), code: 'A', name: 'A' };
    const checked = checkProduct({ ...product, parameters: [...product.parameters, parameter] });
    expect(checked, kind).toMatchObject({ ok: true });
    expect(parameter).toMatchObject({ name: 'front', label: 'Front' });
  }
});

test('options and places are lines of text and come back the same', () => {
  const options = [
    { value: 'oak', label: 'Oak, natural' },
    { value: 'white', label: 'white' },
  ];
  expect(optionsText(options)).toBe('oak = Oak, natural\nwhite');
  expect(readOptions(optionsText(options))).toEqual(options);
  const holes: Drilling = { purpose: 'hinge', diameter: 35, depth: 13, at: [{ x: '100', y: 'height / 2' }] };
  expect(withPlaces(holes, placesText(holes))).toEqual(holes);
  expect(withPlaces(holes, ' \n')).toEqual({ purpose: 'hinge', diameter: 35, depth: 13, count: '1' });
});

test('an edge without a role is none; with a condition it keeps it', () => {
  expect(edgeRule('', 'doors > 0')).toBeUndefined();
  expect(edgeRule('front', '')).toBe('front');
  const rule = edgeRule('front', 'doors > 0');
  expect([edgeRole(rule), edgeWhen(rule)]).toEqual(['front', 'doors > 0']);
});

test('a role that follows a choice has a code for each of its options, and keeps those it had', () => {
  const decor = blankParameter('decor', { name: 'decor', options: readOptions('oak\nwhite') } as never);
  const role = roleOf(
    { role: 'front', kind: 'board', parameter: 'decor', codes: { oak: 'O18' } },
    decor,
    'W18',
  );
  expect(role).toEqual({
    role: 'front',
    kind: 'board',
    parameter: 'decor',
    codes: { oak: 'O18', white: 'W18' },
  });
  expect(roleOf(role, undefined, 'W18')).toEqual({ role: 'front', kind: 'board', code: 'W18' });
});
