import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { readKeyRing, rotateKeyRing } from './key-ring.ts';
import { openVault, SealBroken, type Place } from './vault.ts';

const folders: string[] = [];
function folder(): string {
  folders.push(mkdtempSync(join(tmpdir(), 'tenon-ring-')));
  return folders.at(-1)!;
}
afterEach(() => {
  for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true });
});

const IBAN = 'DE89370400440532013000';
const place: Place = { tenantId: 't1', table: 'company', column: 'iban', row: 'r1' };
const ringFile = (dataDir: string) => join(dataDir, 'secrets', 'key-ring.json');

describe('a sealed value', () => {
  const vault = openVault(readKeyRing(folder()));

  test('opens at its place, shows nothing of its text, and looks different each time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const [one, two] = [vault.seal(text, place), vault.seal(text, place)];
        expect(vault.open(one, place)).toBe(text);
        expect(one).not.toBe(two);
        expect(one).toMatch(/^s1\.k1\.[\w-]{16}\.[\w-]+$/);
      }),
    );
  });

  test.each(['tenantId', 'table', 'column', 'row'] as const)('does not open under another %s', (member) => {
    const sealed = vault.seal(IBAN, place);
    expect(() => vault.open(sealed, { ...place, [member]: 'other' })).toThrow(SealBroken);
  });

  test('does not open after any single bit of it was changed', () => {
    const sealed = vault.seal(IBAN, place);
    const [version, id, nonce, body] = sealed.split('.') as [string, string, string, string];
    for (const [part, text] of [
      ['nonce', nonce],
      ['body', body],
    ] as const) {
      const bytes = Buffer.from(text, 'base64url');
      for (let bit = 0; bit < bytes.length * 8; bit += 1) {
        const changed = Buffer.from(bytes);
        changed[bit >> 3]! ^= 1 << (bit & 7);
        const parts = { nonce, body, [part]: changed.toString('base64url') };
        expect(() => vault.open([version, id, parts.nonce, parts.body].join('.'), place)).toThrow(SealBroken);
      }
    }
  });

  test.each(['', 'DE89370400440532013000', 's1.k1.', 's1.k9.AAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAAA'])(
    'is none: %j',
    (text) => expect(() => vault.open(text, place)).toThrow(SealBroken),
  );

  test('an error names the place and never the text or the key', () => {
    const dataDir = folder();
    const other = openVault(readKeyRing(dataDir)).seal(IBAN, place);
    const error = catchError(() => vault.open(other, place));
    expect(String(error.stack)).toContain('company.iban of row r1');
    expect(String(error.stack)).not.toContain(IBAN);
  });
});

describe('rotation', () => {
  test('a running process opens old and new values, and seals with the new key once it has met one', () => {
    const dataDir = folder();
    const running = openVault(readKeyRing(dataDir), () => readKeyRing(dataDir));
    const old = running.seal(IBAN, place);
    expect(rotateKeyRing(dataDir)).toBe('k2');
    const started = openVault(readKeyRing(dataDir));
    expect(started.open(old, place)).toBe(IBAN);
    expect(old.startsWith(started.currentPrefix())).toBe(false);
    const renewed = started.seal(IBAN, place);
    expect(renewed.startsWith(started.currentPrefix())).toBe(true);
    expect(running.open(renewed, place)).toBe(IBAN);
    expect(renewed.startsWith(running.currentPrefix())).toBe(true);
  });

  test('marks made before a new matching key are still found', () => {
    const dataDir = folder();
    const before = openVault(readKeyRing(dataDir)).mark(IBAN, 'iban');
    rotateKeyRing(dataDir, 'matching');
    const vault = openVault(readKeyRing(dataDir));
    expect(vault.mark(IBAN, 'iban')).not.toBe(before);
    expect(vault.marks(IBAN, 'iban')).toEqual([vault.mark(IBAN, 'iban'), before]);
  });
});

test('marks are equal for equal text of one use, and for nothing else', () => {
  const vault = openVault(readKeyRing(folder()));
  expect(vault.mark(IBAN, 'iban')).toBe(vault.mark(IBAN, 'iban'));
  expect(vault.mark(IBAN, 'iban')).not.toBe(vault.mark(IBAN, 'token'));
  expect(openVault(readKeyRing(folder())).mark(IBAN, 'iban')).not.toBe(vault.mark(IBAN, 'iban'));
});

describe('the key ring', () => {
  test('is made once, readable by its owner alone, and the same afterwards', () => {
    const dataDir = folder();
    const sealed = openVault(readKeyRing(dataDir)).seal(IBAN, place);
    expect(statSync(ringFile(dataDir)).mode & 0o777).toBe(0o600);
    expect(openVault(readKeyRing(dataDir)).open(sealed, place)).toBe(IBAN);
  });

  test('is refused when others can read it', () => {
    const dataDir = folder();
    readKeyRing(dataDir);
    chmodSync(ringFile(dataDir), 0o640);
    expect(() => readKeyRing(dataDir)).toThrow('chmod 600');
  });

  test('may come from the surroundings; a broken one is refused without being repeated', () => {
    const dataDir = folder();
    const sealed = openVault(readKeyRing(dataDir)).seal(IBAN, place);
    const text = readFileSync(ringFile(dataDir), 'utf8');
    expect(openVault(readKeyRing('/nowhere', text)).open(sealed, place)).toBe(IBAN);
    const broken = text.replace(/"k1": "/, '"k1": "!');
    const error = catchError(() => readKeyRing('/nowhere', broken));
    expect(error.message).toContain('TENON_KEY_RING does not hold a key ring');
    expect(error.message).not.toContain('!');
  });
});

function catchError(run: () => unknown): Error {
  try {
    run();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}
