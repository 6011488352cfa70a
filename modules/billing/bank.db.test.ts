import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_COMPANY } from '#apps/server/demo/people.ts';
import { openTestApp, type TestApp } from '#apps/server/test-kit.ts';
import { addDays, type Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { must, refuse } from '#domain/kernel/result.ts';
import { plainIban } from '#domain/money/iban.ts';
import { createCustomer } from '#modules/accounts/contract.ts';
import { saveCompany } from '#modules/accounts/module.ts';
import type { Client } from '#platform/http/client.ts';
import {
  bookBankLine,
  importStatement,
  listBankLines,
  setAsideBankLine,
  takeBackBankLine,
} from './bank-contract.ts';
import { bookUntilDone } from './book-batches.ts';
import { finishLine, matches as bookMatches } from './book-line.ts';
import { saveCardAccount } from './cards/contract.ts';
import * as billing from './contract.ts';
import { payCharge } from './late-charges/contract.ts';
import { customerAccount, journal, openItems } from './ledger-contract.ts';
import { saveMoneySettings } from './money-settings/contract.ts';
import { bookBankLineOnAccount, recordOnAccount } from './on-account/contract.ts';
import { listReminders, remind } from './reminders.ts';
import { camtFile, type Movement } from './testing/bank-file.ts';
import { writeOffInvoice } from './write-off/contract.ts';

let t: TestApp;
let office: Client;
const account = plainIban(DEMO_COMPANY.iban);
const PAYER = 'DE89370400440532013000';

beforeAll(async () => {
  t = await openTestApp();
  await t.inTenant((tx) => saveCompany(tx, DEMO_COMPANY));
  office = await t.client('office');
});
afterAll(() => t?.close());

const take = (movements: readonly Movement[], more: object = {}) =>
  office.call(importStatement, {
    upload: { bytes: camtFile(movements, { account, ...more }), name: 'statement.xml' },
  });
async function newInvoice(name: string, unitNet: string) {
  const customer = await office.call(createCustomer, {
    body: { name, email: 'buy@forest.example', country: 'DE' } as never,
  });
  return office.call(billing.invoiceByHand, {
    params: { customerId: customer.id as Id },
    body: {
      lines: [{ name: 'Repair', quantity: 1, unitNet, tax: { category: 'S', percent: '19' } }],
    } as never,
  });
}
const invoiceNow = (id: string) => office.call(billing.getInvoice, { params: { invoiceId: id as Id } });
const lines = () => office.call(listBankLines, {});

test('what names its invoice is booked by itself, once, whatever files bring it', async () => {
  const invoice = await newInvoice('Waldhaus GmbH', '100.00');
  const paid = {
    cents: 119_00,
    name: 'Waldhaus GmbH',
    text: `Rechnung ${invoice.number}`,
    iban: PAYER,
    reference: 'B1',
  };
  const rent = { cents: -900_00, name: 'Landlord', text: 'Rent March', reference: 'B2' };
  expect(await take([paid, rent])).toEqual({ statements: 1, newLines: 2, knownLines: 0 });
  // The same file, and one of the week that brings the day again.
  expect(await take([paid, rent])).toEqual({ statements: 0, newLines: 0, knownLines: 2 });
  const later = { cents: 5_00, name: 'Somebody', text: 'tip', reference: 'B3' };
  expect(await take([paid, rent, later], { id: 'WEEK-10' })).toEqual({
    statements: 1,
    newLines: 1,
    knownLines: 2,
  });
  for (let run = 0; run < 2; run++) await t.app.runDueJobs();
  expect(await invoiceNow(invoice.id)).toMatchObject({
    state: 'paid',
    payments: [{ amount: '119.00', method: 'bank' }],
  });
  const { open, done } = await lines();
  expect(done).toMatchObject([
    { outcome: 'booked', amount: '119.00', invoices: [{ number: invoice.number }] },
  ]);
  expect(open.map(({ amount }) => amount).sort()).toEqual(['-900.00', '5.00']);
  const aside = open.find(({ amount }) => amount === '-900.00')!;
  await office.call(setAsideBankLine, {
    params: { bankLineId: aside.id as Id },
    body: { reason: 'rent' },
  });
  await expect(
    office.call(setAsideBankLine, { params: { bankLineId: aside.id as Id }, body: { reason: 'again' } }),
  ).rejects.toMatchObject({ problem: { code: 'bank_line_done' } });
});

test('a payer who names nothing is proposed or assigned by hand, and known the next time', async () => {
  const first = await newInvoice('Bergmann & Co', '50.00');
  const iban = 'GB33BUKB20201555555555';
  await take([{ cents: 59_50, name: 'B. M. Holding', text: 'thank you', iban, reference: 'C1' }], {
    id: 'C',
  });
  await t.app.runDueJobs();
  const line = (await lines()).open.find(({ payer }) => payer === 'B. M. Holding')!;
  expect(line.decision).not.toBe('matched');
  expect(line.account).toBe('GB•• •••• •••• •••• ••55 55');
  const book = (share: string) =>
    office.call(bookBankLine, {
      params: { bankLineId: line.id as Id },
      body: { shares: [{ invoiceId: first.id as Id, amount: share }] },
    });
  await expect(book('60.00')).rejects.toMatchObject({
    problem: { errors: [{ code: 'bank_shares_above_line' }] },
  });
  const results = await Promise.allSettled(Array.from({ length: 20 }, () => book('59.50')));
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await invoiceNow(first.id)).toMatchObject({ state: 'paid', favour: '0.00' });

  const second = await office.call(billing.invoiceByHand, {
    params: { customerId: first.customerId as Id },
    body: {
      lines: [{ name: 'x', quantity: 1, unitNet: '20.00', tax: { category: 'S', percent: '19' } }],
    } as never,
  });
  await take([{ cents: 23_80, name: 'B. M. Holding', text: 'thanks again', iban, reference: 'C2' }], {
    id: 'C2',
  });
  await t.app.runDueJobs();
  expect(await invoiceNow(second.id)).toMatchObject({ state: 'paid' });
});

test('what was certain and cannot be booked stays whole for a person: nothing of it is half done', async () => {
  const invoice = await newInvoice('Kiefernweg', '100.00');
  await take([{ cents: 119_00, name: 'Kiefernweg', text: invoice.number, reference: 'H1' }], { id: 'H' });
  const { open } = await lines();
  const line = open.find(({ text }) => text === invoice.number)!;
  expect(line.decision).toBe('matched');
  // Paid by hand between the look and the booking: the same payment would be booked twice.
  const looked = await t.inTenant((tx) => bookMatches.look(tx, null));
  const found = looked.certain.find((one) => one.line === line.id)!;
  await office.call(billing.recordPayment, {
    params: { invoiceId: invoice.id as Id },
    body: { amount: '119.00' } as never,
  });
  const caller = await t.caller('office');
  expect(await t.inTenant((tx) => bookMatches.book(tx, caller, found))).toBeNull();
  for (let run = 0; run < 2; run++) await t.app.runDueJobs();
  expect((await lines()).open.map(({ id }) => id)).toContain(line.id);
  expect(await invoiceNow(invoice.id)).toMatchObject({ state: 'paid', favour: '0.00' });
  // A refusal halfway, after the movement was marked as booked: it is taken back with it.
  let asked = 0;
  const halfway = bookUntilDone<Id, never>({
    name: 'billing.test-halfway',
    timeoutSeconds: 60,
    look: async () => ({ certain: [line.id as Id], next: null }),
    book: async (tx, by, id) => {
      asked += 1;
      must(await finishLine(tx, by, id, 'booked', ''));
      return refuse({ code: 'payment_above_open' });
    },
  });
  await halfway.run(
    {
      context: t.app.context,
      tenantId: t.tenantId,
      signal: AbortSignal.timeout(60_000),
      attempt: 1,
    } as never,
    {},
  );
  expect(asked).toBe(1);
  expect((await lines()).open.map(({ id }) => id)).toContain(line.id);
});

test('a returned payment is parked, and opens its invoice when somebody says so', async () => {
  const invoice = await newInvoice('Tannenhof', '100.00');
  await take([{ cents: 119_00, name: 'Tannenhof', text: invoice.number, reference: 'D1' }], { id: 'D1' });
  await t.app.runDueJobs();
  const { payments } = await invoiceNow(invoice.id);
  await take(
    [
      {
        cents: -122_00,
        name: 'Tannenhof',
        text: `${invoice.number} Rückgabe`,
        reference: 'D2',
        returned: 'AC04',
      },
    ],
    { id: 'D2' },
  );
  await t.app.runDueJobs();
  const line = (await lines()).open.find(({ returned }) => returned)!;
  expect(line).toMatchObject({ decision: 'parked', amount: '-122.00' });
  await office.call(takeBackBankLine, {
    params: { bankLineId: line.id as Id },
    body: { paymentId: payments[0]!.id as Id },
  });
  expect(await invoiceNow(invoice.id)).toMatchObject({ state: 'open', open: '119.00' });
});

test('what is no statement of ours is refused as a whole, with a sentence', async () => {
  const before = await lines();
  const fine = [{ cents: 1_00, name: 'x', text: 'y', reference: 'E1' }];
  const whole = camtFile(fine, { account, id: 'E' });
  const send = (bytes: Buffer) => office.call(importStatement, { upload: { bytes, name: 'x' } });
  for (const [bytes, code] of [
    [camtFile(fine, { account, currency: 'CHF', id: 'E' }), 'statement_currency'],
    [camtFile(fine, { account: PAYER, id: 'E' }), 'statement_account'],
    [whole.subarray(0, whole.length - 40), 'xml_not_well_formed'],
    [Buffer.from('<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'), 'xml_doctype'],
    [Buffer.from('Hello'), 'statement_not_recognised'],
  ] as const) {
    const refused = await send(bytes).then(
      () => ({ problem: { code: 'taken' } }),
      (error: { problem: { code: string; title: string; errors?: { code: string }[] } }) => error,
    );
    expect([
      refused.problem.code,
      ...('errors' in refused.problem ? (refused.problem.errors ?? []).map((e) => e.code) : []),
    ]).toContain(code);
    expect((refused.problem as { title?: string }).title).toMatch(/\w+ \w+/);
  }
  expect(await lines()).toEqual(before);
});

test('a payer who is known and names no invoice is booked on account, once, and known from then on', async () => {
  const customer = await office.call(createCustomer, {
    body: { name: 'Quellenhof', email: 'q@forest.example', country: 'DE' } as never,
  });
  await take([{ cents: 42_00, name: 'Quellenhof Verwaltung', text: 'for later', reference: 'G1' }], {
    id: 'G',
  });
  const line = (await lines()).open.find(({ amount }) => amount === '42.00')!;
  const book = (customerId: string) =>
    office.call(bookBankLineOnAccount, {
      params: { bankLineId: line.id as Id },
      body: { customerId: customerId as Id },
    });
  await expect(book(line.id)).rejects.toMatchObject({ problem: { errors: [{ code: 'customer_unknown' }] } });
  const results = await Promise.allSettled([book(customer.id), book(customer.id), book(customer.id)]);
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const { items } = await office.call(openItems, { query: { customerId: customer.id as Id } });
  expect(items).toMatchObject([{ kind: 'on-account', open: '-42.00', number: 'for later' }]);
  const { done } = await lines();
  expect(done.find(({ amount }) => amount === '42.00')).toMatchObject({ outcome: 'booked', invoices: [] });
});

test('what the provider of cards pays out leaves the clearing account, once, and never more than it holds', async () => {
  const owner = await t.client('owner');
  await owner.call(saveCardAccount, {
    body: { secretKey: 'sk_live_PayoutTest00', webhookSecret: 'whsec_PayoutTest00' },
  });
  const invoice = await newInvoice('Card House', '100.00');
  await office.call(billing.recordPayment, {
    params: { invoiceId: invoice.id as Id },
    body: { amount: '119.00', method: 'card' } as never,
  });
  const from = { name: 'Stripe Technology Europe Ltd', text: 'STRIPE PAYOUT' };
  await take(
    [
      { ...from, cents: 100_00, reference: 'P1' },
      { ...from, cents: 40_00, reference: 'P2' },
    ],
    { id: 'P' },
  );
  for (let run = 0; run < 2; run++) await t.app.runDueJobs();
  // 119.00 came in: the first payout fits, the second is more than is left and waits for a person.
  const { open } = await lines();
  expect(open.filter(({ payer }) => payer === from.name).map(({ amount }) => amount)).toEqual(['40.00']);
  const { entries } = await office.call(journal, { query: {} });
  expect(
    entries
      .filter(({ reference }) => reference === from.text)
      .map(({ lines: own }) => own.map(({ account: of, amount }) => `${of} ${amount}`)),
  ).toEqual([['1800 100.00', '1460 -100.00']]);
});

test('a card number in a payer’s words is masked before it is written', async () => {
  await take([{ cents: 7_77, name: 'x', text: 'card 4111 1111 1111 1111', reference: 'F1' }], { id: 'F' });
  const { open } = await lines();
  expect(open.find(({ amount }) => amount === '7.77')!.text).toBe('card •••• 1111');
});

describe('money that comes late, for nothing in particular, or never', () => {
  const today = '2026-03-02' as Day;
  const lineOf = (unitNet: string, quantity = 1, percent = '19') => ({
    name: 'Repair',
    description: '',
    quantity,
    unitNet,
    tax: { category: 'S' as const, percent },
  });
  let customers = 0;
  const newCustomer = async (): Promise<Id> => {
    const body = { name: `Late House ${++customers}`, email: 'late@forest.example', country: 'DE' };
    return (await office.call(createCustomer, { body: body as never })).id as Id;
  };
  const byHand = (customerId: Id, body: object) =>
    office.call(billing.invoiceByHand, { params: { customerId }, body: body as never });
  const pay = (invoiceId: string, amount: string, more: object = {}) =>
    office.call(billing.recordPayment, {
      params: { invoiceId: invoiceId as Id },
      body: { amount, ...more } as never,
    });
  /** Entries of the journal whose debit and credit differ. */
  const ledgerFaults = async (): Promise<string[]> => {
    const { entries } = await office.call(journal, { query: {} });
    return entries
      .filter(
        ({ lines: own }) => own.reduce((sum, each) => sum + BigInt(each.amount.replace('.', '')), 0n) !== 0n,
      )
      .map(({ reference }) => reference);
  };

  test('what nobody pays is written off with its tax, and owed again when it is paid after all', async () => {
    const owner = await t.client('owner');
    const invoice = await byHand(await newCustomer(), { lines: [lineOf('100.00'), lineOf('10.00', 1, '7')] });
    const invoiceId = invoice.id as Id;
    const giveUp = (by: Client, body: object) =>
      by.call(writeOffInvoice, { params: { invoiceId }, body: body as never });
    await expect(giveUp(office, { reason: 'bankrupt' })).rejects.toMatchObject({
      problem: { code: 'not_allowed' },
    });
    await expect(giveUp(owner, { reason: 'x', amount: '129.71' })).rejects.toMatchObject({
      problem: { errors: [{ code: 'write_off_above_open', field: 'amount' }] },
    });
    expect(await giveUp(owner, { reason: 'bankrupt' })).toMatchObject({
      state: 'written-off',
      open: '0.00',
      writtenOff: '129.70',
    });
    const booked = async () => {
      const { entries } = await office.call(journal, { query: {} });
      return entries
        .filter(({ kind, reference }) => kind === 'write-off' && reference === invoice.number)
        .map(({ lines }) => lines.map(({ account, amount }) => `${account} ${amount}`));
    };
    // Net 100.00 and 10.00 lost, 19.00 and 0.70 of tax asked back.
    const given = ['1200 -129.70', '6930 100.00', '3806 19.00', '6930 10.00', '3801 0.70'];
    expect(await booked()).toEqual([given]);
    // The liquidator pays a part: so much is owed again, and paid.
    const part = await pay(invoice.id, '59.70');
    expect(part).toMatchObject({ state: 'written-off', open: '0.00', paid: '59.70', writtenOff: '70.00' });
    expect(await pay(invoice.id, '70.00')).toMatchObject({
      state: 'paid',
      writtenOff: '0.00',
      favour: '0.00',
    });
    expect(await ledgerFaults()).toEqual([]);
    await expect(pay(invoice.id, '0.01')).rejects.toMatchObject({ problem: { code: 'payment_above_open' } });
  });

  test('a small difference is settled with the payment, a larger one is not', async () => {
    const invoice = await byHand(await newCustomer(), { lines: [lineOf('100.00')] });
    await expect(pay(invoice.id, '118.00', { settleRest: true })).rejects.toMatchObject({
      problem: { errors: [{ code: 'difference_too_large' }] },
    });
    expect(await pay(invoice.id, '118.90', { settleRest: true })).toMatchObject({
      state: 'paid',
      open: '0.00',
      writtenOff: '0.10',
    });
    expect(await ledgerFaults()).toEqual([]);
  });

  test('money on account waits in the customer’s favour until it is assigned to an invoice', async () => {
    const customerId = await newCustomer();
    const record = (body: object) =>
      office.call(recordOnAccount, { params: { customerId }, body: body as never });
    await expect(record({ amount: '0.00' })).rejects.toMatchObject({
      problem: { errors: [{ code: 'payment_not_positive' }] },
    });
    await expect(record({ amount: '1.00', receivedOn: '2026-03-03' })).rejects.toMatchObject({
      problem: { errors: [{ code: 'payment_in_future' }] },
    });
    const { paymentId } = await record({ amount: '200.00', reference: 'deposit for later' });
    const items = async () =>
      (await office.call(openItems, { query: { customerId } })).items.map(({ kind, number, open }) => [
        kind,
        number,
        open,
      ]);
    expect(await items()).toEqual([['on-account', 'deposit for later', '-200.00']]);
    const invoice = await byHand(customerId, { lines: [lineOf('100.00')] });
    const assign = (invoiceId: string) =>
      office.call(billing.setOff, { params: { itemId: paymentId as Id }, body: { invoiceId } as never });
    expect(await assign(invoice.id)).toMatchObject({ state: 'paid', open: '0.00' });
    expect(await items()).toEqual([['on-account', 'deposit for later', '-81.00']]);
    const another = await byHand(await newCustomer(), { lines: [lineOf('100.00')] });
    await expect(assign(another.id)).rejects.toMatchObject({
      problem: { errors: [{ code: 'set_off_of_another' }] },
    });
    const account = await office.call(customerAccount, { params: { customerId }, query: {} });
    expect(account).toMatchObject({ closing: '-81.00' });
    // Each line opens its document; money on account has none.
    expect(account.entries.map(({ kind, invoiceId }) => [kind, invoiceId])).toEqual([
      ['payment', null],
      ['invoice', invoice.id],
      ['offset', invoice.id],
    ]);
    expect(await ledgerFaults()).toEqual([]);
  });

  test('a late payer is asked for fee and interest by level; the books know of them when they are paid', async () => {
    const owner = await t.client('owner');
    const set = {
      difference: '0.50',
      fee2: '5.00',
      fee3: '10.00',
      basePercent: '1.27',
      overBasePercent: '9',
    };
    await expect(
      owner.call(saveMoneySettings, { body: { ...set, fee1: '-1.00', interestFromLevel: 1 } }),
    ).rejects.toMatchObject({ problem: { errors: [{ code: 'price_negative', field: 'fee1' }] } });
    await owner.call(saveMoneySettings, { body: { ...set, fee1: '2.50', interestFromLevel: 1 } });
    const customerId = await newCustomer();
    await byHand(customerId, { lines: [lineOf('1000.00')] });
    // Due on 16 March; 20 days of 1,190.00 at 10.27 %: 6.6966…
    const later = { ...(await t.caller('office')), today: addDays(today, 34) };
    must(await t.inTenant((tx) => remind(tx, later, customerId, 'EUR')));
    const sent = async () =>
      (await t.inTenant((tx) => listReminders(tx, later.today))).sent.find(
        (letter) => letter.customerId === customerId,
      )!;
    expect(await sent()).toMatchObject({ total: '1190.00', charges: '9.20', chargesPaid: '0.00' });
    const before = await office.call(customerAccount, {
      params: { customerId },
      query: { until: later.today },
    });
    expect(before).toMatchObject({ closing: '1190.00', lateCharges: '9.20' });
    const reminderId = (await sent()).id as Id;
    const payIt = (amount: string) =>
      office.call(payCharge, { params: { reminderId }, body: { amount } as never });
    await expect(payIt('9.21')).rejects.toMatchObject({
      problem: { errors: [{ code: 'charge_above_claim' }] },
    });
    await payIt('9.20');
    expect(await sent()).toMatchObject({ chargesPaid: '9.20' });
    expect(await ledgerFaults()).toEqual([]);
    await owner.call(saveMoneySettings, { body: { ...set, fee1: '0', interestFromLevel: 4 } });
  });
});
