import { expect, test } from 'vitest';
import { must } from '#domain/kernel/result.ts';
import { explode } from '../explode.ts';
import { DEMO_FACTORY } from './factory-seed.ts';
import { libraryName, libraryProduct } from './german.ts';
import { LIBRARY } from './library.ts';

/** Names that are the same in both languages. */
const SAME: readonly string[] = [];

const names = [
  ...LIBRARY.flatMap((product) => [
    product.name,
    ...product.parameters.flatMap((parameter) => [
      parameter.label,
      ...('options' in parameter ? parameter.options.map((option) => option.label) : []),
    ]),
    ...product.parts.map((part) => part.name),
  ]),
  ...[...DEMO_FACTORY.boards.values()].flatMap((board) => [board.name, board.decor]),
  ...[
    ...DEMO_FACTORY.edges.values(),
    ...DEMO_FACTORY.hardware.values(),
    ...DEMO_FACTORY.centres.values(),
  ].map((item) => item.name),
];

test('every name of the library has one in German, and English is left as it is', () => {
  const untold = names.filter((name) => libraryName('de', name) === name && !SAME.includes(name));
  expect(untold).toEqual([]);
  expect(libraryName('de-AT', 'Panel saw')).toBe('Plattensäge');
  expect(names.filter((name) => libraryName('en', name) !== name)).toEqual([]);
});

test('a product under German names is made of the same parts', () => {
  for (const product of LIBRARY) {
    const german = libraryProduct('de', product);
    const sizes = (made: typeof product) =>
      must(explode(made, {}, DEMO_FACTORY, 1)).parts.map(({ label: _, description: __, ...part }) => part);
    expect(sizes(german), product.code).toEqual(sizes(product));
    expect(german.name).not.toBe(product.name);
  }
});
