import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';

export interface MigrationFolder {
  readonly module: string;
  /** folder of numbered SQL files, `0001_orders.sql` */
  readonly url: URL;
}

interface Migration {
  readonly module: string;
  readonly file: string;
  readonly text: string;
  readonly checksum: string;
}

/** One key for the whole installation: two servers that start at once migrate one after the other. */
const LOCK = 7_463_001;

/**
 * Applies what is missing, in the order of the modules and their numbers, one transaction each.
 * @param owner a connection of the owner role with search_path `tenon`
 * @returns the files applied now
 * @throws Error when an applied file has changed, or a file fails (that file leaves nothing behind)
 */
export async function migrate(owner: pg.Client, folders: readonly MigrationFolder[]): Promise<string[]> {
  const wanted = (await Promise.all(folders.map(readFolder))).flat();
  await owner.query('select pg_advisory_lock($1)', [LOCK]);
  try {
    await owner.query(FOUNDATION);
    const { rows } = await owner.query<{ module: string; file: string; checksum: string }>(
      'select module, file, checksum from schema_migration',
    );
    const applied = new Map(rows.map((row) => [`${row.module}/${row.file}`, row.checksum]));
    const now: string[] = [];
    for (const migration of wanted) {
      const name = `${migration.module}/${migration.file}`;
      const before = applied.get(name);
      if (before === migration.checksum) continue;
      if (before !== undefined)
        throw new Error(
          `migration ${name} was changed after it had been applied. Maybe restore the file and write a new one.`,
        );
      await applyOne(owner, migration, name);
      now.push(name);
    }
    return now;
  } finally {
    await owner.query('select pg_advisory_unlock($1)', [LOCK]);
  }
}

async function applyOne(owner: pg.Client, migration: Migration, name: string): Promise<void> {
  await owner.query('begin');
  try {
    await owner.query(migration.text);
    await owner.query('insert into schema_migration (module, file, checksum) values ($1, $2, $3)', [
      migration.module,
      migration.file,
      migration.checksum,
    ]);
    await owner.query('commit');
  } catch (error) {
    await owner.query('rollback');
    throw new Error(`migration ${name} failed: ${(error as Error).message}`, { cause: error });
  }
}

async function readFolder(folder: MigrationFolder): Promise<Migration[]> {
  const files = (await readdir(fileURLToPath(folder.url))).filter((file) => file.endsWith('.sql')).sort();
  return Promise.all(
    files.map(async (file) => {
      const text = await readFile(new URL(file, folder.url), 'utf8');
      return { module: folder.module, file, text, checksum: createHash('sha256').update(text).digest('hex') };
    }),
  );
}

/**
 * What migrations stand on. `shard` closes a tenant table (row level security, forced) and distributes it where the
 * Citus extension exists; `reference` does the like for a global table. Both are called right after CREATE TABLE,
 * while the table is empty and before foreign keys to reference tables.
 */
const FOUNDATION = `
create table if not exists schema_migration (
  module text not null,
  file text not null,
  checksum text not null,
  applied_at timestamptz not null default now(),
  primary key (module, file)
);
create or replace function shard(name text) returns void language plpgsql as $body$
begin
  execute format('alter table tenon.%I enable row level security', name);
  execute format('alter table tenon.%I force row level security', name);
  execute format(
    'create policy tenant on tenon.%I using (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid) '
    'with check (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)', name);
  if exists (select from pg_extension where extname = 'citus') then
    perform create_distributed_table('tenon.' || quote_ident(name), 'tenant_id');
  end if;
end $body$;
create or replace function reference(name text) returns void language plpgsql as $body$
begin
  if exists (select from pg_extension where extname = 'citus') then
    perform create_reference_table('tenon.' || quote_ident(name));
  end if;
end $body$;
`;
