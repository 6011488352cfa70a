import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { TenantFacts } from '../http/caller.ts';
import type { Database } from './database.ts';

export interface DirectoryTables {
  tenant: {
    id: Id;
    slug: string;
    name: string;
    zone: string;
    currency: string;
    locale: string;
    database: string;
    demo: boolean;
    created_at: Instant;
  };
}

/** The tenant was erased: whatever was still to be done for it has nothing left to do. */
export class TenantGone extends Error {}

const KEPT_MS = 30_000;

/** What each tenant fixes for everybody, read from the directory and kept for half a minute. */
export function tenantDirectory(db: Database): (tenantId: Id) => Promise<TenantFacts> {
  const kept = new Map<Id, { readonly until: number; readonly facts: TenantFacts }>();
  return async (tenantId) => {
    const known = kept.get(tenantId);
    if (known && known.until > performance.now()) return known.facts;
    const row = await db
      .global<DirectoryTables>()
      .selectFrom('tenant')
      .selectAll()
      .where('id', '=', tenantId)
      .executeTakeFirst();
    if (!row) throw new TenantGone(`tenant ${tenantId} is not in the directory`);
    const facts: TenantFacts = {
      tenantId,
      tenantName: row.name,
      zone: row.zone,
      currency: row.currency,
      locale: row.locale,
      demo: row.demo,
    };
    kept.set(tenantId, { until: performance.now() + KEPT_MS, facts });
    return facts;
  };
}

/** Every tenant of this installation, oldest first; for start-up work and scheduled jobs. */
export async function listTenants(
  db: Database,
): Promise<
  readonly { readonly id: Id; readonly slug: string; readonly name: string; readonly demo: boolean }[]
> {
  return db
    .global<DirectoryTables>()
    .selectFrom('tenant')
    .select(['id', 'slug', 'name', 'demo'])
    .orderBy('created_at')
    .execute();
}
