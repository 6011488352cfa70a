import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromBase32, matchTotp, newTotpSecret, otpauthUri, stepAt, toBase32, totpCode } from './totp.ts';

/** The secret of RFC 6238 appendix B, "12345678901234567890", in base32. */
const RFC = toBase32(Buffer.from('12345678901234567890'));
const at = (seconds: number) => new Date(seconds * 1000).toISOString();

test.each([
  // Appendix B prints eight digits; six digits are the last six of them.
  [59, '94287082'],
  [1111111109, '07081804'],
  [1111111111, '14050471'],
  [1234567890, '89005924'],
  [2000000000, '69279037'],
  [20000000000, '65353130'],
])('RFC 6238 appendix B at %i s', (seconds, code) => {
  expect(totpCode(RFC, stepAt(at(seconds)))).toBe(code.slice(-6));
});

describe('a code is taken', () => {
  const now = at(1_000_000_020); // a step begins at 1,000,000,020 = 30 × 33,333,334
  const step = 33_333_334;

  test('one step early, in time and one step late, and no further', () => {
    expect(stepAt(now)).toBe(step);
    const taken = [-2, -1, 0, 1, 2].map((drift) => matchTotp(RFC, totpCode(RFC, step + drift), now, null));
    expect(taken).toEqual([null, step - 1, step, step + 1, null]);
  });

  test('once: neither again nor an earlier one after it', () => {
    expect(matchTotp(RFC, totpCode(RFC, step), now, step)).toBeNull();
    expect(matchTotp(RFC, totpCode(RFC, step - 1), now, step)).toBeNull();
    expect(matchTotp(RFC, totpCode(RFC, step + 1), now, step)).toBe(step + 1);
  });

  test('only as six digits', () => {
    for (const code of ['', '12345', '1234567', '12345a', '１２３４５６'])
      expect(matchTotp(RFC, code, now, null)).toBeNull();
  });
});

test('base32 gives back what it was given', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      expect([...fromBase32(toBase32(bytes))]).toEqual([...bytes]);
    }),
  );
  expect(toBase32(Buffer.from('foobar'))).toBe('MZXW6YTBOI'); // RFC 4648 §10
  expect(() => fromBase32('0')).toThrow(RangeError);
});

test('a new secret has 160 bits and its address names issuer and account', () => {
  const secret = newTotpSecret();
  expect(fromBase32(secret)).toHaveLength(20);
  expect(otpauthUri(secret, 'Tenon', 'a b@c.example')).toBe(
    `otpauth://totp/Tenon:a%20b%40c.example?secret=${secret}&issuer=Tenon&algorithm=SHA1&digits=6&period=30`,
  );
});
