import { sql } from 'kysely';
import type { Instant } from '#domain/kernel/days.ts';
import type { Tx } from '#platform/postgres/tx.ts';

export interface CutYield {
  readonly sheets: number;
  /** area of the parts ÷ area of the sheets they came from; null when nothing was cut */
  readonly share: number | null;
}

/** Yield of the sheets cut since a moment. Parts that turned out bad count as cut: the saw did its work. */
export async function cutYield(tx: Tx, since: Instant): Promise<CutYield> {
  const { rows } = await sql<{ sheets: number; share: string | null }>`
    with sheet as (
      select id, length_hmm::numeric * width_hmm as area from cut_sheet
      where tenant_id = ${tx.tenantId} and state = 'cut' and cut_at >= ${since}
    )
    select (select count(*)::int from sheet) as sheets,
      (select sum(p.cut_length_hmm::numeric * p.cut_width_hmm) from part p
        where p.tenant_id = ${tx.tenantId} and p.sheet_id in (select id from sheet)) / (select sum(area) from sheet) as share
  `.execute(tx.tables());
  const { sheets, share } = rows[0]!;
  return { sheets, share: share === null ? null : Number(share) };
}
