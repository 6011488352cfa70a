import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { DEMO_COMPANY } from '#apps/server/demo/people.ts';
import { openTestApp, type TestApp } from '#apps/server/test-kit.ts';
import { addDays } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { must } from '#domain/kernel/result.ts';
import { plainIban } from '#domain/money/iban.ts';
import { createCustomer } from '#modules/accounts/contract.ts';
import { saveCompany } from '#modules/accounts/module.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { Client } from '#platform/http/client.ts';
import { bookBankLine, importStatement, listBankLines } from './bank-contract.ts';
import * as billing from './contract.ts';
import { creditInvoice } from './credit-invoice.ts';
import { invoiceByHand } from './invoice-by-hand.ts';
import { recordPayment } from './record-payment.ts';
import { remind } from './reminder-contract.ts';
import { camtFile } from './testing/bank-file.ts';
import { moneyPicture, onlyReads, writtenBetween } from './testing/money-picture.ts';

let t: TestApp;
let office: Client;
let caller: Caller;
/** who may look at the queue */
let owner: pg.Client;

beforeAll(async () => {
  t = await openTestApp();
  await t.inTenant((tx) => saveCompany(tx, DEMO_COMPANY));
  office = await t.client('office');
  caller = await t.caller('office');
  owner = new pg.Client({ connectionString: t.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner?.end();
  await t?.close();
});
afterEach(() => vi.restoreAllMocks());

/**
 * The process is killed after the n-th statement that may change something, seen from the database: that statement is done, its answer does not
 * arrive, and the connection is gone. After a COMMIT the work is saved and nobody was told.
 */
function killAfter(statement: number): { readonly statements: () => number } {
  let seen = 0;
  const run = Reflect.get(pg.Client.prototype, 'query') as (...given: unknown[]) => unknown;
  vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (this: pg.Client, ...given: unknown[]) {
    const answer = run.apply(this, given) as Promise<unknown> | undefined;
    // What is asked with a callback belongs to the pool itself.
    if (!(answer instanceof Promise) || onlyReads(given[0])) return answer as never;
    seen += 1;
    if (seen !== statement) return answer as never;
    return answer.then(async () => {
      const gone = new Promise((done) => this.once('end', done));
      (this as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
      await gone;
      throw new Error('Connection terminated unexpectedly');
    }) as never;
  } as never);
  return { statements: () => seen };
}

let customers = 0;
async function newCustomer(): Promise<Id> {
  const body = { name: `Forest House ${++customers}`, email: 'buy@forest.example', country: 'DE' } as never;
  return (await office.call(createCustomer, { body })).id as Id;
}

const LINES = [
  { name: 'Repair', description: '', quantity: 2, unitNet: '50.00', tax: { category: 'S', percent: '19' } },
  { name: 'Map', description: '', quantity: 1, unitNet: '10.00', tax: { category: 'S', percent: '7' } },
] as const;

const asked = { servedOn: '2026-03-02', taxCase: 'usual', lines: LINES } as const;
/** 100.00 at 19 % and 10.00 at 7 %. */
const GROSS = '129.70';

const invoiced = async (customerId: Id, by = caller): Promise<Id> =>
  must(await t.inTenant((tx) => invoiceByHand(tx, by, customerId, asked))).invoiceId;
const paid = async (invoiceId: Id, amount: string): Promise<Id> =>
  must(
    await t.inTenant((tx) =>
      recordPayment(tx, caller, invoiceId, {
        amount,
        receivedOn: caller.today,
        method: 'bank',
        reference: '',
        mayExceed: true,
      }),
    ),
  ).paymentId;
const statement = (id: string) =>
  camtFile([{ cents: 129_70, name: id, text: id, reference: id }], {
    account: plainIban(DEMO_COMPANY.iban),
    id,
  });

type Deed = (key: string) => Promise<unknown>;

/** Every way in which money is written down: what stands before, and the request that is cut off. */
const DEEDS: Readonly<Record<string, (customerId: Id, mark: string) => Promise<Deed>>> = {
  'an invoice is issued': async (customerId) => (idempotencyKey) =>
    office.call(billing.invoiceByHand, { params: { customerId }, body: asked as never, idempotencyKey }),
  'a payment is recorded': async (customerId) => {
    const invoiceId = await invoiced(customerId);
    const body = { amount: GROSS } as never;
    return (idempotencyKey) =>
      office.call(billing.recordPayment, { params: { invoiceId }, body, idempotencyKey });
  },
  'an invoice is credited': async (customerId) => {
    const invoiceId = await invoiced(customerId);
    const body = { reason: 'chipped', lines: [{ lineNo: 1, quantity: 1 }] } as never;
    return (idempotencyKey) =>
      office.call(billing.creditInvoice, { params: { invoiceId }, body, idempotencyKey });
  },
  'money is given back': async (customerId) => {
    const itemId = await invoiced(customerId);
    await paid(itemId, GROSS);
    await t.inTenant(async (tx) =>
      must(await creditInvoice(tx, caller, itemId, { reason: 'x', again: false, lines: [] })),
    );
    return (idempotencyKey) =>
      office.call(billing.refund, { params: { itemId }, body: {} as never, idempotencyKey });
  },
  'an over-payment pays another invoice': async (customerId) => {
    const itemId = await paid(await invoiced(customerId), '200.00');
    const body = { invoiceId: await invoiced(customerId) } as never;
    return (idempotencyKey) => office.call(billing.setOff, { params: { itemId }, body, idempotencyKey });
  },
  'the bank takes a payment back': async (customerId) => {
    const paymentId = await paid(await invoiced(customerId), GROSS);
    const body = { reason: 'AC04', fee: '3.00' } as never;
    return (idempotencyKey) =>
      office.call(billing.chargeBack, { params: { paymentId }, body, idempotencyKey });
  },
  'a reminder is written': async () => {
    // A letter speaks of everything that is overdue: each has a customer of its own.
    const customerId = await newCustomer();
    const long = addDays(caller.today, -60);
    await invoiced(customerId, { ...caller, today: long });
    return (idempotencyKey) =>
      office.call(remind, { params: { customerId }, body: {} as never, idempotencyKey });
  },
  'a statement is imported': async (_, mark) => (idempotencyKey) =>
    office.call(importStatement, { upload: { bytes: statement(mark), name: 'x.xml' }, idempotencyKey }),
  'a movement is booked': async (customerId, mark) => {
    const invoiceId = await invoiced(customerId);
    await office.call(importStatement, { upload: { bytes: statement(mark), name: 'x.xml' } });
    const line = (await office.call(listBankLines, {})).open.find(({ text }) => text === mark)!;
    const body = { shares: [{ invoiceId, amount: GROSS }] };
    return (idempotencyKey) =>
      office.call(bookBankLine, { params: { bankLineId: line.id as Id }, body, idempotencyKey });
  },
};

const picture = () => t.inTenant((tx) => moneyPicture(tx, owner));

test.each(Object.keys(DEEDS))(
  '%s: killed after any statement and sent again, the books are as if nothing had happened',
  async (name) => {
    const begin = DEEDS[name]!;
    const customerId = await newCustomer();
    const undisturbed = await begin(customerId, `${name} 0`);
    const before = await picture();
    const counting = killAfter(-1);
    await undisturbed(crypto.randomUUID());
    const statements = counting.statements();
    vi.restoreAllMocks();
    const wanted = writtenBetween(before, await picture());
    expect(Object.keys(wanted).length).toBeGreaterThan(3);
    expect(statements).toBeGreaterThan(5);
    const deeds: Deed[] = [];
    for (let n = 1; n <= statements; n++) deeds.push(await begin(customerId, `${name} ${n}`));
    const faults: unknown[] = [];
    let cuts = 0;
    let then = await picture();
    for (const [at, deed] of deeds.entries()) {
      const key = crypto.randomUUID();
      killAfter(at + 1);
      const first = await deed(key).then(
        () => 'answered',
        () => 'cut off',
      );
      // The first request of all has a statement or two more, of the session; now and then one is of a worker beside it.
      if (first === 'cut off') cuts += 1;
      vi.restoreAllMocks();
      const second = await deed(key).then(
        () => 'answered',
        (error: unknown) => error,
      );
      const now = await picture();
      try {
        expect([second, writtenBetween(then, now)]).toEqual(['answered', wanted]);
      } catch (fault) {
        faults.push([at + 1, fault]);
      }
      then = now;
    }
    expect(faults).toEqual([]);
    expect(cuts).toBeGreaterThanOrEqual(statements - 2);
  },
  60_000,
);

test('after all of it the ledger balances and no number is missing or given twice', async () => {
  await t.inTenant(async (tx) => {
    const { rows: off } = await sql`
      select entry_id from journal_line where tenant_id = ${tx.tenantId} group by entry_id having sum(amount_minor) <> 0`.execute(
      tx.tables(),
    );
    expect(off).toEqual([]);
    for (const table of ['invoice', 'credit_note', 'reminder'])
      expect(
        (
          await sql`select year, count(*)::int as n, max(number) as last, count(distinct number)::int as own
            from ${sql.table(table)} where tenant_id = ${tx.tenantId} group by year having count(*) <> max(number) or count(*) <> count(distinct number)`.execute(
            tx.tables(),
          )
        ).rows,
      ).toEqual([]);
  });
});
