import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, type TestApp } from '#apps/server/test-kit.ts';
import { buildWeb } from '#apps/web/build.ts';
import { serveWeb } from '#apps/web/serve.ts';
import {
  axe,
  DESK_PX,
  openBrowser,
  overflow,
  PHONE_PX,
  screenshot,
  type TestBrowser,
  type Theme,
} from '#apps/web/testing/browser.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { Role } from '#platform/http/caller.ts';
import * as contract from './contract.ts';
import { looseUnit, release, stockFactory, unitsOf } from './testing/work.ts';

const OUT = join(import.meta.dirname, '../../.tenon/web-test-production');
const VIEWS = [PHONE_PX, DESK_PX].flatMap((width) =>
  (['light', 'dark'] as const).map((theme) => ({ width, theme })),
);
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

async function signedIn(
  role: Role,
  width: number,
  theme: Theme = 'light',
  locale: 'en' | 'de' = 'en',
): Promise<Page> {
  const page = await browser.pageAt(width, theme, { locale });
  const answer = await page.request.post(`${origin}/api/session/demo`, {
    data: { role },
    headers: { origin },
  });
  expect(answer.status()).toBe(200);
  return page;
}

/** Nothing axe holds against it, nothing wider than the page. */
async function holds(page: Page, name: string): Promise<void> {
  await screenshot(page, name);
  expect(await axe(page), name).toEqual([]);
  expect(await overflow(page), name).toBeLessThanOrEqual(0);
}

for (const { width, theme } of VIEWS)
  test(`office screens are clean at ${width} px, ${theme}`, async () => {
    const page = await signedIn('planner', width, theme);
    await page.goto(`${origin}/cutting`);
    await page.getByRole('heading', { level: 1, name: /wait for the saw/ }).waitFor();
    await page.getByText('B-3').first().waitFor();
    await holds(page, `cutting-${width}-${theme}`);
    await page.goto(`${origin}/cutting/${batchId}`);
    await page.getByRole('img').first().waitFor();
    await holds(page, `plan-${width}-${theme}`);
    await page.goto(`${origin}/schedule`);
    await page.locator('.pr-bar').first().waitFor();
    await holds(page, `schedule-${width}-${theme}`);
    await page.context().close();
  });

for (const { width, theme } of VIEWS)
  test(`stations are clean at ${width} px, ${theme}, with targets for a gloved thumb`, async () => {
    const page = await signedIn('worker', width, theme, width === PHONE_PX && theme === 'dark' ? 'de' : 'en');
    await page.goto(`${origin}/station`);
    await page.locator('.ps-stations').waitFor();
    await holds(page, `stations-${width}-${theme}`);
    for (const centre of ['SAW', 'EDGE', 'CNC', 'ASM']) {
      await page.goto(`${origin}/station/${centre}`);
      const done = page.locator('.ps-done');
      await done.waitFor();
      // 20 mm and 12 mm at 160 px an inch.
      expect((await done.boundingBox())!.height).toBeGreaterThanOrEqual(126);
      for (const way of await page.locator('.ps-ways button').all())
        expect((await way.boundingBox())!.height).toBeGreaterThanOrEqual(76);
      await holds(page, `station-${centre}-${width}-${theme}`);
    }
    await page.context().close();
  });

test('a plan is searched, told live, and released from its page', async () => {
  const page = await signedIn('planner', DESK_PX);
  await t.app.startJobs();
  await page.goto(`${origin}/cutting/${batchId}`);
  await page.getByRole('button', { name: 'Search again' }).click();
  await page
    .locator('.pr-search')
    .getByText(/Searching/)
    .waitFor();
  await page.getByText(/Searching: \d+ sheets?, /).waitFor();
  await page.getByRole('button', { name: 'Stop the search' }).click();
  await page.getByRole('button', { name: 'Search again' }).waitFor();
  await page.getByRole('button', { name: 'Release to saw' }).click();
  await page
    .getByText(/^Released: /)
    .first()
    .waitFor();
  await page.getByText('at the saw').first().waitFor();
  await page.context().close();
});

test('the board is walked by keyboard alone and Enter opens the order', async () => {
  const page = await signedIn('planner', DESK_PX);
  await page.goto(`${origin}/schedule`);
  const bar = page.locator('.pr-bar[tabindex="0"]');
  await bar.focus();
  const first = await bar.getAttribute('data-operation');
  await page.keyboard.press('ArrowDown');
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-operation')))
    .not.toBe(first);
  expect(await page.locator('.pr-bar[tabindex="0"]').count()).toBe(1);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/orders\//);
  await page.context().close();
});

test('without a connection a tap is stored, shown as saved, survives a reload, and arrives once afterwards', async () => {
  const page = await signedIn('worker', PHONE_PX);
  await page.goto(`${origin}/station/EDGE`);
  await page.locator('.ps-done').waitFor();
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await page.reload();
  await page.locator('.ps-done').waitFor();
  await page.waitForLoadState('networkidle');
  const code = (await page.locator('.ps-part header p').first().textContent())!.split(' ')[0]!;
  await page.context().setOffline(true);
  await page.locator('.ps-done').click();
  await page.getByText(`Saved: ${code} done`).waitFor();
  await page.reload();
  await page.locator('.ps-part').waitFor();
  expect(await page.locator('.ps-part header p').first().textContent()).not.toContain(code);
  await page.getByText(/offline · 1 waiting/).waitFor();
  // A scanner says done without a tap.
  const second = (await page.locator('.ps-part header p').first().textContent())!.split(' ')[0]!;
  await page.keyboard.type(second, { delay: 5 });
  await page.keyboard.press('Enter');
  await page.getByText(`Saved: ${second} done`).waitFor();
  await page.getByText(/offline · 2 waiting/).waitFor();
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
      { timeout: 20_000 },
    )
    .toEqual([code, second].sort());
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
  const page = await signedIn('worker', PHONE_PX);
  await page.goto(`${origin}/station/EDGE`);
  await page.getByLabel('Scan or type a code').fill(part.code.toLowerCase());
  await page.getByRole('button', { name: 'OK' }).click();
  const told = page.locator('.ps-conflicts li');
  await told
    .getByText(`${part.code} was bad and is made again as ${String(made.facts['newCode'])}.`)
    .waitFor();
  expect(await told.getByRole('button').count()).toBe(2);
  await holds(page, 'station-conflict');
  await told.getByRole('button', { name: 'Throw it away' }).click();
  await expect.poll(() => told.count()).toBe(0);
  await page.context().close();
});
