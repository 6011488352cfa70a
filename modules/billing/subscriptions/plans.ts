import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';
import { formatAmount, parseAmount } from '#domain/money/currency.ts';
import { isOperator } from '#modules/policy/api.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { sql } from 'kysely';
import { json } from '../store.ts';
import { planTerms } from './accept-terms.ts';
import type { PlanInput, PlanView } from './contract.ts';
import type { OrderedPlan } from './rules.ts';
import type { PlanRow, SubscriptionTables } from './store.ts';

/** Enters a plan with its first version. A code is one plan's for ever. */
export async function createPlan(
  tx: Tx,
  caller: Caller,
  input: PlanInput & { readonly code: string },
): Promise<Result<{ planId: Id }, Refusal>> {
  const planId = idAt(caller.now);
  const saved = await tx
    .tables<SubscriptionTables>()
    .insertInto('service_plan')
    .values({ tenant_id: tx.tenantId, id: planId, code: input.code })
    .onConflict((c) => c.columns(['tenant_id', 'code']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!saved) return refuse({ code: 'plan_code_taken', field: 'code', value: input.code });
  return saveVersion(tx, caller, planId, 1, input);
}

/** A change of a plan: its next version. Who subscribed keeps theirs until they change. */
export async function changePlan(
  tx: Tx,
  caller: Caller,
  planId: Id,
  input: PlanInput,
): Promise<Result<{ planId: Id }, Refusal>> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${planId}, 7464))`.execute(tx.tables());
  const last = await lastVersion(tx, planId);
  if (!last.ok) return last;
  return saveVersion(tx, caller, planId, last.value.version + 1, input);
}

async function saveVersion(
  tx: Tx,
  caller: Caller,
  planId: Id,
  version: number,
  input: PlanInput,
): Promise<Result<{ planId: Id }, Refusal>> {
  // What the operator sells as a service is given back by the day: its own policy promises it (C-3a).
  if (input.kind === 'hosting' && input.refundable === 'none' && (await isOperator(tx, tx.tenantId)))
    return refuse({ code: 'service_is_refundable', field: 'refundable' });
  const prices: Record<string, string> = {};
  for (const [at, { currency, net }] of input.prices.entries()) {
    const field = `prices.${at}.net`;
    if (currency in prices)
      return refuse({ code: 'price_twice', field: `prices.${at}.currency`, value: currency });
    const price = parseAmount(net, currency);
    if (!price.ok) return refuse({ ...price.refusal, field });
    if (price.value < 0n) return refuse({ code: 'price_negative', field, value: net });
    prices[currency] = `${price.value}`;
  }
  if (input.tax.category !== 'S' && Number(input.tax.percent) !== 0)
    return refuse({ code: 'tax_without_rate', field: 'tax.percent', value: input.tax.percent });
  await tx
    .tables<SubscriptionTables>()
    .insertInto('service_plan_version')
    .values({
      tenant_id: tx.tenantId,
      plan_id: planId,
      version,
      kind: input.kind,
      months: input.months,
      name_en: input.name.en,
      name_de: input.name.de,
      refundable: input.refundable,
      terms_en: input.terms.en,
      terms_de: input.terms.de,
      tax_category: input.tax.category,
      tax_percent: input.tax.percent,
      prices: json(prices),
      on_sale: input.onSale,
      actor_name: caller.name,
      made_at: caller.now,
    })
    .execute();
  await publish(tx, caller, 'service-plan.changed', planId, { version });
  return ok({ planId });
}

/** The version of a plan that is ordered now: its newest. */
export async function lastVersion(
  tx: Tx,
  planId: Id,
): Promise<Result<PlanRow & { code: string }, { code: 'service_plan_unknown' }>> {
  const row = await tx
    .tables<SubscriptionTables>()
    .selectFrom('service_plan_version as v')
    .innerJoin('service_plan as p', (join) =>
      join.onRef('p.tenant_id', '=', 'v.tenant_id').onRef('p.id', '=', 'v.plan_id'),
    )
    .selectAll('v')
    .select('p.code')
    .where('v.tenant_id', '=', tx.tenantId)
    .where('p.tenant_id', '=', tx.tenantId)
    .where('v.plan_id', '=', planId)
    .orderBy('v.version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? ok(row) : refuse({ code: 'service_plan_unknown' });
}

/** Net of one for a term; null where the plan has no price in the currency. */
export function priceOf(plan: PlanRow, currency: string): Minor | null {
  const price = plan.prices[currency];
  return price === undefined ? null : minor(BigInt(price));
}

export function asOrdered(plan: PlanRow & { code: string }, currency: string): OrderedPlan {
  const { code, kind, months, on_sale: onSale, refundable } = plan;
  return { code, kind, months, onSale, refundable, priceMinor: priceOf(plan, currency) };
}

/** The newest version of every plan, by code. */
export async function listPlans(tx: Tx): Promise<PlanView[]> {
  const { rows } = await sql<PlanRow & { code: string; used: number }>`
    select distinct on (p.code) v.*, p.code,
      (select count(distinct c.subscription_id) from subscription_change c join subscription s on s.tenant_id = c.tenant_id and s.id = c.subscription_id
        where c.tenant_id = ${tx.tenantId} and s.tenant_id = ${tx.tenantId} and c.plan_id = p.id and s.state <> 'ended')::int as used
    from service_plan p join service_plan_version v on v.tenant_id = p.tenant_id and v.plan_id = p.id
    where p.tenant_id = ${tx.tenantId} and v.tenant_id = ${tx.tenantId}
    order by p.code, v.version desc`.execute(tx.tables());
  return rows.map((row) => ({
    id: row.plan_id,
    code: row.code,
    version: row.version,
    kind: row.kind,
    months: row.months,
    name: { en: row.name_en, de: row.name_de },
    refundable: row.refundable,
    terms: { en: row.terms_en, de: row.terms_de },
    tax: { category: row.tax_category as PlanView['tax']['category'], percent: row.tax_percent },
    prices: Object.entries(row.prices).map(([currency, net]) => ({
      currency,
      net: formatAmount(minor(BigInt(net)), currency),
    })),
    onSale: row.on_sale,
    shown: { en: planTerms(row, 'en'), de: planTerms(row, 'de') },
    subscriptions: row.used,
  }));
}
