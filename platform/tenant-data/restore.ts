import { sql } from 'kysely';
import type { Instant } from '#domain/kernel/days.ts';
import { isId, type Id } from '#domain/kernel/ids.ts';
import { idAt } from '../clock/id-at.ts';
import type { FileStore } from '../files/store.ts';
import type { Database } from '../postgres/database.ts';
import { ArchiveUnfit, type ArchivedPerson } from './archive.ts';
import { putRows, type PutOptions } from './put-rows.ts';
import { openArchive, type OpenArchive } from './read-archive.ts';
import type { Tx } from '../postgres/tx.ts';
import { holdScratch, openScratch } from './scratch.ts';

/** What was found when an archive was put back for a try. */
export interface Tried {
  readonly counts: Readonly<Record<string, number>>;
  readonly files: { readonly count: number; readonly bytes: number };
  /** people with a role who could sign in */
  readonly users: number;
  /** foreign keys, checks and unique keys that the rows were held to */
  readonly constraints: number;
}

/** Ends a transaction that was only tried. */
class OnlyTried extends Error {
  readonly tried: Tried;
  constructor(tried: Tried) {
    super('only tried');
    this.tried = tried;
  }
}

/**
 * Puts an archive back into scratch tables that nobody ever sees, and looks at what came of it: every byte read and
 * compared, every row in with its types and checks, every key and every reference kept, every file named by a row there,
 * somebody who can sign in. Then all of it is taken back. Keys and references are held over whole tables, which costs a
 * fraction of holding them row by row and finds the same.
 *
 * @throws ArchiveUnfit
 */
export async function tryArchive(
  db: Database,
  path: string,
  expected: { readonly tenantId: Id; readonly now: Instant },
): Promise<Tried> {
  const archive = await openArchive(path);
  try {
    if (archive.manifest.tenant.id !== expected.tenantId)
      throw new ArchiveUnfit('other_workspace', `it is of ${archive.manifest.tenant.name}`);
    let bytes = 0;
    for (const { entry } of archive.files)
      for await (const piece of archive.read(entry)) bytes += piece.length;
    if (bytes !== archive.manifest.files.bytes)
      throw new ArchiveUnfit('file_missing', `${bytes} of ${archive.manifest.files.bytes} bytes of files`);
    await db.inTenant(idAt(expected.now), async (tx) => {
      await openScratch(tx, archive.tables);
      const counts = await putRows(tx, archive);
      await holdScratch(tx, counts);
      throw new OnlyTried({
        counts,
        files: { count: archive.files.length, bytes },
        users: await lookAround(tx, archive),
        constraints: await countConstraints(tx, Object.keys(counts)),
      });
    });
    throw new Error('a trial was not taken back');
  } catch (error) {
    if (error instanceof OnlyTried) return error.tried;
    throw error;
  } finally {
    archive.close();
  }
}

export interface Restored {
  readonly counts: Readonly<Record<string, number>>;
}

/**
 * Puts an archive into a tenant that has no rows yet: first its files, then all of its rows at once, so that whoever opens
 * the workspace finds all of it or nothing.
 *
 * @param people whose logins are here already, and under which id
 * @throws ArchiveUnfit
 */
export async function restoreArchive(
  to: { readonly db: Database; readonly files: FileStore },
  path: string,
  tenantId: Id,
  options: PutOptions = {},
): Promise<Restored> {
  if (!isId(tenantId)) throw new RangeError(`${String(tenantId)} is no tenant id`);
  const archive = await openArchive(path);
  try {
    for (const { entry, sha256 } of archive.files) {
      const saved = await to.files.save(tenantId, archive.read(entry), Number.MAX_SAFE_INTEGER);
      if (!saved.ok || saved.value.sha256 !== sha256)
        throw new ArchiveUnfit('entry_changed', `${entry} is not what was written`);
    }
    const counts = await to.db.inTenant(tenantId, async (tx) => {
      const put = await putRows(tx, archive, { ...options, erase: true });
      await lookAround(tx, archive, options.logins);
      return put;
    });
    return { counts };
  } finally {
    archive.close();
  }
}

/**
 * Every paper has its file, and every role its person.
 * @returns how many people could sign in
 */
async function lookAround(
  tx: Tx,
  archive: OpenArchive,
  logins: PutOptions['logins'] = new Map(),
): Promise<number> {
  const there = new Set(archive.files.map(({ sha256 }) => sha256));
  const tables = tx.tables<{
    document: { tenant_id: Id; file_hash: string };
    incoming_attachment: { tenant_id: Id; file_hash: string | null };
    membership: { tenant_id: Id; login_id: Id; active: boolean };
  }>();
  for (const table of ['document', 'incoming_attachment'] as const) {
    const rows = await tables
      .selectFrom(table)
      .select('file_hash')
      .distinct()
      .where('tenant_id', '=', tx.tenantId)
      .where('file_hash', 'is not', null)
      .execute();
    const missing = rows.find(({ file_hash: hash }) => !there.has(hash!));
    if (missing) throw new ArchiveUnfit('file_missing', `${table} names ${missing.file_hash}`);
  }
  const members = await tables
    .selectFrom('membership')
    .select('login_id')
    .where('tenant_id', '=', tx.tenantId)
    .where('active', '=', true)
    .execute();
  const known = new Set(archive.people.map(({ id }: ArchivedPerson) => logins.get(id) ?? id));
  const users = members.filter(({ login_id: id }) => known.has(id)).length;
  if (members.length > 0 && users === 0)
    throw new ArchiveUnfit('row_unfit', 'nobody of those who have a role is among its people');
  return users;
}

async function countConstraints(tx: Tx, names: readonly string[]): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'tenon' and c.relname in (${sql.join(names)})`.execute(tx.tables());
  return rows[0]!.n;
}
