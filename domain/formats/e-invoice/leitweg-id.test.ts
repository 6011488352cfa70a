import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isLeitwegId, looksLikeLeitwegId } from './leitweg-id.ts';

/** Check digits by the definition with whole numbers: 98 less the remainder of the number with two noughts behind it. */
function withCheckDigits(coarse: string, fine: string): string {
  const number = [...`${coarse}${fine}`].map((letter) => parseInt(letter, 36)).join('') + '00';
  const check = 98n - (BigInt(number) % 97n);
  return [coarse, ...(fine ? [fine] : []), String(check).padStart(2, '0')].join('-');
}

test('the example of the specification is right, and with one digit changed it is not', () => {
  expect(isLeitwegId('04011000-12345-03')).toBe(true);
  expect(isLeitwegId('04011000-12346-03')).toBe(false);
  expect(looksLikeLeitwegId('04011000-12346-03')).toBe(true);
});

test.each(['', 'PO 4711', '2026-01', '17000000-12', '04011000', '040110001234567-12'])(
  'a reference of another buyer is none: %s',
  (text) => expect(looksLikeLeitwegId(text)).toBe(false),
);

test('property: whatever is made by the definition is right, and no other check digits are', () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^(0[1-9]|1[0-6]|99)[0-9]{0,10}$/),
      fc.stringMatching(/^[A-Z0-9]{0,30}$/),
      fc.integer({ min: 1, max: 96 }),
      (coarse, fine, off) => {
        const right = withCheckDigits(coarse, fine);
        expect(isLeitwegId(right)).toBe(true);
        expect(isLeitwegId(right.toLowerCase())).toBe(true);
        const other = String(((Number(right.slice(-2)) - 2 + off) % 97) + 2).padStart(2, '0');
        expect(isLeitwegId(right.slice(0, -2) + other)).toBe(false);
      },
    ),
    { numRuns: 1000 },
  );
});
