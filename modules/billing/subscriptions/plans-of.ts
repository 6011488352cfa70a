import { sql } from 'kysely';
import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { Tx } from '#platform/postgres/tx.ts';

/** Codes of the plans that customers have on a day, of subscriptions that run; a customer without one is not in it. */
export async function plansOf(
  tx: Tx,
  customerIds: readonly Id[],
  on: Day,
): Promise<ReadonlyMap<Id, readonly string[]>> {
  const plans = new Map<Id, string[]>();
  if (customerIds.length === 0) return plans;
  const { rows } = await sql<{ customer_id: Id; code: string }>`
    select distinct held.customer_id, p.code
    from (
      select distinct on (c.slot_id) s.customer_id, c.plan_id, c.quantity
      from subscription_change c
      join subscription s on s.tenant_id = c.tenant_id and s.id = c.subscription_id
      where c.tenant_id = ${tx.tenantId} and s.tenant_id = ${tx.tenantId} and s.state = 'active'
        and s.customer_id = any(${[...customerIds]}::uuid[]) and c.from_on <= ${on}
      order by c.slot_id, c.from_on desc, c.id desc
    ) held
    join service_plan p on p.tenant_id = ${tx.tenantId} and p.id = held.plan_id
    where held.quantity > 0`.execute(tx.tables());
  for (const { customer_id: customerId, code } of rows)
    plans.set(customerId, [...(plans.get(customerId) ?? []), code]);
  return plans;
}
