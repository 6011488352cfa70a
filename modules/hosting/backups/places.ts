import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Id } from '#domain/kernel/ids.ts';
import type { AppContext } from '#platform/module/context.ts';

type Where = Pick<AppContext, 'hostingDir'>;

/** Where an operation writes what nobody else may see yet; taken away when it is over. */
const workFolder = ({ hostingDir }: Where, operationId: Id): string => join(hostingDir, 'work', operationId);

/** Where a proven backup lies. */
export const backupPath = ({ hostingDir }: Where, instanceId: Id, backupId: Id): string =>
  join(hostingDir, 'backups', instanceId, `${backupId}.tenon-backup`);

/** Where a customer's export waits to be fetched. */
export const exportPath = ({ hostingDir }: Where, instanceId: Id, operationId: Id): string =>
  join(hostingDir, 'exports', instanceId, `${operationId}.zip`);

/** An empty folder for an operation, whatever an attempt before left there. */
export async function openWorkFolder(where: Where, operationId: Id): Promise<string> {
  const folder = workFolder(where, operationId);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return folder;
}

export async function dropWorkFolder(where: Where, operationId: Id): Promise<void> {
  await rm(workFolder(where, operationId), { recursive: true, force: true });
}

/** Puts a finished file in its place at once. */
export async function putInPlace(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  await rename(from, to);
}
