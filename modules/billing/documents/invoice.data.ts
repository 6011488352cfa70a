import { codeSvg } from '#platform/documents/codes.ts';
import type { Paper, PaperFact, PaperSender, PricedLineWords } from '#platform/documents/paper.ts';

/** Data of `invoice.typ`; all strings finished. Also good for credit notes, which have no `payment`. */
export interface InvoiceData extends Paper {
  readonly words: PricedLineWords & { readonly tax: string };
  readonly lines: readonly InvoiceLine[];
  /** net, tax by rate, gross, prepayments, and as the strong last one what is to be paid */
  readonly totals: readonly PaperFact[];
  readonly payment?: {
    readonly title: string;
    readonly rows: readonly PaperFact[];
    /** SVG text of the transfer code (EPC 069-12 for euros) */
    readonly codeSvg?: string;
  };
}

export type InvoiceLine =
  | { readonly heading: string }
  | {
      readonly position: string;
      readonly name: string;
      readonly details: readonly string[];
      readonly quantity: string;
      readonly unitPrice: string;
      /** rate of the line, `20 %` */
      readonly tax: string;
      readonly total: string;
    };

const GERMAN_SENDER: PaperSender = {
  name: 'Möbelwerk Lärchenweg',
  headLines: ['Lärchenweg 12, 70173 Stuttgart', '+49 711 496 0000', 'buero@laerchenweg.example'],
  returnLine: 'Möbelwerk Lärchenweg GmbH · Lärchenweg 12 · 70173 Stuttgart',
  footer: [
    ['Möbelwerk Lärchenweg GmbH', 'Lärchenweg 12, 70173 Stuttgart', 'Amtsgericht Stuttgart HRB 123456'],
    ['Südbank Stuttgart', 'IBAN DE02 1203 0000 0000 2020 51', 'USt-IdNr. DE123456789'],
  ],
};

export function sampleInvoice(lineCount: number): InvoiceData {
  return {
    language: 'en',
    title: 'Invoice R-2026-0187',
    pageWord: 'Page',
    sender: {
      name: 'Larch Lane Furniture',
      headLines: ['12 Larch Lane, Leeds LS1 4AP', '+44 113 496 0000', 'office@larchlane.example'],
      returnLine: 'Larch Lane Furniture Ltd · 12 Larch Lane · Leeds LS1 4AP',
      footer: [
        ['Larch Lane Furniture Ltd', '12 Larch Lane, Leeds LS1 4AP', 'Registered in England 01234567'],
        ['Northern Bank', 'IBAN GB33 BUKB 2020 1555 5555 55', 'VAT GB 123 4567 89'],
      ],
    },
    recipient: ['Forest House Ltd', 'Accounts payable', '4 Mill Street', 'York YO1 7EP'],
    facts: [
      { label: 'Invoice', value: 'R-2026-0187', strong: true },
      { label: 'Invoice date', value: '12 June 2026' },
      { label: 'Delivered', value: '12 June 2026' },
      { label: 'Order', value: 'K-1042' },
      { label: 'Delivery note', value: 'D-2026-0311' },
    ],
    opening: ['For the goods delivered on 12 June 2026 we invoice:'],
    words: {
      position: 'Pos.',
      description: 'Description',
      quantity: 'Quantity',
      unitPrice: 'Unit price',
      tax: 'VAT',
      lineTotal: 'Net',
    },
    lines: sampleInvoiceLines(
      lineCount,
      ['Base unit 600', 'W 600 × H 720 × D 560 mm, oak decor'],
      'pcs',
      '20 %',
      (n) => `£${n}`,
    ),
    totals: [
      { label: 'Net', value: '£8,412.50' },
      { label: 'VAT 20 %', value: '£1,682.50' },
      { label: 'Paid in advance on 12 May', value: '−£3,000.00' },
      { label: 'To pay', value: '£7,095.00', strong: true },
    ],
    payment: {
      title: 'Please pay by 26 June 2026',
      rows: [
        { label: 'Account', value: 'Larch Lane Furniture Ltd' },
        { label: 'IBAN', value: 'GB33 BUKB 2020 1555 5555 55' },
        { label: 'Reference', value: 'R-2026-0187', strong: true },
      ],
    },
    closing: ['The goods remain our property until they are paid in full.'],
  };
}

export function sampleInvoiceGerman(lineCount: number): InvoiceData {
  // EPC 069-12: the transfer that banking apps read from the paper.
  const transfer = [
    'BCD',
    '002',
    '1',
    'SCT',
    '',
    'Möbelwerk Lärchenweg GmbH',
    'DE02120300000000202051',
    'EUR7010.88',
    '',
    '',
    'RE-2026-0187',
  ].join('\n');
  return {
    language: 'de',
    title: 'Rechnung RE-2026-0187',
    pageWord: 'Seite',
    sender: GERMAN_SENDER,
    recipient: ['Waldhaus GmbH', 'Buchhaltung', 'Mühlstraße 4', '72070 Tübingen'],
    facts: [
      { label: 'Rechnung', value: 'RE-2026-0187', strong: true },
      { label: 'Rechnungsdatum', value: '12.06.2026' },
      { label: 'Lieferdatum', value: '12.06.2026' },
      { label: 'Auftrag', value: 'A-1042' },
      { label: 'Lieferschein', value: 'L-2026-0311' },
    ],
    opening: ['Guten Tag,', 'für die Lieferung vom 12.06.2026 berechnen wir:'],
    words: {
      position: 'Pos.',
      description: 'Bezeichnung',
      quantity: 'Menge',
      unitPrice: 'Einzelpreis',
      tax: 'USt.',
      lineTotal: 'Netto',
    },
    lines: sampleInvoiceLines(
      lineCount,
      ['Unterschrank 600', 'B 600 × H 720 × T 560 mm, Dekor Eiche'],
      'Stk.',
      '19 %',
      (n) => `${n.replace('.', ',')} €`,
    ),
    totals: [
      { label: 'Netto', value: '8.412,50 €' },
      { label: 'Umsatzsteuer 19 %', value: '1.598,38 €' },
      { label: 'Anzahlung vom 12.05.', value: '−3.000,00 €' },
      { label: 'Zu zahlen', value: '7.010,88 €', strong: true },
    ],
    payment: {
      title: 'Bitte zahlen Sie bis 26.06.2026',
      rows: [
        { label: 'Konto', value: 'Möbelwerk Lärchenweg GmbH' },
        { label: 'IBAN', value: 'DE02 1203 0000 0000 2020 51' },
        { label: 'Verwendungszweck', value: 'RE-2026-0187', strong: true },
      ],
      codeSvg: codeSvg('qr', transfer),
    },
    closing: ['Die Ware bleibt bis zur vollständigen Bezahlung unser Eigentum.'],
  };
}

function sampleInvoiceLines(
  count: number,
  [name, detail]: readonly [string, string],
  unit: string,
  tax: string,
  money: (net: string) => string,
): InvoiceLine[] {
  return Array.from({ length: count }, (_, i) => {
    const quantity = (i % 3) + 1;
    const unitCents = 12_450 + i * 37;
    return {
      position: String(i + 1),
      name: `${name}, item ${i + 1}`,
      details: [detail],
      quantity: `${quantity} ${unit}`,
      unitPrice: money((unitCents / 100).toFixed(2)),
      tax,
      total: money(((unitCents * quantity) / 100).toFixed(2)),
    };
  });
}
