import type { Chart } from './chart.ts';

/** The two charts that German accountants use most. The small chart is numbered as SKR 04. */
export type SkrChart = 'SKR03' | 'SKR04';

/** Numbers of SKR 03 for the accounts of the small chart. */
const SKR03: Readonly<Record<string, string>> = {
  '1200': '1400',
  '1370': '1590',
  '1404': '1574',
  '1406': '1576',
  '1407': '1577',
  '1460': '1360',
  '1600': '1000',
  '1800': '1200',
  '3272': '1718',
  '3300': '1600',
  '3800': '1770',
  '3801': '1771',
  '3804': '1774',
  '3806': '1776',
  '3837': '1787',
  '4100': '8100',
  '4120': '8120',
  '4125': '8125',
  '4200': '8200',
  '4300': '8300',
  '4337': '8337',
  '4400': '8400',
  '4730': '8730',
  '4840': '2700',
  '5100': '3000',
  '5400': '3400',
  '5730': '3730',
  '5900': '3100',
  '6310': '4210',
  '6325': '4240',
  '6470': '4805',
  '6530': '4530',
  '6740': '4730',
  '6805': '4920',
  '6815': '4930',
  '6825': '4950',
  '6845': '4985',
  '6855': '4970',
  '6930': '2400',
};

/**
 * Accounts with a tax key of their own in the charts of DATEV: what is booked on them already says its tax. Their lines carry the
 * key that switches it off, because tax is booked on lines of its own here.
 */
const AUTOMATIC: ReadonlySet<string> = new Set([
  '4300',
  '4400',
  '4337',
  '4125',
  '4120',
  '5400',
  '4730',
  '5730',
]);

/** How a tenant's accountant numbers the accounts. */
export interface AccountMap {
  /** the accountant's number of an account of the small chart */
  numberOf(account: string): string;
  /** the accountant's numbers that have a tax of their own */
  readonly automatic: ReadonlySet<string>;
}

/**
 * The accountant's numbers: those of the chart, then the tenant's own, each filled with noughts to the digits of the accountant's
 * program. An account that neither knows keeps its number.
 *
 * @param digits 4 … 8
 */
export function accountMap(
  chart: SkrChart,
  own: ReadonlyMap<string, string>,
  digits: number,
  accounts: Chart['accounts'],
): AccountMap {
  const numberOf = (account: string): string =>
    own.get(account) ?? ((chart === 'SKR03' && SKR03[account]) || account).padEnd(digits, '0');
  return {
    numberOf,
    automatic: new Set(
      accounts
        .map(({ number }) => number)
        .filter((number) => AUTOMATIC.has(number))
        .map(numberOf),
    ),
  };
}
