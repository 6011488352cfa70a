import type { TaxCategory } from '../tax.ts';

export type AccountKind = 'asset' | 'liability' | 'equity' | 'income' | 'expense';

export interface Account {
  readonly number: string;
  readonly kind: AccountKind;
  readonly name: { readonly en: string; readonly de: string };
}

/** What the posting rules need an account for. */
export type AccountRole =
  | 'receivables'
  | 'payables'
  | 'bank'
  | 'cash'
  | 'card-clearing'
  | 'deposits-received'
  | 'discount-given'
  | 'discount-taken'
  | 'bank-fees'
  | 'bad-debt'
  | 'rounding'
  | 'late-charges'
  | 'purchases'
  | 'input-tax'
  | 'input-tax-reverse'
  | 'output-tax-reverse'
  | 'input-tax-acquired'
  | 'output-tax-acquired'
  | 'unassigned';

export interface Chart {
  readonly accounts: readonly Account[];
  readonly roles: Readonly<Record<AccountRole, string>>;
  /** income by tax: the account of `S 19` before the one of `S` */
  readonly revenue: Readonly<Record<string, string>>;
  /** output tax by rate, `S 19` before `S` */
  readonly outputTax: Readonly<Record<string, string>>;
}

/** `S 19`, `AE`: how a chart and a ledger line name a tax. Rates are as short as they can be. */
export function taxKey(tax: { readonly category: TaxCategory; readonly percent?: string }): string {
  return tax.category === 'S'
    ? `S ${(tax.percent ?? '0').replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '')}`
    : tax.category;
}

/** @throws RangeError when the chart has an account neither for the rate nor for its category (a chart is checked when it is set) */
export function accountFor(table: Readonly<Record<string, string>>, key: string): string {
  const account = table[key] ?? table[key.split(' ')[0]!];
  if (account === undefined) throw new RangeError(`the chart has no account for tax ${key}`);
  return account;
}

const account = (number: string, kind: AccountKind, en: string, de: string): Account => ({
  number,
  kind,
  name: { en, de },
});

/** Small chart to begin with. Numbers are those of the German SKR 04 where it has one, so that an accountant recognises them. */
export const SMALL_CHART: Chart = {
  accounts: [
    account('1200', 'asset', 'Receivables', 'Forderungen aus Lieferungen und Leistungen'),
    account('1370', 'asset', 'Money not yet assigned', 'Durchlaufende Posten'),
    account(
      '1404',
      'asset',
      'Input tax on goods from the EU',
      'Vorsteuer aus innergemeinschaftlichem Erwerb',
    ),
    account('1406', 'asset', 'Input tax', 'Abziehbare Vorsteuer'),
    account('1407', 'asset', 'Input tax, reverse charge', 'Vorsteuer nach § 13b UStG'),
    account('1460', 'asset', 'Card payments in transit', 'Geldtransit'),
    account('1600', 'asset', 'Cash', 'Kasse'),
    account('1800', 'asset', 'Bank', 'Bank'),
    account('3272', 'liability', 'Deposits received', 'Erhaltene Anzahlungen'),
    account('3300', 'liability', 'Payables', 'Verbindlichkeiten aus Lieferungen und Leistungen'),
    account('3800', 'liability', 'Output tax', 'Umsatzsteuer'),
    account('3801', 'liability', 'Output tax 7 %', 'Umsatzsteuer 7 %'),
    account(
      '3804',
      'liability',
      'Tax on goods from the EU',
      'Umsatzsteuer aus innergemeinschaftlichem Erwerb',
    ),
    account('3806', 'liability', 'Output tax 19 %', 'Umsatzsteuer 19 %'),
    account('3837', 'liability', 'Tax owed under reverse charge', 'Umsatzsteuer nach § 13b UStG'),
    account('4100', 'income', 'Exempt sales', 'Steuerfreie Umsätze'),
    account('4120', 'income', 'Export sales', 'Steuerfreie Ausfuhrlieferungen'),
    account('4125', 'income', 'Supplies within the EU', 'Steuerfreie innergemeinschaftliche Lieferungen'),
    account('4200', 'income', 'Sales', 'Erlöse'),
    account('4300', 'income', 'Sales 7 %', 'Erlöse 7 %'),
    account('4337', 'income', 'Sales, reverse charge', 'Erlöse, Steuerschuld des Empfängers'),
    account('4400', 'income', 'Sales 19 %', 'Erlöse 19 %'),
    account('4730', 'income', 'Early-payment discount given', 'Gewährte Skonti'),
    account('4830', 'income', 'Charges of late payers', 'Mahngebühren und Verzugszinsen'),
    account('4840', 'income', 'Rounding', 'Rundungsdifferenzen'),
    account('5100', 'expense', 'Materials', 'Einkauf Roh-, Hilfs- und Betriebsstoffe'),
    account('5400', 'expense', 'Purchases', 'Wareneingang'),
    account('5730', 'expense', 'Early-payment discount taken', 'Erhaltene Skonti'),
    account('5900', 'expense', 'Work by others', 'Fremdleistungen'),
    account('6310', 'expense', 'Rent', 'Miete'),
    account('6325', 'expense', 'Gas, power, water', 'Gas, Strom, Wasser'),
    account('6470', 'expense', 'Repairs and maintenance', 'Reparaturen und Instandhaltung'),
    account('6530', 'expense', 'Vehicles', 'Laufende Kfz-Betriebskosten'),
    account('6740', 'expense', 'Freight out', 'Ausgangsfrachten'),
    account('6805', 'expense', 'Telephone and internet', 'Telefon und Internet'),
    account('6815', 'expense', 'Office supplies', 'Bürobedarf'),
    account('6825', 'expense', 'Legal and advice', 'Rechts- und Beratungskosten'),
    account('6845', 'expense', 'Tools and small equipment', 'Werkzeuge und Kleingeräte'),
    account('6855', 'expense', 'Bank fees', 'Nebenkosten des Geldverkehrs'),
    account('6930', 'expense', 'Bad debt', 'Forderungsverluste'),
  ],
  roles: {
    receivables: '1200',
    payables: '3300',
    bank: '1800',
    cash: '1600',
    'card-clearing': '1460',
    'deposits-received': '3272',
    'discount-given': '4730',
    'discount-taken': '5730',
    'bank-fees': '6855',
    'bad-debt': '6930',
    rounding: '4840',
    'late-charges': '4830',
    purchases: '5400',
    'input-tax': '1406',
    'input-tax-reverse': '1407',
    'output-tax-reverse': '3837',
    'input-tax-acquired': '1404',
    'output-tax-acquired': '3804',
    unassigned: '1370',
  },
  revenue: {
    'S 19': '4400',
    'S 7': '4300',
    S: '4200',
    Z: '4100',
    E: '4100',
    AE: '4337',
    K: '4125',
    G: '4120',
    O: '4200',
  },
  outputTax: { 'S 19': '3806', 'S 7': '3801', S: '3800' },
};

/** What a chart lacks or contradicts; an empty list for one that the posting rules can work with. */
export function chartFaults(
  chart: Chart,
): { readonly code: 'account_unknown' | 'account_twice' | 'tax_unserved'; readonly value: string }[] {
  const known = new Set<string>();
  const faults: { code: 'account_unknown' | 'account_twice' | 'tax_unserved'; value: string }[] = [];
  for (const { number } of chart.accounts) {
    if (known.has(number)) faults.push({ code: 'account_twice', value: number });
    known.add(number);
  }
  const named = [
    ...Object.values(chart.roles),
    ...Object.values(chart.revenue),
    ...Object.values(chart.outputTax),
  ];
  for (const number of new Set(named))
    if (!known.has(number)) faults.push({ code: 'account_unknown', value: number });
  for (const category of ['S', 'Z', 'E', 'AE', 'K', 'G', 'O'])
    if (chart.revenue[category] === undefined) faults.push({ code: 'tax_unserved', value: category });
  if (chart.outputTax['S'] === undefined) faults.push({ code: 'tax_unserved', value: 'S' });
  return faults;
}
