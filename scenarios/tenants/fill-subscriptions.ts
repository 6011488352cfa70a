import type { Id } from '#domain/kernel/ids.ts';
import * as subscriptions from '#modules/billing/subscriptions/contract.ts';
import type { Client } from '#platform/http/client.ts';

/** A plan, a customer who subscribed to it, and a credit of some days: a row of every kind. */
export async function fillSubscriptions(owner: Client, customerId: Id, mark: string): Promise<Id> {
  const { plans } = await owner.call(subscriptions.createPlan, {
    body: {
      code: 'TEAM-12',
      kind: 'hosting',
      months: 12,
      name: { en: mark, de: mark },
      refundable: 'prorated',
      terms: { en: mark, de: mark },
      tax: { category: 'S', percent: '19' },
      prices: [{ currency: 'EUR', net: '1200.00' }],
      onSale: true,
    },
  });
  await owner.call(subscriptions.changeSettings, { body: { suspendAfterDays: 14 } });
  const { id, lines } = await owner.call(subscriptions.orderSubscription, {
    params: { customerId },
    body: { planId: plans[0]!.id as Id, terms: { acceptedBy: mark, act: 'letter' } } as never,
  });
  await owner.call(subscriptions.creditDays, {
    params: { subscriptionId: id as Id },
    body: { lineId: lines[0]!.id as Id, amount: '1.00', why: mark },
  });
  return id as Id;
}
