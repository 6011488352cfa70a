import { isId, type Id } from '#domain/kernel/ids.ts';
import { asOwner, quoted } from './connect.ts';

interface TableLinks {
  readonly name: string;
  readonly needs: readonly string[];
}

type Query = Parameters<Parameters<typeof asOwner>[1]>[0];

/**
 * Deletes every row of one tenant and its entry in the directory, in one transaction of the owner: append-only tables give
 * the application no right to delete. Whoever calls it has made sure that the tenant's time is over. Twice is as once.
 *
 * @param ownerUrl connects as the owner of the tables
 * @returns rows that were deleted, by table
 */
export async function eraseTenantRows(ownerUrl: string, tenantId: Id): Promise<Record<string, number>> {
  if (!isId(tenantId)) throw new RangeError(`${String(tenantId)} is no tenant id`);
  return asOwner(ownerUrl, async (query) => {
    const counts = await deleteRows(query, tenantId);
    await query('delete from tenant where id = $1', [tenantId]);
    // Logins that worked for nobody else go with their tenant.
    await query('delete from login l where not exists (select from login_tenant t where t.login_id = l.id)');
    return counts;
  });
}

/** @returns rows that were deleted, by table; tables without rows are left out */
export async function deleteRows(query: Query, tenantId: Id): Promise<Record<string, number>> {
  await query(`set local app.tenant_id = '${tenantId}'`);
  const tables = childrenFirst((await query(TENANT_TABLES)) as unknown as TableLinks[]);
  // Many tables have none; asking for all of them at once is quicker than deleting nothing a hundred times.
  const filled = tables.map(
    (table, i) => `select ${i} as place where exists (select from ${quoted(table)} where tenant_id = $1)`,
  );
  const places = await query(`${filled.join(' union all ')} order by place`, [tenantId]);
  const counts: Record<string, number> = {};
  await unasked(query, async () => {
    for (const table of places.map(({ place }) => tables[Number(place)]!)) {
      const [gone] = await query(
        `with gone as (delete from ${quoted(table)} where tenant_id = $1 returning 1) select count(*)::int as n from gone`,
        [tenantId],
      );
      counts[table] = Number(gone?.['n']);
    }
  });
  return counts;
}

/**
 * Runs deletions without the question, for each of ten thousand rows, whether another row still needs it: everything of
 * the tenant goes, so none is left that could, and asking takes longer than deleting. An owner who may not leave it out
 * (an own server, no superuser) lets it be asked.
 */
async function unasked(query: Query, work: () => Promise<void>): Promise<void> {
  const [may] = await query(
    `select case when current_setting('is_superuser')::bool then true
       else has_parameter_privilege('session_replication_role', 'set') end as leave_out`,
  );
  if (may?.['leave_out'] === true) await query('set local session_replication_role = replica');
  await work();
  if (may?.['leave_out'] === true) await query('set local session_replication_role = origin');
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
