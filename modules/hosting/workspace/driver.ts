import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import type { AppContext } from '#platform/module/context.ts';
import { listTenants } from '#platform/postgres/directory.ts';
import { ArchiveUnfit } from '#platform/tenant-data/archive.ts';
import { restoreArchive, tryArchive } from '#platform/tenant-data/restore.ts';
import { writeArchive } from '#platform/tenant-data/write-archive.ts';
import type { ArchiveFacts, DriverLook, DriverRefusal, HostingDriver, InstanceFacts } from '../driver.ts';
import { PROGRAM_VERSION } from '../version.ts';
import { closeDoor, openDoor } from './door.ts';
import { looksHealthy, measure } from './look.ts';
import { makeCopy, makeWorkspace, removeWorkspace } from './make-workspace.ts';

/** Which tenant a workspace is; null before it was made. */
function tenantOf({ facts }: Pick<InstanceFacts, 'facts'>): Id | null {
  return (facts['tenantId'] as Id | undefined) ?? null;
}

/** A Tenon workspace: a tenant of this very installation. */
export function workspaceDriver(context: AppContext): HostingDriver {
  const { db, files } = context;
  const mustHave = ({ instance }: DriverLook): Id => {
    const tenantId = tenantOf(instance);
    if (!tenantId) throw new Error(`instance ${instance.slug} has no workspace yet`);
    return tenantId;
  };

  async function archive(
    run: DriverLook,
    out: string,
    purpose: 'people' | 'backup',
  ): Promise<Result<ArchiveFacts, DriverRefusal>> {
    await rm(out, { force: true });
    await mkdir(dirname(out), { recursive: true, mode: 0o700 });
    const hash = createHash('sha256');
    let bytes = 0;
    const told = new Transform({
      transform(piece: Buffer, _encoding, done) {
        hash.update(piece);
        bytes += piece.length;
        done(null, piece);
      },
    });
    const kept = pipeline(told, createWriteStream(out, { flags: 'wx', mode: 0o600 }), {
      signal: run.signal,
    });
    // Heard below; meanwhile a broken disk must not end the process.
    kept.catch(() => undefined);
    const now = run.now();
    const manifest = await writeArchive({ db, files }, mustHave(run), told, {
      ...{ version: PROGRAM_VERSION, now, purpose },
    });
    told.end();
    await kept;
    await onDisk(out);
    const { format, version, counts, files: stored } = manifest;
    return ok({ format, version, bytes, sha256: hash.digest('hex'), asOf: now, counts, files: stored });
  }

  return {
    kind: 'workspace',
    provision: (run, order) => makeWorkspace(context, run, order),
    health: (look) => looksHealthy(context, mustHave(look)),
    usage: async (look) => ok(await measure(context, mustHave(look))),
    async suspend(run, notice) {
      await closeDoor(db, mustHave(run), notice);
      return ok(null);
    },
    async resume(run) {
      await openDoor(db, mustHave(run));
      return ok(null);
    },
    backup: (run, out) => archive(run, out, 'backup'),
    export: (run, out) => archive(run, out, 'people'),
    async verify(run, path, made) {
      return fitting(async () => {
        const tenantId = mustHave(run);
        const tried = await tryArchive(db, path, { tenantId, now: run.now() });
        const differs = Object.keys({ ...made.counts, ...tried.counts }).find(
          (table) => made.counts[table] !== tried.counts[table],
        );
        if (differs !== undefined) throw new ArchiveUnfit('count_differs', differs);
        if (made.files.count !== tried.files.count || made.files.bytes !== tried.files.bytes)
          throw new ArchiveUnfit('file_missing', `${tried.files.count} of ${made.files.count}`);
        return { ...tried, loginCheck: `${tried.users} people with a role found their log-in` };
      });
    },
    restoreToCopy: (run, path, copy) =>
      fitting(() =>
        makeCopy(context, run, copy, (tenantId) =>
          restoreArchive({ db, files }, path, tenantId, { deletions: byTable(copy.deletions) }),
        ),
      ),
    async dropCopy(run, copy) {
      await removeWorkspace(context, run, copy.facts['tenantId'] as Id);
      return ok(null);
    },
    // A workspace has the version of the installation and is brought along by its update.
    upgrade: (_run, { version }) => Promise.resolve(refuse({ code: 'hosting_version_not_offered', version })),
    async terminate(run) {
      const things = await run.claimed();
      const counts: Record<string, number> = {};
      for (const { kind, name } of things)
        if (kind === 'tenant')
          for (const [table, n] of Object.entries(await removeWorkspace(context, run, name as Id)))
            counts[table] = (counts[table] ?? 0) + n;
      return ok({ counts, method: 'rows deleted by the owner of the tables, files removed from the disk' });
    },
    async inventory() {
      return (await listTenants(db)).map(({ id }) => ({ kind: 'tenant', name: id }));
    },
  };
}

/** The tables of deletions, with the keys of their rows. */
function byTable(deletions: readonly { what: string; key: Readonly<Record<string, string>> }[]) {
  const tables = new Map<string, Readonly<Record<string, string>>[]>();
  for (const { what, key } of deletions) tables.set(what, [...(tables.get(what) ?? []), key]);
  return tables;
}

async function fitting<T>(work: () => Promise<T>): Promise<Result<T, DriverRefusal>> {
  try {
    return ok(await work());
  } catch (error) {
    if (!(error instanceof ArchiveUnfit)) throw error;
    return refuse({ code: 'hosting_archive_unfit', fault: error.fault, detail: error.detail });
  }
}

async function onDisk(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
