import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { dayIn, type Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { addMember, createTenant } from '#modules/accounts/module.ts';
import { activate } from '#modules/accounts/activation.ts';
import { signInDemo } from '#modules/accounts/contract.ts';
import { listPeopleAs } from '#modules/accounts/staff.ts';
import { listToAccept } from '#modules/policy/consent/to-accept.ts';
import { movableClock, type MovableClock } from '#platform/clock/clock.ts';
import { systemCaller, type Caller, type Role } from '#platform/http/caller.ts';
import { createClient, type Client } from '#platform/http/client.ts';
import { describeForm } from '#platform/http/consent-form.ts';
import type { AnyRoute } from '#platform/http/contract.ts';
import { createLog } from '#platform/log/log.ts';
import type { MailServer } from '#platform/mail/send.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { prepareDatabase } from '#platform/postgres/prepare.ts';
import { readKeyRing } from '#platform/secrets/key-ring.ts';
import { openVault } from '#platform/secrets/vault.ts';
import { createApp, type App } from './app.ts';
import { migrationFolders } from './modules.ts';

/** Monday, an ordinary working day, ten in the morning in Berlin. */
const TEST_NOW: Instant = '2026-03-02T09:00:00.000Z';
const SECRET = 'a secret for tests only';
// One ring for every application of a test run, so that what one of them sealed another can open.
const KEY_RING = JSON.stringify({
  sealing: { active: 'k1', keys: { k1: 'S'.repeat(42) + 'A' } },
  matching: { active: 'k1', keys: { k1: 'M'.repeat(42) + 'A' } },
  audit: 'A'.repeat(43),
});
/** For a second process that opens the same database as one of these applications. */
export const secretsOfTests = { secret: SECRET, keyRing: KEY_RING } as const;
const ROLES: readonly Role[] = ['owner', 'office', 'planner', 'worker', 'driver'];

/** A whole application on a database of its own, with one factory and a member of each role. */
export interface TestApp {
  readonly app: App;
  readonly clock: MovableClock;
  readonly tenantId: Id;
  readonly ownerUrl: string;
  readonly filesDir: string;
  /** what a use case sees when somebody with this role acts now */
  caller(role?: Role, tenantId?: Id): Promise<Caller>;
  inTenant<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** a client signed in through the door as this role; null is a visitor */
  client(role: Role | null): Promise<Client>;
  /** starts to listen (once); for browsers */
  listen(): Promise<string>;
  /** another factory, for isolation tests */
  anotherTenant(): Promise<Id>;
  close(): Promise<void>;
}

/**
 * Opens the application on a fresh copy of the migrated template database. Needs TENON_TEST_DATABASE_URL, which
 * `npm test` sets: an owner's URL of a running server.
 */
export async function openTestApp(
  options: {
    now?: Instant;
    log?: 'silent' | 'debug';
    /** where the lines of the log go; standard output when absent */
    logTo?: { write(line: string): void };
    demo?: boolean;
    relay?: MailServer;
    secondRelay?: MailServer;
    publicUrl?: string;
    bounceDomain?: string;
  } = {},
): Promise<TestApp> {
  const ownerUrl = await freshDatabase();
  const filesDir = await mkdtemp(join(tmpdir(), 'tenon-files-'));
  const clock = movableClock(options.now ?? TEST_NOW);
  const app = await createApp({
    ownerUrl,
    secret: SECRET,
    vault: openVault(readKeyRing('', KEY_RING)),
    clock,
    filesDir,
    hostingDir: join(filesDir, 'hosting'),
    connections: 5,
    log: createLog({ level: options.log ?? 'silent', ...(options.logTo ? { to: options.logTo } : {}) }),
    publicUrl: options.publicUrl ?? 'http://tenon.test',
    demoAllowed: true,
    relay: options.relay ?? null,
    secondRelay: options.secondRelay ?? null,
    bounceDomain: options.bounceDomain,
    mailFrom: 'papers@larch.example',
  });
  const { db } = app.context;
  const makeTenant = async (slug: string, demo: boolean): Promise<Id> => {
    const id = await createTenant(db, clock.now(), {
      slug,
      name: `Factory ${slug}`,
      zone: 'Europe/Berlin',
      currency: 'EUR',
      locale: 'en',
      demo,
    });
    for (const [order, role] of ROLES.entries())
      await addMember(
        db,
        clock.now(),
        id,
        { email: `${role}@${slug}.example`, name: role, locale: 'en', role, password: null },
        order,
      );
    // A demo is open as it is; any other account is once its owner has accepted the policies.
    if (!demo) await openAccount(app, clock.now(), id);
    return id;
  };
  const tenantId = await makeTenant('larch', options.demo ?? true);
  let origin: string | undefined;
  const injected = injectedFetch(app);
  return {
    app,
    clock,
    tenantId,
    ownerUrl,
    filesDir,
    caller: async (role = 'owner', of = tenantId) => {
      const facts = await app.context.tenantFacts(of);
      return {
        ...facts,
        loginId: null,
        actor: `login:${role}`,
        name: role,
        role,
        now: clock.now(),
        today: dayIn(facts.zone, clock.now()),
      };
    },
    inTenant: (work) => db.inTenant(tenantId, work),
    client: async (role) => {
      const jar = { cookie: '' };
      const client = agreeing(
        createClient({ origin: 'http://127.0.0.1', fetch: withCookies(injected, jar) }),
      );
      if (role) await client.call(signInDemo, { body: { role } });
      return client;
    },
    listen: async () => (origin ??= await app.server.listen({ host: '127.0.0.1', port: 0 })),
    anotherTenant: () => makeTenant(`other-${randomBytes(4).toString('hex')}`, false),
    close: async () => {
      await app.close();
      await rm(filesDir, { recursive: true, force: true });
      await dropDatabase(ownerUrl);
    },
  };
}

/** The owner of a new factory accepts the policies, as the first thing anybody does there. */
async function openAccount({ context }: App, now: Instant, tenantId: Id): Promise<void> {
  const caller = { ...systemCaller(await context.tenantFacts(tenantId), context.clock, 'system'), now };
  await context.db.inTenant(tenantId, async (tx) => {
    const [owner] = await listPeopleAs(tx, 'owner');
    if (owner) await activate(tx, { ...caller, loginId: owner.loginId }, await listToAccept(tx, now));
  });
}

/** Says yes to every form that asks a person, unless the call brings a consent, or none, of its own. */
function agreeing(client: Client): Client {
  return {
    ...client,
    call: async (route, input = {}) => {
      const { collects } = route as unknown as AnyRoute;
      if (!collects || 'consent' in input) return client.call(route, input);
      const facts = await client.call(describeForm, { query: { form: collects.form } });
      if (!facts.asked || facts.entered) return client.call(route, input);
      const { form, version, policyVersion } = facts;
      return client.call(route, {
        ...input,
        consent: { form, version, policyVersion: policyVersion ?? 1, act: 'button' },
      });
    },
  };
}

/** Requests go straight into the server, without a socket. */
function injectedFetch(app: App): typeof fetch {
  return async (input, init) => {
    const url = new URL(String(input));
    const body = init?.body;
    const answer = await app.server.inject({
      method: (init?.method ?? 'GET') as 'GET',
      url: url.pathname + url.search,
      headers: { host: url.host, ...(init?.headers as Record<string, string> | undefined) },
      ...(body === undefined || body === null
        ? {}
        : { payload: typeof body === 'string' ? body : Buffer.from(body as Uint8Array) }),
    });
    const headers = new Headers();
    for (const [name, value] of Object.entries(answer.headers))
      for (const one of [value].flat()) if (one !== undefined) headers.append(name, String(one));
    return new Response(answer.statusCode === 204 ? null : new Uint8Array(answer.rawPayload), {
      status: answer.statusCode,
      headers,
    });
  };
}

function withCookies(inner: typeof fetch, jar: { cookie: string }): typeof fetch {
  return async (input, init) => {
    const headers = {
      ...(init?.headers as Record<string, string> | undefined),
      ...(jar.cookie ? { cookie: jar.cookie } : {}),
    };
    const answer = await inner(input, { ...init, headers });
    const set = answer.headers.get('set-cookie');
    if (set) jar.cookie = set.split(';')[0]!;
    return answer;
  };
}

function serverUrl(): string {
  const url = process.env['TENON_TEST_DATABASE_URL'];
  if (!url) throw new Error('TENON_TEST_DATABASE_URL is not set. Run the tests through npm test.');
  const socket = process.env['TENON_TEST_DATABASE_SOCKET'];
  if (!socket) return url;
  const bySocket = new URL(url);
  bySocket.searchParams.set('host', socket);
  return bySocket.toString();
}

function databaseUrl(name: string): string {
  const url = new URL(serverUrl());
  url.pathname = `/${name}`;
  return url.toString();
}

/** Copies the template, which the first test of a run makes; the lock lets parallel files wait for it. */
async function freshDatabase(): Promise<string> {
  const admin = new pg.Client({ connectionString: serverUrl() });
  await admin.connect();
  try {
    const template = `tenon_template_${process.env['TENON_TEST_RUN'] ?? 'local'}`.toLowerCase();
    await admin.query('select pg_advisory_lock(7463999)');
    const { rowCount } = await admin.query('select from pg_database where datname = $1', [template]);
    if (!rowCount) {
      await admin.query(`create database ${template}_new`);
      await prepareDatabase(databaseUrl(`${template}_new`), SECRET, migrationFolders);
      await admin.query(`alter database ${template}_new rename to ${template}`);
    }
    const name = `tenon_t_${randomBytes(6).toString('hex')}`;
    await admin.query(`create database ${name} template ${template}`);
    return databaseUrl(name);
  } finally {
    await admin.end();
  }
}

async function dropDatabase(url: string): Promise<void> {
  const admin = new pg.Client({ connectionString: serverUrl() });
  await admin.connect();
  await admin.query(`drop database if exists ${new URL(url).pathname.slice(1)} with (force)`);
  await admin.end();
}
