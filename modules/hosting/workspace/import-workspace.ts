import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { createTenant, nameLogins } from '#modules/accounts/api.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { DirectoryTables } from '#platform/postgres/directory.ts';
import { openArchive } from '#platform/tenant-data/read-archive.ts';
import { restoreArchive } from '#platform/tenant-data/restore.ts';

export interface Imported {
  readonly tenantId: Id;
  readonly slug: string;
  readonly rows: number;
  readonly people: number;
}

/**
 * Brings an export into this installation as a new workspace: rows, files, and who works there. Who has a log-in here keeps
 * it; who has none gets one without a password and chooses it by "Forgot your password?". When it cannot be brought in
 * whole, nothing of it stays.
 *
 * @param as short name here; the one it had when absent
 * @throws ArchiveUnfit
 */
export async function importWorkspace(
  context: Pick<AppContext, 'db' | 'files' | 'clock' | 'eraseTenant'>,
  path: string,
  as?: string,
): Promise<Result<Imported, { code: 'hosting_slug_taken'; slug: string }>> {
  const { db, files, clock } = context;
  const archive = await openArchive(path);
  archive.close();
  const { tenant } = archive.manifest;
  const slug = as ?? tenant.slug;
  const directory = db.global<DirectoryTables>();
  const taken = await directory.selectFrom('tenant').select('id').where('slug', '=', slug).executeTakeFirst();
  if (taken) return refuse({ code: 'hosting_slug_taken', slug });
  const same = await directory
    .selectFrom('tenant')
    .select('id')
    .where('id', '=', tenant.id)
    .executeTakeFirst();
  // Where it comes from may be this very installation.
  const tenantId = same ? idAt(clock.now()) : tenant.id;
  const { name, zone, currency, locale } = tenant;
  await createTenant(db, clock.now(), { slug, name, zone, currency, locale, demo: false }, tenantId);
  try {
    const logins = await nameLogins(db, clock.now(), tenantId, archive.people);
    const { counts } = await restoreArchive({ db, files }, path, tenantId, { logins });
    const rows = Object.values(counts).reduce((sum, n) => sum + n, 0);
    return ok({ tenantId, slug, rows, people: archive.people.length });
  } catch (error) {
    await context.eraseTenant(tenantId);
    await files.removeTenant(tenantId);
    throw error;
  }
}
