import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { UsageTables } from './store.ts';

/** Whether a person objected to having what they open written down. */
export async function hasObjected(tx: Tx, loginId: Id): Promise<boolean> {
  const row = await tx
    .tables<UsageTables>()
    .selectFrom('usage_objection')
    .select('login_id')
    .where('login_id', '=', loginId)
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Objects, or takes an objection back (Art. 21 GDPR). From the next request on nothing of the person is written into the
 * access log, and what stood there is gone. What keeps accounts safe stays: failed sign-ins and the audit log.
 *
 * @see clause P-2.2b
 */
export async function setObjection(tx: Tx, loginId: Id, objects: boolean, now: Instant): Promise<void> {
  const tables = tx.tables<UsageTables>();
  if (!objects) {
    await tables.deleteFrom('usage_objection').where('login_id', '=', loginId).execute();
    return;
  }
  await tables
    .insertInto('usage_objection')
    .values({ login_id: loginId, at: now })
    .onConflict((c) => c.column('login_id').doNothing())
    .execute();
  await tables.deleteFrom('access_log').where('login_id', '=', loginId).execute();
}
