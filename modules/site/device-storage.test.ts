import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DEVICE_STORAGE } from '#domain/policy/device-storage.ts';

const ROOT = join(import.meta.dirname, '../..');

/** Names of cookies, and of entries of a browser's storage, that stand in a source. */
function namesIn(source: string): string[] {
  const cookies = [...source.matchAll(/'(__Host-[\w-]+)'/g)].map(([, name]) => name!);
  const keeps = /(local|session)Storage\.setItem|createOutbox\(|caches\.open|\.open\(CACHE\)/.test(source);
  const entries = keeps ? [...source.matchAll(/'(tenon[.-][\w.-]+)'/g)].map(([, name]) => name!) : [];
  return [...cookies, ...entries.map((name) => name.replace(/[.-]$/, ''))];
}

/** Names of what ends with the page: a lock between tabs. */
const NOT_KEPT = ['tenon-outbox'];

const unlisted = (names: readonly string[]): string[] =>
  [...new Set(names)].filter(
    (name) => !NOT_KEPT.includes(name) && !DEVICE_STORAGE.some((one) => one.name === name),
  );

test('everything that our pages keep on a device is on the list', () => {
  const files = globSync('{apps,modules,platform}/**/*.{ts,tsx}', { cwd: ROOT }).filter(
    (file) => !/\.test\.tsx?$|[/\\]testing[/\\]/.test(file),
  );
  const names = files.flatMap((file) => namesIn(readFileSync(join(ROOT, file), 'utf8')));
  // The gate sees what there is: cookies of sessions and stations, choices of language and theme, the station's outbox.
  for (const seen of ['__Host-tenon', '__Host-tenon-station', 'tenon.locale', 'tenon.theme', 'tenon-station'])
    expect(names).toContain(seen);
  expect(unlisted(names)).toEqual([]);
});

test('a cookie or an entry that nobody listed is seen', () => {
  expect(unlisted(namesIn("const TRACK = '__Host-track';"))).toEqual(['__Host-track']);
  expect(unlisted(namesIn("localStorage.setItem(KEY, '1'); const KEY = 'tenon.follow';"))).toEqual([
    'tenon.follow',
  ]);
});
