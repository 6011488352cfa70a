import '#apps/server/modules.ts';
import { expect, test } from 'vitest';
import { permissionTable } from '#platform/http/contract.ts';
import { PEOPLE_ONLY } from '../api-keys.ts';
import { nameOf, permissionWords } from './permission-words.ts';

/** Permissions that a key can be given and that nobody named, and names of what does not exist. */
function nameFaults(table: Iterable<string>): string[] {
  const all = [...table];
  const grantable = all.filter((one) => !PEOPLE_ONLY.has(one));
  const areas = new Set(grantable.map((one) => one.split('.')[0]!));
  const known = new Set([
    ...grantable.map((one) => `permission.${one}`),
    ...[...areas].map((area) => `area.${area}`),
  ]);
  return [
    ...grantable
      .filter((one) => !nameOf('permission', one))
      .map((one) => `${one} can be given to a key and has no name in permission-words.ts`),
    ...[...areas]
      .filter((area) => !nameOf('area', area))
      .map((area) => `${area} is a part of the house and has no name in permission-words.ts`),
    ...Object.keys(permissionWords.en)
      .filter((key) => !known.has(key))
      .map((key) => `${key} names what no key can be given`),
  ];
}

test('every permission that a key can be given has a name in plain words, and every name a permission', () => {
  expect(nameFaults(permissionTable().keys())).toEqual([]);
});

test('a permission without a name, and a name without a permission, are seen', () => {
  const all = [...permissionTable().keys()];
  expect(nameFaults([...all, 'planted.read'])).toEqual([
    'planted.read can be given to a key and has no name in permission-words.ts',
    'planted is a part of the house and has no name in permission-words.ts',
  ]);
  expect(nameFaults(all.filter((one) => one !== 'support.sort'))).toEqual([
    'permission.support.sort names what no key can be given',
  ]);
});

test('no two permissions are called alike, and none by its technical name', () => {
  for (const words of [permissionWords.en, permissionWords.de]) {
    const names = Object.entries(words);
    expect(new Set(names.map(([, name]) => name)).size).toBe(names.length);
    expect(names.filter(([key, name]) => key.endsWith(name) || /[a-z][A-Z]/.test(name))).toEqual([]);
  }
});
