import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, type TestApp } from '#apps/server/test-kit.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { Client } from '#platform/http/client.ts';
import * as contract from './stations-contract.ts';
import { isGuessable } from './worker-pins.ts';

let t: TestApp;
let owner: Client;
let workerId: Id;
beforeAll(async () => {
  t = await openTestApp();
  owner = await t.client('owner');
  const { people } = await owner.call(contract.listShared);
  workerId = people.find((one) => one.role === 'worker')!.loginId as Id;
});
afterAll(() => t.close());

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly cookies: ReadonlyMap<string, string>;
}
/** A browser: what it is given it keeps. */
function browser(kept = new Map<string, string>()) {
  return {
    kept,
    async ask(method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object): Promise<Answer> {
      const answer = await t.app.server.inject({
        method,
        url,
        headers: {
          cookie: [...kept].map(([name, value]) => `${name}=${value}`).join('; '),
          'idempotency-key': crypto.randomUUID(),
        },
        ...(payload ? { payload } : {}),
      });
      for (const line of [answer.headers['set-cookie'] ?? []].flat()) {
        const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
        kept.set(name!, value!);
      }
      return { status: answer.statusCode, body: answer.json(), cookies: kept };
    },
  };
}
const shared = async (): Promise<ReturnType<typeof browser>> => {
  const tablet = browser();
  await tablet.ask('POST', '/api/session/demo', { role: 'owner' });
  expect((await tablet.ask('POST', '/api/shared-stations', { name: 'Edge bander' })).status).toBe(200);
  await tablet.ask('DELETE', '/api/session');
  return tablet;
};
const pin = (tablet: ReturnType<typeof browser>, six: string) =>
  tablet.ask('POST', '/api/session/pin', { pin: six });

test('a PIN opens a shared station as a worker and nothing else, wherever it is typed', async () => {
  const tablet = await shared();
  expect((await tablet.ask('GET', '/api/session/device')).body).toEqual({
    device: { name: 'Edge bander', lockSeconds: 90 },
  });
  const { pin: mine } = await owner.call(contract.makeMyPin);
  const { pin: theirs } = await owner.call(contract.makePin, { params: { loginId: workerId } });
  expect(mine).not.toBe(theirs);
  // The owner's six digits open a station, not the office.
  expect((await pin(tablet, mine)).body).toMatchObject({
    signedIn: true,
    role: 'worker',
    loginId: expect.any(String),
  });
  expect((await tablet.ask('GET', '/api/people')).status).toBe(403);
  expect((await tablet.ask('POST', '/api/me/pin')).body).toMatchObject({ code: 'proof_needed' });
  const first = tablet.kept.get('__Host-tenon')!;
  expect((await pin(tablet, theirs)).body).toMatchObject({ loginId: workerId });
  // Who worked here before has no session left to go on with.
  const before = browser(new Map([['__Host-tenon', first]]));
  expect((await before.ask('GET', '/api/session')).body).toMatchObject({ signedIn: false });
  // Without the device the digits are worth nothing, and a made-up device is none.
  expect((await pin(browser(), theirs)).body).toMatchObject({ code: 'device_not_shared' });
  const forged = tablet.kept.get('__Host-tenon-station')!.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
  expect((await pin(browser(new Map([['__Host-tenon-station', forged]])), theirs)).status).toBe(403);
});

test('a session by PIN ends with the shift and with the trust in its device; a new PIN replaces the old', async () => {
  const tablet = await shared();
  const { pin: old } = await owner.call(contract.makePin, { params: { loginId: workerId } });
  const { pin: next } = await owner.call(contract.makePin, { params: { loginId: workerId } });
  expect((await pin(tablet, old)).body).toMatchObject({ code: 'pin_refused' });
  await pin(tablet, next);
  const signedIn = async () => (await tablet.ask('GET', '/api/session')).body['signedIn'];
  expect(await signedIn()).toBe(true);
  const { devices } = await owner.call(contract.listShared);
  await owner.call(contract.revokeDevice, { params: { deviceId: devices[0]!.id as Id } });
  expect(await signedIn()).toBe(false);
  expect((await pin(tablet, next)).body).toMatchObject({ code: 'device_not_shared' });
  const other = await shared();
  await pin(other, next);
  t.clock.advance({ minutes: 6 * 60 });
  expect((await other.ask('GET', '/api/session')).body).toMatchObject({ signedIn: true });
  t.clock.advance({ minutes: 6 * 60 + 1 });
  expect((await other.ask('GET', '/api/session')).body).toMatchObject({ signedIn: false });
  const again = await t.client('owner');
  await again.call(contract.dropPin, { params: { loginId: workerId } });
  expect((await pin(other, next)).body).toMatchObject({ code: 'pin_refused' });
});

test('a badge opens a shared station like a PIN; a new one, or taking it away, makes it worthless; only its hash is kept', async () => {
  const tablet = await shared();
  const again = await t.client('owner');
  const make = async () => {
    const { badges } = await again.call(contract.makeBadges, { body: { loginIds: [workerId] } });
    return badges[0]!;
  };
  const old = await make();
  expect(old).toMatchObject({ loginId: workerId, code: expect.stringMatching(/^TB[A-HJ-NP-X2-9]{22}$/) });
  expect(old.svg).toContain('<svg');
  const badge = await make();
  expect((await pin(tablet, old.code)).body).toMatchObject({ code: 'pin_refused' });
  expect((await pin(tablet, badge.code)).body).toMatchObject({
    signedIn: true,
    role: 'worker',
    loginId: workerId,
  });
  expect((await pin(browser(), badge.code)).body).toMatchObject({ code: 'device_not_shared' });
  const kept = await t.inTenant((tx) =>
    sql<{
      row: string;
    }>`select worker_badge::text as row from worker_badge where tenant_id = ${tx.tenantId}`.execute(
      tx.tables(),
    ),
  );
  expect(kept.rows).toHaveLength(1);
  expect(kept.rows[0]!.row).not.toContain(badge.code);
  const { people } = await again.call(contract.listShared);
  expect(people.find((one) => one.loginId === workerId)!.badgeMadeAt).not.toBeNull();
  await again.call(contract.dropBadge, { params: { loginId: workerId } });
  await tablet.ask('DELETE', '/api/session');
  expect((await pin(tablet, badge.code)).body).toMatchObject({ code: 'pin_refused' });
  await expect(again.call(contract.dropBadge, { params: { loginId: workerId } })).rejects.toMatchObject({
    problem: { code: 'badge_unknown' },
  });
  await expect(
    again.call(contract.makeBadges, { body: { loginIds: [workerId, crypto.randomUUID() as Id] } }),
  ).rejects.toMatchObject({ problem: { code: 'member_unknown' } });
});

test('guesses are braked for everybody at that device, also guesses at once', async () => {
  const tablet = await shared();
  const again = await t.client('owner');
  const { pin: right } = await again.call(contract.makePin, { params: { loginId: workerId } });
  const guesses = await Promise.all(
    ['482917', '395018', '750261', '618394', '204857', '937140', '561829'].map((six) => pin(tablet, six)),
  );
  // Five are looked at, at most: each is counted before any is.
  const codes = guesses.map((one) => one.body['code']);
  expect(codes.filter((code) => code === 'pin_refused').length).toBeLessThanOrEqual(5);
  expect(codes).toContain('sign_in_braked');
  expect((await pin(tablet, right)).body).toMatchObject({ code: 'sign_in_braked' });
  t.clock.advance({ minutes: 16 });
  expect((await pin(tablet, right)).body).toMatchObject({ signedIn: true });
});

test('PINs that everybody would try first are never made', () => {
  for (const six of ['000000', '123456', '654321', '890123', '112112', '121212'])
    expect(isGuessable(six)).toBe(true);
  for (const six of ['482917', '100023', '135790']) expect(isGuessable(six)).toBe(false);
});
