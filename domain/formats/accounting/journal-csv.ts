import { formatAmount } from '#domain/money/currency.ts';
import type { Chart } from '#domain/money/ledger/chart.ts';
import type { LedgerEntry } from '#domain/money/ledger/entry.ts';

const COLUMNS = [
  'entry',
  'date',
  'kind',
  'reference',
  'account',
  'account_name',
  'debit',
  'credit',
  'currency',
  'party',
  'item',
  'tax',
];

/** A cell that holds a separator, a quote or a line end is quoted; one that a spreadsheet would take for a formula gets a quote mark. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[;"\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * The journal: one row per line of each entry, entries numbered from 1 in the order given. Separated by semicolons, CRLF, amounts
 * with a point; debit and credit each have their column, so both add up to the same sum.
 */
export function journalCsv(entries: readonly LedgerEntry[], chart: Chart, language: 'en' | 'de'): string {
  const names = new Map(chart.accounts.map((account) => [account.number, account.name[language]]));
  const rows = entries.flatMap((entry, index) =>
    entry.lines.map(({ account, amountMinor, party = '', item = '', tax = '' }) => {
      const amount = formatAmount(amountMinor, entry.currency).replace('-', '');
      const [debit, credit] = amountMinor > 0n ? [amount, ''] : ['', amount];
      const name = names.get(account) ?? '';
      return [
        `${index + 1}`,
        entry.on,
        entry.kind,
        entry.reference,
        account,
        name,
        debit,
        credit,
        entry.currency,
        party,
        item,
        tax,
      ];
    }),
  );
  return [COLUMNS, ...rows].map((row) => `${row.map(cell).join(';')}\r\n`).join('');
}
