import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Id } from '#domain/kernel/ids.ts';
import { openTestApp, type TestApp } from './test-kit.ts';

let t: TestApp;
beforeAll(async () => {
  t = await openTestApp();
});
afterAll(() => t.close());

/** A live stream of somebody with this role. @returns a promise of its end, and the login */
async function listen(origin: string, role: string): Promise<{ ended: Promise<void>; loginId: Id }> {
  const signedIn = await fetch(`${origin}/api/session/demo`, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json' },
    body: JSON.stringify({ role }),
  });
  const { loginId } = (await signedIn.json()) as { loginId: Id };
  const cookie = signedIn.headers.get('set-cookie')!.split(';')[0]!;
  const stream = await fetch(`${origin}/api/live`, { headers: { cookie } });
  expect(stream.status).toBe(200);
  const reader = stream.body!.getReader();
  const ended = (async () => {
    while (!(await reader.read()).done);
  })();
  return { ended, loginId };
}

test('who is no longer a member hears no more; the others go on', async () => {
  const origin = await t.listen();
  const worker = await listen(origin, 'worker');
  const office = await listen(origin, 'office');
  let officeEnded = false;
  void office.ended.then(() => (officeEnded = true));
  await t.inTenant((tx) =>
    tx
      .tables<{ membership: { tenant_id: Id; login_id: Id; active: boolean } }>()
      .updateTable('membership')
      .set({ active: false })
      .where('tenant_id', '=', tx.tenantId)
      .where('login_id', '=', worker.loginId)
      .execute(),
  );
  await worker.ended;
  expect(officeEnded).toBe(false);
});
