import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, type TestApp } from '#apps/server/test-kit.ts';
import { buildWeb } from '#apps/web/build.ts';
import { serveWeb } from '#apps/web/serve.ts';
import {
  DESK_PX,
  faultsOn,
  openBrowser,
  pageOf,
  visit,
  type TestBrowser,
} from '#apps/web/testing/browser.ts';
import { createCustomer } from '#modules/accounts/contract.ts';
import { installLibrary } from '#modules/catalog/api.ts';
import { addOffcut, receiveBoards } from '#modules/stock/contract.ts';

const OUT = join(import.meta.dirname, '../../.tenon/web-test');
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

/** Bars of every screen, for the screens that only this path reaches. */
async function holds(page: Page, name: string, expected?: Locator): Promise<void> {
  expect(await faultsOn(page, name, expected)).toEqual([]);
}

test('a quote from nothing to production at a desk, by clicks', async () => {
  const page = await pageOf(browser, origin, 'office', DESK_PX);
  await visit(page, `${origin}/orders`, page.getByRole('heading', { name: 'No order is late.' }));
  await holds(page, 'orders-empty');
  await page.getByRole('link', { name: 'New order' }).first().click();
  await page.getByLabel('Customer').selectOption({ label: 'Forest House Ltd' });
  await page.getByLabel('Reference').fill('Kitchen, plot 14');
  await page.getByRole('button', { name: 'Begin the order' }).click();
  await holds(page, 'order-draft-empty', page.getByRole('heading', { name: 'K-1001 is a draft.' }));

  await page.getByRole('link', { name: 'Add product' }).click();
  await page.getByLabel('Product').selectOption({ label: 'Kitchen base cabinet · BASE600' });
  await page.getByLabel(/^Width/).fill('750');
  const price = page.getByRole('region', { name: 'Price' });
  await price.getByText('€').first().waitFor();
  await page.getByLabel('Quantity', { exact: true }).fill('3');
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
  await holds(page, 'order-line', page.getByRole('heading', { name: /Kitchen base cabinet in K-1001/ }));
});

test.skipIf(!existsSync(KITCHEN))(
  'a part list is dropped, its codes are told, and its rows become a line',
  async () => {
    const page = await pageOf(browser, origin, 'office', DESK_PX);
    await visit(page, `${origin}/orders/new`);
    await page.getByLabel('Customer').selectOption({ label: 'Forest House Ltd' });
    await page.getByRole('button', { name: 'Begin the order' }).click();
    await page.getByRole('heading', { name: /is a draft/ }).waitFor();
    await page.locator('input[type=file]').setInputFiles(fileURLToPath(KITCHEN));
    await holds(
      page,
      'part-list-unmatched',
      page.getByRole('heading', { name: /kitchen.xlsx: no row can be made yet/ }),
    );
    for (const [n, code] of ['P2_White_19.0', 'P2_Gold_Craft_Oak_19.0'].entries()) {
      await page.getByRole('link', { name: `Add ${code} as a new material` }).click();
      await page.getByLabel('Decor').fill('as supplied');
      await page.getByLabel('Price per m²').fill('12.50');
      if (n === 0) await holds(page, 'board-new');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByRole('heading', { name: /kitchen.xlsx/ }).waitFor();
    }
    await page.getByRole('button', { name: 'Use these' }).click();
    await holds(
      page,
      'part-list-good',
      page.getByRole('heading', { name: 'kitchen.xlsx: 19 rows can be made.' }),
    );
    await page.getByRole('button', { name: 'Add 19 rows to the order' }).click();
    await page.getByRole('link', { name: 'kitchen' }).waitFor();
  },
);
