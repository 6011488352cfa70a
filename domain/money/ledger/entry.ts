import type { Day } from '#domain/kernel/days.ts';
import type { Minor } from '#domain/kernel/units.ts';

/** One side of an entry. */
export interface EntryLine {
  /** number in the chart of accounts */
  readonly account: string;
  /** positive = debit, negative = credit, never 0; minor units of the entry's currency */
  readonly amountMinor: Minor;
  /** customer or supplier, on receivables, payables and deposits; makes the line part of an open item */
  readonly party?: string;
  /** the document that the line opens or settles; with `party` the key of the open item */
  readonly item?: string;
  /** tax category and rate, `S 19`, where the line is a tax base or a tax */
  readonly tax?: string;
}

/** A booking: append-only, its lines sum to 0. A correction is another entry. */
export interface LedgerEntry {
  readonly on: Day;
  readonly currency: string;
  /** number of the document or bank entry behind it */
  readonly reference: string;
  readonly kind: EntryKind;
  readonly lines: readonly EntryLine[];
}

export type EntryKind =
  | 'invoice'
  | 'credit-note'
  | 'deposit-invoice'
  | 'supplier-invoice'
  | 'supplier-credit-note'
  | 'payment'
  | 'payment-out'
  | 'refund'
  | 'charge-back'
  | 'offset'
  | 'write-off';

/** Sum of all lines; 0n for an entry that may be written. */
export function balanceOf(entry: Pick<LedgerEntry, 'lines'>): bigint {
  return entry.lines.reduce((all, line) => all + line.amountMinor, 0n);
}

/** Balance per account over many entries of one currency, sorted by account. The balances sum to 0. */
export function trialBalance(entries: readonly LedgerEntry[]): Map<string, Minor> {
  const balances = new Map<string, Minor>();
  for (const entry of entries)
    for (const line of entry.lines)
      balances.set(line.account, ((balances.get(line.account) ?? 0n) + line.amountMinor) as Minor);
  return new Map([...balances].sort(([a], [b]) => (a < b ? -1 : 1)));
}
