import fc from 'fast-check';
import { addDays } from '#domain/kernel/days.ts';
import { minor } from '#domain/kernel/units.ts';
import { xmlSafe } from '#domain/kernel/xml.ts';
import { pointAt } from '#domain/money/fraction.ts';
import { completeInvoice, plainDecimal, type InvoiceDraft } from './complete.ts';
import type { InvoiceDocument, LineTax } from './document.ts';

/**
 * Random documents, every field of the model now absent, now full of marks that XML has to escape. They are well formed, not
 * all of them keep the rules: reading must not depend on that.
 */
const text = fc
  .oneof(
    fc.string({ minLength: 1, maxLength: 24, unit: 'grapheme' }),
    fc.constantFrom('A & B <GmbH>', 'Tür "Eiche"', "l'ébéniste", ']]>', '#', '1 < 2\nzweite Zeile', 'ẞ·木'),
  )
  // What a reader trims, and what XML turns into a line feed, is not part of the text.
  .map((raw) => xmlSafe(raw).replace(/\s+/g, ' ').trim() || 'x');
const lines = text.map((one) => (one.includes(' ') ? one.replace(' ', '\n') : one));
const word = fc.stringMatching(/^[A-Z0-9]{1,12}$/);
const day = fc.integer({ min: 0, max: 9000 }).map((n) => addDays('2020-01-01', n));
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });
const list = <T>(of: fc.Arbitrary<T>) => maybe(fc.array(of, { minLength: 1, maxLength: 3 }));
/** Members that are undefined are taken out, as documents have them. */
function only<T>(value: T): T {
  if (Array.isArray(value)) return value.map((one: unknown) => only(one)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([name, member]) => [name, only(member as unknown)]),
  ) as T;
}
const decimalText = (max: number, places: number) =>
  fc
    .tuple(fc.integer({ min: 0, max }), fc.integer({ min: 0, max: places }))
    .map(([scaled, digits]) => plainDecimal(pointAt(BigInt(scaled), digits)));

const plainId = fc.record({ id: word });
const id = fc.record({ id: word, scheme: fc.constantFrom('0088', '0060', '9930') });
const address = fc.record({
  line1: maybe(text),
  line2: maybe(text),
  line3: maybe(text),
  city: maybe(text),
  postCode: maybe(word),
  region: maybe(text),
  country: fc.constantFrom('DE', 'AT', 'NL', 'JP'),
});
const contact = fc
  .record({ name: maybe(text), phone: maybe(word), email: maybe(word) })
  .map((one) => ((one.name ?? one.phone ?? one.email) ? one : undefined));
const party = (seller: boolean) =>
  fc.record({
    name: text,
    tradingName: maybe(text),
    ids: maybe(fc.tuple(plainId, id).map((both) => (seller ? both : both.slice(0, 1)))),
    registration: maybe(fc.oneof(id, plainId)),
    vatId: maybe(word.map((one) => `DE${one}`)),
    taxNumber: maybe(word),
    legalText: seller ? maybe(lines) : fc.constant(undefined),
    endpoint: maybe(id),
    address,
    contact: maybe(contact),
  });
const period = fc
  .record({ from: maybe(day), until: maybe(day) })
  .map((one) => ((one.from ?? one.until) ? one : undefined));
const tax: fc.Arbitrary<LineTax> = fc.constantFrom<LineTax>(
  { category: 'S', percent: '19' },
  { category: 'S', percent: '7' },
  { category: 'S', percent: '8.1' },
  { category: 'AE', percent: '0' },
  { category: 'K', percent: '0' },
  { category: 'E', percent: '0' },
  { category: 'O' },
);
const cents = (max: number) => fc.integer({ min: 0, max }).map((n) => minor(n));
const adjustment = fc.record({
  kind: fc.constantFrom('allowance' as const, 'charge' as const),
  amountMinor: cents(100_000),
  baseMinor: maybe(cents(1_000_000)),
  percent: maybe(decimalText(1000, 2)),
  reason: maybe(text),
  reasonCode: maybe(word),
});
const price = fc
  .tuple(decimalText(1_000_000, 4), maybe(decimalText(1000, 3)), maybe(fc.constantFrom('10', '100', '0.5')))
  .map(([net, discount, baseQuantity]) => ({
    net,
    discount: discount === undefined ? undefined : { gross: net, amount: discount },
    baseQuantity,
  }));
const line = fc.record({
  id: word,
  note: maybe(lines),
  quantity: fc
    .tuple(decimalText(100_000, 3), fc.boolean())
    .map(([n, back]) => (back && n !== '0' ? `-${n}` : n)),
  unit: fc.constantFrom('H87', 'HUR', 'MTK'),
  orderLine: maybe(word),
  accounting: maybe(word),
  period: maybe(period),
  adjustments: list(adjustment),
  price,
  tax,
  item: fc.record({
    name: text,
    description: maybe(lines),
    sellerId: maybe(word),
    buyerId: maybe(word),
    standardId: maybe(id),
    classifications: list(fc.record({ code: word, list: fc.constant('STI'), version: maybe(word) })),
    originCountry: maybe(fc.constantFrom('DE', 'PL')),
    attributes: list(fc.record({ name: text, value: text })),
  }),
});
const payment = fc.record({
  means: fc.constantFrom('58', '30', '59', '48', '10'),
  meansText: maybe(text),
  remittance: maybe(text),
  transfers: list(
    fc.record({
      account: fc.constantFrom('DE89370400440532013000', '12345'),
      name: maybe(text),
      bic: maybe(word),
    }),
  ),
  card: maybe(fc.record({ lastDigits: fc.constant('1234'), holder: maybe(text) })),
  debit: maybe(fc.record({ mandate: word, creditorId: maybe(word), account: maybe(word) })),
});
const head = fc.record({
  profile: fc.constantFrom('en16931' as const, 'xrechnung' as const),
  process: maybe(word),
  type: fc.constantFrom('380' as const, '381' as const, '384' as const, '389' as const, '261' as const),
  number: text,
  issuedOn: day,
  currency: fc.constantFrom('EUR', 'JPY', 'CHF'),
  declaredTax: maybe(cents(100_000).map((taxMinor) => ({ currency: 'USD', taxMinor }))),
  taxPointOn: maybe(day),
  dueOn: maybe(day),
  buyerReference: maybe(text),
  project: maybe(word),
  contract: maybe(word),
  order: maybe(word),
  salesOrder: maybe(word),
  receivingAdvice: maybe(word),
  despatchAdvice: maybe(word),
  tender: maybe(word),
  object: maybe(fc.oneof(id, plainId)),
  accounting: maybe(word),
  paymentTerms: maybe(lines),
});
const rest = fc.record({
  notes: list(fc.record({ subject: maybe(fc.constant('AAI')), text: lines })),
  preceding: list(fc.record({ number: text, issuedOn: maybe(day) })),
  seller: party(true),
  buyer: party(false),
  payee: maybe(fc.record({ name: text, id: maybe(fc.oneof(id, plainId)), registration: maybe(id) })),
  taxRepresentative: maybe(fc.record({ name: text, vatId: word, address })),
  delivery: maybe(
    fc.record({
      name: text,
      locationId: maybe(fc.oneof(id, plainId)),
      on: maybe(day),
      address: maybe(address),
    }),
  ),
  period: maybe(period),
  payment: maybe(payment),
  adjustments: list(fc.tuple(adjustment, tax).map(([one, of]) => ({ ...one, tax: of }))),
  attachments: list(
    fc.record({
      id: word,
      description: maybe(text),
      url: maybe(fc.constant('https://example.org/a?b=1&c=2')),
      file: maybe(fc.constant({ name: 'plan.pdf', mime: 'application/pdf', base64: 'AAEC' })),
    }),
  ),
  lines: fc.array(line, { minLength: 1, maxLength: 4 }),
  prepaidMinor: maybe(cents(1000)),
  roundingMinor: maybe(fc.constantFrom(minor(-2), minor(3))),
});

/** A random document, and one that both syntaxes can carry whole. */
export const anyInvoice: fc.Arbitrary<InvoiceDocument> = fc.tuple(head, rest).map(([top, more]) => {
  const draft = only({
    ...top,
    ...more,
    exemptions: {
      AE: { text: 'Reverse charge', code: 'VATEX-EU-AE' },
      E: { text: 'Exempt' },
      O: { text: 'Not subject to VAT' },
    },
  }) as unknown as InvoiceDraft;
  return completeInvoice(draft);
});
