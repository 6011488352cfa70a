import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openBrowser, PHONE_PX, type TestBrowser } from './testing/browser.ts';
import { serveSpecimen, type SpecimenServer } from './testing/specimen-server.ts';
import type {} from './testing/outbox-page.ts';

let browser: TestBrowser;
let server: SpecimenServer;
let page: Page;
beforeAll(async () => {
  [browser, server] = await Promise.all([openBrowser(), serveSpecimen()]);
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});
beforeEach(async () => {
  server.sent.length = 0;
  server.answer = { status: 200, body: {} };
  page = await browser.pageAt(PHONE_PX);
  await open();
  return () => page.context().close();
});

const open = async (owner = 'worker 1'): Promise<void> => {
  await page.goto(`${server.origin}/outbox.html`);
  await page.waitForFunction(() => 'station' in window);
  await page.evaluate((who) => window.station.outbox.setOwner(who), owner);
};
const tap = (from: number, until: number): Promise<void> =>
  page.evaluate(
    async ({ first, last }) => {
      for (let n = first; n <= last; n++) await window.station.tap(n);
    },
    { first: from, last: until },
  );
const view = () => page.evaluate(() => window.station.outbox.view());
/** What reached the server, each key once, in the order of first arrival: what was done, as the server does it. */
const done = (): number[] => {
  const first = new Map<string | undefined, number>();
  for (const { key, body } of server.sent) if (!first.has(key)) first.set(key, (body as { n: number }).n);
  return [...first.values()];
};
const numbers = (from: number, until: number): number[] =>
  Array.from({ length: until - from + 1 }, (_, i) => from + i);

test('taps made without a connection survive a reload and go out once each, in their order', async () => {
  await page.context().setOffline(true);
  await tap(1, 60);
  expect((await view()).waiting).toBe(60);
  expect(server.sent).toEqual([]);
  await page.context().setOffline(false);
  server.answer = 'cut';
  await open();
  await tap(61, 80);
  await expect.poll(() => server.sent.length).toBeGreaterThan(0);
  server.answer = { status: 200, body: {} };
  await page.evaluate(() => window.station.outbox.drain());
  await expect.poll(async () => (await view()).waiting, { timeout: 20_000 }).toBe(0);
  expect(done()).toEqual(numbers(1, 80));
});

test('a refused tap is shown as a choice and stops nobody behind it', async () => {
  server.answer = {
    status: 409,
    body: { code: 'plan_changed', status: 409, title: 'The plan has changed.' },
  };
  await tap(1, 1);
  await expect.poll(async () => (await view()).refused.length).toBe(1);
  server.answer = { status: 200, body: {} };
  await tap(2, 2);
  await expect.poll(async () => (await view()).waiting).toBe(0);
  const [refused] = (await view()).refused;
  expect([refused!.label, refused!.problem!.title]).toEqual(['tap 1', 'The plan has changed.']);
  await page.evaluate((seq) => window.station.outbox.decide(seq, 'again'), refused!.seq);
  await expect.poll(async () => (await view()).refused.length).toBe(0);
  await expect.poll(() => server.sent.length).toBe(3);
  // Sent anew it is a new intent: the old key would only bring the old answer.
  expect(server.sent[2]!.key).not.toBe(server.sent[0]!.key);
});

test('a server in trouble decides nothing: the same tap goes out again with the same key', async () => {
  server.answer = { status: 503, body: { code: 'unavailable', status: 503, title: 'In a moment.' } };
  await tap(1, 1);
  await expect.poll(() => server.sent.length).toBeGreaterThan(0);
  expect((await view()).waiting).toBe(1);
  server.answer = { status: 200, body: {} };
  await expect.poll(async () => (await view()).waiting, { timeout: 20_000 }).toBe(0);
  expect(new Set(server.sent.map(({ key }) => key)).size).toBe(1);
});

test('the next worker neither sees nor sends what the last one left waiting', async () => {
  await page.context().setOffline(true);
  await tap(1, 3);
  await page.evaluate(() => window.station.outbox.setOwner('worker 2'));
  await page.context().setOffline(false);
  await tap(10, 10);
  await expect.poll(async () => (await view()).waiting).toBe(0);
  expect([(await view()).others, done()]).toEqual([3, [10]]);
  await page.evaluate(() => window.station.outbox.setOwner('worker 1'));
  await expect.poll(() => done()).toEqual([10, 1, 2, 3]);
});

test('a tap that is kept back can be taken back whole; the next tap or leaving sends it', async () => {
  const taken = await page.evaluate(async () => {
    const key = await window.station.tap(1, 10_000);
    await window.station.outbox.drain();
    return window.station.outbox.withdraw(key);
  });
  expect([taken, (await view()).waiting, server.sent]).toEqual([true, 0, []]);
  await page.evaluate(() => window.station.tap(2, 10_000));
  await page.evaluate(() => window.station.outbox.drain());
  expect([(await view()).waiting, server.sent.length]).toEqual([1, 0]);
  await page.evaluate(() => window.station.tap(3, 10_000));
  await expect.poll(() => done()).toEqual([2]);
  await page.evaluate(() => window.station.outbox.release());
  expect(done()).toEqual([2, 3]);
  // What has arrived is not unsaid here.
  expect(
    await page.evaluate(async () => {
      const key = await window.station.tap(4);
      await window.station.outbox.drain();
      return window.station.outbox.withdraw(key);
    }),
  ).toBe(false);
});
