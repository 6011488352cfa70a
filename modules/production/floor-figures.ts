import { sql } from 'kysely';
import type { Instant } from '#domain/kernel/days.ts';
import { offcutAreas } from '#modules/stock/api.ts';
import type { Tx } from '#platform/postgres/tx.ts';

export interface CutYield {
  readonly sheets: number;
  /** area of the parts ÷ area of the board used up for them; null when nothing was cut */
  readonly share: number | null;
}

/**
 * Yield of the sheets and offcuts cut since a moment. What went back into the rack is not used up: it counts when it is
 * sawn or thrown away, else a board whose offcut is sawn later would count twice. Parts that turned out bad count as
 * cut: the saw did its work.
 */
export async function cutYield(tx: Tx, since: Instant): Promise<CutYield> {
  const rack = await offcutAreas(tx, since);
  const { rows } = await sql<{ sheets: number; parts: string | null; area: string | null }>`
    with sheet as (
      select id, length_hmm::numeric * width_hmm as area from cut_sheet
      where tenant_id = ${tx.tenantId} and state = 'cut' and cut_at >= ${since}
    )
    select (select count(*)::int from sheet) as sheets,
      (select sum(p.cut_length_hmm::numeric * p.cut_width_hmm) from part p
        where p.tenant_id = ${tx.tenantId} and p.sheet_id in (select id from sheet)) as parts,
      (select sum(area) from sheet) as area
  `.execute(tx.tables());
  const { sheets, parts, area } = rows[0]!;
  const usedUp = Number(area ?? 0) - rack.kept + rack.scrapped;
  return { sheets, share: area === null || usedUp <= 0 ? null : Number(parts ?? 0) / usedUp };
}
