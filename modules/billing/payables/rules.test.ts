import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkInvoice } from '#domain/formats/e-invoice/check.ts';
import type { InvoiceDocument } from '#domain/formats/e-invoice/document.ts';
import { minor } from '#domain/kernel/units.ts';
import { SMALL_CHART } from '#domain/money/ledger/chart.ts';
import { balanceOf } from '#domain/money/ledger/entry.ts';
import { postDocument } from '#domain/money/ledger/posting.ts';
import { pdfAround, supplierDocument, supplierXml } from '../testing/supplier-file.ts';
import { run } from './read-file.ts';
import {
  blockedBy,
  decideApprove,
  incomingOf,
  matchOutgoing,
  noticesOf,
  numberKey,
  payableState,
  supplierKey,
  type PayableItem,
} from './rules.ts';

const GOOD = supplierDocument('PN-1');
const xml = (document: InvoiceDocument) => supplierXml(document);

describe('a file of a stranger', () => {
  test.each([
    [
      'xml_doctype',
      Buffer.from('<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><Invoice>&b;</Invoice>'),
    ],
    ['xml_not_well_formed', xml(GOOD).subarray(0, 900)],
    ['xml_empty', Buffer.from('  \n')],
    ['invoice_root_unknown', Buffer.from('<order/>')],
    ['supplier_file_type', Buffer.from('504b030414000000', 'hex')],
    ['pdf_without_invoice', Buffer.from('%PDF-1.7\nnothing\n%%EOF')],
    ['pdf_without_invoice', pdfAround(xml(GOOD)).subarray(0, 300)],
    ['invoice_currency_unknown', Buffer.from(xml(GOOD).toString().replaceAll('EUR', 'EUX'))],
    ['invoice_field_unreadable', Buffer.from(xml(GOOD).toString().replace('2026-02-20', '2026-02-31'))],
  ])('%s', (code, bytes) => expect(run({ bytes })).toMatchObject({ ok: false, refusal: { code } }));

  test('a card number that somebody wrote into an invoice is masked in what is read and in what is kept', () => {
    const read = run({
      bytes: xml(supplierDocument('PN-1', { notes: [{ text: 'Card 4111 1111 1111 1111' }] })),
    });
    if (!read.ok) throw new Error(read.refusal.code);
    expect(read.value.maskedCards).toBe(1);
    const kept = Buffer.from(read.value.bytes).toString() + JSON.stringify(read.value.read.document.notes);
    expect(kept.replace(/\D/g, '')).not.toContain('4111111111111111');
  });
});

describe('what may be approved', () => {
  const withTotals = (totals: Partial<InvoiceDocument['totals']>): InvoiceDocument => ({
    ...GOOD,
    totals: { ...GOOD.totals, ...totals },
  });
  test.each([
    ['nothing is wrong', GOOD, '', { ok: true }],
    ['a sum is wrong', withTotals({ grossMinor: minor(119_01) }), 'x', 'supplier_invoice_blocked_sums'],
    [
      'a part was paid before',
      supplierDocument('PN-1', { prepaidMinor: minor(1_00) }),
      'x',
      'supplier_invoice_blocked_prepaid',
    ],
    ['a rule is broken', { ...GOOD, buyer: { ...GOOD.buyer, name: '' } }, '', 'supplier_invoice_faulty'],
    [
      'a rule is broken, with a reason',
      { ...GOOD, buyer: { ...GOOD.buyer, name: '' } },
      'as agreed',
      { ok: true },
    ],
  ] as const)('%s', (_name, document, despite, wanted) => {
    const decided = decideApprove(incomingOf(document), checkInvoice(document), null, despite);
    expect(decided).toMatchObject(
      typeof wanted === 'string' ? { ok: false, refusal: { code: wanted } } : wanted,
    );
  });

  test('nothing is decided twice', () => {
    for (const outcome of ['approved', 'refused'] as const)
      expect(decideApprove(incomingOf(GOOD), [], outcome, '')).toMatchObject({
        refusal: { code: 'supplier_invoice_decided' },
      });
  });

  test('property: whatever sums are changed by whatever amount, the document is blocked or books what it says', () => {
    const field = fc.constantFrom(
      'linesMinor',
      'netMinor',
      'taxMinor',
      'grossMinor',
      'payableMinor' as const,
    );
    fc.assert(
      fc.property(field, fc.integer({ min: -3, max: 3 }), (name, off) => {
        const document = withTotals({ [name]: minor(GOOD.totals[name] + BigInt(off)) });
        const incoming = incomingOf(document);
        const blocked = blockedBy(incoming, checkInvoice(document));
        expect(blocked === null).toBe(off === 0);
        if (blocked !== null) return;
        const { lines } = postDocument(
          {
            kind: 'supplier-invoice',
            number: 'x',
            on: '2026-03-01',
            party: 's',
            currency: 'EUR',
            taxes: incoming.taxes,
          },
          SMALL_CHART,
        );
        expect(balanceOf({ lines })).toBe(0n);
        expect(lines[0]!.amountMinor).toBe(-incoming.payableMinor);
      }),
    );
  });
});

test('a supplier is known by its VAT number, whatever it calls itself; a number whatever spaces it has', () => {
  const of = (name: string, vatNumber = '') =>
    supplierKey({ name, vatNumber, taxNumber: '', city: '', country: '', email: '' });
  expect(of('Nord GmbH', 'DE 136 695 976')).toBe(of('Plattenwerk Nord', 'DE136695976'));
  expect(of('Nord  GmbH')).toBe(of('nord gmbh '));
  expect(of('Nord')).not.toBe(of('Süd'));
  expect(numberKey('RE 2026 / 1')).toBe(numberKey('re2026/1'));
  expect(numberKey('RE-1')).not.toBe(numberKey('RE1'));
});

test('what a person should see first: another buyer, another account, another currency', () => {
  const known = { ownVatNumber: 'DE1', ownCurrency: 'EUR', accountMark: 'a', earlierMarks: [] };
  expect(noticesOf(GOOD, known)).toEqual([]);
  const { dueOn: _, ...undated } = GOOD;
  expect(
    noticesOf(
      { ...undated, currency: 'CHF', buyer: { ...GOOD.buyer, vatId: 'DE2' } },
      { ...known, earlierMarks: ['b'] },
    ),
  ).toEqual(['buyer_other', 'account_changed', 'currency_other', 'due_day_missing']);
  expect(noticesOf(GOOD, { ...known, accountMark: '' })).toEqual(['account_missing']);
});

test('the state follows from faults, decision, what is open, and the day', () => {
  const state = (
    faulty: boolean,
    outcome: 'approved' | 'refused' | null,
    open: bigint,
    today = '2026-03-20',
  ) => payableState({ faulty, dueOn: '2026-03-20' }, outcome, open, today);
  expect([state(true, null, 0n), state(false, null, 0n), state(true, 'refused', 0n)]).toEqual([
    'parked',
    'waiting',
    'refused',
  ]);
  expect([
    state(true, 'approved', 1n),
    state(false, 'approved', 1n, '2026-03-21'),
    state(false, 'approved', 0n),
  ]).toEqual(['approved', 'overdue', 'paid']);
});

describe('a movement out of the account', () => {
  const item = (number: string, openMinor: bigint, more: Partial<PayableItem> = {}): PayableItem => ({
    id: number,
    number,
    supplierName: 'S',
    accountMark: '',
    currency: 'EUR',
    openMinor,
    ...more,
  });
  const line = { currency: 'EUR', amountMinor: 119_00n, text: 'RE PN/1001, danke', accountMark: 'acc' };

  test('is certain only for the one it names with its very amount', () => {
    const found = matchOutgoing(line, [
      item('PN-1002', 119_00n, { accountMark: 'acc' }),
      item('PN-1001', 119_00n),
      item('PN-100', 119_00n, { currency: 'CHF' }),
      item('100', 50_00n),
    ]);
    expect(found.map(({ item: { number }, certain }) => [number, certain])).toEqual([
      ['PN-1001', true],
      ['PN-1002', false],
    ]);
  });

  test('two suppliers with the same number and amount leave it to a person', () => {
    const both = [item('PN-1001', 119_00n), item('PN 1001', 119_00n, { supplierName: 'T' })];
    expect(matchOutgoing(line, both).map(({ certain }) => certain)).toEqual([false, false]);
  });

  test('property: at most one is certain, it is in the same currency, and it is paid to the cent', () => {
    const any = fc.record({
      number: fc.constantFrom('1001', '1002', 'RE 1001', 'A-7', '7'),
      openMinor: fc.bigInt(-2n, 3n),
      currency: fc.constantFrom('EUR', 'CHF'),
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 8 }), fc.string(), (items, noise) => {
        const found = matchOutgoing(
          { ...line, amountMinor: 2n, text: `${noise} 1001 A 7` },
          items.map((one, at) => item(one.number, one.openMinor, { id: String(at), currency: one.currency })),
        );
        const certain = found.filter((one) => one.certain);
        expect(certain.length).toBeLessThanOrEqual(1);
        for (const { item: of } of certain) expect([of.currency, of.openMinor]).toEqual(['EUR', 2n]);
      }),
    );
  });
});
