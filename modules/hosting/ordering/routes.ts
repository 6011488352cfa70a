import { ok, type Refusal, type Result } from '#domain/kernel/result.ts';
import { listPlans } from '#modules/billing/api.ts';
import { handle, type Handler } from '#platform/http/handler.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { offeredKinds } from '../drivers.ts';
import { ofOperator } from '../of-operator.ts';
import { acceptInstance } from './accept-instance.ts';
import * as contract from './contract.ts';
import { listOffers, saveOffer } from './offers.ts';
import { listOrders } from './orders.ts';

async function offersView(tx: Tx): Promise<(typeof contract.listOffers)['response']['_output']> {
  const offers = new Map((await listOffers(tx)).map((offer) => [offer.plan.id, offer]));
  const plans = await listPlans(tx);
  return {
    offers: plans
      .filter(({ kind }) => kind === 'hosting')
      .map(({ id, code, name, months, onSale, prices, shown }) => {
        const offer = offers.get(id);
        const head = { planId: id, code, name, months, onSale, prices: [...prices], shown };
        if (!offer) return { ...head, offer: null };
        const { kind, version, quota, atLimit, works, addons, public: open } = offer;
        const beside = addons.map((addon) => ({ id: addon.id, code: addon.code, name: addon.name }));
        return {
          ...head,
          offer: { kind, version, quota, atLimit, works: [...works], addons: beside, public: open },
        };
      }),
    addons: plans
      .filter(({ kind, onSale }) => kind === 'addon' && onSale)
      .map(({ id, code, months, name }) => ({ id, code, months, name })),
    kinds: offeredKinds(),
  };
}

/** Does one thing as the operator and answers with the offers as they are then. */
async function thenOffers(
  tx: Tx,
  work: () => Promise<Result<unknown, Refusal>>,
): Promise<Result<(typeof contract.listOffers)['response']['_output'], Refusal>> {
  const own = await ofOperator(tx);
  if (!own.ok) return own;
  const done = await work();
  return done.ok ? ok(await offersView(tx)) : done;
}

export const orderingHandlers: readonly Handler<AppContext>[] = [
  handle(contract.listOffers, ({ tx }) => thenOffers(tx, () => Promise.resolve(ok(null)))),
  handle(contract.saveOffer, ({ tx, caller, input }) =>
    thenOffers(tx, () => saveOffer(tx, caller, input.params.servicePlanId, input.body)),
  ),
  handle(contract.listOrders, async ({ tx }) => {
    const own = await ofOperator(tx);
    return own.ok ? ok({ orders: await listOrders(tx) }) : own;
  }),
  handle(contract.recordAcceptance, async ({ tx, caller, input }) => {
    const own = await ofOperator(tx);
    if (!own.ok) return own;
    const { acceptedBy, act } = input.body;
    return acceptInstance(tx, caller, input.params.hostedInstanceId, { acceptedBy, contactId: null, act });
  }),
];
