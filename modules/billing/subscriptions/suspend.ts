import { addDays, type Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Reader } from '#platform/outbox/readers.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { sql } from 'kysely';
import { CHART } from '../ledger.ts';
import { LEVELS_MAX } from '../reminder-rules.ts';
import { lockSubscription, suspendAfterDays, updateSubscription } from './store.ts';

/**
 * Subscriptions with an invoice that is open after its last reminder of `until` or before; disputed ones do not count.
 * @param subscriptionId one of them only; null: all
 */
async function unpaidAfterReminders(tx: Tx, until: Day, subscriptionId: Id | null): Promise<Id[]> {
  const { rows } = await sql<{ id: Id }>`
    select distinct l.subscription_id as id from prepaid_line l
    join reminded_invoice r on r.tenant_id = l.tenant_id and r.invoice_id = l.invoice_id
    where l.tenant_id = ${tx.tenantId} and r.tenant_id = ${tx.tenantId} and r.level = ${LEVELS_MAX} and r.issued_on <= ${until}
      and (${subscriptionId}::uuid is null or l.subscription_id = ${subscriptionId})
      and (select sum(j.amount_minor) from journal_line j where j.tenant_id = ${tx.tenantId} and j.account = ${CHART.roles.receivables}
        and j.item_id = l.invoice_id) > 0
      and coalesce((select d.step from dispute_step d where d.tenant_id = ${tx.tenantId} and d.invoice_id = l.invoice_id
        order by d.at desc, d.id desc limit 1), 'settled') <> 'opened'`.execute(tx.tables());
  return rows.map(({ id }) => id);
}

/** Subscriptions that are to be suspended by the tenant's parameters today; none where it never suspends. */
export async function listToSuspend(tx: Tx, today: Day): Promise<Id[]> {
  const days = await suspendAfterDays(tx);
  return days === null ? [] : unpaidAfterReminders(tx, addDays(today, -days), null);
}

/** Suspends a service for an invoice that stays unpaid. Nothing else changes: it renews, and ends only as planned. */
export async function suspendSubscription(tx: Tx, caller: Caller, subscriptionId: Id): Promise<boolean> {
  const locked = await lockSubscription(tx, subscriptionId);
  if (!locked.ok || locked.value.state !== 'active') return false;
  const days = await suspendAfterDays(tx);
  // Looked at again behind the lock: the payment may have come meanwhile.
  if (days === null) return false;
  const unpaid = await unpaidAfterReminders(tx, addDays(caller.today, -days), subscriptionId);
  if (unpaid.length === 0) return false;
  await updateSubscription(tx, subscriptionId, { state: 'suspended' });
  await publish(tx, caller, 'subscription.suspended', subscriptionId, {});
  return true;
}

/** Lifts a suspension once no invoice that was reminded of to the last is open. */
export async function liftSuspension(tx: Tx, caller: Caller, subscriptionId: Id): Promise<boolean> {
  const locked = await lockSubscription(tx, subscriptionId);
  if (!locked.ok || locked.value.state !== 'suspended') return false;
  if ((await unpaidAfterReminders(tx, caller.today, subscriptionId)).length > 0) return false;
  await updateSubscription(tx, subscriptionId, { state: 'active' });
  await publish(tx, caller, 'subscription.resumed', subscriptionId, {});
  return true;
}

/** Paid, credited or disputed: what was suspended for it goes on at once. */
export const liftWhenPaid: Reader = {
  name: 'billing.lift-suspension',
  on: ['invoice.paid', 'invoice.credited', 'invoice.dispute-opened'],
  async read(tx, caller, event) {
    const { rows } = await sql<{ id: Id }>`
      select distinct s.id from prepaid_line l join subscription s on s.tenant_id = l.tenant_id and s.id = l.subscription_id
      where l.tenant_id = ${tx.tenantId} and s.tenant_id = ${tx.tenantId} and l.invoice_id = ${event.aggregateId}
        and s.state = 'suspended'`.execute(tx.tables());
    for (const { id } of rows) await liftSuspension(tx, caller, id);
  },
};
