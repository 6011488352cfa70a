import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { modules } from '#apps/server/modules.ts';
import type { TestApp } from '#apps/server/test-kit.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { must } from '#domain/kernel/result.ts';
import { loadInstallation } from '#modules/policy/api.ts';
import { listAudit } from '#platform/audit/audit.ts';
import * as contacts from './contacts-contract.ts';
import { addContact } from './contacts.ts';
import { createCustomer } from './customers.ts';
import * as door from './contract.ts';
import { inPace, KEY_REQUESTS_PER_MINUTE } from './key-pace.ts';
import * as keys from './keys-contract.ts';
import * as looks from './looks-contract.ts';
import * as me from './me-contract.ts';
import * as people from './people-contract.ts';
import { openDoor, type Door } from './testing/door.ts';

let d: Door;
let t: TestApp;
let owner: string;
let operatorId: Id;
beforeAll(async () => {
  d = await openDoor();
  ({ t } = d);
  operatorId = (await loadInstallation(t.app.context.db, t.clock.now()))!.operatorTenantId;
}, 240_000);
afterAll(() => d?.close());
beforeEach(async () => {
  t.clock.advance({ minutes: 20 });
  owner = await d.as('owner');
});

const ask: Door['ask'] = (...asked) => d.ask(...asked);
const member: Door['member'] = (...given) => d.member(...given);

describe('an API key', () => {
  const READ = ['accounts.readCustomers'];
  const make = (cookie = owner, permissions: readonly string[] = READ, days = 30) =>
    ask(keys.createKey, { cookie, body: { name: 'web shop', permissions, days } });
  const listed = async () => (await ask(keys.listKeys, { cookie: owner })).body.keys as keys.ApiKey[];

  test('does what it was given and nothing else, is shown once, kept as a hash, and written down', async () => {
    const made = await make();
    expect(made.status, JSON.stringify(made.body)).toBe(200);
    const { id, key } = made.body as { id: string; key: string };
    expect((await ask(door.listCustomers, { key })).status).toBe(200);
    const write = await ask(door.createCustomer, { key, body: { name: 'X', email: 'x@y.example' } });
    expect([write.status, write.body.code]).toEqual([403, 'not_allowed']);
    // Nothing of its maker's own account, and no session by it.
    expect((await ask(me.getMe, { key })).status).toBe(403);
    expect((await ask(door.listCustomers, { key })).cookie).toBe('');
    const [shown] = await listed();
    expect(shown).toMatchObject({ id, permissions: READ, usedAt: t.clock.now(), state: 'open' });
    expect(key).toContain(/^tnk_…(.{8})…$/.exec(shown!.begins)![1]!);
    const stored = await t.inTenant((tx) =>
      tx
        .tables<{ api_key: Record<string, unknown> & { tenant_id: string } }>()
        .selectFrom('api_key')
        .selectAll()
        .where('tenant_id', '=', t.tenantId)
        .execute(),
    );
    expect(JSON.stringify(stored)).not.toContain(key.split('.')[1]);
    const written = await t.inTenant((tx) => listAudit(tx, { limit: 5, actions: ['api-key.created'] }));
    expect(written[0]).toMatchObject({ subject: `api-key:${id}`, facts: { permissions: READ } });
  });

  test('counts alone where it is shown: a session beside it opens nothing, and a wrong key closes', async () => {
    const { key } = (await make()).body as { key: string };
    expect((await ask(people.listPeople, { key, cookie: owner })).status).toBe(403);
    for (const wrong of [`${key.slice(0, -2)}AA`, 'tnk_x', '', key.replace('tnk_', 'tnk_A')])
      expect((await ask(door.listCustomers, { key: wrong || ' ', cookie: owner })).status, wrong).toBe(401);
    // Another site's page cannot show a key; where one is shown there is nothing to forge.
    const foreign = await t.app.server.inject({
      method: 'PUT',
      url: keys.createKey.path,
      headers: { authorization: `Bearer ${key}`, origin: 'https://elsewhere.example' },
    });
    expect(foreign.statusCode).toBe(404);
  });

  test('gets nothing beyond its maker, neither keys nor people to manage, and wants a fresh proof', async () => {
    const office = await (await d.member('office')).enter();
    expect((await make(office, ['accounts.writeCompany'])).body.errors[0]).toMatchObject({
      code: 'key_beyond_own',
      value: 'accounts.writeCompany',
    });
    for (const one of [
      'accounts.manageKeys',
      'accounts.managePeople',
      'accounts.grantSupport',
      'finance.reveal',
      'policy.accept',
      'no.such',
    ])
      expect((await make(owner, [one])).body.errors[0].code, one).toBe('key_beyond_own');
    t.clock.advance({ minutes: 15 });
    expect((await make()).body.code).toBe('proof_needed');
  });

  test('ends when it is revoked, when its time is over, and with the work of whoever made it', async () => {
    const asks = async (key: string) => (await ask(door.listCustomers, { key })).status;
    const first = (await make()).body as { id: string; key: string };
    expect((await ask(keys.revokeKey, { cookie: owner, params: { keyId: first.id } })).status).toBe(200);
    expect((await ask(keys.revokeKey, { cookie: owner, params: { keyId: first.id } })).status).toBe(404);
    expect(await asks(first.key)).toBe(401);
    const short = (await make(owner, READ, 1)).body as { key: string };
    const maker = await d.member('office');
    const theirs = (await make(await maker.enter(), ['accounts.writeCustomers'])).body as { key: string };
    expect(await asks(short.key)).toBe(200);
    const change = (role: string, active: boolean) =>
      ask(people.changeMember, { cookie: owner, params: { loginId: maker.loginId }, body: { role, active } });
    const writes = () =>
      ask(door.createCustomer, { key: theirs.key, body: { name: 'Y', email: 'y@y.example' } });
    expect((await writes()).status).toBe(200);
    // A planner writes no customers: the key of one who became a planner does not either.
    await change('planner', true);
    expect((await writes()).status).toBe(403);
    await change('office', false);
    expect((await writes()).status).toBe(401);
    t.clock.advance({ hours: 24 });
    expect(await asks(short.key)).toBe(401);
    expect((await make(await d.as('owner'), READ, 367)).status).toBe(422);
  });

  test('is told to wait when it asks too often, and goes on with the next minute', async () => {
    const { id, key } = (await make()).body as { id: string; key: string };
    for (let i = 1; i < KEY_REQUESTS_PER_MINUTE; i++) inPace(id, Date.parse(t.clock.now()));
    expect((await ask(door.listCustomers, { key })).status).toBe(200);
    for (const route of [door.listCustomers, me.getMe])
      expect((await ask(route, { key })).body.code).toBe('key_too_fast');
    t.clock.advance({ minutes: 1 });
    expect((await ask(door.listCustomers, { key })).status).toBe(200);
  });

  test('is in no kept answer: the same request again is told that it was done', async () => {
    const again = { 'idempotency-key': crypto.randomUUID(), cookie: owner };
    const body = { name: 'once', permissions: READ, days: 1 };
    const send = () =>
      t.app.server.inject({ method: 'POST', url: keys.createKey.path, headers: again, payload: body });
    expect((await send()).statusCode).toBe(200);
    const second = await send();
    expect([second.statusCode, (second.json() as { code: string }).code]).toEqual([409, 'shown_once']);
    expect((await listed()).filter(({ name }) => name === 'once')).toHaveLength(1);
  });
});

describe('support access', () => {
  const grant = async (hours = 2) =>
    (await ask(people.grantSupport, { cookie: owner, body: { reason: 'the saw list looks odd', hours } }))
      .body as {
      id: Id;
      code: string;
    };

  test('opens only by the code, looks and changes nothing, is shown to both sides and written down', async () => {
    const operator = await member('operator', operatorId);
    const staff = await operator.enter();
    const { id, code } = await grant();
    const open = (text: string, cookie = staff) => ask(people.openSupport, { cookie, body: { code: text } });
    expect((await open(`${code.slice(0, -4)}AAAA`)).status).toBe(404);
    expect((await open(code, await (await member()).enter())).status).toBe(403);
    const opened = await open(code);
    expect(opened.body).toMatchObject({
      signedIn: true,
      role: 'office',
      tenant: { id: t.tenantId },
      support: { mine: true },
    });
    const look = opened.cookie;
    expect((await ask(people.listPeople, { cookie: look })).status).toBe(200);
    for (const route of [people.inviteMember, door.createCustomer, me.getMe])
      expect(
        (await ask(route, { cookie: look, body: { email: 'a@b.example', role: 'office' } })).body.code,
      ).toMatch(/^(support_looks_only|not_allowed)$/);
    expect((await ask(door.session, { cookie: owner })).body.support).toMatchObject({
      mine: false,
      reason: 'the saw list looks odd',
    });
    const { looks } = (await ask(people.listSupport, { cookie: owner })).body;
    expect(looks.map((one: { what: string; who: string }) => `${one.who}: ${one.what}`)).toEqual(
      expect.arrayContaining([
        `${operator.name}: /api/people`,
        `${operator.name}: support.opened`,
        'owner: support.granted',
      ]),
    );
    expect((await ask(people.endSupport, { cookie: owner, params: { grantId: id } })).status).toBe(200);
    expect((await ask(people.listPeople, { cookie: look })).status).toBe(401);
    expect((await open(code, await operator.enter())).status).toBe(404);
    expect((await ask(door.session, { cookie: owner })).body.support).toBeNull();
  });

  test('ends after an hour of looking, and with the time that was granted; seven days at most', async () => {
    const operator = await member('operator', operatorId);
    const { code } = await grant();
    const open = async () =>
      (await ask(people.openSupport, { cookie: await operator.enter(), body: { code } })).cookie;
    const look = await open();
    t.clock.advance({ minutes: 59 });
    expect((await ask(people.listPeople, { cookie: look })).status).toBe(200);
    t.clock.advance({ minutes: 1 });
    expect((await ask(people.listPeople, { cookie: look })).status).toBe(401);
    const second = await open();
    expect(second).not.toBe('');
    t.clock.advance({ minutes: 60 });
    expect(await open()).toBe('');
    owner = (await ask(door.signInDemo, { body: { role: 'owner' } })).cookie;
    const long = await ask(people.grantSupport, { cookie: owner, body: { reason: 'x', hours: 169 } });
    expect(long.status).toBe(422);
  });
});

describe('who looked at my data', () => {
  const looksOf = async (cookie: string) =>
    (await ask(looks.looksAtMe, { cookie })).body.looks as looks.DataLook[];

  test('is told to whoever works here: colleagues, programs and support, each with the purpose', async () => {
    const [me1, colleague] = [await d.member('office'), await d.member('office')];
    const mine = await me1.enter();
    await ask(people.listPeople, { cookie: mine });
    const theirs = await colleague.enter();
    for (let i = 0; i < 3; i++) await ask(people.listPeople, { cookie: theirs });
    const { key } = (
      await ask(keys.createKey, {
        cookie: owner,
        body: { name: 'shop', permissions: ['accounts.readPeople'], days: 1 },
      })
    ).body;
    await ask(people.listPeople, { key });
    const staff = await d.member('operator', operatorId);
    const { code } = (
      await ask(people.grantSupport, { cookie: owner, body: { reason: 'odd list', hours: 1 } })
    ).body;
    const support = await ask(people.openSupport, { cookie: await staff.enter(), body: { code } });
    await ask(people.listPeople, { cookie: support.cookie });
    const all = await looksOf(mine);
    const same = { at: t.clock.now(), what: '/api/people', purpose: 'account' };
    expect(all).toEqual(
      expect.arrayContaining([
        { ...same, who: staff.name, via: 'support', reason: 'odd list', times: 1 },
        { ...same, who: 'shop', via: 'api-key', reason: '', times: 1 },
        { ...same, who: colleague.name, via: 'staff', reason: '', times: 3 },
      ]),
    );
    // Nobody is told of themselves, and a refused question is no look.
    expect(all.some(({ who }) => who === me1.name)).toBe(false);
    const worker = await (await d.member('worker')).enter();
    expect((await ask(people.listPeople, { cookie: worker })).status).toBe(403);
    expect((await looksOf(mine)).length).toBe(all.length);
  });

  test('is told of a customer to whoever answers it, and to a contact of the operator who signs in', async () => {
    const boss = await d.member('owner');
    const operator = await (await d.member('operator', operatorId)).enter();
    const caller = await t.caller('operator', operatorId);
    const params = await t.app.context.db.inTenant(operatorId, async (tx) => {
      const factory = door.createCustomer.body.parse({
        name: 'Factory larch',
        email: 'office@larch.example',
      });
      const { id: customerId } = must(await createCustomer(tx, caller, factory));
      const person = { name: 'Boss', email: boss.email, phone: '', locale: 'en' as const };
      const roles = { owner: true, mayCancel: false, billing: false };
      must(await addContact(tx, caller, customerId as Id, { ...person, ...roles }));
      return { customerId };
    });
    await ask(door.getCustomer, { cookie: operator, params });
    await ask(contacts.listContacts, { cookie: operator, params });
    const told = (await looksOf(await boss.enter())).map(({ what, via }) => `${via} ${what}`);
    expect(told).toEqual(
      expect.arrayContaining([
        'staff /api/customers/:customerId',
        'staff /api/customers/:customerId/contacts',
      ]),
    );
    const shown = await ask(looks.looksAtCustomer, { cookie: operator, params });
    expect(shown.body.looks).toHaveLength(2);
    expect((await ask(looks.looksAtCustomer, { cookie: owner, params })).status).toBe(404);
    await ask(door.getCustomer, { cookie: owner, params });
    expect((await ask(looks.looksAtCustomer, { cookie: operator, params })).body.looks).toHaveLength(2);
  });

  test('is asked of every route that answers with ways to reach a person', () => {
    const reach = /"(email|phone|street|fromAddress)":/;
    const routes = modules.flatMap((module) => (module.handlers ?? []).map((handler) => handler.route));
    const silent = routes.filter(
      (route) =>
        route.method === 'GET' &&
        route.may !== 'public' &&
        route.response !== undefined &&
        !route.shows &&
        !OWN.has(route.path) &&
        reach.test(JSON.stringify(z.toJSONSchema(route.response, { unrepresentable: 'any' }))),
    );
    expect(silent.map(({ path }) => path)).toEqual([]);
  });
});

/** One's own data, and the company's own. */
const OWN: ReadonlySet<string> = new Set(['/api/me', '/api/company']);
