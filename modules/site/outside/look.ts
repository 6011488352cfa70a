import { addMinutes } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { judgeOutside, type FirstVisit, type OutsideFault } from '#domain/policy/outside-site.ts';
import { loadInstallation, versionInForce } from '#modules/policy/api.ts';
import { systemClock } from '#platform/clock/clock.ts';
import { idAt } from '#platform/clock/id-at.ts';
import { EgressFailed, EgressRefused } from '#platform/egress/errors.ts';
import { queueJob, type Job } from '#platform/jobs/job.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { SiteTables } from '../store.ts';

const DAY_MINUTES = 24 * 60;
const PAGE_BYTES_MAX = 4 * 1024 * 1024;
/** `/` to `/en/` and the like; more is a circle. */
const HOPS_MAX = 4;

/**
 * Visits each site of the operator that is served elsewhere as somebody would who was never there, and writes down what
 * is wrong. What is wrong is told to the log as well, so that an alarm on it goes off. Safe to run twice.
 *
 * @see clauses P-1.1, P-1.4
 */
export const lookOutside = {
  name: 'site.look-outside',
  attempts: 5,
  timeoutSeconds: 300,
  async run({ context, tenantId }): Promise<void> {
    const { db, log } = context;
    const sites = await db.inTenant(tenantId, (tx) =>
      tx
        .tables<SiteTables>()
        .selectFrom('outside_site')
        .selectAll()
        .where('tenant_id', '=', tenantId)
        .orderBy('address')
        .execute(),
    );
    for (const { id, address, essential_cookies: essential } of sites) {
      const faults = await lookAt(context, tenantId, address, essential as readonly string[]);
      await keepLook(context, tenantId, id, faults);
      if (faults.length > 0)
        log.warn({ address, faults }, 'a site of ours that is served elsewhere has faults');
    }
    const runAt = addMinutes(systemClock.now(), DAY_MINUTES);
    await db.inTenant(tenantId, (tx) => queueJob(tx, lookOutside, {}, { runAt, key: lookOutside.name }));
  },
} satisfies Job<unknown, AppContext>;

/** At start-up: sees to it that a run waits. */
export async function startOutsideLooks({ db, clock }: Pick<AppContext, 'db' | 'clock'>): Promise<void> {
  const installation = await loadInstallation(db, clock.now());
  if (!installation) return;
  await db.inTenant(installation.operatorTenantId, (tx) =>
    queueJob(tx, lookOutside, {}, { key: lookOutside.name }),
  );
}

async function keepLook(
  { db, clock }: AppContext,
  operator: Id,
  siteId: Id,
  faults: OutsideFault[],
): Promise<void> {
  const now = clock.now();
  const row = { tenant_id: operator, id: idAt(now), site_id: siteId, looked_at: now };
  await db.inTenant(operator, (tx) =>
    tx
      .tables<SiteTables>()
      .insertInto('outside_look')
      .values({ ...row, faults: JSON.stringify(faults) })
      .execute(),
  );
}

async function lookAt(
  context: AppContext,
  operator: Id,
  address: string,
  essential: readonly string[],
): Promise<OutsideFault[]> {
  const version = await versionInForce(context.db, 'privacy', context.clock.now());
  try {
    const visit = await firstVisit(context, operator, address);
    const expected = { address, publicUrl: context.publicUrl, version: version?.number ?? 0, essential };
    return judgeOutside(visit, expected);
  } catch (error) {
    // Away, or not let through the door: both are what the operator has to know, and neither is a fault of this job.
    if (error instanceof EgressFailed || error instanceof EgressRefused)
      return [{ code: 'away', found: error.message.slice(0, 200) }];
    throw error;
  }
}

/** The page, and every cookie that was set on the way to it within the same host. */
async function firstVisit({ egress }: AppContext, operator: Id, address: string): Promise<FirstVisit> {
  const cookies = new Set<string>();
  let url = new URL(address);
  for (let hop = 0; ; hop++) {
    const answer = await egress.fetch(url, {
      purpose: 'site.look-outside',
      recipient: { kind: 'tenant' },
      tenantId: operator,
      categories: [],
      headers: { accept: 'text/html', 'accept-language': 'en' },
      maxBytes: PAGE_BYTES_MAX,
    });
    for (const line of answer.headers.getSetCookie()) cookies.add(line.split('=')[0]!.trim());
    const to = answer.headers.get('location');
    const next = answer.status >= 300 && answer.status < 400 && to ? new URL(to, url) : null;
    if (!next || next.host !== url.host || hop >= HOPS_MAX)
      return { status: answer.status, html: await answer.text(), cookies: [...cookies] };
    url = next;
  }
}
