import type {
  Paper,
  PaperSender,
  PricedLine,
  PricedLineWords,
  PaperFact,
} from '#platform/documents/paper.ts';

/** Data of `quote.typ`. Every string is finished: formatted, with unit and currency, in the reader's language. */
export interface QuoteData extends Paper {
  readonly words: PricedLineWords;
  readonly lines: readonly PricedLine[];
  /** net, tax by rate, gross; the strong one is the amount that counts */
  readonly totals: readonly PaperFact[];
  /** lines to sign on (place and day, signature); absent when quotes are accepted online only */
  readonly acceptance?: readonly { readonly label: string; readonly svg?: string }[];
}

const SENDER: PaperSender = {
  name: 'Larch Lane Furniture',
  headLines: ['12 Larch Lane, Leeds LS1 4AP', '+44 113 496 0000', 'office@larchlane.example'],
  returnLine: 'Larch Lane Furniture Ltd · 12 Larch Lane · Leeds LS1 4AP',
  footer: [
    ['Larch Lane Furniture Ltd', '12 Larch Lane, Leeds LS1 4AP', 'Registered in England 01234567'],
    ['Northern Bank', 'IBAN GB33 BUKB 2020 1555 5555 55', 'VAT GB 123 4567 89'],
  ],
};

/** A sample in English with as many lines as asked for, 1 and up. */
export function sampleQuote(lineCount: number): QuoteData {
  return {
    language: 'en',
    title: 'Quote Q-2026-0042',
    pageWord: 'Page',
    sender: SENDER,
    recipient: ['Forest House Ltd', 'Ms Amelia Green', '4 Mill Street', 'York YO1 7EP'],
    facts: [
      { label: 'Quote', value: 'Q-2026-0042', strong: true },
      { label: 'Date', value: '4 May 2026' },
      { label: 'Valid until', value: '3 June 2026' },
      { label: 'Customer', value: 'C-1007' },
      { label: 'Your reference', value: 'Kitchen, plot 14' },
    ],
    opening: [
      'Dear Ms Green,',
      'Thank you for your enquiry. We are glad to offer you the following furniture, made to measure in our workshop:',
    ],
    words: {
      position: 'Pos.',
      description: 'Description',
      quantity: 'Quantity',
      unitPrice: 'Unit price',
      lineTotal: 'Amount',
    },
    lines: sampleLines(
      lineCount,
      (net) => `£${net}`,
      'pcs',
      ['Kitchen, ground floor', 'Bedroom'],
      [
        ['Base unit 600', 'W 600 × H 720 × D 560 mm, oak decor H1145, front 1 mm edge'],
        ['Wardrobe 1000', 'W 1,000 × H 2,200 × D 600 mm, white W980, 2 doors, soft close'],
      ],
    ),
    totals: [
      { label: 'Net', value: '£8,412.50' },
      { label: 'VAT 20 %', value: '£1,682.50' },
      { label: 'Total', value: '£10,095.00', strong: true },
    ],
    closing: [
      'Delivery about five weeks after your order, carried in and set up. Payment within 14 days of the invoice without deduction.',
      'To accept, sign below and send this page back, or open the quote online.',
    ],
    acceptance: [{ label: 'Place, date' }, { label: 'Signature' }],
  };
}

/** The same in German. */
export function sampleQuoteGerman(lineCount: number): QuoteData {
  const english = sampleQuote(lineCount);
  return {
    ...english,
    language: 'de',
    title: 'Angebot AN-2026-0042',
    pageWord: 'Seite',
    sender: {
      name: 'Möbelwerk Lärchenweg',
      headLines: ['Lärchenweg 12, 70173 Stuttgart', '+49 711 496 0000', 'buero@laerchenweg.example'],
      returnLine: 'Möbelwerk Lärchenweg GmbH · Lärchenweg 12 · 70173 Stuttgart',
      footer: [
        ['Möbelwerk Lärchenweg GmbH', 'Lärchenweg 12, 70173 Stuttgart', 'Amtsgericht Stuttgart HRB 123456'],
        ['Südbank Stuttgart', 'IBAN DE02 1203 0000 0000 2020 51', 'USt-IdNr. DE123456789'],
      ],
    },
    recipient: ['Waldhaus GmbH', 'Frau Anneliese Grün', 'Mühlstraße 4', '72070 Tübingen'],
    facts: [
      { label: 'Angebot', value: 'AN-2026-0042', strong: true },
      { label: 'Datum', value: '04.05.2026' },
      { label: 'Gültig bis', value: '03.06.2026' },
      { label: 'Kundennummer', value: 'K-1007' },
      { label: 'Ihr Zeichen', value: 'Küche Haus 14' },
    ],
    opening: [
      'Sehr geehrte Frau Grün,',
      'vielen Dank für Ihre Anfrage. Gern bieten wir Ihnen folgende Möbel nach Maß aus unserer Werkstatt an:',
    ],
    words: {
      position: 'Pos.',
      description: 'Bezeichnung',
      quantity: 'Menge',
      unitPrice: 'Einzelpreis',
      lineTotal: 'Betrag',
    },
    lines: sampleLines(
      lineCount,
      (net) => `${net.replace('.', ',')} €`,
      'Stk.',
      ['Küche, Erdgeschoss', 'Schlafzimmer'],
      [
        ['Unterschrank 600', 'B 600 × H 720 × T 560 mm, Dekor Eiche H1145, Front mit 1-mm-Kante'],
        ['Kleiderschrank 1000', 'B 1.000 × H 2.200 × T 600 mm, Weiß W980, 2 Türen mit Dämpfung'],
      ],
    ),
    totals: [
      { label: 'Netto', value: '8.412,50 €' },
      { label: 'Umsatzsteuer 19 %', value: '1.598,38 €' },
      { label: 'Gesamtbetrag', value: '10.010,88 €', strong: true },
    ],
    closing: [
      'Lieferung etwa fünf Wochen nach Auftrag, frei Verwendungsstelle und aufgestellt. Zahlbar 14 Tage nach Rechnung ohne Abzug.',
      'Zur Annahme bitte unterschrieben zurücksenden oder das Angebot online öffnen.',
    ],
    acceptance: [{ label: 'Ort, Datum' }, { label: 'Unterschrift' }],
  };
}

/** Lines `Item 1` … `Item n` with a heading before the first and before the 21st, so that tests can look for each of them. */
function sampleLines(
  count: number,
  money: (net: string) => string,
  unit: string,
  headings: readonly [string, string],
  products: readonly (readonly [name: string, detail: string])[],
): PricedLine[] {
  return Array.from({ length: count }, (_, i): PricedLine[] => {
    const [name, detail] = products[i % products.length]!;
    const heading = i === 0 ? headings[0] : i === 20 ? headings[1] : undefined;
    const quantity = (i % 3) + 1;
    const unitPence = 12_450 + i * 37;
    const pounds = (pence: number): string => (pence / 100).toFixed(2);
    return [
      ...(heading === undefined ? [] : [{ heading }]),
      {
        position: String(i + 1),
        name: `${name}, item ${i + 1}`,
        details: [detail],
        quantity: `${quantity} ${unit}`,
        unitPrice: money(pounds(unitPence)),
        total: money(pounds(unitPence * quantity)),
      },
    ];
  }).flat();
}
