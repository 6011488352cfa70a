import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestApp, type TestApp } from '#apps/server/test-kit.ts';
import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { must } from '#domain/kernel/result.ts';
import { METRICS } from '#domain/policy/release/metrics.ts';
import { loadInstallation, valuesInForce } from '#modules/policy/api.ts';
import {
  addProcessor,
  confirmContract,
  handInContract,
} from '#modules/policy/processors/change-processor.ts';
import { loadProcessors } from '#modules/policy/processors/store.ts';
import * as releases from '#modules/policy/release/contract.ts';
import { decideInsidePlace } from '#modules/policy/recipients/own-servers.ts';
import { loadOwnServers } from '#modules/policy/recipients/store.ts';
import { careForReleases } from '#modules/policy/release/care-for-releases.ts';
import { drawPeriod } from '#modules/policy/release/draw-release.ts';
import type { ReleaseTables } from '#modules/policy/release/store.ts';
import type { UsageTables } from '#modules/policy/usage/store.ts';
import { getInsights } from './insights/contract.ts';
import * as outside from './outside/contract.ts';
import { idAt } from '#platform/clock/id-at.ts';
import { systemCaller, type Caller } from '#platform/http/caller.ts';
import type { Client } from '#platform/http/client.ts';
import type { Tx } from '#platform/postgres/tx.ts';

let t: TestApp;
let operatorId: Id;
let operator: Client;
/** a tool outside that writes down every byte */
let tool: Server;
let toolPort: number;
const heard: string[] = [];
let answer = 'HTTP/1.1 204 No Content\r\n\r\n';

beforeAll(async () => {
  tool = createServer((socket) => {
    let text = '';
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      text += bytes.toString('latin1');
      const [head = '', body] = text.split('\r\n\r\n');
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
      if (body === undefined || body.length < length) return;
      heard.push(text);
      socket.end(answer);
    });
  });
  await new Promise<void>((done) => tool.listen(0, '127.0.0.1', done));
  toolPort = (tool.address() as AddressInfo).port;
  t = await openTestApp();
  const { db } = t.app.context;
  operatorId = (await loadInstallation(db, t.clock.now()))!.operatorTenantId;
  operator = await t.client('operator');
});
afterAll(async () => {
  await t.close();
  tool.close();
});

const asOperator = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
  t.app.context.db.inTenant(operatorId, work);
const staff = async (name: string): Promise<Caller> => {
  const { context } = t.app;
  const caller = systemCaller(await context.tenantFacts(operatorId), context.clock, `login:${name}`);
  return { ...caller, name, role: 'operator' };
};

/** Lines of the log of visits, as the log keeps them. */
async function visited(
  lines: readonly { route: string; status?: number; ms?: number; of?: Id | null; at?: Instant }[],
): Promise<void> {
  const now = t.clock.now();
  await t.app.context.db
    .global<UsageTables>()
    .insertInto('access_log')
    .values(
      lines.map(({ route, status = 200, ms = 12, of = null, at = now }) => ({
        ...{ id: idAt(at), at, route, status, ms, of_tenant: of, login_id: null },
        ...{ ip: '203.0.113.9', ip_cut: false },
      })),
    )
    .execute();
}

describe('numbers without names', () => {
  const ACCEPT = 'POST /api/orders/:orderId/accept';
  const marks = () =>
    asOperator((tx) =>
      tx
        .tables<ReleaseTables>()
        .selectFrom('usage_mark')
        .select(['period', 'metric', 'business'])
        .where('tenant_id', '=', operatorId)
        .orderBy('metric')
        .execute(),
    );
  const care = () => careForReleases(t.app.context, operatorId);

  test('a firm is marked once for what its people did with success; demos and the operator never', async () => {
    const firm = await t.anotherTenant();
    await visited([
      { route: ACCEPT, of: firm },
      { route: ACCEPT, of: firm, status: 204 },
      { route: 'POST /api/cutting/batches', of: firm, status: 422 },
      { route: 'GET /api/orders', of: firm },
      { route: ACCEPT, of: t.tenantId },
      { route: ACCEPT, of: operatorId },
      { route: ACCEPT, of: null },
    ]);
    await care();
    await care();
    expect(await marks()).toEqual([{ period: '2026-Q1', metric: 'order-accepted', business: firm }]);
    const view = await operator.call(releases.listReleases, {});
    expect(view).toMatchObject({
      running: { period: '2026-Q1', until: '2026-04-01' },
      releases: [],
      refused: null,
    });
  });

  test('a period is drawn once, its marks go with it, and nobody can change what was drawn', async () => {
    // The log of the quarter is long forgotten when it ends; the marks are what is counted.
    t.clock.set('2026-04-01T06:00:00.000Z');
    operator = await t.client('operator');
    await care();
    const first = (await operator.call(releases.listReleases, {})).releases;
    expect(first).toMatchObject([{ period: '2026-Q1', number: 1, epsilon: '0.5', floor: 20, sentAt: null }]);
    // One firm did one thing: with noise of sd 11 hardly anything reaches the floor, and nothing is the true number.
    expect(first[0]!.numbers.map(({ metric }) => metric)).toEqual(METRICS.map(({ name }) => name));
    expect(await marks()).toEqual([]);
    await visited([{ route: ACCEPT, of: await t.anotherTenant(), at: '2026-03-31T10:00:00.000Z' }]);
    await care();
    expect((await operator.call(releases.listReleases, {})).releases).toEqual(first);
    expect(await marks()).toEqual([]);
    for (const table of ['anonymous_release', 'anonymous_number'] as const) {
      const change = (verb: 'update' | 'delete') =>
        asOperator<unknown>((tx) => {
          const tables = tx.tables<Record<typeof table, { tenant_id: Id; period: string }>>();
          return verb === 'delete'
            ? tables.deleteFrom(table).where('tenant_id', '=', operatorId).execute()
            : tables.updateTable(table).set({ period: 'x' }).where('tenant_id', '=', operatorId).execute();
        });
      await expect(change('update')).rejects.toMatchObject({ code: '42501' });
      await expect(change('delete')).rejects.toMatchObject({ code: '42501' });
    }
    const page = await t.app.server.inject({ url: '/policy/privacy?lang=en' });
    expect(page.body).toMatch(/id="numbers".*0\.5 of 2 spent.*2026-Q1/s);
  });

  test('nothing is drawn beyond the budget of a year', async () => {
    const values = await t.app.context.db.inTenant(operatorId, (tx) => valuesInForce(tx, t.clock.now()));
    const dear = { ...values, 'analytics.epsilonPerRelease': '1' };
    const drawn: unknown[] = [];
    for (const at of ['2026-07-02', '2026-10-02', '2027-01-02'])
      drawn.push(await asOperator((tx) => drawPeriod(tx, dear, `${at}T06:00:00.000Z`)));
    expect(drawn).toMatchObject([
      { ok: true, value: '2026-Q2' },
      { ok: false, refusal: { code: 'privacy_budget_spent', year: 2026, spent: '1.5', most: '2' } },
      { ok: false, refusal: { code: 'privacy_budget_spent' } },
    ]);
    expect((await operator.call(releases.listReleases, {})).ledger).toEqual([
      { year: 2026, spent: '1.5', most: '2' },
    ]);
  });

  test('what leaves is the released numbers and nothing of any firm, byte by byte', async () => {
    const url = `http://127.0.0.1:${toolPort}/numbers`;
    const [anna, ben] = [await staff('anna'), await staff('ben')];
    const set = (body: { processorId: string; url: string; key?: string }) =>
      operator.call(releases.setTool, { body });
    await expect(set({ processorId: 'counter', url })).rejects.toMatchObject({
      problem: { code: 'processor_unknown' },
    });
    const facts = {
      ...{ name: 'Counter', country: 'DE', service: 'shows numbers', purposes: ['analytics'] as const },
      ...{ subProcessors: [], transferBasis: '', contact: 'data@counter.example' },
      places: [{ host: '127.0.0.1', port: toolPort, inside: true }],
    };
    must(
      await asOperator((tx) => addProcessor(tx, anna, { id: 'parcels', ...facts, categories: ['contact'] })),
    );
    must(
      await asOperator((tx) =>
        addProcessor(tx, anna, { id: 'counter', ...facts, categories: ['aggregate'] }),
      ),
    );
    await expect(set({ processorId: 'parcels', url })).rejects.toMatchObject({
      problem: { code: 'tool_categories' },
    });
    for (const wrong of ['http://counter.example/n', 'https://me:secret@counter.example/n'])
      await expect(set({ processorId: 'counter', url: wrong })).rejects.toMatchObject({
        problem: { code: 'tool_address', status: 422 },
      });
    const view = await set({ processorId: 'counter', url, key: 'open-sesame' });
    expect(view.tool).toMatchObject({ processorId: 'counter', hasKey: true });
    expect(JSON.stringify(view)).not.toContain('open-sesame');
    // Without a contract nothing leaves; the job waits for the next day.
    await care();
    await t.app.runDueJobs();
    expect(heard).toEqual([]);
    const day = anna.today;
    must(
      await asOperator((tx) =>
        handInContract(tx, anna, 'counter', {
          ...{ fileHash: 'a'.repeat(64), fileName: 'contract.pdf', signedByUsOn: day, signedByThemOn: day },
          ...{ categories: ['aggregate'], validFrom: day, validTo: null },
        }),
      ),
    );
    const contractId = (await asOperator((tx) => loadProcessors(tx, 'counter')))[0]!.contracts[0]!.id;
    must(await asOperator((tx) => confirmContract(tx, ben, 'counter', contractId)));
    answer = 'HTTP/1.1 204 No Content\r\n\r\n';
    await care();
    await t.app.runDueJobs();
    await care();
    await t.app.runDueJobs();
    // Both drawn periods went, each once.
    expect(heard).toHaveLength(2);
    const sent = (await operator.call(releases.listReleases, {})).releases;
    for (const { period, epsilon, numbers } of sent) {
      const body = JSON.stringify({
        period,
        epsilon,
        numbers: numbers.map(({ metric, businesses }) => ({ name: metric, businesses: businesses ?? '<20' })),
      });
      // The whole of it: request line, six headers of ours, and the body above.
      const request = [
        'POST /numbers HTTP/1.1',
        'user-agent: Tenon',
        'accept: */*',
        'content-type: application/json',
        'authorization: Bearer open-sesame',
        'accept-encoding: identity',
        `host: 127.0.0.1:${toolPort}`,
        'connection: close',
        `content-length: ${body.length}`,
      ].join('\r\n');
      expect(heard).toContain(`${request}\r\n\r\n${body}`);
    }
    expect(sent.every(({ sentTo }) => sentTo === 'counter')).toBe(true);
    expect((await operator.call(releases.dropTool, {})).tool).toBeNull();
  });
});

describe('insights', () => {
  test('the operator sees sums of visits, faults, use and forms, and whoever said no is in none of them', async () => {
    const today = '2026-05-04T08:00:00.000Z';
    t.clock.set(today);
    operator = await t.client('operator');
    const firm = await t.anotherTenant();
    await visited([
      { route: 'GET /contact' },
      { route: 'GET /contact' },
      { route: 'POST /contact', status: 422 },
      { route: 'POST /contact' },
      ...Array.from({ length: 5 }, (_, i) => ({ route: 'POST /api/orders', of: firm, ms: 100 * (i + 1) })),
      { route: 'GET /api/profit', status: 500, of: firm },
      { route: 'GET /api/long-ago', at: '2026-03-01T08:00:00.000Z' },
    ]);
    const open = (url: string, headers: Record<string, string> = {}) => t.app.server.inject({ url, headers });
    await open('/home');
    await open('/blog/anything-somebody-typed');
    await open('/home', { 'sec-gpc': '1' });
    const view = await operator.call(getInsights, {});
    expect(view.site).toEqual({
      days: [{ day: '2026-05-04', views: 2, visitors: 1 }],
      pages: [
        { page: '/blog', views: 1 },
        { page: '/home', views: 1 },
      ],
      returning: [],
    });
    expect(view).toMatchObject({ from: '2026-04-05', until: '2026-05-04' });
    expect(view.forms.find(({ id }) => id === 'contact-form')).toMatchObject({
      opened: 2,
      sent: 1,
      refused: 1,
    });
    expect(view.slow.find(({ door }) => door === 'POST /api/orders')).toMatchObject({
      msHalf: 300,
      msMost: 500,
    });
    expect(view.errors).toMatchObject([{ door: 'GET /api/profit', broken: 1 }]);
    expect(view.features.find(({ id }) => id === 'orders')).toMatchObject({ calls: 5, businesses: 1 });
    const text = JSON.stringify(view);
    for (const hidden of [firm, '203.0.113.9', 'long-ago', 'somebody']) expect(text).not.toContain(hidden);
  });
});

describe('a site of the operator that is served elsewhere', () => {
  const list = () => operator.call(outside.listOutside, {});
  const page = (html: string, cookie = ''): string =>
    `HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n${cookie}content-length: ${Buffer.byteLength(html)}\r\n\r\n${html}`;

  test('is looked at as by a first visitor, only where the door lets it, and what is wrong stands on the page', async () => {
    operator = await t.client('operator');
    const address = `http://127.0.0.1:${toolPort}/`;
    const body = { address, essentialCookies: ['session_id'] };
    const first = await operator.call(outside.saveOutside, { body });
    expect(first.sites).toMatchObject([{ address, lookedAt: null, faults: [] }]);
    heard.length = 0;
    // An address inside is reached only after the operator admitted it.
    await t.app.runDueJobs();
    expect((await list()).sites[0]!.faults).toMatchObject([{ code: 'away' }]);
    expect(heard).toEqual([]);
    const [own] = await asOperator(loadOwnServers);
    must(
      await asOperator(async (tx) =>
        decideInsidePlace(tx, await staff('anna'), own!.id, { admit: true, reason: '' }),
      ),
    );
    answer = page(
      '<script src="https://stats.example/x.js"></script>',
      'set-cookie: _ga=1\r\nset-cookie: session_id=2\r\n',
    );
    t.clock.advance({ hours: 1 });
    await operator.call(outside.saveOutside, { body });
    await t.app.runDueJobs();
    expect((await list()).sites[0]!.faults.map(({ code, found }) => `${code} ${found}`)).toEqual([
      'policy_missing http://tenon.test/policy/privacy',
      'settings_missing http://tenon.test/cookies',
      'cookie _ga',
      'third_party stats.example',
    ]);
    // With the footer that the screen offers, and nothing else, all is well.
    answer = page((await list()).footer, 'set-cookie: session_id=2\r\n');
    t.clock.advance({ hours: 1 });
    await operator.call(outside.saveOutside, { body });
    await t.app.runDueJobs();
    expect((await list()).sites).toMatchObject([{ faults: [], lookedAt: t.clock.now() }]);
    // No cookie is sent along: each look is a first visit.
    expect(heard.join()).not.toMatch(/^cookie:/im);
    const params = { outsideSiteId: first.sites[0]!.id as Id };
    expect((await operator.call(outside.dropOutside, { params })).sites).toEqual([]);
    await expect(operator.call(outside.dropOutside, { params })).rejects.toMatchObject({
      problem: { code: 'outside_site_unknown', status: 404 },
    });
  });
});
