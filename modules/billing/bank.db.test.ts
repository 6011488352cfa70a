import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEMO_COMPANY } from '#apps/server/demo/people.ts';
import { openTestApp, type TestApp } from '#apps/server/test-kit.ts';
import type { Id } from '#domain/kernel/ids.ts';
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
import * as billing from './contract.ts';
import { openItems } from './ledger-contract.ts';
import { bookBankLineOnAccount } from './on-account/contract.ts';
import { camtFile, type Movement } from './testing/bank-file.ts';

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

test('a card number in a payer’s words is masked before it is written', async () => {
  await take([{ cents: 7_77, name: 'x', text: 'card 4111 1111 1111 1111', reference: 'F1' }], { id: 'F' });
  const { open } = await lines();
  expect(open.find(({ amount }) => amount === '7.77')!.text).toBe('card •••• 1111');
});
