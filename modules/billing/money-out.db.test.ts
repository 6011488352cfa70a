import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_COMPANY } from '#apps/server/demo/people.ts';
import { openTestApp, type TestApp } from '#apps/server/test-kit.ts';
import type { InvoiceDocument } from '#domain/formats/e-invoice/document.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { plainIban } from '#domain/money/iban.ts';
import { createCustomer } from '#modules/accounts/contract.ts';
import { saveCompany } from '#modules/accounts/module.ts';
import type { Client } from '#platform/http/client.ts';
import { importStatement, listBankLines } from './bank-contract.ts';
import * as before from './before-issue/contract.ts';
import * as billing from './contract.ts';
import { checkElectronic } from './electronic-contract.ts';
import { journal } from './ledger-contract.ts';
import * as payables from './payables/contract.ts';
import { camtFile } from './testing/bank-file.ts';
import { pdfAround, supplierDocument, supplierXml } from './testing/supplier-file.ts';

let t: TestApp;
let office: Client;
const account = plainIban(DEMO_COMPANY.iban);

beforeAll(async () => {
  t = await openTestApp();
  await t.inTenant((tx) => saveCompany(tx, DEMO_COMPANY));
  office = await t.client('office');
});
afterAll(() => t?.close());

const upload = (bytes: Uint8Array, name = 'invoice.xml') =>
  office.call(payables.uploadSupplierInvoice, { upload: { bytes, name } });
const at = (id: string) => ({ supplierInvoiceId: id as Id });
const entries = async (reference: string) =>
  (await office.call(journal, {})).entries
    .filter((entry) => entry.reference === reference)
    .map(({ kind, lines }) => ({ kind, lines: lines.map(({ account: of, amount }) => `${of} ${amount}`) }));

describe('suppliers’ invoices', () => {
  test('an e-invoice is taken once per supplier and number, booked once, and paid by the movement that names it', async () => {
    const taken = await upload(supplierXml(supplierDocument('PN-1001')));
    expect(taken).toMatchObject({
      state: 'waiting',
      supplierName: 'Plattenwerk Nord GmbH',
      gross: '119.00',
      account: 'DE•• •••• •••• •••• ••30 00',
      source: 'ubl',
      findings: [],
    });
    // The same invoice in the other syntax, inside a PDF, with a space in its number: the same invoice.
    const again = supplierXml(supplierDocument('PN- 1001'), 'cii');
    for (const bytes of [again, pdfAround(again)])
      await expect(upload(bytes, 'again.pdf')).rejects.toMatchObject({
        problem: { status: 422, code: 'supplier_invoice_twice' },
      });
    const approvals = await Promise.allSettled(
      Array.from({ length: 10 }, () =>
        office.call(payables.approveSupplierInvoice, { params: at(taken.id), body: {} as never }),
      ),
    );
    expect(approvals.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await entries('PN-1001')).toEqual([
      { kind: 'supplier-invoice', lines: ['3300 -119.00', '5400 100.00', '1406 19.00'] },
    ]);
    await office.call(importStatement, {
      upload: {
        bytes: camtFile([{ cents: -119_00, name: 'Plattenwerk Nord', text: 'RE PN-1001 danke' }], {
          account,
          id: 'OUT-1',
        }),
        name: 'a.xml',
      },
    });
    for (let run = 0; run < 2; run++) await t.app.runDueJobs();
    expect(await office.call(payables.getSupplierInvoice, { params: at(taken.id) })).toMatchObject({
      state: 'paid',
      open: '0.00',
      payments: [{ amount: '119.00' }],
      decision: { outcome: 'approved', by: 'office' },
    });
    expect((await entries('PN-1001'))[1]).toEqual({
      kind: 'payment-out',
      lines: ['3300 119.00', '1800 -119.00'],
    });
  });

  test('a movement that is not certain is proposed, and booked by hand with exactly what moved', async () => {
    const [a, b] = [
      await upload(supplierXml(supplierDocument('PN-2001'))),
      await upload(supplierXml(supplierDocument('PN-2002'))),
    ];
    for (const one of [a, b])
      await office.call(payables.approveSupplierInvoice, {
        params: at(one.id),
        body: { expenseAccount: '5100' } as never,
      });
    await office.call(importStatement, {
      upload: {
        bytes: camtFile([{ cents: -238_00, name: 'PN', text: 'PN-2001 PN-2002' }], { account, id: 'OUT-2' }),
        name: 'b.xml',
      },
    });
    for (let run = 0; run < 2; run++) await t.app.runDueJobs();
    const line = (await office.call(listBankLines, {})).open.find(({ amount }) => amount === '-238.00')!;
    const { lines } = await office.call(payables.outgoingLines, {});
    expect(lines.find(({ lineId }) => lineId === line.id)?.proposals.map(({ number }) => number)).toEqual([
      'PN-2001',
      'PN-2002',
    ]);
    const pay = (amount: string) =>
      office.call(payables.payFromBankLine, {
        params: { bankLineId: line.id as Id },
        body: {
          shares: [
            { supplierInvoiceId: a.id as Id, amount: '119.00' },
            { supplierInvoiceId: b.id as Id, amount },
          ],
        },
      });
    await expect(pay('100.00')).rejects.toMatchObject({ problem: { code: 'bank_shares_not_line' } });
    expect(await pay('119.00')).toEqual({ paid: 2 });
    await expect(pay('119.00')).rejects.toMatchObject({ problem: { code: 'bank_line_done' } });
  });

  test('what breaks a rule is parked with its name; wrong sums are never booked, other faults only with a reason', async () => {
    const good = supplierDocument('PN-3001');
    const wrong: InvoiceDocument = {
      ...good,
      totals: { ...good.totals, grossMinor: (good.totals.grossMinor + 1n) as never },
    };
    const parked = await upload(supplierXml(wrong));
    expect(parked.state).toBe('parked');
    expect(parked.findings).toContainEqual(
      expect.objectContaining({
        rule: 'BR-CO-15',
        field: 'totals.grossMinor',
        remedy: expect.stringMatching(/./) as unknown,
      }),
    );
    const approve = (id: string, despite = '') =>
      office.call(payables.approveSupplierInvoice, { params: at(id), body: { despite } });
    await expect(approve(parked.id, 'never mind')).rejects.toMatchObject({
      problem: { code: 'supplier_invoice_blocked_sums' },
    });
    await office.call(payables.refuseSupplierInvoice, {
      params: at(parked.id),
      body: { reason: 'one cent too many' },
    });
    expect(await entries('PN-3001')).toEqual([]);
    // The number came back with the refusal: the corrected invoice is another one.
    const { city: _, ...address } = good.buyer.address;
    const odd = await upload(
      supplierXml({ ...good, buyer: { ...good.buyer, address: { ...address, country: 'XX' } } }),
    );
    expect(odd.findings.map(({ severity }) => severity)).toContain('fatal');
    await expect(approve(odd.id)).rejects.toMatchObject({
      problem: { code: 'supplier_invoice_faulty', errors: [{ field: 'despite' }] },
    });
    expect(await approve(odd.id, 'The country is a typing error')).toMatchObject({ state: 'approved' });
  });

  test('a dangerous file is refused with a sentence and a remedy, and nothing is kept', async () => {
    const before = (await office.call(payables.listSupplierInvoices, {})).invoices.length;
    const bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><Invoice>&a;</Invoice>';
    await expect(upload(Buffer.from(bomb))).rejects.toMatchObject({
      problem: { code: 'xml_doctype', status: 422, remedy: expect.stringMatching(/./) as unknown },
    });
    expect((await office.call(payables.listSupplierInvoices, {})).invoices).toHaveLength(before);
  });

  test('an invoice on paper is typed, its lines must make the printed sum, and its PDF is attached once', async () => {
    const body = {
      supplier: 'Schreiner Huber',
      number: '17',
      issuedOn: '2026-02-27',
      dueOn: '2026-02-28',
      gross: '118.00',
      lines: [{ name: 'Help with a kitchen', net: '100.00', tax: { category: 'S', percent: '19' } }],
    };
    const enter = (more: object) =>
      office.call(payables.enterSupplierInvoice, { body: { ...body, ...more } as never });
    await expect(enter({})).rejects.toMatchObject({
      problem: { errors: [{ code: 'supplier_sum_differs', field: 'gross' }] },
    });
    await expect(enter({ gross: '119.00', iban: 'DE89370400440532013001' })).rejects.toMatchObject({
      problem: { errors: [{ field: 'iban' }] },
    });
    const entered = await enter({ gross: '119.01' });
    expect(entered).toMatchObject({ state: 'waiting', payable: '119.01', notices: ['account_missing'] });
    const attach = (bytes: Buffer) =>
      office.call(payables.attachSupplierFile, {
        params: at(entered.id),
        upload: { bytes, name: 'paper.pdf' },
      });
    await expect(attach(Buffer.from('text'))).rejects.toMatchObject({
      problem: { errors: [{ code: 'supplier_file_not_pdf' }] },
    });
    expect((await attach(Buffer.from('%PDF-1.7\nscan'))).file).toContain(entered.id);
    await expect(attach(Buffer.from('%PDF-1.7\nother'))).rejects.toMatchObject({
      problem: { code: 'supplier_file_there' },
    });
    await office.call(payables.approveSupplierInvoice, {
      params: at(entered.id),
      body: { expenseAccount: '5900' } as never,
    });
    expect((await entries('17'))[0]?.lines).toEqual([
      '3300 -119.01',
      '5900 100.00',
      '1406 19.00',
      '4840 0.01',
    ]);
    expect(
      await office.call(payables.paySupplierInvoice, {
        params: at(entered.id),
        body: { amount: '19.01', method: 'cash' } as never,
      }),
    ).toMatchObject({ state: 'overdue', open: '100.00' });
  });
});

/** A customer with everything that a valid e-invoice needs, but for what is left out. */
async function newCustomer(name: string, more: object = {}): Promise<Id> {
  const body = {
    name,
    email: 'buy@forest.example',
    street: 'Am Wald 1',
    postcode: '72072',
    city: 'Tübingen',
    country: 'DE',
    ...more,
  };
  return (await office.call(createCustomer, { body: body as never })).id as Id;
}
const invoiceTo = (customerId: Id, unitNet = '100.00', more: object = {}) =>
  office.call(billing.invoiceByHand, {
    params: { customerId },
    body: {
      lines: [{ name: 'Repair', quantity: 1, unitNet, tax: { category: 'S', percent: '19' } }],
      ...more,
    } as never,
  });

describe('before an invoice is issued', () => {
  const ask = (customerId: Id, body: object) =>
    office.call(before.setElectronicTerms, { params: { customerId }, body: body as never });

  test('a customer who takes valid e-invoices only gets no other: rule, field and remedy are told, and no number is used', async () => {
    const customerId = await newCustomer('Landratsamt', { city: '', postcode: '' });
    await expect(
      ask(customerId, { profile: 'xrechnung', required: true, buyerReference: '04011000-12346-03' }),
    ).rejects.toMatchObject({ problem: { errors: [{ code: 'leitweg_id_wrong' }] } });
    await expect(ask(customerId, { profile: 'xrechnung', required: true })).rejects.toMatchObject({
      problem: { errors: [{ code: 'buyer_reference_missing' }] },
    });
    await ask(customerId, { profile: 'xrechnung', required: true, buyerReference: '04011000-12345-03' });
    await expect(invoiceTo(customerId)).rejects.toMatchObject({
      problem: {
        code: 'e_invoice_required',
        status: 422,
        errors: expect.arrayContaining([
          expect.objectContaining({
            code: 'e_invoice_rule',
            field: 'buyer.address.city',
            title: expect.stringMatching(/^BR-DE-8: /) as unknown,
            remedy: expect.stringMatching(/./) as unknown,
          }),
        ]) as unknown,
      },
    });
    const whole = await newCustomer('Stadtwerke');
    const first = await invoiceTo(whole);
    await ask(whole, { profile: 'xrechnung', required: true, buyerReference: '04011000-12345-03' });
    const second = await invoiceTo(whole);
    // The refused one left no gap between the two.
    expect(Number(second.number.slice(-4)) - Number(first.number.slice(-4))).toBe(1);
    const { findings } = await office.call(checkElectronic, {
      params: { invoiceId: second.id as Id },
      query: { profile: 'xrechnung' },
    });
    expect(findings.filter(({ severity }) => severity === 'fatal')).toEqual([]);
  });

  test('a currency of three decimals, which an e-invoice has no place for, is refused by name', async () => {
    const customerId = await newCustomer('Kuwait House', { country: 'KW' });
    await ask(customerId, { profile: 'en16931', required: true });
    await expect(invoiceTo(customerId, '1.000', { currency: 'KWD' })).rejects.toMatchObject({
      problem: { code: 'e_invoice_required' },
    });
    await ask(customerId, { profile: 'none' });
    expect((await invoiceTo(customerId, '1.000', { currency: 'KWD' })).currency).toBe('KWD');
  });
});
