import { datevBatch } from '#domain/formats/accounting/datev.ts';
import { journalCsv } from '#domain/formats/accounting/journal-csv.ts';
import type { Day } from '#domain/kernel/days.ts';
import { ok, refuse } from '#domain/kernel/result.ts';
import { handle, type Given, type Handler } from '#platform/http/handler.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { asLocale } from '#platform/words/words.ts';
import { CHART } from '../ledger.ts';
import { loadJournal } from '../ledger-queries.ts';
import * as contract from './contract.ts';
import { loadBooks, saveBooks } from './settings.ts';

/** More than a large factory books in a year. */
const ENTRIES_MAX = 200_000;

async function view(tx: Tx) {
  const { settings, own, map } = await loadBooks(tx);
  return {
    ...settings,
    accounts: CHART.accounts.map(({ number, name }) => ({
      account: number,
      name,
      number: map.numberOf(number),
      own: own.get(number) ?? '',
    })),
  };
}

/** The fiscal year that a day lies in begins here. */
function yearOf(day: Day, startsMonth: number): Day {
  const [year, month] = day.split('-').map(Number) as [number, number, number];
  return `${month >= startsMonth ? year : year - 1}-${String(startsMonth).padStart(2, '0')}-01`;
}

export const booksHandlers: readonly Handler<AppContext>[] = [
  handle(contract.getBooks, async ({ tx }) => ok(await view(tx))),
  handle(contract.setBooks, async ({ tx, input }) => {
    const { numbers, ...settings } = input.body;
    const saved = await saveBooks(tx, settings, numbers);
    return saved.ok ? ok(await view(tx)) : saved;
  }),
  handle(
    contract.journalFile,
    async ({ tx, caller, input }: Given<typeof contract.journalFile, AppContext>) => {
      const { from, until } = input.query;
      const entries = await loadJournal(tx, { from, until }, ENTRIES_MAX);
      return {
        contentType: 'text/csv; charset=utf-8',
        bytes: Buffer.from(`\ufeff${journalCsv(entries, CHART, asLocale(caller.locale))}`, 'utf8'),
        name: `journal-${from}-${until}.csv`,
        download: true,
      };
    },
  ),
  handle(contract.batchFile, async ({ tx, caller, input }: Given<typeof contract.batchFile, AppContext>) => {
    const { from, until } = input.query;
    const { settings, map } = await loadBooks(tx);
    const yearStartsOn = yearOf(from, settings.yearStartsMonth);
    if (until < from || yearOf(until, settings.yearStartsMonth) !== yearStartsOn)
      return refuse({ code: 'books_period_wrong', field: 'until', value: until });
    const entries = await loadJournal(tx, { from, until }, ENTRIES_MAX);
    const batch = datevBatch(
      entries.map((entry) => ({
        ...entry,
        lines: entry.lines.map((line) => ({ ...line, account: map.numberOf(line.account) })),
      })),
      {
        adviser: settings.adviser,
        client: settings.client,
        yearStartsOn,
        from,
        until,
        createdAt: caller.now,
        accountDigits: settings.accountDigits,
        title: `Tenon ${from}`,
        currency: caller.currency,
        automatic: map.automatic,
      },
    );
    if (!batch.ok) return refuse({ ...batch.refusal, status: 422 });
    return {
      contentType: 'text/csv; charset=windows-1252',
      bytes: Buffer.from(windows1252(batch.value), 'latin1'),
      name: `EXTF_${from}_${until}.csv`,
      download: true,
    };
  }),
];

/** Signs that Windows-1252 has where Latin-1 has none; others that neither has become a question mark. */
const SIGNS: Readonly<Record<string, string>> = {
  '€': '\x80',
  '„': '\x84',
  '…': '\x85',
  '‘': '\x91',
  '’': '\x92',
  '“': '\x93',
  '”': '\x94',
  '–': '\x96',
  '—': '\x97',
};

function windows1252(text: string): string {
  return [...text].map((sign) => SIGNS[sign] ?? (sign <= '\u00ff' ? sign : '?')).join('');
}
