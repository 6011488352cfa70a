import { readIban } from '#domain/money/iban.ts';
import type { InvoiceDocument } from '../document.ts';
import { blank, each, needed, when, type Rule } from './rule.ts';

const german = (
  id: string,
  term: string,
  en: string,
  de: string,
  missing: (document: InvoiceDocument) => boolean,
  field: string,
): Rule => needed(id, term, en, de, (d) => when(missing(d), field), 'xrechnung');

const TRANSFERS: readonly string[] = ['30', '58'];
const CARDS: readonly string[] = ['48', '54', '55'];
const DEBITS: readonly string[] = ['59'];

/** BR-DE-23 … 25: a kind of payment brings its own group (a) and no other (b). */
function paymentGroup(
  number: 23 | 24 | 25,
  codes: readonly string[],
  own: 'transfers' | 'card' | 'debit',
  en: string,
  de: string,
): Rule[] {
  const has = (d: InvoiceDocument, group: typeof own): boolean =>
    group === 'transfers' ? (d.payment?.transfers?.length ?? 0) > 0 : d.payment?.[group] !== undefined;
  const others = (['transfers', 'card', 'debit'] as const).filter((group) => group !== own);
  const applies = (d: InvoiceDocument): boolean => codes.includes(d.payment?.means ?? '');
  return [
    {
      id: `BR-DE-${number}-a`,
      profile: 'xrechnung',
      en: [`This means of payment needs ${en}.`, `Enter ${en}, or choose another means of payment.`],
      de: [`Diese Zahlungsart braucht ${de}.`, `Bitte angeben: ${de}, oder andere Zahlungsart wählen.`],
      broken: (d) => when(applies(d) && !has(d, own), `payment.${own}`),
    },
    {
      id: `BR-DE-${number}-b`,
      profile: 'xrechnung',
      en: [`With this means of payment only ${en} may be given.`, 'Take the other payment details off.'],
      de: [
        `Bei dieser Zahlungsart darf nur ${de} angegeben sein.`,
        'Entfernen Sie die anderen Zahlungsangaben.',
      ],
      broken: (d) => (applies(d) ? others.flatMap((group) => when(has(d, group), `payment.${group}`)) : []),
    },
  ];
}

/** One discount per line of text: `#SKONTO#TAGE=14#PROZENT=2.00#`, with `BASISBETRAG=…#` where not on the whole. */
const DISCOUNT = /^#SKONTO#TAGE=\d+#PROZENT=\d+\.\d{2}(#BASISBETRAG=-?\d+\.\d{2})?#$/;
const EMAIL = /^[^@\s.]([^@\s]*[^@\s.])@[^@\s.]([^@\s]*[^@\s.])$/;
const isIban = (text: string | undefined): boolean => text !== undefined && readIban(text).ok;

/** What the German CIUS XRechnung 3.0 asks for besides, with the three rules it takes from Peppol. BR-DE-21 is kept by the writer. */
export const XRECHNUNG_RULES: readonly Rule[] = [
  german('BR-DE-1', 'BG-16', 'how to pay', 'die Zahlungsangaben', (d) => d.payment === undefined, 'payment'),
  german(
    'BR-DE-2',
    'BG-6',
    "the seller's contact",
    'der Ansprechpartner des Verkäufers',
    (d) => d.seller.contact === undefined,
    'seller.contact',
  ),
  german(
    'BR-DE-3',
    'BT-37',
    "the seller's city",
    'der Ort des Verkäufers',
    (d) => blank(d.seller.address.city),
    'seller.address.city',
  ),
  german(
    'BR-DE-4',
    'BT-38',
    "the seller's post code",
    'die Postleitzahl des Verkäufers',
    (d) => blank(d.seller.address.postCode),
    'seller.address.postCode',
  ),
  german(
    'BR-DE-5',
    'BT-41',
    "the name of the seller's contact",
    'der Name des Ansprechpartners',
    (d) => d.seller.contact !== undefined && blank(d.seller.contact.name),
    'seller.contact.name',
  ),
  german(
    'BR-DE-6',
    'BT-42',
    "the phone number of the seller's contact",
    'die Telefonnummer des Ansprechpartners',
    (d) => d.seller.contact !== undefined && blank(d.seller.contact.phone),
    'seller.contact.phone',
  ),
  german(
    'BR-DE-7',
    'BT-43',
    "the e-mail address of the seller's contact",
    'die E-Mail-Adresse des Ansprechpartners',
    (d) => d.seller.contact !== undefined && blank(d.seller.contact.email),
    'seller.contact.email',
  ),
  german(
    'BR-DE-8',
    'BT-52',
    "the buyer's city",
    'der Ort des Käufers',
    (d) => blank(d.buyer.address.city),
    'buyer.address.city',
  ),
  german(
    'BR-DE-9',
    'BT-53',
    "the buyer's post code",
    'die Postleitzahl des Käufers',
    (d) => blank(d.buyer.address.postCode),
    'buyer.address.postCode',
  ),
  german(
    'BR-DE-10',
    'BT-77',
    'the city of the delivery',
    'der Ort der Lieferung',
    (d) => d.delivery?.address !== undefined && blank(d.delivery.address.city),
    'delivery.address.city',
  ),
  german(
    'BR-DE-11',
    'BT-78',
    'the post code of the delivery',
    'die Postleitzahl der Lieferung',
    (d) => d.delivery?.address !== undefined && blank(d.delivery.address.postCode),
    'delivery.address.postCode',
  ),
  needed(
    'BR-DE-14',
    'BT-119',
    'the rate of a tax row',
    'der Satz einer Steuerzeile',
    (d) => each(d.taxes, 'taxes', (row, at) => when(row.percent === undefined, `${at}.percent`)),
    'xrechnung',
  ),
  german(
    'BR-DE-15',
    'BT-10',
    "the buyer's reference (Leitweg-ID)",
    'die Käuferreferenz (Leitweg-ID)',
    (d) => blank(d.buyerReference),
    'buyerReference',
  ),
  german(
    'BR-DE-16',
    'BT-31',
    "the seller's VAT number or tax number",
    'die USt-IdNr. oder Steuernummer des Verkäufers',
    (d) =>
      d.taxes.some((row) => row.category !== 'O') &&
      blank(d.seller.vatId) &&
      blank(d.seller.taxNumber) &&
      d.taxRepresentative === undefined,
    'seller.vatId',
  ),
  {
    id: 'BR-DE-17',
    profile: 'xrechnung',
    warning: true,
    en: ['XRechnung does not know documents of type {value}.', 'Use 380, 381, 384, 389, 326 or 875 to 877.'],
    de: [
      'XRechnung kennt keine Dokumente vom Typ {value}.',
      'Verwenden Sie 380, 381, 384, 389, 326 oder 875 bis 877.',
    ],
    broken: (d) =>
      when(!['326', '380', '384', '389', '381', '875', '876', '877'].includes(d.type), 'type', {
        value: d.type,
      }),
  },
  {
    id: 'BR-DE-18',
    profile: 'xrechnung',
    en: [
      'The terms of payment hold a discount that is not written as XRechnung wants it.',
      'Write one discount per line: #SKONTO#TAGE=14#PROZENT=2.00#, each line ended.',
    ],
    de: [
      'Die Zahlungsbedingungen enthalten Skonto in anderer Form, als XRechnung verlangt.',
      'Schreiben Sie je Skonto eine Zeile: #SKONTO#TAGE=14#PROZENT=2.00#, jede Zeile abgeschlossen.',
    ],
    broken: (d) => {
      const lines = (d.paymentTerms ?? '').split('\n');
      const discounts = lines.filter((line) => line.includes('#'));
      return when(
        discounts.some((line) => !DISCOUNT.test(line.trim())),
        'paymentTerms',
      );
    },
  },
  {
    id: 'BR-DE-19',
    profile: 'xrechnung',
    warning: true,
    en: ['The account for a SEPA transfer is no IBAN.', 'Check the account number.'],
    de: ['Das Konto für eine SEPA-Überweisung ist keine IBAN.', 'Prüfen Sie die Kontonummer.'],
    broken: (d) =>
      d.payment?.means === '58'
        ? each(d.payment.transfers, 'payment.transfers', (one, at) =>
            when(!isIban(one.account), `${at}.account`),
          )
        : [],
  },
  {
    id: 'BR-DE-20',
    profile: 'xrechnung',
    warning: true,
    en: ['The account for a SEPA direct debit is no IBAN.', 'Check the account number.'],
    de: ['Das Konto für eine SEPA-Lastschrift ist keine IBAN.', 'Prüfen Sie die Kontonummer.'],
    broken: ({ payment }) =>
      when(
        payment?.means === '59' && payment.debit?.account !== undefined && !isIban(payment.debit.account),
        'payment.debit.account',
      ),
  },
  {
    id: 'BR-DE-22',
    profile: 'xrechnung',
    en: ['Two attachments are called {value}.', 'Give each file its own name.'],
    de: ['Zwei Anlagen heißen {value}.', 'Geben Sie jeder Datei einen eigenen Namen.'],
    broken: (d) => {
      const names = (d.attachments ?? []).map((one) => one.file?.name);
      return names.flatMap((name, at) =>
        when(name !== undefined && names.indexOf(name) < at, `attachments.${at}.file.name`, {
          value: name ?? '',
        }),
      );
    },
  },
  ...paymentGroup(23, TRANSFERS, 'transfers', 'an account to transfer to', 'ein Konto für die Überweisung'),
  ...paymentGroup(24, CARDS, 'card', 'the card', 'die Karte'),
  ...paymentGroup(25, DEBITS, 'debit', 'a direct debit mandate', 'ein Lastschriftmandat'),
  {
    id: 'BR-DE-26',
    profile: 'xrechnung',
    warning: true,
    en: ['A corrected invoice names no invoice that it corrects.', 'Enter the number of that invoice.'],
    de: [
      'Eine Rechnungskorrektur nennt keine Rechnung, die sie berichtigt.',
      'Geben Sie die Nummer dieser Rechnung an.',
    ],
    broken: (d) => when(d.type === '384' && !d.preceding?.length, 'preceding'),
  },
  {
    id: 'BR-DE-27',
    profile: 'xrechnung',
    warning: true,
    en: ['"{value}" has fewer than three digits.', 'Enter the phone number of the contact.'],
    de: ['„{value}“ hat weniger als drei Ziffern.', 'Geben Sie die Telefonnummer des Ansprechpartners an.'],
    broken: ({ seller: { contact } }) =>
      when(
        !blank(contact?.phone) && (contact?.phone ?? '').replace(/\D/g, '').length < 3,
        'seller.contact.phone',
        {
          value: contact?.phone ?? '',
        },
      ),
  },
  {
    id: 'BR-DE-28',
    profile: 'xrechnung',
    warning: true,
    en: ['"{value}" is no e-mail address.', 'Enter the e-mail address of the contact.'],
    de: ['„{value}“ ist keine E-Mail-Adresse.', 'Geben Sie die E-Mail-Adresse des Ansprechpartners an.'],
    broken: ({ seller: { contact } }) =>
      when(!blank(contact?.email) && !EMAIL.test(contact?.email ?? ''), 'seller.contact.email', {
        value: contact?.email ?? '',
      }),
  },
  german(
    'BR-DE-30',
    'BT-90',
    'the creditor identifier of the direct debit',
    'die Gläubiger-ID der Lastschrift',
    (d) => d.payment?.debit !== undefined && blank(d.payment.debit.creditorId),
    'payment.debit.creditorId',
  ),
  german(
    'BR-DE-31',
    'BT-91',
    'the account of the direct debit',
    'das Konto der Lastschrift',
    (d) => d.payment?.debit !== undefined && blank(d.payment.debit.account),
    'payment.debit.account',
  ),
  german(
    'PEPPOL-EN16931-R001',
    'BT-23',
    'the business process',
    'der Geschäftsprozess',
    (d) => blank(d.process),
    'process',
  ),
  german(
    'PEPPOL-EN16931-R010',
    'BT-49',
    "the buyer's electronic address",
    'die elektronische Adresse des Käufers',
    (d) => d.buyer.endpoint === undefined,
    'buyer.endpoint',
  ),
  german(
    'PEPPOL-EN16931-R020',
    'BT-34',
    "the seller's electronic address",
    'die elektronische Adresse des Verkäufers',
    (d) => d.seller.endpoint === undefined,
    'seller.endpoint',
  ),
];
