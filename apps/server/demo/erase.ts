import { isId, type Id } from '#domain/kernel/ids.ts';
import { asOwner, quoted } from '#platform/postgres/connect.ts';

interface TableLinks {
  readonly name: string;
  readonly needs: readonly string[];
}

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
  return asOwner(ownerUrl, async (query) => {
    await mustBeDemo(query, tenantId);
    const emptied = await deleteRows(query, tenantId);
    await query('delete from tenant where id = $1', [tenantId]);
    // Logins that worked for nobody else go with their tenant.
    await query('delete from login l where not exists (select from login_tenant t where t.login_id = l.id)');
    return emptied;
  });
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

/** @returns tables that had rows of the tenant */
async function deleteRows(query: Query, tenantId: Id): Promise<string[]> {
  await query(`set local app.tenant_id = '${tenantId}'`);
  const tables = childrenFirst((await query(TENANT_TABLES)) as unknown as TableLinks[]);
  // Many tables have none; asking for all of them at once is quicker than deleting nothing a hundred times.
  const filled = tables.map(
    (table, i) => `select ${i} as place where exists (select from ${quoted(table)} where tenant_id = $1)`,
  );
  const places = await query(`${filled.join(' union all ')} order by place`, [tenantId]);
  const emptied = places.map(({ place }) => tables[Number(place)]!);
  for (const table of emptied) await query(`delete from ${quoted(table)} where tenant_id = $1`, [tenantId]);
  return emptied;
}

const TENANT_TABLES = `
  select c.relname as name,
    coalesce(array_agg(distinct p.relname::text) filter (where p.relname is not null and p.oid <> c.oid), '{}') as needs
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'tenon'
  join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
  left join pg_constraint k on k.conrelid = c.oid and k.contype = 'f'
  left join pg_class p on p.oid = k.confrelid
  where c.relkind in ('r', 'p')
  group by c.relname`;

/** @throws Error when tables need each other in a circle, which no order of deletion could serve */
export function childrenFirst(tables: readonly TableLinks[]): string[] {
  const left = new Map(tables.map((table) => [table.name, new Set(table.needs)]));
  const order: string[] = [];
  while (left.size > 0) {
    const needed = new Set([...left.values()].flatMap((needs) => [...needs]));
    const free = [...left.keys()].filter((name) => !needed.has(name));
    if (free.length === 0) throw new Error(`these tables need each other: ${[...left.keys()].join(', ')}`);
    for (const name of free) {
      order.push(name);
      left.delete(name);
    }
  }
  return order;
}
