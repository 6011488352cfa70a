import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { Database } from '#platform/postgres/database.ts';
import type { GlobalTables } from './store.ts';

/** An owner is there after all: by saying no, or simply by signing in. */
export async function endClaim(db: Database, tenantId: Id, now: Instant): Promise<boolean> {
  const ended = await db
    .global<GlobalTables>()
    .updateTable('ownership_claim')
    .set({ ended_at: now })
    .where('tenant_id', '=', tenantId)
    .where('decided_at', 'is', null)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return ended.numUpdatedRows > 0n;
}
