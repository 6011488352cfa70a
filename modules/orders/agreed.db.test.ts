import { extractText, getDocumentProxy } from 'unpdf';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, type TestApp } from '#apps/server/test-kit.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { must } from '#domain/kernel/result.ts';
import { createCustomer } from '#modules/accounts/contract.ts';
import { installLibrary } from '#modules/catalog/api.ts';
import { listProducts } from '#modules/catalog/contract.ts';
import { partsOf, progressOf } from '#modules/production/api.ts';
import { idAt } from '#platform/clock/id-at.ts';
import { ProblemError, type Client } from '#platform/http/client.ts';
import * as contract from './contract.ts';
import { holdOrder, letGoOfOrder } from './order-documents.ts';
import { freePiecesDue, loadOrder } from './order-facts.ts';
import { loadPaper } from './queries.ts';

/** What is agreed beside the furniture: lines that are not made here, a cancellation, the words on papers. */
let t: TestApp;
let office: Client;
let customerId: Id;
beforeAll(async () => {
  t = await openTestApp();
  const owner = await t.caller();
  await t.inTenant((tx) => installLibrary(tx, owner));
  office = await t.client('office');
  const body = { name: 'Forest House Ltd', email: 'buy@customer.example', city: 'Tübingen' };
  customerId = (await office.call(createCustomer, { body: body as never })).id as Id;
});
afterAll(() => t?.close());

const problemOf = async (call: Promise<unknown>) => {
  const error = await call.then(
    () => undefined,
    (e: unknown) => e,
  );
  if (!(error instanceof ProblemError)) throw new Error(`expected a problem, got ${JSON.stringify(error)}`);
  return error.problem;
};
const params = (order: { id: string }) => ({ orderId: order.id as Id });
const draft = () =>
  office.call(contract.createOrder, { body: { customerId, reference: 'Plot 14', wantedOn: null } });
const add = async (
  order: { id: string },
  code: string,
  parameters = {},
  quantity = 1,
  unitNet: string | null = null,
) => {
  const { products } = await office.call(listProducts);
  const productId = products.find((product) => product.code === code)!.id as Id;
  const body = { productId, parameters, quantity, unitNet };
  return office.call(contract.addProductLine, { params: params(order), body });
};

test('a free line and a text: on the quote, in totals and margin, invoiced with the goods; an order of services needs no floor', async () => {
  const order = await add(await draft(), 'BOOK800', {}, 1, '100.00');
  const { orderId } = params(order);
  const line = (body: object) =>
    office.call(contract.addFreeLine, {
      params: { orderId },
      body: { note: '', quantity: 1, unit: '', unitNet: null, unitCost: null, ...body } as never,
    });
  await line({ name: 'Ground floor', note: 'as measured on site' });
  const full = await line({
    name: 'Assembly',
    quantity: 3,
    unit: 'h',
    unitNet: '60',
    unitCost: '41.50',
    taxPercent: '7',
  });
  expect(full.lines.map(({ kind, net, unit }) => [kind, net, unit])).toEqual([
    ['product', '100.00', ''],
    ['text', '0.00', ''],
    ['free', '180.00', 'h'],
  ]);
  // 100 × 19 % + 180 × 7 % = 19 + 12.60.
  expect(full.totals).toMatchObject({ net: '280.00', tax: '31.60', gross: '311.60' });
  expect(full.cost.other).toBe('124.50');
  expect(
    await problemOf(
      office.call(contract.updateFreeLine, {
        params: { orderId, lineNo: 3 },
        body: { name: 'Assembly', note: '', quantity: 1, unit: '', unitNet: '-5', unitCost: null },
      }),
    ),
  ).toMatchObject({ errors: [{ field: 'unitNet' }] });
  expect(
    await problemOf(
      office.call(contract.updateFreeLine, {
        params: { orderId, lineNo: 1 },
        body: { name: 'x', note: '', quantity: 1, unit: '', unitNet: null, unitCost: null },
      }),
    ),
  ).toMatchObject({ code: 'line_is_made' });
  await office.call(contract.quoteOrder, { params: { orderId }, body: {} });
  await office.call(contract.acceptOrder, { params: { orderId }, body: {} });
  const facts = must(await t.inTenant((tx) => loadOrder(tx, orderId)));
  expect(facts.lines.map(({ kind, name }) => [kind, name])).toEqual([
    ['product', 'Bookshelf'],
    ['free', 'Assembly (h)'],
  ]);
  const due = (delivered: readonly Id[]) => t.inTenant((tx) => freePiecesDue(tx, delivered));
  expect((await due([])).get(orderId)).toBeUndefined();
  expect((await due([orderId])).get(orderId)).toBe(3);
  const copy = await office.call(contract.copyOrder, { params: { orderId }, body: {} });
  expect(copy.lines.map(({ kind, net }) => [kind, net]).slice(1)).toEqual([
    ['text', '0.00'],
    ['free', '180.00'],
  ]);

  const service = params(await draft());
  await office.call(contract.addFreeLine, {
    params: service,
    body: { name: 'Survey', note: '', quantity: 1, unit: '', unitNet: '90', unitCost: null },
  });
  await office.call(contract.quoteOrder, { params: service, body: {} });
  const accepted = await office.call(contract.acceptOrder, { params: service, body: {} });
  expect(accepted.steps.find((step) => step.state === 'now')?.key).toBe('invoice');
  expect((await due([])).get(service.orderId)).toBe(1);
  const alone = params(await draft());
  await office.call(contract.addFreeLine, {
    params: alone,
    body: { name: 'Only words', note: '', quantity: 1, unit: '', unitNet: null, unitCost: null },
  });
  expect(await problemOf(office.call(contract.quoteOrder, { params: alone, body: {} }))).toMatchObject({
    code: 'order_empty',
  });
});

test('an accepted order is cancelled before anything is cut: work goes back, the customer hears of it when asked; an invoice holds it', async () => {
  const order = await add(await draft(), 'BASE600');
  const { orderId } = params(order);
  await office.call(contract.quoteOrder, { params: { orderId }, body: {} });
  await office.call(contract.acceptOrder, { params: { orderId }, body: {} });
  const invoice = { id: idAt(t.clock.now()), number: 'RE-2026-0099' };
  await t.inTenant((tx) => holdOrder(tx, orderId, invoice));
  const cancel = (tell: boolean) =>
    office.call(contract.cancelOrder, { params: { orderId }, body: { reason: 'moved away', tell } });
  expect(await problemOf(cancel(true))).toMatchObject({
    code: 'order_invoiced',
    title: expect.stringContaining('RE-2026-0099'),
    remedy: expect.stringContaining('Credit'),
  });
  expect(await t.inTenant((tx) => partsOf(tx, orderId))).toHaveLength(9);
  // Credited in full.
  await t.inTenant((tx) => letGoOfOrder(tx, orderId, invoice.id));
  const cancelled = await cancel(true);
  expect(cancelled.state).toBe('cancelled');
  expect(cancelled.timeline.map((event) => event.name)).toEqual(
    expect.arrayContaining(['work.withdrawn', 'order.cancelled']),
  );
  expect(cancelled.mails.map((mail) => mail.kind)).toContain('orders.cancelled');
  expect(await t.inTenant((tx) => partsOf(tx, orderId))).toEqual([]);
  expect(await t.inTenant((tx) => progressOf(tx, [orderId]))).toEqual(new Map());
  await expect(t.inTenant((tx) => holdOrder(tx, orderId, invoice))).rejects.toThrow(/was cancelled/);
  expect(await problemOf(cancel(false))).toMatchObject({ code: 'order_cancelled_already' });
});

test('settings: own words go on the next paper, a price rule on the next line; numbers begin once', async () => {
  const owner = await t.client('owner');
  const before = await owner.call(contract.getSettings);
  const prices = {
    overheadPercent: 15,
    marginPercent: 25,
    taxPercent: '19',
    validDays: 14,
    quoteOpening: '',
    quoteClosing: '',
    confirmationClosing: '',
    paymentTerms: '',
  };
  expect(
    await problemOf(owner.call(contract.updateSettings, { body: { ...prices, firstNumber: 5000 } })),
  ).toMatchObject({ code: 'numbering_begun', errors: [{ field: 'firstNumber' }] });
  const saved = await owner.call(contract.updateSettings, {
    body: { ...prices, quoteOpening: 'Moin!', paymentTerms: 'Net within 14 days.' },
  });
  expect(saved).toEqual({
    ...before,
    validDays: 14,
    quoteOpening: 'Moin!',
    paymentTerms: 'Net within 14 days.',
  });
  expect(await problemOf(office.call(contract.updateSettings, { body: prices }))).toMatchObject({
    status: 403,
  });
  const order = await add(await draft(), 'BOOK800');
  await office.call(contract.quoteOrder, { params: params(order), body: {} });
  await t.app.runDueJobs();
  const paper = must(await t.inTenant((tx) => loadPaper(tx, order.id as Id, 'quote', 1)));
  const bytes = await t.app.context.files.readAll(t.tenantId, paper.hash);
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(bytes!)), { mergePages: true });
  expect(text).toContain('Moin!');
  expect(text).toContain('Net within 14 days.');
  expect(text).not.toContain('Thank you for your enquiry');
  // An emptied field follows the usual words again.
  expect(await owner.call(contract.updateSettings, { body: prices })).toEqual({ ...before, validDays: 14 });
});
