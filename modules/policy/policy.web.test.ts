import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildWeb } from '#apps/web/build.ts';
import { serveWeb } from '#apps/web/serve.ts';
import {
  DESK_PX,
  faultsNow,
  faultsOfColours,
  openBrowser,
  pageOf,
  PHONE_PX,
  visit,
  type TestBrowser,
} from '#apps/web/testing/browser.ts';
import { openTestApp, type TestApp } from '#apps/server/test-kit.ts';
import { CANCELLATION_IDS } from '#domain/policy/ids.ts';
import { registerOwnServer } from './recipients/contract.ts';

const OUT = join(import.meta.dirname, '../../.tenon/web-test');
let t: TestApp;
let browser: TestBrowser;
let origin: string;

beforeAll(async () => {
  await buildWeb({ outDir: OUT, log: () => undefined });
  t = await openTestApp();
  await serveWeb(t.app.server, OUT);
  origin = await t.listen();
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await t?.close();
});

test('the public pages read well without a script, ask nobody else, store nothing, and open on a phone', async () => {
  const page = await browser.pageAt(PHONE_PX, 'light', { context: { javaScriptEnabled: false } });
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(`${origin}/policy/cancellation`);
  expect(await page.locator('[data-proof]').count()).toBe(CANCELLATION_IDS.length);
  expect(await page.locator('#C-2a').innerText()).toContain('30');
  await page.getByRole('link', { name: 'Deutsch' }).click();
  expect(await page.locator('h1').innerText()).toBe('Kündigungsbedingungen');
  await page.getByRole('link', { name: 'Blog' }).click();
  expect(await page.locator('h1').innerText()).toBe('Blog');
  expect(asked.filter((url) => !url.startsWith(origin))).toEqual([]);
  expect((await page.context().storageState()).cookies).toEqual([]);
});

test.each(['/policy', '/policy/privacy', '/policy/cancellation', '/blog/privacy-policy-1'])(
  '%s has nothing that axe holds against it, in both themes, and fits a phone',
  async (path) => {
    const page = await browser.pageAt(PHONE_PX);
    await page.goto(origin + path);
    const name = `public${path.replaceAll('/', '-')}`;
    expect([...(await faultsNow(page, name)), ...(await faultsOfColours(page, 'dark'))]).toEqual([]);
  },
);

test('the operator rewords a sentence and hands it in; the screens have nothing that axe holds against them', async () => {
  const page = await pageOf(browser, origin, 'operator', DESK_PX);
  for (const path of [
    '/operator/record',
    '/operator/consents',
    '/operator/policies',
    '/operator/proofs',
    '/operator/disclosures',
    '/operator/leads',
    '/operator/blog',
    '/operator/requests',
    '/operator/breaches',
    '/operator/cancellations',
    '/operator/policies/privacy',
  ]) {
    await visit(page, origin + path);
    const name = path.slice(1).replaceAll('/', '-');
    expect([...(await faultsNow(page, name)), ...(await faultsOfColours(page, 'dark'))], path).toEqual([]);
  }
  await page.getByLabel('P-2.1a, English').fill('What you give us yourself we collect.');
  await page.getByLabel('English', { exact: true }).fill('Our own words.');
  await page.getByLabel('German', { exact: true }).fill('Unsere Worte.');
  await page.getByRole('button', { name: 'Save the draft' }).click();
  await page.getByRole('button', { name: 'Hand in for approval' }).click();
  await page.getByRole('button', { name: 'Approve and publish' }).click();
  await page.getByText('Whoever wrote a draft does not approve it.').waitFor();
});

/** The smallest document there is. */
const PDF = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');

test('the operator enters a processor, hands its contract in, and waits for a second person; an address inside is admitted', async () => {
  const owner = await t.client('owner');
  await owner.call(registerOwnServer, {
    body: { label: 'Label printer', kind: 'printer', host: '192.168.7.20', port: 9100 },
  });
  const page = await pageOf(browser, origin, 'operator', DESK_PX);
  await visit(page, `${origin}/operator/processors`);
  await page.getByRole('button', { name: 'Enter a processor' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Short name').fill('carrier-x');
  await dialog.getByLabel('Processor', { exact: true }).fill('Carrier X');
  await dialog.getByLabel('Country').fill('DE');
  await dialog.getByLabel('What it does for you').fill('delivers parcels');
  await dialog.getByLabel('Contact details').check();
  await dialog.getByRole('group', { name: 'What for' }).getByLabel('Delivery').check();
  await dialog.getByLabel('Where it is reached').fill('api.carrier.example:443');
  expect(await faultsNow(page, 'operator-processor-add')).toEqual([]);
  await dialog.getByRole('button', { name: 'Enter a processor' }).click();
  const row = page.getByRole('row', { name: /Carrier X/ });
  await row.getByText('without a contract').waitFor();
  await row.getByRole('button', { name: 'Hand in a contract' }).click();
  await dialog
    .locator('input[type=file]')
    .setInputFiles({ name: 'contract.pdf', mimeType: 'application/pdf', buffer: PDF });
  await dialog.getByLabel('Signed by us on').fill('2026-03-01');
  await dialog.getByLabel('Signed by them on').fill('2026-03-02');
  await dialog.getByLabel('Valid from').fill('2026-03-02');
  await dialog.getByLabel('It binds them to strict confidentiality').check();
  expect(await faultsNow(page, 'operator-processor-contract')).toEqual([]);
  await dialog.getByRole('button', { name: 'Hand in' }).click();
  await row.getByText('waits for a second person').waitFor();
  await row.getByRole('button', { name: 'Confirm the contract' }).click();
  await dialog.getByRole('button', { name: 'Yes, I confirm it' }).click();
  await page.getByText('A second person has to confirm this.').first().waitFor();

  await visit(page, `${origin}/operator/inside`);
  await page.getByRole('button', { name: 'Admit' }).click();
  await dialog.getByLabel('Why').fill('their printer');
  await dialog.getByRole('button', { name: 'Admit' }).click();
  await page.getByText(/admitted by/).waitFor();
  expect(await faultsNow(page, 'operator-inside')).toEqual([]);
  const office = await pageOf(browser, origin, 'owner', PHONE_PX);
  await visit(office, `${origin}/own-servers`);
  await office.getByText('may be reached').waitFor();
  expect(await faultsNow(office, 'own-servers')).toEqual([]);
});

test('a form says what it is for and takes the act; the consent is seen and taken back after saying what stays', async () => {
  const page = await pageOf(browser, origin, 'office', DESK_PX);
  await visit(page, `${origin}/account`);
  const card = page.locator('form', { has: page.getByLabel('Telephone') }).first();
  await card.getByLabel('Telephone').fill('+49 7071 1234');
  await card.getByText('to keep your account').waitFor();
  expect(await card.getByRole('link', { name: 'Privacy policy' }).getAttribute('href')).toBe(
    '/policy/privacy',
  );
  const saved = page.waitForResponse((answer) => answer.request().method() === 'PUT');
  await card.getByRole('button', { name: 'Agree and save' }).click();
  expect((await saved).status()).toBe(200);

  await visit(page, `${origin}/consents`);
  await page.getByRole('button', { name: 'Take back …' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('What is kept because of law').waitFor();
  await dialog.getByText(/Invoices and payments: .*10 years/).waitFor();
  expect(await faultsNow(page, 'consents-withdraw')).toEqual([]);
  await dialog.getByRole('button', { name: 'Take it back' }).click();
  await page.getByText('Taken back').first().waitFor();
});
