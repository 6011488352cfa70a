import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { queueJob } from '#platform/jobs/job.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { sql } from 'kysely';
import { CARE } from './change-life.ts';

/** That an instance's data is gone: when, how, how much, and the checksum of its last backup. @see clause C-5 */
export interface Deletion {
  readonly instanceId: Id;
  readonly title: string;
  readonly at: Instant;
  readonly method: string;
  /** rows and files together */
  readonly things: number;
  readonly lastBackupSha256: string | null;
}

/** Records of deletion of the instances that ran under a subscription, the oldest first. */
export async function deletionsOf(tx: Tx, subscriptionId: Id): Promise<Deletion[]> {
  const { rows } = await sql<{
    instance_id: Id;
    title: string;
    deleted_at: Instant;
    method: string;
    counts: Readonly<Record<string, number>>;
    last_backup_sha256: string | null;
  }>`
    select d.instance_id, i.title, d.deleted_at, d.method, d.counts, d.last_backup_sha256 from deletion_record d
    join hosted_instance i on i.tenant_id = d.tenant_id and i.id = d.instance_id
    where d.tenant_id = ${tx.tenantId} and i.tenant_id = ${tx.tenantId} and i.subscription_id = ${subscriptionId}
    order by d.deleted_at, d.instance_id`.execute(tx.tables());
  return rows.map((row) => ({
    instanceId: row.instance_id,
    title: row.title,
    at: row.deleted_at,
    method: row.method,
    things: Object.values(row.counts).reduce((sum, count) => sum + count, 0),
    lastBackupSha256: row.last_backup_sha256,
  }));
}

/** Has the clock of hosting looked at now, for ends and deletions that have just become due. */
export const careNow = (tx: Tx): Promise<void> => queueJob(tx, CARE, {}, { key: CARE.name });
