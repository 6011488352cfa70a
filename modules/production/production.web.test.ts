import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, type TestApp } from '#apps/server/test-kit.ts';
import { buildWeb } from '#apps/web/build.ts';
import { serveWeb } from '#apps/web/serve.ts';
import {
  DESK_PX,
  faultsOn,
  openBrowser,
  pageOf,
  PHONE_PX,
  scanCode,
  screenshot,
  settled,
  visit,
  type TestBrowser,
} from '#apps/web/testing/browser.ts';
import type { Id } from '#domain/kernel/ids.ts';
import * as shared from '#modules/accounts/stations-contract.ts';
import * as contract from './contract.ts';
import type { ProductionTables } from './store.ts';
import { looseUnit, release, stockFactory, unitsOf } from './testing/work.ts';

const OUT = join(import.meta.dirname, '../../.tenon/web-test');
let t: TestApp;
let browser: TestBrowser;
let origin: string;
let batchId: string;

/** Three orders: one late, one released to the saw, one that waits; the saw's first sheets are cut. */
beforeAll(async () => {
  await buildWeb({ outDir: OUT, log: () => undefined });
  t = await openTestApp();
  // Routes are added before the first request.
  await serveWeb(t.app.server, OUT);
  const owner = await t.caller();
  await stockFactory(t, owner);
  const units = await t.inTenant((tx) => unitsOf(tx, ['BASE600', 'BASE600', 'WARD1000']));
  const work = await release(t, owner, 'K-1042', units, '2026-03-02');
  await release(
    t,
    owner,
    'K-1047',
    await t.inTenant((tx) => unitsOf(tx, ['BOOK800', 'DESK1600'])),
    '2026-03-20',
  );
  await release(t, owner, 'K-1050', [looseUnit(1, { length: 700, width: 400 }, 'D18', 6)], '2026-03-25');
  const planner = await t.client('planner');
  const worker = await t.client('worker');
  for (const material of ['D18', 'W18', 'H3']) {
    const batch = await planner.call(contract.createBatch, { body: { material, orderIds: [work.orderId] } });
    await planner.call(contract.askForPlan, {
      params: { batchId: batch.id as Id },
      body: { objective: 'cost', seconds: 5, moves: 80, seed: 1 },
    });
    await t.app.runDueJobs();
    const { plans } = await planner.call(contract.getBatch, { params: { batchId: batch.id as Id } });
    if (material === 'D18') {
      batchId = batch.id;
      await planner.call(contract.askForPlan, {
        params: { batchId: batch.id as Id },
        body: { objective: 'time', seconds: 5, moves: 40, seed: 1 },
      });
      await t.app.runDueJobs();
    } else await planner.call(contract.releasePlan, { params: { planId: plans[0]!.id as Id } });
  }
  const { sheets } = await worker.call(contract.getStation, { params: { centre: 'SAW' } });
  const send = (centre: string, command: contract.StationCommand) =>
    worker.call(contract.sendCommand, {
      params: { centre },
      body: { key: crypto.randomUUID(), at: owner.now, command },
    });
  await send('SAW', { do: 'sheet-done', sheetId: sheets[0]!.id as Id });
  await send('CNC', { do: 'stop', machine: 'CNC-1', reason: 'Tool', expectedMinutes: 1440 });
  await t.app.runDueJobs();
  origin = await t.listen();
  browser = await openBrowser();
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await t?.close();
});

/** The code of the part that the station shows now. */
async function partShown(page: Page): Promise<string> {
  return (await page.locator('.ps-part header p').first().textContent())!.split(' ')[0]!;
}

test('a plan is searched, told live, and released from its page', async () => {
  const page = await pageOf(browser, origin, 'planner', DESK_PX);
  await t.app.startJobs();
  const again = page.getByRole('button', { name: 'Search again' });
  await visit(page, `${origin}/cutting/${batchId}`, again);
  // No bound proves the least saw time: this search ends by a person's press, never by itself before it.
  await page.locator('.tn-head-actions select').selectOption('time');
  await again.click();
  await page.getByText(/Searching: \d+ sheets?, /).waitFor();
  await page.getByRole('button', { name: 'Stop the search' }).click();
  await again.waitFor();
  await page.getByRole('button', { name: 'Release to saw' }).click();
  await page
    .getByText(/^Released: /)
    .first()
    .waitFor();
  await page.getByText('at the saw').first().waitFor();
  await page.context().close();
});

test('the board is walked by keyboard alone and Enter opens the order', async () => {
  const page = await pageOf(browser, origin, 'planner', DESK_PX);
  const bar = page.locator('.pr-bar[tabindex="0"]');
  await visit(page, `${origin}/schedule`, bar);
  await bar.focus();
  const first = await bar.getAttribute('data-operation');
  await page.keyboard.press('ArrowDown');
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-operation')))
    .not.toBe(first);
  await expect.poll(() => bar.count()).toBe(1);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/orders\//);
  await page.context().close();
});

test('an operation is moved by four keys and by drag: who gets late stands there first, and undo takes it back', async () => {
  const page = await pageOf(browser, origin, 'planner', DESK_PX);
  const bar = page.locator('.pr-bar[tabindex="0"]');
  await visit(page, `${origin}/schedule`, bar);
  const planner = await t.client('planner');
  const pins = async () => (await planner.call(contract.getSchedule)).pins.length;
  const before = await pins();
  await bar.focus();
  await page.keyboard.press('m');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('ArrowRight');
  const answer = page.locator('.pr-move-told');
  await answer
    .getByText(/gets late|ends later|No order ends/)
    .first()
    .waitFor();
  expect(await pins()).toBe(before);
  expect(await faultsOn(page, 'schedule-move', page.locator('.pr-move'))).toEqual([]);
  await page.keyboard.press('Enter');
  const undo = page.getByRole('button', { name: 'Undo' });
  await undo.waitFor();
  expect(await pins()).toBe(before + 2);
  await undo.click();
  await page.getByText('The move is taken back.').waitFor();
  expect(await pins()).toBe(before);
  // By drag: nothing is kept when the hand lets go, only asked.
  const last = page.locator('.pr-bar').last();
  await last.scrollIntoViewIfNeeded();
  const box = (await last.boundingBox())!;
  await page.mouse.move(box.x + 2, box.y + 10);
  await page.mouse.down();
  await page.mouse.move(box.x + 40, box.y + 12, { steps: 4 });
  await page.mouse.up();
  await page.locator('.pr-ghost').waitFor();
  await answer
    .getByText(/late|ends later|No order|Closed|first/)
    .first()
    .waitFor();
  expect(await pins()).toBe(before);
  await page.getByRole('button', { name: 'Leave it' }).click();
  await expect.poll(() => page.locator('.pr-ghost').count()).toBe(0);
  await page.context().close();
});

test('without a connection a tap is stored, shown as saved, survives a reload, and arrives once afterwards', async () => {
  const page = await pageOf(browser, origin, 'worker', PHONE_PX);
  const saved = (code: string): Promise<void> => page.getByText(`Saved: ${code} done`).waitFor();
  await visit(page, `${origin}/station/EDGE`, page.locator('.ps-done'));
  // What the device knows without a connection is what it was told under its worker.
  await page.reload();
  await settled(page, page.locator('.ps-done'));
  await page.context().setOffline(true);
  const code = await partShown(page);
  await page.locator('.ps-done').click();
  await saved(code);
  await page.reload();
  await page.getByText(/offline · 1 waiting/).waitFor();
  // The device's own memory comes a moment after the kept list.
  await expect.poll(() => partShown(page)).not.toBe(code);
  // A scanner says done without a tap.
  const second = await partShown(page);
  await scanCode(page, second);
  await saved(second);
  await page.getByText(/offline · 2 waiting/).waitFor();
  // A slip leaves the queue as if it had never been.
  const slip = await partShown(page);
  await scanCode(page, slip);
  await page.getByText(/offline · 3 waiting/).waitFor();
  await page.getByRole('button', { name: `Undo: ${slip} done` }).click();
  await page.getByText(/offline · 2 waiting/).waitFor();
  await expect.poll(() => partShown(page)).toBe(slip);
  await screenshot(page, 'station-offline');
  await page.context().setOffline(false);
  await expect
    .poll(
      async () => {
        const scans = await t.inTenant((tx) =>
          tx
            .tables<Record<string, { subject: string }>>()
            .selectFrom('scan')
            .select('subject')
            .where('subject', 'in', [code, second])
            .execute(),
        );
        return scans.map((scan) => scan.subject).sort();
      },
      { timeout: 60_000 },
    )
    .toEqual([code, second].sort());
  // With a connection the slip has arrived before it is taken back: then the server is told.
  await expect.poll(() => partShown(page)).toBe(slip);
  await page.locator('.ps-done').click();
  await page.getByText(/connected$/).waitFor();
  await page.getByRole('button', { name: `Undo: ${slip} done` }).click();
  const told = async () =>
    (
      await t.inTenant((tx) => tx.tables<ProductionTables>().selectFrom('scan').select('command').execute())
    ).filter((scan) => scan.command === 'undo').length;
  await expect.poll(told, { timeout: 20_000 }).toBe(1);
  await expect.poll(() => partShown(page), { timeout: 20_000 }).toBe(slip);
  await page.context().close();
});

test('a label of a part that was made again is answered with one sentence and two buttons', async () => {
  const worker = await t.client('worker');
  const { parts } = await worker.call(contract.getStation, { params: { centre: 'EDGE' } });
  const part = parts.find((one) => !one.notYet)!;
  const made = await worker.call(contract.sendCommand, {
    params: { centre: 'EDGE' },
    body: {
      key: crypto.randomUUID(),
      at: new Date().toISOString(),
      command: { do: 'bad-part', code: part.code, reason: 'Chipped' },
    },
  });
  expect(made.outcome).toBe('done');
  const page = await pageOf(browser, origin, 'worker', PHONE_PX);
  await visit(page, `${origin}/station/EDGE`);
  await page.getByLabel('Scan or type a code').fill(part.code.toLowerCase());
  await page.getByRole('button', { name: 'OK' }).click();
  const told = page.locator('.ps-conflicts li');
  await told
    .getByText(`${part.code} was bad and is made again as ${String(made.facts['newCode'])}.`)
    .waitFor();
  expect(await told.getByRole('button').count()).toBe(2);
  expect(await faultsOn(page, 'station-conflict', told)).toEqual([]);
  await told.getByRole('button', { name: 'Throw it away' }).click();
  await expect.poll(() => told.count()).toBe(0);
  // A machine that stands says so above everything else.
  await visit(page, `${origin}/station/CNC`, page.locator('.ps-stopped'));
  expect(await faultsOn(page, 'station-stopped')).toEqual([]);
  await page.context().close();
});

test('a shared station opens with six taps, shows nothing while it is locked, and keeps its queue, without a connection too', async () => {
  const owner = await t.client('owner');
  const { people } = await owner.call(shared.listShared);
  const pinOf = async (role: string): Promise<string> => {
    const person = people.find((one) => one.role === role)!;
    return (await owner.call(shared.makePin, { params: { loginId: person.loginId as Id } })).pin;
  };
  const [worker, planner] = [await pinOf('worker'), await pinOf('planner')];
  const page = await pageOf(browser, origin, 'planner', PHONE_PX);
  const headers = { origin, 'idempotency-key': crypto.randomUUID() };
  await page.request.post(`${origin}/api/shared-stations`, {
    data: { name: 'Edge bander', lockSeconds: 90 },
    headers,
  });
  await page.request.delete(`${origin}/api/session`, { headers });
  const pad = page.locator('.lk-keys');
  await visit(page, `${origin}/station/EDGE`, pad);
  expect(await faultsOn(page, 'station-lock', pad)).toEqual([]);
  for (const digit of worker) await pad.getByRole('button', { name: digit, exact: true }).click();
  await settled(page, page.locator('.ps-done'));
  await page.context().setOffline(true);
  const code = await partShown(page);
  await page.locator('.ps-done').click();
  await page.getByText(/offline · 1 waiting/).waitFor();
  await page.locator('.st-name').click();
  await page.getByRole('button', { name: 'Change worker' }).click();
  await pad.waitFor();
  expect(await page.locator('.ps-part, .st-top').count()).toBe(0);
  await page.reload();
  await pad.waitFor();
  // Whoever never worked here is not known without a connection; whoever did goes on.
  await page.keyboard.type(planner);
  await page.getByText(/No connection: whoever/).waitFor();
  await page.keyboard.type(worker);
  await page.getByText(/offline · 1 waiting/).waitFor();
  await page.context().setOffline(false);
  const scans = () =>
    t.inTenant((tx) =>
      tx.tables<ProductionTables>().selectFrom('scan').select('actor').where('subject', '=', code).execute(),
    );
  await expect.poll(async () => (await scans()).length, { timeout: 60_000 }).toBe(1);
  // The planner's digits open the same station and find nothing of the worker's.
  await page.locator('.st-name').click();
  await page.getByRole('button', { name: 'Change worker' }).click();
  await pad.waitFor();
  await page.keyboard.type(planner);
  await page.locator('.st-top').getByText('planner').waitFor();
  expect(await page.locator('.ps-saved[data-shown="true"]').count()).toBe(0);
  await page.context().close();
});
