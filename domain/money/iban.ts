import { ok, refuse, type Result } from '../kernel/result.ts';

/** Length of an IBAN per country, from the IBAN registry (ISO 13616). */
const LENGTHS: Readonly<Record<string, number>> = {
  AD: 24,
  AE: 23,
  AL: 28,
  AT: 20,
  AZ: 28,
  BA: 20,
  BE: 16,
  BG: 22,
  BH: 22,
  BR: 29,
  BY: 28,
  CH: 21,
  CR: 22,
  CY: 28,
  CZ: 24,
  DE: 22,
  DK: 18,
  DO: 28,
  EE: 20,
  EG: 29,
  ES: 24,
  FI: 18,
  FO: 18,
  FR: 27,
  GB: 22,
  GE: 22,
  GI: 23,
  GL: 18,
  GR: 27,
  GT: 28,
  HR: 21,
  HU: 28,
  IE: 22,
  IL: 23,
  IQ: 23,
  IS: 26,
  IT: 27,
  JO: 30,
  KW: 30,
  KZ: 20,
  LB: 28,
  LC: 32,
  LI: 21,
  LT: 20,
  LU: 20,
  LV: 21,
  MC: 27,
  MD: 24,
  ME: 22,
  MK: 19,
  MR: 27,
  MT: 31,
  MU: 30,
  NL: 18,
  NO: 15,
  PK: 24,
  PL: 28,
  PS: 29,
  PT: 25,
  QA: 29,
  RO: 24,
  RS: 22,
  SA: 24,
  SC: 31,
  SE: 24,
  SI: 19,
  SK: 24,
  SM: 27,
  ST: 25,
  SV: 28,
  TL: 23,
  TN: 24,
  TR: 26,
  UA: 29,
  VA: 22,
  VG: 24,
  XK: 20,
};

export type IbanRefusal =
  | { code: 'iban_country'; country: string }
  | { code: 'iban_length'; country: string; length: number; is: number }
  | { code: 'iban_check' };

/** As it is stored: capitals, no spaces. */
export function plainIban(text: string): string {
  return text.replace(/[\s.-]/g, '').toUpperCase();
}

/** As people read it: groups of four. */
export function printedIban(iban: string): string {
  return plainIban(iban).replace(/(.{4})(?=.)/g, '$1 ');
}

/**
 * Country and last four alone, the rest as dots, in the printed groups: `DE•• •••• •••• •••• ••30 00`.
 * @see clause P-data.types.3
 */
export function maskedIban(iban: string): string {
  const plain = plainIban(iban);
  return [...plain]
    .map((letter, at) => (at < 2 || at >= plain.length - 4 ? letter : '•'))
    .join('')
    .replace(/(.{4})(?=.)/g, '$1 ');
}

/** Checks country, length and the two check digits (ISO 7064 MOD 97-10). @returns the plain form */
export function readIban(text: string): Result<string, IbanRefusal> {
  const iban = plainIban(text);
  const country = iban.slice(0, 2);
  const length = LENGTHS[country];
  if (!length) return refuse({ code: 'iban_country', country });
  if (iban.length !== length) return refuse({ code: 'iban_length', country, length, is: iban.length });
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]+$/.test(iban) || remainder97(iban) !== 1)
    return refuse({ code: 'iban_check' });
  return ok(iban);
}

/** Remainder by 97 of the number that letters as 10 … 35 and the four moved first characters make. */
function remainder97(iban: string): number {
  let rest = 0;
  for (const letter of iban.slice(4) + iban.slice(0, 4))
    for (const digit of parseInt(letter, 36).toString()) rest = (rest * 10 + Number(digit)) % 97;
  return rest;
}

/** Four letters of the bank, country, place, and a branch or none (ISO 9362). @returns capitals without spaces, or null */
export function readBic(text: string): string | null {
  const bic = text.replace(/\s/g, '').toUpperCase();
  return /^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$/.test(bic) ? bic : null;
}
