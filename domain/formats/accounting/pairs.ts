import { minor, type Minor } from '#domain/kernel/units.ts';
import type { EntryLine, LedgerEntry } from '#domain/money/ledger/entry.ts';

/** A debit against a credit of the same amount. */
export interface Pair {
  readonly debit: EntryLine;
  readonly credit: EntryLine;
  /** above 0 */
  readonly amountMinor: Minor;
}

/** An entry of any number of lines as pairs that move the same amounts on the same accounts. */
export function pairsOf(entry: Pick<LedgerEntry, 'lines'>): Pair[] {
  const debits = entry.lines
    .filter((line) => line.amountMinor > 0n)
    .map((line) => ({ line, left: line.amountMinor as bigint }));
  const credits = entry.lines
    .filter((line) => line.amountMinor < 0n)
    .map((line) => ({ line, left: -line.amountMinor }));
  const pairs: Pair[] = [];
  let [d, c] = [0, 0];
  while (d < debits.length && c < credits.length) {
    const debit = debits[d]!;
    const credit = credits[c]!;
    const amount = debit.left < credit.left ? debit.left : credit.left;
    pairs.push({ debit: debit.line, credit: credit.line, amountMinor: minor(amount) });
    debit.left -= amount;
    credit.left -= amount;
    if (debit.left === 0n) d += 1;
    if (credit.left === 0n) c += 1;
  }
  return pairs;
}
