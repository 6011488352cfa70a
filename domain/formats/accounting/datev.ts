import type { Day, Instant } from '#domain/kernel/days.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { formatAmount } from '#domain/money/currency.ts';
import type { EntryLine, LedgerEntry } from '#domain/money/ledger/entry.ts';
import { pairsOf } from './pairs.ts';

export interface DatevSettings {
  /** number of the tax adviser, 1001 … 9999999, and of the client, 1 … 99999 */
  readonly adviser: number;
  readonly client: number;
  /** first day of the fiscal year; all entries lie in this year */
  readonly yearStartsOn: Day;
  readonly from: Day;
  readonly until: Day;
  readonly createdAt: Instant;
  /** digits of the accounts of the chart, 4 … 8; accounts of customers and suppliers have one more */
  readonly accountDigits: number;
  /** up to 30 characters */
  readonly title: string;
  readonly currency: string;
  /** accounts with a tax of their own in the adviser's chart: their lines say that the tax is booked already (key 40) */
  readonly automatic: ReadonlySet<string>;
  /** account of a customer or supplier; absent = the collective account stays */
  readonly partyAccounts?: ReadonlyMap<string, string>;
}

export type DatevRefusal =
  | { readonly code: 'datev_day'; readonly reference: string; readonly value: Day }
  | { readonly code: 'datev_currency'; readonly reference: string; readonly value: string }
  | {
      readonly code: 'datev_number';
      readonly field: 'adviser' | 'client' | 'accountDigits';
      readonly value: number;
    };

/**
 * The columns that are written, of the booking batch's documented order. All of them are at its beginning; what follows there
 * is optional and left out.
 */
const COLUMNS = [
  'Umsatz (ohne Soll/Haben-Kz)',
  'Soll/Haben-Kennzeichen',
  'WKZ Umsatz',
  'Kurs',
  'Basis-Umsatz',
  'WKZ Basis-Umsatz',
  'Konto',
  'Gegenkonto (ohne BU-Schlüssel)',
  'BU-Schlüssel',
  'Belegdatum',
  'Belegfeld 1',
  'Belegfeld 2',
  'Skonto',
  'Buchungstext',
] as const;
const WITHOUT_AUTOMATIC = '40';
const quoted = (text: string, max: number): string =>
  `"${[...text].slice(0, max).join('').replaceAll('"', '""')}"`;
const plainDay = (on: Day): string => on.replaceAll('-', '');

/**
 * Entries as a booking batch in the form of DATEV (EXTF, version 700, category 21, format version 13). Each row is a debit against
 * a credit; an entry of several lines becomes several rows with the same document number, which move the same sums.
 *
 * @returns text with CRLF for the encoding Windows-1252, or refused for an entry outside of the period or in another currency
 */
export function datevBatch(
  entries: readonly LedgerEntry[],
  settings: DatevSettings,
): Result<string, DatevRefusal> {
  const { adviser, client, accountDigits } = settings;
  if (!Number.isInteger(adviser) || adviser < 1001 || adviser > 9_999_999)
    return refuse({ code: 'datev_number', field: 'adviser', value: adviser });
  if (!Number.isInteger(client) || client < 1 || client > 99_999)
    return refuse({ code: 'datev_number', field: 'client', value: client });
  if (!Number.isInteger(accountDigits) || accountDigits < 4 || accountDigits > 8)
    return refuse({ code: 'datev_number', field: 'accountDigits', value: accountDigits });
  for (const { on, reference, currency } of entries) {
    if (on < settings.from || on > settings.until) return refuse({ code: 'datev_day', reference, value: on });
    if (currency !== settings.currency) return refuse({ code: 'datev_currency', reference, value: currency });
  }
  const rows = entries.flatMap((entry) => rowsOf(entry, settings));
  return ok([header(settings), COLUMNS.join(';'), ...rows].map((row) => `${row}\r\n`).join(''));
}

function header(settings: DatevSettings): string {
  const created = settings.createdAt.replace(/\D/g, '').slice(0, 17);
  return [
    ...['"EXTF"', '700', '21', '"Buchungsstapel"', '13', created, '', '""', '""', '""'],
    ...[settings.adviser, settings.client, plainDay(settings.yearStartsOn), settings.accountDigits],
    ...[plainDay(settings.from), plainDay(settings.until), quoted(settings.title, 30), '""', '1', '0', '0'],
    ...[quoted(settings.currency, 3), '', '""', '', '', '""', '', '', '""', '""'],
  ].join(';');
}

function rowsOf(entry: LedgerEntry, settings: DatevSettings): string[] {
  const accountOf = (line: EntryLine): string =>
    (line.party !== undefined && settings.partyAccounts?.get(line.party)) || line.account;
  const [, month = '', day = ''] = entry.on.split('-');
  // Letters, digits and a few marks; anything else would be refused.
  const number = entry.reference.replace(/[^A-Za-z0-9$&%*+/-]/g, '');
  return pairsOf(entry).map(({ debit, credit, amountMinor }) => {
    const automatic = [debit, credit].some((line) => settings.automatic.has(line.account));
    return [
      formatAmount(amountMinor, entry.currency).replace('.', ','),
      '"S"',
      quoted(entry.currency, 3),
      ...['', '', '""'],
      accountOf(debit),
      accountOf(credit),
      automatic ? `"${WITHOUT_AUTOMATIC}"` : '""',
      `${day}${month}`,
      quoted(number, 36),
      ...['""', ''],
      quoted(`${entry.kind} ${entry.reference}`, 60),
    ].join(';');
  });
}
