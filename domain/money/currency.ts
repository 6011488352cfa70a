import { minor, type Minor } from '#domain/kernel/units.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { pointAt } from './fraction.ts';

/** Digits after the point per currency (ISO 4217, clause M-11); everything listed here can be priced and invoiced. */
const DECIMALS = new Map<string, 0 | 2 | 3>([
  ...(['CLP', 'ISK', 'JPY', 'KRW', 'PYG', 'UGX', 'VND', 'XAF', 'XOF', 'XPF'] as const).map(
    (code) => [code, 0] as const,
  ),
  ...(['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'] as const).map((code) => [code, 3] as const),
  ...(
    [
      'AED',
      'ALL',
      'AMD',
      'ARS',
      'AUD',
      'AZN',
      'BAM',
      'BDT',
      'BGN',
      'BOB',
      'BRL',
      'CAD',
      'CHF',
      'CNY',
      'COP',
      'CRC',
      'CZK',
      'DKK',
      'DOP',
      'DZD',
      'EGP',
      'EUR',
      'GBP',
      'GEL',
      'GHS',
      'GTQ',
      'HKD',
      'HUF',
      'IDR',
      'ILS',
      'INR',
      'KES',
      'KZT',
      'LKR',
      'MAD',
      'MDL',
      'MKD',
      'MXN',
      'MYR',
      'NGN',
      'NOK',
      'NZD',
      'PEN',
      'PHP',
      'PKR',
      'PLN',
      'QAR',
      'RON',
      'RSD',
      'SAR',
      'SEK',
      'SGD',
      'THB',
      'TRY',
      'TWD',
      'UAH',
      'USD',
      'UYU',
      'UZS',
      'ZAR',
    ] as const
  ).map((code) => [code, 2] as const),
]);

/** The currency codes Tenon knows, sorted. */
export const CURRENCIES: readonly string[] = [...DECIMALS.keys()].sort();

export function isCurrency(code: string): boolean {
  return DECIMALS.has(code);
}

/** Digits after the point. @throws RangeError for a currency that is not in the table */
export function decimalsOf(currency: string): 0 | 2 | 3 {
  const decimals = DECIMALS.get(currency);
  if (decimals === undefined) throw new RangeError(`currency "${currency}" is not in the ISO 4217 table`);
  return decimals;
}

export type AmountRefusal =
  | { readonly code: 'currency_not_listed'; readonly value: string }
  | { readonly code: 'amount_not_decimal'; readonly value: string }
  | {
      readonly code: 'amount_too_fine';
      readonly value: string;
      readonly currency: string;
      readonly decimals: number;
    }
  | { readonly code: 'amount_too_large'; readonly value: string };

const AMOUNT = /^(-?)(\d+)(?:\.(\d+))?$/;
/** What a PostgreSQL bigint holds. */
const LARGEST = 2n ** 63n - 1n;

/**
 * Decimal text as it stands in JSON (`"1234.50"`, point as separator, no thousands marks) to minor units, exactly.
 * Zeros beyond the currency's decimals are accepted, anything finer is refused, never rounded.
 */
export function parseAmount(text: string, currency: string): Result<Minor, AmountRefusal> {
  const decimals = DECIMALS.get(currency);
  if (decimals === undefined) return refuse({ code: 'currency_not_listed', value: currency });
  const match = AMOUNT.exec(text);
  if (!match) return refuse({ code: 'amount_not_decimal', value: text });
  const places = match[3] ?? '';
  if (/[^0]/.test(places.slice(decimals)))
    return refuse({ code: 'amount_too_fine', value: text, currency, decimals });
  const digits = BigInt(match[2]! + places.slice(0, decimals).padEnd(decimals, '0'));
  if (digits > LARGEST) return refuse({ code: 'amount_too_large', value: text });
  return ok(minor(match[1] === '-' ? -digits : digits));
}

/**
 * Minor units to the decimal text of JSON, always with the currency's decimals: (123450n, 'EUR') → `1234.50`.
 * Screens format for people in the web kit; this is the form that travels.
 * @throws RangeError for a currency that is not in the table
 */
export function formatAmount(amount: Minor, currency: string): string {
  return pointAt(amount, decimalsOf(currency));
}
