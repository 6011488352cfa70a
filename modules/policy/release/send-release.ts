import { METRICS } from '#domain/policy/release/metrics.ts';
import type { Job } from '#platform/jobs/job.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { vault, type Place } from '#platform/secrets/vault.ts';
import type { SealedColumn } from '#platform/secrets/reseal.ts';
import { listReleases, type Release, type ReleaseTables } from './store.ts';

/** What stands in the record of the door out. */
export const RELEASE_PURPOSE = 'analytics.release';
const ANSWER_BYTES_MAX = 64 * 1024;

export const releaseSealed: readonly SealedColumn[] = [
  { table: 'analytics_tool', column: 'key_sealed', row: 'tenant_id' },
];

export const keyPlace = (tenantId: string): Place => ({
  tenantId,
  table: 'analytics_tool',
  column: 'key_sealed',
  row: tenantId,
});

export async function findTool(tx: Tx): Promise<ReleaseTables['analytics_tool'] | undefined> {
  return tx
    .tables<ReleaseTables>()
    .selectFrom('analytics_tool')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .executeTakeFirst();
}

/**
 * Everything that leaves with a release, and nothing else: the period, what it cost, and each number of the published
 * list, below the floor only as `<20`.
 */
export function bodyOf({ period, epsilon, floor, numbers }: Release): string {
  return JSON.stringify({
    period,
    epsilon,
    numbers: METRICS.flatMap(({ name }) => {
      const found = numbers.find(({ metric }) => metric === name);
      return found
        ? [{ name, businesses: found.businesses === 'below' ? `<${floor}` : found.businesses }]
        : [];
    }),
  });
}

/**
 * Sends a release to the analytics tool that the operator chose, through the one door out, which lets it pass only to a
 * processor with a contract in force. Safe to run twice: what was taken is not sent again, and the numbers are drawn.
 *
 * @see clause P-data.analytics.a
 */
export const sendRelease = {
  name: 'policy.send-release',
  attempts: 3,
  timeoutSeconds: 60,
  async run({ context, tenantId }, { period }: { period: string }): Promise<void> {
    const { db, egress, clock } = context;
    const found = await db.inTenant(tenantId, async (tx) => ({
      tool: await findTool(tx),
      release: (await listReleases(tx)).find((one) => one.period === period),
    }));
    const { tool, release } = found;
    if (!tool || !release || release.sent) return;
    const key = tool.key_sealed === '' ? null : vault().open(tool.key_sealed, keyPlace(tenantId));
    const answer = await egress.fetch(tool.url, {
      purpose: RELEASE_PURPOSE,
      recipient: { kind: 'processor', id: tool.processor_id },
      categories: ['aggregate'],
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      },
      body: bodyOf(release),
      maxBytes: ANSWER_BYTES_MAX,
    });
    if (!answer.ok) throw new Error(`the analytics tool answered ${answer.status} to ${period}`);
    await db.inTenant(tenantId, (tx) =>
      tx
        .tables<ReleaseTables>()
        .insertInto('anonymous_sent')
        .values({
          tenant_id: tenantId,
          period,
          processor_id: tool.processor_id,
          sent_at: clock.now(),
        })
        .onConflict((c) => c.columns(['tenant_id', 'period']).doNothing())
        .execute(),
    );
  },
} satisfies Job<{ period: string }, AppContext>;
