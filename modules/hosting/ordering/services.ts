import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { AGREEMENT_KIND } from '#modules/billing/api.ts';
import { findDocument } from '#platform/documents/stored.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { ProvisionOrder, Quota, Usage } from '../driver.ts';
import type { HostingTables, InstanceRow } from '../store.ts';
import type { OrderView } from './contract.ts';
import { findAcceptance } from './accept-instance.ts';
import { stageOf, type OrderTables } from './orders.ts';

/** An instance as its customer sees it. */
export interface Service {
  readonly id: Id;
  readonly title: string;
  readonly stage: Exclude<OrderView['stage'], 'asked' | 'lapsed'>;
  readonly url: string;
  readonly loginCheckedAt: Instant | null;
  readonly handedOverAt: Instant | null;
  readonly accepted: { readonly by: string; readonly at: Instant } | null;
  readonly agreementId: Id | null;
  /** the agreement's paper is there */
  readonly paper: boolean;
  readonly quota: Quota;
  readonly usage: Usage | null;
}

/** What a customer has, in the order in which it was ordered; what is gone is left out. */
export async function listServices(tx: Tx, customerId: Id): Promise<Service[]> {
  const rows = (await tx
    .tables<HostingTables>()
    .selectFrom('hosted_instance')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('customer_id', '=', customerId)
    .where('state', 'not in', ['deleted', 'failed'])
    .orderBy('number')
    .execute()) as InstanceRow[];
  const services: Service[] = [];
  for (const row of rows) {
    const order = await tx
      .tables<OrderTables>()
      .selectFrom('hosting_order')
      .select('agreement_id')
      .where('tenant_id', '=', tx.tenantId)
      .where('instance_id', '=', row.id)
      .executeTakeFirst();
    const agreementId = order?.agreement_id ?? null;
    const accepted = await findAcceptance(tx, row.id);
    services.push({
      ...{ id: row.id, title: row.title, url: row.url },
      stage: stageOf({ state: 'placed' }, row) as Service['stage'],
      ...{ loginCheckedAt: row.login_checked_at, handedOverAt: row.handed_over_at },
      accepted: accepted ? { by: accepted.accepted_by, at: accepted.at } : null,
      agreementId,
      paper: agreementId !== null && (await findDocument(tx, AGREEMENT_KIND, agreementId)) !== null,
      quota: (row.provision as ProvisionOrder).quota,
      usage: row.usage as Usage | null,
    });
  }
  return services;
}
