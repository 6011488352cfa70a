import { addDays } from '#domain/kernel/days.ts';
import { minor } from '#domain/kernel/units.ts';
import { completeInvoice, type InvoiceDraft, type LineDraft } from '#domain/formats/e-invoice/complete.ts';
import type { InvoiceDocument, LineTax, Party } from '#domain/formats/e-invoice/document.ts';

/**
 * Thirty documents that a factory could have issued, each with something of its own: categories of tax, several rates,
 * allowances and charges, deposits, rounding, credit notes, kinds of payment, currencies. Fixed, so that each run writes the
 * same bytes.
 */
const SELLER: Party = {
  name: 'Larch Lane Möbel GmbH',
  tradingName: 'Larch Lane',
  ids: [{ id: '4012345000009', scheme: '0088' }],
  registration: { id: 'HRB 12345 B' },
  vatId: 'DE123456789',
  taxNumber: '37/123/45678',
  legalText: 'Amtsgericht Charlottenburg, Geschäftsführerin: Mara Lind',
  endpoint: { id: 'rechnung@larchlane.example', scheme: 'EM' },
  address: { line1: 'Lärchenweg 7', city: 'Berlin', postCode: '12435', country: 'DE' },
  contact: { name: 'Mara Lind', phone: '+49 30 1234567', email: 'rechnung@larchlane.example' },
};
const BUYER: Party = {
  name: 'Küchenstudio Brandt & Söhne KG',
  ids: [{ id: 'K-1007' }],
  registration: { id: 'HRA 998' },
  vatId: 'DE987654321',
  endpoint: { id: 'einkauf@brandt.example', scheme: 'EM' },
  address: { line1: 'Hafenstraße 12', line2: 'Tor 3', city: 'Hamburg', postCode: '20457', country: 'DE' },
  contact: { name: 'Ole Brandt', email: 'einkauf@brandt.example' },
};
const abroad = (country: string, vatId: string | undefined, city: string, postCode: string): Party => {
  const { vatId: _, registration: __, ...rest } = BUYER;
  return {
    ...rest,
    name: `Studio ${city}`,
    ...(vatId === undefined ? {} : { vatId }),
    address: { line1: 'Main Street 1', city, postCode, country },
  };
};
/** Outside the scope of tax nobody shows a VAT number (BR-O-02). */
const withoutVat = ({ vatId: _, ...party }: Party): Party => party;

const S19: LineTax = { category: 'S', percent: '19' };
const S7: LineTax = { category: 'S', percent: '7' };
const AE: LineTax = { category: 'AE', percent: '0' };
const E: LineTax = { category: 'E', percent: '0' };

function line(
  id: string,
  name: string,
  quantity: string,
  net: string,
  more: Partial<LineDraft> = {},
): LineDraft {
  return {
    id,
    quantity,
    unit: 'H87',
    price: { net },
    tax: S19,
    ...more,
    item: { name, ...more.item },
  };
}

const CUPBOARD = line('1', 'Base unit BASE600, oak', '4', '289.90', {
  item: { name: 'Base unit BASE600, oak', sellerId: 'BASE600', description: '600 × 720 × 560 mm' },
});
const DRAWERS = line('2', 'Drawer set', '6', '74.35');
const HOURS = line('3', 'Fitting', '7.5', '58', { unit: 'HUR' });
const TRANSFER: NonNullable<InvoiceDraft['payment']> = {
  means: '58',
  meansText: 'SEPA credit transfer',
  remittance: 'RF18539007547034',
  transfers: [{ account: 'DE89370400440532013000', name: 'Larch Lane Möbel GmbH', bic: 'COBADEFFXXX' }],
};

type Change = Partial<InvoiceDraft>;

function draft(number: number, change: Change): InvoiceDraft {
  const issuedOn = addDays('2026-03-02', number);
  return {
    profile: 'xrechnung',
    process: 'urn:fdc:peppol.eu:2017:poacc:billing:01:1.0',
    type: '380',
    number: `INV-2026-${(100 + number).toString().padStart(4, '0')}`,
    issuedOn,
    currency: 'EUR',
    dueOn: addDays(issuedOn, 14),
    buyerReference: '04011000-12345-34',
    order: 'PO-4711',
    seller: SELLER,
    buyer: BUYER,
    delivery: { on: addDays(issuedOn, -2), name: BUYER.name, address: BUYER.address },
    payment: TRANSFER,
    lines: [CUPBOARD, DRAWERS],
    ...change,
  };
}

const REVERSE = { AE: { text: 'Reverse charge', code: 'VATEX-EU-AE' } };
const NL = abroad('NL', 'NL123456782B12', 'Utrecht', '3511 AB');
const EN: Change = { profile: 'en16931' };
const NOTE: Change = { type: '381', preceding: [{ number: 'INV-2026-0101', issuedOn: '2026-03-03' }] };

const CHANGES: readonly (readonly [name: string, change: Change])[] = [
  ['plain', {}],
  ['two-rates', { lines: [CUPBOARD, line('2', 'Handbook', '3', '19.95', { tax: S7 })] }],
  [
    'three-rates',
    {
      lines: [
        CUPBOARD,
        line('2', 'Handbook', '3', '19.95', { tax: S7 }),
        line('3', 'Tool, Swiss rate', '1', '99.99', { tax: { category: 'S', percent: '8.1' } }),
      ],
    },
  ],
  ['reverse-charge', { lines: [{ ...CUPBOARD, tax: AE }], buyer: NL, exemptions: REVERSE }],
  [
    'intra-community',
    {
      lines: [{ ...CUPBOARD, tax: { category: 'K', percent: '0' } }],
      buyer: NL,
      delivery: { on: '2026-03-01', address: NL.address },
      exemptions: { K: { text: 'Intra-community supply', code: 'VATEX-EU-IC' } },
    },
  ],
  [
    'export',
    {
      lines: [{ ...CUPBOARD, tax: { category: 'G', percent: '0' } }],
      buyer: abroad('CH', undefined, 'Basel', '4051'),
      exemptions: { G: { text: 'Export outside the EU', code: 'VATEX-EU-G' } },
    },
  ],
  [
    'exempt',
    { lines: [{ ...HOURS, id: '1', tax: E }], exemptions: { E: { text: 'Umsatzsteuerfrei nach § 4 UStG' } } },
  ],
  [
    'zero-rated',
    {
      lines: [{ ...CUPBOARD, tax: { category: 'Z', percent: '0' } }],
      buyer: abroad('IE', 'IE6388047V', 'Dublin', 'D02'),
    },
  ],
  [
    'outside-scope',
    {
      ...EN,
      lines: [{ ...CUPBOARD, tax: { category: 'O' } }],
      seller: withoutVat(SELLER),
      buyer: withoutVat(BUYER),
      exemptions: { O: { text: 'Not subject to VAT', code: 'VATEX-EU-O' } },
    },
  ],
  [
    'mixed-categories',
    {
      lines: [CUPBOARD, { ...HOURS, id: '2', tax: E }],
      exemptions: { E: { text: 'Umsatzsteuerfrei nach § 4 UStG' } },
    },
  ],
  [
    'document-allowance',
    {
      adjustments: [
        { kind: 'allowance', percent: '5', reason: 'Dealer discount', reasonCode: '95', tax: S19 },
      ],
    },
  ],
  [
    'document-charge',
    {
      adjustments: [
        { kind: 'charge', amountMinor: minor(49_00), reason: 'Freight', reasonCode: 'FC', tax: S19 },
      ],
    },
  ],
  [
    'allowances-by-rate',
    {
      lines: [CUPBOARD, line('2', 'Handbook', '3', '19.95', { tax: S7 })],
      adjustments: [
        { kind: 'allowance', amountMinor: minor(33_33), reason: 'Bonus', tax: S19 },
        { kind: 'allowance', amountMinor: minor(1_99), reason: 'Bonus', tax: S7 },
        { kind: 'charge', amountMinor: minor(12_50), reason: 'Packing', tax: S7 },
      ],
    },
  ],
  [
    'line-allowance-and-charge',
    {
      lines: [
        {
          ...CUPBOARD,
          adjustments: [
            { kind: 'allowance', percent: '10', reason: 'Exhibition piece' },
            { kind: 'charge', amountMinor: minor(25_00), reason: 'Special colour' },
          ],
        },
        DRAWERS,
      ],
    },
  ],
  [
    'price-discount',
    { lines: [{ ...CUPBOARD, price: { net: '260.91', discount: { gross: '289.9', amount: '28.99' } } }] },
  ],
  [
    'base-quantity',
    {
      lines: [
        line('1', 'Screw 4 × 30', '1250', '3.75', { price: { net: '3.75', baseQuantity: '100' } }),
        line('2', 'Edge band', '137.25', '0.4375', { unit: 'MTR' }),
      ],
    },
  ],
  [
    'prepayment',
    {
      prepaidMinor: minor(500_00),
      notes: [{ subject: 'AAI', text: 'Deposit invoice DEP-12 of 500.00 EUR is deducted.' }],
    },
  ],
  ['prepaid-whole', { lines: [line('1', 'Table', '1', '100')], prepaidMinor: minor(119_00) }],
  [
    'rounding',
    {
      ...EN,
      currency: 'CHF',
      seller: SELLER,
      roundingMinor: minor(1),
      payment: { means: '30', transfers: [{ account: 'CH9300762011623852957' }] },
    },
  ],
  ['credit-note', { ...NOTE, lines: [{ ...CUPBOARD, quantity: '1' }] }],
  [
    'credit-note-two-rates',
    {
      ...NOTE,
      lines: [{ ...CUPBOARD, quantity: '1' }, line('2', 'Handbook', '1', '19.95', { tax: S7 })],
      adjustments: [{ kind: 'allowance', amountMinor: minor(5_00), reason: 'Used for a week', tax: S19 }],
    },
  ],
  [
    'credit-note-reverse-charge',
    { ...NOTE, lines: [{ ...CUPBOARD, tax: AE }], buyer: NL, exemptions: REVERSE },
  ],
  ['corrected', { type: '384', preceding: [{ number: 'INV-2026-0101', issuedOn: '2026-03-03' }] }],
  [
    'partial-period',
    {
      type: '326',
      period: { from: '2026-03-01', until: '2026-03-31' },
      lines: [{ ...HOURS, id: '1', period: { from: '2026-03-01', until: '2026-03-15' } }],
    },
  ],
  [
    'direct-debit',
    {
      payment: {
        means: '59',
        remittance: 'INV',
        debit: { mandate: 'M-2026-17', creditorId: 'DE98ZZZ09999999999', account: 'DE89370400440532013000' },
      },
    },
  ],
  [
    'card',
    { payment: { means: '48', meansText: 'Card', card: { lastDigits: '4242', holder: 'Ole Brandt' } } },
  ],
  ['early-payment', { paymentTerms: '#SKONTO#TAGE=10#PROZENT=2.00#\n' }],
  [
    'yen',
    {
      ...EN,
      currency: 'JPY',
      lines: [
        line('1', 'Chair', '3', '33333', { tax: { category: 'S', percent: '10' } }),
        line('2', 'Magazine', '7', '955.5', { tax: { category: 'S', percent: '8' } }),
      ],
      payment: { means: '30', transfers: [{ account: '1234567' }] },
    },
  ],
  ['returned-goods', { lines: [CUPBOARD, { ...DRAWERS, quantity: '-2', note: 'Taken back' }] }],
  [
    'everything',
    {
      salesOrder: 'SO-88',
      contract: 'C-3',
      project: 'Hafen-City',
      tender: 'T-1',
      object: { id: 'OBJ-5', scheme: 'ABZ' },
      receivingAdvice: 'GR-2',
      despatchAdvice: 'DN-2026-0042',
      accounting: '4400',
      taxPointOn: '2026-03-30',
      notes: [{ text: 'Thank you.' }],
      payee: { name: 'Factoring AG', id: { id: 'F-1' }, registration: { id: 'HRB 1' } },
      taxRepresentative: {
        name: 'Fiscal Rep B.V.',
        vatId: 'NL123456782B90',
        address: { city: 'Utrecht', postCode: '3511', country: 'NL' },
      },
      attachments: [
        {
          id: 'A-1',
          description: 'Drawing',
          file: { name: 'drawing.pdf', mime: 'application/pdf', base64: 'JVBERi0xLjQK' },
        },
        { id: 'A-2', url: 'https://example.org/photos' },
      ],
      lines: [
        {
          ...CUPBOARD,
          note: 'As agreed',
          orderLine: '10',
          accounting: '4401',
          item: {
            ...CUPBOARD.item,
            buyerId: 'B-9',
            standardId: { id: '4012345000016', scheme: '0160' },
            classifications: [{ code: '94034010', list: 'HS' }],
            originCountry: 'DE',
            attributes: [{ name: 'Colour', value: 'oak' }],
          },
        },
      ],
    },
  ],
];

export interface Sample {
  /** `01-plain` */
  readonly name: string;
  readonly document: InvoiceDocument;
}

export const SAMPLES: readonly Sample[] = CHANGES.map(([name, change], at) => ({
  name: `${(at + 1).toString().padStart(2, '0')}-${name}`,
  document: completeInvoice(draft(at + 1, change)),
}));
