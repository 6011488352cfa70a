import { sql } from 'kysely';
import { DEMO_COMPANY } from '#apps/server/demo/people.ts';
import type { TestApp } from '#apps/server/test-kit.ts';
import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { must } from '#domain/kernel/result.ts';
import type { CaseEvent } from '#domain/policy/cancellation/machine/events.ts';
import { replay } from '#domain/policy/cancellation/machine/replay.ts';
import { enterAcceptance } from '#modules/accounts/activation.ts';
import { addContact } from '#modules/accounts/contacts.ts';
import { createCustomer } from '#modules/accounts/customers.ts';
import { saveCompany } from '#modules/accounts/module.ts';
import { openOf } from '#modules/billing/ledger.ts';
import { recordPayment } from '#modules/billing/record-payment.ts';
import { orderSubscription } from '#modules/billing/subscriptions/order-subscription.ts';
import { createPlan } from '#modules/billing/subscriptions/plans.ts';
import { orderInstance } from '#modules/hosting/api.ts';
import { loadInstallation } from '#modules/policy/api.ts';
import { formatAmount } from '#domain/money/currency.ts';
import { minor } from '#domain/kernel/units.ts';
import { queueJob } from '#platform/jobs/job.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { CARE_JOB } from '../apply-event.ts';
import { fromJson, toJson } from '../event-json.ts';
import { caseView, staffView } from '../queries.ts';
import { loadCase, type CancellationTables, type Desk } from '../store.ts';

/** The operator at its desk in a test: customers, subscriptions, and a clock that moves. */
export async function openCaseDesk(t: TestApp) {
  const { context } = t.app;
  const operatorId = (await loadInstallation(context.db, t.clock.now()))!.operatorTenantId;
  const at = async <T>(work: (desk: Desk) => Promise<T>): Promise<T> => {
    const caller = await t.caller('operator', operatorId);
    return context.db.inTenant(operatorId, (tx) => work({ tx, caller, publicUrl: context.publicUrl }));
  };
  await at(({ tx }) => saveCompany(tx, DEMO_COMPANY));
  const plans = new Map<string, Id>();
  for (const [code, months, net] of [
    ['YEAR', 12, '1200.00'],
    ['MONTH', 1, '100.00'],
  ] as const)
    await at(async ({ tx, caller }) => {
      const made = await createPlan(tx, caller, {
        ...{ code, kind: 'hosting', months, name: { en: `Hosting ${code}`, de: `Hosting ${code}` } },
        ...{ refundable: 'prorated', terms: { en: '', de: '' }, tax: { category: 'S', percent: '19' } },
        ...{ prices: [{ currency: 'EUR', net }], onSale: true },
      });
      plans.set(code, must(made).planId);
    });

  let customers = 0;
  /** A customer whose owner has this address. */
  const customer = (email: string): Promise<{ customerId: Id; contactId: Id }> =>
    at(async ({ tx, caller }) => {
      const made = must(
        await createCustomer(tx, caller, {
          ...{ name: `Forest House ${++customers}`, email, phone: '', vatNumber: '', locale: 'en' },
          ...{ country: 'DE', street: 'Mühlstraße 4', postcode: '72070', city: 'Tübingen', paymentDays: 14 },
        }),
      );
      const customerId = made.id as Id;
      const person = { name: 'Ida Forest', email, phone: '', locale: 'en', owner: true } as const;
      const given = { ...person, mayCancel: false, billing: false };
      const contact = must(await addContact(tx, caller, customerId, given));
      const contactId = contact.id as Id;
      must(await enterAcceptance(tx, caller, { customerId, contactId }, 'letter'));
      return { customerId, contactId };
    });

  /** Orders a plan for a customer, paid on the same day or left open. */
  const order = async (
    customerId: Id,
    code: string,
    more: { readonly paid?: boolean; readonly instance?: string } = {},
  ): Promise<Id> => {
    const subscriptionId = await at(async ({ tx, caller }) => {
      const ordered = await orderSubscription(tx, caller, customerId, {
        ...{ planId: plans.get(code)!, quantity: 1, taxCase: 'usual' },
        terms: { acceptedBy: 'Ida Forest', act: 'letter' },
      });
      const id = must(ordered).subscriptionId;
      if (more.instance)
        must(
          await orderInstance(tx, caller, {
            ...{ kind: 'workspace', slug: more.instance, title: `Works ${more.instance}` },
            ...{ customerId, subscriptionId: id, makeNow: true, version: '', quota: {} },
            owner: { email: `${more.instance}@forest.example`, name: 'Ida Forest', locale: 'en' },
            ...{ zone: 'Europe/Berlin', currency: 'EUR', locale: 'en' },
          }),
        );
      return id;
    });
    if (more.paid !== false) await pay(subscriptionId);
    return subscriptionId;
  };

  const invoicesOf = (tx: Tx, subscriptionId: Id): Promise<Id[]> =>
    sql<{ id: Id }>`select distinct invoice_id as id from prepaid_line
      where tenant_id = ${tx.tenantId} and subscription_id = ${subscriptionId}`
      .execute(tx.tables())
      .then(({ rows }) => rows.map(({ id }) => id));

  /** Pays whatever is open of a subscription, with a value date. */
  const pay = (subscriptionId: Id, receivedOn?: Day): Promise<void> =>
    at(async ({ tx, caller }) => {
      for (const invoiceId of await invoicesOf(tx, subscriptionId)) {
        const open = (await openOf(tx, [invoiceId])).get(invoiceId) ?? 0n;
        if (open <= 0n) continue;
        must(
          await recordPayment(tx, caller, invoiceId, {
            amount: formatAmount(minor(open), 'EUR'),
            ...{ receivedOn: receivedOn ?? caller.today, method: 'bank', reference: 'test' },
          }),
        );
      }
    });

  /** The clock moves, and everything that is due by then is done. */
  const day = async (now: string): Promise<void> => {
    t.clock.set(now as `${string}Z` & Parameters<typeof t.clock.set>[0]);
    await at(({ tx }) => queueJob(tx, CARE_JOB, {}, { key: CARE_JOB.name }));
    await t.app.runDueJobs();
    await t.app.runDueJobs();
  };

  const view = (caseId: Id) => at(async ({ tx, caller }) => must(await caseView(tx, caller, caseId)));
  const staff = (caseId: Id) => at(async ({ tx, caller }) => must(await staffView(tx, caller, caseId)));
  /** Replays the stored events through the machine: whether they give the stored state. */
  const replays = (caseId: Id): Promise<boolean> =>
    at(async ({ tx }) => {
      const rows = await tx
        .tables<CancellationTables>()
        .selectFrom('case_event')
        .select(['event', 'clock'])
        .where('tenant_id', '=', tx.tenantId)
        .where('case_id', '=', caseId)
        .orderBy('seq')
        .execute();
      const again = replay(
        rows.map(({ event, clock }) => ({ event: fromJson<CaseEvent>(event), now: clock })),
      );
      const { state } = must(await loadCase(tx, caseId));
      return again !== null && sorted(toJson(again)) === sorted(toJson(state));
    });

  return { operatorId, at, customer, order, pay, day, view, staff, replays };
}

/** The database keeps members of an object in an order of its own. */
function sorted(text: string): string {
  const of = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(of)
      : value !== null && typeof value === 'object'
        ? Object.fromEntries(
            Object.entries(value)
              .sort(([a], [b]) => (a < b ? -1 : 1))
              .map(([key, one]) => [key, of(one)]),
          )
        : value;
  return JSON.stringify(of(JSON.parse(text)));
}
