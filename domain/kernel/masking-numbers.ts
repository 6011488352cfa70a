/** What the digits of a number tell about it: a payment card, an article, an account, or none of these. */

type Issuer = readonly [from: number, to: number, lengths: readonly number[]];

const to19 = (from: number): readonly number[] => Array.from({ length: 20 - from }, (_, i) => from + i);

/** First digits given to issuers of payment cards, as ranges of equally many digits, and the lengths in use. */
const ISSUERS: readonly Issuer[] = [
  [4, 4, [13, 16, 19]], // Visa
  [51, 55, [16]], // Mastercard
  [2221, 2720, [16]], // Mastercard
  [34, 34, [15]], // American Express
  [37, 37, [15]], // American Express
  [300, 305, to19(14)], // Diners Club
  [3095, 3095, to19(14)], // Diners Club
  [36, 36, to19(14)], // Diners Club
  [38, 39, to19(14)], // Diners Club
  [3528, 3589, to19(16)], // JCB
  [6011, 6011, to19(16)], // Discover
  [644, 649, to19(16)], // Discover
  [65, 65, to19(16)], // Discover, RuPay, Troy
  [60, 60, [16]], // RuPay, Hipercard
  [81, 82, to19(16)], // UnionPay, RuPay
  [508, 508, [16]], // RuPay
  [62, 62, to19(16)], // UnionPay
  [50, 50, to19(13)], // Maestro, Dankort, Elo
  [56, 58, to19(13)], // Maestro
  [6304, 6304, to19(13)], // Maestro
  [6390, 6390, to19(13)], // Maestro
  [67, 67, to19(13)], // Maestro
  [2200, 2204, to19(16)], // Mir
  [9792, 9792, [16]], // Troy
];

// Of each first four digits the lengths in use, one bit per length: the readers of long texts ask very often.
const LENGTHS = new Uint32Array(10_000);
for (const [from, to, lengths] of ISSUERS) {
  const rest = 10 ** (4 - String(from).length);
  const bits = lengths.reduce((all, length) => all | (1 << length), 0);
  for (let first = from * rest; first < (to + 1) * rest; first += 1) LENGTHS[first]! |= bits;
}

/** Whether the issuer of these first four digits is known and makes cards of `length` digits. */
export function isCardLength(firstFour: number, length: number): boolean {
  return ((LENGTHS[firstFour] ?? 0) & (1 << length)) !== 0;
}

/** Whether cards begin with these four digits at all. */
export function isIssuer(firstFour: number): boolean {
  return (LENGTHS[firstFour] ?? 0) !== 0;
}

/**
 * Whether digits can be the number of a payment card: 13 to 19 of them, first digits and length of a known issuer,
 * and the check digit of ISO/IEC 7812-1 (Luhn) is right.
 * @param digits ASCII digits only
 */
export function isCardNumber(digits: string): boolean {
  return isCardLength(Number(digits.slice(0, 4)), digits.length) && passesLuhn(digits);
}

/** Whether the last of ASCII digits is the check digit of ISO/IEC 7812-1 over those before it. */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48;
    const weighted = i % 2 === 0 ? digit : digit * 2;
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return sum % 10 === 0;
}

/**
 * Whether a text is the number of an article or of a shipping unit with its own check digit right: GTIN-8, -12, -13, -14
 * or SSCC-18 (GS1 General Specifications, weights 3 and 1 from the right).
 */
export function isArticleNumber(text: string): boolean {
  const digits = text.trim();
  if (!/^(\d{8}|\d{12,14}|\d{18})$/.test(digits)) return false;
  const sum = [...digits]
    .reverse()
    .reduce((total, digit, i) => total + Number(digit) * (i % 2 === 0 ? 1 : 3), 0);
  return sum % 10 === 0;
}

/** Whether letters and digits without spaces are an IBAN with right check digits (ISO 13616, ISO 7064 mod 97-10). */
export function hasIbanCheckDigits(text: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(text)) return false;
  let rest = 0;
  for (const sign of text.slice(4) + text.slice(0, 4)) {
    const value = parseInt(sign, 36);
    rest = (value > 9 ? rest * 100 + value : rest * 10 + value) % 97;
  }
  return rest === 1;
}
