import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { parseAmount } from '#domain/money/currency.ts';
import { listPlans, type PlanView } from '#modules/billing/api.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { DriverKind, Quota } from '../driver.ts';
import { json } from '../store.ts';
import type { OfferInput, Work } from './contract.ts';

export interface OfferTables {
  hosting_offer: {
    tenant_id: Id;
    plan_id: Id;
    kind: DriverKind;
    version: string;
    quota: Quota | string;
    at_limit: AtLimit;
    addons: readonly Id[] | string;
    works: readonly Work[] | string;
    public: boolean;
    changed_name: string;
    changed_at: Instant;
  };
}

/** What happens when a limit is reached: people are told, or it is closed until it fits again. */
export type AtLimit = OfferInput['atLimit'];

/** A plan that can be ordered as an instance, with everything that can be had beside it. */
export interface Offer {
  readonly plan: PlanView;
  readonly kind: DriverKind;
  readonly version: string;
  readonly quota: Quota;
  readonly atLimit: AtLimit;
  readonly addons: readonly PlanView[];
  readonly works: readonly Work[];
  readonly public: boolean;
}

/**
 * Offers by the code of their plan. An add-on that is no longer on sale, has another term or no price in the currency is
 * left out of what is shown; it could not be ordered.
 */
export async function listOffers(tx: Tx): Promise<Offer[]> {
  const rows = await tx
    .tables<OfferTables>()
    .selectFrom('hosting_offer')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .execute();
  if (rows.length === 0) return [];
  const plans = new Map((await listPlans(tx)).map((plan) => [plan.id, plan]));
  return rows
    .flatMap((row) => {
      const plan = plans.get(row.plan_id);
      if (!plan) return [];
      const addons = (row.addons as readonly Id[]).flatMap((id) => {
        const addon = plans.get(id);
        return addon?.onSale && addon.months === plan.months ? addon : [];
      });
      const { kind, version, at_limit: atLimit } = row;
      const [quota, works] = [row.quota as Quota, row.works as readonly Work[]];
      return { plan, kind, version, quota, atLimit, addons, works, public: row.public };
    })
    .sort((a, b) => (a.plan.code < b.plan.code ? -1 : 1));
}

/** Says what is delivered when a plan is ordered. Instances that run keep the limits they were ordered with. */
export async function saveOffer(
  tx: Tx,
  caller: Caller,
  planId: Id,
  input: OfferInput,
): Promise<Result<null, Refusal>> {
  const plans = await listPlans(tx);
  const plan = plans.find(({ id }) => id === planId);
  if (plan?.kind !== 'hosting') return refuse({ code: 'service_plan_unknown' });
  for (const [at, id] of input.addonIds.entries()) {
    const addon = plans.find((one) => one.id === id);
    if (addon?.kind !== 'addon')
      return refuse({ code: 'service_plan_unknown', field: `addonIds.${at}`, status: 422 });
    if (addon.months !== plan.months)
      return refuse({ code: 'hosting_addon_other_term', field: `addonIds.${at}`, name: addon.code });
  }
  const codes = new Set<string>();
  for (const [at, work] of input.works.entries()) {
    if (codes.has(work.code)) return refuse({ code: 'hosting_work_twice', field: `works.${at}.code` });
    codes.add(work.code);
    const net = parseAmount(work.net, caller.currency);
    if (!net.ok) return refuse({ ...net.refusal, field: `works.${at}.net` });
    if (net.value <= 0n) return refuse({ code: 'price_negative', field: `works.${at}.net`, value: work.net });
  }
  const { kind, version, quota, atLimit: at_limit, addonIds, works, public: open } = input;
  const row = {
    ...{ kind, version, at_limit, quota: json(quota), addons: json(addonIds), works: json(works) },
    ...{ public: open, changed_name: caller.name, changed_at: caller.now },
  };
  await tx
    .tables<OfferTables>()
    .insertInto('hosting_offer')
    .values({ tenant_id: tx.tenantId, plan_id: planId, ...row })
    .onConflict((c) => c.columns(['tenant_id', 'plan_id']).doUpdateSet(row))
    .execute();
  await publish(tx, caller, 'hosting-offer.changed', planId, { public: open });
  return ok(null);
}
