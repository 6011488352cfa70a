import type { TestApp } from '#apps/server/test-kit.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { setOrderTerms } from '#modules/billing/before-issue/contract.ts';
import { noteRefusal } from '#modules/billing/subscriptions/refusals.ts';
import type { Client } from '#platform/http/client.ts';

/** The buyer's reference of an order, and a subscription that could not be billed, as its care writes that down. */
export async function fillMoneyWaiting(
  t: TestApp,
  owner: Client,
  of: { readonly orderId: Id; readonly subscriptionId: Id },
  mark: string,
): Promise<void> {
  await owner.call(setOrderTerms, { params: { orderId: of.orderId }, body: { buyerReference: mark } });
  const caller = await t.caller('owner');
  await t.inTenant((tx) =>
    noteRefusal(tx, caller, of.subscriptionId, {
      code: 'leitweg_id_wrong',
      field: 'buyerReference',
      value: mark,
    }),
  );
}
