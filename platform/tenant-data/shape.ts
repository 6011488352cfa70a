import type { QueryResultRow } from 'pg';

/** One table of the product that holds rows of tenants, as the database describes it. */
export interface TableShape {
  readonly name: string;
  readonly columns: readonly ColumnShape[];
  /** columns of the primary key, `tenant_id` left out */
  readonly key: readonly string[];
  /** tables that must have their rows first */
  readonly needs: readonly string[];
}

export interface ColumnShape {
  readonly name: string;
  /** as PostgreSQL writes it, `timestamp with time zone` */
  readonly type: string;
  readonly nullable: boolean;
}

type Query = <T extends QueryResultRow>(text: string) => Promise<T[]>;

/** Every table of tenants, those first that others need. Global tables and what they keep are not among them. */
export async function tenantShapes(query: Query, globalTables: readonly string[]): Promise<TableShape[]> {
  const rows = await query<TableShape>(`
    select c.relname::text as name,
      (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'nullable', not a.attnotnull) order by a.attnum)
       from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attname <> 'tenant_id' and a.attgenerated = '') as columns,
      (select coalesce(json_agg(a.attname order by k.place), '[]') from pg_index i
       cross join unnest(i.indkey::int[]) with ordinality k(attnum, place)
       join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
       where i.indrelid = c.oid and i.indisprimary and a.attname <> 'tenant_id') as key,
      (select coalesce(json_agg(distinct p.relname), '[]') from pg_constraint f join pg_class p on p.oid = f.confrelid
       where f.conrelid = c.oid and f.contype = 'f' and p.oid <> c.oid) as needs
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'tenon' and c.relkind in ('r', 'p')
      and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped)
    order by c.relname`);
  const tables = rows.filter(({ name }) => !globalTables.includes(name));
  return parentsFirst(tables);
}

/** @throws Error when tables need each other in a circle, which no order could serve */
function parentsFirst<T extends { readonly name: string; readonly needs: readonly string[] }>(
  tables: readonly T[],
): T[] {
  const names = new Set(tables.map(({ name }) => name));
  const placed = new Set<string>();
  const order: T[] = [];
  let left = [...tables];
  while (left.length > 0) {
    const ready = left.filter(({ needs }) => needs.every((need) => placed.has(need) || !names.has(need)));
    if (ready.length === 0)
      throw new Error(`these tables need each other: ${left.map(({ name }) => name).join(', ')}`);
    for (const table of ready) placed.add(table.name);
    order.push(...ready);
    left = left.filter((table) => !placed.has(table.name));
  }
  return order;
}
