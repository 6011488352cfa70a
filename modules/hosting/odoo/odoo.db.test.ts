import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestApp, type TestApp } from '#apps/server/test-kit.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { must } from '#domain/kernel/result.ts';
import { loadInstallation } from '#modules/policy/api.ts';
import { idAt } from '#platform/clock/id-at.ts';
import { databaseOf } from '#platform/host-agent/names.ts';
import { readToken } from '#platform/host-agent/token.ts';
import * as doors from '../api.ts';
import type { DriverRun } from '../driver.ts';
import { openRun } from '../driver-run.ts';
import { driverOf } from '../drivers.ts';
import { factsOf, json, lockInstance, updateInstance, type HostingTables } from '../store.ts';
import { openAgent, type AgentClient } from './agent-client.ts';
import { overJsonRpc, signIn } from './odoo-api.ts';
import { makeAgentToken, registerAgent } from './register-agent.ts';
import type { OdooTables } from './store.ts';
import { giveFirstLogin, listServers, makeServerTemplate } from './servers.ts';
import { openTestHost, type TestHost } from './testing/host.ts';
import { wireTests } from './testing/wire-suite.ts';

/** A real release and its interpreter; absent: the fake of the wire. */
const release = process.env['TENON_ODOO_RELEASE'];
const REAL =
  release === undefined
    ? undefined
    : { release, python: process.env['TENON_ODOO_PYTHON'] ?? '/usr/bin/python3' };
const onlyFake = test.skipIf(REAL !== undefined);
/** Where the Odoo servers keep their databases; a real one wants its own version of pg_dump, so it may be another server. */
const POSTGRES = process.env['TENON_ODOO_POSTGRES'] ?? process.env['TENON_TEST_DATABASE_URL']!;

wireTests(POSTGRES);

let t: TestApp;
let host: TestHost;
let operatorId: Id;
let agent: AgentClient;
let id: Id;
/** somebody whom the customer entered, and whom nothing else refers to */
let forgotten: number;
const slug = `birch-${randomBytes(3).toString('hex')}`;
const other = `larch-${randomBytes(3).toString('hex')}`;

beforeAll(async () => {
  t = await openTestApp();
  operatorId = (await loadInstallation(t.app.context.db, t.clock.now()))!.operatorTenantId;
  host = await openTestHost(POSTGRES, REAL);
}, 600_000);
afterAll(async () => {
  for (const name of [slug, other])
    await agent?.call('instance.remove', { instance: name }).catch(() => undefined);
  await agent?.call('template.remove', { template: `tpl-${slug.slice(-6)}` }).catch(() => undefined);
  await host.close();
  await t.close();
}, 600_000);

const token = async (): Promise<string> => {
  const url = await t.listen();
  return must(await makeAgentToken(t.app.context, { ownMachine: true, url })).token;
};
const order = async (name: string): Promise<Id> => {
  const caller = await t.caller('operator', operatorId);
  return t.app.context.db.inTenant(
    operatorId,
    async (tx) =>
      must(
        await doors.orderInstance(tx, caller, {
          ...{
            kind: 'odoo',
            slug: name,
            title: name,
            customerId: null,
            subscriptionId: null,
            makeNow: false,
          },
          owner: { email: `owner@${name}.example`, name: 'Owner', locale: 'en' },
          ...{ zone: 'Europe/Berlin', currency: 'EUR', locale: 'en', version: '', quota: {} },
        }),
      ).instanceId,
  );
};
/** A run of a verb, as the job of an operation has it. */
async function run(of: Id): Promise<DriverRun> {
  const { db, clock } = t.app.context;
  const now = clock.now();
  const operationId = idAt(now);
  const instance = await db.inTenant(operatorId, async (tx) => {
    await tx
      .tables<HostingTables>()
      .insertInto('hosting_operation')
      .values({
        ...{ tenant_id: operatorId, id: operationId, instance_id: of, verb: 'backup', input: '{}' },
        ...{ state: 'running', attempts: 1, answer: null, refusal: null, fault: null },
        ...{ asked_by: 'x', asked_name: 'x', asked_at: now, ended_at: now },
      })
      .execute();
    return factsOf(tx, must(await lockInstance(tx, of)));
  });
  return openRun({ db, clock }, instance, operationId, new AbortController().signal);
}
const driver = () => driverOf(t.app.context, 'odoo');
const keep = (of: Id, made: { version: string; facts: object }) =>
  t.app.context.db.inTenant(operatorId, (tx) =>
    updateInstance(tx, of, { version: made.version, facts: json(made.facts) }),
  );
const sql = async (database: string, text: string, role?: { user: string; password: string }) => {
  const url = new URL(POSTGRES);
  url.pathname = `/${database}`;
  if (role) [url.username, url.password] = [role.user, role.password];
  const client = new pg.Client({ connectionString: url.toString() });
  await client.connect();
  try {
    return (await client.query(text)).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
};
const knock = (name: string): Promise<{ status: number; page: string }> =>
  new Promise((done, fail) => {
    get(
      { port: host.doorPort, path: '/door', headers: { host: name, 'accept-language': 'de' } },
      (answer) => {
        let page = '';
        answer.on('data', (piece) => (page += String(piece)));
        answer.on('end', () => done({ status: answer.statusCode!, page }));
      },
    ).once('error', fail);
  });
const scratchPath = (name: string): string => {
  const folder = join(t.filesDir, 'odoo');
  mkdirSync(folder, { recursive: true });
  return join(folder, name);
};

describe('an agent registers once and obeys one key', () => {
  test('a token is good for one agent, for a day, and for nobody who does not know its secret', async () => {
    const used = await token();
    expect(await host.once('--register', used)).toMatchObject({ code: 0 });
    const { agentId, secret } = readToken(used)!;
    const say = (given: { agentId: string; secret: string }) =>
      registerAgent.take({
        context: t.app.context,
        params: {},
        header: () => '',
        body: Buffer.from(
          JSON.stringify({
            ...given,
            ...{ name: 'host-2', address: 'https://127.0.0.1:8443', places: 1, domain: 'odoo.example' },
            authority: '-----BEGIN CERTIFICATE-----',
          }),
        ),
      });
    expect(await say({ agentId, secret })).toMatchObject({ code: 'token_used', status: 403 });
    expect(await say({ agentId, secret: 'x'.repeat(43) })).toMatchObject({ code: 'token_unknown' });
    const late = readToken(await token())!;
    t.clock.advance({ minutes: 24 * 60 });
    expect(await say({ agentId: late.agentId, secret: late.secret })).toMatchObject({
      code: 'token_expired',
    });
    expect((await host.once('--register', used)).said).toMatch(/This agent is registered/);
    await host.start();
    const [server] = await listServers(t.app.context);
    expect(server, server?.fault).toMatchObject({ name: 'host-1', places: 8, instances: 0 });
    expect(server!.report, server!.fault).toMatchObject({ releases: host.releases, instances: [] });
    const [row] = await t.app.context.db.inTenant(operatorId, (tx) =>
      tx
        .tables<HostingTables>()
        .selectFrom('hosting_server')
        .selectAll()
        .where('tenant_id', '=', operatorId)
        .execute(),
    );
    agent = await openAgent(t.app.context, operatorId, row!);
  });

  test('what is not a command to the letter is refused, and what nobody signed is not read', async () => {
    await expect(agent.call('instance.run', { instance: '../etc', running: true })).rejects.toThrow(
      'input_unfit',
    );
    await expect(agent.call('report', { shell: 'id' } as never)).rejects.toThrow('input_unfit');
    await expect(agent.call('sh' as 'report', {})).rejects.toThrow('command_unknown');
    const server = (await listServers(t.app.context))[0]!;
    const { egress } = t.app.context;
    const { authority } = await t.app.context.db.inTenant(operatorId, (tx) =>
      tx
        .tables<OdooTables>()
        .selectFrom('hosting_agent')
        .select('authority')
        .where('tenant_id', '=', operatorId)
        .where('authority', 'is not', null)
        .executeTakeFirstOrThrow(),
    );
    const answer = await egress.fetch(`${server.address}/commands`, {
      ...{
        purpose: 'hosting.agent',
        recipient: { kind: 'processor', id: 'hosting-server:host-1' },
        categories: [],
      },
      ...{ method: 'POST', body: '{"command":"report","input":{}}', ca: authority! },
    });
    expect([answer.status, await answer.text()]).toEqual([401, expect.stringContaining('malformed')]);
  });
});

describe('an instance', () => {
  test('a template that Odoo calls made and nobody can sign in to is none', async () => {
    const wanted = { template: `tpl-${slug.slice(-6)}`, release: host.releases[0]!, modules: [] };
    if (!REAL) {
      host.setFaults(host.releases[0]!, ['createFails']);
      await expect(makeServerTemplate(t.app.context, 'host-1', wanted)).rejects.toThrow('template_failed');
      host.setFaults(host.releases[0]!, []);
    }
    expect(must(await makeServerTemplate(t.app.context, 'host-1', wanted)).modules).toBeGreaterThan(0);
    const database = `tpl_${wanted.template.replaceAll('-', '_')}`;
    await expect(sql(database, 'select 1')).rejects.toThrow(/not currently accepting connections/);
  }, 900_000);

  test('is copied from it, handed over with a log-in that was tried, and its first password is told once', async () => {
    id = await order(slug);
    const made = must(await driver().provision(await run(id), PROVISION));
    expect(made).toMatchObject({ url: `https://${slug}.odoo.example`, facts: { release: host.releases[0] } });
    expect(made.loginCheck).toMatch(/signed in as owner@.*asked by JSON/);
    await keep(id, made);
    const first = must(await giveFirstLogin(t.app.context, slug));
    expect((await giveFirstLogin(t.app.context, slug)).ok).toBe(false);
    const wire = agent.wireTo(slug);
    expect(
      await signIn(wire, { database: databaseOf(slug), login: first.login, password: 'wrong' }),
    ).toBeNull();
    const uid = (await signIn(wire, { database: databaseOf(slug), ...first }))!;
    const api = overJsonRpc(wire, { database: databaseOf(slug), uid, password: first.password });
    [forgotten] = (await api.call('res.partner', 'create', { named: { vals_list: [{ name: 'X' }] } })) as [
      number,
    ];
    // The log-ins are the customer's now.
    const credential = { login: 'x', name: 'x', password: 'x'.repeat(16) };
    await expect(agent.call('instance.credential', { instance: slug, credential })).rejects.toThrow(
      'instance_used',
    );
  }, 300_000);

  test('a name filter keeps no database from RPC; a role of its own does, and nothing manages databases', async () => {
    await driver().provision(await run(await order(other)), PROVISION);
    const rpc = async (service: string, method: string, args: unknown[]): Promise<unknown> => {
      const { port } = host.state().instances[slug]!;
      const answer = await fetch(`http://127.0.0.1:${port}/jsonrpc`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ jsonrpc: '2.0', method: 'call', id: 1, params: { service, method, args } }),
      });
      expect(answer.status).toBe(200);
      return ((await answer.json()) as { error?: { data: { name: string } } }).error?.data.name;
    };
    expect(await rpc('common', 'login', [databaseOf(other), 'admin', 'admin'])).toMatch(
      /OperationalError|InsufficientPrivilege/,
    );
    expect(await rpc('db', 'list', [])).toMatch(/AccessDenied/);
    const role = { user: databaseOf(slug), password: host.state().instances[slug]!.password };
    await expect(sql(databaseOf(other), 'select 1', role)).rejects.toThrow(/permission denied/);
  }, 300_000);

  test('the proxy serves known hosts only, asks the door, and manages no databases', async () => {
    const text = readFileSync(host.caddyfile, 'utf8');
    expect(text).toContain(`${slug}.odoo.example {`);
    expect(text).toContain(`forward_auth 127.0.0.1:${host.doorPort}`);
    expect(text).toContain('respond @management 404');
    expect((await knock(`${slug}.odoo.example`)).status).toBe(200);
    expect((await knock('nobody.odoo.example')).status).toBe(404);
  });

  test('suspended nobody gets in and nothing runs by itself; resumed all is as before', async () => {
    const { pid } = host.state().instances[slug]!.process!;
    must(await driver().suspend(await run(id), { reason: 'unpaid', since: t.clock.now() }));
    const closed = await knock(`${slug}.odoo.example`);
    expect([closed.status, closed.page]).toEqual([
      403,
      expect.stringMatching(/Rechnung offen[^]*invoice is unpaid/),
    ]);
    await expect.poll(() => existsSync(`/proc/${pid}`)).toBe(false);
    expect((await driver().health(await run(id))).state).toBe('down');
    expect((await knock(`${other}.odoo.example`)).status).toBe(200);
    must(await driver().resume(await run(id)));
    expect((await knock(`${slug}.odoo.example`)).status).toBe(200);
    expect((await driver().health(await run(id))).state).not.toBe('down');
    expect(must(await driver().usage(await run(id))).users).toBe(1);
  }, 120_000);

  test('a killed agent leaves its servers serving, knows them again, and takes half-made things away', async () => {
    const { process: mark } = host.state().instances[slug]!;
    await host.kill();
    const kept = host.state() as unknown as { instances: Record<string, object> };
    kept.instances['half-made'] = {
      ...kept.instances[slug],
      name: 'half-made',
      phase: 'making',
      process: null,
      hosts: [],
    };
    writeFileSync(join(host.home, 'state.json'), JSON.stringify(kept));
    await host.start();
    expect(host.state().instances).not.toHaveProperty('half-made');
    expect(host.state().instances[slug]!.process).toEqual(mark);
    expect((await driver().health(await run(id))).state).not.toBe('down');
  }, 120_000);
});

describe('archives', () => {
  let path: string;

  test("a backup is the server's own zip, read whole and put back beside; nobody's connection ends for it", async () => {
    const url = new URL(POSTGRES);
    url.pathname = `/${databaseOf(slug)}`;
    const guest = new pg.Client({ connectionString: url.toString() });
    guest.on('error', () => undefined);
    await guest.connect();
    const working = await run(id);
    path = scratchPath('good.zip');
    const made = must(await driver().backup(working, path));
    const proof = must(await driver().verify(working, path, made));
    expect(proof.users).toBe(1);
    expect(proof.files).toEqual(made.files);
    expect(proof.constraints).toBeGreaterThan(3);
    expect(await working.claimed()).toHaveLength(4);
    expect((await guest.query('select 1 as still')).rows).toEqual([{ still: 1 }]);
    await guest.end();
  }, 600_000);

  onlyFake('a zip with a dump that was cut is no backup, and its file does not stay', async () => {
    host.setFaults('18.0-1', ['backupCut']);
    const working = await run(id);
    const refused = await driver().backup(working, scratchPath('cut.zip'));
    host.setFaults('18.0-1', []);
    expect(refused).toMatchObject({ refusal: { code: 'hosting_archive_unfit', fault: 'dump_cut' } });
    expect(await working.claimed()).toHaveLength(4);
  });

  test('what Odoo could not put back leaves no database behind', async () => {
    const file = 'not-a-zip-at-all';
    await agent.call('file.write', {
      file,
      offset: 0,
      base64: Buffer.from('PK, but no zip').toString('base64'),
    });
    const from = { file, release: host.releases[0]!, neutralize: true };
    await expect(agent.call('instance.make', { instance: 'orphan-1', from, hosts: [] })).rejects.toThrow(
      'restore_failed',
    );
    expect(await sql('postgres', `select from pg_database where datname like 'o_orphan%'`)).toEqual([]);
    expect(await sql('postgres', `select from pg_roles where rolname like 'o_orphan%'`)).toEqual([]);
    await agent.call('file.remove', { file });
  }, 120_000);

  test('a copy is neutralised and without what was deleted; the original stays as it is', async () => {
    const working = await run(id);
    const deletions = [{ what: 'res.partner', key: { id: String(forgotten) }, at: t.clock.now() }];
    const copySlug = `${slug}-copy`;
    const copy = must(
      await driver().restoreToCopy(working, path, { slug: copySlug, until: t.clock.now(), deletions }),
    );
    const database = databaseOf(copySlug);
    expect(
      await sql(database, "select value from ir_config_parameter where key = 'database.is_neutralized'"),
    ).toHaveLength(1);
    const partner = `select count(*)::int as n from res_partner where id = ${deletions[0]!.key.id}`;
    expect([await sql(database, partner), await sql(databaseOf(slug), partner)]).toEqual([
      [{ n: 0 }],
      [{ n: 1 }],
    ]);
    expect((await knock(`${copySlug}.odoo.example`)).status).toBe(200);
    must(await driver().dropCopy(working, copy));
    expect(host.state().instances).not.toHaveProperty(copySlug);
  }, 600_000);
});

describe('releases and the end', () => {
  onlyFake(
    'an update that fails is taken back whole, with the database as it was; another series is not offered',
    async () => {
      const before = await sql(
        databaseOf(slug),
        "select value from ir_config_parameter where key = 'database.uuid'",
      );
      host.setFaults('18.0-2', ['updateFails']);
      expect(await agent.call('instance.release', { instance: slug, release: '18.0-2' })).toMatchObject({
        ...{ switched: false, release: '18.0-1' },
      });
      expect(
        await sql(databaseOf(slug), "select value from ir_config_parameter where key = 'database.uuid'"),
      ).toEqual(before);
      expect((await driver().health(await run(id))).state).not.toBe('down');
      host.setFaults('18.0-2', []);
      expect(await driver().upgrade(await run(id), { version: '19.0' })).toMatchObject({
        refusal: { code: 'hosting_version_not_offered' },
      });
    },
  );

  test('an update is tried on a copy, then made', async () => {
    const made = must(await driver().upgrade(await run(id), { version: host.releases[1]! }));
    expect(made).toMatchObject({ facts: { release: host.releases[1] } });
    expect(made.loginCheck).toContain('on a copy');
    await keep(id, made);
    expect((await driver().health(await run(id))).state).not.toBe('down');
    expect(
      await sql('postgres', `select from pg_database where datname = '${databaseOf(slug)}_before'`),
    ).toEqual([]);
  }, 900_000);

  test('at the end nothing of it is left, and the other one is untouched', async () => {
    const working = await run(id);
    const { counts } = must(await driver().terminate(working));
    expect(counts['databases']).toBe(1);
    expect(await working.claimed()).toEqual([]);
    const server = await t.app.context.db.inTenant(operatorId, (tx) =>
      tx
        .tables<HostingTables>()
        .selectFrom('hosting_server')
        .selectAll()
        .where('tenant_id', '=', operatorId)
        .executeTakeFirstOrThrow(),
    );
    const names = (await driver().inventory({ ...server, facts: {} })).map(({ name }) => name);
    expect(names.filter((name) => name.includes(slug) || name.includes(databaseOf(slug)))).toEqual([]);
    expect(names).toContain(other);
    expect((await knock(`${slug}.odoo.example`)).status).toBe(404);
    expect((await knock(`${other}.odoo.example`)).status).toBe(200);
    must(await driver().terminate(working));
  }, 120_000);
});

const PROVISION = {
  owner: { email: `owner@${slug}.example`, name: 'Owner', locale: 'en' },
  ...{ zone: 'Europe/Berlin', currency: 'EUR', locale: 'en', version: '', quota: {} },
};
