import { ok, refuse, type Result } from '../kernel/result.ts';
import { checkedByCountry } from './vat-check-digits.ts';

/**
 * Form of a VAT number behind its two letters, per country of the EU and for Northern Ireland, as the Commission
 * publishes it for its information exchange system. Greece writes EL.
 */
const FORMS: Readonly<Record<string, { form: RegExp; example: string }>> = {
  AT: { form: /^U\d{8}$/, example: 'ATU12345675' },
  BE: { form: /^[01]\d{9}$/, example: 'BE0403170701' },
  BG: { form: /^\d{9,10}$/, example: 'BG175074752' },
  CY: { form: /^\d{8}[A-Z]$/, example: 'CY10259033P' },
  CZ: { form: /^\d{8,10}$/, example: 'CZ25123891' },
  DE: { form: /^[1-9]\d{8}$/, example: 'DE136695976' },
  DK: { form: /^\d{8}$/, example: 'DK13585628' },
  EE: { form: /^\d{9}$/, example: 'EE100931558' },
  EL: { form: /^\d{9}$/, example: 'EL094259216' },
  ES: { form: /^[A-Z0-9]\d{7}[A-Z0-9]$/, example: 'ESA28015865' },
  FI: { form: /^\d{8}$/, example: 'FI20774740' },
  FR: { form: /^[A-HJ-NP-Z0-9]{2}\d{9}$/, example: 'FR40303265045' },
  HR: { form: /^\d{11}$/, example: 'HR33392005961' },
  HU: { form: /^\d{8}$/, example: 'HU12892312' },
  IE: { form: /^(\d{7}[A-W][A-IW]?|\d[A-Z+*]\d{5}[A-W])$/, example: 'IE6433435F' },
  IT: { form: /^\d{11}$/, example: 'IT00743110157' },
  LT: { form: /^(\d{9}|\d{12})$/, example: 'LT119511515' },
  LU: { form: /^\d{8}$/, example: 'LU15027442' },
  LV: { form: /^\d{11}$/, example: 'LV40003521600' },
  MT: { form: /^\d{8}$/, example: 'MT11679112' },
  NL: { form: /^\d{9}B\d{2}$/, example: 'NL004495445B01' },
  PL: { form: /^\d{10}$/, example: 'PL8567346215' },
  PT: { form: /^\d{9}$/, example: 'PT501964843' },
  RO: { form: /^\d{2,10}$/, example: 'RO18547290' },
  SE: { form: /^\d{10}(0[1-9]|[1-8]\d|9[0-4])$/, example: 'SE556188840401' },
  SI: { form: /^[1-9]\d{7}$/, example: 'SI50223054' },
  SK: { form: /^[1-9]\d{9}$/, example: 'SK2022749619' },
  XI: { form: /^(\d{9}|\d{12}|(GD|HA)\d{3})$/, example: 'XI110305878' },
};

export interface VatNumber {
  /** two letters as VAT numbers write them: Greece is EL */
  readonly country: string;
  /** what stands behind them, capitals, without spaces and marks */
  readonly number: string;
}

export type VatRefusal =
  | { code: 'vat_country'; country: string }
  | { code: 'vat_form'; country: string; example: string }
  | { code: 'vat_check'; country: string };

/** Whether a country of the EU can be asked about a number that begins so. */
export function hasVatNumbers(country: string): boolean {
  return (country === 'GR' ? 'EL' : country) in FORMS;
}

/**
 * Reads a VAT number: form per country, and the check digits where how they are made is published. A right form and right
 * digits say that nobody slipped; whether there is such a number, only its country knows.
 */
export function readVatNumber(text: string): Result<VatNumber, VatRefusal> {
  const plain = text.toUpperCase().replace(/[\s./-]/g, '');
  const letters = plain.slice(0, 2);
  const country = letters === 'GR' ? 'EL' : letters;
  const known = FORMS[country];
  if (!known) return refuse({ code: 'vat_country', country: letters });
  const number = plain.slice(2);
  if (!known.form.test(number)) return refuse({ code: 'vat_form', country, example: known.example });
  if (!(checkedByCountry[country]?.(number) ?? true)) return refuse({ code: 'vat_check', country });
  return ok({ country, number });
}

/** Countries of the EU and an example of each, for tests and hints. */
export const VAT_EXAMPLES: readonly string[] = Object.values(FORMS).map(({ example }) => example);
