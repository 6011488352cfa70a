import { rm } from 'node:fs/promises';
import { addMinutes, type Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { valuesInForce } from '#modules/policy/api.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { HostingTables } from '../store.ts';
import { keptOf, USUAL_KEEPING } from './retention.ts';

const DAY_MINUTES = 24 * 60;
/** An export waits so long to be fetched; then it can be asked for again. */
const EXPORT_DAYS = 7;
/** Backups go this long before the promised day is over: a run that is missed breaks no promise. */
const MARGIN_MINUTES = 60;

/**
 * Takes away what need not be kept any more: backups that rotation lets go, backups of an instance whose data was deleted
 * `cancel.backupExpiryDays` ago, and exports that nobody fetched. A row says that it is gone before its file goes, so that
 * nobody is offered one that is not there; whoever is killed in between finds the file again by its claim.
 */
export async function letFilesGo(
  context: Pick<AppContext, 'db'>,
  tenantId: Id,
  { now, zone }: { readonly now: Instant; readonly zone: string },
): Promise<void> {
  const going = await context.db.inTenant(tenantId, async (tx) => {
    const leaving = [...(await rotatedOut(tx, zone)), ...(await expired(tx, now))];
    if (leaving.length > 0)
      await tx
        .tables<HostingTables>()
        .updateTable('hosted_backup')
        .set({ removed_at: now })
        .where('tenant_id', '=', tx.tenantId)
        .where('id', 'in', leaving)
        .execute();
    return filesOver(tx, now);
  });
  for (const { kind, name } of going) {
    await rm(name, { force: true });
    await context.db.inTenant(tenantId, (tx) =>
      tx
        .tables<HostingTables>()
        .deleteFrom('hosted_thing')
        .where('tenant_id', '=', tx.tenantId)
        .where('kind', '=', kind)
        .where('name', '=', name)
        .execute(),
    );
  }
}

/** Backups that the rule no longer keeps, of instances that still have their data. */
async function rotatedOut(tx: Tx, zone: string): Promise<Id[]> {
  const there = await tx
    .tables<HostingTables>()
    .selectFrom('hosted_backup')
    .innerJoin('hosted_instance', (join) =>
      join
        .onRef('hosted_instance.tenant_id', '=', 'hosted_backup.tenant_id')
        .onRef('hosted_instance.id', '=', 'hosted_backup.instance_id'),
    )
    .select(['hosted_backup.id', 'hosted_backup.instance_id', 'hosted_backup.as_of as asOf'])
    .where('hosted_backup.tenant_id', '=', tx.tenantId)
    .where('hosted_backup.removed_at', 'is', null)
    .where('hosted_instance.state', '<>', 'deleted')
    .execute();
  return [...Map.groupBy(there, (one) => one.instance_id).values()].flatMap((backups) => {
    const kept = keptOf(backups, USUAL_KEEPING, zone);
    return backups.filter(({ id }) => !kept.has(id)).map(({ id }) => id);
  });
}

/** Backups of instances that were deleted so long ago that the promise wants them gone. */
async function expired(tx: Tx, now: Instant): Promise<Id[]> {
  const days = (await valuesInForce(tx, now))['cancel.backupExpiryDays'];
  const rows = await tx
    .tables<HostingTables>()
    .selectFrom('hosted_backup')
    .innerJoin('deletion_record', (join) =>
      join
        .onRef('deletion_record.tenant_id', '=', 'hosted_backup.tenant_id')
        .onRef('deletion_record.instance_id', '=', 'hosted_backup.instance_id'),
    )
    .select('hosted_backup.id')
    .where('hosted_backup.tenant_id', '=', tx.tenantId)
    .where('hosted_backup.removed_at', 'is', null)
    .where('deletion_record.deleted_at', '<=', addMinutes(now, MARGIN_MINUTES - days * DAY_MINUTES))
    .execute();
  return rows.map(({ id }) => id);
}

/** Claimed files that are over: of backups that are marked as gone, and exports after their time. */
async function filesOver(tx: Tx, now: Instant): Promise<{ kind: string; name: string }[]> {
  const tables = tx.tables<HostingTables>();
  const backups = await tables
    .selectFrom('hosted_thing')
    .innerJoin('hosted_backup', (join) =>
      join
        .onRef('hosted_backup.tenant_id', '=', 'hosted_thing.tenant_id')
        .onRef('hosted_backup.operation_id', '=', 'hosted_thing.operation_id'),
    )
    .select(['hosted_thing.kind', 'hosted_thing.name'])
    .where('hosted_thing.tenant_id', '=', tx.tenantId)
    .where('hosted_thing.kind', '=', 'backup-file')
    .where('hosted_backup.removed_at', 'is not', null)
    .execute();
  const exports = await tables
    .selectFrom('hosted_thing')
    .select(['kind', 'name'])
    .where('tenant_id', '=', tx.tenantId)
    .where('kind', '=', 'export-file')
    .where('claimed_at', '<=', addMinutes(now, -EXPORT_DAYS * DAY_MINUTES))
    .execute();
  return [...backups, ...exports];
}
