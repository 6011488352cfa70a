import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { addMinutes } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { must, ok, refuse } from '#domain/kernel/result.ts';
import type { Copy, Deletion, StepFacts } from '../driver.ts';
import { dropWorkFolder, exportPath, openWorkFolder, putInPlace } from '../backups/places.ts';
import { BackupUnfit } from '../backups/sealed-file.ts';
import { json, type HostingTables } from '../store.ts';
import { openBackup } from './backup.ts';
import type { VerbWork, Working } from './verb.ts';

/** A copy to look at goes by itself after so long. */
const COPY_MINUTES = 7 * 24 * 60;

/** Puts a backup back beside its instance, without what was deleted for good since. */
export const copy: VerbWork = {
  async work(working) {
    const { context, driver, run, row, operation } = working;
    const backupId = (operation.input as StepFacts)['backupId'] as Id;
    const folder = await openWorkFolder(context, operation.id);
    const archive = join(folder, 'archive');
    try {
      await openBackup(context, { tenantId: row.tenant_id, instanceId: row.id, backupId }, archive);
    } catch (error) {
      if (!(error instanceof BackupUnfit)) throw error;
      return refuse({ code: 'hosting_archive_unfit', fault: 'sealed', detail: error.fault });
    }
    const until = addMinutes(run.now(), COPY_MINUTES);
    const made = await driver.restoreToCopy(run, archive, {
      slug: slugOf(working),
      until,
      deletions: await listDeletions(working),
    });
    await dropWorkFolder(context, operation.id);
    return made.ok ? ok({ ...made.value, until }) : made;
  },
  async finish(tx, caller, row, operation, answer) {
    const made = answer as unknown as Copy & { until: string };
    await tx
      .tables<HostingTables>()
      .insertInto('hosted_copy')
      .values({
        ...{ tenant_id: tx.tenantId, id: operation.id, instance_id: row.id },
        backup_id: (operation.input as StepFacts)['backupId'] as Id,
        ...{ slug: made.slug, url: made.url, facts: json(made.facts) },
        ...{ made_at: caller.now, until: made.until, dropped_at: null },
      })
      .execute();
  },
  async undo(working) {
    const { context, driver, run, row, operation } = working;
    await dropWorkFolder(context, operation.id);
    // What was claimed by this operation is not the instance itself.
    const own = await context.db.inTenant(row.tenant_id, (tx) =>
      tx
        .tables<HostingTables>()
        .selectFrom('hosted_thing')
        .select('name')
        .where('tenant_id', '=', row.tenant_id)
        .where('operation_id', '=', operation.id)
        .where('kind', 'in', ['tenant', 'odoo'])
        .execute(),
    );
    for (const { name } of own)
      must(await driver.dropCopy(run, { slug: slugOf(working), url: '', facts: { tenantId: name } }));
  },
};

const slugOf = ({ row, operation }: Working): string => `${row.slug.slice(0, 30)}-${operation.id.slice(-8)}`;

async function listDeletions({ context, row }: Working): Promise<Deletion[]> {
  const rows = await context.db.inTenant(row.tenant_id, (tx) =>
    tx
      .tables<HostingTables>()
      .selectFrom('hosted_deletion')
      .select(['what', 'key', 'at'])
      .where('tenant_id', '=', row.tenant_id)
      .where('instance_id', '=', row.id)
      .execute(),
  );
  return rows.map(({ what, key, at }) => ({ what, key: key as Record<string, string>, at }));
}

/** Takes a copy away. */
export const dropCopy: VerbWork = {
  async work({ context, driver, run, row, operation }) {
    const copyId = (operation.input as StepFacts)['copyId'] as Id;
    const found = await context.db.inTenant(row.tenant_id, (tx) =>
      tx
        .tables<HostingTables>()
        .selectFrom('hosted_copy')
        .selectAll()
        .where('tenant_id', '=', row.tenant_id)
        .where('id', '=', copyId)
        .where('instance_id', '=', row.id)
        .executeTakeFirst(),
    );
    if (!found) return refuse({ code: 'copy_unknown' });
    const { slug, url, facts } = found;
    const dropped = await driver.dropCopy(run, { slug, url, facts: facts as StepFacts });
    return dropped.ok ? ok({}) : dropped;
  },
  async finish(tx, caller, _row, operation) {
    await tx
      .tables<HostingTables>()
      .updateTable('hosted_copy')
      .set({ dropped_at: caller.now })
      .where('tenant_id', '=', tx.tenantId)
      .where('id', '=', (operation.input as StepFacts)['copyId'] as Id)
      .where('dropped_at', 'is', null)
      .execute();
  },
};

/** Writes a customer's data to be fetched. It works behind a closed door and in the days of grace. */
export const exportData: VerbWork = {
  async work({ context, driver, run, operation }) {
    const folder = await openWorkFolder(context, operation.id);
    const made = await driver.export(run, join(folder, 'export'));
    if (!made.ok) return made;
    const place = exportPath(context, operation.instance_id, operation.id);
    await run.claim({ kind: 'export-file', name: place });
    await putInPlace(join(folder, 'export'), place);
    await dropWorkFolder(context, operation.id);
    return ok({ ...(made.value as unknown as StepFacts), place });
  },
  async undo({ context, run, operation }) {
    await dropWorkFolder(context, operation.id);
    const name = exportPath(context, operation.instance_id, operation.id);
    await rm(name, { force: true });
    await run.release({ kind: 'export-file', name });
  },
};
