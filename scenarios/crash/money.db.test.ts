import { createHmac } from 'node:crypto';
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { DEMO_COMPANY } from '#apps/server/demo/people.ts';
import { openTestApp, type TestApp } from '#apps/server/test-kit.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { minor } from '#domain/kernel/units.ts';
import { createCustomer } from '#modules/accounts/contract.ts';
import { saveCompany } from '#modules/accounts/module.ts';
import { bookFacts } from '#modules/billing/cards/book-facts.ts';
import { saveCardAccount } from '#modules/billing/cards/contract.ts';
import type { CardTables } from '#modules/billing/cards/store.ts';
import * as billing from '#modules/billing/contract.ts';
import { recordMandate, setSepaSettings } from '#modules/billing/sepa/contract.ts';
import { moneyPicture, onlyReads, writtenBetween } from '#modules/billing/testing/money-picture.ts';
import { newId } from '#platform/clock/clock.ts';
import type { Client } from '#platform/http/client.ts';
import { shortId } from '#platform/http/short-id.ts';
import { writeTask, type Deed } from './money-victim.ts';

/** Every run kills two processes, a start of one is dear; `TENON_MONEY_KILLS=all` kills one before each statement of each deed. */
const ALL = process.env['TENON_MONEY_KILLS'] === 'all';
const LOG = process.env['TENON_MONEY_KILLS_LOG'];
const HOOK = 'whsec_MoneyUnderFire00';

let t: TestApp;
let owner: Client;
let cookie: string;
let queue: pg.Client;

beforeAll(async () => {
  t = await openTestApp();
  await t.inTenant((tx) => saveCompany(tx, DEMO_COMPANY));
  owner = await t.client('owner');
  const signed = await t.app.server.inject({
    method: 'POST',
    url: '/api/session/demo',
    payload: { role: 'owner' },
  });
  cookie = String(signed.headers['set-cookie']).split(';')[0]!;
  queue = new pg.Client({ connectionString: t.ownerUrl });
  await queue.connect();
  await owner.call(setSepaSettings, { body: { creditorId: 'DE98ZZZ09999999999', noticeDays: 5 } });
  await owner.call(saveCardAccount, { body: { secretKey: 'sk_live_UnderFire000', webhookSecret: HOOK } });
});
afterAll(async () => {
  await queue?.end();
  await t?.close();
});

const LINES = [
  { name: 'Repair', description: '', quantity: 1, unitNet: '100.00', tax: { category: 'S', percent: '19' } },
];
async function newCustomer(name: string): Promise<Id> {
  const body = { name, email: 'buy@forest.example', country: 'DE' } as never;
  return (await owner.call(createCustomer, { body })).id as Id;
}
async function newInvoice(name: string) {
  const params = { customerId: await newCustomer(name) };
  return owner.call(billing.invoiceByHand, { params, body: { lines: LINES } as never });
}
const post = (url: string, body: object): Deed => ({
  method: 'POST',
  url,
  payload: JSON.stringify(body),
  headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID(), cookie },
});
async function newPage(name: string): Promise<Id> {
  const invoice = await newInvoice(name);
  const sessionId = newId(t.clock);
  await t.inTenant((tx) =>
    tx
      .tables<CardTables>()
      .insertInto('card_session')
      .values({
        ...{ tenant_id: t.tenantId, id: sessionId, invoice_id: invoice.id as Id },
        ...{ amount_minor: minor(119_00n), currency: 'EUR', state: 'open', reference: `cs_${sessionId}` },
        ...{ intent: null, url: 'https://pay.example/', made_at: t.clock.now(), expires_at: t.clock.now() },
      })
      .execute(),
  );
  return sessionId;
}

/** Makes what a deed needs; done once per kill, so that all of them are alike. */
const DEEDS: Readonly<Record<string, (mark: string) => Promise<Deed>>> = {
  'an invoice is issued': async (mark) =>
    post(`/api/customers/${await newCustomer(mark)}/invoices`, { lines: LINES }),
  'an invoice is paid': async (mark) =>
    post(`/api/invoices/${(await newInvoice(mark)).id}/payments`, { amount: '119.00' }),
  'a payment run is composed': async (mark) => {
    const invoice = await newInvoice(mark);
    await owner.call(recordMandate, {
      params: { customerId: invoice.customerId as Id },
      body: {
        reference: `M-${mark.replace(/\W/g, '')}`,
        ...{ signedOn: '2026-01-15', accountName: 'Debit House', iban: 'DE89370400440532013000' },
      } as never,
    });
    return post('/api/payment-runs/debits', { collectOn: '2026-03-09', invoiceIds: [invoice.id] });
  },
  'a message about a card is taken': async (mark) => {
    const sessionId = await newPage(mark);
    const payload = JSON.stringify({
      ...{ id: `evt_${sessionId}`, object: 'event', type: 'checkout.session.completed' },
      data: { object: { object: 'checkout.session', id: `cs_${sessionId}`, client_reference_id: sessionId } },
    });
    const at = Math.floor(Date.parse(t.clock.now()) / 1000);
    const proof = createHmac('sha256', HOOK).update(`${at}.${payload}`).digest('hex');
    return {
      ...{ method: 'POST', url: `/api/card-events/${shortId(t.tenantId)}`, payload },
      headers: { 'content-type': 'application/json', 'stripe-signature': `t=${at},v1=${proof}` },
    };
  },
  'a payment by card is booked': async (mark) => {
    const sessionId = await newPage(mark);
    return {
      facts: {
        ...{ sessionId, reference: `cs_${sessionId}`, page: 'paid', intent: `pi_${sessionId}` },
        paid: {
          ...{ amountMinor: 119_00n, currency: 'EUR', at: t.clock.now() },
          ...{ brand: 'visa', last4: '4242' },
        },
        ...{ refunds: [], disputes: [] },
      },
    };
  },
};

/** Does it here, in a process that lives. @returns what was answered */
async function doIt(deed: Deed): Promise<number> {
  if (!('facts' in deed)) return (await t.app.server.inject(deed)).statusCode;
  const caller = await t.caller('office');
  await t.inTenant((tx) => bookFacts(tx, caller, deed.facts));
  return 200;
}

/** Does it in a process that is killed. @returns the signal that ended it, and its last words */
async function doAndDie(deed: Deed, statement: number): Promise<{ signal: string | null; said: string }> {
  const task = writeTask({
    ...{ ownerUrl: t.ownerUrl, filesDir: t.filesDir, now: t.clock.now(), tenantId: t.tenantId },
    ...{ statement, deed },
  });
  const child = spawn(process.execPath, [new URL('./money-victim.ts', import.meta.url).pathname], {
    env: { ...process.env, TENON_MONEY_VICTIM: task, NODE_OPTIONS: '', NODE_NO_WARNINGS: '1' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const signal = await new Promise<string | null>((done) => child.once('close', (_, by) => done(by)));
  return { signal, said };
}

const picture = () => t.inTenant((tx) => moneyPicture(tx, queue));

/** What a deed writes when nobody disturbs it, and with how many statements that may change something. */
async function undisturbed(deed: Deed): Promise<{ wanted: Record<string, bigint>; statements: number }> {
  const before = await picture();
  let statements = 0;
  const run = Reflect.get(pg.Client.prototype, 'query') as (...given: unknown[]) => unknown;
  const spy = vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (
    this: pg.Client,
    ...given: unknown[]
  ) {
    if (typeof given.at(-1) !== 'function' && !onlyReads(given[0])) statements += 1;
    return run.apply(this, given) as never;
  } as never);
  try {
    expect(await doIt(deed)).toBe(200);
  } finally {
    spy.mockRestore();
  }
  return { wanted: writtenBetween(before, await picture()), statements };
}

test.each(ALL ? Object.keys(DEEDS) : ['an invoice is issued', 'a payment by card is booked'])(
  '%s: the process is killed between two steps, the same comes again, and the books are as if nothing had happened',
  async (name) => {
    const prepare = DEEDS[name]!;
    const { wanted, statements } = await undisturbed(await prepare(`${name} 0`));
    expect(Object.keys(wanted).length).toBeGreaterThan(1);
    expect(statements).toBeGreaterThan(2);
    // One before everything would be saved, one after it was and nobody had been told.
    const sample = name === 'an invoice is issued' ? statements : statements + 1;
    const points = ALL ? Array.from({ length: statements + 1 }, (_, n) => n + 1) : [sample];
    for (const statement of points) {
      const deed = await prepare(`${name} ${statement}`);
      const before = await picture();
      const { signal, said } = await doAndDie(deed, statement);
      expect([signal, said]).toEqual(['SIGKILL', '']);
      expect([statement, await doIt(deed)]).toEqual([statement, 200]);
      expect([statement, writtenBetween(before, await picture())]).toEqual([statement, wanted]);
      if (LOG)
        writeFileSync(LOG, `${name}: killed before statement ${statement} of ${statements}, same books\n`, {
          flag: 'a',
        });
    }
  },
  ALL ? 3_600_000 : 120_000,
);
