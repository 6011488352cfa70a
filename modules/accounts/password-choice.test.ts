import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decidePassword } from './password-choice.ts';

const of = (password: string, context: string[] = []) => {
  const told = decidePassword(password, context);
  return told.ok ? 'taken' : told.refusal.code;
};

test.each([
  'password',
  'Password1!',
  'P4ssw0rd',
  'Passwort123',
  'Summer2024!',
  'sommer2026',
  'qwertzuiop',
  '12345678',
  '87654321',
  'abcdefgh',
  'aaaaaaaaaaaaaaaa',
  'abababab',
  'hellohello',
  'adminpassword',
  '!!!welcome!!!',
])('%s is tried first by everybody and refused', (password) => {
  expect(of(password)).toBe('password_common');
});

test('words around a person are refused for that person alone', () => {
  expect(of('Zirbelkiefer1', ['Zirbelkiefer GmbH'])).toBe('password_common');
  expect(of('maxmuster2024', ['maxmuster@firma.example'])).toBe('password_common');
  expect(of('Zirbelkiefer1', ['Larch Lane'])).toBe('taken');
});

test('length is the only other rule: eight characters, however they look', () => {
  expect(of('xk3fj9q')).toBe('password_short');
  expect(of('xk3fj9qz')).toBe('taken');
  expect(of('ünküßzäö')).toBe('taken');
  // Four letters with four combining marks are four characters.
  expect(of('u\u0308a\u0308o\u0308e\u0308')).toBe('password_short');
  expect(of('seven larches at the lake')).toBe('taken');
});

test('64 characters and more of anything are taken (NIST SP 800-63B-4 §3.1.1.2)', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 64, maxLength: 200, unit: 'grapheme' }), (password) => {
      fc.pre(new Set(password).size > 12);
      expect(of(password)).toBe('taken');
    }),
    { numRuns: 60 },
  );
});
