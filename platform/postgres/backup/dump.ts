import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { cleanEnvironment } from '../embedded/cluster.ts';
import { BackupProblem } from './problem.ts';

/**
 * Writes a database of an own server into a file, as it is at one moment.
 * @param url an owner who may pass row level security (a superuser, or with BYPASSRLS)
 * @throws BackupProblem when the programs of the server's version are not there, or the server refuses
 */
export async function dumpDatabase(url: string, file: string): Promise<void> {
  await run('pg_dump', ['--format=custom', '--no-password', '--file', file], url);
}

/** The product's schema in the list of what a dump holds. */
const SCHEMA_ENTRY = /^(?=\d+; \d+ \d+ SCHEMA - tenon )/gm;

/**
 * Puts a dump into an empty database of a server where the product's roles are. The schema is made before: whoever is no
 * superuser may give the queue's function to its role only while that role may make things there, and a dump grants last.
 * @throws BackupProblem
 */
export async function putDump(url: string, file: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'tenon-restore-'));
  try {
    const list = join(folder, 'list');
    await run('pg_restore', ['--list', '--file', list, file], url);
    await writeFile(list, (await readFile(list, 'utf8')).replace(SCHEMA_ENTRY, ';'));
    const forJobs = (grant: string): string =>
      `do $do$ begin if exists (select from pg_roles where rolname = 'tenon_jobs') then ${grant} tenon_jobs; end if; end $do$`;
    await statements(url, ['create schema if not exists tenon', forJobs('grant create on schema tenon to')]);
    await run(
      'pg_restore',
      // All of it or nothing: a dump that broke off halfway leaves an empty database behind.
      ['--single-transaction', '--no-password', '--use-list', list, '--dbname', nameOf(url), file],
      url,
    );
    await statements(url, [forJobs('revoke create on schema tenon from')]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What of the product is in a database, so that nothing is put over it. @throws BackupProblem where nobody answers */
export async function holdsProduct(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, application_name: 'tenon-backup' });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ held: boolean }>(
      `select exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where n.nspname in ('tenon', 'graphile_worker') and c.relkind in ('r', 'p')) as held`,
    );
    return rows[0]!.held;
  } catch (cause) {
    throw new BackupProblem(
      `the database of DATABASE_URL does not answer: ${(cause as Error).message}. Make it first (createdb), or correct DATABASE_URL.`,
      { cause },
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The same server and login, another database. */
export function databaseBeside(url: string, name: string): string {
  return Object.assign(new URL(url), { pathname: `/${encodeURIComponent(name)}` }).toString();
}

/**
 * Makes an empty database beside the one of this URL.
 * @returns its URL
 * @throws BackupProblem when the owner may not make databases
 */
export async function makeDatabase(url: string, name: string): Promise<string> {
  await onServer(url, [`create database ${pg.escapeIdentifier(name)} template template0`]);
  const beside = databaseBeside(url, name);
  // The queue's own role owns its schema, and may be given one only where it may make one.
  await statements(beside, [
    `do $do$ begin if exists (select from pg_roles where rolname = 'tenon_jobs') then
       execute format('grant create on database %I to tenon_jobs', current_database()); end if; end $do$`,
  ]);
  return beside;
}

export async function removeDatabase(url: string, name: string): Promise<void> {
  await onServer(url, [`drop database if exists ${pg.escapeIdentifier(name)} with (force)`]);
}

/** Gives the database of this URL another name, and puts an empty one in its place. Nobody may be connected. */
export async function setDatabaseAside(url: string, aside: string): Promise<void> {
  const name = nameOf(url);
  await onServer(url, [
    `alter database ${pg.escapeIdentifier(name)} rename to ${pg.escapeIdentifier(aside)}`,
  ]);
  await makeDatabase(url, name);
}

export function nameOf(url: string): string {
  return decodeURIComponent(new URL(url).pathname.slice(1));
}

/** From the server's own database, because nobody may be in the one that is made, renamed or dropped. */
const onServer = (url: string, texts: readonly string[]): Promise<void> =>
  statements(databaseBeside(url, 'postgres'), texts);

async function statements(url: string, texts: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'tenon-backup' });
  client.on('error', () => undefined);
  try {
    await client.connect();
    for (const text of texts) await client.query(text);
  } catch (cause) {
    throw new BackupProblem(
      `the server refused: ${(cause as Error).message}. The owner of the database needs the right to make databases (alter role … createdb) and to see the database postgres.`,
      { cause },
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The password goes by the environment: a process list shows arguments to everybody. */
function run(program: 'pg_dump' | 'pg_restore', args: readonly string[], url: string): Promise<void> {
  const { hostname, port, username, password, searchParams } = new URL(url);
  const env = {
    ...cleanEnvironment(),
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    PGHOST: searchParams.get('host') ?? decodeURIComponent(hostname).replace(/^\[|\]$/g, ''),
    PGPORT: port || '5432',
    PGUSER: decodeURIComponent(username),
    PGPASSWORD: decodeURIComponent(password),
    PGDATABASE: nameOf(url),
  };
  return new Promise((done, fail) => {
    const child = spawn(program, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-2_000)));
    child.once('error', () =>
      fail(
        new BackupProblem(
          `${program} is not there. Install the PostgreSQL client programs of your server’s version, or back the server up by its own means.`,
        ),
      ),
    );
    child.once('close', (code) =>
      code === 0 ? done() : fail(new BackupProblem(`${program} gave up: ${said.trim() || `exit ${code}`}`)),
    );
  });
}
