import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maskCardNumbers } from './masking.ts';
import { hasIbanCheckDigits, isArticleNumber, isCardNumber } from './masking-numbers.ts';

const masked = (text: string, options = {}) => maskCardNumbers(text, options).text;

/** A number of a card: the given first digits, others at will, and the check digit that makes Luhn right. */
function cardOf(first: string, length: number, others: readonly number[]): string {
  const body = (first + others.join('')).slice(0, length - 1);
  for (let check = 0; check < 10; check += 1) {
    // Luhn by the book, apart from the code under test: double each second digit from the right, add digit sums.
    const digits = [...`${body}${check}`].reverse().map(Number);
    const sum = digits.reduce((s, d, i) => s + (i % 2 ? Math.floor((d * 2) / 10) + ((d * 2) % 10) : d), 0);
    if (sum % 10 === 0) return `${body}${check}`;
  }
  throw new Error('no check digit');
}

describe('a card number in every spelling becomes its last four digits', () => {
  test.each([
    '4111111111111111',
    '4111 1111 1111 1111',
    '4111-1111-1111-1111',
    '4111 - 1111 - 1111 - 1111',
    '4111\u00a01111\u202f1111\u20091111',
    '4111\u20131111\u20141111\u22121111',
    '4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1',
    '４１１１　１１１１　１１１１　１１１１',
    '٤١١١ ١١١١ ١١١١ ١١١١',
    '𝟒𝟏𝟏𝟏 𝟏𝟏𝟏𝟏 𝟏𝟏𝟏𝟏 𝟏𝟏𝟏𝟏',
    '4111\u200b1111\u200b1111\u200b1111',
    '41\u00ad11 11\u00ad11 1111 1111',
    '4111&nbsp;1111&#160;1111&#xA0;1111',
    '4111.1111.1111.1111',
    '4111/1111/1111/1111',
    '4111 1111\r\n1111 1111',
    '4111_1111_1111_1111',
  ])('%j', (spelling) => {
    expect(maskCardNumbers(`my number is ${spelling}, thanks`)).toEqual({
      text: 'my number is •••• 1111, thanks',
      masked: 1,
    });
    expect(masked(`Rechnung-${spelling}.pdf`)).toBe('Rechnung-•••• 1111.pdf');
  });

  test.each([
    ['Visa of 13 digits', 'Visa card 4222222222222', 'Visa card •••• 2222'],
    ['Visa of 19 digits', '4111 1111 1111 1111 110', undefined],
    ['Mastercard', '5500 0000 0000 0004', '•••• 0004'],
    ['Mastercard, second range', '2223 0031 2200 3222', '•••• 3222'],
    ['American Express', '3782 822463 10005', '•••• 0005'],
    ['Diners Club', '3056 930902 5904', '•••• 5904'],
    ['Discover', '6011 0009 9013 9424', '•••• 9424'],
    ['JCB', '3530 1113 3330 0000', '•••• 0000'],
    ['UnionPay', '6240 0086 3140 1148', '•••• 1148'],
    ['Maestro', '6759 6498 2643 8453', '•••• 8453'],
  ])('%s', (_, text, expected) => {
    const result = maskCardNumbers(text);
    expect(result.masked).toBe(1);
    if (expected !== undefined) expect(result.text).toBe(expected);
    else expect(result.text).not.toMatch(/4111 1111/);
  });

  test('two numbers in a row, and one behind other digits', () => {
    expect(masked('4111 1111 1111 1111 5500 0000 0000 0004')).toBe('•••• 1111 •••• 0004');
    expect(masked('order 12 4111 1111 1111 1111')).toBe('order 12 •••• 1111');
    expect(masked('card4111111111111111x')).toBe('card•••• 1111x');
  });
});

describe('verification codes beside it go as well', () => {
  test.each([
    ['4111 1111 1111 1111 123', '•••• 1111 •••'],
    ['4111111111111111 12/27 123', '•••• 1111 12/27 •••'],
    ['4111111111111111, 123, 12/27', '•••• 1111, •••, 12/27'],
    ['4111111111111111 exp 12/2027 / 1234', '•••• 1111 exp 12/2027 / •••'],
    ['4111111111111111 CVV: 123', '•••• 1111 CVV: •••'],
    ['cvc 123, number 4111111111111111', 'cvc •••, number •••• 1111'],
    ['Prüfziffer ist 987\nKarte 4111111111111111', 'Prüfziffer ist •••\nKarte •••• 1111'],
    ['4111111111111111 with security code 4321', '•••• 1111 with security code •••'],
    ['123 (CVV) for 4111111111111111', '••• (CVV) for •••• 1111'],
  ])('%j', (given, expected) => expect(masked(given)).toBe(expected));

  test.each([
    ['4111111111111111 600 mm wide', '•••• 1111 600 mm wide'],
    ['4111111111111111 900 x 400', '•••• 1111 900 x 400'],
    ['security code 123 of the door', 'security code 123 of the door'],
    ['4111111111111111 0170 1234567', '•••• 1111 0170 1234567'],
  ])('what is none stays: %j', (given, expected) => expect(masked(given)).toBe(expected));
});

describe('other numbers stay', () => {
  test.each([
    '4111 1111 1111 1112', // Luhn fails
    '9111 1111 1111 1111', // no issuer begins with 91
    '41111111111111111111', // twenty digits
    '4006381333931', // an EAN of 13 digits, no word about cards near it
    '4222222222222 panels', // Luhn is right, but 13 digits without such a word
    'cardboard 4222222222222',
    'DE89 3704 0044 0532 0130 00',
    'DE89370400440532013000',
    'IBAN FR14 2004 1010 0505 0001 3M02 606 please',
    '51111111-1111-4111-8111-111111111111',
    'e3b0c44298fc1c149afbf4c8996fb92427ae4111111111111111b855',
    '2026-11-22T21:03:59.123Z',
    '+49 170 1234567, +49 30 123456',
    '600\n400\n18\n2\n1200\n800',
  ])('%j', (text) => expect(maskCardNumbers(text)).toEqual({ text, masked: 0 }));

  test('a column of article numbers keeps numbers with their own check digit, and only these', () => {
    // GTIN-14 of 3, 6 and ten digits that also pass as a Diners number would be taken anywhere else.
    const both = findNumber((n) => isArticleNumber(n) && isCardNumber(n), '36', 14);
    expect(maskCardNumbers(both).masked).toBe(1);
    expect(maskCardNumbers(both, { articleNumber: true })).toEqual({ text: both, masked: 0 });
    expect(maskCardNumbers('4111111111111111', { articleNumber: true }).masked).toBe(1);
    expect(maskCardNumbers(`see ${both}`, { articleNumber: true }).masked).toBe(1);
  });

  test('the heading of a column counts as a word beside it', () => {
    expect(masked('4222222222222', { beside: 'Kartennummer' })).toBe('•••• 2222');
    expect(masked('4222222222222', { beside: 'EAN' })).toBe('4222222222222');
  });
});

const issuer = fc.constantFrom(
  ...([
    ['4', 16],
    ['4', 19],
    ['51', 16],
    ['2720', 16],
    ['34', 15],
    ['37', 15],
    ['36', 14],
    ['6011', 16],
    ['3528', 16],
    ['62', 17],
    ['67', 18],
  ] as const),
);
const others = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 19, maxLength: 19 });
const separators = fc.array(fc.constantFrom('', ' ', '-', '\u00a0', '\u2013', ' - '), {
  minLength: 19,
  maxLength: 19,
});
/** Text of people without any digit, so that what is left of a number would show. */
const words = fc.stringMatching(/^[a-zäöüß ,.!?()\n-]{0,40}$/);

test('whatever the issuer, the digits, the separators and the words around: only four digits are left', () => {
  fc.assert(
    fc.property(
      issuer,
      others,
      separators,
      words,
      words,
      ([first, length], digits, between, before, after) => {
        const card = cardOf(first, length, digits);
        const spelled = [...card].map((digit, i) => (i === 0 ? digit : `${between[i]}${digit}`)).join('');
        const result = maskCardNumbers(`${before} ${spelled} ${after}`);
        expect(result.masked).toBe(1);
        expect(result.text.replace(/\D/g, '').length).toBeLessThanOrEqual(4);
        expect(maskCardNumbers(result.text)).toEqual({ text: result.text, masked: 0 });
      },
    ),
    { numRuns: 500 },
  );
});

test('a text without a card is left as it is, to the byte', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), (text) => {
      const result = maskCardNumbers(text);
      if (result.masked === 0) expect(result.text).toBe(text);
    }),
  );
});

test('a long text of digits and separators is read in linear time', () => {
  // One digit per group gives the most windows; a quadratic reader would need minutes for it.
  const text = '4 1-1 '.repeat(30_000);
  expect(maskCardNumbers(text).text.length).toBeLessThanOrEqual(text.length);
});

test('an IBAN is told from one with a wrong digit', () => {
  expect(hasIbanCheckDigits('GB82WEST12345698765432')).toBe(true);
  expect(hasIbanCheckDigits('GB82WEST12345698765431')).toBe(false);
});

function findNumber(fits: (digits: string) => boolean, first: string, length: number): string {
  for (let n = 0; ; n += 1) {
    const digits = first + String(n).padStart(length - first.length, '0');
    if (fits(digits)) return digits;
  }
}
