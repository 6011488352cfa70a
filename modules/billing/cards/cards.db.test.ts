import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, type TestApp } from '#apps/server/test-kit.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { createCustomer } from '#modules/accounts/contract.ts';
import type { Client } from '#platform/http/client.ts';
import { shortId } from '#platform/http/short-id.ts';
import * as billing from '../contract.ts';
import { startFakeStripe, type FakeStripe } from '../testing/fake-stripe.ts';
import type { StripeEvent } from '../testing/stripe-state.ts';
import * as cards from './contract.ts';
import { followPage } from './follow-page.ts';
import { refundToCard } from './refund-to-card.ts';
import type { CardTables } from './store.ts';
import { STRIPE } from './place.ts';

const KEY = 'sk_live_FakeOfATest4f2a';
const HOOK = 'whsec_FakeOfATest77aa';

let t: TestApp;
let fake: FakeStripe;
let owner: Client;
let office: Client;

const seconds = (): number => Math.floor(Date.parse(t.clock.now()) / 1000);

beforeAll(async () => {
  t = await openTestApp();
  fake = await startFakeStripe(seconds);
  // Everything as in life but the address: the door, the register and the SDK are the real ones.
  const { egress } = t.app.context;
  Object.assign(t.app.context, {
    egress: {
      ...egress,
      fetch: (url: string, options: Parameters<typeof egress.fetch>[1]) =>
        egress.fetch(url.replace(`https://${STRIPE.host}`, fake.origin), options),
    },
  });
  [owner, office] = [await t.client('owner'), await t.client('office')];
});
afterAll(async () => {
  await t?.close();
  await fake?.close();
});

async function newInvoice(unitNet = '100.00') {
  const customer = await office.call(createCustomer, {
    body: { name: 'Waldhaus GmbH', email: 'buy@forest.example', country: 'DE' } as never,
  });
  return office.call(billing.invoiceByHand, {
    params: { customerId: customer.id as Id },
    body: {
      lines: [{ name: 'Repair', quantity: 1, unitNet, tax: { category: 'S', percent: '19' } }],
    } as never,
  });
}
const invoiceNow = (id: string) => office.call(billing.getInvoice, { params: { invoiceId: id as Id } });
const cardsOf = (id: string) => office.call(cards.getInvoiceCards, { params: { invoiceId: id as Id } });
const parkedNow = async () => (await office.call(cards.listParked, {})).parked;
const linkOf = async (id: string) => new URL((await cardsOf(id)).payUrl!).pathname;
const get = (url: string) => t.app.server.inject({ method: 'GET', url });
/** Through the pages to the provider's, as a customer goes. @returns the provider's id of its page */
async function toThePage(invoiceId: string): Promise<string> {
  const gone = await get(`${await linkOf(invoiceId)}/continue`);
  expect(gone.statusCode, gone.body).toBe(302);
  return /cs_\w+/.exec(gone.headers.location!)![0];
}
const send = (event: StripeEvent, { secret = HOOK, at = seconds(), tenant = shortId(t.tenantId) } = {}) => {
  const { body, signature } = fake.signed(event, secret, at);
  return t.app.server.inject({
    method: 'POST',
    url: `/api/card-events/${tenant}`,
    headers: { 'content-type': 'application/json; charset=utf-8', 'stripe-signature': signature },
    payload: body,
  });
};
const run = { context: null as never, tenantId: '' as Id, signal: AbortSignal.timeout(600_000), attempt: 1 };
const now = () => ({ ...run, context: t.app.context, tenantId: t.tenantId });
const sessionsOf = (invoiceId: string) =>
  t.inTenant((tx) =>
    tx
      .tables<CardTables>()
      .selectFrom('card_session')
      .selectAll()
      .where('tenant_id', '=', t.tenantId)
      .where('invoice_id', '=', invoiceId)
      .orderBy('made_at')
      .execute(),
  );
/** What the queue would do after any message about this invoice. */
async function follow(invoiceId: string): Promise<void> {
  for (const { id } of await sessionsOf(invoiceId)) await followPage.run(now(), { sessionId: id });
}
async function paidInvoice(unitNet = '100.00') {
  const invoice = await newInvoice(unitNet);
  const intent = fake.state.pay(await toThePage(invoice.id));
  await follow(invoice.id);
  return { invoice: await invoiceNow(invoice.id), intent };
}
const askedRefunds = () =>
  t.inTenant((tx) =>
    tx
      .tables<CardTables>()
      .selectFrom('card_refund')
      .select('refund_id')
      .where('tenant_id', '=', t.tenantId)
      .where('state', '=', 'asked')
      .execute(),
  );
async function doRefunds(): Promise<void> {
  for (const { refund_id: refundId } of await askedRefunds()) await refundToCard.run(now(), { refundId });
}
async function creditAndGiveBack(invoiceId: string) {
  await office.call(billing.creditInvoice, {
    params: { invoiceId: invoiceId as Id },
    body: { reason: 'came damaged', again: false, lines: [] } as never,
  });
  return office.call(billing.refund, {
    params: { itemId: invoiceId as Id },
    body: { reference: '' } as never,
  });
}

test('keys are sealed and shown masked; only the owner sets them', async () => {
  const body = { secretKey: KEY, webhookSecret: HOOK };
  await expect(office.call(cards.saveCardAccount, { body })).rejects.toMatchObject({
    problem: { code: 'not_allowed' },
  });
  const wrong = owner.call(cards.saveCardAccount, { body: { ...body, secretKey: 'pk_live_12345678' } });
  await expect(wrong).rejects.toMatchObject({ problem: { errors: [{ field: 'secretKey' }] } });
  const shown = await owner.call(cards.saveCardAccount, { body });
  expect(shown).toMatchObject({
    on: true,
    key: 'sk_live_•••• 4f2a',
    webhook: 'whsec_•••• 77aa',
    webhookUrl: `http://tenon.test/api/card-events/${shortId(t.tenantId)}`,
  });
  const row = await t.inTenant((tx) =>
    tx
      .tables<CardTables>()
      .selectFrom('card_account')
      .selectAll()
      .where('tenant_id', '=', t.tenantId)
      .execute(),
  );
  expect(JSON.stringify(row)).not.toMatch(/FakeOfATest/);
});

test('nothing goes to the provider before its contract is in the register', async () => {
  const invoice = await newInvoice();
  const link = await linkOf(invoice.id);
  const away = await get(`${link}/continue`);
  expect(away.statusCode).toBe(200);
  expect(away.body).toContain('The payment provider cannot be used right now');
  expect(fake.calls).toEqual([]);
  await t.app.settled();
  const registered = t.app.context.db.global<{
    processor: { id: string; places: string };
    processor_contract: Record<string, unknown>;
    egress_log: { purpose: string; decision: string; reason: string };
  }>();
  expect(
    await registered
      .selectFrom('egress_log')
      .select('reason')
      .where('purpose', '=', 'billing.cards')
      .execute(),
  ).toContainEqual({ reason: expect.stringContaining('without a contract') as string });
  // The operator's people sign, and the place is the fake's.
  const { port } = new URL(fake.origin);
  await registered
    .updateTable('processor')
    .set({ places: JSON.stringify([{ host: '127.0.0.1', port: Number(port), inside: true }]) })
    .where('id', '=', STRIPE.id)
    .execute();
  const by = { handed_in_by: 'a', handed_in_name: 'a', confirmed_by: 'b', confirmed_name: 'b' };
  const sign = (id: string, categories: readonly string[]) =>
    registered
      .insertInto('processor_contract')
      .values({
        ...{ id, processor_id: STRIPE.id, declared: false, ...by },
        ...{ categories: JSON.stringify(categories), valid_from: '2026-01-01', valid_to: null },
        ...{
          file_hash: 'a'.repeat(64),
          file_name: 'contract.pdf',
          signed_by_us_on: '2026-01-01',
          signed_by_them_on: '2026-01-01',
        },
        ...{ handed_in_at: t.clock.now(), confirmed_at: t.clock.now(), confirmed_alone: false },
      })
      .execute();
  await sign('0198c0de-0000-7000-8000-0000000000aa', ['card-token']);
  // A contract that covers payments and no invoices: what tells of the invoice stays here, and it can be paid all the same.
  expect((await get(`${link}/continue`)).statusCode).toBe(302);
  const stripped = new URLSearchParams(fake.bodies.join('&'));
  expect(stripped.get('line_items[0][price_data][product_data][name]')).toBe('Payment');
  expect(stripped.get('line_items[0][price_data][unit_amount]')).toBe('11900');
  expect(stripped.has('payment_intent_data[description]')).toBe(false);
  expect(fake.bodies.join()).not.toContain(invoice.number);
  expect(fake.bodies.join()).not.toContain(encodeURIComponent(link));
  await t.app.settled();
  expect(
    await registered
      .selectFrom('egress_log')
      .select('reason')
      .where('purpose', '=', 'billing.cards')
      .execute(),
  ).toContainEqual({ reason: 'left out: invoice' });
  // One that covers them as well: the page says which invoice is paid, and nothing of who pays it.
  await sign('0198c0de-0000-7000-8000-0000000000ab', ['invoice', 'card-token']);
  const second = await newInvoice();
  expect((await get(`${await linkOf(second.id)}/continue`)).statusCode).toBe(302);
  expect(fake.bodies.at(-1)).toContain(second.number);
  expect(fake.bodies.join()).not.toMatch(/Waldhaus|forest\.example|Repair/);
});

test('a hundred clients pay one invoice: one page, one payment, whatever comes twice or late', async () => {
  const invoice = await newInvoice();
  const link = await linkOf(invoice.id);
  const shown = await get(link);
  expect(shown.body).toContain('€119.00');
  expect(shown.body).not.toMatch(/<script|<input|src="http|href="http/);
  expect(shown.headers['content-security-policy']).toContain("default-src 'none'");
  expect(await sessionsOf(invoice.id)).toEqual([]);
  const before = fake.state.sessions.size;
  fake.fail('POST /v1/checkout/sessions', 'lost');
  const gone = await Promise.all(Array.from({ length: 100 }, () => get(`${link}/continue`)));
  expect(new Set(gone.map(({ headers }) => headers.location)).size).toBe(1);
  expect(fake.state.sessions.size).toBe(before + 1);
  const page = /cs_\w+/.exec(gone[0]!.headers.location!)![0];
  const told = fake.state.events.length;
  fake.state.pay(page);
  expect(() => fake.state.pay(page)).toThrow('session_not_open');
  const events = fake.state.events.slice(told);
  // Out of order, each of them three times, at once.
  const answers = await Promise.all(
    [...events, ...events.toReversed(), ...events].map((event) => send(event)),
  );
  expect(answers.map(({ statusCode }) => statusCode)).toEqual(answers.map(() => 200));
  await Promise.all([t.app.runDueJobs(), follow(invoice.id), follow(invoice.id)]);
  expect(await invoiceNow(invoice.id)).toMatchObject({
    state: 'paid',
    favour: '0.00',
    payments: [{ amount: '119.00', method: 'card' }],
  });
  expect((await cardsOf(invoice.id)).payments).toMatchObject([{ brand: 'visa', last4: '4242' }]);
  expect((await get(`${link}/back`)).body).toContain('Paid. Thank you');
  expect((await get(`${link}/continue`)).body).toContain('Nothing is open');
  const { messagesTaken, messagesIgnored } = await owner.call(cards.getCardAccount, {});
  expect(messagesTaken).toBe(2);
  expect(messagesIgnored).toEqual([{ kind: 'charge.succeeded', messages: 3 }]);
});

test('a message with a wrong, old or missing signature is refused and leaves nothing', async () => {
  const { id } = await newInvoice();
  fake.state.pay(await toThePage(id));
  const event = fake.state.events.at(-1)!;
  const at = seconds();
  for (const wrong of [
    { secret: 'whsec_of_somebody_else' },
    { at: at - 301 },
    { tenant: shortId('0198c0de-0000-7000-8000-00000000dead' as Id) },
    { tenant: 'nonsense' },
  ]) {
    const answer = await send(event, wrong);
    expect(answer.statusCode, JSON.stringify(wrong)).toBe(400);
    expect(answer.json()).toMatchObject({
      code: 'card_signature_wrong',
      remedy: expect.any(String) as string,
    });
  }
  const bare = { method: 'POST', url: `/api/card-events/${shortId(t.tenantId)}`, payload: '{}' } as const;
  expect((await t.app.server.inject(bare)).statusCode).toBe(400);
  const { body, signature } = fake.signed(event, HOOK, at);
  const changed = await t.app.server.inject({
    method: 'POST',
    url: `/api/card-events/${shortId(t.tenantId)}`,
    headers: { 'content-type': 'application/json', 'stripe-signature': signature },
    payload: body.replace('11900', '99900'),
  });
  expect(changed.statusCode).toBe(400);
  expect((await owner.call(cards.getCardAccount, {})).messagesTaken).toBe(2);
  // Paid all the same: the look by itself makes up for the message that never came.
  await follow(id);
  expect(await invoiceNow(id)).toMatchObject({ state: 'paid' });
});

test('links that nobody made here, or whose day is over, lead nowhere, and guessing is braked', async () => {
  const { id } = await newInvoice();
  const link = await linkOf(id);
  expect((await get(link.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')))).statusCode).toBe(404);
  const [, , ref] = link.split('/');
  expect((await get(link.replace(ref!, ref!.slice(22) + ref!.slice(0, 22)))).statusCode).toBe(404);
  const later = await get(link.replace(/\/\d{8}\./, '/29990101.'));
  expect(later.statusCode).toBe(404);
  for (let i = 0; i < 30; i++) await get('/pay/guess/20260601.aaaaaaaaaaaaaaaaaaaaaaaa');
  expect((await get(link)).statusCode).toBe(429);
  t.clock.advance({ minutes: 16 });
  expect((await get(link)).statusCode).toBe(200);
});

test('another amount or currency, or more than is open, waits for a person with its sentence', async () => {
  const [other, foreign, late] = [await newInvoice(), await newInvoice(), await newInvoice()];
  fake.state.pay(await toThePage(other.id), { amount: 12_900 });
  fake.state.pay(await toThePage(foreign.id), { currency: 'usd' });
  const page = await toThePage(late.id);
  await office.call(billing.recordPayment, {
    params: { invoiceId: late.id as Id },
    body: { amount: '100.00', method: 'bank', reference: '' } as never,
  });
  fake.state.pay(page);
  for (const { id } of [other, foreign, late]) for (let i = 0; i < 2; i++) await follow(id);
  const parked = await parkedNow();
  const why = Object.fromEntries(parked.map((one) => [one.invoiceId, one.why]));
  expect(why).toEqual({
    [other.id]: 'card_amount_other',
    [foreign.id]: 'card_currency_other',
    [late.id]: 'card_above_open',
  });
  expect(await invoiceNow(other.id)).toMatchObject({ state: 'open', payments: [] });
  const at = (id: string) => ({ parkedId: parked.find(({ invoiceId }) => invoiceId === id)!.id as Id });
  const booked = await Promise.allSettled(
    Array.from({ length: 5 }, () => office.call(cards.bookParked, { params: at(other.id) })),
  );
  expect(booked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await invoiceNow(other.id)).toMatchObject({ state: 'overpaid', favour: '10.00' });
  await expect(office.call(cards.bookParked, { params: at(foreign.id) })).rejects.toMatchObject({
    problem: { code: 'parked_not_bookable' },
  });
  for (const { id } of [foreign, late])
    await office.call(cards.setAsideParked, { params: at(id), body: { reason: 'given back at the desk' } });
  await follow(foreign.id);
  expect(await parkedNow()).toEqual([]);
});

test('an amount that changed meanwhile ends the older page', async () => {
  const { id } = await newInvoice();
  const first = await toThePage(id);
  await office.call(billing.recordPayment, {
    params: { invoiceId: id as Id },
    body: { amount: '19.00', method: 'bank', reference: '' } as never,
  });
  const second = await toThePage(id);
  expect(fake.state.sessions.get(first)!.status).toBe('expired');
  expect(fake.state.sessions.get(second)!.amount_total).toBe(10_000);
  expect((await sessionsOf(id)).map(({ state }) => state)).toEqual(['ended', 'open']);
});

test('a refund goes to the card that paid, once, however often the answer is lost', async () => {
  const { invoice, intent } = await paidInvoice();
  const credited = await creditAndGiveBack(invoice.id);
  expect(credited.refunds).toMatchObject([{ amount: '119.00', method: 'card' }]);
  expect((await cardsOf(invoice.id)).refunds).toMatchObject([{ state: 'asked' }]);
  fake.fail('POST /v1/refunds', 'error', 'busy', 'lost');
  for (let i = 0; i < 3; i++) await doRefunds();
  // A day later the provider has forgotten under which key it was asked; what it has made it still knows.
  fake.forgetKeys();
  await doRefunds();
  expect(fake.state.of(fake.state.refunds, intent.id)).toMatchObject([{ amount: 11_900 }]);
  for (let i = 0; i < 2; i++) await follow(invoice.id);
  expect((await cardsOf(invoice.id)).refunds).toMatchObject([{ state: 'done', amount: '119.00' }]);
  expect(await invoiceNow(invoice.id)).toMatchObject({ state: 'credited', paid: '0.00', favour: '0.00' });
});

test('a refund that the card does not take is booked back, says why, and the next one goes by bank', async () => {
  const { invoice } = await paidInvoice();
  fake.state.refundsWait = true;
  await creditAndGiveBack(invoice.id);
  await doRefunds();
  await follow(invoice.id);
  expect((await cardsOf(invoice.id)).refunds).toMatchObject([{ state: 'sent' }]);
  fake.state.refundsWait = false;
  const refund = [...fake.state.refunds.values()].at(-1)!;
  fake.state.settleRefund(refund.id, 'failed', 'expired_or_canceled_card');
  for (const event of fake.state.events.slice(-2)) await send(event);
  for (let i = 0; i < 2; i++) await follow(invoice.id);
  expect((await cardsOf(invoice.id)).refunds).toMatchObject([
    { state: 'failed', reason: 'expired_or_canceled_card' },
  ]);
  expect(await invoiceNow(invoice.id)).toMatchObject({ favour: '119.00', refunds: [] });
  const again = await office.call(billing.refund, {
    params: { itemId: invoice.id as Id },
    body: { reference: 'to the account' } as never,
  });
  expect(again).toMatchObject({ favour: '0.00', refunds: [{ amount: '119.00', method: 'bank' }] });
  expect(await askedRefunds()).toEqual([]);
});

test('what the cardholder’s bank takes back opens the invoice, and what is won closes it again', async () => {
  const { invoice, intent } = await paidInvoice();
  fake.state.dispute(intent.id, { enquiry: true });
  await follow(invoice.id);
  expect(await invoiceNow(invoice.id)).toMatchObject({ state: 'paid' });
  const dispute = fake.state.dispute(intent.id, { amount: 5_000 });
  const [created] = fake.state.events.slice(-2);
  for (let i = 0; i < 3; i++) await send(created!);
  await follow(invoice.id);
  expect(await invoiceNow(invoice.id)).toMatchObject({ state: 'open', open: '50.00', paid: '69.00' });
  fake.state.closeDispute(dispute.id, 'won');
  for (let i = 0; i < 2; i++) await follow(invoice.id);
  expect(await invoiceNow(invoice.id)).toMatchObject({ state: 'paid', paid: '119.00' });
});

test('money given back at the provider’s own desk is booked where it means something, else it waits', async () => {
  const { invoice, intent } = await paidInvoice();
  fake.state.refund({ payment_intent: intent.id, amount: 11_900 });
  await follow(invoice.id);
  const [waits] = await parkedNow();
  expect(waits).toMatchObject({ why: 'card_refund_elsewhere', amount: '119.00', invoiceId: invoice.id });
  await office.call(billing.creditInvoice, {
    params: { invoiceId: invoice.id as Id },
    body: { reason: 'taken back', again: false, lines: [] } as never,
  });
  await office.call(cards.bookParked, { params: { parkedId: waits!.id as Id } });
  await follow(invoice.id);
  expect(await invoiceNow(invoice.id)).toMatchObject({ state: 'credited', favour: '0.00', paid: '0.00' });
  expect(await parkedNow()).toEqual([]);
});

test('payments of another program on the same account are nobody’s business here', async () => {
  const told = fake.state.events.length;
  const { id } = fake.state.payElsewhere();
  fake.state.dispute(id);
  const before = (await owner.call(cards.getCardAccount, {})).messagesTaken;
  for (const event of fake.state.events.slice(told)) expect((await send(event)).statusCode).toBe(200);
  await followPage.run(now(), { intent: id });
  // Of a dispute only the provider knows whose payment it is: asked, and found to be none of ours.
  expect((await owner.call(cards.getCardAccount, {})).messagesTaken).toBe(before + 2);
  expect(await parkedNow()).toEqual([]);
});

test('while the provider is away nothing is lost: the page says so, refunds wait with their reason', async () => {
  const { invoice } = await paidInvoice();
  await creditAndGiveBack(invoice.id);
  // Whoever changes keys has proven lately who they are.
  await expect(owner.call(cards.endCardAccount, {})).rejects.toMatchObject({
    problem: { code: 'proof_needed' },
  });
  owner = await t.client('owner');
  await owner.call(cards.endCardAccount, {});
  await doRefunds();
  expect((await cardsOf(invoice.id)).refunds).toMatchObject([{ state: 'asked', reason: 'wait_keys' }]);
  expect((await cardsOf(invoice.id)).payUrl).toBeNull();
  await owner.call(cards.saveCardAccount, { body: { secretKey: KEY, webhookSecret: HOOK } });
  await doRefunds();
  await follow(invoice.id);
  expect((await cardsOf(invoice.id)).refunds).toMatchObject([{ state: 'done', reason: '' }]);
});
