import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { accountMap, type AccountMap, type SkrChart } from '#domain/money/ledger/skr.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { CHART } from '../ledger.ts';

interface BooksTables {
  books_settings: {
    tenant_id: Id;
    chart: SkrChart;
    adviser: number;
    client: number;
    account_digits: number;
    year_starts_month: number;
  };
  books_account: { tenant_id: Id; account: string; number: string };
}

/** What the accountant's program wants to know of a client. */
export interface BooksSettings {
  readonly chart: SkrChart;
  readonly adviser: number;
  readonly client: number;
  readonly accountDigits: number;
  /** 1 … 12 */
  readonly yearStartsMonth: number;
}

/** As every accountant can read it until the own numbers are entered. */
const USUAL: BooksSettings = {
  chart: 'SKR04',
  adviser: 1001,
  client: 1,
  accountDigits: 4,
  yearStartsMonth: 1,
};

export async function loadBooks(
  tx: Tx,
): Promise<{ settings: BooksSettings; own: Map<string, string>; map: AccountMap }> {
  const tables = tx.tables<BooksTables>();
  const row = await tables
    .selectFrom('books_settings')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .executeTakeFirst();
  const accounts = await tables
    .selectFrom('books_account')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .execute();
  const settings: BooksSettings = row
    ? {
        chart: row.chart,
        adviser: row.adviser,
        client: row.client,
        accountDigits: row.account_digits,
        yearStartsMonth: row.year_starts_month,
      }
    : USUAL;
  const own = new Map(accounts.map(({ account, number }) => [account, number]));
  return { settings, own, map: accountMap(settings.chart, own, settings.accountDigits, CHART.accounts) };
}

/** Saves the accountant's settings and numbers; an empty number gives an account back to its chart. */
export async function saveBooks(
  tx: Tx,
  settings: BooksSettings,
  numbers: readonly { readonly account: string; readonly number: string }[],
): Promise<Result<true, Refusal>> {
  const known = new Set(CHART.accounts.map(({ number }) => number));
  for (const [at, { account, number }] of numbers.entries()) {
    if (!known.has(account))
      return refuse({ code: 'books_account_wrong', field: `numbers.${at}.account`, value: account });
    if (number !== '' && !new RegExp(`^\\d{${settings.accountDigits}}$`).test(number))
      return refuse({
        code: 'books_number_wrong',
        field: `numbers.${at}.number`,
        value: number,
        digits: settings.accountDigits,
      });
  }
  const tables = tx.tables<BooksTables>();
  const row = {
    chart: settings.chart,
    adviser: settings.adviser,
    client: settings.client,
    account_digits: settings.accountDigits,
    year_starts_month: settings.yearStartsMonth,
  };
  await tables
    .insertInto('books_settings')
    .values({ tenant_id: tx.tenantId, ...row })
    .onConflict((c) => c.column('tenant_id').doUpdateSet(row))
    .execute();
  await tables.deleteFrom('books_account').where('tenant_id', '=', tx.tenantId).execute();
  const given = numbers.filter(({ number }) => number !== '');
  if (given.length > 0)
    await tables
      .insertInto('books_account')
      .values(given.map((one) => ({ tenant_id: tx.tenantId, ...one })))
      .execute();
  return ok(true);
}
