import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestApp, type TestApp } from '#apps/server/test-kit.ts';
import { addDays, type Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { must } from '#domain/kernel/result.ts';
import { minor } from '#domain/kernel/units.ts';
import { formatAmount } from '#domain/money/currency.ts';
import { DEMO_COMPANY } from '#apps/server/demo/people.ts';
import { createCustomer } from '#modules/accounts/contract.ts';
import { saveCompany } from '#modules/accounts/module.ts';
import { findDocument } from '#platform/documents/stored.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { Client } from '#platform/http/client.ts';
import { listMails } from '#platform/mail/outbox.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { printAgreement } from './agreements/agreement-paper.ts';
import { acceptAgreement, issueAgreement } from './agreements/contract.ts';
import * as billing from './contract.ts';
import { creditInvoice } from './credit-invoice.ts';
import { checkElectronic } from './electronic-contract.ts';
import { creditNoteDocument, electronic, invoiceDocument } from './electronic.ts';
import { chargeBack, refundItem, setOff } from './give-back.ts';
import { invoiceByHand } from './invoice-by-hand.ts';
import { customerAccount, journal, openItems } from './ledger-contract.ts';
import { openItemsOn } from './ledger-queries.ts';
import { listInvoices } from './queries.ts';
import { saveTaxRate } from './money-settings/contract.ts';
import { recordPayment } from './record-payment.ts';
import { openDispute, remind as remindRoute, settleDispute } from './reminder-contract.ts';
import { listReminders, remind } from './reminders.ts';

let t: TestApp;
let office: Client;
let caller: Caller;

beforeAll(async () => {
  t = await openTestApp();
  office = await t.client('office');
  caller = await t.caller('office');
});
afterAll(() => t?.close());

/** As many as every run can afford; `TENON_HISTORIES=1000` runs more. */
const HISTORIES = Number(process.env['TENON_HISTORIES'] ?? 60);

let customers = 0;
async function newCustomer(more: object = {}): Promise<Id> {
  const { id } = await office.call(createCustomer, {
    body: {
      name: `Forest House ${++customers}`,
      email: 'buy@forest.example',
      country: 'DE',
      ...more,
    } as never,
  });
  return id as Id;
}

const lineOf = (unitNet: string, quantity = 1, percent = '19') => ({
  name: 'Repair',
  description: '',
  quantity,
  unitNet,
  tax: { category: 'S' as const, percent },
});

async function newInvoice(customerId: Id, unitNet = '100.00', by = caller): Promise<Id> {
  const input = { servedOn: by.today, taxCase: 'usual' as const, lines: [lineOf(unitNet)] };
  return must(await t.inTenant((tx) => invoiceByHand(tx, by, customerId, input))).invoiceId;
}

/** Debit and credit of every entry there is, and what is open in all. */
async function ledgerFaults(): Promise<string[]> {
  return t.inTenant(async (tx) => {
    const { rows } = await sql<{ reference: string; off: bigint }>`
      select e.reference, sum(l.amount_minor)::bigint as off from journal_entry e
      join journal_line l on l.tenant_id = e.tenant_id and l.entry_id = e.id
      where e.tenant_id = ${tx.tenantId} and l.tenant_id = ${tx.tenantId} group by e.id, e.reference having sum(l.amount_minor) <> 0`.execute(
      tx.tables(),
    );
    return rows.map(({ reference, off }) => `${reference} is off by ${off}`);
  });
}

test('a credit note is printed and mailed once, in the customer’s language, with its data inside', async () => {
  await t.inTenant((tx) => saveCompany(tx, DEMO_COMPANY));
  const address = { street: 'Mühlstraße 4', postcode: '72070', city: 'Tübingen' };
  const customerId = await newCustomer({ locale: 'de', ...address });
  const invoiceId = await newInvoice(customerId);
  const { creditNotes } = await office.call(billing.creditInvoice, {
    params: { invoiceId },
    body: { reason: 'Kratzer' } as never,
  });
  const [note] = creditNotes;
  for (let run = 0; run < 2; run++) await t.app.runDueJobs();
  const made = await t.inTenant((tx) => findDocument(tx, 'billing.credit-note', note!.id as Id));
  expect(made).toMatchObject({ name: `${note!.number}.pdf`, revision: 1 });
  const pdf = await t.app.context.files.readAll(t.tenantId, made!.hash);
  expect(Buffer.from(pdf!).toString('latin1')).toMatch(/factur-x\.xml[\s\S]*fx:ConformanceLevel/);
  const [mail, ...more] = await t.inTenant((tx) => listMails(tx, note!.id as Id));
  expect(mail).toMatchObject({ kind: 'billing.credit-note', recipient: 'buy@forest.example' });
  expect(more).toEqual([]);
});

describe('random histories', () => {
  const step = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constant('invoice' as const),
        unit: fc.integer({ min: 1, max: 99_999 }),
        percent: fc.constantFrom('19', '7', '8.1'),
        quantity: fc.integer({ min: 1, max: 3 }),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('pay' as const),
        at: fc.nat(9),
        percent: fc.constantFrom(30, 50, 98, 100, 130),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ do: fc.constant('credit' as const), at: fc.nat(9), all: fc.boolean() }),
    },
    fc.record({ do: fc.constant('refund' as const), at: fc.nat(9) }),
    fc.record({ do: fc.constant('set off' as const), at: fc.nat(9) }),
    fc.record({ do: fc.constant('charge back' as const), at: fc.nat(9), fee: fc.constantFrom('0', '7.50') }),
  );

  type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;
  interface Known {
    readonly customerId: Id;
    invoices: Id[];
    payments: Id[];
  }

  async function take(tx: Tx, by: Caller, known: Known, s: Step): Promise<void> {
    if (s.do === 'invoice') {
      const input = {
        servedOn: by.today,
        taxCase: 'usual' as const,
        lines: [lineOf(formatAmount(minor(s.unit), 'EUR'), s.quantity, s.percent)],
      };
      known.invoices.push(must(await invoiceByHand(tx, by, known.customerId, input)).invoiceId);
      return;
    }
    const list = s.do === 'charge back' ? known.payments : known.invoices;
    const itemId = list[s.at % list.length];
    if (!itemId) return;
    if (s.do === 'charge back') {
      await chargeBack(tx, by, itemId, { bookedOn: by.today, reason: 'AC04', fee: s.fee });
      return;
    }
    const [invoice] = await listInvoices(tx, by.today, { invoiceId: itemId });
    const open = BigInt(invoice!.open.replace('.', ''));
    if (s.do === 'pay' && open > 0n) {
      const amount = formatAmount(minor((open * BigInt(s.percent)) / 100n || 1n), 'EUR');
      const paid = await recordPayment(tx, by, itemId, {
        amount,
        receivedOn: by.today,
        method: 'bank',
        reference: '',
        mayExceed: true,
      });
      known.payments.push(must(paid).paymentId);
    }
    if (s.do === 'credit') {
      const lines = s.all ? [] : [{ lineNo: 1, amount: '0.37' }];
      await creditInvoice(tx, by, itemId, { reason: 'chipped', again: false, lines });
    }
    const credit = [itemId, ...invoice!.payments.map(({ id }) => id as Id)][s.at % 2] ?? itemId;
    if (s.do === 'refund') await refundItem(tx, by, credit, { paidOn: by.today, reference: '' });
    if (s.do === 'set off') await setOff(tx, by, credit, { invoiceId: known.invoices.at(-1)! });
  }

  /** What a customer owed at the end of a day, from the documents and movements alone: the ledger is not asked. */
  async function owed(tx: Tx, customerId: Id, day: Day): Promise<bigint> {
    const { rows } = await sql<{ owed: bigint }>`
      select (coalesce((select sum(coalesce(payable_minor, gross_minor)) from invoice where tenant_id = ${tx.tenantId} and customer_id = ${customerId} and issued_on <= ${day}), 0)
        - coalesce((select sum(gross_minor + rounding_minor) from credit_note where tenant_id = ${tx.tenantId} and customer_id = ${customerId} and issued_on <= ${day}), 0)
        - coalesce((select sum(p.amount_minor + p.discount_minor) from payment p join invoice i on i.tenant_id = p.tenant_id and i.id = p.invoice_id
            where p.tenant_id = ${tx.tenantId} and i.customer_id = ${customerId} and p.received_on <= ${day}), 0)
        + coalesce((select sum(p.amount_minor + p.discount_minor) from charge_back c join payment p on p.tenant_id = c.tenant_id and p.id = c.payment_id
            join invoice i on i.tenant_id = p.tenant_id and i.id = p.invoice_id
            where c.tenant_id = ${tx.tenantId} and i.customer_id = ${customerId} and c.booked_on <= ${day}), 0)
        + coalesce((select sum(amount_minor) from refund where tenant_id = ${tx.tenantId} and customer_id = ${customerId} and paid_on <= ${day}), 0))::bigint as owed`.execute(
      tx.tables(),
    );
    return rows[0]!.owed;
  }

  test('the ledger balances, and open items and ageing are what documents and payments say, on every day', async () => {
    const customerIds = await Promise.all(Array.from({ length: 10 }, () => newCustomer()));
    for (const [at, customerId] of customerIds.entries())
      if (at % 2)
        await office.call(billing.setTerms, { params: { customerId }, body: { percent: '2', days: 3 } });
    let history = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 10 }), async (steps) => {
        // Ten customers take turns: later histories go on where earlier ones ended.
        const known: Known = {
          customerId: customerIds[history++ % customerIds.length]!,
          invoices: [],
          payments: [],
        };
        const last = addDays(caller.today, steps.length - 1);
        await t.inTenant(async (tx) => {
          for (const [at, s] of steps.entries())
            await take(tx, { ...caller, today: addDays(caller.today, at) }, known, s);
          for (const day of [caller.today, addDays(caller.today, 2), last]) {
            const { items, ageing } = await openItemsOn(tx, day, { customerId: known.customerId });
            const open = items.reduce((sum, item) => sum + BigInt(item.open.replace('.', '')), 0n);
            const buckets = (ageing[0]?.buckets ?? []).reduce(
              (sum, { amount }) => sum + BigInt(amount.replace('.', '')),
              0n,
            );
            const wanted = await owed(tx, known.customerId, day);
            expect([open, buckets], `on ${day}`).toEqual([wanted, wanted]);
          }
        });
      }),
      { numRuns: HISTORIES, endOnFailure: true },
    );
    expect(await ledgerFaults()).toEqual([]);
  }, 240_000);
});

describe('at the same time', () => {
  test('a hundred people who pay one invoice pay it once', async () => {
    const invoiceId = await newInvoice(await newCustomer());
    const input = { amount: '119.00', receivedOn: caller.today, method: 'bank' as const, reference: '' };
    const results = await Promise.all(
      Array.from({ length: 100 }, () => t.inTenant((tx) => recordPayment(tx, caller, invoiceId, input))),
    );
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    const codes = new Set(results.map((result) => (result.ok ? 'ok' : result.refusal.code)));
    expect([...codes].sort()).toEqual(['ok', 'payment_above_open']);
    const [invoice] = await t.inTenant((tx) => listInvoices(tx, caller.today, { invoiceId }));
    expect(invoice).toMatchObject({ state: 'paid', open: '0.00', favour: '0.00', paid: '119.00' });
  });

  test('a hundred invoices and credit notes have numbers without a gap, though every seventh is given up halfway', async () => {
    const customerId = await newCustomer();
    // Another year, so that its series begins with 1.
    const by = { ...caller, today: '2027-01-04', now: '2027-01-04T09:00:00.000Z' } as Caller;
    const input = { servedOn: by.today, taxCase: 'usual' as const, lines: [lineOf('10.00')] };
    const outcomes = await Promise.allSettled(
      Array.from({ length: 100 }, (_, i) =>
        t.inTenant(async (tx) => {
          const { invoiceId } = must(await invoiceByHand(tx, by, customerId, input));
          must(await creditInvoice(tx, by, invoiceId, { reason: 'x', again: false, lines: [] }));
          if (i % 7 === 0) throw new Error('the cable is pulled');
        }),
      ),
    );
    const kept = outcomes.filter(({ status }) => status === 'fulfilled').length;
    expect(kept).toBe(85);
    for (const table of ['invoice', 'credit_note'] as const) {
      const numbers = await t.inTenant((tx) =>
        tx
          .tables<Record<typeof table, { tenant_id: Id; year: number; number: number }>>()
          .selectFrom(table)
          .select('number')
          .where('tenant_id', '=', tx.tenantId)
          .where('year', '=', 2027)
          .orderBy('number')
          .execute(),
      );
      expect(numbers.map(({ number }) => number)).toEqual(Array.from({ length: kept }, (_, i) => i + 1));
    }
    expect(await ledgerFaults()).toEqual([]);
  });
});

describe('through the doors', () => {
  const pay = (invoiceId: string, amount: string, more: object = {}) =>
    office.call(billing.recordPayment, {
      params: { invoiceId: invoiceId as Id },
      body: { amount, ...more } as never,
    });
  const byHand = (customerId: Id, body: object) =>
    office.call(billing.invoiceByHand, { params: { customerId }, body: body as never });

  test('two rates, a discount for paying early, a part credited, the rest given back', async () => {
    const customerId = await newCustomer();
    await office.call(billing.setTerms, { params: { customerId }, body: { percent: '2', days: 10 } });
    const invoice = await byHand(customerId, { lines: [lineOf('100.00'), lineOf('50.00', 2, '7')] });
    // 100 + 19 % and 100 + 7 %: 119.00 + 107.00 = 226.00; 2 % of it is 4.52.
    expect(invoice).toMatchObject({
      gross: '226.00',
      discount: { amount: '4.52', pay: '221.48', until: '2026-03-12' },
    });
    const paid = await pay(invoice.id, '221.48');
    expect(paid).toMatchObject({ state: 'paid', open: '0.00', payments: [{ discount: '4.52' }] });
    const credited = await office.call(billing.creditInvoice, {
      params: { invoiceId: invoice.id as Id },
      body: { reason: 'one came back', lines: [{ lineNo: 2, quantity: 1 }] } as never,
    });
    expect(credited).toMatchObject({ state: 'overpaid', favour: '53.50', creditNotes: [{ gross: '53.50' }] });
    const back = await office.call(billing.refund, {
      params: { itemId: invoice.id as Id },
      body: {} as never,
    });
    expect(back).toMatchObject({
      state: 'paid',
      favour: '0.00',
      refunds: [{ amount: '53.50', method: 'bank' }],
    });
    expect(back.timeline.map(({ name }) => name)).toEqual([
      'invoice.refunded',
      'invoice.credited',
      'invoice.paid',
      'invoice.issued',
    ]);
    const account = await office.call(customerAccount, { params: { customerId }, query: {} });
    expect(account.entries.map(({ kind, amount, balance }) => [kind, amount, balance])).toEqual([
      ['invoice', '226.00', '226.00'],
      ['payment', '-226.00', '0.00'],
      ['credit-note', '-53.50', '-53.50'],
      ['refund', '53.50', '0.00'],
    ]);
  });

  test('more than was asked for pays another invoice; a payment that the bank takes back opens both again', async () => {
    const customerId = await newCustomer();
    const first = await byHand(customerId, { lines: [lineOf('100.00')] });
    const second = await byHand(customerId, { lines: [lineOf('10.00')] });
    await expect(pay(first.id, '130.90')).rejects.toMatchObject({ problem: { code: 'payment_above_open' } });
    const over = await pay(first.id, '130.90', { mayExceed: true });
    expect(over).toMatchObject({ state: 'overpaid', favour: '11.90' });
    const paymentId = over.payments[0]!.id as Id;
    const settled = await office.call(billing.setOff, {
      params: { itemId: paymentId },
      body: { invoiceId: second.id } as never,
    });
    expect(settled).toMatchObject({ number: second.number, state: 'paid' });
    await expect(
      office.call(billing.setOff, { params: { itemId: paymentId }, body: { invoiceId: second.id } as never }),
    ).rejects.toMatchObject({ problem: { code: 'invoice_not_open' } });
    const back = await office.call(billing.chargeBack, {
      params: { paymentId },
      body: { reason: 'AC04', fee: '7.50' } as never,
    });
    expect(back).toMatchObject({ state: 'open', open: '119.00', payments: [{ takenBackOn: '2026-03-02' }] });
    await expect(
      office.call(billing.chargeBack, { params: { paymentId }, body: { reason: 'AC04' } as never }),
    ).rejects.toMatchObject({ problem: { code: 'payment_charged_back_already' } });
    // The set-off stays: what it used up is owed under the payment now.
    const { items, ageing } = await office.call(openItems, { query: { customerId } });
    expect(items.map(({ kind, open }) => [kind, open]).sort()).toEqual([
      ['invoice', '119.00'],
      ['payment', '11.90'],
    ]);
    expect(ageing).toMatchObject([{ currency: 'EUR', total: '130.90' }]);
  });

  test('currencies of 0, 2 and 3 decimals, reverse charge, a supply within the EU', async () => {
    const yen = await byHand(await newCustomer(), { currency: 'JPY', lines: [lineOf('120000', 1, '10')] });
    expect(yen).toMatchObject({ currency: 'JPY', tax: '12000', gross: '132000' });
    await expect(
      byHand(await newCustomer(), { currency: 'JPY', lines: [lineOf('1.5')] }),
    ).rejects.toMatchObject({
      problem: { errors: [{ code: 'amount_too_fine', field: 'lines.0.unitNet' }] },
    });
    const dinar = await byHand(await newCustomer(), {
      currency: 'KWD',
      lines: [{ ...lineOf('450.001', 1, '0') }],
    });
    expect(dinar).toMatchObject({ gross: '450.001' });
    await expect(
      byHand(await newCustomer(), { taxCase: 'reverse-charge', lines: [lineOf('1.00')] }),
    ).rejects.toMatchObject({
      problem: { errors: [{ code: 'reverse_charge_needs_vat_number' }] },
    });
    const swiss = await byHand(await newCustomer({ country: 'CH' }), { lines: [lineOf('100.00')] });
    expect(swiss).toMatchObject({ tax: '0.00', taxes: [{ category: 'G', percent: '0' }] });
  });

  test('a customer is reminded by level, and not of what is disputed', async () => {
    const customerId = await newCustomer();
    const first = await newInvoice(customerId);
    const second = await newInvoice(customerId, '10.00');
    const dispute = { params: { invoiceId: second }, body: { reason: 'door chipped' } };
    const disputed = await office.call(openDispute, dispute);
    expect(disputed.disputed).toBe('door chipped');
    await expect(office.call(openDispute, dispute)).rejects.toMatchObject({
      problem: { code: 'dispute_open_already' },
    });
    await expect(
      office.call(remindRoute, { params: { customerId }, body: {} as never }),
    ).rejects.toMatchObject({ problem: { code: 'reminder_not_due' } });
    const later = (days: number): Caller => ({ ...caller, today: addDays(caller.today, days) });
    const own = async (by: Caller) =>
      t.inTenant(async (tx) => {
        const { due } = await listReminders(tx, by.today);
        return due.find((letter) => letter.customerId === customerId);
      });
    expect(await own(later(17))).toBeUndefined();
    expect(await own(later(18))).toMatchObject({ level: 1, total: '119.00', invoices: [{ id: first }] });
    must(await t.inTenant((tx) => remind(tx, later(18), customerId, 'EUR')));
    expect(await own(later(28))).toBeUndefined();
    await office.call(settleDispute, dispute);
    const next = await own(later(29));
    expect(next).toMatchObject({ level: 2, total: '130.90' });
    expect(next!.invoices.map(({ level }) => level)).toEqual([2, 1]);
  });

  test('what cannot be is refused with where and how', async () => {
    const customerId = await newCustomer();
    const invoice = await byHand(customerId, { lines: [lineOf('100.00')] });
    const credit = (lines: object[]) =>
      office.call(billing.creditInvoice, {
        params: { invoiceId: invoice.id as Id },
        body: { reason: 'x', lines } as never,
      });
    await expect(credit([{ lineNo: 1, amount: '100.01' }])).rejects.toMatchObject({
      problem: { errors: [{ code: 'credit_above_line', field: 'lines.0.amount' }] },
    });
    await credit([]);
    await expect(credit([])).rejects.toMatchObject({ problem: { code: 'credit_nothing_left' } });
    // A payment for an invoice that was credited in full has nothing to pay.
    await expect(pay(invoice.id, '119.00')).rejects.toMatchObject({
      problem: {
        code: 'payment_of_cancelled_invoice',
        status: 409,
        title: `${invoice.number} was credited in full: there is nothing to pay.`,
        remedy: expect.stringMatching(/on account/) as string,
      },
    });
    // A number is given, never taken from outside: one out of the series cannot be asked for.
    await expect(
      byHand(customerId, { number: 'INV-2026-9999', lines: [lineOf('1.00')] }),
    ).rejects.toMatchObject({
      problem: { status: 422, errors: [{ code: 'field_unknown', field: 'number' }] },
    });
    await expect(
      office.call(billing.refund, { params: { itemId: invoice.id as Id }, body: {} as never }),
    ).rejects.toMatchObject({
      problem: { code: 'nothing_in_favour' },
    });
    await expect(pay(invoice.id, '1.00', { receivedOn: '2026-03-03' })).rejects.toMatchObject({
      problem: { errors: [{ code: 'payment_in_future' }] },
    });
  });

  test('an invoice and its credit note are e-invoices; what breaks a rule is told and not sent', async () => {
    await t.inTenant((tx) => saveCompany(tx, DEMO_COMPANY));
    const address = { street: 'Mühlstraße 4', postcode: '72070', city: 'Tübingen' };
    const invoice = await byHand(await newCustomer(address), {
      lines: [lineOf('100.00', 3), lineOf('33.33', 1, '7')],
    });
    const invoiceId = invoice.id as Id;
    const checked = await office.call(checkElectronic, { params: { invoiceId }, query: {} });
    expect(checked.findings.filter(({ severity }) => severity === 'fatal')).toEqual([]);
    const credited = await office.call(billing.creditInvoice, {
      params: { invoiceId },
      body: { reason: 'one less', lines: [{ lineNo: 1, amount: '33.34' }] } as never,
    });
    const creditNoteId = credited.creditNotes[0]!.id as Id;
    await t.inTenant(async (tx) => {
      for (const syntax of ['ubl', 'cii'] as const) {
        const bill = must(await invoiceDocument(tx, caller, invoiceId, 'en16931'));
        expect(must(electronic(bill, syntax))).toContain(invoice.number);
        const note = must(await creditNoteDocument(tx, caller, creditNoteId, 'en16931'));
        expect(note.preceding).toEqual([{ number: invoice.number, issuedOn: '2026-03-02' }]);
        expect(must(electronic(note, syntax))).toContain('33.34');
      }
      const nowhere = await invoiceByHand(tx, caller, await newCustomer({ country: 'DE' }), {
        servedOn: caller.today,
        taxCase: 'usual',
        currency: 'KWD',
        lines: [lineOf('1.000')],
      });
      const dinar = must(await invoiceDocument(tx, caller, must(nowhere).invoiceId, 'en16931'));
      expect(electronic(dinar, 'ubl')).toMatchObject({
        refusal: { code: 'invoice_currency_three_decimals', value: 'KWD' },
      });
      const german = must(await invoiceDocument(tx, caller, invoiceId, 'xrechnung'));
      const refused = electronic(german, 'ubl');
      // The buyer’s reference is missing: BR-DE-15.
      expect(refused).toMatchObject({ refusal: { code: 'e_invoice_rules' } });
      expect(JSON.stringify(refused)).toContain('BR-DE-15');
    });
  });

  test('the rate is that of the day of supply; a credit note keeps the rate of its invoice', async () => {
    const owner = await t.client('owner');
    await t.inTenant((tx) => saveCompany(tx, DEMO_COMPANY));
    const customerId = await newCustomer();
    const old = await byHand(customerId, { servedOn: '2020-08-15', lines: [lineOf('100.00')] });
    expect(old).toMatchObject({ tax: '16.00', taxes: [{ percent: '16' }] });
    const note = await office.call(billing.creditInvoice, {
      params: { invoiceId: old.id as Id },
      body: { reason: 'late', lines: [{ lineNo: 1, amount: '50.00' }] } as never,
    });
    expect(note.creditNotes).toMatchObject([{ gross: '58.00' }]);
    const rate = { country: 'DE', class: 'standard' as const, from: '2026-03-01' as Day, percent: '20' };
    await expect(office.call(saveTaxRate, { body: rate })).rejects.toMatchObject({
      problem: { code: 'not_allowed' },
    });
    const known = await owner.call(saveTaxRate, { body: rate });
    expect(known.rates.filter(({ own }) => own)).toEqual([{ ...rate, own: true }]);
    expect(await byHand(customerId, { lines: [lineOf('100.00')] })).toMatchObject({ tax: '20.00' });
    // What was issued keeps its rate, and its next credit note too (clause M-9).
    expect(await office.call(billing.getInvoice, { params: { invoiceId: old.id as Id } })).toMatchObject({
      tax: '16.00',
    });
    await owner.call(saveTaxRate, { body: { ...rate, percent: '19' } });
  });

  test('a service agreement has its own numbers, a paper, and is accepted once', async () => {
    const customerId = await newCustomer({ locale: 'de' });
    const issue = (body: object) =>
      office.call(issueAgreement, {
        params: { customerId },
        body: {
          title: 'Care',
          terms: 'One month’s notice.\nVisits by appointment.',
          startsOn: '2026-04-01',
          ...body,
        } as never,
      });
    const service = { name: 'Adjusting fronts', rhythm: 'yearly', net: '240.00' };
    await expect(issue({})).rejects.toMatchObject({
      problem: { errors: [{ code: 'agreement_of_nothing' }] },
    });
    await expect(issue({ lines: [service], endsOn: '2026-03-31' })).rejects.toMatchObject({
      problem: { errors: [{ code: 'agreement_ends_first', field: 'endsOn' }] },
    });
    const { agreements } = await issue({ lines: [service] });
    expect(agreements).toMatchObject([{ number: 'SA-2026-0001', lines: [service], acceptedOn: null }]);
    const agreementId = agreements[0]!.id as Id;
    const job = { context: t.app.context, tenantId: t.tenantId, signal: new AbortController().signal };
    for (let run = 0; run < 2; run++) await printAgreement.run(job as never, { agreementId });
    const made = await t.inTenant((tx) => findDocument(tx, 'billing.agreement', agreementId));
    expect(made).toMatchObject({ name: 'SA-2026-0001.pdf', revision: 1 });
    const accept = () =>
      office.call(acceptAgreement, { params: { agreementId }, body: { acceptedBy: 'Frau Wald' } as never });
    expect((await accept()).agreements).toMatchObject([
      { acceptedOn: '2026-03-02', acceptedBy: 'Frau Wald', pdf: expect.stringContaining('agreement.pdf') },
    ]);
    await expect(accept()).rejects.toMatchObject({ problem: { code: 'agreement_accepted_already' } });
  });

  test('the journal names accounts and adds up', async () => {
    const { entries } = await office.call(journal, { query: {} });
    expect(entries.length).toBeGreaterThan(5);
    expect(entries[0]!.lines[0]!.accountName).toHaveProperty('de');
  });
});
