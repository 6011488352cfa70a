import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrationFolders } from '#apps/server/modules.ts';
import { catalogueFaults } from './catalogue-gates.ts';
import { prepareDatabase } from './prepare.ts';

const server = process.env['TENON_TEST_DATABASE_URL'] ?? '';
const name = `tenon_gates_${randomBytes(6).toString('hex')}`;
let admin: pg.Client;
let owner: pg.Client;
let appRole: string;

beforeAll(async () => {
  admin = new pg.Client({ connectionString: server });
  await admin.connect();
  await admin.query(`create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const { appUrl } = await prepareDatabase(url.href, 'a secret for tests only', migrationFolders);
  appRole = new URL(appUrl).username;
  owner = new pg.Client({ connectionString: url.href });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await admin.query(`drop database ${name} with (force)`);
  await admin.end();
});

const faults = () =>
  catalogueFaults(async (text) => (await owner.query<Record<string, unknown>>(text)).rows, appRole);

test('the schema that the migrations make is sound', async () => {
  expect(await faults()).toEqual([]);
});

const COLUMNS = 'tenant_id uuid not null, id uuid not null';
/** A sound table, which the faults below spoil in one way each. */
const SOUND = `create table tenon.planted (${COLUMNS}, other uuid, primary key (tenant_id, id)); select tenon.shard('planted');`;

// Each fault lives inside a transaction that is rolled back: nothing of it outlasts its proof, not even a role's powers.
describe('sees', () => {
  test.each<[what: string, sql: string, says: RegExp]>([
    [
      'a table without tenant',
      'create table tenon.planted (id uuid primary key)',
      /planted: no column "tenant_id/,
    ],
    [
      'a tenant of another type',
      'create table tenon.planted (tenant_id text not null, id int, primary key (tenant_id, id))',
      /planted: no column/,
    ],
    [
      'a tenant that may be missing',
      `create table tenon.planted (tenant_id uuid, id uuid)`,
      /planted: no column/,
    ],
    ['a table without primary key', `create table tenon.planted (${COLUMNS})`, /planted: no primary key/],
    [
      'a key that begins otherwise',
      `create table tenon.planted (${COLUMNS}, primary key (id, tenant_id))`,
      /planted_pkey is unique/,
    ],
    [
      'a unique constraint without tenant',
      `${SOUND} alter table tenon.planted add unique (other)`,
      /planted_other_key is unique/,
    ],
    [
      'a unique index over an expression',
      `${SOUND} create unique index x on tenon.planted ((other::text))`,
      /x is unique/,
    ],
    [
      'an exclusion without tenant',
      `${SOUND} alter table tenon.planted add exclude using btree (other with =)`,
      /is unique/,
    ],
    [
      'a foreign key without tenant',
      `${SOUND} create table tenon.second (${COLUMNS}, parent uuid, parent_tenant uuid,
        primary key (tenant_id, id), foreign key (parent_tenant, parent) references tenon.planted (tenant_id, id))`,
      /second: .* without \(tenant_id/,
    ],
    [
      'a global table that depends on tenants',
      `${SOUND} alter table tenon.login add t uuid, add p uuid,
        add foreign key (t, p) references tenon.planted (tenant_id, id)`,
      /lets a global table depend on planted/,
    ],
    [
      'a foreign key that sets null',
      `${SOUND} alter table tenon.planted add foreign key (tenant_id, other)
        references tenon.planted (tenant_id, id) on delete set null`,
      /sets columns to null/,
    ],
    [
      'a foreign key that sets a default',
      `${SOUND} alter table tenon.planted add foreign key (tenant_id, other)
        references tenon.planted (tenant_id, id) on update set default`,
      /sets columns to null/,
    ],
    [
      'a table without row level security',
      `create table tenon.planted (${COLUMNS}, primary key (tenant_id, id))`,
      /planted: row level security is not/,
    ],
    [
      'a wall that its owner can walk through',
      `${SOUND} alter table tenon.planted no force row level security`,
      /not enabled and forced/,
    ],
    [
      'a policy that lets everybody in',
      `${SOUND} drop policy tenant on tenon.planted; create policy tenant on tenon.planted using (true)`,
      /is not the policy of tenants/,
    ],
    [
      'a policy that checks reading only',
      `${SOUND} alter policy tenant on tenon.planted with check (true)`,
      /is not the policy of tenants/,
    ],
    [
      'a second policy beside the right one',
      `${SOUND} create policy also on tenon.planted using (true)`,
      /2 policies instead of one/,
    ],
    [
      'a table with walls and no door',
      `${SOUND} drop policy tenant on tenon.planted`,
      /0 policies instead of one/,
    ],
    [
      'a trigger',
      `${SOUND} create function tenon.f() returns trigger language plpgsql as 'begin return new; end';
        create trigger planted before insert on tenon.planted for each row execute function tenon.f()`,
      /trigger planted/,
    ],
    [
      'an event trigger',
      `create function public.f() returns event_trigger language plpgsql as 'begin end';
        create event trigger planted on ddl_command_start execute function public.f()`,
      /event trigger planted/,
    ],
    [
      'a rule',
      `${SOUND} create rule planted as on delete to tenon.planted do instead nothing`,
      /rule planted/,
    ],
    [
      'a view that looks past the walls',
      `create view tenon.planted as select * from tenon.event`,
      /without security_invoker/,
    ],
    [
      'such a view in another schema',
      `create view public.planted as select 1 as one`,
      /public\.planted: a view/,
    ],
    [
      'a materialised view',
      `create materialized view tenon.planted as select * from tenon.event`,
      /materialised view/,
    ],
    [
      'lent rights',
      `create function tenon.f() returns int language sql security definer as 'select 1'`,
      /f\(\): SECURITY DEFINER/,
    ],
    [
      'a wrapper without search_path',
      `do $$ begin execute (select format('alter function %s reset all', oid::regprocedure) from pg_proc
        where proname = 'enqueue_job' and pronamespace = 'tenon'::regnamespace); end $$`,
      /pin its search_path/,
    ],
    [
      'a wrapper of a superuser',
      `do $$ begin execute (select format('alter function %s owner to %I', oid::regprocedure, current_user) from pg_proc
        where proname = 'enqueue_job' and pronamespace = 'tenon'::regnamespace); end $$`,
      /lend no power/,
    ],
    ['a role that bypasses the walls', 'alter role APP bypassrls', /BYPASSRLS/],
    ['a role that makes roles', 'alter role APP createrole', /CREATEROLE/],
    ['a role that creates tables', 'grant create on schema tenon to APP', /can create in schema tenon/],
    ['a role that creates schemas', `grant create on database ${name} to APP`, /can create schemas/],
    ['a role that owns a table', `${SOUND} alter table tenon.planted owner to APP`, /owns planted/],
    ['a role that inherits from another', 'grant pg_read_all_data to APP', /is a member of pg_read_all_data/],
    [
      'a right to empty a table',
      `${SOUND} grant truncate on tenon.planted to tenon_app`,
      /can TRUNCATE planted/,
    ],
    [
      'a right to change what only grows',
      'grant update on tenon.event to tenon_app',
      /can UPDATE event, which only grows/,
    ],
    [
      'a right to change one column of it',
      'grant update (name) on tenon.event to tenon_app',
      /can UPDATE event, which only grows/,
    ],
    [
      'a table open to everybody',
      `${SOUND} grant select on tenon.planted to public`,
      /planted: open to PUBLIC/,
    ],
    [
      'a listed global table that is gone',
      'drop table tenon.sign_in_attempt cascade',
      /sign_in_attempt is listed as a global table/,
    ],
  ])('%s', async (_what, sql, says) => {
    await owner.query('begin; set local search_path = tenon');
    try {
      await owner.query(sql.replaceAll(/\bAPP\b/g, appRole));
      expect((await faults()).join('\n')).toMatch(says);
    } finally {
      await owner.query('rollback');
    }
  });

  test('nothing wrong with a table made by the book', async () => {
    await owner.query('begin; set local search_path = tenon');
    try {
      const before = await faults();
      await owner.query(`${SOUND} grant select, insert, update, delete on tenon.planted to tenon_app;
        create view tenon.seen with (security_invoker = true) as select * from tenon.planted`);
      expect(await faults()).toEqual(before);
    } finally {
      await owner.query('rollback');
    }
  });
});
