import type { Day } from '#domain/kernel/days.ts';
import type { Minor } from '#domain/kernel/units.ts';
import type { Chart } from './chart.ts';
import type { LedgerEntry } from './entry.ts';

/** What a document, or a payment without one, still lacks. */
export interface OpenItem {
  readonly side: 'receivable' | 'payable';
  readonly party: string;
  readonly item: string;
  readonly currency: string;
  /** day of the entry that opened it */
  readonly openedOn: Day;
  /** positive: a receivable to get or a payable to pay; negative: a credit */
  readonly openMinor: Minor;
  /** entries that touched it, oldest first: rows behind the figure */
  readonly entries: readonly LedgerEntry[];
}

/**
 * All items with something left, by day of opening. Their sum over receivables is the balance of the receivables account.
 *
 * @param until entries after this day are left out; absent = all
 */
export function openItems(entries: readonly LedgerEntry[], chart: Chart, until?: Day): OpenItem[] {
  const items = new Map<
    string,
    { -readonly [K in keyof OpenItem]: OpenItem[K] } & { entries: LedgerEntry[] }
  >();
  for (const entry of entries) {
    if (until !== undefined && entry.on > until) continue;
    for (const { account, amountMinor, party, item } of entry.lines) {
      const side =
        account === chart.roles.receivables
          ? 'receivable'
          : account === chart.roles.payables
            ? 'payable'
            : undefined;
      if (!side || party === undefined || item === undefined) continue;
      const key = JSON.stringify([side, entry.currency, party, item]);
      let found = items.get(key);
      if (!found) {
        const { currency, on: openedOn } = entry;
        found = { side, party, item, currency, openedOn, openMinor: 0n as Minor, entries: [] };
        items.set(key, found);
      }
      found.openMinor = (found.openMinor + (side === 'receivable' ? amountMinor : -amountMinor)) as Minor;
      if (found.entries.at(-1) !== entry) found.entries.push(entry);
    }
  }
  return [...items.values()]
    .filter((each) => each.openMinor !== 0n)
    .sort((a, b) => (a.openedOn < b.openedOn ? -1 : a.openedOn > b.openedOn ? 1 : a.item < b.item ? -1 : 1));
}
