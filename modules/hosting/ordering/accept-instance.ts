import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { lockInstance, updateInstance } from '../store.ts';
import type { OrderTables } from './orders.ts';

export interface GivenInstanceAcceptance {
  readonly acceptedBy: string;
  /** who pressed the button; null where staff writes it down */
  readonly contactId: Id | null;
  readonly act: OrderTables['instance_acceptance']['act'];
}

/**
 * The customer takes what was handed over: who, how and when, once. Only what was made, tried and handed over by mail can
 * be accepted, so that an acceptance is the last of the three things that make an order delivered.
 */
export async function acceptInstance(
  tx: Tx,
  caller: Caller,
  instanceId: Id,
  given: GivenInstanceAcceptance,
): Promise<Result<{ acceptedBy: string; at: Instant }, Refusal>> {
  const locked = await lockInstance(tx, instanceId);
  if (!locked.ok) return locked;
  const { state, handed_over_at: handedOver, login_checked_at: checked } = locked.value;
  if (checked === null || handedOver === null) return refuse({ code: 'instance_not_handed_over', state });
  const before = await findAcceptance(tx, instanceId);
  // Pressed twice it is still the first that counts.
  if (before) return ok({ acceptedBy: before.accepted_by, at: before.at });
  const { acceptedBy, contactId, act } = given;
  await tx
    .tables<OrderTables>()
    .insertInto('instance_acceptance')
    .values({
      ...{ tenant_id: tx.tenantId, instance_id: instanceId, accepted_by: acceptedBy },
      ...{ contact_id: contactId, act, actor_name: caller.name, at: caller.now },
    })
    .execute();
  await updateInstance(tx, instanceId, { accepted_at: caller.now });
  await publish(tx, caller, 'instance.accepted', instanceId, { act });
  return ok({ acceptedBy, at: caller.now });
}

export async function findAcceptance(
  tx: Tx,
  instanceId: Id,
): Promise<OrderTables['instance_acceptance'] | undefined> {
  return tx
    .tables<OrderTables>()
    .selectFrom('instance_acceptance')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('instance_id', '=', instanceId)
    .executeTakeFirst();
}
