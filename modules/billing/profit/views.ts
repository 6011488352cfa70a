import type { Id } from '#domain/kernel/ids.ts';
import { minor } from '#domain/kernel/units.ts';
import { formatAmount } from '#domain/money/currency.ts';
import { loadCustomers } from '#modules/accounts/api.ts';
import { listProducts } from '#modules/catalog/api.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { say, type Locale } from '#platform/words/words.ts';
import type { ProfitFigures, ProfitView } from './contract.ts';
import { invoicedCurrencies, loadProfit, type Asked, type ProfitFacts } from './load-profit.ts';
import { grouped, hasFigures, keyOf, marginOf, total, type Figures, type View } from './rules.ts';
import { profitWords } from './words.ts';

/** One of the four views, with the sums of all its rows. */
export async function profitView(tx: Tx, asked: Asked, by: View, locale: Locale): Promise<ProfitView> {
  const facts = await loadProfit(tx, asked);
  const names = await namesOf(tx, by, facts, locale);
  const sums = grouped(facts.atoms, (atom) => keyOf(by, atom));
  const documents = Map.groupBy(facts.atoms, (atom) => keyOf(by, atom));
  return {
    by,
    from: asked.from,
    until: asked.until,
    knownOn: asked.knownOn,
    currency: asked.currency,
    currencies: await invoicedCurrencies(tx),
    rows: [...sums]
      .filter(([, figures]) => hasFigures(figures))
      .map(([key, figures]) => ({
        key,
        name: names(key),
        documents: new Set(documents.get(key)!.map((atom) => atom.invoiceId)).size,
        ...shown(figures, asked.currency),
      }))
      .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.key < b.key ? -1 : 1)),
    total: shown(total(facts.atoms), asked.currency),
  };
}

/** The documents behind one row of a view; together they are the row. */
export async function profitRowsView(tx: Tx, asked: Asked, by: View, key: string, locale: Locale) {
  const facts = await loadProfit(tx, asked);
  const names = await namesOf(tx, by, facts, locale);
  const own = facts.atoms.filter((atom) => keyOf(by, atom) === key);
  const sums = grouped(own, (atom) => atom.invoiceId);
  return {
    currency: asked.currency,
    name: names(key),
    rows: [...sums].map(([invoiceId, figures]) => {
      const { pieces, id, customerId: _, ...invoice } = facts.invoices.get(invoiceId)!;
      return {
        ...invoice,
        invoiceId: id,
        pieces: pieces
          .filter((piece) => by !== 'product' || piece.product === key)
          .map(({ name, quantity, netMinor }) => ({
            name,
            quantity,
            net: formatAmount(netMinor, asked.currency),
          })),
        ...shown(figures, asked.currency),
      };
    }),
    total: shown(total(own), asked.currency),
  };
}

const CSV_FIGURES = [
  'invoiced',
  'paid',
  'outstanding',
  'earned',
  'quotedCost',
  'actualCost',
  'quotedMargin',
  'actualMargin',
] as const;

/** A view as CSV: semicolons, CRLF, amounts with a point, the sums as the last row. */
export function profitTable(view: ProfitView, locale: Locale): string {
  const t = (key: keyof typeof profitWords.en & string): string => say(profitWords, locale, key);
  const cells = (figures: ProfitFigures): string[] => CSV_FIGURES.map((key) => figures[key]);
  const table = [
    [t(`profit.by.${view.by}`), t('profit.currency'), ...CSV_FIGURES.map((key) => t(`profit.${key}`))],
    ...view.rows.map((row) => [row.name, view.currency, ...cells(row)]),
    [t('profit.total'), view.currency, ...cells(view.total)],
  ];
  return table.map((row) => `${row.map(cell).join(';')}\r\n`).join('');
}

/** A cell that a spreadsheet would take for a formula gets a quote mark before it. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[;"\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function shown(figures: Figures, currency: string): ProfitFigures {
  const money = (value: bigint): string => formatAmount(minor(value), currency);
  const actual = marginOf(figures.earnedMinor, figures.actualMinor);
  return {
    invoiced: money(figures.invoicedMinor),
    paid: money(figures.paidMinor),
    outstanding: money(figures.outstandingMinor),
    earned: money(figures.earnedMinor),
    quotedCost: money(figures.quotedMinor),
    actualCost: money(figures.actualMinor),
    quotedMargin: money(marginOf(figures.earnedMinor, figures.quotedMinor).marginMinor),
    actualMargin: money(actual.marginMinor),
    basisPoints: actual.basisPoints,
  };
}

async function namesOf(
  tx: Tx,
  by: View,
  facts: ProfitFacts,
  locale: Locale,
): Promise<(key: string) => string> {
  if (by === 'month') return (key) => key;
  if (by === 'order') {
    const numbers = new Map([...facts.invoices.values()].map((one) => [one.orderId ?? '', one.orderNumber]));
    return (key) => numbers.get(key as Id) || say(profitWords, locale, 'profit.noOrder');
  }
  if (by === 'customer') {
    const customers = await loadCustomers(
      tx,
      [...facts.invoices.values()].map((one) => one.customerId),
    );
    return (key) => customers.get(key as Id)?.name ?? '';
  }
  const products = new Map<string, string>((await listProducts(tx)).map(({ id, name }) => [id, name]));
  return (key) =>
    key === 'list' || key === 'service'
      ? say(profitWords, locale, `profit.product.${key}`)
      : (products.get(key) ?? key);
}
