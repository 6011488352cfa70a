import { dayIn, instantAt, type Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { ParameterValues } from '#domain/policy/parameters.ts';
import { must } from '#domain/kernel/result.ts';
import { metricOf, METRICS } from '#domain/policy/release/metrics.ts';
import { periodBefore, periodOf, type Period } from '#domain/policy/release/period.ts';
import type { DirectoryTables } from '#platform/postgres/directory.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { forPurpose } from '../purpose-access.ts';
import type { UsageTables } from '../usage/store.ts';
import type { ReleaseTables } from './store.ts';

const ROUTES: readonly string[] = METRICS.flatMap(({ routes }) => routes as readonly string[]);

/**
 * Marks which firms did what in the period that runs and, until it is drawn, in the one before. Read from the log of
 * visits, so whoever objected to it is in no mark, and a firm whose people all objected counts for nothing. Safe to run
 * twice: a firm is marked once.
 *
 * @param tx of the operator's tenant; the operator itself and demos are no customers and are left out
 */
export async function gatherMarks(tx: Tx, values: ParameterValues, now: Instant): Promise<void> {
  const today = dayIn(values['operator.zone'], now);
  const kind = values['analytics.period'];
  const periods = [periodBefore(kind, today), periodOf(kind, today)];
  // What was never drawn, because the budget was spent or the machine stood still, is not kept for later.
  await tx
    .tables<ReleaseTables>()
    .deleteFrom('usage_mark')
    .where('tenant_id', '=', tx.tenantId)
    .where(
      'period',
      'not in',
      periods.map(({ name }) => name),
    )
    .execute();
  for (const period of periods)
    if (!(await isDrawn(tx, period.name))) await gather(tx, period, values['operator.zone']);
}

export async function isDrawn(tx: Tx, period: string): Promise<boolean> {
  const row = await tx
    .tables<ReleaseTables>()
    .selectFrom('anonymous_release')
    .select('period')
    .where('tenant_id', '=', tx.tenantId)
    .where('period', '=', period)
    .executeTakeFirst();
  return row !== undefined;
}

async function gather(tx: Tx, { name: period, from, until }: Period, zone: string): Promise<void> {
  const done = must(
    await forPurpose(tx, 'improvement').read('usage-log', () =>
      tx
        .tables<UsageTables & DirectoryTables>()
        .selectFrom('access_log')
        .select(['route', 'of_tenant'])
        .distinct()
        .where('route', 'in', ROUTES)
        .where('at', '>=', instantAt(zone, from))
        .where('at', '<', instantAt(zone, until))
        .where('status', '>=', 200)
        .where('status', '<', 300)
        .where('of_tenant', 'is not', null)
        .where('of_tenant', '<>', tx.tenantId)
        .where('of_tenant', 'not in', (demos) =>
          demos.selectFrom('tenant').select('id').where('demo', '=', true),
        )
        .execute(),
    ),
  );
  const rows = done.flatMap(({ route, of_tenant: business }) => {
    const metric = metricOf(route);
    return metric && business ? [{ tenant_id: tx.tenantId, period, metric, business: business as Id }] : [];
  });
  if (rows.length === 0) return;
  await tx
    .tables<ReleaseTables>()
    .insertInto('usage_mark')
    .values(rows)
    .onConflict((c) => c.columns(['tenant_id', 'period', 'metric', 'business']).doNothing())
    .execute();
}
