import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { AccountTables } from './store.ts';

/** A grant that lets operator staff look in now; undefined once it was ended or its time is over. */
export async function openGrant(
  tx: Tx,
  grantId: Id,
  now: Instant,
): Promise<AccountTables['support_grant'] | undefined> {
  return tx
    .tables<AccountTables>()
    .selectFrom('support_grant')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', grantId)
    .where('ended_at', 'is', null)
    .where('until_at', '>', now)
    .executeTakeFirst();
}
