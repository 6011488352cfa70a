import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import type { DirectoryTables } from '#platform/postgres/directory.ts';
import { nextNumber } from '#platform/postgres/number-series.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { askOperation } from './ask-operation.ts';
import type { DriverKind, ProvisionOrder } from './driver.ts';
import { NEW_LIFE } from './lifecycle.ts';
import { placeOnServer } from './odoo/servers.ts';
import { json, type HostingTables } from './store.ts';

export interface InstanceOrder extends ProvisionOrder {
  readonly kind: DriverKind;
  readonly slug: string;
  readonly title: string;
  /** null: of the operator itself */
  readonly customerId: Id | null;
  readonly subscriptionId: Id | null;
  readonly serverId?: Id | null;
  /** what happens when a limit is reached; people are told when absent */
  readonly atLimit?: 'tell' | 'hold';
  /** false: it waits until its first invoice is paid */
  readonly makeNow: boolean;
}

/** Names that would be taken for something of the installation itself. */
const RESERVED = new Set(['www', 'api', 'mail', 'operator', 'admin', 'status', 'app', 'demo']);

/** Enters an instance and, unless it waits for its payment, has it made. */
export async function orderInstance(
  tx: Tx,
  caller: Caller,
  order: InstanceOrder,
): Promise<Result<{ instanceId: Id }, Refusal>> {
  const { kind, slug, title, customerId, subscriptionId, serverId, makeNow, ...provision } = order;
  if (await isSlugTaken(tx, slug)) return refuse({ code: 'hosting_slug_taken', field: 'slug', slug });
  // A workspace lives on this installation; everything else needs a machine of the pool.
  const place = serverId ?? (kind === 'odoo' ? await placeOnServer(tx) : null);
  if (kind === 'odoo' && place === null) return refuse({ code: 'hosting_no_room' });
  const instanceId = idAt(caller.now);
  const saved = await tx
    .tables<HostingTables>()
    .insertInto('hosted_instance')
    .values({
      ...{ tenant_id: tx.tenantId, id: instanceId, number: await nextNumber(tx, 'hosted-instance') },
      ...{ kind, slug, title, customer_id: customerId, subscription_id: subscriptionId },
      ...{ server_id: place, host_names: '[]', state: NEW_LIFE.state, holds: '[]' },
      ...{ ends_at: null, kept_until: null, version: order.version, url: '' },
      ...{ provision: json(provision), facts: '{}', health: null, usage: null, ordered_at: caller.now },
      ...{ login_checked_at: null, login_check: null, handed_over_at: null, accepted_at: null },
    })
    .onConflict((c) => c.columns(['tenant_id', 'slug']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!saved) return refuse({ code: 'hosting_slug_taken', field: 'slug', slug });
  await publish(tx, caller, 'instance.ordered', instanceId, { kind, slug });
  if (makeNow) await askOperation(tx, caller, instanceId, 'provision');
  return ok({ instanceId });
}

/** Whether a short name belongs to a workspace, an instance, or the installation itself. */
export async function isSlugTaken(tx: Tx, slug: string): Promise<boolean> {
  if (RESERVED.has(slug)) return true;
  const workspace = await tx
    .tables<DirectoryTables>()
    .selectFrom('tenant')
    .select('id')
    .where('slug', '=', slug)
    .executeTakeFirst();
  if (workspace) return true;
  const instance = await tx
    .tables<HostingTables>()
    .selectFrom('hosted_instance')
    .select('id')
    .where('tenant_id', '=', tx.tenantId)
    .where('slug', '=', slug)
    .executeTakeFirst();
  return instance !== undefined;
}
