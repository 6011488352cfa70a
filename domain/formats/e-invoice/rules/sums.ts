import type { Minor } from '#domain/kernel/units.ts';
import { minor } from '#domain/kernel/units.ts';
import { decimalsOf, formatAmount, isCurrency } from '#domain/money/currency.ts';
import {
  absolute,
  add,
  compare,
  decimal,
  divide,
  fraction,
  multiply,
  roundHalfAway,
  subtract,
} from '#domain/money/fraction.ts';
import { lineWorth, signed } from '../complete.ts';
import type { InvoiceDocument } from '../document.ts';
import { each, when, type Breach, type Rule } from './rule.ts';

/** A total that is not what its parts make. */
function differs(
  document: InvoiceDocument,
  is: bigint | undefined,
  should: bigint,
  field: string,
): readonly Breach[] {
  return when((is ?? 0n) !== should, field, {
    is: amountText(document, is ?? 0n),
    should: amountText(document, should),
  });
}

export function amountText(document: Pick<InvoiceDocument, 'currency'>, amount: bigint): string {
  return isCurrency(document.currency) ? formatAmount(minor(amount), document.currency) : amount.toString();
}

const sumOf = (amounts: readonly Minor[]): bigint => amounts.reduce<bigint>((all, one) => all + one, 0n);

function adjusted(document: InvoiceDocument, kind: 'allowance' | 'charge'): bigint {
  return sumOf((document.adjustments ?? []).filter((one) => one.kind === kind).map((one) => one.amountMinor));
}

function total(
  id: string,
  en: string,
  de: string,
  field: keyof InvoiceDocument['totals'],
  should: (document: InvoiceDocument) => bigint,
): Rule {
  return {
    id,
    en: [`${en} is {is}, but its parts make {should}.`, 'Let Tenon work it out again, or ask the sender.'],
    de: [
      `${de} ist {is}, seine Teile ergeben {should}.`,
      'Lassen Sie Tenon neu rechnen, oder fragen Sie den Absender.',
    ],
    broken: (document) => differs(document, document.totals[field], should(document), `totals.${field}`),
  };
}

/** Tax of a row: taxable amount × rate, rounded once. */
export function rowTax(netMinor: bigint, percent: string | undefined): bigint {
  return roundHalfAway(divide(multiply(fraction(netMinor), decimal(percent ?? '0')), fraction(100)));
}

/** The arithmetic of the document: exact to the minor unit, no tolerance, because the model holds whole minor units. */
export const SUM_RULES: readonly Rule[] = [
  total('BR-CO-10', 'The sum of the lines (BT-106)', 'Die Summe der Positionen (BT-106)', 'linesMinor', (d) =>
    sumOf(d.lines.map((line) => line.netMinor)),
  ),
  total(
    'BR-CO-11',
    'The sum of the allowances (BT-107)',
    'Die Summe der Abzüge (BT-107)',
    'allowancesMinor',
    (d) => adjusted(d, 'allowance'),
  ),
  total(
    'BR-CO-12',
    'The sum of the charges (BT-108)',
    'Die Summe der Zuschläge (BT-108)',
    'chargesMinor',
    (d) => adjusted(d, 'charge'),
  ),
  total(
    'BR-CO-13',
    'The total without tax (BT-109)',
    'Die Summe ohne Steuer (BT-109)',
    'netMinor',
    ({ totals }) => totals.linesMinor - (totals.allowancesMinor ?? 0n) + (totals.chargesMinor ?? 0n),
  ),
  total('BR-CO-14', 'The tax (BT-110)', 'Die Steuer (BT-110)', 'taxMinor', (d) =>
    sumOf(d.taxes.map((row) => row.taxMinor)),
  ),
  total(
    'BR-CO-15',
    'The total with tax (BT-112)',
    'Die Summe mit Steuer (BT-112)',
    'grossMinor',
    ({ totals }) => totals.netMinor + totals.taxMinor,
  ),
  total(
    'BR-CO-16',
    'The amount to pay (BT-115)',
    'Der Zahlbetrag (BT-115)',
    'payableMinor',
    ({ totals }) => totals.grossMinor - (totals.prepaidMinor ?? 0n) + (totals.roundingMinor ?? 0n),
  ),
  {
    id: 'BR-CO-17',
    en: [
      'The tax of {rate} % is {is}, but {net} × {rate} % is {should}.',
      'Let Tenon work it out again, or ask the sender.',
    ],
    de: [
      'Die Steuer zu {rate} % ist {is}, aber {net} × {rate} % ist {should}.',
      'Lassen Sie Tenon neu rechnen, oder fragen Sie den Absender.',
    ],
    broken: (document) =>
      each(document.taxes, 'taxes', (row, at) => {
        const should = rowTax(row.netMinor, row.percent);
        return when(row.taxMinor !== should, `${at}.taxMinor`, {
          rate: row.percent ?? '0',
          net: amountText(document, row.netMinor),
          is: amountText(document, row.taxMinor),
          should: amountText(document, should),
        });
      }),
  },
  {
    id: 'BR-CO-18',
    en: ['No tax row is given.', 'Give each line a tax category, and let Tenon work out the tax rows.'],
    de: [
      'Keine Steuerzeile ist angegeben.',
      'Geben Sie jeder Position eine Steuerkategorie, und lassen Sie Tenon die Steuerzeilen rechnen.',
    ],
    broken: (d) => when(d.taxes.length === 0, 'taxes'),
  },
  {
    id: 'PEPPOL-EN16931-R120',
    warning: true,
    en: [
      'The net {is} of a line is not quantity × price with its allowances and charges: {should}.',
      'Check quantity, price and base quantity of the line.',
    ],
    de: [
      'Der Nettobetrag {is} einer Position ist nicht Menge × Preis mit Abzügen und Zuschlägen: {should}.',
      'Prüfen Sie Menge, Preis und Preiseinheit der Position.',
    ],
    broken: (document) =>
      isCurrency(document.currency)
        ? each(document.lines, 'lines', (line, at) => {
            if (line.price.baseQuantity !== undefined && decimal(line.price.baseQuantity).n <= 0n) return [];
            const extra = (line.adjustments ?? []).reduce((all, one) => all + signed(one), 0n);
            const worth = add(lineWorth(line, document.currency), fraction(extra));
            const off = absolute(subtract(worth, fraction(line.netMinor)));
            // Two hundredths may be lost where the price was rounded on paper.
            return when(compare(off, fraction(2)) > 0, `${at}.netMinor`, {
              is: amountText(document, line.netMinor),
              should: amountText(document, roundHalfAway(worth)),
            });
          })
        : [],
  },
];

type Amounts = (
  document: InvoiceDocument,
) => readonly (readonly [field: string, amount: bigint | undefined])[];
const ofAdjustments =
  (kind: 'allowance' | 'charge', member: 'amountMinor' | 'baseMinor', onLine: boolean): Amounts =>
  (document) =>
    (onLine
      ? document.lines.flatMap((line, at) =>
          (line.adjustments ?? []).map((one, n) => [one, `lines.${at}.adjustments.${n}`] as const),
        )
      : (document.adjustments ?? []).map((one, n) => [one, `adjustments.${n}`] as const)
    )
      .filter(([one]) => one.kind === kind)
      .map(([one, path]) => [`${path}.${member}`, one[member]] as const);
const ofTotals =
  (member: keyof InvoiceDocument['totals']): Amounts =>
  ({ totals }) => [[`totals.${member}`, totals[member]]];
const ofTaxes =
  (member: 'netMinor' | 'taxMinor'): Amounts =>
  ({ taxes }) =>
    taxes.map((row, at) => [`taxes.${at}.${member}`, row[member]] as const);

/** Amounts that the standard bounds to two decimals, by rule. */
const TWO_DECIMALS: readonly (readonly [id: string, amounts: Amounts])[] = [
  ['BR-DEC-01', ofAdjustments('allowance', 'amountMinor', false)],
  ['BR-DEC-02', ofAdjustments('allowance', 'baseMinor', false)],
  ['BR-DEC-05', ofAdjustments('charge', 'amountMinor', false)],
  ['BR-DEC-06', ofAdjustments('charge', 'baseMinor', false)],
  ['BR-DEC-09', ofTotals('linesMinor')],
  ['BR-DEC-10', ofTotals('allowancesMinor')],
  ['BR-DEC-11', ofTotals('chargesMinor')],
  ['BR-DEC-12', ofTotals('netMinor')],
  ['BR-DEC-13', ofTotals('taxMinor')],
  ['BR-DEC-14', ofTotals('grossMinor')],
  ['BR-DEC-15', ({ declaredTax }) => [['declaredTax.taxMinor', declaredTax?.taxMinor]]],
  ['BR-DEC-16', ofTotals('prepaidMinor')],
  ['BR-DEC-17', ofTotals('roundingMinor')],
  ['BR-DEC-18', ofTotals('payableMinor')],
  ['BR-DEC-19', ofTaxes('netMinor')],
  ['BR-DEC-20', ofTaxes('taxMinor')],
  ['BR-DEC-23', ({ lines }) => lines.map((line, at) => [`lines.${at}.netMinor`, line.netMinor] as const)],
  ['BR-DEC-24', ofAdjustments('allowance', 'amountMinor', true)],
  ['BR-DEC-25', ofAdjustments('allowance', 'baseMinor', true)],
  ['BR-DEC-27', ofAdjustments('charge', 'amountMinor', true)],
  ['BR-DEC-28', ofAdjustments('charge', 'baseMinor', true)],
];

const threeDecimals = (currency: string | undefined): boolean =>
  currency !== undefined && isCurrency(currency) && decimalsOf(currency) > 2;

/** Amounts finer than the standard can carry: only currencies with three decimals have them (clause M-11). */
export const DECIMAL_RULES: readonly Rule[] = [
  {
    id: 'M-11',
    en: [
      '{value} has three decimals, and an e-invoice has room for two.',
      'Issue this document as PDF only.',
    ],
    de: [
      '{value} hat drei Nachkommastellen, eine E-Rechnung hat Platz für zwei.',
      'Stellen Sie dieses Dokument nur als PDF aus.',
    ],
    broken: (d) => when(threeDecimals(d.currency), 'currency', { value: d.currency }),
  },
  ...TWO_DECIMALS.map(([id, amounts]): Rule => ({
    id,
    en: ['{value} has more than two decimals.', 'Issue this document as PDF only.'],
    de: ['{value} hat mehr als zwei Nachkommastellen.', 'Stellen Sie dieses Dokument nur als PDF aus.'],
    broken: (document) => {
      const currency = id === 'BR-DEC-15' ? document.declaredTax?.currency : document.currency;
      if (currency === undefined || !threeDecimals(currency)) return [];
      return amounts(document).flatMap(([field, amount]) =>
        when(amount !== undefined && amount % 10n !== 0n, field, {
          value: formatAmount(minor(amount ?? 0n), currency),
        }),
      );
    },
  })),
];
