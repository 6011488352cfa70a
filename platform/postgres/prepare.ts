import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { openPool } from './connect.ts';
import { migrate, type MigrationFolder } from './migrate.ts';
import { assertSafe } from './safety.ts';

export interface PreparedDatabase {
  /** connects as the application role: no DDL, bound by row level security */
  readonly appUrl: string;
  /** connects as the role that owns the job queue and nothing else */
  readonly jobsUrl: string;
  readonly applied: readonly string[];
}

/**
 * Makes a database ready: roles, schema, migrations, job queue; then refuses to go on when it is not safe.
 * Safe to run at each start and from two processes at once.
 *
 * @param ownerUrl a role that may create roles and schemas (PostgreSQL ≥ 15)
 * @param secret installation secret from which the login roles' passwords are derived
 */
export async function prepareDatabase(
  ownerUrl: string,
  secret: string,
  folders: readonly MigrationFolder[],
): Promise<PreparedDatabase> {
  const owner = new pg.Client({
    connectionString: ownerUrl,
    options: '-c search_path=tenon',
    application_name: 'tenon-prepare',
  });
  owner.on('error', () => undefined);
  await owner.connect();
  try {
    await assertSafe((text) => owner.query(text).then((r) => r.rows as Record<string, unknown>[]));
    const { name, app, jobs } = loginsOf(ownerUrl, secret);
    await owner.query('select pg_advisory_lock(7463000)');
    try {
      await withRetries(() => owner.query(rolesSql(name, app, jobs)));
    } finally {
      await owner.query('select pg_advisory_unlock(7463000)');
    }
    const applied = await migrate(owner, folders);
    const jobsUrl = asRole(ownerUrl, jobs, 'tenon_jobs');
    await prepareQueue(jobsUrl, owner);
    return { appUrl: asRole(ownerUrl, app), jobsUrl, applied };
  } finally {
    await owner.end();
  }
}

/**
 * Makes the roles to which a dump gives its rights, and lets them into this database: before a dump is put into it.
 * @param ownerUrl a role that may create roles
 */
export async function prepareRoles(ownerUrl: string, secret: string): Promise<void> {
  const owner = new pg.Client({ connectionString: ownerUrl, application_name: 'tenon-prepare' });
  owner.on('error', () => undefined);
  await owner.connect();
  try {
    const { name, app, jobs } = loginsOf(ownerUrl, secret);
    await withRetries(() => owner.query(rolesSql(name, app, jobs)));
  } finally {
    await owner.end();
  }
}

/** How the application signs in to a database that was prepared before, for commands that change nothing of its shape. */
export function applicationUrl(ownerUrl: string, secret: string): string {
  return asRole(ownerUrl, loginsOf(ownerUrl, secret).app);
}

/** Roles belong to the whole server: the database's name in the role keeps two installations apart. */
function loginsOf(ownerUrl: string, secret: string): { name: string; app: LoginRole; jobs: LoginRole } {
  const name = decodeURIComponent(new URL(ownerUrl).pathname.slice(1));
  const suffix = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return {
    name,
    app: { role: `tenon_app_${suffix}`, password: derive(secret, `app:${name}`) },
    jobs: { role: `tenon_jobs_${suffix}`, password: derive(secret, `jobs:${name}`) },
  };
}

/** Roles are shared by all databases of a server: another installation's start may touch the same row at this moment. */
async function withRetries(work: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await work();
      return;
    } catch (error) {
      const message = String((error as Error).message);
      if (attempt === 10 || !/concurrently|duplicate key|already exists/.test(message)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20 * attempt));
    }
  }
}

interface LoginRole {
  readonly role: string;
  readonly password: string;
}

function derive(secret: string, purpose: string): string {
  return createHash('sha256').update(`${secret}:${purpose}`).digest('base64url');
}

/** @param acting the group in whose name everything is made, so that a renamed or copied database still fits */
function asRole(url: string, login: LoginRole, acting?: string): string {
  const own = new URL(url);
  own.username = login.role;
  own.password = login.password;
  if (acting) own.searchParams.set('options', `-c role=${acting}`);
  return own.toString();
}

function rolesSql(database: string, app: LoginRole, jobs: LoginRole): string {
  const login = (who: LoginRole): string => `
    if not exists (select from pg_roles where rolname = '${who.role}') then
      create role ${who.role} login nosuperuser nocreatedb nocreaterole nobypassrls;
    end if;
    -- Only a superuser may name these two rights at all, even to take them away; assertSafe looks whether the role has them.
    if (select rolsuper from pg_roles where rolname = session_user) then
      alter role ${who.role} nosuperuser nobypassrls;
    end if;
    alter role ${who.role} login nocreatedb nocreaterole password '${who.password}';`;
  const group = (role: string): string => `
    if not exists (select from pg_roles where rolname = '${role}') then
      create role ${role} nologin nosuperuser nocreatedb nocreaterole nobypassrls;
    end if;`;
  const db = pg.escapeIdentifier(database);
  return `
  do $do$ begin
    ${group('tenon_app')} ${group('tenon_jobs')}
    ${login(app)} ${login(jobs)}
  end $do$;
  grant tenon_app to ${app.role};
  grant tenon_jobs to ${jobs.role}, current_user;
  create schema if not exists tenon;
  revoke all on schema public from public;
  revoke create on database ${db} from public;
  grant connect on database ${db} to tenon_app, tenon_jobs, ${app.role}, ${jobs.role};
  grant create on database ${db} to tenon_jobs;
  grant usage on schema tenon to tenon_app;`;
}

/**
 * The queue's tables belong to their own role; the application reaches them through one wrapper. That wrapper is
 * the only SECURITY DEFINER function there is, and it can do nothing but add a job. Its comment says from which release
 * of the queue and which text it was made: when both are the same and it belongs to whom it should, there is nothing to do.
 */
async function prepareQueue(jobsUrl: string, owner: pg.Client): Promise<void> {
  const release = await readFile(new URL('../package.json', import.meta.resolve('graphile-worker')), 'utf8');
  const made = createHash('sha256').update(release).update(WRAPPER).digest('hex');
  const { rowCount } = await owner.query(PREPARED, [made]);
  if (rowCount === 1) return;
  const { runMigrations } = await import('graphile-worker');
  const pool = openPool(jobsUrl, 2, 'tenon-jobs');
  try {
    await runMigrations({ pgPool: pool });
  } finally {
    await pool.end();
  }
  await owner.query(`${WRAPPER}
  comment on function ${SIGNATURE} is '${made}';`);
}

const SIGNATURE = 'tenon.enqueue_job(text, json, text, timestamptz, int, text)';

const PREPARED = `
  select from pg_proc p
  where p.oid = to_regprocedure('${SIGNATURE}') and obj_description(p.oid, 'pg_proc') = $1
    and pg_get_userbyid(p.proowner) = 'tenon_jobs' and to_regclass('graphile_worker._private_jobs') is not null
    and has_function_privilege('tenon_app', p.oid, 'execute')
    and p.prosecdef and p.proconfig is not null and p.proacl is not null
    and not exists (select from aclexplode(p.proacl) a where a.grantee = 0)`;

const WRAPPER = `
  create or replace function tenon.enqueue_job(
    name text, payload json, queue text, run_at timestamptz, attempts int, job_key text
  ) returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $body$
  begin
    perform graphile_worker.add_job(
      identifier => enqueue_job.name, payload => enqueue_job.payload, queue_name => enqueue_job.queue,
      run_at => enqueue_job.run_at, max_attempts => enqueue_job.attempts, job_key => enqueue_job.job_key);
  end $body$;
  grant create on schema tenon to tenon_jobs;
  alter function ${SIGNATURE} owner to tenon_jobs;
  revoke create on schema tenon from tenon_jobs;
  revoke all on function ${SIGNATURE} from public;
  grant execute on function ${SIGNATURE} to tenon_app;`;
