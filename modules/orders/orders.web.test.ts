import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
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
import { createCustomer } from '#modules/accounts/contract.ts';
import { installLibrary } from '#modules/catalog/api.ts';
import { addOffcut, receiveBoards } from '#modules/stock/contract.ts';

const OUT = join(import.meta.dirname, '../../.tenon/web-test-orders');
const KITCHEN = new URL('../../../shared/samples/homag/kitchen.xlsx', import.meta.url);
let t: TestApp;
let browser: TestBrowser;
let origin: string;

beforeAll(async () => {
  await buildWeb({ outDir: OUT, log: () => undefined });
  t = await openTestApp();
  await serveWeb(t.app.server, OUT);
  const owner = await t.caller();
  await t.inTenant((tx) => installLibrary(tx, owner));
  const office = await t.client('office');
  await office.call(createCustomer, {
    body: {
      name: 'Forest House Ltd',
      email: 'buy@forest.example',
      street: '4 Mill Street',
      postcode: '72070',
      city: 'Tübingen',
    } as never,
  });
  await office.call(receiveBoards, {
    body: { materialCode: 'W18', length: 2800, width: 2070, quantity: 24, rack: 'A1' },
  });
  await office.call(receiveBoards, {
    body: { materialCode: 'D18', length: 2800, width: 2070, quantity: 9, rack: 'A2' },
  });
  for (const [materialCode, length, width] of [
    ['D18', 1480, 900],
    ['D18', 720, 560],
    ['W18', 2100, 400],
  ] as const)
    await office.call(addOffcut, { body: { materialCode, length, width, rack: '' } });
  origin = await t.listen();
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await t?.close();
});

async function signedIn(width: number, theme: Theme = 'light', locale: 'en' | 'de' = 'en'): Promise<Page> {
  const page = await browser.pageAt(width, theme, { locale });
  const answer = await page.request.post(`${origin}/api/session/demo`, {
    data: { role: 'office' },
    headers: { origin },
  });
  expect(answer.status()).toBe(200);
  return page;
}

/** Bars of every screen: nothing axe holds against it, nothing wider than the page. */
async function holds(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('networkidle');
  await screenshot(page, name);
  expect(await axe(page), name).toEqual([]);
  expect(await overflow(page), name).toBe(0);
}

test('a quote from nothing to production at a desk, by clicks', async () => {
  const page = await signedIn(DESK_PX);
  await page.goto(`${origin}/orders`);
  await page.getByRole('heading', { name: 'No order is late.' }).waitFor();
  await holds(page, 'orders-empty');
  await page.getByRole('link', { name: 'New order' }).first().click();
  await page.getByLabel('Customer').selectOption({ label: 'Forest House Ltd' });
  await page.getByLabel('Reference').fill('Kitchen, plot 14');
  await page.getByRole('button', { name: 'Begin the order' }).click();
  await page.getByRole('heading', { name: 'K-1001 is a draft.' }).waitFor();
  await holds(page, 'order-draft-empty');

  await page.getByRole('link', { name: 'Add product' }).click();
  await page.getByLabel('Product').selectOption({ label: 'Kitchen base cabinet · BASE600' });
  await page.getByLabel(/^Width/).fill('750');
  const price = page.getByRole('region', { name: 'Price' });
  await price.getByText('€').first().waitFor();
  await page.getByLabel('Quantity').fill('3');
  await holds(page, 'order-line-add');
  await page.getByLabel(/^Width/).fill('99999');
  await page.getByText('99999 is outside').waitFor();
  await page.getByLabel(/^Width/).fill('750');
  await page.getByText('99999 is outside').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Add to quote' }).click();

  await page.getByRole('button', { name: 'Send quote' }).click();
  await page.getByRole('heading', { name: /K-1001 is quoted until/ }).waitFor();
  await page.getByRole('button', { name: 'Customer accepts' }).click();
  await page.getByRole('heading', { name: /K-1001 is due/ }).waitFor();
  await t.app.runDueJobs();
  await page.reload();
  await page.getByRole('link', { name: 'Order confirmation' }).waitFor();
  await page.getByRole('link', { name: 'Optimise cutting' }).waitFor();
  await holds(page, 'order-accepted');
  await page.getByRole('link', { name: 'Kitchen base cabinet', exact: true }).click();
  await page.getByRole('heading', { name: /Kitchen base cabinet in K-1001/ }).waitFor();
  await holds(page, 'order-line');
});

test.skipIf(!existsSync(KITCHEN))(
  'a part list is dropped, its codes are told, and its rows become a line',
  async () => {
    const page = await signedIn(DESK_PX);
    await page.goto(`${origin}/orders/new`);
    await page.getByLabel('Customer').selectOption({ label: 'Forest House Ltd' });
    await page.getByRole('button', { name: 'Begin the order' }).click();
    await page.getByRole('heading', { name: /is a draft/ }).waitFor();
    await page.locator('input[type=file]').setInputFiles(fileURLToPath(KITCHEN));
    await page.getByRole('heading', { name: /kitchen.xlsx: no row can be made yet/ }).waitFor();
    await holds(page, 'part-list-unmatched');
    for (const code of ['P2_White_19.0', 'P2_Gold_Craft_Oak_19.0']) {
      await page.getByRole('link', { name: `Add ${code} as a new material` }).click();
      await page.getByLabel('Decor').fill('as supplied');
      await page.getByLabel('Price per m²').fill('12.50');
      await holds(page, 'board-new');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByRole('heading', { name: /kitchen.xlsx/ }).waitFor();
    }
    await page.getByRole('button', { name: 'Use these' }).click();
    await page.getByRole('heading', { name: 'kitchen.xlsx: 19 rows can be made.' }).waitFor();
    await holds(page, 'part-list-good');
    await page.getByRole('button', { name: 'Add 19 rows to the order' }).click();
    await page.getByRole('link', { name: 'kitchen' }).waitFor();
  },
);

const SCREENS = [
  ['/orders', 'orders'],
  ['/orders/new', 'order-new'],
  ['/products', 'products'],
  ['/products/materials', 'materials'],
  ['/stock', 'stock'],
  ['/customers', 'customers'],
  ['/customers/new', 'customer-new'],
] as const;

test.each([
  [PHONE_PX, 'light', 'en'],
  [PHONE_PX, 'dark', 'de'],
  [DESK_PX, 'dark', 'en'],
  [DESK_PX, 'light', 'de'],
] as const)('every screen holds at %i px, %s, %s', async (width, theme, locale) => {
  const page = await signedIn(width, theme, locale);
  for (const [path, name] of SCREENS) {
    await page.goto(origin + path);
    await page.locator('h1').waitFor();
    await holds(page, `${name}-${width}-${theme}`);
  }
  await page.goto(`${origin}/products`);
  await page.locator('.tn-row-link').first().click();
  await page.locator('.cat-parts svg').first().waitFor();
  await holds(page, `product-${width}-${theme}`);
  await page.goto(`${origin}/orders?show=all`);
  await page.locator('.tn-row-link').last().click();
  await page.locator('.tn-steps').waitFor();
  await holds(page, `order-${width}-${theme}`);
});
