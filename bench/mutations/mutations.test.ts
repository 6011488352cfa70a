import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { MUTATIONS } from './all.ts';
import { mutate } from './mutation.ts';

const ROOT = resolve(import.meta.dirname, '../..');

test('every seeded fault still fits the code: its text stands once in its file, and its tests are there', () => {
  const faults = MUTATIONS.flatMap((mutation) => {
    const missing = mutation.tests.filter((file) => !existsSync(join(ROOT, file)));
    if (missing.length) return [`"${mutation.name}": ${missing.join(', ')} is not there`];
    try {
      mutate(mutation, readFileSync(join(ROOT, mutation.file), 'utf8'));
      return [];
    } catch (error) {
      return [(error as Error).message];
    }
  });
  expect(faults).toEqual([]);
  expect(new Set(MUTATIONS.map(({ name }) => name)).size).toBe(MUTATIONS.length);
});
