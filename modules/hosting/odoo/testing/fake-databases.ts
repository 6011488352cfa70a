import { createHash, pbkdf2Sync, randomBytes, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PassThrough, type Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import pg from 'pg';
import { fromBuffer, type Entry, type ZipFile } from 'yauzl';
import { ZipWriter } from '#platform/tenant-data/zip-writer.ts';
import { readDump, writeDump } from './fake-dump.ts';

export interface FakeConfig {
  readonly version: string;
  /** without a database */
  readonly dbUrl: string;
  readonly dbName: string;
  readonly dbFilter: string;
  readonly listDb: boolean;
  readonly master: string;
  readonly dataDir: string;
  readonly port: number;
  readonly cron: boolean;
}

const SCHEMA = `
create table res_partner (id int not null, name text, email text);
create table res_users (id int not null, login text, password text, active boolean, share boolean, partner_id int);
create table res_users_apikeys (id serial, name text, user_id int, scope text, key text, index text, create_date timestamp, expiration_date timestamp);
create table ir_module_module (id int not null, name text, state text, latest_version text);
create table ir_attachment (id int not null, name text, store_fname text, file_size int);
create table ir_config_parameter (id int not null, key text, value text);
create table ir_cron (id int not null, active boolean, runs int);
create table mail_mail (id int not null, state text);
alter table res_partner add constraint res_partner_pkey primary key (id);
alter table res_users add constraint res_users_pkey primary key (id);
alter table res_users add constraint res_users_login_key unique (login);
alter table res_users add constraint res_users_partner_id_fkey foreign key (partner_id) references res_partner (id);
alter table ir_module_module add constraint ir_module_module_pkey primary key (id);
alter table ir_attachment add constraint ir_attachment_pkey primary key (id);
create index ir_attachment_store_fname_index on ir_attachment (store_fname);
insert into res_partner values (1, 'OdooBot', null), (3, 'Administrator', null), (7, 'A customer''s customer', 'x@y.example');
insert into ir_cron values (1, true, 0);
insert into mail_mail values (1, 'outgoing');`;

/** Databases of one server's role, with a few of Odoo's tables and a filestore each. */
export class FakeDatabases {
  readonly #config: FakeConfig;
  readonly faults: () => ReadonlySet<string>;

  constructor(config: FakeConfig, faults: () => ReadonlySet<string> = () => new Set()) {
    this.#config = config;
    this.faults = faults;
  }

  async on(
    database: string,
    text: string,
    values: readonly unknown[] = [],
  ): Promise<Record<string, unknown>[]> {
    const client = new pg.Client({
      connectionString: `${this.#config.dbUrl}/${encodeURIComponent(database)}`,
    });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query(text, [...values])).rows as Record<string, unknown>[];
    } finally {
      await client.end();
    }
  }

  #filestore = (database: string): string => join(this.#config.dataDir, 'filestore', database);

  /** As Odoo lists: those of its role that can be connected to. */
  async list(): Promise<string[]> {
    const rows = await this.on(
      'postgres',
      "select datname from pg_database where datdba = (select usesysid from pg_user where usename = current_user) and not datistemplate and datallowconn and datname <> 'postgres' order by 1",
    );
    return rows.map(({ datname }) => String(datname));
  }

  exists = (database: string): Promise<boolean> =>
    this.on(database, 'select 1').then(
      () => true,
      () => false,
    );

  /** Whatever happens while it is filled, the answer is true: `_initialize_db` catches every exception. */
  async create([name, , lang, password, login, country]: readonly unknown[]): Promise<boolean> {
    if ((await this.list()).includes(String(name)))
      throw new Error(`database '${String(name)}' already exists!`);
    await this.on('postgres', `create database ${pg.escapeIdentifier(String(name))}`);
    try {
      if (this.faults().has('createFails') || lang !== 'en_US') throw new Error('CREATE DATABASE failed');
      await this.#fill(String(name));
      // search([('code', 'ilike', country)])[0] of a country that is none
      if (country && country !== 'DE') throw new RangeError('list index out of range');
      await this.on(String(name), 'update res_users set login = $1, password = $2 where id = 2', [
        login,
        hashOf(String(password)),
      ]);
    } catch {
      // Logged, and nobody reads it.
    }
    return true;
  }

  async #fill(name: string): Promise<void> {
    await this.on(name, SCHEMA);
    const admin = hashOf('admin');
    await this.on(
      name,
      `insert into res_users values (1, '__system__', null, false, false, 1), (2, 'admin', '${admin}', true, false, 3)`,
    );
    const uuid = randomUUID();
    await this.on(name, `insert into ir_config_parameter values (1, 'database.uuid', '${uuid}')`);
    const { version } = this.#config;
    await this.on(
      name,
      `insert into ir_module_module values (1, 'base', 'installed', '${version}.1.3'), (2, 'sale', 'uninstalled', null)`,
    );
    await this.#attach(name, 1, Buffer.from(`logo of ${name}`));
  }

  async #attach(name: string, id: number, content: Buffer): Promise<void> {
    const sha = createHash('sha1').update(content).digest('hex');
    const stored = `${sha.slice(0, 2)}/${sha}`;
    await writeAt(join(this.#filestore(name), stored), content);
    await this.on(name, `insert into ir_attachment values (${id}, 'a\tb', '${stored}', ${content.length})`);
  }

  async install(database: string, modules: readonly string[]): Promise<void> {
    if (this.faults().has('installFails')) throw new Error('a module does not load');
    const version = `${this.#config.version}.1.0`;
    for (const [i, module] of modules.entries()) {
      await this.on(database, 'delete from ir_module_module where name = $1', [module]);
      await this.on(database, 'insert into ir_module_module values ($1, $2, $3, $4)', [
        ...[100 + i, module, 'installed', version],
      ]);
    }
  }

  /** An update that fails has changed things by then. */
  async update(database: string): Promise<void> {
    await this.on(database, "update ir_config_parameter set value = 'half way' where key = 'database.uuid'");
    if (this.faults().has('updateFails')) throw new Error('the update broke');
    await this.on(
      database,
      "update ir_module_module set latest_version = latest_version || 'u' where name = 'base'",
    );
  }

  /** Ends every connection to the original, as Odoo does. */
  async duplicate(from: string, to: string): Promise<boolean> {
    await this.on(
      'postgres',
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and pid <> pg_backend_pid()',
      [from],
    );
    await this.on(
      'postgres',
      `create database ${pg.escapeIdentifier(to)} template ${pg.escapeIdentifier(from)}`,
    );
    if (existsSync(this.#filestore(from)))
      await cp(this.#filestore(from), this.#filestore(to), { recursive: true });
    return true;
  }

  async drop(name: string): Promise<boolean> {
    if (!(await this.list()).includes(name)) return false;
    await this.on('postgres', `drop database ${pg.escapeIdentifier(name)} with (force)`);
    await rm(this.#filestore(name), { recursive: true, force: true });
    return true;
  }

  async backup(name: string): Promise<Buffer> {
    if (this.faults().has('backupFails')) throw new Error('pg_dump: error');
    const dump = await writeDump((text) => this.on(name, text));
    const out = new PassThrough();
    const whole = buffer(out);
    const zip = new ZipWriter(out);
    await zip.add(
      'dump.sql',
      Buffer.from(this.faults().has('backupCut') ? dump.slice(0, dump.length * 0.6) : dump),
    );
    const modules = await this.on(
      name,
      "select name, latest_version from ir_module_module where state = 'installed'",
    );
    const { version } = this.#config;
    await zip.add(
      'manifest.json',
      Buffer.from(
        JSON.stringify({
          ...{ odoo_dump: '1', db_name: name, version, version_info: [18, 0, 0, 'final', 0, ''] },
          ...{ major_version: version, pg_version: '15.0' },
          modules: Object.fromEntries(modules.map((one) => [one['name'], one['latest_version']])),
        }),
      ),
    );
    for (const file of await filesIn(this.#filestore(name)))
      await zip.add(`filestore/${file}`, await readFile(join(this.#filestore(name), file)));
    await zip.finish();
    out.end();
    return whole;
  }

  /** Makes the database first; what fails afterwards leaves it behind, and psql goes on after every error. */
  async restore(name: string, zip: Buffer, neutralize: boolean): Promise<void> {
    if (await this.exists(name)) throw new Error('Database already exists');
    await this.on('postgres', `create database ${pg.escapeIdentifier(name)}`);
    const entries = await unzip(zip);
    const dump = entries.get('dump.sql');
    if (!dump) throw new Error("There is no item named 'dump.sql' in the archive");
    await readDump(dump.toString(), (text, values) => this.on(name, text, values).catch(() => []));
    for (const [file, content] of entries)
      if (file.startsWith('filestore/')) await writeAt(join(this.#filestore(name), file.slice(10)), content);
    if (!neutralize || this.faults().has('neutralizeForgotten')) return;
    await this.on(name, 'update ir_cron set active = false');
    await this.on(name, `insert into ir_config_parameter values (9, 'database.is_neutralized', 'true')`);
  }

  /** Scheduled actions, as often as a test has time for. */
  cron(database: string): () => void {
    const timer = setInterval(() => {
      void this.on(database, 'update ir_cron set runs = runs + 1 where active').catch(() => undefined);
    }, 100);
    return () => clearInterval(timer);
  }
}

function hashOf(password: string): string {
  const salt = randomBytes(8);
  const ab64 = (bytes: Buffer): string => bytes.toString('base64').replaceAll('+', '.').replace(/=+$/, '');
  return `$pbkdf2-sha512$1000$${ab64(salt)}$${ab64(pbkdf2Sync(password, salt, 1000, 64, 'sha512'))}`;
}

async function writeAt(path: string, content: Buffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}

const filesIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []))
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name).slice(folder.length + 1))
    .sort();

async function unzip(zip: Buffer): Promise<ReadonlyMap<string, Buffer>> {
  const opened = await new Promise<ZipFile>((done, fail) =>
    fromBuffer(zip, { lazyEntries: true }, (error, file) => (file ? done(file) : fail(error!))),
  );
  const found = new Map<string, Buffer>();
  return new Promise((done, fail) => {
    opened.on('entry', (entry: Entry) =>
      opened.openReadStream(entry, (error, stream) => {
        if (!stream) return fail(error!);
        void buffer(stream as Readable).then((content) => {
          found.set(entry.fileName, content);
          opened.readEntry();
        }, fail);
      }),
    );
    opened.once('end', () => done(found));
    opened.once('error', fail);
    opened.readEntry();
  });
}
