import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LocalOdoo } from '#apps/agent/odoo-http.ts';
import { createEgress } from '#platform/egress/egress.ts';
import { readBackupZip, ZipUnfit } from '../backup-zip.ts';
import { OdooFault, overJson2, overJsonRpc, signIn, speaksJson2, type Wire } from '../odoo-api.ts';
import { cutDump } from './cut-dump.ts';
import { FakeDatabases } from './fake-databases.ts';
import { serveFake } from './fake-odoo.ts';

/** A server of which the master password is known: a real one where the surroundings name it, else the fake. */
async function openServer(postgres: string): Promise<{ url: URL; master: string; close(): Promise<void> }> {
  const [real, secret] = [process.env['TENON_ODOO_URL'], process.env['TENON_ODOO_MASTER']];
  if (real !== undefined && secret !== undefined)
    return { url: new URL(real), master: secret, close: () => Promise.resolve() };
  const role = `wire_${randomBytes(4).toString('hex')}`;
  const admin = new pg.Client({ connectionString: postgres });
  await admin.connect();
  await admin.query(`create role ${role} login createdb password '${role}'`);
  const dbUrl = new URL(postgres);
  [dbUrl.username, dbUrl.password, dbUrl.pathname] = [role, role, ''];
  const dataDir = await mkdtemp(join(tmpdir(), 'tenon-wire-'));
  const config = {
    ...{ version: '18.0', dbUrl: dbUrl.toString().replace(/\/$/, ''), dbName: '', dbFilter: '^wire_seen.*$' },
    ...{ listDb: true, master: 'master', dataDir, port: 0, cron: false },
  };
  const server = serveFake(config, new FakeDatabases(config));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    master: 'master',
    async close() {
      server.close();
      server.closeAllConnections();
      const own = 'select datname from pg_database d join pg_roles r on r.oid = d.datdba where rolname = $1';
      for (const { datname } of (await admin.query(own, [role])).rows as { datname: string }[])
        await admin.query(`drop database ${datname} with (force)`);
      await admin.query(`drop role ${role}`);
      await admin.end();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/**
 * What an Odoo server says on the wire and what it means, trap by trap. A real one is started with `--db-filter=^wire_seen.*$`
 * on the same PostgreSQL as the tests.
 */
export function wireTests(postgres: string): void {
  describe('what Odoo says on the wire', () => {
    const mark = randomBytes(3).toString('hex');
    const [seen, unseen, cut, empty] = [
      `wire_seen_${mark}`,
      `wire_${mark}`,
      `wire_cut_${mark}`,
      `wire_no_${mark}`,
    ];
    const password = 'a password that was chosen';
    /** somebody who is connected while Odoo copies */
    const GUEST = `wire_guest_${mark}`;
    let server: Awaited<ReturnType<typeof openServer>>;
    let odoo: LocalOdoo;
    let wire: Wire;
    let folder: string;
    const json = async (path: string): Promise<unknown> =>
      (
        JSON.parse((await odoo.send(path, '{"jsonrpc":"2.0","id":1,"params":{}}', null)).body) as {
          result: unknown;
        }
      ).result;
    const list = () => odoo.rpc('db', 'list', []) as Promise<string[]>;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'tenon-wire-zip-'));
      server = await openServer(postgres);
      const { hostname: host, port } = server.url;
      const places = [{ purpose: 'hosting.odoo', host, port: Number(port), inside: true }];
      const guard = ({ host: asked, port: at }: { host: string; port: number }) =>
        places.some((one) => one.host === asked && one.port === at)
          ? ({ allow: true } as const)
          : ({ allow: false, reason: 'not the server of this test' } as const);
      odoo = new LocalOdoo(createEgress({ guard }), Number(port));
      wire = ({ path, body, bearer }) => odoo.send(path, body, bearer);
      await odoo.rpc('db', 'create_database', [server.master, seen, false, 'en_US', password, 'admin']);
    }, 600_000);
    afterAll(async () => {
      for (const name of [seen, unseen, cut, empty])
        await odoo.rpc('db', 'drop', [server.master, name]).catch(() => undefined);
      await onServer(`drop role if exists ${GUEST}`);
      await server.close();
      await rm(folder, { recursive: true, force: true });
    }, 600_000);

    test('a wrong password is `false` and no fault; an unknown database is a fault', async () => {
      expect(await odoo.rpc('common', 'authenticate', [seen, 'admin', password, {}])).toEqual(
        expect.any(Number),
      );
      expect(await odoo.rpc('common', 'authenticate', [seen, 'admin', 'wrong', {}])).toBe(false);
      await expect(odoo.rpc('common', 'login', [`${seen}_x`, 'admin', 'x'])).rejects.toThrow(
        /OperationalError|KeyError/,
      );
      expect(await signIn(wire, { database: seen, login: 'admin', password: 'wrong' })).toBeNull();
    }, 120_000);

    test('errors come as HTTP 200: of calls in JSON, of forms as a page', async () => {
      const uid = (await signIn(wire, { database: seen, login: 'admin', password }))!;
      const api = overJsonRpc(wire, { database: seen, uid, password });
      expect(await api.call('res.users', 'search_count', { named: { domain: [['id', '=', uid]] } })).toBe(1);
      for (const [model, method] of [
        ['no.such.model', 'read'],
        ['res.partner', 'no_such_method'],
        ['res.partner', '_private'],
      ] as const)
        await expect(api.call(model, method, { ids: [1] })).rejects.toThrow(OdooFault);
      const file = join(folder, 'refused.zip');
      await expect(odoo.backup('not the master password', seen, file)).rejects.toThrow(
        /no backup: .*Access Denied/,
      );
      expect(readFileSync(file)).toHaveLength(0);
    }, 120_000);

    test('`create_database` says true where it came to nothing; only a log-in tells', async () => {
      // A country that there is none of breaks the filling, after the database was made and before the password was set.
      const said = await odoo.rpc('db', 'create_database', [
        ...[server.master, empty, false, 'en_US', password, 'admin', 'ZZ'],
      ]);
      expect(said).toBe(true);
      expect(await list()).toContain(empty);
      expect(await signIn(wire, { database: empty, login: 'admin', password }).catch(() => null)).toBeNull();
    }, 600_000);

    test('a truncated backup "restores": what reads the zip, and what counts, says no', async () => {
      const file = join(folder, 'good.zip');
      await odoo.backup(server.master, seen, file);
      const { majorVersion, dump } = await readBackupZip(file, {
        ...{ database: seen, majorVersion: await seriesOf() },
      });
      const damaged = join(folder, 'cut.zip');
      await cutDump(file, damaged);
      await odoo.restore(server.master, cut, damaged, false).then(
        async () => expect(await list()).toContain(cut),
        // Newer ones notice while they load the registry, and leave the database behind.
        async (error: unknown) => {
          expect(String(error)).toMatch(/not put back/);
          expect(await list()).toContain(cut);
        },
      );
      const url = new URL(postgres);
      url.pathname = `/${cut}`;
      const client = new pg.Client({ connectionString: url.toString() });
      await client.connect();
      const { rows } = await client.query(
        "select count(*)::int as n from pg_constraint where contype in ('p', 'f', 'u') and connamespace = 'public'::regnamespace",
      );
      await client.end();
      expect((rows as { n: number }[])[0]!.n).toBeLessThan(dump.constraints);
      await expect(readBackupZip(damaged, { database: seen, majorVersion })).rejects.toThrow(ZipUnfit);
    }, 600_000);

    test('a restore that fails leaves an empty database of that name', async () => {
      const file = join(folder, 'nothing.zip');
      writeFileSync(file, 'no zip at all');
      const name = `${unseen}_orphan`;
      await expect(odoo.restore(server.master, name, file, false)).rejects.toThrow(/not put back/);
      expect(await list()).toContain(name);
      expect(await odoo.rpc('db', 'drop', [server.master, name])).toBe(true);
      expect(await odoo.rpc('db', 'drop', [server.master, name])).toBe(false);
    }, 120_000);

    test('`duplicate_database` ends every connection to the original', async () => {
      const url = new URL(postgres);
      url.pathname = `/${seen}`;
      // Odoo may end what its own role opened, so this is what another process of the same customer would lose.
      [url.username, url.password] = [GUEST, GUEST];
      await onServer(
        `do $do$ begin create role ${GUEST} login; exception when duplicate_object then null; end $do$`,
      );
      await onServer(`alter role ${GUEST} password '${GUEST}'`);
      await onServer(`grant ${GUEST} to ${await ownerOf(seen)}`);
      const guest = new pg.Client({ connectionString: url.toString() });
      const ended = new Promise<unknown>((done) => guest.on('error', done));
      await guest.connect();
      await odoo.rpc('db', 'duplicate_database', [server.master, seen, unseen]);
      expect(String(await ended)).toMatch(/terminat/);
    }, 120_000);

    test('`dbfilter` hides a database from the pages and from no RPC', async () => {
      expect(await json('/web/database/list')).toEqual([seen]);
      expect(await list()).toEqual(expect.arrayContaining([seen, unseen]));
      expect(await odoo.rpc('common', 'authenticate', [unseen, 'admin', password, {}])).toEqual(
        expect.any(Number),
      );
    }, 120_000);

    test('JSON-2 is there from 19 on and nowhere before', async () => {
      const asked = overJson2(wire, 'f'.repeat(40)).call('res.users', 'context_get', {});
      const kind = await asked.then(
        () => 'none',
        (error: OdooFault) => error.kind,
      );
      expect(kind).toBe(speaksJson2(await seriesOf()) ? 'access' : 'missing');
    }, 120_000);

    async function seriesOf(): Promise<string> {
      return ((await odoo.rpc('common', 'version', [])) as { server_serie: string }).server_serie;
    }
    async function ownerOf(database: string): Promise<string> {
      const { rows } = await onServer(
        `select rolname from pg_roles r join pg_database d on r.oid = d.datdba where datname = '${database}'`,
      );
      return rows[0]!.rolname;
    }
    async function onServer(text: string): Promise<{ rows: { rolname: string }[] }> {
      const client = new pg.Client({ connectionString: postgres });
      await client.connect();
      try {
        return await client.query(text);
      } finally {
        await client.end();
      }
    }
  });
}
