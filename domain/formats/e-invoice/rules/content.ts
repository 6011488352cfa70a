import { isCurrency } from '#domain/money/currency.ts';
import { decimal } from '#domain/money/fraction.ts';
import type { InvoiceDocument, Period } from '../document.ts';
import { COUNTRIES, PAYMENT_MEANS } from './codes.ts';
import { blank, each, needed, when, type Breach, type Rule } from './rule.ts';

const negative = (text: string | undefined): boolean => text !== undefined && decimal(text).n < 0n;
const backwards = (period: Period | undefined): boolean =>
  period?.from !== undefined && period.until !== undefined && period.until < period.from;
const empty = (period: Period | undefined): boolean =>
  period !== undefined && period.from === undefined && period.until === undefined;
const unschemed = (id: { readonly scheme?: string } | undefined): boolean =>
  id !== undefined && blank(id.scheme);

/** Every country code of the document with its place. */
function countries(document: InvoiceDocument): (readonly [code: string, field: string])[] {
  const { seller, buyer, taxRepresentative, delivery, lines } = document;
  return [
    [seller.address.country, 'seller.address.country'] as const,
    [buyer.address.country, 'buyer.address.country'] as const,
    [taxRepresentative?.address.country, 'taxRepresentative.address.country'] as const,
    [delivery?.address?.country, 'delivery.address.country'] as const,
    ...lines.map((line, at) => [line.item.originCountry, `lines.${at}.item.originCountry`] as const),
  ].flatMap(([text, field]) => (text === undefined || blank(text) ? [] : [[text, field] as const]));
}

function vatIds(document: InvoiceDocument): (readonly [id: string, field: string])[] {
  return [
    [document.seller.vatId, 'seller.vatId'] as const,
    [document.buyer.vatId, 'buyer.vatId'] as const,
    [document.taxRepresentative?.vatId, 'taxRepresentative.vatId'] as const,
  ].flatMap(([text, field]) => (text === undefined || blank(text) ? [] : [[text, field] as const]));
}

/** Greece writes EL before its numbers, Northern Ireland XI, the One-Stop-Shop EU (rule BR-CO-09, ISO 3166 otherwise). */
const vatPrefix = (id: string): boolean =>
  ['EL', 'XI', 'EU'].includes(id.slice(0, 2)) || COUNTRIES.has(id.slice(0, 2));

const reasonless = (of: { readonly reason?: string; readonly reasonCode?: string }): boolean =>
  blank(of.reason) && blank(of.reasonCode);

function reasons(ids: readonly string[], kind: 'allowance' | 'charge', onLine: boolean): Rule[] {
  const [en, de] = kind === 'allowance' ? ['allowance', 'Abzug'] : ['charge', 'Zuschlag'];
  const breaches = (document: InvoiceDocument): readonly Breach[] =>
    onLine
      ? each(document.lines, 'lines', (line, at) =>
          each(line.adjustments, `${at}.adjustments`, (one, path) =>
            when(one.kind === kind && reasonless(one), `${path}.reason`),
          ),
        )
      : each(document.adjustments, 'adjustments', (one, path) =>
          when(one.kind === kind && reasonless(one), `${path}.reason`),
        );
  return ids.map((id) => ({
    id,
    en: [`The ${en}${onLine ? ' of a line' : ''} has no reason.`, `Say why: a text or a code.`],
    de: [
      `Der ${de}${onLine ? ' einer Position' : ''} hat keine Begründung.`,
      'Begründen Sie ihn mit einem Text oder einem Code.',
    ],
    broken: breaches,
  }));
}

/**
 * What must be there, and values of lists. Not here are the rules that the types of the model already keep: BR-01, 04, 08, 10,
 * 12–15, 19, 22, 24, 26, 31, 32, 36, 37, 41, 43, 45–47, 53, BR-CO-03 and 04; and those about meaning, which no program can
 * judge: BR-CO-05 to 08.
 */
export const CONTENT_RULES: readonly Rule[] = [
  needed('BR-02', 'BT-1', 'the invoice number', 'die Rechnungsnummer', (d) =>
    when(blank(d.number), 'number'),
  ),
  needed('BR-03', 'BT-2', 'the date of issue', 'das Rechnungsdatum', (d) =>
    when(blank(d.issuedOn), 'issuedOn'),
  ),
  needed('BR-05', 'BT-5', 'the currency', 'die Währung', (d) => when(blank(d.currency), 'currency')),
  needed('BR-06', 'BT-27', "the seller's name", 'der Name des Verkäufers', (d) =>
    when(blank(d.seller.name), 'seller.name'),
  ),
  needed('BR-07', 'BT-44', "the buyer's name", 'der Name des Käufers', (d) =>
    when(blank(d.buyer.name), 'buyer.name'),
  ),
  needed('BR-09', 'BT-40', "the seller's country", 'das Land des Verkäufers', (d) =>
    when(blank(d.seller.address.country), 'seller.address.country'),
  ),
  needed('BR-11', 'BT-55', "the buyer's country", 'das Land des Käufers', (d) =>
    when(blank(d.buyer.address.country), 'buyer.address.country'),
  ),
  needed('BR-16', 'BG-25', 'a line', 'eine Position', (d) => when(d.lines.length === 0, 'lines')),
  needed('BR-17', 'BT-59', "the payee's name", 'der Name des Zahlungsempfängers', (d) =>
    when(d.payee !== undefined && blank(d.payee.name), 'payee.name'),
  ),
  needed('BR-18', 'BT-62', "the tax representative's name", 'der Name des Steuervertreters', (d) =>
    when(d.taxRepresentative !== undefined && blank(d.taxRepresentative.name), 'taxRepresentative.name'),
  ),
  needed('BR-20', 'BT-69', "the tax representative's country", 'das Land des Steuervertreters', (d) =>
    when(
      d.taxRepresentative !== undefined && blank(d.taxRepresentative.address.country),
      'taxRepresentative.address.country',
    ),
  ),
  needed('BR-21', 'BT-126', 'the number of the line', 'die Nummer der Position', (d) =>
    each(d.lines, 'lines', (line, at) => when(blank(line.id), `${at}.id`)),
  ),
  needed('BR-23', 'BT-130', 'the unit of the quantity', 'die Einheit der Menge', (d) =>
    each(d.lines, 'lines', (line, at) => when(blank(line.unit), `${at}.unit`)),
  ),
  needed('BR-25', 'BT-153', 'the name of the item', 'die Bezeichnung des Artikels', (d) =>
    each(d.lines, 'lines', (line, at) => when(blank(line.item.name), `${at}.item.name`)),
  ),
  {
    id: 'BR-27',
    en: [
      'The price {value} is negative.',
      'Take things back with a negative quantity, not with a negative price.',
    ],
    de: [
      'Der Preis {value} ist negativ.',
      'Nehmen Sie Ware mit negativer Menge zurück, nicht mit negativem Preis.',
    ],
    broken: (d) =>
      each(d.lines, 'lines', ({ price }, at) =>
        when(negative(price.net), `${at}.price.net`, { value: price.net }),
      ),
  },
  {
    id: 'BR-28',
    en: ['The price before the discount, {value}, is negative.', 'Enter the price before the discount.'],
    de: ['Der Preis vor Rabatt, {value}, ist negativ.', 'Geben Sie den Preis vor Rabatt an.'],
    broken: (d) =>
      each(d.lines, 'lines', ({ price: { discount } }, at) =>
        when(negative(discount?.gross), `${at}.price.discount.gross`, { value: discount?.gross ?? '' }),
      ),
  },
  {
    id: 'BR-29',
    en: ['The billing period ends before it begins.', 'Exchange its two days or correct one.'],
    de: [
      'Der Abrechnungszeitraum endet, bevor er beginnt.',
      'Vertauschen Sie die beiden Tage oder berichtigen Sie einen.',
    ],
    broken: (d) => when(backwards(d.period), 'period.until'),
  },
  {
    id: 'BR-30',
    en: ['The period of a line ends before it begins.', 'Exchange its two days or correct one.'],
    de: [
      'Der Zeitraum einer Position endet, bevor er beginnt.',
      'Vertauschen Sie die beiden Tage oder berichtigen Sie einen.',
    ],
    broken: (d) => each(d.lines, 'lines', (line, at) => when(backwards(line.period), `${at}.period.until`)),
  },
  ...reasons(['BR-33', 'BR-CO-21'], 'allowance', false),
  ...reasons(['BR-38', 'BR-CO-22'], 'charge', false),
  ...reasons(['BR-42', 'BR-CO-23'], 'allowance', true),
  ...reasons(['BR-44', 'BR-CO-24'], 'charge', true),
  needed('BR-48', 'BT-119', 'the rate of a tax row', 'der Satz einer Steuerzeile', (d) =>
    each(d.taxes, 'taxes', (row, at) =>
      when(row.category !== 'O' && row.percent === undefined, `${at}.percent`),
    ),
  ),
  needed('BR-49', 'BT-81', 'the means of payment', 'die Zahlungsart', (d) =>
    when(d.payment !== undefined && blank(d.payment.means), 'payment.means'),
  ),
  needed('BR-50', 'BT-84', 'the account to pay to', 'das Konto für die Zahlung', (d) =>
    each(d.payment?.transfers, 'payment.transfers', (one, at) => when(blank(one.account), `${at}.account`)),
  ),
  {
    id: 'BR-51',
    warning: true,
    en: ['More than ten digits of the card number are shown.', 'Keep the last four digits only.'],
    de: [
      'Von der Kartennummer sind mehr als zehn Ziffern zu sehen.',
      'Belassen Sie nur die letzten vier Ziffern.',
    ],
    broken: (d) =>
      when((d.payment?.card?.lastDigits.replace(/\D/g, '').length ?? 0) > 10, 'payment.card.lastDigits'),
  },
  needed('BR-52', 'BT-122', 'the number of an attachment', 'die Nummer einer Anlage', (d) =>
    each(d.attachments, 'attachments', (one, at) => when(blank(one.id), `${at}.id`)),
  ),
  needed('BR-54', 'BG-32', 'name or value of a property', 'Name oder Wert einer Eigenschaft', (d) =>
    each(d.lines, 'lines', (line, at) =>
      each(line.item.attributes, `${at}.item.attributes`, (one, path) =>
        when(blank(one.name) || blank(one.value), path),
      ),
    ),
  ),
  needed(
    'BR-55',
    'BT-25',
    'the number of the invoice that is corrected',
    'die Nummer der berichtigten Rechnung',
    (d) => each(d.preceding, 'preceding', (one, at) => when(blank(one.number), `${at}.number`)),
  ),
  needed('BR-56', 'BT-63', "the tax representative's VAT number", 'die USt-IdNr. des Steuervertreters', (d) =>
    when(d.taxRepresentative !== undefined && blank(d.taxRepresentative.vatId), 'taxRepresentative.vatId'),
  ),
  needed('BR-57', 'BT-80', 'the country of the delivery', 'das Land der Lieferung', (d) =>
    when(d.delivery?.address !== undefined && blank(d.delivery.address.country), 'delivery.address.country'),
  ),
  needed('BR-61', 'BT-84', 'the account for the transfer', 'das Konto für die Überweisung', (d) =>
    when(['30', '58'].includes(d.payment?.means ?? '') && !d.payment?.transfers?.length, 'payment.transfers'),
  ),
  needed(
    'BR-62',
    'BT-34',
    "the scheme of the seller's electronic address",
    'die Art der elektronischen Adresse des Verkäufers',
    (d) => when(unschemed(d.seller.endpoint), 'seller.endpoint.scheme'),
  ),
  needed(
    'BR-63',
    'BT-49',
    "the scheme of the buyer's electronic address",
    'die Art der elektronischen Adresse des Käufers',
    (d) => when(unschemed(d.buyer.endpoint), 'buyer.endpoint.scheme'),
  ),
  needed(
    'BR-64',
    'BT-157',
    "the scheme of the item's standard number",
    'die Art der Standardnummer des Artikels',
    (d) =>
      each(d.lines, 'lines', (line, at) =>
        when(unschemed(line.item.standardId), `${at}.item.standardId.scheme`),
      ),
  ),
  needed(
    'BR-65',
    'BT-158',
    "the list of the item's classification",
    'die Liste der Klassifikation des Artikels',
    (d) =>
      each(d.lines, 'lines', (line, at) =>
        each(line.item.classifications, `${at}.item.classifications`, (one, path) =>
          when(blank(one.list), `${path}.list`),
        ),
      ),
  ),
  {
    id: 'BR-CO-09',
    en: [
      'The VAT number {value} does not begin with a country code.',
      'Write it with its country, for example DE123456789.',
    ],
    de: [
      'Die USt-IdNr. {value} beginnt nicht mit einem Ländercode.',
      'Schreiben Sie sie mit Land, etwa DE123456789.',
    ],
    broken: (d) => vatIds(d).flatMap(([id, field]) => when(!vatPrefix(id), field, { value: id })),
  },
  {
    id: 'BR-CO-19',
    en: ['The billing period has no day.', 'Enter its first or last day, or leave it out.'],
    de: [
      'Der Abrechnungszeitraum hat keinen Tag.',
      'Geben Sie den ersten oder letzten Tag an, oder lassen Sie ihn weg.',
    ],
    broken: (d) => when(empty(d.period), 'period'),
  },
  {
    id: 'BR-CO-20',
    en: ['The period of a line has no day.', 'Enter its first or last day, or leave it out.'],
    de: [
      'Der Zeitraum einer Position hat keinen Tag.',
      'Geben Sie den ersten oder letzten Tag an, oder lassen Sie ihn weg.',
    ],
    broken: (d) => each(d.lines, 'lines', (line, at) => when(empty(line.period), `${at}.period`)),
  },
  {
    id: 'BR-CO-25',
    en: [
      'Something is to be paid, but neither a due day nor terms of payment are given.',
      'Enter the due day.',
    ],
    de: [
      'Es ist etwas zu zahlen, aber weder Fälligkeit noch Zahlungsbedingungen sind angegeben.',
      'Geben Sie die Fälligkeit an.',
    ],
    broken: (d) => when(d.totals.payableMinor > 0n && blank(d.dueOn) && blank(d.paymentTerms), 'dueOn'),
  },
  {
    id: 'BR-CO-26',
    en: [
      'Nothing identifies the seller.',
      'Enter a VAT number, a registration number or another identifier.',
    ],
    de: [
      'Nichts weist den Verkäufer aus.',
      'Geben Sie USt-IdNr., Registernummer oder eine andere Kennung an.',
    ],
    broken: ({ seller }) =>
      when(blank(seller.vatId) && blank(seller.registration?.id) && !seller.ids?.length, 'seller.vatId'),
  },
  {
    id: 'BR-CL-04',
    en: ['The currency "{value}" is not known.', 'Use a code of ISO 4217, for example EUR.'],
    de: [
      'Die Währung „{value}“ ist nicht bekannt.',
      'Verwenden Sie einen Code nach ISO 4217, zum Beispiel EUR.',
    ],
    broken: (d) => when(!blank(d.currency) && !isCurrency(d.currency), 'currency', { value: d.currency }),
  },
  {
    id: 'BR-CL-14',
    en: ['"{value}" is no country.', 'Use the two letters of ISO 3166, for example DE.'],
    de: ['„{value}“ ist kein Land.', 'Verwenden Sie die zwei Buchstaben nach ISO 3166, zum Beispiel DE.'],
    broken: (d) =>
      countries(d).flatMap(([code, field]) => when(!COUNTRIES.has(code), field, { value: code })),
  },
  {
    id: 'BR-CL-16',
    en: [
      '"{value}" is no means of payment.',
      'Use a code of UNTDID 4461, for example 58 for a SEPA transfer.',
    ],
    de: [
      '„{value}“ ist keine Zahlungsart.',
      'Verwenden Sie einen Code nach UNTDID 4461, etwa 58 für die SEPA-Überweisung.',
    ],
    broken: ({ payment }) =>
      when(
        payment !== undefined && !blank(payment.means) && !PAYMENT_MEANS.has(payment.means),
        'payment.means',
        {
          value: payment?.means ?? '',
        },
      ),
  },
];
