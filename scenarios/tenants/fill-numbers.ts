import type { TestApp } from '#apps/server/test-kit.ts';
import type { ReleaseTables } from '#modules/policy/release/store.ts';
import type { SiteTables } from '#modules/site/store.ts';
import { idAt } from '#platform/clock/id-at.ts';

/** What lies with the operator only, planted in a factory's tenant: marks, a release, its tool, a site and a look at it. */
export async function fillNumbers(t: TestApp, mark: string): Promise<void> {
  const { now, today } = await t.caller('owner');
  const of = { tenant_id: t.tenantId };
  const period = '2025-Q4';
  await t.inTenant(async (tx) => {
    const tables = tx.tables<ReleaseTables & SiteTables>();
    await tables
      .insertInto('usage_mark')
      .values({ ...of, period, metric: 'invoice-issued', business: idAt(now) })
      .execute();
    const drawn = { period, number: 1, year: 2025, epsilon: '0.5', floor: 20, drawn_at: now };
    await tables
      .insertInto('anonymous_release')
      .values({ ...of, ...drawn })
      .execute();
    await tables
      .insertInto('anonymous_number')
      .values({ ...of, period, metric: 'invoice-issued', noisy: 4711 })
      .execute();
    await tables
      .insertInto('anonymous_sent')
      .values({ ...of, period, processor_id: mark, sent_at: now })
      .execute();
    const url = `https://tool.example/${mark}`;
    await tables
      .insertInto('analytics_tool')
      .values({ ...of, processor_id: mark, url, key_sealed: '', changed_name: mark, changed_at: now })
      .execute();
    await tables
      .insertInto('site_visit')
      .values({ ...of, day: today, page: `/${mark}`, views: 1, visitors: 1 })
      .execute();
    const id = idAt(now);
    await tables
      .insertInto('outside_site')
      .values({
        ...{
          ...of,
          id,
          address: `https://${mark.toLowerCase()}.example/`,
          essential_cookies: '[]',
        },
        ...{ changed_name: mark, changed_at: now },
      })
      .execute();
    await tables
      .insertInto('outside_look')
      .values({
        ...of,
        id: idAt(now),
        site_id: id,
        looked_at: now,
        faults: `[{"code":"away","found":"${mark}"}]`,
      })
      .execute();
  });
}
