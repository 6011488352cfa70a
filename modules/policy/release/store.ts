import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { METRICS, type MetricName } from '#domain/policy/release/metrics.ts';
import type { Reported } from '#domain/policy/release/probability.ts';
import { publishCell } from '#domain/policy/release/release.ts';
import type { Tx } from '#platform/postgres/tx.ts';

export interface ReleaseTables {
  usage_mark: { tenant_id: Id; period: string; metric: MetricName; business: Id };
  anonymous_release: {
    tenant_id: Id;
    period: string;
    number: number;
    year: number;
    epsilon: string;
    floor: number;
    drawn_at: Instant;
  };
  anonymous_number: { tenant_id: Id; period: string; metric: string; noisy: number };
  anonymous_sent: { tenant_id: Id; period: string; processor_id: string; sent_at: Instant };
  analytics_tool: {
    tenant_id: Id;
    processor_id: string;
    url: string;
    key_sealed: string;
    changed_name: string;
    changed_at: Instant;
  };
}

/** A release as it is published: what was drawn, below the floor only that it is. */
export interface Release {
  readonly period: string;
  readonly number: number;
  readonly year: number;
  /** exact decimal text */
  readonly epsilon: string;
  readonly floor: number;
  readonly drawnAt: Instant;
  /** in the order of the published list */
  readonly numbers: readonly { readonly metric: MetricName; readonly businesses: Reported }[];
  readonly sent: { readonly at: Instant; readonly processorId: string } | null;
}

/** Releases of the operator, the newest first. */
export async function listReleases(tx: Tx): Promise<Release[]> {
  const tables = tx.tables<ReleaseTables>();
  const drawn = await tables
    .selectFrom('anonymous_release')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .orderBy('number', 'desc')
    .execute();
  const numbers = await tables
    .selectFrom('anonymous_number')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .execute();
  const sent = await tables
    .selectFrom('anonymous_sent')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .execute();
  return drawn.map(({ period, number, year, epsilon, floor, drawn_at: drawnAt }) => {
    const went = sent.find((row) => row.period === period);
    return {
      ...{ period, number, year, epsilon, floor, drawnAt },
      numbers: METRICS.flatMap(({ name }) => {
        const cell = numbers.find((row) => row.period === period && row.metric === name);
        const businesses = cell && publishCell({ 'analytics.floor': floor }, cell);
        return businesses === undefined ? [] : [{ metric: name, businesses }];
      }),
      sent: went ? { at: went.sent_at, processorId: went.processor_id } : null,
    };
  });
}
