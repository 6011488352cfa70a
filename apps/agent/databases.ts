import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Measure } from '#platform/host-agent/protocol.ts';
import { quoted } from '#platform/postgres/connect.ts';
import { onDatabase, type Query } from '#platform/postgres/plain-connection.ts';

/** The PostgreSQL of this server: one role per instance, which opens its own databases and no other's. */
export class Databases {
  readonly #url: string;

  /** @param url of a superuser */
  constructor(url: string) {
    this.#url = url;
  }

  /** Where instances find it. */
  get place(): { readonly host: string; readonly port: number } {
    const { hostname, port } = new URL(this.#url);
    return { host: hostname, port: Number(port) || 5432 };
  }

  on<T>(database: string, work: (query: Query) => Promise<T>): Promise<T> {
    const url = new URL(this.#url);
    url.pathname = `/${database}`;
    return onDatabase(url.toString(), work);
  }

  /** Again is nothing but the password. */
  async ensureRole(role: string, password: string): Promise<void> {
    await onDatabase(this.#url, async (query) => {
      const [there] = await query('select from pg_roles where rolname = $1', [role]);
      const verb = there ? 'alter' : 'create';
      await query(
        `${verb} role ${quoted(role)} login nosuperuser nocreatedb nocreaterole nobypassrls password ${literal(password)}`,
      );
    });
  }

  /** Only while its keeper makes a database. */
  async mayCreate(role: string, may: boolean): Promise<void> {
    await onDatabase(this.#url, (query) => query(`alter role ${quoted(role)} ${may ? '' : 'no'}createdb`));
  }

  async exists(database: string): Promise<boolean> {
    const found = await onDatabase(this.#url, (query) =>
      query('select from pg_database where datname = $1', [database]),
    );
    return found.length > 0;
  }

  /**
   * Copies a database that nobody is connected to, and gives everything in the copy to another role. Nobody's connection
   * is ended for it: a source with guests refuses.
   * @param from `null` role: what is in the source belongs to `to.role` already
   */
  async copy(
    from: { readonly database: string; readonly role: string | null },
    to: { readonly database: string; readonly role: string },
  ): Promise<void> {
    await onDatabase(this.#url, (query) =>
      query(
        `create database ${quoted(to.database)} template ${quoted(from.database)} owner ${quoted(to.role)}`,
      ),
    );
    if (from.role !== null)
      await this.on(to.database, (query) =>
        query(`reassign owned by ${quoted(from.role!)} to ${quoted(to.role)}`),
      );
    await this.keepToItself(to.database);
  }

  /** Other roles cannot connect to it, whatever their own server is asked to open. */
  async keepToItself(database: string): Promise<void> {
    await onDatabase(this.#url, (query) =>
      query(`revoke connect, temporary on database ${quoted(database)} from public`),
    );
  }

  /** Nobody connects to it from then on; it can be copied all the same. Its owner becomes the server's. */
  async neverServe(database: string): Promise<void> {
    await onDatabase(this.#url, async (query) => {
      await query(`alter database ${quoted(database)} owner to current_user`);
      await query(`alter database ${quoted(database)} with allow_connections false`);
    });
  }

  async rename(from: string, to: string): Promise<void> {
    await onDatabase(this.#url, (query) => query(`alter database ${quoted(from)} rename to ${quoted(to)}`));
  }

  async drop(database: string): Promise<boolean> {
    const there = await this.exists(database);
    if (there)
      await onDatabase(this.#url, (query) => query(`drop database ${quoted(database)} with (force)`));
    return there;
  }

  async dropRole(role: string): Promise<void> {
    await onDatabase(this.#url, async (query) => {
      // A restore that broke off halfway may have left databases of other names with it.
      for (const { datname } of await query(
        'select datname from pg_database d join pg_roles r on r.oid = d.datdba where r.rolname = $1',
        [role],
      ))
        await query(`drop database ${quoted(String(datname))} with (force)`);
      await query(`drop role if exists ${quoted(role)}`);
    });
  }

  /** Databases and roles that are named as this agent names them. */
  async owned(): Promise<{ databases: string[]; roles: string[] }> {
    return onDatabase(this.#url, async (query) => ({
      databases: (await query(String.raw`select datname from pg_database where datname ~ '^(o|tpl)_'`)).map(
        ({ datname }) => String(datname),
      ),
      roles: (await query(String.raw`select rolname from pg_roles where rolname ~ '^(o|tpl)_'`)).map(
        ({ rolname }) => String(rolname),
      ),
    }));
  }

  /** Counts what a database and its filestore hold. @param filestore folder of this database */
  async measure(database: string, filestore: string): Promise<Measure> {
    const found = await this.on(database, async (query) => {
      const names = (
        await query(
          "select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind in ('r', 'p') order by 1",
        )
      ).map(({ relname }) => String(relname));
      const counts: Record<string, number> = {};
      // Not all at once: PostgreSQL plans a union of hundreds of tables longer than it counts them.
      for (let i = 0; i < names.length; i += 50)
        for (const { name, n } of await query(
          names
            .slice(i, i + 50)
            .map((name) => `select ${literal(name)} as name, count(*)::text as n from public.${quoted(name)}`)
            .join(' union all '),
        ))
          counts[String(name)] = Number(n);
      const has = (table: string): boolean => Object.hasOwn(counts, table);
      const rows = async (table: string, text: string) => (has(table) ? query(text) : []);
      const [shape] = await query(
        `select (select count(*)::int from pg_constraint k join pg_namespace n on n.oid = k.connamespace where n.nspname = 'public') as constraints,
           (select count(*)::int from pg_indexes where schemaname = 'public') as indexes,
           pg_database_size(current_database())::text as bytes`,
      );
      const [users] = await rows(
        'res_users',
        'select count(*)::int as n from res_users where active and not coalesce(share, false)',
      );
      const modules = await rows(
        'ir_module_module',
        "select name, coalesce(latest_version, '') as version from ir_module_module where state = 'installed'",
      );
      const files = await rows(
        'ir_attachment',
        'select distinct store_fname, file_size from ir_attachment where store_fname is not null',
      );
      const [mails] = await rows(
        'mail_mail',
        "select count(*)::int as n from mail_mail where state in ('outgoing', 'exception')",
      );
      const [neutral] = await rows(
        'ir_config_parameter',
        "select value from ir_config_parameter where key = 'database.is_neutralized'",
      );
      return { counts, shape: shape!, users, modules, files, mails, neutral };
    });
    const { counts, shape, users, modules, files, mails, neutral } = found;
    let [bytes, missing] = [0, 0];
    const once = new Map(files.map((one) => [String(one['store_fname']), Number(one['file_size'])]));
    for (const [name, size] of once) {
      const there = /^[0-9a-f]{2}\/[0-9a-f]{40}$/.test(name)
        ? await stat(join(filestore, name)).catch(() => null)
        : null;
      if (!there || there.size !== size) missing += 1;
      else bytes += size;
    }
    return {
      counts,
      constraints: Number(shape['constraints']),
      indexes: Number(shape['indexes']),
      users: Number(users?.['n'] ?? 0),
      files: { count: once.size, bytes },
      filesMissing: missing,
      databaseBytes: Number(shape['bytes']),
      modules: Object.fromEntries(modules.map((one) => [String(one['name']), String(one['version'])])),
      mailsWaiting: Number(mails?.['n'] ?? 0),
      neutralized: /^(true|t)$/i.test(String(neutral?.['value'] ?? '')),
    };
  }
}

/** A text as SQL writes it; the server runs with standard strings. */
export const literal = (text: string): string => {
  if (text.includes('\0') || text.includes('\\')) throw new RangeError('a value for SQL must be plain');
  return `'${text.replaceAll("'", "''")}'`;
};
