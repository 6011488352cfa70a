import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { canReach } from './account.ts';
import { findBinaries, makeLinks, packageFolder } from './binaries.ts';

let base: string;
beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'tenon-binaries-'));
  chmodSync(base, 0o755);
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

const NOBODY = { uid: 65534, gid: 65534 };

test('the library links that npm cannot carry are made from the list of the package', () => {
  const copy = join(base, 'package');
  cpSync(packageFolder(), copy, { recursive: true, filter: (path) => !lstatSync(path).isSymbolicLink() });
  if (existsSync(join(copy, 'native/pg-symlinks.json'))) {
    expect(existsSync(join(copy, 'native/lib/libpq.so.5'))).toBe(false);
    expect(makeLinks(copy)).toBe(true);
    expect(lstatSync(join(copy, 'native/lib/libpq.so.5')).isSymbolicLink()).toBe(true);
    expect(existsSync(join(copy, 'native/lib/libpq.so.5'))).toBe(true); // and it leads somewhere
  }
  expect(makeLinks(copy)).toBe(true); // nothing left to do, nothing refused
});

test('a package in a folder the account cannot pass through is copied out with its links', () => {
  const closed = join(base, 'closed');
  mkdirSync(closed);
  cpSync(packageFolder(), join(closed, 'package'), { recursive: true, verbatimSymlinks: true });
  chmodSync(closed, 0o700);
  // Somebody who is neither us nor nobody, so that this holds for root and for ordinary users alike.
  const stranger = { uid: 4242, gid: 4242 };
  expect(canReach(stranger, join(closed, 'package'), 'enter')).toBe(false);
  const home = join(base, 'home');
  mkdirSync(home);
  const found = findBinaries(home, process.getuid?.() === 0 ? NOBODY : undefined, join(closed, 'package'));
  expect(found.postgres.startsWith(process.getuid?.() === 0 ? home : closed)).toBe(true);
  expect(existsSync(join(found.libraries, process.platform === 'linux' ? 'libicui18n.so.60' : '.'))).toBe(
    true,
  );
});
