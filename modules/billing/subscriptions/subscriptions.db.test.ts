import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_COMPANY } from '#apps/server/demo/people.ts';
import { openTestApp, type TestApp } from '#apps/server/test-kit.ts';
import { addDays, dayIn, type Day, type Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { must, type Refusal, type Result } from '#domain/kernel/result.ts';
import { createCustomer } from '#modules/accounts/contract.ts';
import { saveCompany } from '#modules/accounts/module.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { Client } from '#platform/http/client.ts';
import { listEvents } from '#platform/outbox/events.ts';
import { readersOf } from '#platform/outbox/readers.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { setElectronicTerms } from '../before-issue/contract.ts';
import { getInvoice, recordPayment } from '../contract.ts';
import { electronic, invoiceDocument } from '../electronic.ts';
import { listInvoices } from '../queries.ts';
import { remind } from '../reminders.ts';
import { careForSubscriptions } from './care.ts';
import * as contract from './contract.ts';
import { endAt, endNow } from './end-subscription.ts';
import { refusedSubscriptions } from './refusals.ts';
import { prepaidLines } from './store.ts';
import { renewSubscription } from './renew.ts';

let t: TestApp;
let office: Client;
const plans = new Map<string, Id>();
const terms = { acceptedBy: 'Ida Forest', act: 'letter' as const };

beforeAll(async () => {
  t = await openTestApp({ now: '2026-01-31T09:00:00.000Z' });
  office = await t.client('office');
  await t.inTenant((tx) => saveCompany(tx, DEMO_COMPANY));
  await plan('MONTH', { months: 1, net: '100.00' });
  await plan('MONTH-L', { months: 1, net: '180.00' });
  await plan('YEAR', { months: 12, net: '1200.00' });
  await plan('YEAR-L', { months: 12, net: '1800.00' });
  await plan('STORE', { months: 12, net: '365.00', kind: 'addon', refundable: 'none' });
});
afterAll(() => t?.close());

async function plan(
  code: string,
  given: { months: number; net: string; kind?: 'hosting' | 'addon'; refundable?: 'prorated' | 'none' },
): Promise<void> {
  const { months, net, kind = 'hosting', refundable = 'prorated' } = given;
  const body = {
    code,
    kind,
    months,
    name: { en: `Plan ${code}`, de: `Tarif ${code}` },
    refundable,
    terms: { en: '', de: '' },
    tax: { category: 'S' as const, percent: '19' },
    prices: [{ currency: 'EUR', net }],
    onSale: true,
  };
  const { plans: all } = await office.call(contract.createPlan, { body });
  plans.set(code, all.find((one) => one.code === code)!.id as Id);
}

/** The clock moves on to noon of a day in Berlin; a session does not last so long. */
const onDay = (day: Day): Promise<void> => at(`${day}T11:00:00.000Z`);
async function at(now: Instant): Promise<void> {
  t.clock.set(now);
  office = await t.client('office');
}

let customers = 0;
async function order(code: string, more: object = {}) {
  const { id: customerId } = await office.call(createCustomer, {
    body: {
      ...{ name: `Forest House ${++customers}`, email: 'buy@forest.example' },
      ...{ country: 'DE', street: 'Mühlstraße 4', postcode: '72070', city: 'Tübingen' },
    } as never,
  });
  return office.call(contract.orderSubscription, {
    params: { customerId: customerId as Id },
    body: { planId: plans.get(code)!, terms, ...more } as never,
  });
}
const read = (id: string) => office.call(contract.getSubscription, { params: { subscriptionId: id as Id } });
const care = () => careForSubscriptions(t.app.context, t.tenantId);
const change = (id: string, body: object) =>
  office.call(contract.changeSubscription, {
    params: { subscriptionId: id as Id },
    body: { terms, ...body } as never,
  });
const refused = async (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'nothing',
    (error: { problem?: { code: string } }) => error.problem?.code ?? String(error),
  );
const invoices = (customerId: string) =>
  t.inTenant((tx) => listInvoices(tx, '2099-01-01', { customerId: customerId as Id }));
const pay = async (invoiceId: string) => {
  const { open } = await office.call(getInvoice, { params: { invoiceId: invoiceId as Id } });
  await office.call(recordPayment, {
    params: { invoiceId: invoiceId as Id },
    body: { amount: open } as never,
  });
};

/** Ends a subscription, so that it is not billed in all the years of the tests that follow. */
const stop = (id: string) =>
  office.call(contract.endSubscription, {
    params: { subscriptionId: id as Id },
    body: { on: dayIn('Europe/Berlin', t.clock.now()), lastTerm: 'whole', refund: false } as never,
  });

/** The sum of each ledger entry; anything else than none is a fault. */
async function unbalanced(): Promise<number> {
  return t.inTenant(async (tx) => {
    const { rows } = await sql`select entry_id from journal_line where tenant_id = ${tx.tenantId}
      group by entry_id having sum(amount_minor) <> 0`.execute(tx.tables());
    return rows.length;
  });
}

test('twelve renewals from 31 January keep to the anchor, each on its first day in the contract’s zone, once', async () => {
  const ordered = await order('MONTH', { quantity: 3 });
  const { id } = ordered;
  expect(ordered).toMatchObject({
    number: 'SUB-0001',
    paidUntil: '2026-02-27',
    renewsOn: '2026-02-28',
    perMonth: '300.00',
  });
  // 23:30 in Berlin on the day before: not due yet.
  await at('2026-02-27T22:30:00.000Z');
  await care();
  expect((await read(id)).lines).toHaveLength(1);
  const starts = [
    '2026-01-31',
    '2026-02-28',
    '2026-03-31',
    '2026-04-30',
    '2026-05-31',
    '2026-06-30',
    '2026-07-31',
  ];
  for (const day of starts.slice(1)) {
    await onDay(day);
    await Promise.all([care(), care(), care(), care()]);
    await care();
  }
  // Nobody worked for half a year: what was missed is billed term by term.
  await onDay('2027-01-31');
  await Promise.all([care(), care()]);
  const view = await read(id);
  expect(view.lines.map(({ from }) => from).toReversed()).toEqual([
    ...starts,
    ...['2026-08-31', '2026-09-30', '2026-10-31', '2026-11-30', '2026-12-31', '2027-01-31'],
  ]);
  expect(view.invoices.every(({ gross }) => gross === '357.00')).toBe(true);
  expect(view.paidUntil).toBe('2027-02-27');
  for (const [at, line] of view.lines.entries())
    expect(addDays(line.until, 1)).toBe(at === 0 ? '2027-02-28' : view.lines[at - 1]!.from);
  expect(view.timeline.filter(({ name }) => name === 'subscription.billed')).toHaveLength(13);
  await stop(id);
});

test('an invoice names the days of its service, on paper and as BT-73 and BT-74', async () => {
  await onDay('2027-01-31');
  const { invoices: own } = await order('YEAR', { startsOn: '2027-02-28' });
  const invoiceId = own[0]!.id as Id;
  const caller = await t.caller('office');
  const document = must(await t.inTenant((tx) => invoiceDocument(tx, caller, invoiceId, 'en16931')));
  expect(document.period).toEqual({ from: '2027-02-28', until: '2028-02-27' });
  const xml = must(electronic(document, 'ubl'));
  expect(xml).toMatch(
    /<cac:InvoicePeriod>\s*<cbc:StartDate>2027-02-28<\/cbc:StartDate>\s*<cbc:EndDate>2028-02-27/,
  );
  expect((await office.call(getInvoice, { params: { invoiceId } })).service).toEqual({
    from: '2027-02-28',
    until: '2028-02-27',
  });
});

test('the day of the contract’s zone counts, not that of the company', async () => {
  await at('2027-02-10T23:30:00.000Z');
  // 00:30 in Berlin, 15:30 on the day before in Los Angeles.
  const west = await order('MONTH', { zone: 'America/Los_Angeles' });
  const east = await order('MONTH');
  expect([west.anchorOn, east.anchorOn]).toEqual(['2027-02-10', '2027-02-11']);
  for (const { id } of [west, east]) await stop(id);
  expect(await refused(order('MONTH', { zone: 'Middle/Earth' }))).toBe('zone_not_listed');
});

describe('changes', () => {
  test('an upgrade in the middle of a term, to the cent and as its preview said; the credit pays the invoice', async () => {
    await onDay('2028-02-29');
    const { id, customerId, slots, invoices: first } = await order('YEAR');
    await pay(first[0]!.id);
    await onDay('2028-06-08');
    const ask = { slotId: slots[0]!.slotId, planId: plans.get('YEAR-L')!, quantity: 1, when: 'now' as const };
    const preview = await office.call(contract.previewChange, {
      params: { subscriptionId: id as Id },
      query: ask as never,
    });
    // 2028-02-29 … 2029-02-27 are 365 days, 265 of them from 8 June on: 1200 × 265 ÷ 365 = 871.232… → 871.23, VAT 165.53;
    // 1800 × 265 ÷ 365 = 1306.849… → 1,306.85, VAT 248.30. Together 1,555.15 − 1,036.76 = 518.39.
    expect(preview).toMatchObject({
      fromOn: '2028-06-08',
      until: '2029-02-27',
      days: 265,
      credits: [{ net: '871.23', tax: '165.53', gross: '1036.76' }],
      charge: { net: '1306.85', tax: '248.30', gross: '1555.15' },
      difference: '518.39',
      termNet: '1800.00',
    });
    const after = await change(id, ask);
    const [second, original] = await invoices(customerId);
    expect(second).toMatchObject({ net: '1306.85', gross: '1555.15', open: '518.39' });
    expect(original).toMatchObject({ open: '0.00', creditNotes: [{ gross: '1036.76' }] });
    expect(after).toMatchObject({ perMonth: '150.00', paidUntil: '2029-02-27' });
    expect(await refused(change(id, ask))).toBe('change_of_nothing');
    // Cheaper is for the next term, and stands there beside what holds now.
    const down = { ...ask, planId: plans.get('YEAR')! };
    expect(await refused(change(id, down))).toBe('change_is_downgrade');
    const planned = await change(id, { ...down, when: 'term-end' });
    expect(planned.planned).toMatchObject([{ plan: 'Plan YEAR', fromOn: '2029-02-28', net: '1200.00' }]);
    await onDay('2029-02-28');
    await care();
    expect((await invoices(customerId))[0]).toMatchObject({
      net: '1200.00',
      service: { from: '2029-02-28', until: '2030-02-27' },
    });
    expect((await read(id)).slots).toMatchObject([{ plan: 'Plan YEAR' }]);
    expect(await unbalanced()).toBe(0);
  });

  test('an add-on has the subscription’s term, and pieces of work their own refund terms, accepted or refused', async () => {
    await onDay('2029-03-01');
    const { id, customerId } = await order('YEAR');
    await onDay('2029-03-31');
    const addOn = { planId: plans.get('STORE')!, quantity: 2, when: 'now' };
    expect(await refused(change(id, { ...addOn, terms: undefined }))).toBe('refund_terms_missing');
    expect(await refused(change(id, { ...addOn, planId: plans.get('YEAR')! }))).toBe('plan_other_kind');
    const added = await change(id, addOn);
    // 365 days, 335 of them left: 2 × 365.00 × 335 ÷ 365 = 670.00.
    expect((await invoices(customerId))[0]).toMatchObject({ net: '670.00' });
    const work = {
      kind: 'customisation',
      what: 'Our own labels',
      net: '500.00',
      tax: { category: 'S', percent: '19' },
    };
    await office.call(contract.addWork, {
      params: { subscriptionId: id as Id },
      body: { ...work, refundable: 'none', terms } as never,
    });
    const { accepted } = await read(id);
    expect(accepted.map(({ refundable, by }) => `${refundable} ${by}`).sort()).toEqual([
      'none Ida Forest',
      'none Ida Forest',
      'prorated Ida Forest',
    ]);
    // The refund lists what is excluded; 1200 × 245 ÷ 365 = 805.479… → 805.48, VAT 153.04.
    const refund = await office.call(contract.previewRefund, {
      params: { subscriptionId: id as Id },
      query: { on: '2029-06-28' as Day } as never,
    });
    expect(refund).toMatchObject({
      net: '805.48',
      tax: '153.04',
      gross: '958.52',
      endsAt: '2029-06-28T22:00:00.000Z',
    });
    expect(refund.lines.map(({ excluded }) => excluded)).toEqual([null, 'terms', 'terms']);
    // The add-on ends with the term; the service itself goes on alone.
    const slot = added.slots.find(({ kind }) => kind === 'addon')!;
    await change(id, {
      slotId: slot.slotId,
      planId: slot.planId,
      quantity: 0,
      when: 'term-end',
      terms: undefined,
    });
    await onDay('2030-03-01');
    await care();
    expect((await invoices(customerId))[0]).toMatchObject({ net: '1200.00' });
  });
});

/** The same transaction, in which the n-th use of the database fails: a machine that stops there. */
function failingAt(tx: Tx, n: number): Tx {
  let uses = 0;
  return Object.create(tx, {
    tables: {
      value: () => {
        if (++uses === n) throw new Error('the machine stopped');
        return tx.tables();
      },
    },
    afterCommit: { value: (then: () => void) => tx.afterCommit(then) },
  }) as Tx;
}

async function atEveryStep(
  step: (tx: Tx, caller: Caller) => Promise<Result<unknown, Refusal>>,
): Promise<number> {
  const caller = await t.caller('office');
  for (let n = 1; ; n++) {
    const done = t.inTenant(async (tx) => must(await step(failingAt(tx, n), caller)));
    if (
      (await done.then(
        () => 'done',
        (error: Error) => error.message,
      )) === 'done'
    )
      return n;
  }
}

test('a crash at any step of a renewal or an end leaves nothing, and the next run does it once', async () => {
  await onDay('2030-05-31');
  const { id, customerId } = await order('MONTH');
  const subscriptionId = id as Id;
  await onDay('2030-06-30');
  expect(await atEveryStep((tx, caller) => renewSubscription(tx, caller, subscriptionId))).toBeGreaterThan(
    15,
  );
  await care();
  expect((await invoices(customerId)).map(({ service }) => service!.from)).toEqual([
    '2030-06-30',
    '2030-05-31',
  ]);
  await t.inTenant(async (tx) =>
    must(
      await endAt(tx, await t.caller('office'), subscriptionId, {
        ...{ on: '2030-07-10', lastTerm: 'part', refund: true, itself: false },
      }),
    ),
  );
  await onDay('2030-07-11');
  await care();
  // Whoever planned the end carries it out.
  expect((await read(id)).state).toBe('active');
  await atEveryStep((tx, caller) => endNow(tx, caller, subscriptionId));
  const view = await read(id);
  expect(view).toMatchObject({
    state: 'ended',
    renewsOn: null,
    end: { on: '2030-07-10', at: '2030-07-10T22:00:00.000Z' },
  });
  const [june] = await invoices(customerId);
  // 30 June … 30 July are 31 days, 20 of them after 10 July: 100 × 20 ÷ 31 = 64.516… → 64.52, dated on the last day.
  expect(june!.creditNotes).toMatchObject([{ gross: '76.78', issuedOn: '2030-07-10' }]);
  await care();
  expect((await invoices(customerId))[0]!.creditNotes).toHaveLength(1);
  expect(await unbalanced()).toBe(0);
});

test('a planned end: the last term up to the last day, or whole; taken back, the rest is billed', async () => {
  await onDay('2030-08-01');
  const part = await order('MONTH');
  const whole = await order('MONTH');
  const back = await order('MONTH');
  const setEnd = (id: string, on: Day | null, lastTerm: 'part' | 'whole') =>
    office.call(contract.endSubscription, {
      params: { subscriptionId: id as Id },
      body: { on, lastTerm, refund: lastTerm === 'part' } as never,
    });
  expect(await refused(setEnd(part.id, '2030-07-31', 'part'))).toBe('end_before_today');
  await setEnd(part.id, '2030-09-09', 'part');
  await setEnd(whole.id, '2030-09-09', 'whole');
  await setEnd(back.id, '2030-09-09', 'part');
  await onDay('2030-09-01');
  await care();
  // W-17: 9 of 30 days.
  expect((await invoices(part.customerId))[0]).toMatchObject({ net: '30.00', tax: '5.70' });
  expect((await invoices(whole.customerId))[0]).toMatchObject({ net: '100.00' });
  await setEnd(back.id, null, 'part');
  await onDay('2030-09-10');
  await Promise.all([care(), care()]);
  expect((await invoices(back.customerId)).map(({ net }) => net)).toEqual(['70.00', '30.00', '100.00']);
  await stop(back.id);
  for (const { id } of [part, whole])
    expect(await read(id)).toMatchObject({ state: 'ended', renewsOn: null });
  expect((await invoices(whole.customerId)).flatMap(({ creditNotes }) => creditNotes)).toEqual([]);
  expect(await refused(change(part.id, { planId: plans.get('STORE')!, quantity: 1, when: 'now' }))).toBe(
    'plan_other_term',
  );
});

test('credited days: an outage takes nothing from the refund of later days, goodwill its share', async () => {
  await onDay('2031-01-01');
  const { id, lines } = await order('YEAR');
  const subscriptionId = id as Id;
  const credit = (body: object) =>
    office.call(contract.creditDays, {
      params: { subscriptionId },
      body: { lineId: lines[0]!.id, why: 'Outage', ...body } as never,
    });
  const refundOn = async (on: string) =>
    (await office.call(contract.previewRefund, { params: { subscriptionId }, query: { on } as never })).net;
  await credit({ amount: '32.88', from: '2031-03-01', until: '2031-03-10' });
  expect(await refundOn('2031-06-09')).toBe('673.97');
  expect(await refused(credit({ amount: '1.00', from: '2030-12-31' }))).toBe('days_outside_line');
  await credit({ amount: '200.00', why: 'Goodwill' });
  expect(await refundOn('2031-06-09')).toBe('561.64');
  const [line] = await t.inTenant((tx) => prepaidLines(tx, subscriptionId));
  expect(line!.credits).toHaveLength(2);
});

test('suspended so many days after the last reminder, lifted by the payment, never ended by itself', async () => {
  await onDay('2031-02-01');
  const { id, customerId, invoices: own } = await order('MONTH');
  await office.call(contract.changeSettings, { body: { suspendAfterDays: 10 } });
  const letters = ['2031-02-22', '2031-03-05', '2031-03-16'];
  for (const day of letters) {
    await onDay(day);
    const caller = await t.caller('office');
    await t.inTenant(async (tx) => must(await remind(tx, caller, customerId as Id, 'EUR')));
  }
  await onDay('2031-03-25');
  await care();
  expect((await read(id)).state).toBe('active');
  await onDay('2031-03-26');
  await Promise.all([care(), care()]);
  expect((await read(id)).state).toBe('suspended');
  // It renews all the same, and stays what it is however long that takes.
  await onDay('2031-06-01');
  await care();
  expect(await read(id)).toMatchObject({ state: 'suspended', paidUntil: '2031-06-30' });
  await pay(own[0]!.id);
  // What the event's reader does after the commit; the queue would print every invoice of these years as well.
  const reader = readersOf('invoice.paid').find(({ name }) => name === 'billing.lift-suspension')!;
  const caller = await t.caller('office');
  await t.inTenant(async (tx) => {
    const paid = (await listEvents(tx, 'invoice', own[0]!.id as Id)).find(
      ({ name }) => name === 'invoice.paid',
    )!;
    for (let run = 0; run < 2; run++) await reader.read(tx, caller, paid);
  });
  const view = await read(id);
  expect(view.state).toBe('active');
  const names = (await t.inTenant((tx) => listEvents(tx, 'subscription', id as Id))).map(({ name }) => name);
  expect(names.filter((name) => /suspended|resumed/.test(name))).toEqual([
    'subscription.suspended',
    'subscription.resumed',
  ]);
});

test('a plan’s next version is for new customers; who subscribed keeps price and terms', async () => {
  await onDay('2031-07-01');
  const before = await order('MONTH');
  const { plans: all } = await office.call(contract.listPlans, {});
  const { id, code, version, subscriptions, shown, ...fields } = all.find((one) => one.code === 'MONTH')!;
  expect([code, version, subscriptions > 0]).toEqual(['MONTH', 1, true]);
  expect(shown.de).toMatch(/^Tarif MONTH: Ungenutzte Tage/);
  const params = { servicePlanId: id as Id };
  const prices = [
    { currency: 'EUR', net: '120.00' },
    { currency: 'JPY', net: '15000' },
  ];
  await office.call(contract.changePlan, { params, body: { ...fields, prices } as never });
  expect(await order('MONTH', { currency: 'JPY' })).toMatchObject({ currency: 'JPY', perMonth: '15000' });
  expect(await order('MONTH')).toMatchObject({ perMonth: '120.00', slots: [{ version: 2 }] });
  await onDay('2031-08-01');
  await care();
  expect((await invoices(before.customerId))[0]).toMatchObject({ net: '100.00' });
  await office.call(contract.changePlan, { params, body: { ...fields, onSale: false } as never });
  expect(await refused(order('MONTH'))).toBe('plan_not_on_sale');
  expect(await refused(plan('MONTH', { months: 1, net: '1.00' }))).toBe('plan_code_taken');
  expect(await refused(order('STORE'))).toBe('plan_other_kind');
});

test('a term that may not be invoiced waits for a person who is told why, and is billed once it is mended', async () => {
  await onDay('2032-01-01');
  const { id, customerId } = await order('MONTH-L');
  const terms = (required: boolean) =>
    office.call(setElectronicTerms, {
      params: { customerId: customerId as Id },
      body: { profile: required ? 'xrechnung' : 'none', required, buyerReference: 'R 1' } as never,
    });
  await terms(true);
  // Its city is gone: XRechnung asks for one.
  await t.inTenant((tx) =>
    sql`update customer set city = '' where tenant_id = ${tx.tenantId} and id = ${customerId}`.execute(
      tx.tables(),
    ),
  );
  await onDay('2032-02-01');
  for (let run = 0; run < 2; run++) await care();
  const stuck = await read(id);
  expect(stuck).toMatchObject({ paidUntil: '2032-01-31' });
  expect(stuck.refused).toMatchObject({
    since: t.clock.now(),
    title: expect.stringContaining('takes only valid e-invoices') as string,
    faults: [expect.stringContaining('BR-DE-8') as string],
  });
  expect(stuck.timeline.filter(({ name }) => name === 'subscription.refused')).toHaveLength(1);
  const caller = await t.caller('office');
  const waiting = () => t.inTenant((tx) => refusedSubscriptions(tx, caller));
  expect(await waiting()).toEqual([
    { id, number: stuck.number, customerName: stuck.customerName, why: stuck.refused!.title },
  ]);
  const renew = () => office.call(contract.renewNow, { params: { subscriptionId: id as Id } });
  expect(await refused(renew())).toBe('e_invoice_required');
  await terms(false);
  expect(await renew()).toMatchObject({ paidUntil: '2032-02-29', refused: null });
  expect(await waiting()).toEqual([]);
  await stop(id);
});
