import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_COMPANY } from '#apps/server/demo/people.ts';
import { openTestApp, type TestApp } from '#apps/server/test-kit.ts';
import type { InvoiceDocument } from '#domain/formats/e-invoice/document.ts';
import { addMinutes, type Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { listPeopleAs } from '#modules/accounts/api.ts';
import { addContact } from '#modules/accounts/contacts-contract.ts';
import { saveCompany } from '#modules/accounts/module.ts';
import { valuesInForce } from '#modules/policy/api.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { Client } from '#platform/http/client.ts';
import { sql } from 'kysely';
import { bookBankLine, listBankLines } from './bank-contract.ts';
import * as billing from './contract.ts';
import { openItems } from './ledger-contract.ts';
import { recordOnAccount, refundOnAccount } from './on-account/contract.ts';
import * as payables from './payables/contract.ts';
import * as sepa from './sepa/contract.ts';
import { approveRun, findRun } from './sepa/run-steps.ts';
import { invoiceTo, newCustomer, takeStatement } from './testing/money-desk.ts';
import { supplierDocument, supplierXml } from './testing/supplier-file.ts';

let t: TestApp;
let office: Client;
let owner: Client;
beforeAll(async () => {
  t = await openTestApp();
  await t.inTenant((tx) => saveCompany(tx, DEMO_COMPANY));
  office = await t.client('office');
  owner = await t.client('owner');
});
afterAll(() => t?.close());

const PAYER = 'DE89370400440532013000';
const runOf = (runId: string) => ({ params: { runId: runId as Id } });
const upload = (bytes: Uint8Array) =>
  office.call(payables.uploadSupplierInvoice, { upload: { bytes, name: 'invoice.xml' } });

describe('who hears that money takes another way', () => {
  const OTHER = 'NL91ABNA0417164300';
  const mailsOf = (kind: string) =>
    t.inTenant(async (tx) =>
      (
        await tx
          .tables<{ outgoing_mail: { tenant_id: Id; kind: string; recipient: string; message: unknown } }>()
          .selectFrom('outgoing_mail')
          .select(['recipient', 'message'])
          .where('tenant_id', '=', tx.tenantId)
          .where('kind', 'like', `${kind}%`)
          .orderBy('recipient')
          .execute()
      ).map(({ recipient, message }) => ({ recipient, text: JSON.stringify(message) })),
    );

  test('owners and whoever looks after invoices at the customer: a mandate, its end, a refund to another account', async () => {
    const customerId = await newCustomer(office, 'Watchful House', { email: 'house@watchful.example' });
    for (const [name, roles] of [
      ['boss', { owner: true }],
      ['books', { billing: true }],
      ['site', {}],
    ] as const)
      await office.call(addContact, {
        params: { customerId },
        body: { name, email: `${name}@watchful.example`, locale: 'de', ...roles } as never,
      });
    const told = ['books', 'boss', 'house'].map((name) => `${name}@watchful.example`);
    const of = async (kind: string) =>
      (await mailsOf(kind)).filter(({ recipient }) => told.includes(recipient));
    await office.call(sepa.recordMandate, {
      params: { customerId },
      body: { reference: 'M-W-1', signedOn: '2026-01-15', accountName: 'W', iban: PAYER } as never,
    });
    const recorded = await of('accounts.mandate-recorded');
    expect(recorded.map(({ recipient }) => recipient)).toEqual(told);
    expect(JSON.stringify(await mailsOf('accounts.'))).not.toContain('site@watchful.example');
    expect(recorded.find(({ recipient }) => recipient.startsWith('boss'))!.text).toMatch(
      /per SEPA-Lastschrift vom Konto DE•• •••• •••• •••• ••30 00.*Mandat M-W-1/,
    );
    const { mandates } = await office.call(sepa.listMandates, { params: { customerId } });
    await office.call(sepa.revokeMandate, {
      params: { mandateId: mandates[0]!.id as Id },
      body: { reason: 'asked for' },
    });
    expect((await of('accounts.mandate-ended')).map(({ recipient }) => recipient)).toEqual(told);

    const sold = await invoiceTo(office, customerId);
    await takeStatement(t, office, 'WH-IN', [
      { cents: 130_00, name: 'Watchful', text: `${sold.number} viel`, iban: PAYER },
    ]);
    const line = (await office.call(listBankLines, {})).open.find(({ amount }) => amount === '130.00')!;
    await office.call(bookBankLine, {
      params: { bankLineId: line.id as Id },
      body: { shares: [{ invoiceId: sold.id as Id, amount: '119.00' }] },
    });
    const paid = await office.call(billing.getInvoice, { params: { invoiceId: sold.id as Id } });
    const compose = (refund: object) =>
      office.call(sepa.composeTransfers, {
        body: {
          executeOn: '2026-03-02',
          supplierInvoiceIds: [],
          refunds: [{ itemId: paid.payments[0]!.id, ...refund }],
        } as never,
      });
    // Back where it came from: nobody is told of what everybody expects.
    const back = await compose({ iban: PAYER });
    expect(await of('accounts.refund-account')).toEqual([]);
    await office.call(sepa.cancelRun, { ...runOf(back.id), body: { reason: 'account closed' } });
    const elsewhere = await compose({ iban: OTHER, otherAccount: true });
    const refunds = await of('accounts.refund-account');
    expect(refunds.map(({ recipient }) => recipient)).toEqual(told);
    expect(refunds.map(({ text }) => text).join()).toMatch(/11,00.*NL•• •••• •••• ••43 00/);
    expect(JSON.stringify(await mailsOf(''))).not.toContain(OTHER);
    await office.call(sepa.cancelRun, { ...runOf(elsewhere.id), body: { reason: 'once more' } });
    await compose({ iban: OTHER, otherAccount: true });
    expect(await of('accounts.refund-account')).toHaveLength(2 * told.length);
  });

  test('owners, and the supplier at the address it gave before: an invoice in its name that asks for another account', async () => {
    const document = (number: string, email: string, iban?: string) => {
      const made = supplierDocument(number);
      const [transfer] = made.payment!.transfers!;
      return {
        ...made,
        seller: {
          ...made.seller,
          name: 'Beschlag AG',
          vatId: 'DE129273398',
          endpoint: { id: email, scheme: 'EM' },
        },
        payment: { ...made.payment!, transfers: [{ ...transfer!, ...(iban ? { account: iban } : {}) }] },
      } as InvoiceDocument;
    };
    await upload(supplierXml(document('B-1', 'invoices@fittings.example')));
    expect(await mailsOf('accounts.supplier-account')).toEqual([]);
    const forged = await upload(supplierXml(document('B-2', 'invoices@f1ttings.example', OTHER)));
    expect(forged.notices).toContain('account_changed');
    const heads = await mailsOf('accounts.supplier-account');
    expect(heads.map(({ recipient }) => recipient)).toEqual(['owner@larch.example']);
    expect(heads[0]!.text).toMatch(/B-2.*NL•• •••• •••• ••43 00.*DE•• •••• •••• •••• ••30 00/);
    const supplier = await mailsOf('billing.supplier-account');
    expect(supplier.map(({ recipient }) => recipient)).toEqual(['invoices@fittings.example']);
    expect(supplier[0]!.text).toMatch(/Ist das Ihr Konto\?.*Is this your account\?/);
    // The address of the forged invoice is believed no more than its account.
    await upload(supplierXml(document('B-3', 'invoices@f1ttings.example', 'DE02120300000000202051')));
    expect((await mailsOf('billing.supplier-account')).map(({ recipient }) => recipient)).toEqual([
      'invoices@fittings.example',
      'invoices@fittings.example',
    ]);
  });
});

describe('runs that go another way', () => {
  const onAccount = async (name: string, amount: string) => {
    const customerId = await newCustomer(office, name);
    const { paymentId } = await office.call(recordOnAccount, {
      params: { customerId },
      body: { amount, reference: name } as never,
    });
    return { customerId, paymentId: paymentId as Id };
  };
  const transfer = (itemIds: readonly string[]) =>
    office.call(sepa.composeTransfers, {
      body: {
        executeOn: '2026-03-02',
        refunds: itemIds.map((itemId) => ({ itemId, iban: PAYER })),
      } as never,
    });
  const openOf = async (customerId: Id) =>
    (await office.call(openItems, { query: { customerId } })).items.map(({ open }) => open);

  test('money on account goes back by a run with a second person, or by hand, never twice and never more', async () => {
    const { customerId, paymentId } = await onAccount('Deposit House', '80.00');
    const giveBack = (body: object) =>
      office.call(refundOnAccount, { params: { paymentId }, body: body as never });
    await expect(giveBack({ amount: '80.01' })).rejects.toMatchObject({
      problem: { errors: [{ code: 'refund_above_favour', field: 'amount' }] },
    });
    await giveBack({ amount: '30.00' });
    expect(await openOf(customerId)).toEqual(['-50.00']);
    const run = await transfer([paymentId]);
    expect(run).toMatchObject({ total: '50.00', entries: [{ state: 'waiting' }] });
    await expect(giveBack({})).rejects.toMatchObject({ problem: { code: 'item_in_run' } });
    await owner.call(sepa.approveRun, runOf(run.id));
    await office.call(sepa.handOverRun, runOf(run.id));
    await takeStatement(t, office, 'OA-OUT', [
      { cents: -50_00, name: 'Deposit House', text: 'back', endToEndId: `${run.number}-1` },
    ]);
    expect((await office.call(sepa.getRun, runOf(run.id))).entries).toMatchObject([{ state: 'booked' }]);
    expect(await openOf(customerId)).toEqual([]);
    await expect(giveBack({})).rejects.toMatchObject({ problem: { code: 'nothing_in_favour' } });
  });

  test('what the bank did not carry out is let go, once, and may go into another run', async () => {
    const { paymentId } = await onAccount('Closed House', '12.00');
    const run = await transfer([paymentId]);
    await owner.call(sepa.approveRun, runOf(run.id));
    await office.call(sepa.handOverRun, runOf(run.id));
    const release = (itemNo: number) =>
      office.call(sepa.releaseRunItem, { ...runOf(run.id), body: { itemNo, reason: 'account closed' } });
    await expect(transfer([paymentId])).rejects.toMatchObject({ problem: { code: 'item_in_run' } });
    await expect(release(2)).rejects.toMatchObject({
      problem: { errors: [{ code: 'run_item_not_under_way', field: 'itemNo' }] },
    });
    expect((await release(1)).entries).toMatchObject([{ state: 'free' }]);
    await expect(release(1)).rejects.toMatchObject({
      problem: { errors: [{ code: 'run_item_not_under_way' }] },
    });
    await office.call(sepa.cancelRun, {
      ...runOf((await transfer([paymentId])).id),
      body: { reason: 'enough' },
    });
  });

  test('whoever is the only one who may pay approves alone: after the wait, and having signed in again', async () => {
    const { paymentId } = await onAccount('Lonely House', '9.00');
    const run = await transfer([paymentId]);
    const alone = await t.inTenant(async (tx) => {
      const found = await findRun(tx, run.id as Id);
      const people = [...(await listPeopleAs(tx, 'owner')), ...(await listPeopleAs(tx, 'office'))];
      const others = people.filter(({ loginId }) => `login:${loginId}` !== found!.run.composed_by);
      const active = (on: boolean) =>
        sql`update membership set active = ${on} where tenant_id = ${tx.tenantId}
          and login_id = any(${others.map(({ loginId }) => loginId)}::uuid[])`.execute(tx.tables());
      const at = (minutes: number, provenAt: Instant | null) => ({
        ...caller,
        actor: found!.run.composed_by,
        now: addMinutes(t.clock.now(), minutes),
        session: { provenAt } as NonNullable<Caller['session']>,
      });
      const caller = await t.caller('office');
      const said: unknown[] = [];
      const ask = async (minutes: number, provenAt: Instant | null): Promise<void> => {
        const approved = await approveRun(tx, at(minutes, provenAt), run.id as Id);
        said.push(approved.ok ? 'ok' : approved.refusal.code);
      };
      const wait = 60 * (await valuesInForce(tx, caller.now))['operator.soloWaitHours'];
      await ask(0, null);
      await active(false);
      await ask(wait - 1, addMinutes(caller.now, wait - 1));
      await ask(wait, caller.now);
      await ask(wait + 1, addMinutes(caller.now, wait + 1));
      await active(true);
      return said;
    });
    expect(alone).toEqual(['run_approval_by_another', 'run_second_person_needed', 'run_sign_in_again', 'ok']);
    expect((await office.call(sepa.getRun, runOf(run.id))).steps).toMatchObject([{ alone: true }]);
  });
});
