import { addDays, type Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { isCurrency } from '#domain/money/currency.ts';
import { loadCustomer } from '#modules/accounts/api.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import { nextNumber } from '#platform/postgres/number-series.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { lockCustomer } from '../ledger.ts';
import type { TaxCase } from '../tax-case.ts';
import { planTerms, requireTerms, saveTerms } from './accept-terms.ts';
import type { GivenAcceptance } from './contract.ts';
import { asOrdered, lastVersion } from './plans.ts';
import { billNext, followingDays } from './renew.ts';
import { decidePlan, decideStart } from './rules.ts';
import { todayOf, type SubscriptionTables } from './store.ts';

export interface OrderInput {
  readonly planId: Id;
  readonly quantity: number;
  /** the tenant's own when absent */
  readonly currency?: string | undefined;
  /** first day; today in the contract's zone when absent */
  readonly startsOn?: Day | undefined;
  /** IANA name; the tenant's own zone when absent. It never changes within a paid term (M-1). */
  readonly zone?: string | undefined;
  readonly taxCase: TaxCase;
  readonly terms?: GivenAcceptance;
}

/**
 * Orders a subscription: the policies and the refund terms are accepted, the anchor and the zone are fixed, and the first
 * term is invoiced, all in one transaction.
 */
export async function orderSubscription(
  tx: Tx,
  caller: Caller,
  customerId: Id,
  input: OrderInput,
): Promise<Result<{ subscriptionId: Id }, Refusal>> {
  const customer = await loadCustomer(tx, customerId);
  if (!customer.ok) return customer;
  const currency = input.currency ?? caller.currency;
  if (!isCurrency(currency))
    return refuse({ code: 'currency_not_listed', field: 'currency', value: currency });
  const zone = input.zone ?? caller.zone;
  if (!isZone(zone)) return refuse({ code: 'zone_not_listed', field: 'zone', value: zone });
  const plan = await lastVersion(tx, input.planId);
  if (!plan.ok) return plan;
  const { months } = plan.value;
  const price = decidePlan(asOrdered(plan.value, currency), { kind: 'hosting', months, currency });
  if (!price.ok) return price;
  const start = decideStart(input.startsOn ?? todayOf({ zone }, caller), todayOf({ zone }, caller));
  if (!start.ok) return start;
  const terms = await requireTerms(tx, caller, customerId, input.terms);
  if (!terms.ok) return terms;
  await lockCustomer(tx, customerId);

  const tables = tx.tables<SubscriptionTables>();
  const subscriptionId = idAt(caller.now);
  const row = {
    tenant_id: tx.tenantId,
    id: subscriptionId,
    number: await nextNumber(tx, 'subscription'),
    customer_id: customerId,
    zone,
    currency,
    anchor_on: start.value,
    months,
    tax_case: input.taxCase,
    state: 'active' as const,
    paid_until: addDays(start.value, -1),
    ends_on: null,
    last_term: 'part' as const,
    refund_at_end: false,
    ends_itself: true,
    ordered_at: caller.now,
    ended_at: null,
  };
  await tables.insertInto('subscription').values(row).execute();
  const slotId = idAt(caller.now);
  await tables
    .insertInto('subscription_change')
    .values({
      tenant_id: tx.tenantId,
      id: idAt(caller.now),
      subscription_id: subscriptionId,
      slot_id: slotId,
      plan_id: plan.value.plan_id,
      plan_version: plan.value.version,
      quantity: input.quantity,
      from_on: start.value,
      actor_name: caller.name,
      at: caller.now,
    })
    .execute();
  const shown = planTerms(plan.value, customer.value.locale);
  const { refundable } = plan.value;
  await saveTerms(tx, caller, { subscriptionId, slotId, refundable }, shown, terms.value);
  await publish(tx, caller, 'subscription.ordered', subscriptionId, { customerId, plan: plan.value.code });
  const billed = await billNext(tx, caller, row, followingDays(row)!);
  return billed.ok ? ok({ subscriptionId }) : billed;
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    // Offsets and abbreviations have no rules for summer time.
    return name === 'UTC' || name.includes('/');
  } catch {
    return false;
  }
}
