import { rm } from 'node:fs/promises';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { databaseOf } from '#platform/host-agent/names.ts';
import type { Measure } from '#platform/host-agent/protocol.ts';
import type { ArchiveFacts, DriverRefusal, DriverRun, Proof } from '../driver.ts';
import { AgentRefused } from './agent-client.ts';
import { readBackupZip, ZipUnfit, type ZipFacts } from './backup-zip.ts';
import { claimInstance, dropInstance, tryLogin, type Placed } from './instance.ts';

const FORMAT = 'odoo-zip/1';

/** Tables in which Odoo itself writes while a database is put back or somebody signs in. */
const MOVING =
  /^(bus_bus|bus_presence|ir_logging|ir_cron_trigger|ir_cron_progress|ir_profile|res_users_log|res_device_log|base_registry_signaling|orm_signaling_.*)$/;

/** Writes Odoo's own zip of an instance, and believes it only after reading all of it. */
export async function takeArchive(
  placed: Placed,
  run: DriverRun,
  out: string,
): Promise<Result<ArchiveFacts, DriverRefusal>> {
  const { agent, instance } = placed;
  const asOf = run.now();
  const file = `${run.operationId}-backup`;
  await run.claim({ kind: 'work-file', name: file });
  let told: { bytes: number; sha256: string };
  try {
    told = await agent.call('backup.make', { instance, file });
  } catch (error) {
    if (!(error instanceof AgentRefused) || error.code !== 'backup_failed') throw error;
    return refuse({ code: 'hosting_archive_unfit', fault: 'not_made', detail: error.message });
  }
  await rm(out, { force: true });
  await agent.fetchFile(file, out);
  await agent.call('file.remove', { file });
  await run.release({ kind: 'work-file', name: file });
  return fitting(async () => {
    const zip = await readBackupZip(out, expected(placed, run));
    if (zip.sha256 !== told.sha256 || zip.bytes !== told.bytes)
      throw new ZipUnfit('entry_changed', 'other bytes came than were sent');
    return factsOf(zip, asOf);
  });
}

const expected = ({ instance }: Placed, { instance: { version } }: DriverRun) => ({
  database: databaseOf(instance),
  majorVersion: version,
});

const factsOf = (zip: ZipFacts, asOf: ArchiveFacts['asOf']): ArchiveFacts => ({
  ...{ format: FORMAT, version: zip.majorVersion, bytes: zip.bytes, sha256: zip.sha256, asOf },
  ...{ counts: zip.dump.counts, files: zip.files },
});

/**
 * Puts an archive back as an instance that no proxy knows, counts what is there, and signs in. Odoo calls a dump that was
 * cut "restored": the tables, keys and rows that come out are held against what went in.
 */
export async function proveArchive(
  placed: Placed,
  run: DriverRun,
  path: string,
  made: ArchiveFacts,
): Promise<Result<Proof, DriverRefusal>> {
  const scratch = `${run.instance.slug.slice(0, 30)}-v-${run.operationId.slice(-8)}`;
  return fitting(async () => {
    const zip = await readBackupZip(path, expected(placed, run));
    if (zip.sha256 !== made.sha256)
      throw new ZipUnfit('entry_changed', 'these are other bytes than were written');
    // A scratch instance of an attempt before may have been signed in to already.
    await dropInstance(placed.agent, run, scratch);
    const { measure } = await putBack(placed, run, path, { scratch, hosts: [], neutralize: true });
    try {
      const fault = differs(zip, measure);
      if (fault) throw fault;
      const loginCheck = await tryLogin(placed.agent, scratch, run.instance.version);
      if (loginCheck === null) throw new ZipUnfit('dump_empty', 'nobody can sign in');
      return {
        ...{ counts: measure.counts, users: measure.users, files: measure.files },
        ...{ constraints: measure.constraints, loginCheck: loginCheck.how },
      };
    } finally {
      await dropInstance(placed.agent, run, scratch);
    }
  });
}

/** What came out of a restore, held against what went in; null where nothing is missing. */
export function differs(zip: Pick<ZipFacts, 'dump' | 'files'>, measure: Measure): ZipUnfit | null {
  for (const [table, n] of Object.entries(zip.dump.counts)) {
    const found = measure.counts[table];
    if (found === undefined || (found < n && !MOVING.test(table)))
      return new ZipUnfit('dump_cut', `${table} has ${found ?? 'no'} of ${n} rows`);
  }
  if (measure.constraints < zip.dump.constraints)
    return new ZipUnfit('dump_cut', `${measure.constraints} of ${zip.dump.constraints} keys and references`);
  if (measure.indexes < zip.dump.indexes)
    return new ZipUnfit('dump_cut', `${measure.indexes} of ${zip.dump.indexes} indexes`);
  if (measure.filesMissing > 0) return new ZipUnfit('file_missing', `${measure.filesMissing} attachments`);
  for (const [name, version] of Object.entries(zip.dump.modules))
    if (measure.modules[name] !== version) return new ZipUnfit('modules_differ', name);
  return null;
}

/** Takes an archive to the server and has an instance made of it. @throws ZipUnfit where Odoo does not take it */
export async function putBack(
  { agent, release }: Placed,
  run: DriverRun,
  path: string,
  to: { readonly scratch: string; readonly hosts: readonly string[]; readonly neutralize: boolean },
): Promise<{ release: string; measure: Measure }> {
  const file = `${run.operationId}-archive`;
  await run.claim({ kind: 'work-file', name: file });
  await agent.sendFile(path, file);
  await claimInstance(run, to.scratch);
  try {
    const from = { file, release, neutralize: to.neutralize };
    return await agent.call('instance.make', { instance: to.scratch, from, hosts: [...to.hosts] });
  } catch (error) {
    await dropInstance(agent, run, to.scratch);
    if (!(error instanceof AgentRefused) || error.code !== 'restore_failed') throw error;
    throw new ZipUnfit('dump_cut', error.message, error);
  } finally {
    await agent.call('file.remove', { file });
    await run.release({ kind: 'work-file', name: file });
  }
}

export async function fitting<T>(work: () => Promise<T>): Promise<Result<T, DriverRefusal>> {
  try {
    return ok(await work());
  } catch (error) {
    if (!(error instanceof ZipUnfit)) throw error;
    return refuse({ code: 'hosting_archive_unfit', fault: error.fault, detail: error.detail });
  }
}
