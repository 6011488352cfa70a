import * as z from 'zod';
import { sql } from 'kysely';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { modules } from '#apps/server/modules.ts';
import { openTestApp, type TestApp } from '#apps/server/test-kit.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { LIBRARY } from '#domain/product/library/library.ts';
import { ok, refuse } from '#domain/kernel/result.ts';
import { createCustomer, signIn } from '#modules/accounts/contract.ts';
import { createKey, listKeys } from '#modules/accounts/keys-contract.ts';
import { addMember, callerOf } from '#modules/accounts/module.ts';
import { createBoard, updateProduct } from '#modules/catalog/contract.ts';
import { installLibrary } from '#modules/catalog/module.ts';
import { sendCommand, type StationCommand } from '#modules/production/contract.ts';
import { holds, route as declare, type AnyRoute } from '#platform/http/contract.ts';
import { id } from '#platform/http/fields.ts';
import { handle, type Handler } from '#platform/http/handler.ts';
import { createServer } from '#platform/http/server.ts';
import type { AppContext } from '#platform/module/context.ts';
import { EVENT_CHANNEL } from '#platform/outbox/events.ts';
import { fillTenant, MARK } from './full-tenant.ts';
import { addressesOf, ask, bodyOf, paramsOf, queryOf, type Bait } from './probe.ts';
import { TenantRows } from './tenant-rows.ts';

/**
 * Two factories on one server. The first has rows of every kind; people of the second, a visitor and somebody who was
 * let go ask every route there is for the first one's rows. Made from the contract: a new route is asked as well.
 */
const routes: readonly AnyRoute[] = modules.flatMap((module) =>
  (module.handlers ?? []).map((handler) => handler.route),
);
const ROLES = ['owner', 'office', 'planner', 'worker', 'driver'] as const;
const PASSWORD = 'seven larches at the lake';
/** Codes that only the first factory has. */
const CENTRE = 'ZIRBE';
const BOARD = 'ZIRBE19';

let t: TestApp;
let otherId: Id;
let rows: TenantRows;
let bait: Bait;
/** every id that the first factory's rows have */
let foreign: ReadonlySet<string> = new Set();
const cookies = new Map<string, string>();
/** what the second factory's API key was given */
let keyMay: ReadonlySet<string>;

beforeAll(async () => {
  t = await openTestApp();
  await fillTenant(t);
  const owner = await t.client('owner');
  await owner.call(createBoard, {
    body: {
      code: BOARD,
      name: MARK,
      decor: MARK,
      thickness: 19,
      grain: 'none',
      pricePerSquareMetre: '9.00',
      gramsPerSquareMetre: 12_000,
      formats: [{ length: 2800, width: 2070 }],
    } as never,
  });
  otherId = await t.anotherTenant();
  const other = await t.caller('owner', otherId);
  await t.app.context.db.inTenant(otherId, (tx) => installLibrary(tx, other));
  rows = await TenantRows.open(t.ownerUrl, t.tenantId);
  // A work centre and a board that only the first factory has: their codes are parameters of addresses.
  await rows.anywhere(
    `insert into work_centre select (jsonb_populate_record(c, jsonb_build_object('id', gen_random_uuid(), 'code', '${CENTRE}', 'name', '${MARK}'))).* from work_centre c where tenant_id = $1 order by position limit 1`,
    [t.tenantId],
  );
  for (const role of ROLES) cookies.set(role, await signedIn(otherId, `${role}@second.example`, role));
  cookies.set('key', await keyOf(cookies.get('owner')!));
  cookies.set('revoked', await signedIn(t.tenantId, 'gone@first.example', 'owner'));
  cookies.set('first', await signedIn(t.tenantId, 'boss@first.example', 'owner'));
  await rows.anywhere(
    `update membership set active = false where tenant_id = $1 and login_id = (select id from login where email = 'gone@first.example')`,
    [t.tenantId],
  );
  // A factory writes no policies; the table is a tenant's all the same, so a row of it is planted.
  await rows.anywhere(
    `insert into policy_draft (tenant_id, id, document, based_on, content, summary, state, author, author_name, created_at, changed_at)
     values ($1, gen_random_uuid(), 'privacy', 1, '{}', '{"en":"${MARK}","de":"${MARK}"}', 'open', 'x', '${MARK}', now(), now())`,
    [t.tenantId],
  );
  // Disclosures lie with the operator only, and addresses inside in no tenant; both are parameters of addresses.
  await rows.anywhere(
    `insert into disclosure (tenant_id, id, number, asked_by, ground, about_tenant, categories, host, port, valid_to, entered_by, entered_name, entered_at)
     values ($1, gen_random_uuid(), 1, '${MARK}', 'law', $1, '[]', 'court.example', 443, now(), 'x', '${MARK}', now())`,
    [t.tenantId],
  );
  await rows.anywhere(
    `insert into disclosure_step (tenant_id, id, disclosure_id, kind, at, actor, actor_name)
     select tenant_id, gen_random_uuid(), id, 'approved', now(), 'x', '${MARK}' from disclosure where tenant_id = $1`,
    [t.tenantId],
  );
  const [inside] = await rows.anywhere<{ id: Id }>('select id from inside_place where for_tenant = $1', [
    t.tenantId,
  ]);
  // A company whose owner is here cannot ask for another one.
  await rows.anywhere(
    `insert into ownership_claim (id, tenant_id, company, login_id, name, reason, asked_at, ripe_at)
     select gen_random_uuid(), $1, '${MARK}', id, '${MARK}', '${MARK}', now(), now() + interval '14 days' from login where email = 'boss@first.example'`,
    [t.tenantId],
  );
  // A passkey is a person's and lies in no tenant; its id is a parameter of an address all the same.
  const [passkey] = await rows.anywhere<{ id: Id }>(
    `insert into login_passkey (credential_id, id, login_id, name, public_key, counter, created_at)
     select 'planted', gen_random_uuid(), id, '${MARK}', '\\x00', 0, now() from login where email = 'boss@first.example' returning id`,
  );
  // Processors are the operator's and lie in no tenant; a factory must not learn of them by their addresses.
  await rows.anywhere(
    `insert into processor (id, name, service, categories, purposes, sub_processors, transfer_basis, contact, places, made_at)
     values ('planted', '${MARK}', '${MARK}', '[]', '[]', '[]', '', '', '[]', now())`,
  );
  const [contract] = await rows.anywhere<{ id: Id }>(
    `insert into processor_contract (id, processor_id, declared, categories, valid_from, handed_in_by, handed_in_name, handed_in_at)
     values (gen_random_uuid(), 'planted', true, '[]', now(), 'x', '${MARK}', now()) returning id`,
  );
  const ids = new Map<string, readonly Id[]>([
    ...(await rows.ids()),
    ['login_passkey.id', [passkey!.id]],
    ['processor.id', ['planted' as Id]],
    ['inside_place.id', [inside!.id]],
    ['processor_contract.id', [contract!.id]],
  ]);
  bait = {
    ids,
    words: {
      code: [BOARD, CENTRE],
      centre: [CENTRE],
      lineNo: ['1'],
      kind: ['quote'],
      sawFile: ['steps', 'ptx'],
      revision: ['1'],
      position: ['1'],
      partCode: await rows.texts('part', 'code'),
      machine: [`${CENTRE}-1`],
      document: ['privacy'],
      day: ['2026-12-24'],
    },
  };
  foreign = new Set([...ids.values()].flat());
}, 240_000);
afterAll(async () => {
  await rows?.close();
  await t?.close();
});

async function signedIn(tenantId: Id, email: string, role: (typeof ROLES)[number]): Promise<string> {
  await addMember(t.app.context.db, t.clock.now(), tenantId, {
    email,
    name: role,
    locale: 'en',
    role,
    password: PASSWORD,
  });
  const answer = await t.app.server.inject({
    method: 'POST',
    url: signIn.path,
    payload: { email, password: PASSWORD },
  });
  expect(answer.statusCode, answer.body).toBe(200);
  return String(answer.headers['set-cookie']).split(';')[0]!;
}

/** Everything a key of this session's owner can hold. */
async function keyOf(cookie: string): Promise<string> {
  const asked = (route: AnyRoute, body: unknown) => ask(t.app.server, route, route.path, cookie, body);
  const { grantable } = JSON.parse((await asked(listKeys as unknown as AnyRoute, undefined)).text) as {
    grantable: string[];
  };
  const made = await asked(createKey as unknown as AnyRoute, {
    name: 'second',
    permissions: grantable,
    days: 30,
  });
  keyMay = new Set(grantable);
  return `Bearer ${(JSON.parse(made.text) as { key: string }).key}`;
}

/** Bodies that must mean something before anybody looks for the row; all others are made from the schema. */
function bodiesFor(route: AnyRoute): readonly unknown[] {
  if (isSame(route, updateProduct)) return [LIBRARY[0]];
  if (isSame(route, sendCommand))
    return commandsAtForeign().map((command) => ({ key: crypto.randomUUID(), at: t.clock.now(), command }));
  // An empty week is a week.
  return [bodyOf(route.body, bait.ids.get('customer.id')![0]!, { weekly: [] })];
}

const isSame = (route: AnyRoute, other: { method: string; path: string }): boolean =>
  route.method === other.method && route.path === other.path;

/** Every tap there is, at things of the first factory. */
function commandsAtForeign(): StationCommand[] {
  const one = (column: string): never => bait.ids.get(column)!.at(-1)! as never;
  const code = bait.words['partCode']![0]!;
  const machine = bait.words['machine']![0]!;
  return [
    { do: 'sheet-done', sheetId: one('cut_sheet.id') },
    { do: 'sheet-damaged', sheetId: one('cut_sheet.id'), reason: 'x' },
    { do: 'part-done', code },
    { do: 'bad-part', code, reason: 'x' },
    { do: 'unit-done', unitId: one('production_unit.id'), force: true },
    { do: 'stop', machine, reason: 'x', expectedMinutes: 5 },
    { do: 'start', machine },
  ];
}

/** What somebody with the permission is told who names a row of another factory. */
function refusalOf(route: AnyRoute): { status: number; says?: RegExp } {
  // A tap made offline always gets an answer to show, or the station would repeat it for ever: what it names is unknown.
  if (isSame(route, sendCommand))
    return {
      status: 200,
      says: /"outcome":"(conflict","code":"\w+_unknown|already","code":"machine_runs_already)"/,
    };
  return { status: 404 };
}

/** Signing in and out belong to nobody's tenant, and would end the sessions that ask. */
const isDoor = (route: AnyRoute): boolean => route.may === 'public' && route.method !== 'GET';

/** What the first factory has, as it was seen last; forgotten where a test changes it on purpose. */
let standing: ReadonlyMap<string, string> | undefined;

/** The first factory's tables that changed since it was looked at last. */
async function changedTables(): Promise<string[]> {
  const before = standing;
  standing = await rows.marks();
  return [...standing]
    .filter(([table, mark]) => before && before.get(table) !== mark)
    .map(([table]) => table);
}

/** What a text tells of the first factory that whoever asked did not say. */
function leaksIn(text: string, sent: string): string[] {
  const found = text.match(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g) ?? [];
  return [
    ...new Set([...found.filter((one) => foreign.has(one)), ...[MARK].filter((one) => text.includes(one))]),
  ].filter((one) => !sent.includes(one));
}

/** Asks as everybody who must get nothing. @returns one sentence per fault */
async function attack(server: FastifyInstance, route: AnyRoute): Promise<string[]> {
  const faults: string[] = [];
  // An API key asks a limited number of times in a minute.
  t.clock.advance({ minutes: 1 });
  // Everybody has just proven who they are: a step that asks for that must not hide what it would say of the row.
  await rows.anywhere('update session set proven_at = $2 where tenant_id = $1', [otherId, t.clock.now()]);
  const withParams = paramsOf(route).length > 0;
  for (const who of [...ROLES, 'key', 'visitor', 'revoked'] as const) {
    const signedInHere = who !== 'visitor' && who !== 'revoked';
    const may =
      signedInHere &&
      (who === 'key' ? route.may === 'public' || keyMay.has(route.may) : holds(who, route.may));
    // Ids of other kinds too, once; who may not even ask is turned away before anybody looks for a row: one address says
    // it. A file is read by a thread of its own before that look: the ids that are meant say enough.
    const addresses = addressesOf(route, bait, who === 'owner' && route.kind !== 'upload');
    for (const address of may || route.may === 'public' ? addresses : addresses.slice(0, 1)) {
      for (const body of bodiesFor(route)) {
        const answer = await ask(
          server,
          route,
          address + queryOf(route.query),
          cookies.get(who) ?? null,
          body,
        );
        const sent = `${address} ${JSON.stringify(body ?? '')}`;
        const told = `${who} asked ${route.method} ${sent.slice(0, 300)}`;
        const got = `got ${answer.status} ${answer.text.slice(0, 200)}`;
        const leaked = leaksIn(answer.text, sent);
        if (leaked.length) faults.push(`${told} and was told ${leaked.slice(0, 3).join(', ')}`);
        if (answer.status >= 500) faults.push(`${told} and ${got}`);
        const wanted = !signedInHere
          ? { status: 401 }
          : !may
            ? { status: 403 }
            : withParams
              ? refusalOf(route)
              : null;
        if (route.may === 'public' || !wanted) continue;
        if (answer.status !== wanted.status) faults.push(`${told} and ${got} instead of ${wanted.status}`);
        else if ('says' in wanted && wanted.says && !wanted.says.test(answer.text))
          faults.push(`${told} and ${got}`);
      }
    }
  }
  return faults;
}

test('the first factory has rows in every table that a factory can have', async () => {
  // Only a factory whose door is closed has a row of that; behind it nobody would find anything.
  expect(await rows.empty()).toEqual(['workspace_door']);
  expect(foreign.size).toBeGreaterThan(100);
});

test('every parameter of an address has a foreign value to be asked with', () => {
  expect(
    routes.filter((route) => addressesOf(route, bait, false).length === 0).map(({ path }) => path),
  ).toEqual([]);
});

/**
 * Rows of these lie in the operator's tenant, where a factory's owner is a contact of a customer; that the contact finds
 * them and a stranger does not is shown by `modules/cancellation/cancellation.db.test.ts`.
 */
const AT_OPERATOR = /^\/api\/my\/(subscriptions|cancellations)\//;

test('what is asked for is really there: its own owner finds it at every address that reads', async () => {
  const unfound: string[] = [];
  // What only the operator's staff may read, the owner of a factory does not find.
  const readable = (r: AnyRoute): boolean =>
    r.method === 'GET' && paramsOf(r).length > 0 && holds('owner', r.may) && !AT_OPERATOR.test(r.path);
  for (const route of routes.filter(readable)) {
    const answers = [];
    for (const address of addressesOf(route, bait, false))
      answers.push(
        (await ask(t.app.server, route, address + queryOf(route.query), cookies.get('first')!, undefined))
          .status,
      );
    if (!answers.includes(200)) unfound.push(`${route.path}: ${[...new Set(answers)].join()}`);
  }
  expect(unfound).toEqual([]);
});

describe.each(routesByModule())('nobody else gets, learns or changes anything in %s at', (_module, named) => {
  beforeAll(async () => void (await changedTables()));
  test.each(named)(
    '%s',
    async (_name, route) => {
      expect(await attack(t.app.server, route)).toEqual([]);
    },
    60_000,
  );
  test('and after all of these no row of the first factory is another', async () => {
    expect(await changedTables()).toEqual([]);
  });
});

/** Routes under the name of their module; those that belong to nobody's tenant are left out. */
function routesByModule(): (readonly [string, readonly (readonly [string, AnyRoute])[]])[] {
  return modules
    .map(({ name, handlers = [] }) => {
      const named = handlers
        .map(({ route }) => route)
        .filter((route) => !isDoor(route))
        .map((route) => [`${route.method} ${route.path}`, route] as const);
      return [name, named] as const;
    })
    .filter(([, named]) => named.length > 0);
}

/** What somebody hears on the live stream while `meanwhile` happens; ends once a word of one's own was heard. */
async function hear(
  cookie: string,
  until: string,
  meanwhile: () => Promise<unknown>,
  last?: string,
): Promise<string> {
  const origin = await t.listen();
  const given = new AbortController();
  const stream = await fetch(`${origin}/api/live`, {
    headers: { cookie, ...(last ? { 'last-event-id': last } : {}) },
    signal: given.signal,
  });
  expect(stream.status).toBe(200);
  let heard = '';
  const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
  await meanwhile();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    heard += part.value;
    if (heard.includes(until)) break;
  }
  given.abort();
  return heard;
}

const customerOf = (who: string) => async (): Promise<string> => {
  const body = { name: `Customer of ${who}`, email: 'x@y.example' };
  const answer = await ask(
    t.app.server,
    createCustomer as unknown as AnyRoute,
    createCustomer.path,
    cookies.get(who)!,
    body,
  );
  return (JSON.parse(answer.text) as { id: string }).id;
};

describe('the live stream', () => {
  const ownWord = 'event: progress';
  /** Said to the second factory after everything else: channels of one session are heard in order. */
  const endWord = async (): Promise<void> =>
    t.app.context.db.notify('tenon_progress', { tenantId: otherId, end: true });

  test("tells of one's own tenant and nothing of another", async () => {
    let theirs = '';
    let own = '';
    const heard = await hear(cookies.get('owner')!, 'customer.created', async () => {
      theirs = await customerOf('first')();
      own = await customerOf('owner')();
    });
    expect(heard).toContain(own);
    expect(heard).not.toContain(theirs);
  });

  test('gives nothing of another tenant to somebody who names its event as the last heard', async () => {
    const [event] = await rows.anywhere<{ id: string }>(
      // Many are of one moment; by id they stand as they were written.
      'select id from event where tenant_id = $1 order by id limit 1',
      [t.tenantId],
    );
    const heard = await hear(cookies.get('owner')!, ownWord, endWord, event!.id);
    const theirs = [...(await rows.ids()).values()].flat();
    expect(theirs.filter((text) => heard.includes(text))).toEqual([]);
    expect(heard).toContain('workshop.stocked');
  });

  test('would show a hint that went to the wrong tenant', async () => {
    const [event] = await rows.anywhere<{ id: string; aggregate_id: string }>(
      'select id, aggregate_id from event where tenant_id = $1 limit 1',
      [t.tenantId],
    );
    const heard = await hear(cookies.get('owner')!, 'planted.fault', () =>
      t.app.context.db.notify(EVENT_CHANNEL, {
        tenantId: otherId,
        id: event!.id,
        name: 'planted.fault',
        aggregateId: event!.aggregate_id,
      }),
    );
    expect(heard).toContain(event!.aggregate_id);
  });

  test('is closed to a visitor and to somebody who was let go', async () => {
    const origin = await t.listen();
    for (const headers of [{}, { cookie: cookies.get('revoked')! }]) {
      const answer = await fetch(`${origin}/api/live`, { headers });
      expect(answer.status).toBe(401);
      expect(await answer.text()).toBe('');
    }
  });
});

describe('this test sees a planted fault:', () => {
  const params = z.strictObject({ customerId: id });
  const response = z.object({ name: z.string() });
  const read = declare({
    method: 'GET',
    path: '/api/planted/:customerId',
    may: 'signed-in',
    summary: 'Planted.',
    params,
    response,
  });
  const write = declare({
    method: 'PUT',
    path: '/api/planted/:customerId',
    may: 'signed-in',
    summary: 'Planted.',
    params,
    response,
  });

  /** A statement without a tenant, on a connection that no wall holds. */
  const unwalled = (text: string) => (customerId: Id) => rows.anywhere<{ name: string }>(text, [customerId]);
  const attackOn = async (handler: Handler<AppContext>): Promise<string> => {
    const { context } = t.app;
    const server = createServer({
      handlers: [handler],
      db: context.db,
      clock: context.clock,
      log: context.log,
      context,
      authenticate: (request) => callerOf(context, request),
    });
    try {
      await changedTables();
      const faults = await attack(server, handler.route);
      for (const table of await changedTables()) faults.push(`rows of ${table} changed`);
      return faults.join('\n');
    } finally {
      await server.close();
    }
  };

  test('a handler that reads without a tenant', async () => {
    const find = unwalled('select name from customer where id = $1');
    const faults = await attackOn(
      handle(read, async ({ input }) => {
        const [found] = await find(input.params.customerId);
        return found ? ok(found) : refuse({ code: 'customer_unknown' });
      }),
    );
    expect(faults).toContain(`and was told ${MARK}`);
    expect(faults).toMatch(/got 200 .*Zirbelkiefer.* instead of 404/);
  });

  test('a handler that writes without a tenant and says nothing of it', async () => {
    const change = unwalled(`update customer set phone = phone || '1' where id = $1`);
    const faults = await attackOn(
      handle(write, async ({ input }) => {
        await change(input.params.customerId);
        return refuse({ code: 'customer_unknown' });
      }),
    );
    expect(faults).toBe('rows of customer changed');
  });

  test('a handler that says "forbidden" and thereby that the row is there', async () => {
    const find = unwalled('select name from customer where id = $1');
    const faults = await attackOn(
      handle(read, async ({ input }) =>
        refuse(
          (await find(input.params.customerId)).length
            ? { code: 'not_allowed', status: 403 }
            : { code: 'customer_unknown' },
        ),
      ),
    );
    expect(faults).toMatch(/got 403 .*instead of 404/);
    expect(faults).not.toContain('was told');
  });

  test('and has nothing against the same handler behind the wall of its tenant', async () => {
    const faults = await attackOn(
      handle(read, async ({ tx, input }) => {
        const found = await sql<{
          name: string;
        }>`select name from customer where id = ${input.params.customerId}`.execute(tx.tables());
        return found.rows[0] ? ok(found.rows[0]) : refuse({ code: 'customer_unknown' });
      }),
    );
    expect(faults).toBe('');
  });
});
