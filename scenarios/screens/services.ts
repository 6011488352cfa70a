import type { TestApp } from '#apps/server/test-kit.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { must } from '#domain/kernel/result.ts';
import { enterAcceptance } from '#modules/accounts/activation.ts';
import { addContact } from '#modules/accounts/contacts.ts';
import { createCustomer } from '#modules/accounts/customers.ts';
import { recordPayment } from '#modules/billing/record-payment.ts';
import { orderSubscription } from '#modules/billing/subscriptions/order-subscription.ts';
import { createPlan } from '#modules/billing/subscriptions/plans.ts';
import { requestMine } from '#modules/cancellation/contract.ts';
import { loadInstallation } from '#modules/policy/api.ts';
import type { Client } from '#platform/http/client.ts';

/** What the factory's owner subscribed to with the operator: one service to look at, one that is being cancelled. */
export interface Services {
  readonly subscriptionId: Id;
  readonly caseId: Id;
}

/** Makes the owner of the factory a customer of the operator: a paid year, and one of which a part is open. */
export async function fillServices(t: TestApp, owner: Client, email: string): Promise<Services> {
  const { db } = t.app.context;
  const operatorId = (await loadInstallation(db, t.clock.now()))!.operatorTenantId;
  const caller = await t.caller('operator', operatorId);
  const ids = await db.inTenant(operatorId, async (tx) => {
    const { id } = must(
      await createCustomer(tx, caller, {
        ...{ name: 'Larch Lane', email, street: '4 Mill Street', postcode: '72070', city: 'Tübingen' },
        ...{ country: 'DE', phone: '', vatNumber: '', locale: 'en', paymentDays: 14 },
      } as never),
    );
    const customerId = id as Id;
    const contact = must(
      await addContact(tx, caller, customerId, {
        ...{ name: 'Owner', email, phone: '', locale: 'en', owner: true, mayCancel: false, billing: true },
      }),
    );
    must(await enterAcceptance(tx, caller, { customerId, contactId: contact.id as Id }, 'letter'));
    const { planId } = must(
      await createPlan(tx, caller, {
        ...{ code: 'HOSTED', kind: 'hosting', months: 12, name: { en: 'Odoo', de: 'Odoo' } },
        ...{ refundable: 'prorated', terms: { en: '', de: '' }, tax: { category: 'S', percent: '21' } },
        prices: [{ currency: 'EUR', net: '1200.00' }],
        onSale: true,
      } as never),
    );
    const made: Id[] = [];
    for (const amount of ['1452.00', '1210.00']) {
      const terms = { acceptedBy: 'Owner', act: 'letter' } as const;
      const { subscriptionId, invoiceId } = must(
        await orderSubscription(tx, caller, customerId, { planId, quantity: 1, taxCase: 'usual', terms }),
      );
      const { today: receivedOn } = caller;
      must(await recordPayment(tx, caller, invoiceId, { amount, receivedOn, method: 'bank', reference: '' }));
      made.push(subscriptionId);
    }
    return made as [Id, Id];
  });
  const { id } = await owner.call(requestMine, {
    params: { subscriptionId: ids[1] },
    body: { on: null },
  });
  await t.app.runDueJobs();
  return { subscriptionId: ids[0], caseId: id as Id };
}
