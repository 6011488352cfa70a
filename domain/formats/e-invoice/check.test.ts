import { describe, expect, test } from 'vitest';
import { addDays } from '#domain/kernel/days.ts';
import { minor } from '#domain/kernel/units.ts';
import { checkInvoice, INVOICE_RULES, ruleKey } from './check.ts';
import { completeInvoice, type InvoiceDraft } from './complete.ts';
import type { InvoiceDocument, LineTax } from './document.ts';
import { invoiceWords } from './words.ts';

const PARTY = {
  name: 'Larch Lane GmbH',
  vatId: 'DE123456789',
  endpoint: { id: 'a@b.example', scheme: 'EM' },
  address: { city: 'Berlin', postCode: '12435', country: 'DE' },
  contact: { name: 'Mara', phone: '030 1234', email: 'mara@larch.example' },
};
const S19: LineTax = { category: 'S', percent: '19' };
const EXEMPTIONS = Object.fromEntries(
  (['E', 'AE', 'K', 'G', 'O'] as const).map((category) => [category, { text: `because of ${category}` }]),
);
const DRAFT: InvoiceDraft = {
  profile: 'xrechnung',
  process: 'p',
  type: '380',
  number: 'INV-1',
  issuedOn: '2026-05-01',
  currency: 'EUR',
  dueOn: addDays('2026-05-01', 14),
  buyerReference: 'r',
  seller: PARTY,
  buyer: { ...PARTY, name: 'Brandt KG' },
  delivery: { on: '2026-05-01', address: PARTY.address },
  period: { from: '2026-05-01', until: '2026-05-31' },
  payment: { means: '58', transfers: [{ account: 'DE89370400440532013000' }] },
  lines: [
    {
      id: '1',
      quantity: '3',
      unit: 'H87',
      price: { net: '33.333', discount: { gross: '40', amount: '6.667' } },
      tax: S19,
      period: { from: '2026-05-01' },
      adjustments: [
        { kind: 'allowance', amountMinor: minor(1_00), baseMinor: minor(10_00), reason: 'r' },
        { kind: 'charge', amountMinor: minor(2_00), baseMinor: minor(10_00), reason: 'r' },
      ],
      item: {
        name: 'Chair',
        standardId: { id: '1', scheme: '0160' },
        classifications: [{ code: 'c', list: 'HS' }],
        attributes: [{ name: 'n', value: 'v' }],
      },
    },
  ],
  adjustments: [
    { kind: 'allowance', amountMinor: minor(5_00), baseMinor: minor(50_00), reason: 'r', tax: S19 },
    { kind: 'charge', amountMinor: minor(7_00), baseMinor: minor(70_00), reason: 'r', tax: S19 },
  ],
  exemptions: EXEMPTIONS,
  prepaidMinor: minor(10_00),
  roundingMinor: minor(1),
  preceding: [{ number: 'INV-0' }],
  payee: { name: 'Bank' },
  taxRepresentative: { name: 'Rep', vatId: 'DE1', address: { country: 'DE' } },
  attachments: [{ id: 'A', file: { name: 'a.pdf', mime: 'application/pdf', base64: '' } }],
};
const GOOD = completeInvoice(DRAFT);
const broken = (document: InvoiceDocument): string[] => [
  ...new Set(checkInvoice(document).map((one) => one.rule)),
];

/** A copy with one value at a path replaced; `undefined` takes it out. */
function put<T>(document: T, path: string, value: unknown): T {
  const [key = '', ...rest] = path.split('.');
  const inner = (document as Record<string, unknown> | undefined)?.[key];
  const next = rest.length > 0 ? put(inner, rest.join('.'), value) : value;
  if (Array.isArray(document)) return Object.assign([...(document as unknown[])], { [key]: next }) as T;
  const others = Object.entries((document ?? {}) as object).filter(([name]) => name !== key);
  return Object.fromEntries(next === undefined ? others : [...others, [key, next]]) as T;
}

/** Rule, path, value: with that value at that path the good document breaks the rule. */
const CASES: readonly (readonly [rule: string, path: string, value: unknown])[] = [
  ['BR-02', 'number', ' '],
  ['BR-03', 'issuedOn', ''],
  ['BR-05', 'currency', ''],
  ['BR-06', 'seller.name', ''],
  ['BR-07', 'buyer.name', ''],
  ['BR-09', 'seller.address.country', ''],
  ['BR-11', 'buyer.address.country', ''],
  ['BR-16', 'lines', []],
  ['BR-17', 'payee.name', ''],
  ['BR-18', 'taxRepresentative.name', ''],
  ['BR-20', 'taxRepresentative.address.country', ''],
  ['BR-21', 'lines.0.id', ''],
  ['BR-23', 'lines.0.unit', ''],
  ['BR-25', 'lines.0.item.name', ''],
  ['BR-27', 'lines.0.price.net', '-1'],
  ['BR-28', 'lines.0.price.discount.gross', '-1'],
  ['BR-29', 'period.until', '2026-04-30'],
  ['BR-30', 'lines.0.period.until', '2026-04-30'],
  ['BR-33', 'adjustments.0.reason', undefined],
  ['BR-CO-21', 'adjustments.0.reason', undefined],
  ['BR-38', 'adjustments.1.reason', undefined],
  ['BR-CO-22', 'adjustments.1.reason', undefined],
  ['BR-42', 'lines.0.adjustments.0.reason', undefined],
  ['BR-CO-23', 'lines.0.adjustments.0.reason', undefined],
  ['BR-44', 'lines.0.adjustments.1.reason', undefined],
  ['BR-CO-24', 'lines.0.adjustments.1.reason', undefined],
  ['BR-48', 'taxes.0.percent', undefined],
  ['BR-49', 'payment.means', ''],
  ['BR-50', 'payment.transfers.0.account', ''],
  ['BR-51', 'payment.card', { lastDigits: '12345678901' }],
  ['BR-52', 'attachments.0.id', ''],
  ['BR-54', 'lines.0.item.attributes.0.value', ''],
  ['BR-55', 'preceding.0.number', ''],
  ['BR-56', 'taxRepresentative.vatId', ''],
  ['BR-57', 'delivery.address.country', ''],
  ['BR-61', 'payment.transfers', undefined],
  ['BR-62', 'seller.endpoint.scheme', undefined],
  ['BR-63', 'buyer.endpoint.scheme', undefined],
  ['BR-64', 'lines.0.item.standardId.scheme', undefined],
  ['BR-65', 'lines.0.item.classifications.0.list', ''],
  ['BR-CO-09', 'seller.vatId', '123456789'],
  ['BR-CO-19', 'period', {}],
  ['BR-CO-20', 'lines.0.period', {}],
  ['BR-CO-25', 'dueOn', undefined],
  ['BR-CO-26', 'seller.vatId', undefined],
  ['BR-CL-04', 'currency', 'EURO'],
  ['BR-CL-14', 'buyer.address.country', 'XX'],
  ['BR-CL-16', 'payment.means', '99'],
  ['BR-CO-10', 'totals.linesMinor', minor(1)],
  ['BR-CO-11', 'totals.allowancesMinor', undefined],
  ['BR-CO-12', 'totals.chargesMinor', minor(1)],
  ['BR-CO-13', 'totals.netMinor', minor(1)],
  ['BR-CO-14', 'totals.taxMinor', minor(1)],
  ['BR-CO-15', 'totals.grossMinor', minor(1)],
  ['BR-CO-16', 'totals.payableMinor', minor(1)],
  ['BR-CO-17', 'taxes.0.taxMinor', minor(1)],
  ['BR-CO-18', 'taxes', []],
  ['PEPPOL-EN16931-R120', 'lines.0.quantity', '4'],
  ['BR-DE-1', 'payment', undefined],
  ['BR-DE-2', 'seller.contact', undefined],
  ['BR-DE-3', 'seller.address.city', undefined],
  ['BR-DE-4', 'seller.address.postCode', undefined],
  ['BR-DE-5', 'seller.contact.name', undefined],
  ['BR-DE-6', 'seller.contact.phone', undefined],
  ['BR-DE-7', 'seller.contact.email', undefined],
  ['BR-DE-8', 'buyer.address.city', undefined],
  ['BR-DE-9', 'buyer.address.postCode', undefined],
  ['BR-DE-10', 'delivery.address.city', undefined],
  ['BR-DE-11', 'delivery.address.postCode', undefined],
  ['BR-DE-14', 'taxes.0.percent', undefined],
  ['BR-DE-15', 'buyerReference', undefined],
  ['BR-DE-17', 'type', '386'],
  ['BR-DE-18', 'paymentTerms', '#SKONTO#TAGE=14#PROZENT=2#'],
  ['BR-DE-19', 'payment.transfers.0.account', 'DE88370400440532013000'],
  ['BR-DE-20', 'payment', { means: '59', debit: { mandate: 'm', creditorId: 'c', account: '123' } }],
  ['BR-DE-22', 'attachments.1', { id: 'B', file: { name: 'a.pdf', mime: 'application/pdf', base64: '' } }],
  ['BR-DE-23-a', 'payment.transfers', []],
  ['BR-DE-23-b', 'payment.card', { lastDigits: '1234' }],
  ['BR-DE-24-a', 'payment', { means: '48' }],
  ['BR-DE-24-b', 'payment.means', '48'],
  ['BR-DE-25-a', 'payment', { means: '59' }],
  ['BR-DE-25-b', 'payment.means', '59'],
  ['BR-DE-27', 'seller.contact.phone', '12'],
  ['BR-DE-28', 'seller.contact.email', 'mara@'],
  ['BR-DE-30', 'payment.debit', { mandate: 'm', account: 'a' }],
  ['BR-DE-31', 'payment.debit', { mandate: 'm', creditorId: 'c' }],
  ['PEPPOL-EN16931-R001', 'process', undefined],
  ['PEPPOL-EN16931-R010', 'buyer.endpoint', undefined],
  ['PEPPOL-EN16931-R020', 'seller.endpoint', undefined],
];

test('the good document breaks no rule', () => expect(checkInvoice(GOOD)).toEqual([]));

test.each(CASES)('%s: %s', (rule, path, value) => {
  const bad = put(GOOD, path, value);
  expect(broken(bad)).toContain(rule);
});

test('more than one value at once', () => {
  expect(broken(put(put(GOOD, 'type', '384'), 'preceding', undefined))).toEqual(['BR-DE-26']);
  const nobody = put(put(GOOD, 'seller.vatId', undefined), 'taxRepresentative', undefined);
  expect(broken(nobody)).toEqual(['BR-CO-26', 'BR-S-02', 'BR-S-03', 'BR-S-04', 'BR-DE-16']);
});

test('the German rules hold only for the German profile, and a finding says where and why', () => {
  // 3 × 33.333 − 1.00 + 2.00 → 101.00; − 5.00 + 7.00 = 103.00; + 19 % = 122.57; − 10.00 + 0.01 = 112.58
  const bad = put(put(GOOD, 'process', undefined), 'totals.grossMinor', minor(119_00));
  expect(checkInvoice({ ...bad, profile: 'en16931' })).toEqual([
    {
      rule: 'BR-CO-15',
      severity: 'fatal',
      field: 'totals.grossMinor',
      key: 'invoice.rule.BR-CO-15',
      facts: { is: '119.00', should: '122.57' },
    },
    expect.objectContaining({ rule: 'BR-CO-16', facts: { is: '112.58', should: '109.01' } }),
  ]);
});

describe('categories of tax', () => {
  const NAMES = { S: 'S', Z: 'Z', E: 'E', AE: 'AE', K: 'IC', G: 'G', O: 'O' } as const;
  const of = (category: LineTax['category']): InvoiceDocument => {
    const tax: LineTax =
      category === 'O' ? { category } : { category, percent: category === 'S' ? '19' : '0' };
    const draft: InvoiceDraft = {
      ...DRAFT,
      profile: 'en16931',
      lines: DRAFT.lines.map((line) => ({ ...line, tax })),
      adjustments: DRAFT.adjustments!.map((one) => ({ ...one, tax })),
    };
    const made = completeInvoice(draft);
    if (category !== 'O') return made;
    return put(
      put(put(put(made, 'seller.vatId', undefined), 'seller.ids', [{ id: '1' }]), 'buyer.vatId', undefined),
      'taxRepresentative',
      undefined,
    );
  };
  const other: LineTax = { category: 'E', percent: '5' };

  test.each(Object.entries(NAMES))('%s (BR-%s)', (category, name) => {
    const good = of(category as LineTax['category']);
    expect(checkInvoice(good)).toEqual([]);
    const says = (rule: string, bad: InvoiceDocument) =>
      expect(broken(bad), `BR-${name}-${rule}`).toContain(`BR-${name}-${rule}`);
    says('01', put(good, 'taxes', []));
    const parties =
      category === 'O'
        ? put(good, 'seller.vatId', 'DE1')
        : put(put(good, 'seller.vatId', undefined), 'taxRepresentative', undefined);
    for (const rule of ['02', '03', '04']) says(rule, parties);
    if (category === 'AE' || category === 'K') says('02', put(good, 'buyer.vatId', undefined));
    const percent = category === 'S' ? '0' : '5';
    says('05', put(good, 'lines.0.tax.percent', percent));
    says('06', put(good, 'adjustments.0.tax.percent', percent));
    says('07', put(good, 'adjustments.1.tax.percent', percent));
    says('08', put(good, 'taxes.0.netMinor', minor(1)));
    says('09', put(good, 'taxes.0.taxMinor', minor(1)));
    const forbidden = category === 'S' || category === 'Z';
    says('10', put(good, 'taxes.0.exemptionText', forbidden ? 'why' : undefined));
    if (category === 'K') {
      says('11', put(put(good, 'delivery.on', undefined), 'period', undefined));
      says('12', put(good, 'delivery.address', undefined));
    }
    if (category === 'O') {
      says('11', put(good, 'taxes.1', { ...good.taxes[0]!, category: 'E', percent: '0' }));
      says('12', put(good, 'lines.0.tax', other));
      says('13', put(good, 'adjustments.0.tax', other));
      says('14', put(good, 'adjustments.1.tax', other));
    }
  });

  test('19 and 19.00 are one rate', () => {
    expect(broken(put(GOOD, 'taxes.0.percent', '19.00'))).toEqual([]);
  });
});

test('a currency of three decimals: refused as a whole, and each amount that is too fine by its own rule', () => {
  const kuwait = completeInvoice({
    ...DRAFT,
    profile: 'en16931',
    currency: 'KWD',
    declaredTax: { currency: 'TND', taxMinor: minor(1) },
    prepaidMinor: minor(1),
    roundingMinor: minor(2),
    lines: DRAFT.lines.map((line) => ({
      ...line,
      adjustments: line.adjustments!.map((one) => ({
        ...one,
        amountMinor: minor(11),
        baseMinor: minor(101),
      })),
    })),
    adjustments: [
      { kind: 'allowance', amountMinor: minor(3), baseMinor: minor(7), reason: 'r', tax: S19 },
      { kind: 'charge', amountMinor: minor(9), baseMinor: minor(9), reason: 'r', tax: S19 },
    ],
  });
  const decimals = INVOICE_RULES.map((rule) => rule.id).filter(
    (id) => id.startsWith('BR-DEC') || id === 'M-11',
  );
  expect(broken(kuwait)).toEqual(decimals);
  expect(decimals).toHaveLength(22);
});

test('every rule has an example in this file, and sentence and remedy in both languages', () => {
  const text = new Set(CASES.map(([rule]) => rule));
  const elsewhere = /^BR-(S|Z|E|AE|IC|G|O|DEC)-\d\d$|^M-11$|^BR-DE-(16|26)$/;
  expect(INVOICE_RULES.map((rule) => rule.id).filter((id) => !text.has(id) && !elsewhere.test(id))).toEqual(
    [],
  );
  expect(new Set(INVOICE_RULES.map((rule) => rule.id)).size).toBe(INVOICE_RULES.length);
  for (const words of [invoiceWords.en, invoiceWords.de] as readonly Record<string, string>[])
    for (const { id } of INVOICE_RULES)
      expect(words[ruleKey(id)] && words[`${ruleKey(id)}.remedy`], id).toMatch(/\S{2}.*[.!#]/);
  expect(Object.keys(invoiceWords.de)).toEqual(Object.keys(invoiceWords.en));
});
