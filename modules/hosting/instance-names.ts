import type { Id } from '#domain/kernel/ids.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { HostingTables } from './store.ts';

/** What a customer may call an instance by. */
export interface InstanceNames {
  readonly customerId: Id | null;
  readonly subscriptionId: Id | null;
  /** its host names and its short name */
  readonly names: readonly string[];
}

/** Every instance that is not gone, with its names: for telling from a text whose service it is about. */
export async function listInstanceNames(tx: Tx): Promise<InstanceNames[]> {
  const rows = await tx
    .tables<HostingTables>()
    .selectFrom('hosted_instance')
    .select(['customer_id', 'subscription_id', 'slug', 'host_names', 'url'])
    .where('tenant_id', '=', tx.tenantId)
    .where('state', 'not in', ['deleted', 'failed'])
    .orderBy('number')
    .execute();
  return rows.map(
    ({ customer_id: customerId, subscription_id: subscriptionId, slug, host_names: hosts, url }) => ({
      customerId,
      subscriptionId,
      names: [slug, ...(Array.isArray(hosts) ? (hosts as string[]) : []), hostOf(url)].filter(
        (name) => name !== '',
      ),
    }),
  );
}

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).hostname : '');
