import { addDays, type Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import type { Minor } from '#domain/kernel/units.ts';
import { isCurrency, parseAmount } from '#domain/money/currency.ts';
import type { RefundTerms } from '#domain/money/subscriptions/line.ts';
import type { Tax } from '#domain/money/tax.ts';
import { loadCustomer } from '#modules/accounts/api.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import { nextNumber } from '#platform/postgres/number-series.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { lockCustomer } from '../ledger.ts';
import type { TaxCase } from '../tax-case.ts';
import { planTerms, requireTerms, saveTerms, termsShown } from './accept-terms.ts';
import type { BillableDays } from './bill-days.ts';
import type { GivenAcceptance } from './contract.ts';
import { asOrdered, lastVersion } from './plans.ts';
import { billNext, followingDays } from './renew.ts';
import { decidePlan, decideStart } from './rules.ts';
import { subscriptionNumber, todayOf, type PlanRow, type SubscriptionTables } from './store.ts';

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
  /** plans beside it that have its terms and end with it; their refund terms are accepted with its own */
  readonly addons?: readonly { readonly planId: Id; readonly quantity: number }[];
  /** paid once with the first term, over whose days they lie */
  readonly works?: readonly OrderedWork[];
}

/** A customisation that is ordered together with a service. */
export interface OrderedWork {
  readonly what: string;
  /** decimal text in the subscription's currency */
  readonly net: string;
  readonly tax: Tax;
  readonly refundable: RefundTerms;
  /** refund terms in words, where there is more to say */
  readonly more: string;
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
): Promise<Result<{ subscriptionId: Id; invoiceId: Id }, Refusal>> {
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
  const addons = await addonsOf(tx, input.addons ?? [], { months, currency });
  if (!addons.ok) return addons;
  const works = worksOf(input.works ?? [], currency);
  if (!works.ok) return works;
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
  const { locale } = customer.value;
  for (const held of [{ plan: plan.value, quantity: input.quantity }, ...addons.value]) {
    const slotId = idAt(caller.now);
    await tables
      .insertInto('subscription_change')
      .values({
        tenant_id: tx.tenantId,
        id: idAt(caller.now),
        subscription_id: subscriptionId,
        slot_id: slotId,
        plan_id: held.plan.plan_id,
        plan_version: held.plan.version,
        quantity: held.quantity,
        from_on: start.value,
        actor_name: caller.name,
        at: caller.now,
      })
      .execute();
    const { refundable } = held.plan;
    const place = { subscriptionId, slotId, refundable };
    await saveTerms(tx, caller, place, planTerms(held.plan, locale), terms.value);
  }
  const first = followingDays(row)!;
  const lines: BillableDays[] = [];
  for (const { what: name, refundable, more, tax, netMinor } of works.value) {
    const slotId = idAt(caller.now);
    const shown = termsShown({ name, refundable, more }, locale);
    await saveTerms(tx, caller, { subscriptionId, slotId, refundable }, shown, terms.value);
    lines.push({
      ...{ slotId, kind: 'customisation', refundable, name, tax, quantity: 1, unitNetMinor: netMinor },
      ...{ description: subscriptionNumber(row), from: first.from, until: first.until },
    });
  }
  await publish(tx, caller, 'subscription.ordered', subscriptionId, { customerId, plan: plan.value.code });
  const billed = await billNext(tx, caller, row, first, lines);
  return billed.ok ? ok({ subscriptionId, invoiceId: billed.value.invoiceId }) : billed;
}

/** Plans beside the service: on sale, with its term, at a price in its currency. */
async function addonsOf(
  tx: Tx,
  asked: NonNullable<OrderInput['addons']>,
  as: { readonly months: number; readonly currency: string },
): Promise<Result<{ plan: PlanRow; quantity: number }[], Refusal>> {
  const found: { plan: PlanRow; quantity: number }[] = [];
  for (const { planId, quantity } of asked) {
    const plan = await lastVersion(tx, planId);
    if (!plan.ok) return plan;
    const fits = decidePlan(asOrdered(plan.value, as.currency), { kind: 'addon', ...as });
    if (!fits.ok) return fits;
    found.push({ plan: plan.value, quantity });
  }
  return ok(found);
}

function worksOf(
  asked: readonly OrderedWork[],
  currency: string,
): Result<(OrderedWork & { netMinor: Minor })[], Refusal> {
  const found: (OrderedWork & { netMinor: Minor })[] = [];
  for (const work of asked) {
    const net = parseAmount(work.net, currency);
    if (!net.ok) return refuse({ ...net.refusal, field: 'works' });
    if (net.value <= 0n) return refuse({ code: 'price_negative', field: 'works', value: work.net });
    found.push({ ...work, netMinor: net.value });
  }
  return ok(found);
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
