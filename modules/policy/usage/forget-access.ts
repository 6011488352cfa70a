import type { Instant } from '#domain/kernel/days.ts';
import type { Database } from '#platform/postgres/database.ts';
import { valuesInForce } from '../record.ts';
import { accessLimits, cutAddress } from './rules.ts';
import type { UsageTables } from './store.ts';

const ROWS_AT_ONCE = 2000;

/**
 * Deletes what is over in the access log and shortens the network addresses that are. Safe to run twice.
 * @see clause P-2.2a
 */
export async function forgetAccess(db: Database, now: Instant): Promise<void> {
  const limits = accessLimits(await valuesInForce(db, now), now);
  const tables = db.global<UsageTables>();
  await tables.deleteFrom('access_log').where('at', '<=', limits.delete).execute();
  for (;;) {
    const rows = await tables
      .selectFrom('access_log')
      .select(['id', 'ip'])
      .where('ip_cut', '=', false)
      .where('at', '<=', limits.cut)
      .limit(ROWS_AT_ONCE)
      .execute();
    const addresses = Map.groupBy(rows, (row) => row.ip);
    for (const [ip, same] of addresses)
      await tables
        .updateTable('access_log')
        .set({ ip: cutAddress(ip), ip_cut: true })
        .where(
          'id',
          'in',
          same.map(({ id }) => id),
        )
        .execute();
    if (rows.length < ROWS_AT_ONCE) return;
  }
}
