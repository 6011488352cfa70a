import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';
import { taxKey } from './chart.ts';
import type { TaxAmounts } from './posting.ts';

export interface FinalAmounts {
  /** per category and rate: what the final invoice adds to the deposits; may be 0, never negative */
  readonly taxes: readonly TaxAmounts[];
  /** gross of all deposits, BT-113 of the final invoice */
  readonly prepaidMinor: Minor;
  readonly payableMinor: Minor;
}

/**
 * What a final invoice still asks for after its deposit invoices. Tax is compared per rate, because a deposit taxed with 19 %
 * cannot pay for goods taxed with 7 %.
 *
 * @returns refused with the rate whose deposits are more than the final invoice: that needs a credit note
 */
export function deductDeposits(
  total: readonly TaxAmounts[],
  deposits: readonly (readonly TaxAmounts[])[],
): Result<
  FinalAmounts,
  { readonly code: 'deposits_above_invoice'; readonly tax: string; readonly overMinor: string }
> {
  const left = new Map(total.map((row) => [taxKey(row), { ...row }]));
  let prepaid = 0n;
  for (const row of deposits.flat()) {
    prepaid += row.netMinor + row.taxMinor;
    const key = taxKey(row);
    const of = left.get(key) ?? { ...row, netMinor: minor(0n), taxMinor: minor(0n) };
    left.set(key, {
      ...of,
      netMinor: minor(of.netMinor - row.netMinor),
      taxMinor: minor(of.taxMinor - row.taxMinor),
    });
  }
  for (const [tax, row] of left)
    if (row.netMinor < 0n)
      return refuse({ code: 'deposits_above_invoice', tax, overMinor: (-row.netMinor).toString() });
  const gross = total.reduce((all, row) => all + row.netMinor + row.taxMinor, 0n);
  return ok({
    taxes: [...left.values()],
    prepaidMinor: minor(prepaid),
    payableMinor: minor(gross - prepaid),
  });
}
