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
  PHONE_PX,
  visit,
  type TestBrowser,
} from '#apps/web/testing/browser.ts';
import { addMember } from './module.ts';
import { stepAt, totpCode } from './totp.ts';

const OUT = join(import.meta.dirname, '../../.tenon/web-test');
const EMAIL = 'heron@larch.example';
const PASSWORD = 'seven larches at the lake';
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

let t: TestApp;
let browser: TestBrowser;
let origin: string;

beforeAll(async () => {
  await buildWeb({ outDir: OUT, log: () => undefined });
  t = await openTestApp();
  await serveWeb(t.app.server, OUT);
  // Passkeys belong to a name, not to an address, and to exactly the place that the configuration says.
  origin = (await t.listen()).replace('127.0.0.1', 'localhost');
  Object.assign(t.app.context, { publicUrl: origin });
  await addMember(t.app.context.db, t.clock.now(), t.tenantId, {
    email: EMAIL,
    name: 'Heron',
    locale: 'en',
    role: 'owner',
    password: PASSWORD,
  });
  browser = await openBrowser();
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await t?.close();
});

/** An authenticator in the device that knows who holds it. */
async function withAuthenticator(page: Page): Promise<void> {
  const protocol = await page.context().newCDPSession(page);
  await protocol.send('WebAuthn.enable');
  await protocol.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

async function typePassword(page: Page): Promise<void> {
  await page.getByLabel('E-mail').fill(EMAIL);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

const signedOut = async (page: Page): Promise<void> => {
  await page.context().clearCookies();
  await visit(page, origin, page.getByRole('button', { name: 'Sign in', exact: true }));
};

test('a picture, an authenticator app and a passkey, from the first sign-in to the next ones', async () => {
  const page = await browser.pageAt(DESK_PX);
  await withAuthenticator(page);
  await visit(page, `${origin}/account`);
  await typePassword(page);
  await page.getByRole('heading', { name: 'Your account' }).waitFor();

  await page
    .getByLabel('Picture as PNG')
    .setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer: PICTURE });
  // What the form is for is agreed to first; nothing was sent without.
  const picture = page.getByRole('region', { name: 'Picture', exact: true });
  await picture.getByRole('checkbox').check();
  await page
    .getByLabel('Picture as PNG')
    .setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer: PICTURE });
  const face = page.getByAltText('Your picture');
  await face.waitFor();
  await expect.poll(() => face.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(256);

  await page.getByRole('button', { name: 'Add an authenticator app' }).click();
  await page.getByAltText('Code for the authenticator app').waitFor();
  const secret = (await page.locator('.ac-secret').textContent())!;
  await page.getByLabel('Six digits').fill(totpCode(secret, stepAt(t.clock.now())));
  await page.getByRole('button', { name: 'Confirm', exact: true }).click();
  await page.getByRole('heading', { name: 'Recovery codes' }).waitFor();
  expect(await page.locator('.ac-codes li').count()).toBe(10);
  await page.getByRole('button', { name: 'I have kept them' }).click();

  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByText('never used').waitFor();
  expect(await faultsOn(page, 'account-full')).toEqual([]);

  await signedOut(page);
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await page.getByRole('link', { name: 'Orders' }).first().waitFor();

  await signedOut(page);
  await typePassword(page);
  t.clock.advance({ seconds: 30 });
  await page.getByLabel('Code').fill(totpCode(secret, stepAt(t.clock.now())));
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('link', { name: 'Orders' }).first().waitFor();
});

test('a forgotten password on a phone: the link of the mail, read once and gone from the address', async () => {
  const page = await browser.pageAt(PHONE_PX);
  await visit(page, origin);
  await page.getByRole('button', { name: 'Forgotten the password?' }).click();
  expect(
    await faultsOn(page, 'forgotten-phone', page.getByRole('button', { name: 'Send the link' })),
  ).toEqual([]);
  await visit(page, `${origin}/link/reset#not-a-token-that-was-ever-made`);
  await expect.poll(() => new URL(page.url()).hash).toBe('');
  await page.getByLabel('New password').fill('a heron stands by the mill');
  await page.getByRole('button', { name: 'Keep this password' }).click();
  await page.getByText('This link was used already or is too old.').waitFor();
  expect(await faultsOn(page, 'reset-phone')).toEqual([]);
});
