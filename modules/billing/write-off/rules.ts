import { refuse, ok, type Result } from '#domain/kernel/result.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';
import { splitByRate } from '#domain/money/ledger/early-payment.ts';
import type { TaxAmounts } from '#domain/money/ledger/posting.ts';

export type WriteOffRefusal =
  | { code: 'invoice_not_open' }
  | { code: 'payment_not_positive'; field: 'amount' }
  | { code: 'write_off_above_open'; field: 'amount'; openMinor: string };

/**
 * What of an invoice is given up, by rate: the gross in proportion to the invoice's rates, so that the tax that was paid to
 * the office for it is asked back.
 *
 * @param askedMinor null: all that is open
 */
export function decideWriteOff<T extends TaxAmounts>(
  openMinor: Minor,
  askedMinor: Minor | null,
  taxes: readonly T[],
): Result<{ readonly amountMinor: Minor; readonly taxes: readonly TaxAmounts[] }, WriteOffRefusal> {
  if (openMinor <= 0n) return refuse({ code: 'invoice_not_open' });
  const amountMinor = askedMinor ?? openMinor;
  if (amountMinor <= 0n) return refuse({ code: 'payment_not_positive', field: 'amount' });
  if (amountMinor > openMinor)
    return refuse({ code: 'write_off_above_open', field: 'amount', openMinor: `${openMinor}` });
  return ok({ amountMinor, taxes: splitByRate(amountMinor, taxes) });
}

/**
 * The part of a write-off that is owed again when so much is paid after all, by rate. Parts are reckoned as differences of what
 * was taken back before and after, so that all of them together are the write-off to the minor unit, in every rate.
 *
 * @param backMinor taken back before
 * @param paidMinor more money than is open otherwise
 * @returns null when nothing of it is left
 */
export function takenBack<T extends TaxAmounts>(
  writeOff: { readonly amountMinor: Minor; readonly taxes: readonly T[] },
  backMinor: Minor,
  paidMinor: Minor,
): { readonly amountMinor: Minor; readonly taxes: readonly T[] } | null {
  const left = writeOff.amountMinor - backMinor;
  const amountMinor = minor(paidMinor < left ? paidMinor : left);
  if (amountMinor <= 0n) return null;
  const upTo = (amount: bigint): readonly { netMinor: Minor; taxMinor: Minor }[] =>
    amount === writeOff.amountMinor ? writeOff.taxes : splitByRate(minor(amount), writeOff.taxes);
  const before = upTo(backMinor);
  const after = upTo(backMinor + amountMinor);
  return {
    amountMinor,
    taxes: writeOff.taxes.map((row, at) => ({
      ...row,
      netMinor: minor(after[at]!.netMinor - before[at]!.netMinor),
      taxMinor: minor(after[at]!.taxMinor - before[at]!.taxMinor),
    })),
  };
}
