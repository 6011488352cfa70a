import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maskedIban, printedIban, readBic, readIban } from './iban.ts';

/** Examples of the registry and of central banks. */
const GOOD = [
  'DE89 3704 0044 0532 0130 00',
  'AT61 1904 3002 3457 3201',
  'CH93 0076 2011 6238 5295 7',
  'FR14 2004 1010 0505 0001 3M02 606',
  'GB29 NWBK 6016 1331 9268 19',
  'MT84 MALT 0110 0001 2345 MTLC AST0 01S',
  'NO93 8601 1117 947',
  'NL91ABNA0417164300',
  'pl61 1090 1014 0000 0712 1981 2874',
];

test.each(GOOD)('%s is an IBAN', (text) => {
  expect(readIban(text)).toEqual({ ok: true, value: text.replaceAll(' ', '').toUpperCase() });
});

test('country, length and check digits are told apart', () => {
  const code = (text: string) => {
    const read = readIban(text);
    return read.ok ? 'ok' : read.refusal.code;
  };
  expect(code('US89370400440532013000')).toBe('iban_country');
  expect(code('DE8937040044053201300')).toBe('iban_length');
  expect(code('DE88370400440532013000')).toBe('iban_check');
  expect(code('DE893704004405320130O0')).toBe('iban_check');
});

test('one wrong digit and two swapped neighbours are always found', () => {
  fc.assert(
    fc.property(fc.constantFrom(...GOOD), fc.nat(), fc.integer({ min: 1, max: 9 }), (text, where, by) => {
      const plain = text.replaceAll(' ', '').toUpperCase();
      const digits = [...plain].flatMap((letter, i) => (/\d/.test(letter) ? [i] : []));
      const at = digits[where % digits.length]!;
      const wrong = plain.slice(0, at) + ((Number(plain[at]) + by) % 10) + plain.slice(at + 1);
      expect(readIban(wrong).ok).toBe(false);
      const swapped = plain.slice(0, at) + (plain[at + 1] ?? '') + plain[at] + plain.slice(at + 2);
      if (at >= 4 && at + 1 < plain.length && /\d/.test(plain[at + 1]!) && swapped !== plain)
        expect(readIban(swapped).ok).toBe(false);
    }),
  );
});

test('is printed in fours, and masked to country and last four', () => {
  expect(printedIban('DE89370400440532013000')).toBe('DE89 3704 0044 0532 0130 00');
  expect(maskedIban('DE89370400440532013000')).toBe('DE•• •••• •••• •••• ••30 00');
  expect(maskedIban('NO9386011117947')).toBe('NO•• •••• •••7 947');
});

test.each([
  ['byladem1001', 'BYLADEM1001'],
  ['COBADEFF', 'COBADEFF'],
  ['COBADEFFXX', null],
  ['COBADE', null],
])('BIC %s', (text, read) => expect(readBic(text)).toBe(read));
