import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse } from '#domain/kernel/result.ts';
import { publish } from '#platform/outbox/events.ts';
import type { ArchiveFacts, Proof, StepFacts } from '../driver.ts';
import { backupPath, dropWorkFolder, openWorkFolder, putInPlace } from '../backups/places.ts';
import { BackupUnfit, openFile, sealFile, type BackupHead } from '../backups/sealed-file.ts';
import { json, type BackupReason, type HostingTables, type OperationRow } from '../store.ts';
import type { VerbWork } from './verb.ts';

/** Whose backup a file is; the backup has the id of the operation that made it. */
const headOf = (row: Pick<OperationRow, 'id' | 'instance_id' | 'tenant_id'>): BackupHead => ({
  backupId: row.id,
  instanceId: row.instance_id,
  operatorTenantId: row.tenant_id,
});

/** States in which there is something to back up: until the data goes. */
const HAS_DATA: readonly string[] = ['open', 'closed', 'ended'];

/**
 * Makes a backup and proves it: written, encrypted, read again from the disk, decrypted, put back into a scratch place and
 * looked at. Only then it is moved to where backups lie and gets its row; what fails anywhere leaves nothing.
 */
export const backup: VerbWork = {
  begin: (_tx, _caller, row) =>
    Promise.resolve(
      HAS_DATA.includes(row.state) ? ok(null) : refuse({ code: 'instance_state', state: row.state }),
    ),
  async work({ context, driver, run, operation }) {
    const folder = await openWorkFolder(context, operation.id);
    const head = headOf(operation);
    const [plain, sealed, again] = ['plain', 'sealed', 'again'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    const made = await driver.backup(run, plain);
    if (!made.ok) return made;
    const written = await sealFile(plain, sealed, head);
    await rm(plain);
    try {
      const sha256 = await openFile(sealed, again, head);
      if (sha256 !== made.value.sha256) throw new BackupUnfit('the disk gave other bytes than were written');
    } catch (error) {
      if (!(error instanceof BackupUnfit)) throw error;
      return refuse({ code: 'hosting_archive_unfit', fault: 'sealed', detail: error.fault });
    }
    const proof = await driver.verify(run, again, made.value);
    if (!proof.ok) return proof;
    const place = backupPath(context, operation.instance_id, operation.id);
    await run.claim({ kind: 'backup-file', name: place });
    await putInPlace(sealed, place);
    await dropWorkFolder(context, operation.id);
    return ok({
      archive: made.value as unknown as StepFacts,
      proof: proof.value as unknown as StepFacts,
      sealedBytes: written.bytes,
      sealedSha256: written.sha256,
      place,
    });
  },
  async finish(tx, caller, row, operation, answer) {
    const made = answer as unknown as {
      archive: ArchiveFacts;
      proof: Proof;
      sealedBytes: number;
      sealedSha256: string;
      place: string;
    };
    const reason = ((operation.input as StepFacts)['reason'] as BackupReason | undefined) ?? 'asked';
    await tx
      .tables<HostingTables>()
      .insertInto('hosted_backup')
      .values({
        ...{ tenant_id: tx.tenantId, id: operation.id, instance_id: row.id, operation_id: operation.id },
        ...{ as_of: made.archive.asOf, reason, archive: json(made.archive), proof: json(made.proof) },
        ...{ sealed_bytes: BigInt(made.sealedBytes), sealed_sha256: made.sealedSha256 },
        ...{ proven_at: caller.now, places: json([made.place]), removed_at: null },
      })
      .execute();
    await publish(tx, caller, 'instance.backup-proven', row.id, { backupId: operation.id, reason });
  },
  async undo({ context, run, operation }) {
    await dropWorkFolder(context, operation.id);
    const name = backupPath(context, operation.instance_id, operation.id);
    await rm(name, { force: true });
    await run.release({ kind: 'backup-file', name });
  },
};

/** Opens a backup into a file for whoever puts it back. @throws BackupUnfit */
export async function openBackup(
  where: { readonly hostingDir: string },
  of: { readonly tenantId: Id; readonly instanceId: Id; readonly backupId: Id },
  to: string,
): Promise<string> {
  const head = { backupId: of.backupId, instanceId: of.instanceId, operatorTenantId: of.tenantId };
  return openFile(backupPath(where, of.instanceId, of.backupId), to, head);
}
