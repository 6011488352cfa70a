import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, type TestApp } from '#apps/server/test-kit.ts';
import { buildWeb } from '#apps/web/build.ts';
import { serveWeb } from '#apps/web/serve.ts';
import {
  DESK_PX,
  faultsNow,
  faultsOfColours,
  goInside,
  openBrowser,
  overflow,
  pageOf,
  PHONE_PX,
  screenshot,
  visit,
  type TestBrowser,
  type Theme,
} from '#apps/web/testing/browser.ts';
import type { Role } from '#platform/http/caller.ts';
import { faultyText, walkByTab, wordsLeftInEnglish } from './checks.ts';
import { openFactory, type Factory } from './factory.ts';
import { floorScreens, officeScreens, pageCatalogues } from './found.ts';

const OUT = join(import.meta.dirname, '../../.tenon/web-test');
/** Pictures of every look, for people; otherwise only of what has a fault. */
const PICTURES = process.env['TENON_PICTURES'] === '1';
/** 20 mm and 12 mm at 160 px an inch: a gloved thumb for the answer, and for the ways out below it. */
const STATION_TARGET_PX = 126;
const STATION_WAY_PX = 76;

/** Which rows a screen with parameters shows. A screen that is missing here fails the first test. */
const SHOWN: Readonly<
  Record<string, (factory: Factory) => readonly (readonly [name: string, path: string])[]>
> = {
  '/customers/$customerId': (f) => [['customer', `/customers/${f.customerId}`]],
  '/customers/$customerId/looks': (f) => [['customer-looks', `/customers/${f.customerId}/looks`]],
  '/products/$productId': (f) => [['product', `/products/${f.productId}`]],
  '/products/$productId/edit': (f) => [['product-edit', `/products/${f.smallProductId}/edit`]],
  '/orders/$orderId': (f) =>
    (['draft', 'cutting', 'paid'] as const).map((stage) => [`order-${stage}`, `/orders/${f.orders[stage]}`]),
  '/orders/$orderId/add': (f) => [['order-add', `/orders/${f.orders.draft}/add?product=${f.productId}`]],
  '/orders/$orderId/lines/$lineNo': (f) => [['order-line', `/orders/${f.orders.draft}/lines/1`]],
  '/orders/$orderId/lists/$importId': (f) => [['part-list', `/orders/${f.orders.draft}/lists/${f.importId}`]],
  '/cutting/$batchId': (f) => [['cut-plan', `/cutting/${f.batchId}`]],
  '/tickets/$ticketId': (f) => [['ticket', `/tickets/${f.ticketId}`]],
  '/mail/$mailId': (f) => [['letter', `/mail/${f.mailId}`]],
  '/money/customers/$customerId': (f) => [['account', `/money/customers/${f.customerId}`]],
  '/money/orders/$orderId': (f) => [['order-money', `/money/orders/${f.orders.cutting}`]],
  '/money/runs/$runId': (f) => [['payment-run', `/money/runs/${f.runId}`]],
  '/money/suppliers/$supplierInvoiceId': (f) => [
    ['supplier-invoice', `/money/suppliers/${f.supplierInvoiceId}`],
  ],
  '/my-services/$subscriptionId/cancel': (f) => [
    ['service-cancel', `/my-services/${f.services.subscriptionId}/cancel`],
  ],
  '/my-services/cases/$cancellationCaseId': (f) => [['service-case', `/my-services/cases/${f.services.caseId}`]],
  '/money/invoices/$invoiceId': (f) => [['invoice', `/money/invoices/${f.invoiceId}`]],
  '/money/subscriptions/$subscriptionId': (f) => [
    ['subscription', `/money/subscriptions/${f.subscriptionId}`],
  ],
};

const screens = await officeScreens();
const stationScreens = await floorScreens();
const catalogues = await pageCatalogues();

/** Names in the library of products: the factory's own data, in the language it was written in. */
const DATA = ['Panel saw', 'Assembly', 'Finishing', 'Packing', 'Width', 'Height', 'Depth', 'Decor', 'Tool'];

let t: TestApp;
let browser: TestBrowser;
let origin: string;
let factory: Factory;

beforeAll(async () => {
  await buildWeb({ outDir: OUT, log: () => undefined });
  t = await openTestApp();
  await serveWeb(t.app.server, OUT);
  factory = await openFactory(t);
  origin = await t.listen();
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await t?.close();
});

interface Opened {
  readonly page: Page;
  /** errors that the page wrote or threw */
  readonly said: string[];
  /** the address that stands on it */
  path: string | null;
  theme: Theme;
}

/** One page per role, width and language; its theme is changed in place. */
const pages = new Map<string, Promise<Opened>>();

async function openAs(role: Role, width: number, locale: 'en' | 'de'): Promise<Opened> {
  const page = await pageOf(browser, origin, role, width, 'light', { locale });
  // As chosen by the person: an account's own language gives way to it.
  await page.addInitScript((chosen) => localStorage.setItem('tenon.locale', chosen), locale);
  const said: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') said.push(message.text());
  });
  page.on('pageerror', (error) => said.push(String(error)));
  return { page, said, path: null, theme: 'light' };
}

/**
 * The page of this person at an address, settled; what it says from here on are its own errors. Stations, and in German
 * what an address names, are opened from nothing; else a page that stands goes there from the screen before.
 */
async function openScreen(who: Who, path: string): Promise<Opened> {
  const key = keyOf(who);
  const started = pages.get(key) ?? openAs(who.role, who.width, who.locale);
  pages.set(key, started);
  const opened = await started;
  const { page } = opened;
  opened.said.length = 0;
  const named = screens.every((screen) => screen.path !== path);
  const fromNothing = path.startsWith('/station') || (who.locale === 'de' && named);
  if (fromNothing || opened.path === null) await visit(page, origin + path);
  else if (opened.path !== path) await goInside(page, path);
  opened.path = path;
  return opened;
}

const keyOf = ({ role, width, locale }: Who): string => `${role} ${width} ${locale}`;

interface Who {
  readonly role: Role;
  readonly width: number;
  readonly locale: 'en' | 'de';
}

/** What is wrong with a screen at one width, in both themes; empty is the bar. */
async function faultsOf(role: Role, width: number, path: string, name: string): Promise<string[]> {
  const opened = await openScreen({ role, width, locale: 'en' }, path);
  const { page, said } = opened;
  const faults = await faultsNow(page, `${name}-${width}-${opened.theme}`);
  if ((await page.locator('h1').count()) !== 1) faults.push('not one heading of the first level');
  if (!/^\S.* · Tenon$/.test(await page.title())) faults.push(`title: ${await page.title()}`);
  faults.push(...(await faultyText(page)), ...(await walkByTab(page)));
  // The next screen begins in the theme in which this one ends.
  opened.theme = opened.theme === 'light' ? 'dark' : 'light';
  faults.push(...(await faultsOfColours(page, opened.theme)), ...said);
  if (faults.length > 0 || PICTURES) await screenshot(page, `${name}-${width}-${opened.theme}`);
  return faults.map((fault) => `${name} at ${width} px: ${fault}`);
}

/** Whether longer words of the other language fit, and none is missing. */
async function faultsInGerman(role: Role, path: string, name: string): Promise<string[]> {
  const { page, said } = await openScreen({ role, width: PHONE_PX, locale: 'de' }, path);
  const faults = [
    ...(await faultyText(page)),
    ...(await wordsLeftInEnglish(page, catalogues, DATA)),
    ...said,
  ];
  if ((await page.evaluate(() => document.documentElement.lang)) !== 'de') faults.push('lang is not de');
  if ((await overflow(page)) > 0) faults.push('wider than the screen');
  if (faults.length > 0 || PICTURES) await screenshot(page, `${name}-${PHONE_PX}-de`);
  return faults.map((fault) => `${name} in German: ${fault}`);
}

/** Three people look at once, each on a page of their own: while one is spoken to, the others draw. */
async function faultsEverywhere(role: Role, path: string, name: string): Promise<string[]> {
  const found = await Promise.all([
    faultsOf(role, PHONE_PX, path, name),
    faultsOf(role, DESK_PX, path, name),
    faultsInGerman(role, path, name),
  ]);
  return found.flat();
}

test('every screen that a module declares has a row to show', () => {
  const withParameters = screens.map((screen) => screen.path).filter((path) => path.includes('$'));
  expect(screens.length).toBeGreaterThan(15);
  expect(withParameters.filter((path) => !SHOWN[path])).toEqual([]);
  expect(Object.keys(SHOWN).filter((path) => !withParameters.includes(path))).toEqual([]);
  expect(stationScreens.map((screen) => screen.path).sort()).toEqual(['', '$centre']);
  expect(catalogues.length).toBeGreaterThan(10);
});

test('the walk by Tab sees what it never reaches, what shows no focus and what stands where nobody looks', async () => {
  const page = await browser.pageAt(DESK_PX);
  await page.setContent(`<style>button:nth-of-type(2) { outline: none } .far { position: fixed; left: -900px }</style>
    <button>fine</button><button>bare</button><button class="far">far</button><button id="skipped">skipped</button>
    <script>skipped.addEventListener('focus', () => skipped.blur())</script>`);
  expect(await walkByTab(page)).toEqual([
    expect.stringContaining('not reached by Tab: <button id="skipped">'),
    'focus is not shown: button bare',
    'focus is covered or off the screen: button far',
  ]);
  await page.context().close();
});

test.each(screens.map(({ path }) => path))('%s', async (screen) => {
  const rows = SHOWN[screen]?.(factory) ?? [[screen.slice(1).replaceAll('/', '-'), screen] as const];
  const faults: string[] = [];
  for (const [name, path] of rows) faults.push(...(await faultsEverywhere('owner', path, name)));
  expect(faults).toEqual([]);
});

test.each(['owner', 'office', 'planner', 'driver'] as const)('a %s has a first page', async (role) => {
  const { page, said } = await openScreen({ role, width: PHONE_PX, locale: 'en' }, '/');
  expect(screens.map((screen) => screen.path)).toContain(new URL(page.url()).pathname);
  expect(said).toEqual([]);
});

test('/station', async () => {
  expect(await faultsEverywhere('worker', '/station', 'stations')).toEqual([]);
});

test('every station, with targets for a gloved thumb', async () => {
  expect(factory.centres.length).toBeGreaterThan(3);
  const faults: string[] = [];
  const tooLow = async (page: Page, what: string, least: number): Promise<void> => {
    for (const target of await page.locator(what).all()) {
      const { height } = (await target.boundingBox())!;
      if (height < least) faults.push(`${page.url()}: ${what} is ${height} px high`);
    }
  };
  // Each centre has one of three pages: of the saw, of parts, of units.
  for (const centre of ['SAW', 'EDGE', 'ASM']) {
    faults.push(...(await faultsEverywhere('worker', `/station/${centre}`, `station-${centre}`)));
    for (const width of [PHONE_PX, DESK_PX]) {
      const { page } = (await pages.get(keyOf({ role: 'worker', width, locale: 'en' })))!;
      await tooLow(page, '.ps-done', STATION_TARGET_PX);
      await tooLow(page, '.ps-ways button', STATION_WAY_PX);
    }
  }
  expect(faults).toEqual([]);
});
