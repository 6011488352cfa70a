import { sql } from 'kysely';
import type { Id } from '#domain/kernel/ids.ts';
import type { Tx } from './tx.ts';

interface SeriesTables {
  number_series: { tenant_id: Id; series: string; last_number: number };
}

/**
 * The next number of a series, 1, 2, 3 … without a gap: the row stays locked until the transaction that uses the
 * number is saved or rolled back, so two documents never share a number and none is skipped.
 */
export async function nextNumber(tx: Tx, series: string): Promise<number> {
  const row = await tx
    .tables<SeriesTables>()
    .insertInto('number_series')
    .values({ tenant_id: tx.tenantId, series, last_number: 1 })
    .onConflict((c) =>
      c.columns(['tenant_id', 'series']).doUpdateSet({ last_number: sql`number_series.last_number + 1` }),
    )
    .returning('last_number')
    .executeTakeFirstOrThrow();
  return row.last_number;
}
