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
  return (await nextNumbers(tx, series, 1))[0]!;
}

/** The next `count` numbers of a series, in their order; none for 0. */
export async function nextNumbers(tx: Tx, series: string, count: number): Promise<number[]> {
  if (count === 0) return [];
  const row = await tx
    .tables<SeriesTables>()
    .insertInto('number_series')
    .values({ tenant_id: tx.tenantId, series, last_number: count })
    .onConflict((c) =>
      c
        .columns(['tenant_id', 'series'])
        .doUpdateSet({ last_number: sql`number_series.last_number + excluded.last_number` }),
    )
    .returning('last_number')
    .executeTakeFirstOrThrow();
  return Array.from({ length: count }, (_, i) => row.last_number - count + 1 + i);
}
