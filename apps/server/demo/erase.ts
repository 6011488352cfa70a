import { isId, type Id } from '#domain/kernel/ids.ts';
import { asOwner } from '#platform/postgres/connect.ts';
import { deleteRows, eraseTenantRows } from '#platform/postgres/tenant-rows.ts';

/** Sorts behind the demo's own name: one click still opens the new one. */
const ASIDE = 'set-aside-';

/** Whether a tenant of this short name waits for its erasure, or was left when one was cut short. */
export function isSetAside(slug: string): boolean {
  return slug.startsWith(ASIDE);
}

/**
 * Takes a demo's name and those of its logins away, so that a new one can have them before the old one is erased.
 * Whoever is signed in stays so until then.
 *
 * @throws Error when the tenant is not a demo
 */
export async function setAside(ownerUrl: string, tenantId: Id): Promise<void> {
  if (!isId(tenantId)) throw new RangeError(`${String(tenantId)} is no tenant id`);
  await asOwner(ownerUrl, async (query) => {
    await mustBeDemo(query, tenantId);
    await query('update tenant set slug = $2 where id = $1', [tenantId, `${ASIDE}${tenantId}`]);
    // Logins that work for nobody else go with their tenant, and nobody signs in to them any more.
    await query(
      `update login l set email = $2 || l.id || '@demo.invalid'
       where exists (select from login_tenant t where t.login_id = l.id and t.tenant_id = $1)
         and not exists (select from login_tenant t where t.login_id = l.id and t.tenant_id <> $1)`,
      [tenantId, ASIDE],
    );
  });
}

async function mustBeDemo(query: Query, tenantId: Id): Promise<void> {
  const [tenant] = await query('select demo from tenant where id = $1', [tenantId]);
  if (tenant?.['demo'] !== true) throw new Error(`tenant ${tenantId} is no demo and is not erased`);
}

/**
 * Deletes every row of one tenant, children before parents, in one transaction of the owner: append-only tables give
 * the application no right to delete. Meant for the demo tenant.
 *
 * @param ownerUrl connects as the owner of the tables
 * @returns tables that had rows of it, whose room can be used again after a VACUUM
 * @throws Error when the tenant is not a demo
 */
export async function eraseTenant(ownerUrl: string, tenantId: Id): Promise<string[]> {
  if (!isId(tenantId)) throw new RangeError(`${String(tenantId)} is no tenant id`);
  await asOwner(ownerUrl, (query) => mustBeDemo(query, tenantId));
  return Object.keys(await eraseTenantRows(ownerUrl, tenantId));
}

/**
 * Deletes what a request or a job that was under way has written for a tenant after it was erased: no foreign key
 * leads from a tenant's rows to the directory, so the database itself would keep them.
 *
 * @throws Error when the tenant is still in the directory
 */
export async function sweepTenant(ownerUrl: string, tenantId: Id): Promise<void> {
  if (!isId(tenantId)) throw new RangeError(`${String(tenantId)} is no tenant id`);
  await asOwner(ownerUrl, async (query) => {
    const [tenant] = await query('select slug from tenant where id = $1', [tenantId]);
    if (tenant) throw new Error(`tenant ${String(tenant['slug'])} is not erased and is not swept away`);
    await deleteRows(query, tenantId);
  });
}

type Query = Parameters<Parameters<typeof asOwner>[1]>[0];
