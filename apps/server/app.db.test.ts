import { X509Certificate } from 'node:crypto';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest, type RequestOptions as HttpsOptions } from 'node:https';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createCustomer,
  getCustomer,
  listCustomers,
  session,
  signInDemo,
} from '#modules/accounts/contract.ts';
import { ProblemError } from '#platform/http/client.ts';
import { lanAddresses } from '#platform/lan/addresses.ts';
import { keepLanCertificates } from '#platform/lan/certificates.ts';
import { serveLan, type Lan } from './lan.ts';
import { openTestApp, type TestApp } from './test-kit.ts';

let t: TestApp;
beforeAll(async () => {
  t = await openTestApp();
});
afterAll(() => t.close());

const forest = { name: 'Forest House Ltd', email: 'buy@forest.example' };
const problemOf = async (call: Promise<unknown>) => {
  const error = await call.then(
    () => undefined,
    (e: unknown) => e,
  );
  if (!(error instanceof ProblemError)) throw new Error(`expected a problem, got ${String(error)}`);
  return error.problem;
};

test('a visitor is nobody and reads nothing', async () => {
  const visitor = await t.client(null);
  expect(await visitor.call(session)).toMatchObject({ signedIn: false, role: null });
  expect(await problemOf(visitor.call(listCustomers))).toMatchObject({ status: 401, code: 'not_signed_in' });
});

test('the office takes on a customer and finds it again', async () => {
  const office = await t.client('office');
  const made = await office.call(createCustomer, { body: forest as never });
  expect(made.number).toBe('C-1');
  expect((await office.call(listCustomers, { query: { find: 'forest' } })).customers).toHaveLength(1);
});

test('a worker may not read customers', async () => {
  const worker = await t.client('worker');
  expect(await problemOf(worker.call(listCustomers))).toMatchObject({ status: 403, code: 'not_allowed' });
});

test('the same key twice makes one customer and answers alike', async () => {
  const office = await t.client('office');
  const input = { body: { ...forest, name: 'Twice GmbH' } as never, idempotencyKey: 'key-0001-twice' };
  const [a, b] = await Promise.all([office.call(createCustomer, input), office.call(createCustomer, input)]);
  expect(a.id).toBe(b.id);
  expect((await office.call(listCustomers, { query: { find: 'Twice' } })).customers).toHaveLength(1);
  const other = { body: { ...forest, name: 'Another' } as never, idempotencyKey: 'key-0001-twice' };
  expect(await problemOf(office.call(createCustomer, other))).toMatchObject({
    code: 'idempotency_key_reused',
  });
});

test('an unknown field and a bad value are told beside their fields, with a remedy', async () => {
  const office = await t.client('office');
  const problem = await problemOf(
    office.call(createCustomer, { body: { ...forest, paymentDays: -3, colour: 'red' } as never }),
  );
  expect(problem).toMatchObject({ status: 422, code: 'input_refused' });
  expect(problem.errors).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ field: 'colour', code: 'field_unknown', value: 'red' }),
      expect.objectContaining({ field: 'paymentDays', value: -3 }),
    ]),
  );
});

test("another tenant's customer is not found, not forbidden", async () => {
  const other = await t.anotherTenant();
  const theirs = await t.app.context.db.inTenant(other, async (tx) => {
    const { createCustomer: create } = await import('#modules/accounts/customers.ts');
    const made = await create(tx, await t.caller('owner', other), {
      ...forest,
      phone: '',
      street: '',
      postcode: '',
      city: '',
      country: 'DE',
      vatNumber: '',
      locale: 'en',
      paymentDays: 14,
    });
    if (!made.ok) throw new Error('not made');
    return made.value;
  });
  const office = await t.client('office');
  expect(await problemOf(office.call(getCustomer, { params: { customerId: theirs.id } }))).toMatchObject({
    status: 404,
    code: 'customer_unknown',
  });
});

test('row level security closes what a forgotten tenant condition would open', async () => {
  const { sql } = await import('kysely');
  const seen = await t.inTenant((tx) =>
    sql<{ tenants: number }>`select count(distinct tenant_id)::int as tenants from customer`.execute(
      tx.tables(),
    ),
  );
  expect(seen.rows[0]!.tenants).toBe(1);
});

test('the event log cannot be changed by the application', async () => {
  const { sql } = await import('kysely');
  await expect(t.inTenant((tx) => sql`delete from event`.execute(tx.tables()))).rejects.toThrow(
    /permission denied/,
  );
  await expect(t.inTenant((tx) => sql`update event set name = 'x'`.execute(tx.tables()))).rejects.toThrow(
    /permission denied/,
  );
});

describe('phones in the network', () => {
  const own = lanAddresses(networkInterfaces())[0];
  const reached = { names: ['localhost'], addresses: ['127.0.0.1', ...(own ? [own] : [])] };
  const said = (url: string, options: HttpsOptions = {}) =>
    new Promise<{ status: number; headers: IncomingHttpHeaders; body: Buffer }>((done, fail) => {
      const send = url.startsWith('https:') ? httpsRequest : httpRequest;
      send(url, { agent: false, ...options }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          done({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(chunks) }),
        );
      })
        .on('error', fail)
        .end(options.method === 'POST' ? JSON.stringify({ role: 'owner' }) : undefined);
    });
  let lan: Lan;
  let at: (scheme: 'http' | 'https', path: string, host?: string) => string;
  beforeAll(async () => {
    lan = await serveLan(t.app.server, {
      ...{ dataDir: join(t.filesDir, 'phones'), port: 0, reached, say: () => undefined },
    });
    at = (scheme, path, host = own ?? '127.0.0.1') => `${scheme}://${host}:${lan.port}${path}`;
  });
  afterAll(() => lan.stop());

  test('fetch the certificate without TLS, trust it, and speak TLS to the same application', async () => {
    const { body, headers } = await said(at('http', '/lan/ca.crt'));
    const authority = new X509Certificate(body);
    expect([authority.fingerprint256, headers['content-type']]).toEqual([
      lan.fingerprint,
      'application/x-x509-ca-cert',
    ]);
    await expect(said(at('https', '/api/session'))).rejects.toThrow(/certificate/);
    const trusted = await said(at('https', '/api/session'), { ca: authority.toString() });
    expect([trusted.status, JSON.parse(trusted.body.toString())]).toMatchObject([200, { signedIn: false }]);
    const german = await said(at('http', '/lan'), { headers: { 'accept-language': 'de-DE,de' } });
    expect(german.body.toString()).toContain('Zertifikat holen');
  });

  test('are sent on to TLS with anything else, to this machine and to no other', async () => {
    const moved = await said(at('http', '/api/session?a=1'), { headers: { host: 'elsewhere.example' } });
    expect([moved.status, moved.headers.location]).toEqual([307, `${lan.origins[0]}/api/session?a=1`]);
    for (const path of ['//', '//elsewhere.example/x', '*', 'http://elsewhere.example/'])
      expect((await said(at('http', '/'), { path })).headers.location).toMatch(
        new RegExp(`^${lan.origins[0]}/`),
      );
  });

  // A machine without a network has no other address to come from.
  test.skipIf(!own)('are not offered sign-in by one click, and refused when they try', async () => {
    const { ca } = keepLanCertificates(join(t.filesDir, 'phones'), reached, new Date());
    const headers = { 'content-type': 'application/json' };
    const tried = (host: string) => said(at('https', signInDemo.path, host), { ca, method: 'POST', headers });
    expect((await tried(own!)).body.toString()).toContain('demo_not_here');
    const roles = async (host: string) =>
      (
        JSON.parse((await said(at('https', '/api/session', host), { ca })).body.toString()) as {
          demoRoles: string[];
        }
      ).demoRoles;
    expect(await roles(own!)).toEqual([]);
    expect(await roles('127.0.0.1')).toContain('owner');
    const cookie = (await tried('127.0.0.1')).headers['set-cookie']?.[0];
    expect(cookie).toMatch(/^__Host-tenon=.*; Secure; HttpOnly/);
  });
});
