import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestApp, type TestApp } from '#apps/server/test-kit.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { recordPayment } from '#modules/billing/record-payment.ts';
import { listPlans } from '#modules/billing/api.ts';
import { createPlan } from '#modules/billing/subscriptions/plans.ts';
import { must } from '#domain/kernel/result.ts';
import { loadInstallation } from '#modules/policy/api.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { Client } from '#platform/http/client.ts';
import { asOwner } from '#platform/postgres/connect.ts';
import { queueJob } from '#platform/jobs/job.ts';
import { CARE } from '../change-life.ts';
import * as hosting from '../contract.ts';
import * as contract from './contract.ts';

let t: TestApp;
let operatorId: Id;
let operator: Client;

beforeAll(async () => {
  t = await openTestApp({ publicUrl: 'https://tenon.test' });
  operatorId = (await loadInstallation(t.app.context.db, t.clock.now()))!.operatorTenantId;
  operator = await t.client('operator');
  const plan = (code: string, kind: 'hosting' | 'addon', net: string, refundable: 'prorated' | 'none') => ({
    ...{ code, kind, months: 12, name: { en: `${code} plan`, de: `Tarif ${code}` }, refundable },
    ...{ terms: { en: '', de: '' }, tax: { category: 'S' as const, percent: '19' } },
    ...{ prices: [{ currency: 'EUR', net }], onSale: true },
  });
  const plans = await asOperator(async (tx, caller) => {
    must(await createPlan(tx, caller, plan('LABELS-12', 'addon', '300.00', 'none')));
    must(await createPlan(tx, caller, plan('TEAM-12', 'hosting', '1200.00', 'prorated')));
    return listPlans(tx);
  });
  await operator.call(contract.saveOffer, {
    params: { servicePlanId: idOf(plans, 'TEAM-12') },
    body: {
      ...{ kind: 'workspace', version: '', quota: { users: 10 }, atLimit: 'tell', public: true },
      addonIds: [idOf(plans, 'LABELS-12')],
      works: [
        {
          ...{ code: 'IMPORT', name: { en: 'Import', de: 'Übernahme' }, net: '500.00', taxPercent: '19' },
          ...{ refundable: 'none', terms: { en: 'Made for you.', de: 'Für Sie gemacht.' } },
        },
      ],
    },
  });
});
afterAll(() => t.close());

const asOperator = async <T>(work: (tx: Tx, caller: Caller) => Promise<T>): Promise<T> => {
  const caller = await t.caller('operator', operatorId);
  return t.app.context.db.inTenant(operatorId, (tx) => work(tx, caller));
};
const idOf = (plans: readonly { id: string; code: string }[], code: string): Id =>
  plans.find((plan) => plan.code === code)!.id as Id;

const page = async (method: 'GET' | 'POST', url: string, fields: Record<string, string | string[]> = {}) => {
  const payload = new URLSearchParams(
    Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one) => [name, one])),
  ).toString();
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const answer = await t.app.server.inject({
    ...{ method, url },
    headers: { host: 'tenon.test', ...(method === 'POST' ? form : {}) },
    ...(method === 'POST' ? { payload } : {}),
  });
  return {
    status: answer.statusCode,
    body: answer.body,
    to: String(answer.headers.location ?? ''),
    bytes: answer.rawPayload,
  };
};

const rowsOf = (table: string): Promise<Record<string, unknown>[]> =>
  asOwner(t.ownerUrl, async (query) => {
    await query(`set local app.tenant_id = '${operatorId}'`);
    const rows = await query(`select to_jsonb(t) as row from ${table} t where tenant_id = $1`, [operatorId]);
    return rows.map(({ row }) => row as Record<string, unknown>);
  });

/** The address of the button in the newest mail of a kind to somebody. */
async function linkIn(kind: string, to: string): Promise<string> {
  const mails = (await rowsOf('outgoing_mail')).filter(
    (one) => one['kind'] === kind && one['recipient'] === to,
  );
  const { blocks } = mails.at(-1)!['message'] as { blocks: { kind: string; url: string }[] };
  return blocks
    .filter((block) => block.kind === 'button')
    .at(-1)!
    .url.replace('https://tenon.test', '');
}

const shownPolicies = async (url: string): Promise<{ privacy: string; cancellation: string }> => {
  const { body } = await page('GET', url);
  const of = (name: string): string => new RegExp(`name="${name}" value="(\\d+)"`).exec(body)?.[1] ?? '';
  return { privacy: of('privacy'), cancellation: of('cancellation') };
};
const form = async (more: Record<string, string | string[]> = {}) => ({
  ...{ plan: 'TEAM-12', title: 'Birch works', slug: 'birch-works', addons: 'LABELS-12', works: 'IMPORT' },
  ...{ name: 'Robin Birch', email: 'robin@birch.example', company: 'Birch Ltd', street: 'Lane 1' },
  ...{ postcode: '12345', city: 'Town', country: 'DE', vatNumber: '', terms: 'yes', policies: 'yes' },
  ...(await shownPolicies('/order?plan=TEAM-12')),
  ...more,
});
const ofCustomer = async (name: string) =>
  (await operator.call(contract.listOrders, {})).orders.find((order) => order.customer === name);

describe('a visitor', () => {
  test('reads prices, limits and refund terms before anything is asked, in both languages', async () => {
    const english = (await page('GET', '/order?plan=TEAM-12&lang=en')).body;
    expect(english).toMatch(/€1,200\.00 net per term of 12 months/);
    expect(english).toMatch(/LABELS-12 plan: what was paid is not given back/);
    expect(english).toContain('Up to 10 people');
    const german = (await page('GET', '/order?lang=de')).body;
    expect(german).toMatch(/Tarif TEAM-12: Ungenutzte Tage/);
    expect(german).not.toMatch(/<script/);
  });

  test.each([
    [{ terms: '' }, 'accept the refund terms'],
    [{ policies: '' }, 'accept the policies'],
    [{ privacy: '99' }, 'policies have changed'],
    [{ slug: 'Birch works' }, 'short name'],
    [{ slug: 'operator' }, 'operator is taken'],
    [{ addons: 'GOLD' }, 'GOLD is not part of this offer'],
    [{ email: 'robin' }, 'e-mail address'],
    [{ country: 'Germany' }, 'Choose your country'],
    [{ plan: 'GOLD' }, 'no longer be ordered'],
  ])('%j is refused, and nothing is kept', async (wrong, said) => {
    const answer = await page('POST', '/order?lang=en', await form(wrong as Record<string, string>));
    expect([answer.status, answer.body.includes(said)]).toEqual([422, true]);
    expect(await rowsOf('hosting_order')).toEqual([]);
    await forgetTries();
  });

  test('orders by two steps: nothing is owed before the answer from the mailbox', async () => {
    const asked = await page('POST', '/order?lang=en', await form());
    expect([asked.status, asked.body.includes('robin@birch.example')]).toEqual([200, true]);
    expect(await rowsOf('customer')).toEqual([]);
    const link = await linkIn('hosting.order-asked', 'robin@birch.example');
    const once = await page('GET', link);
    // 1,200.00 + 300.00 + 500.00
    expect([once.status, once.body.includes('€2,000.00')]).toEqual([200, true]);
    expect((await page('GET', link.replace(/.\?/, '?'))).status).toBe(410);
    const both = await Promise.all([page('POST', link), page('POST', link)]);
    expect(both.map(({ status }) => status)).toEqual([303, 303]);
    const placed = await ofCustomer('Birch Ltd');
    expect(placed).toMatchObject({
      state: 'placed',
      stage: 'to-pay',
      source: 'visitor',
      title: 'Birch works',
    });
    const [order] = await rowsOf('hosting_order');
    expect(order!['person']).toEqual({});
    await t.app.runDueJobs();

    const { body } = await page('GET', both[0]!.to);
    expect(body).toMatch(/Birch works/);
    const agreement = /href="([^"]+\/agreement\/[^"]+)"/.exec(body)?.[1]?.replaceAll('&amp;', '&');
    const paper = await page('GET', agreement!);
    expect(paper.bytes.subarray(0, 5).toString()).toBe('%PDF-');
    const [agreed] = await rowsOf('service_agreement');
    expect(agreed!['terms']).toMatch(
      /what was paid is not given back.*\n.*Import.*\nMade for you\.\n.*version/s,
    );
    expect((await rowsOf('service_agreement_accepted'))[0]).toMatchObject({ accepted_by: 'Robin Birch' });
    expect((await rowsOf('refund_terms_acceptance')).map((row) => row['refundable']).sort()).toEqual([
      ...['none', 'none', 'prorated'],
    ]);
    const accepted = (await rowsOf('policy_acceptance')).map((row) => [
      row['document'],
      row['act'],
      row['occasion'],
    ]);
    expect(accepted.sort()).toEqual([
      ['cancellation', 'ticked', 'order'],
      ['privacy', 'ticked', 'order'],
    ]);
    expect(await rowsOf('invoice')).toHaveLength(1);
  });

  test('is delivered when the invoice was paid, the log-in tried, it was handed over, and accepted', async () => {
    const [invoice] = await rowsOf('invoice');
    await asOperator(async (tx, caller) => {
      // 2,000.00 and 19 %
      const paid = { amount: '2380.00', method: 'bank', receivedOn: caller.today, reference: '' } as const;
      must(await recordPayment(tx, caller, invoice!['id'] as Id, paid));
    });
    await t.app.runDueJobs();
    expect(await ofCustomer('Birch Ltd')).toMatchObject({ stage: 'handed-over' });
    const services = await linkIn('hosting.handover', 'robin@birch.example');
    const shown = await page('GET', services);
    const instanceId = /name="accept" value="([^"]+)"/.exec(shown.body)?.[1] ?? '';
    expect((await page('POST', services, { accept: operatorId })).status).toBe(303);
    expect(await rowsOf('instance_acceptance')).toEqual([]);
    for (let twice = 0; twice < 2; twice++)
      expect((await page('POST', services, { accept: instanceId })).status).toBe(303);
    expect(await rowsOf('instance_acceptance')).toMatchObject([
      { instance_id: instanceId, accepted_by: 'Robin Birch', act: 'button', actor_name: 'Robin Birch' },
    ]);
    expect(await ofCustomer('Birch Ltd')).toMatchObject({ stage: 'delivered' });
    expect((await page('GET', services)).body).toContain('by Robin Birch on');
  });

  test('who never confirms is forgotten after a week', async () => {
    await page('POST', '/order?lang=de', await form({ slug: 'larch-works', email: 'lea@larch.example' }));
    t.clock.advance({ minutes: 7 * 24 * 60 });
    await t.app.context.db.inTenant(operatorId, (tx) => queueJob(tx, CARE, {}));
    await t.app.runDueJobs();
    const lapsed = (await rowsOf('hosting_order')).find((row) => row['state'] === 'lapsed');
    expect(lapsed).toMatchObject({ person: {}, asked_name: '' });
    expect((await page('GET', await linkIn('hosting.order-asked', 'lea@larch.example'))).status).toBe(410);
  });
});

describe('who is a customer', () => {
  test('gets a link by mail, and nobody learns who is one', async () => {
    const ask = (email: string) => page('POST', '/services?lang=en', { email });
    const [known, unknown] = [await ask('robin@birch.example'), await ask('nobody@birch.example')];
    expect(known.body).toBe(unknown.body);
    const mails = (await rowsOf('outgoing_mail')).filter((one) => one['kind'] === 'hosting.services-link');
    expect(mails.map((one) => one['recipient'])).toEqual(['robin@birch.example']);
  });

  test('orders at once, as the same customer', async () => {
    const link = (await linkIn('hosting.services-link', 'robin@birch.example')).split('?')[0]!;
    const fields = await form({ slug: 'birch-two', title: 'Second', addons: [], works: [] });
    const placed = await page('POST', `${link}/order?lang=en`, fields);
    expect([placed.status, placed.to.startsWith(link)]).toEqual([303, true]);
    expect(await rowsOf('customer')).toHaveLength(1);
    const taken = await page('POST', `${link}/order?lang=en`, fields);
    expect([taken.status, taken.body.includes('birch-two is taken')]).toEqual([422, true]);
    expect(await rowsOf('invoice')).toHaveLength(2);
    t.clock.advance({ minutes: 15 * 24 * 60 });
    expect((await page('GET', link)).status).toBe(410);
  });

  test('staff orders for them and writes an acceptance down', async () => {
    // The session of before is over by now.
    operator = await t.client('operator');
    const { offers } = await operator.call(contract.listOffers, {});
    const customerId = (await ofCustomer('Birch Ltd'))!.customerId as Id;
    const body = {
      ...{ slug: 'birch-three', title: 'Third', customerId, planId: offers[0]!.planId as Id, makeNow: true },
      ...{ terms: { acceptedBy: 'Robin Birch', act: 'telephone' as const }, addons: [], works: ['IMPORT'] },
    };
    const wrong = operator.call(hosting.orderForCustomer, { body: { ...body, works: ['GOLD'] } });
    await expect(wrong).rejects.toMatchObject({ problem: { code: 'hosting_extra_not_offered' } });
    const made = await operator.call(hosting.orderForCustomer, { body });
    const params = { hostedInstanceId: made.id as Id };
    const given = { acceptedBy: 'Robin Birch', act: 'telephone' as const };
    const early = operator.call(contract.recordAcceptance, { params, body: given });
    await expect(early).rejects.toMatchObject({ problem: { code: 'instance_not_handed_over' } });
    await t.app.runDueJobs();
    await operator.call(contract.recordAcceptance, { params, body: given });
    const { orders } = await operator.call(contract.listOrders, {});
    expect(orders.find(({ title }) => title === 'Third')).toMatchObject({
      source: 'staff',
      stage: 'delivered',
    });
  });
});

describe('limits', () => {
  const mails = async () =>
    (await rowsOf('outgoing_mail'))
      .filter((one) => one['kind'] === 'hosting.quota')
      .map((one) => one['recipient'])
      .sort();
  /** The instance is measured against such a limit of people, an hour later. */
  const measured = async (users: number, atLimit: 'tell' | 'hold') => {
    t.clock.advance({ minutes: 61 });
    await asOwner(t.ownerUrl, async (query) => {
      await query(`set local app.tenant_id = '${operatorId}'`);
      await query(
        `update hosted_instance set provision = provision || jsonb_build_object('atLimit', $3::text, 'quota', jsonb_build_object('users', $2::int))
         where tenant_id = $1 and slug = 'birch-three'`,
        [operatorId, users, atLimit],
      );
    });
    await t.app.context.db.inTenant(operatorId, (tx) => queueJob(tx, CARE, {}));
    await t.app.runDueJobs();
    return (await rowsOf('hosted_instance')).find((row) => row['slug'] === 'birch-three')!;
  };

  test('each is told once to the customer and to staff, and what happens is what the offer said', async () => {
    // One person has access.
    expect(await measured(2, 'tell')).toMatchObject({ state: 'open', holds: [] });
    expect(await mails()).toEqual([]);
    expect(await measured(1, 'tell')).toMatchObject({ state: 'open', holds: [] });
    const both = await mails();
    // At 80 % and at 100 %, the owner and staff.
    expect([both.length, new Set(both).size]).toEqual([4, 2]);
    expect(await measured(1, 'hold')).toMatchObject({ state: 'closed', holds: ['quota'] });
    expect(await mails()).toEqual(both);
    expect(await measured(2, 'hold')).toMatchObject({ state: 'open', holds: [] });
    await measured(1, 'tell');
    expect(await mails()).toHaveLength(8);
  });
});

/** The brake on this door is another test's. */
const forgetTries = (): Promise<unknown> =>
  asOwner(t.ownerUrl, (query) => query(`delete from sign_in_attempt where key like 'hosting-%'`));
