import type { Id } from '#domain/kernel/ids.ts';
import { ok, type Refusal, type Result } from '#domain/kernel/result.ts';
import type { Caller } from '#platform/http/caller.ts';
import { handle, type Handler } from '#platform/http/handler.ts';
import type { AppContext } from '#platform/module/context.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { addWork } from './add-work.ts';
import { changeSubscription, previewChange } from './change-subscription.ts';
import * as contract from './contract.ts';
import { creditSomeDays } from './credit-days.ts';
import { endAt, endIfOver } from './end-subscription.ts';
import { orderSubscription } from './order-subscription.ts';
import { changePlan, createPlan, listPlans } from './plans.ts';
import { listSubscriptions, refundView, subscriptionView } from './queries.ts';
import { forgetRefusal } from './refusals.ts';
import { renewSubscription } from './renew.ts';
import { suspendAfterDays, type SubscriptionTables } from './store.ts';

async function plansAnswer(tx: Tx) {
  return ok({ plans: await listPlans(tx), settings: { suspendAfterDays: await suspendAfterDays(tx) } });
}

/** What was done, answered by the subscription as it is then. */
async function then(
  tx: Tx,
  caller: Caller,
  subscriptionId: Id,
  done: Result<unknown, Refusal>,
): Promise<Result<contract.SubscriptionView, Refusal>> {
  return done.ok ? subscriptionView(tx, caller, subscriptionId) : done;
}

/** Everything that is due, term by term; of a refused one nothing stays. */
async function renewAll(tx: Tx, caller: Caller, subscriptionId: Id): Promise<Result<unknown, Refusal>> {
  for (;;) {
    const renewed = await renewSubscription(tx, caller, subscriptionId);
    if (!renewed.ok) return renewed;
    if (renewed.value === null) break;
  }
  const ended = await endIfOver(tx, caller, subscriptionId);
  if (ended.ok) await forgetRefusal(tx, subscriptionId);
  return ended;
}

export const subscriptionHandlers: readonly Handler<AppContext>[] = [
  handle(contract.listPlans, ({ tx }) => plansAnswer(tx)),
  handle(contract.createPlan, async ({ tx, caller, input }) => {
    const made = await createPlan(tx, caller, input.body);
    return made.ok ? plansAnswer(tx) : made;
  }),
  handle(contract.changePlan, async ({ tx, caller, input }) => {
    const changed = await changePlan(tx, caller, input.params.servicePlanId, input.body);
    return changed.ok ? plansAnswer(tx) : changed;
  }),
  handle(contract.changeSettings, async ({ tx, caller, input }) => {
    const set = { suspend_after_days: input.body.suspendAfterDays };
    await tx
      .tables<SubscriptionTables>()
      .insertInto('subscription_settings')
      .values({ tenant_id: tx.tenantId, ...set })
      .onConflict((c) => c.column('tenant_id').doUpdateSet(set))
      .execute();
    await publish(tx, caller, 'subscription-settings.changed', tx.tenantId, input.body);
    return plansAnswer(tx);
  }),
  handle(contract.listSubscriptions, async ({ tx, caller, input }) =>
    ok(await listSubscriptions(tx, caller, input.query)),
  ),
  handle(contract.getSubscription, ({ tx, caller, input }) =>
    subscriptionView(tx, caller, input.params.subscriptionId),
  ),
  handle(contract.orderSubscription, async ({ tx, caller, input }) => {
    const ordered = await orderSubscription(tx, caller, input.params.customerId, input.body);
    return ordered.ok ? subscriptionView(tx, caller, ordered.value.subscriptionId) : ordered;
  }),
  handle(contract.previewChange, ({ tx, caller, input }) =>
    previewChange(tx, caller, input.params.subscriptionId, input.query),
  ),
  handle(contract.changeSubscription, async ({ tx, caller, input }) => {
    const { subscriptionId } = input.params;
    return then(tx, caller, subscriptionId, await changeSubscription(tx, caller, subscriptionId, input.body));
  }),
  handle(contract.addWork, async ({ tx, caller, input }) => {
    const { subscriptionId } = input.params;
    return then(tx, caller, subscriptionId, await addWork(tx, caller, subscriptionId, input.body));
  }),
  handle(contract.endSubscription, async ({ tx, caller, input }) => {
    const { subscriptionId } = input.params;
    const planned = { ...input.body, itself: true };
    return then(tx, caller, subscriptionId, await endAt(tx, caller, subscriptionId, planned));
  }),
  handle(contract.renewNow, async ({ tx, caller, input }) => {
    const { subscriptionId } = input.params;
    return then(tx, caller, subscriptionId, await renewAll(tx, caller, subscriptionId));
  }),
  handle(contract.previewRefund, ({ tx, caller, input }) =>
    refundView(tx, caller, input.params.subscriptionId, input.query.on),
  ),
  handle(contract.creditDays, async ({ tx, caller, input }) => {
    const { subscriptionId } = input.params;
    return then(tx, caller, subscriptionId, await creditSomeDays(tx, caller, subscriptionId, input.body));
  }),
];
