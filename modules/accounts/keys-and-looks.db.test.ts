import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { TestApp } from '#apps/server/test-kit.ts';
import { listAudit } from '#platform/audit/audit.ts';
import * as door from './contract.ts';
import { inPace, KEY_REQUESTS_PER_MINUTE } from './key-pace.ts';
import * as keys from './keys-contract.ts';
import * as me from './me-contract.ts';
import * as people from './people-contract.ts';
import { openDoor, type Door } from './testing/door.ts';

let d: Door;
let t: TestApp;
let owner: string;
beforeAll(async () => {
  d = await openDoor();
  ({ t } = d);
}, 240_000);
afterAll(() => d?.close());
beforeEach(async () => {
  t.clock.advance({ minutes: 20 });
  owner = await d.as('owner');
});

const ask: Door['ask'] = (...asked) => d.ask(...asked);

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
    expect(key).toContain(/[^_…]{8}/.exec(shown!.begins)![0]);
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
    for (const one of ['accounts.manageKeys', 'accounts.managePeople', 'accounts.grantSupport', 'no.such'])
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
