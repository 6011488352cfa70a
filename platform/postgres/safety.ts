import { GLOBAL_TABLES } from './global-tables.ts';

/** Runs one statement and gives its rows. */
export type Query = (text: string) => Promise<Record<string, unknown>[]>;

const MUST_BE_ON = ['fsync', 'full_page_writes', 'synchronous_commit'] as const;
const VERSION_MIN = 150_000;

/**
 * Refuses a server that may lose acknowledged writes.
 * @throws Error naming each setting and how to mend it
 */
export async function assertSafe(query: Query): Promise<void> {
  const faults: string[] = [];
  const [version] = await query("select current_setting('server_version_num')::int as number");
  if (Number(version?.['number']) < VERSION_MIN)
    faults.push(`the server is PostgreSQL ${String(version?.['number'])}; Tenon needs 15 or newer`);
  for (const setting of MUST_BE_ON) {
    const [row] = await query(`select current_setting('${setting}') as value`);
    if (row?.['value'] === 'off')
      faults.push(
        `${setting} is off, so a power cut loses what was acknowledged. Set ${setting} = on and reload the server.`,
      );
  }
  if (faults.length) throw new Error(`this database is not safe to use: ${faults.join(' ')}`);
}

/**
 * Refuses an application role that could look past row level security, and tenant tables without it.
 * @param query runs as the application role
 */
export async function assertWalls(query: Query): Promise<void> {
  const [role] = await query(
    'select rolname, rolsuper or rolbypassrls as passes from pg_roles where rolname = current_user',
  );
  if (role?.['passes'] !== false)
    throw new Error(
      `role ${String(role?.['rolname'])} can bypass row level security. Use a role without SUPERUSER and BYPASSRLS.`,
    );
  const open = await query(`
    select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'tenon' and c.relkind in ('r', 'p')
      and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped)
      and not (c.relrowsecurity and c.relforcerowsecurity) and c.relname not in (${Object.keys(GLOBAL_TABLES)
        .map((name) => `'${name}'`)
        .join(', ')})`);
  if (open.length)
    throw new Error(
      `these tables have no row level security: ${open.map((r) => String(r['relname'])).join(', ')}`,
    );
}
