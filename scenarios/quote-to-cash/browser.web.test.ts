import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEMO_COMPANY } from '#apps/server/demo/people.ts';
import { openTestApp, type TestApp } from '#apps/server/test-kit.ts';
import { buildWeb } from '#apps/web/build.ts';
import { serveWeb } from '#apps/web/serve.ts';
import {
  COLOUR_RULES,
  DESK_PX,
  faultsOn,
  openBrowser,
  PHONE_PX,
  screenshot,
  settled,
  visit,
  type TestBrowser,
  type Theme,
} from '#apps/web/testing/browser.ts';
import { saveCompany } from '#modules/accounts/module.ts';
import { installLibrary } from '#modules/catalog/module.ts';
import { getStation } from '#modules/production/contract.ts';
import { receiveBoards } from '#modules/stock/contract.ts';

const OUT = join(import.meta.dirname, '../../.tenon/web-test');
/** From the sign-in to the paid invoice, everything a mouse does in the office and at the van. */
const OFFICE_CLICKS_MAX = 25;
/** Rows with and without edges, in a material that the cabinet has and in one that it has not. */
const PART_LIST = `Name;Material;Länge;Breite;Anzahl;Kante vorne;Maserung
Shelf;W18;560;300;2;ABS08;0
Back;H3;716;596;1;;
`;

let t: TestApp;
let browser: TestBrowser;
let origin: string;

beforeAll(async () => {
  await buildWeb({ outDir: OUT, log: () => undefined });
  t = await openTestApp();
  await serveWeb(t.app.server, OUT);
  const owner = await t.caller('owner');
  await t.inTenant(async (tx) => {
    await installLibrary(tx, owner);
    await saveCompany(tx, DEMO_COMPANY);
  });
  const office = await t.client('office');
  for (const materialCode of ['W18', 'D18', 'H3'])
    await office.call(receiveBoards, {
      body: { materialCode, length: 2800, width: 2070, quantity: 20, rack: 'A1' },
    });
  await t.app.startJobs();
  origin = await t.listen();
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await t?.close();
});

/** Somebody in front of a screen; every press of the mouse or a finger counts, typing does not. */
interface Person {
  readonly page: Page;
  readonly clicks: readonly string[];
  click(what: Locator): Promise<void>;
  /** types into the field that Tab leads to, without touching the mouse */
  type(field: Locator, text: string): Promise<void>;
  /** waits for the screen that has `expected`, keeps its picture and holds it to the bars of every screen */
  picture(name: string, expected: Locator): Promise<void>;
}

async function person(width: number, theme: Theme): Promise<Person> {
  const page = await browser.pageAt(width, theme);
  // The clock of the story, on this side too.
  await page.clock.install({ time: t.clock.now() });
  const clicks: string[] = [];
  return {
    page,
    clicks,
    click: async (what) => {
      await what.click();
      clicks.push(String(what));
    },
    type: async (field, text) => {
      await field.waitFor();
      // Tab from where one is: a field that Tab does not reach would cost a click.
      for (let press = 0; press < 60; press++) {
        if (await field.evaluate((element) => element === document.activeElement)) break;
        await page.keyboard.press('Tab');
      }
      expect(await field.evaluate((element) => element === document.activeElement)).toBe(true);
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.type(text);
    },
    picture: async (name, expected) => {
      const look = `path-${width}-${name}`;
      // The same screens in the dark differ by their colours.
      const options = theme === 'dark' ? { rules: COLOUR_RULES } : {};
      const faults = await faultsOn(page, look, expected, options).catch(async (error: unknown) => {
        await screenshot(page, `${look}-missed`);
        throw new Error(`${look} is not there; what is: ${page.url()} ${await page.innerText('body')}`, {
          cause: error,
        });
      });
      expect(faults).toEqual([]);
      await screenshot(page, look);
    },
  };
}

async function signIn(who: Person, role: string): Promise<void> {
  const as = who.page.getByRole('button', { name: new RegExp(`^${role}`) });
  await visit(who.page, origin, as);
  await who.click(as);
}

/** The places of the navigation: at the side, or on a phone in the bar and behind “More”. */
async function goTo(who: Person, place: string): Promise<void> {
  // The shell stands with its first screen; before it there is no navigation to count.
  await settled(who.page, who.page.locator('#main h1'));
  const link = who.page
    .getByRole('navigation')
    .getByRole('link', { name: new RegExp(`^${place}`) })
    .filter({ visible: true });
  if ((await link.count()) === 0)
    await who.click(who.page.getByRole('button', { name: 'More' }).filter({ visible: true }));
  // The dialog's list stands above the bar.
  await who.click(link.last());
}

/** Quote, acceptance and the cut plans: what the office does before the floor can begin. @returns the order's number */
async function sell(office: Person, customer: string, withList: boolean): Promise<string> {
  const { page } = office;
  const button = (name: string | RegExp): Locator => page.getByRole('button', { name });
  await goTo(office, 'Orders');
  await office.click(page.getByRole('link', { name: 'New order' }).first());
  await office.click(page.getByRole('link', { name: 'New customer' }));
  for (const [label, text] of [
    ['Name', customer],
    ['E-mail', 'buy@forest.example'],
    ['Street', '4 Mill Street'],
    ['Postcode', '72070'],
    ['City', 'Tübingen'],
  ] as const)
    await office.type(page.getByLabel(new RegExp(`^${label}`)), text);
  await office.picture('01-customer', button('Save'));
  await office.click(button('Save'));
  await office.type(page.getByLabel('Reference'), 'Kitchen, plot 14');
  await office.picture('02-order-new', button('Begin the order'));
  await office.click(button('Begin the order'));
  await page.getByRole('heading', { name: /is a draft/ }).waitFor();
  const number = (await page.locator('h1').textContent())!.split(' ')[0]!;

  await office.click(page.getByRole('link', { name: 'Add product' }));
  await office.type(page.getByLabel('Product'), 'Kitchen base');
  await office.type(page.getByLabel(/^Width/), '750');
  await office.picture('03-product', page.getByRole('region', { name: 'Price' }).getByText('€'));
  await office.click(button('Add to quote'));
  await page.getByRole('link', { name: 'Kitchen base cabinet' }).first().waitFor();
  if (withList) {
    const chooser = page.waitForEvent('filechooser');
    await office.click(button('Choose a file'));
    await (
      await chooser
    ).setFiles({
      name: 'shelves.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(PART_LIST),
    });
    await office.picture('04-part-list', page.getByRole('heading', { name: /shelves\.csv/ }));
    await office.click(button(/to the order$/));
  }
  await office.click(button('Send quote'));
  await office.picture('05-quoted', page.getByRole('heading', { name: /is quoted until/ }));
  await office.click(button('Customer accepts'));
  await office.picture('06-accepted', page.getByRole('heading', { name: /is due/ }));

  await office.click(page.getByRole('link', { name: 'Optimise cutting' }));
  const everything = button('Optimise everything');
  await office.picture('07-cutting', everything);
  await office.click(everything);
  const release = button(/^Release \d+ plans$/);
  // All of them are searched when none waits for a batch, none is searching, and there is something to release.
  await expect
    .poll(
      async () => [
        await release.count(),
        await page.getByText('searching').count(),
        await everything.filter({ visible: true }).count(),
      ],
      { timeout: 120_000 },
    )
    .toEqual([1, 0, 0]);
  await office.picture('08-planned', release);
  const plans = Number(/\d+/.exec((await release.textContent())!)![0]);
  await office.click(release);
  // One after the other: the floor begins when all are at the saw.
  const released = page.getByText('at the saw', { exact: true });
  await expect.poll(() => released.count(), { timeout: 90_000 }).toBe(plans);
  await office.picture('09-released', released);
  return number;
}

/** Load, deliver, invoice, paid. */
async function handOver(office: Person, number: string): Promise<void> {
  const { page } = office;
  const button = (name: string | RegExp): Locator => page.getByRole('button', { name });
  await goTo(office, 'Today');
  const need = page.getByRole('link', { name: new RegExp(`${number} is packed`) });
  await office.picture('20-today', need);
  await office.click(need);
  await office.picture('21-deliveries', page.getByRole('heading', { name: /waits? for a van/ }));
  await office.click(button('Load').first());
  await page.getByText('on the van').first().waitFor();
  await office.click(button('Delivered').first());
  await office.type(page.getByLabel('Received by'), 'J. Miller');
  await office.picture('22-handing-over', page.getByRole('dialog'));
  await office.click(page.getByRole('dialog').getByRole('button', { name: 'Delivered' }));
  await page.getByText('delivered', { exact: true }).first().waitFor();
  await goTo(office, 'Money');
  await office.picture('23-money', page.getByRole('heading', { name: 'Delivered, not invoiced' }));
  await office.click(button(new RegExp(`^Invoice\\s+${number}`)));
  await office.picture('24-invoice', page.getByRole('heading', { name: /is open\.$/ }));
  await office.click(button('Record payment').first());
  await office.picture('25-payment', page.getByRole('dialog'));
  await office.click(page.getByRole('dialog').getByRole('button', { name: 'Record payment' }));
  await office.picture('26-paid', page.getByRole('heading', { name: /is paid\.$/ }));
}

async function nineStepsDone(office: Person, number: string): Promise<void> {
  const { page } = office;
  await visit(page, `${origin}/orders?show=all`);
  await page.getByRole('link', { name: number }).click();
  await expect
    .poll(() => page.locator('.tn-steps li[data-state="done"]').count(), { timeout: 90_000 })
    .toBe(9);
  await office.picture('27-nine-steps', page.locator('.tn-steps'));
}

/** What waits at a station now, as the server says it. */
async function waitingAt(centre: string) {
  return (await t.client('worker')).call(getStation, { params: { centre } });
}

/**
 * A barcode scanner that types like a keyboard, all keys at once: this page lives by the clock of the story, and by that a
 * busy machine would let the pause pass that begins a new code. Keys of their own are pressed in the test of the station.
 */
async function scan(page: Page, code: string): Promise<void> {
  await page.evaluate(
    (keys) => {
      for (const key of keys)
        (document.activeElement ?? document.body).dispatchEvent(
          new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }),
        );
    },
    [...code, 'Enter'],
  );
  await page.getByText(`Saved: ${code} done`).waitFor();
}

/** The whole floor at phone size, one station after the other; without a connection at the edge bander for a while. */
async function make(worker: Person): Promise<void> {
  const { page } = worker;
  const done = page.locator('.ps-done');
  const asWorker = page.getByRole('button', { name: /^Worker/ });
  await visit(page, `${origin}/station`, asWorker);
  await worker.click(asWorker);
  // The heading alone would also be that of the sign-in page.
  await worker.picture('10-stations', page.locator('.ps-stations'));
  const foot = page.locator('.ps-foot');
  const at = (centre: string): Promise<void> => visit(page, `${origin}/station/${centre}`, foot);
  const through = (centre: string): Promise<void> =>
    expect
      .poll(
        async () => {
          const { parts, sheets, units } = await waitingAt(centre);
          return parts.length + sheets.length + units.length;
        },
        { timeout: 90_000 },
      )
      .toBe(0);

  await at('SAW');
  await worker.picture('11-saw', done);
  for (const { no } of (await waitingAt('SAW')).sheets) {
    await worker.click(done);
    await page.getByText(`Saved: sheet ${no}`).waitFor();
  }
  // A whole sheet waits ten seconds for being taken back, or until the worker goes on.
  await at('SAW');
  await through('SAW');

  await at('EDGE');
  const edges = (await waitingAt('EDGE')).parts.map((part) => part.code);
  expect(edges.length).toBeGreaterThan(4);
  await worker.picture('12-edge', done);
  await scan(page, edges[0]!);
  // Gone to the server before the connection goes: from here on three wait.
  await page.getByText('connected', { exact: true }).waitFor();
  await page.context().setOffline(true);
  for (const code of edges.slice(1, 3)) await scan(page, code);
  const scanned = page.getByText(`Saved: ${edges[2]} done`);
  await worker.click(done);
  // What was tapped is what the station says it saved.
  await scanned.waitFor({ state: 'detached' });
  const tapped = /Saved: (\S+) done/.exec((await page.locator('.ps-saved').textContent())!)![1]!;
  expect(edges.slice(3)).toContain(tapped);
  await worker.picture('13-edge-offline', page.getByText(/offline · 3 waiting/));
  await page.context().setOffline(false);
  for (const code of edges.slice(3).filter((one) => one !== tapped)) await scan(page, code);
  await through('EDGE');

  await at('CNC');
  await worker.picture('14-drill', done);
  for (const { code } of (await waitingAt('CNC')).parts) await scan(page, code);
  await through('CNC');
  for (const [centre, name] of [
    ['ASM', '15-assembly'],
    ['PACK', '16-packing'],
  ] as const) {
    await at(centre);
    await worker.picture(name, done);
    for (const unit of (await waitingAt(centre)).units) {
      await page.getByRole('heading', { level: 1, name: new RegExp(unit.name) }).waitFor();
      await worker.click(done);
      await page.getByText(`Saved: ${unit.name}`).waitFor();
    }
    await at(centre);
    await through(centre);
  }
  await worker.picture('17-nothing-left', foot);
}

test('a cabinet and a part list, from the quote to the paid invoice at a desk, in at most 25 clicks', async () => {
  const office = await person(DESK_PX, 'light');
  await signIn(office, 'Office');
  const number = await sell(office, 'Forest House Ltd', true);
  const worker = await person(PHONE_PX, 'light');
  await make(worker);
  await handOver(office, number);
  console.info(`clicks: ${office.clicks.length} in the office, ${worker.clicks.length} on the floor`);
  expect(office.clicks.length, office.clicks.join('\n')).toBeLessThanOrEqual(OFFICE_CLICKS_MAX);
  // One to sign in, one per sheet and unit, one for the tap without a connection; parts are scanned.
  expect(worker.clicks.length).toBeLessThanOrEqual(12);
  await nineStepsDone(office, number);
  await Promise.all([office, worker].map(({ page }) => page.context().close()));
});

test('the same on a phone in the dark', async () => {
  const office = await person(PHONE_PX, 'dark');
  await signIn(office, 'Office');
  const number = await sell(office, 'Meadow House Ltd', false);
  const worker = await person(PHONE_PX, 'dark');
  await make(worker);
  await handOver(office, number);
  await nineStepsDone(office, number);
  await Promise.all([office, worker].map(({ page }) => page.context().close()));
});
