import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_COMPANY } from '#apps/server/demo/people.ts';
import { openTestApp, secretsOfTests, type TestApp } from '#apps/server/test-kit.ts';
import type { InvoiceDocument } from '#domain/formats/e-invoice/document.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { plainIban } from '#domain/money/iban.ts';
import { saveCompany } from '#modules/accounts/module.ts';
import type { Client } from '#platform/http/client.ts';
import { readKeyRing } from '#platform/secrets/key-ring.ts';
import { queueReseal } from '#platform/secrets/reseal.ts';
import { openVault, plugVault, vault } from '#platform/secrets/vault.ts';
import { sql } from 'kysely';
import { bookBankLine, importStatement, listBankLines } from './bank-contract.ts';
import * as before from './before-issue/contract.ts';
import * as books from './books/contract.ts';
import { saveCardAccount } from './cards/contract.ts';
import * as billing from './contract.ts';
import { checkElectronic } from './electronic-contract.ts';
import { journal } from './ledger-contract.ts';
import * as payables from './payables/contract.ts';
import * as sepa from './sepa/contract.ts';
import { camtFile, type Movement } from './testing/bank-file.ts';
import * as desk from './testing/money-desk.ts';
import { pdfAround, supplierDocument, supplierXml } from './testing/supplier-file.ts';

let t: TestApp;
let office: Client;
let owner: Client;
const account = plainIban(DEMO_COMPANY.iban);

beforeAll(async () => {
  t = await openTestApp();
  await t.inTenant((tx) => saveCompany(tx, DEMO_COMPANY));
  office = await t.client('office');
  owner = await t.client('owner');
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

test('the books leave as journal and as batch with the accountant’s numbers; a period over two years does not', async () => {
  const before = await office.call(books.getBooks, {});
  expect(before).toMatchObject({ chart: 'SKR04', yearStartsMonth: 1 });
  const set = (body: object) =>
    office.call(books.setBooks, {
      body: {
        ...{ chart: 'SKR03', adviser: 1001, client: 7, accountDigits: 4, yearStartsMonth: 1 },
        ...body,
      } as never,
    });
  await expect(set({ numbers: [{ account: '4711', number: '1' }] })).rejects.toMatchObject({
    problem: { status: 422 },
  });
  const saved = await set({ numbers: [{ account: '1800', number: '1250' }] });
  expect(saved.accounts.find(({ account: of }) => of === '1800')).toMatchObject({
    number: '1250',
    own: '1250',
  });
  const file = async (name: string, from: string, until: string) => {
    const signed = await t.app.server.inject({
      method: 'POST',
      url: '/api/session/demo',
      payload: { role: 'office' },
    });
    const cookie = String(signed.headers['set-cookie']).split(';')[0]!;
    return t.app.server.inject({
      url: `/api/books/${name}?from=${from}&until=${until}`,
      headers: { cookie },
    });
  };
  const csv = await file('journal.csv', '2026-01-01', '2026-12-31');
  expect(csv.headers['content-disposition']).toContain('journal-2026-01-01-2026-12-31.csv');
  const rows = csv.body.replace('\ufeff', '').trim().split('\r\n').slice(1);
  const cents = (text: string | undefined): number => Math.round(Number(text || 0) * 100);
  const sums = rows.map((row) => row.split(';')).map((cells) => [cents(cells[6]), cents(cells[7])]);
  expect(rows.length).toBeGreaterThan(10);
  expect(sums.reduce((all, [debit]) => all + debit!, 0)).toBe(
    sums.reduce((all, [, credit]) => all + credit!, 0),
  );
  const batch = await file('batch.csv', '2026-01-01', '2026-12-31');
  expect(batch.body).toMatch(/^"EXTF";700;21;"Buchungsstapel";13;/);
  expect(batch.body).toContain(';1001;7;20260101;4;20260101;20261231;');
  // Payables by the number of SKR 03, the bank by the tenant's own.
  expect(batch.body).toMatch(/;1600;1250;/);
  expect((await file('batch.csv', '2025-12-01', '2026-12-31')).json()).toMatchObject({
    code: 'books_period_wrong',
  });
});

const newCustomer = (name: string, more?: object) => desk.newCustomer(office, name, more);
const invoiceTo = (customerId: Id, unitNet?: string, more?: object) =>
  desk.invoiceTo(office, customerId, unitNet, more);

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

const statement = (id: string, movements: readonly Movement[]) =>
  desk.takeStatement(t, office, id, movements);
const PAYER = 'DE89370400440532013000';
const runOf = (runId: string) => ({ params: { runId: runId as Id } });
const bytesOf = async (client: 'owner' | 'office', runId: string) => {
  const signed = await t.app.server.inject({
    method: 'POST',
    url: '/api/session/demo',
    payload: { role: client },
  });
  const cookie = String(signed.headers['set-cookie']).split(';')[0]!;
  return t.app.server.inject({ url: `/api/payment-runs/${runId}/file`, headers: { cookie } });
};

describe('direct debits', () => {
  test('a hundred people who compose runs of the same invoices at once: each invoice is in one run, numbers have no gap', async () => {
    const customerId = await newCustomer('Debit House');
    const invoices = [await invoiceTo(customerId), await invoiceTo(customerId, '50.00')];
    const collectOn = '2026-03-07';
    const compose = (ids: readonly string[]) =>
      office.call(sepa.composeDebits, { body: { collectOn, invoiceIds: ids } as never });
    const ids = invoices.map(({ id }) => id);
    await expect(compose(ids)).rejects.toMatchObject({ problem: { code: 'sepa_creditor_missing' } });
    await expect(
      office.call(sepa.setSepaSettings, { body: { creditorId: 'DE99ZZZ09999999999', noticeDays: 5 } }),
    ).rejects.toMatchObject({ problem: { errors: [{ code: 'sepa_creditor_id' }] } });
    await office.call(sepa.setSepaSettings, {
      body: { creditorId: 'DE98 ZZZ0 9999 9999 99', noticeDays: 5 },
    });
    await expect(compose(ids)).rejects.toMatchObject({
      problem: { errors: [{ code: 'debit_mandate_missing', field: 'invoiceIds.0' }] },
    });
    const mandate = {
      reference: 'M-2026-1',
      signedOn: '2026-01-15',
      accountName: 'Debit House',
      iban: PAYER,
    };
    const record = (more: object) =>
      office.call(sepa.recordMandate, { params: { customerId }, body: { ...mandate, ...more } as never });
    await expect(record({ iban: 'DE89370400440532013001' })).rejects.toMatchObject({
      problem: { errors: [{ code: 'iban_check', field: 'iban' }] },
    });
    expect((await record({})).mandates).toMatchObject([
      { state: 'active', sequence: 'FRST', account: 'DE•• •••• •••• •••• ••30 00' },
    ]);
    await expect(record({})).rejects.toMatchObject({ problem: { errors: [{ code: 'mandate_twice' }] } });
    await expect(
      office.call(sepa.composeDebits, { body: { collectOn: '2026-03-06', invoiceIds: ids } as never }),
    ).rejects.toMatchObject({ problem: { errors: [{ code: 'debit_too_early' }] } });
    const runs = await Promise.allSettled(Array.from({ length: 100 }, (_, at) => compose([ids[at % 2]!])));
    expect(runs.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    const made = (await office.call(sepa.listRuns, {})).runs;
    expect(made.map(({ number }) => number).sort()).toEqual(['DD-2026-0001', 'DD-2026-0002']);
    // Cancelled before the bank has it: its invoice may go into another run.
    const first = made.find(({ total }) => total === '119.00')!;
    await office.call(sepa.cancelRun, { ...runOf(first.id), body: { reason: 'wrong day' } });
    await expect(office.call(sepa.handOverRun, runOf(first.id))).rejects.toMatchObject({
      problem: { code: 'run_ended' },
    });
    const again = await compose([ids[0]!]);
    expect((await bytesOf('office', again.id)).json()).toMatchObject({ code: 'run_not_handed_over' });
    await office.call(sepa.handOverRun, runOf(again.id));
    const file = await bytesOf('office', again.id);
    expect(file.body).toContain('pain.008.001.08');
    expect(file.body).toContain(PAYER);
    expect((await bytesOf('office', again.id)).body).toBe(file.body);
    const mails = await t.inTenant((tx) =>
      tx
        .tables<{ outgoing_mail: { tenant_id: Id; kind: string; message: unknown } }>()
        .selectFrom('outgoing_mail')
        .select(['kind', 'message'])
        .where('tenant_id', '=', tx.tenantId)
        .where('kind', 'like', 'billing.pre-notification%')
        .execute(),
    );
    expect(mails).toHaveLength(3);
    expect(JSON.stringify(mails)).toContain('DE98ZZZ09999999999');
    expect(JSON.stringify(mails)).not.toContain(PAYER);

    // The statement brings it, then the bank takes it back with a fee: open once more, and free for the next run.
    const endToEndId = `${again.number}-1`;
    await statement('DD-IN', [{ cents: 119_00, name: 'Debit House', text: 'Lastschrift', endToEndId }]);
    const invoice = () => office.call(billing.getInvoice, { params: { invoiceId: ids[0] as Id } });
    expect(await invoice()).toMatchObject({
      state: 'paid',
      payments: [{ amount: '119.00', method: 'bank' }],
    });
    expect((await office.call(sepa.getRun, runOf(again.id))).entries).toMatchObject([{ state: 'booked' }]);
    await statement('DD-BACK', [
      { cents: -122_00, name: 'Debit House', text: 'Rueckgabe', endToEndId, returned: 'AC04' },
    ]);
    expect(await invoice()).toMatchObject({ state: 'open', open: '119.00' });
    expect((await office.call(sepa.getRun, runOf(again.id))).entries).toMatchObject([{ state: 'returned' }]);
    expect((await compose([ids[0]!])).entries).toMatchObject([{ state: 'waiting', sequence: 'RCUR' }]);
  });
});

describe('transfers', () => {
  test('suppliers and refunds go out once, after a second person approved; the statement books them', async () => {
    const bought = await upload(supplierXml(supplierDocument('PN-7001')));
    await office.call(payables.approveSupplierInvoice, { params: at(bought.id), body: {} as never });
    const customerId = await newCustomer('Refund House');
    const sold = await invoiceTo(customerId);
    await statement('RF-IN', [
      { cents: 129_00, name: 'Refund House', text: `${sold.number} zu viel`, iban: PAYER },
    ]);
    const line = (await office.call(listBankLines, {})).open.find(({ amount }) => amount === '129.00')!;
    await office.call(bookBankLine, {
      params: { bankLineId: line.id as Id },
      body: { shares: [{ invoiceId: sold.id as Id, amount: '119.00' }] },
    });
    const paid = await office.call(billing.getInvoice, { params: { invoiceId: sold.id as Id } });
    const itemId = paid.payments[0]!.id;
    const compose = (refund: object) =>
      office.call(sepa.composeTransfers, {
        body: {
          executeOn: '2026-03-02',
          supplierInvoiceIds: [bought.id],
          refunds: [{ itemId, ...refund }],
        } as never,
      });
    await expect(compose({})).rejects.toMatchObject({
      problem: { errors: [{ code: 'refund_account_missing', field: 'refunds.0.iban' }] },
    });
    await expect(compose({ iban: 'GB33BUKB20201555555555' })).rejects.toMatchObject({
      problem: { errors: [{ code: 'refund_account_other' }] },
    });
    const run = await compose({ iban: PAYER });
    expect(run).toMatchObject({ number: 'CT-2026-0001', total: '129.00', state: 'composed', file: null });
    await expect(compose({ iban: PAYER })).rejects.toMatchObject({ problem: { code: 'item_in_run' } });
    // What is on its way is not paid by hand as well.
    await expect(
      office.call(payables.paySupplierInvoice, { params: at(bought.id), body: {} as never }),
    ).rejects.toMatchObject({ problem: { code: 'item_in_run' } });
    await expect(
      office.call(billing.refund, { params: { itemId: itemId as Id }, body: {} as never }),
    ).rejects.toMatchObject({ problem: { code: 'item_in_run' } });
    await expect(office.call(sepa.handOverRun, runOf(run.id))).rejects.toMatchObject({
      problem: { code: 'run_not_approved' },
    });
    await expect(office.call(sepa.approveRun, runOf(run.id))).rejects.toMatchObject({
      problem: { code: 'run_approval_by_another' },
    });
    expect(await owner.call(sepa.approveRun, runOf(run.id))).toMatchObject({
      state: 'approved',
      steps: [{ outcome: 'approved', alone: false, by: 'owner' }],
    });
    await office.call(sepa.handOverRun, runOf(run.id));
    const file = (await bytesOf('owner', run.id)).body;
    expect(file).toContain('pain.001.001.09');
    expect(file.match(/<CdtTrfTxInf>/g)).toHaveLength(2);
    await statement('CT-OUT', [
      { cents: -119_00, name: 'Plattenwerk', text: 'x', endToEndId: `${run.number}-1` },
      { cents: -10_00, name: 'Refund House', text: 'y', endToEndId: `${run.number}-2` },
    ]);
    expect((await office.call(sepa.getRun, runOf(run.id))).entries.map(({ state }) => state)).toEqual([
      'booked',
      'booked',
    ]);
    expect(await office.call(payables.getSupplierInvoice, { params: at(bought.id) })).toMatchObject({
      state: 'paid',
      runId: null,
    });
    expect(await office.call(billing.getInvoice, { params: { invoiceId: sold.id as Id } })).toMatchObject({
      state: 'paid',
      refunds: [{ amount: '10.00' }],
    });
  });
});

test('tax that a supplier left to us is owed and deducted at once, at the rate of that day or the one given', async () => {
  const line = (category: 'AE' | 'K') => ({
    id: '1',
    quantity: '4',
    unit: 'H87',
    price: { net: '25' },
    tax: { category, percent: '0' },
    item: { name: 'Mounting' },
  });
  const seller = { ...supplierDocument('x').seller, vatId: 'ATU12345675' };
  const left = async (number: string, category: 'AE' | 'K') =>
    upload(supplierXml(supplierDocument(number, { seller, lines: [line(category)] })));
  const approve = (id: string, more: object = {}) =>
    office.call(payables.approveSupplierInvoice, {
      params: at(id),
      body: { despite: 'the supplier corrects its paper', ...more } as never,
    });
  const works = await left('AE-1', 'AE');
  expect(works).toMatchObject({ gross: '100.00', selfAssessed: { percent: '19', tax: null } });
  expect(await approve(works.id)).toMatchObject({
    open: '100.00',
    selfAssessed: { percent: '19', tax: '19.00' },
  });
  expect((await entries('AE-1'))[0]!.lines).toEqual([
    '3300 -100.00',
    '5400 100.00',
    '1407 19.00',
    '3837 -19.00',
  ]);
  const goods = await left('K-1', 'K');
  await approve(goods.id, { taxPercent: '7' });
  expect((await entries('K-1'))[0]!.lines.slice(2)).toEqual(['1404 7.00', '3804 -7.00']);
});

test('a new key renews every sealed column of money, and a run’s file stays what it was', async () => {
  await owner.call(saveCardAccount, {
    body: { secretKey: 'sk_live_Resealed000', webhookSecret: 'whsec_Resealed0' },
  });
  const { runs } = await office.call(sepa.listRuns, {});
  const run = runs.find(({ state }) => state === 'handed_over')!;
  const file = (await bytesOf('owner', run.id)).body;
  const keys = () =>
    t.inTenant(async (tx) =>
      (
        await sql<{ column: string; keys: string }>`
          select 'mandate' as column, string_agg(distinct left(iban_sealed, 5), ',') as keys from sepa_mandate where tenant_id = ${tx.tenantId}
          union all select 'run', string_agg(distinct left(file_sealed, 5), ',') from payment_run where tenant_id = ${tx.tenantId}
          union all select 'supplier', string_agg(distinct left(iban_sealed, 5), ',') from supplier_invoice where tenant_id = ${tx.tenantId} and iban_sealed <> ''
          union all select 'key', left(key_sealed, 5) from card_account where tenant_id = ${tx.tenantId}
          union all select 'hook', left(hook_sealed, 5) from card_account where tenant_id = ${tx.tenantId}`.execute(
          tx.tables(),
        )
      ).rows.map((row) => row.keys),
    );
  expect(await keys()).toEqual(['s1.k1', 's1.k1', 's1.k1', 's1.k1', 's1.k1']);
  const before = vault();
  const ring = JSON.parse(secretsOfTests.keyRing) as { sealing: { active: string; keys: object } };
  const sealing = { active: 'k2', keys: { ...ring.sealing.keys, k2: `${'T'.repeat(42)}A` } };
  plugVault(openVault(readKeyRing('', JSON.stringify({ ...ring, sealing }))));
  try {
    await t.inTenant(queueReseal);
    await t.app.runDueJobs();
    expect(await keys()).toEqual(['s1.k2', 's1.k2', 's1.k2', 's1.k2', 's1.k2']);
    expect((await bytesOf('owner', run.id)).body).toBe(file);
  } finally {
    plugVault(before);
  }
});
