import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSecrets } from './secrets.ts';

let dataDir: string;
beforeEach(() => (dataDir = mkdtempSync(join(tmpdir(), 'tenon-secrets-'))));
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

test('a secret is 256 random bits, stays the same over restarts and differs by purpose', () => {
  const first = openSecrets(dataDir);
  const cookie = first.secret('cookie');
  expect(Buffer.from(cookie, 'base64url')).toHaveLength(32);
  expect(openSecrets(dataDir).secret('cookie')).toBe(cookie);
  expect(first.secret('database')).not.toBe(cookie);
});

test('its file is closed to everybody else and nothing else is left beside it', () => {
  openSecrets(dataDir).secret('cookie');
  expect(readdirSync(join(dataDir, 'secrets'))).toEqual(['cookie']);
  if (process.platform !== 'win32') {
    expect(statSync(join(dataDir, 'secrets', 'cookie')).mode & 0o777).toBe(0o600);
    expect(statSync(join(dataDir, 'secrets')).mode & 0o777).toBe(0o700);
  }
});

test('a file that others can read, or that holds something else, is refused with the remedy', () => {
  openSecrets(dataDir).secret('cookie');
  const file = join(dataDir, 'secrets', 'cookie');
  if (process.platform !== 'win32') {
    chmodSync(file, 0o644);
    expect(() => openSecrets(dataDir).secret('cookie')).toThrow(/chmod 600/);
    chmodSync(file, 0o600);
  }
  writeFileSync(file, '');
  expect(() => openSecrets(dataDir).secret('cookie')).toThrow(/does not hold a secret/);
});

test('a name cannot lead out of the folder', () => {
  expect(() => openSecrets(dataDir).secret('../cookie')).toThrow(RangeError);
});
