import { sql } from 'kysely';
import { addDays, dayIn } from '#domain/kernel/days.ts';
import { loadInsights, valuesInForce } from '#modules/policy/api.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { SiteTables } from '../store.ts';
import type { InsightsView } from './contract.ts';

/** As far back as the log of visits is kept at most on the screen; a shorter time of keeping shows less. */
const DAYS = 30;

/** The figures of the last weeks, for the operator. @param tx of the operator's tenant */
export async function viewInsights(tx: Tx, caller: Caller): Promise<InsightsView> {
  const zone = (await valuesInForce(tx, caller.now))['operator.zone'];
  const until = dayIn(zone, caller.now);
  const from = addDays(until, 1 - DAYS);
  const tables = tx.tables<SiteTables>();
  const days = await tables
    .selectFrom('site_visit')
    .select(['day', 'views', 'visitors'])
    .where('tenant_id', '=', tx.tenantId)
    .where('page', '=', '')
    .where('day', '>=', from)
    .orderBy('day')
    .execute();
  const pages = await tables
    .selectFrom('site_visit')
    .select(['page', sql<number>`sum(views)::int`.as('views')])
    .where('tenant_id', '=', tx.tenantId)
    .where('page', '<>', '')
    .where('day', '>=', from)
    .groupBy('page')
    .orderBy('views', 'desc')
    .orderBy('page')
    .execute();
  const returning = await tables
    .selectFrom('visit_count')
    .select(['kind', sql<number>`sum(visits)::int`.as('visits')])
    .where('tenant_id', '=', tx.tenantId)
    .where('day', '>=', from)
    .groupBy('kind')
    .orderBy('kind')
    .execute();
  return {
    ...{ from, until, site: { days, pages, returning } },
    ...(await loadInsights(tx, { zone, from, until })),
  };
}
