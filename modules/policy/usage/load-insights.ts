import { sql } from 'kysely';
import { addDays, type Day, type Instant, instantAt } from '#domain/kernel/days.ts';
import { must } from '#domain/kernel/result.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { forPurpose } from '../purpose-access.ts';
import {
  insightsOf,
  type DayFigures,
  type DoorFigures,
  type DoorUse,
  type UsageInsights,
} from './insights.ts';
import type { UsageTables } from './store.ts';

/**
 * What the log of visits tells about the service, for its operator: sums only. Whoever objected to being in the log is in
 * none of them; no person, address or firm leaves this function.
 *
 * @param zone days are days there
 * @param from,until first and last day
 * @see clause P-2.2b
 */
export async function loadInsights(
  tx: Tx,
  { zone, from, until }: { zone: string; from: Day; until: Day },
): Promise<UsageInsights> {
  const [since, before]: [Instant, Instant] = [instantAt(zone, from), instantAt(zone, addDays(until, 1))];
  const lines = () =>
    tx.tables<UsageTables>().selectFrom('access_log').where('at', '>=', since).where('at', '<', before);
  const all = sql<number>`count(*)::int`;
  const broken = sql<number>`(count(*) filter (where status >= 500))::int`;
  return must(
    await forPurpose(tx, 'improvement').read('usage-log', async () => {
      const doors: DoorFigures[] = await lines()
        .select([
          'route as door',
          all.as('calls'),
          sql<number>`(count(*) filter (where status between 400 and 499))::int`.as('refused'),
          broken.as('broken'),
          sql<number>`percentile_disc(0.5) within group (order by ms)`.as('msHalf'),
          sql<number>`percentile_disc(0.95) within group (order by ms)`.as('msMost'),
        ])
        .groupBy('route')
        .orderBy('route')
        .execute();
      const used: DoorUse[] = (
        await lines()
          .select(['route as door', 'of_tenant as business'])
          .distinct()
          .where('of_tenant', 'is not', null)
          .execute()
      ).map(({ door, business }) => ({ door, business: business ?? '' }));
      const day = sql<Day>`to_char(at at time zone ${zone}, 'YYYY-MM-DD')`;
      const days: DayFigures[] = await lines()
        .select([day.as('day'), all.as('calls'), broken.as('broken')])
        .groupBy(sql`1`)
        .orderBy(sql`1`)
        .execute();
      return insightsOf(doors, used, days);
    }),
  );
}
