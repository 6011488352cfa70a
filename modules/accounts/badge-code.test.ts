import fc from 'fast-check';
import { expect, test } from 'vitest';
import { badgeCode, isBadgeCode, typeBadge, type Typed } from './badge-code.ts';

const CODE = badgeCode(new Uint8Array(14).fill(7));
/** Types keys that follow each other after `pause` milliseconds each. */
function scan(keys: readonly string[], pause: number): string | null {
  let typed: Typed = { code: '', at: 0 };
  let found: string | null = null;
  keys.forEach((key, i) => {
    const step = typeBadge(typed, key, 1000 + i * pause);
    typed = step.typed;
    found = step.badge ?? found;
  });
  return found;
}

test('every badge is a code that a scanner types on any keyboard, and no two draws are alike', () => {
  const bytes = fc.uint8Array({ minLength: 14, maxLength: 14 });
  fc.assert(
    fc.property(bytes, bytes, (one, other) => {
      const code = badgeCode(one);
      expect(code).toMatch(/^TB[A-HJ-NP-X2-9]{22}$/);
      expect(isBadgeCode(code)).toBe(true);
      // 30^22 is a little less than 2^112: what differs by no multiple of it differs as a code.
      expect(badgeCode(other) === code).toBe(Buffer.compare(Buffer.from(one), Buffer.from(other)) === 0);
    }),
    { numRuns: 200 },
  );
  expect(() => badgeCode(new Uint8Array(13))).toThrow(/14 bytes/);
});

test('a scan is gathered key by key, also in small letters and after somebody has leaned on the keyboard', () => {
  expect(scan([...CODE, 'Enter'], 5)).toBe(CODE);
  expect(scan([...CODE.toLowerCase(), 'Enter'], 5)).toBe(CODE);
  expect(scan(['Shift', ...[...CODE].flatMap((key) => ['Shift', key]), 'Enter'], 5)).toBe(CODE);
});

test('what is typed by hand, half a scan, or a part’s label is no badge', () => {
  expect(scan([...CODE, 'Enter'], 200)).toBeNull();
  expect(scan([...CODE.slice(0, -1), 'Enter'], 5)).toBeNull();
  expect(scan([...'K1042-031', 'Enter'], 5)).toBeNull();
  for (const text of ['', '482917', CODE.toLowerCase(), `${CODE}X`, CODE.replace('TB', 'TA')])
    expect(isBadgeCode(text), text).toBe(false);
});
