import type { Minor } from '../kernel/units.ts';
import { formatAmount } from './currency.ts';

export interface CreditTransfer {
  readonly name: string;
  /** with or without spaces */
  readonly iban: string;
  readonly bic?: string;
  readonly amountMinor: Minor;
  readonly reference: string;
}

/**
 * Text of the code that banking apps read from a paper: EPC069-12 version 002, euro credit transfer, UTF-8, with an
 * unstructured reference. Names are cut to 70 and references to 140 characters, as the guideline sets.
 *
 * @returns undefined where the guideline has no code: no IBAN, or an amount outside 0.01 … 999,999,999.99
 */
export function epcTransfer(transfer: CreditTransfer): string | undefined {
  const iban = transfer.iban.replace(/\s/g, '').toUpperCase();
  if (!isIban(iban) || transfer.amountMinor < 1n || transfer.amountMinor > 99_999_999_999n) return undefined;
  const oneLine = (text: string, max: number): string =>
    [...text.replace(/\s+/g, ' ').trim()].slice(0, max).join('');
  return [
    'BCD',
    '002',
    '1',
    'SCT',
    (transfer.bic ?? '').replace(/\s/g, ''),
    oneLine(transfer.name, 70),
    iban,
    `EUR${formatAmount(transfer.amountMinor, 'EUR')}`,
    '',
    '',
    oneLine(transfer.reference, 140),
  ].join('\n');
}

/** ISO 13616: letters are 10 … 35, the first four characters go to the end, and the number leaves 1 when divided by 97. */
export function isIban(text: string): boolean {
  const iban = text.replace(/\s/g, '').toUpperCase();
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(iban)) return false;
  const digits = (iban.slice(4) + iban.slice(0, 4)).replace(/[A-Z]/g, (letter) =>
    String(letter.charCodeAt(0) - 55),
  );
  let rest = 0;
  for (const digit of digits) rest = (rest * 10 + Number(digit)) % 97;
  return rest === 1;
}
