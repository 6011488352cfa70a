import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, type TestApp } from '#apps/server/test-kit.ts';
import {
  DESK_PX,
  faultsNow,
  faultsOfColours,
  openBrowser,
  PHONE_PX,
  type TestBrowser,
} from '#apps/web/testing/browser.ts';
import { CHOICE_COOKIE, LAST_VISIT_COOKIE } from '#domain/policy/device-storage.ts';

let t: TestApp;
let browser: TestBrowser;
let origin: string;

beforeAll(async () => {
  t = await openTestApp();
  origin = (await t.listen()).replace('127.0.0.1', 'localhost');
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await t?.close();
});

/** A page that writes down every address it asks for. */
async function recording(
  javaScriptEnabled: boolean,
  width = DESK_PX,
): Promise<{ page: Page; asked: string[] }> {
  const page = await browser.pageAt(width, 'light', { context: { javaScriptEnabled } });
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  return { page, asked };
}

const cookiesOf = async (context: BrowserContext): Promise<string[]> =>
  (await context.cookies()).map(({ name }) => name).sort();

/** Everything else that a browser can keep for this origin, asked of the browser itself. */
async function keptBy(page: Page): Promise<Record<string, number>> {
  const devtools = await page.context().newCDPSession(page);
  const { usageBreakdown } = await devtools.send('Storage.getUsageAndQuota', { origin });
  const local = await page.context().storageState({ indexedDB: true });
  return {
    ...Object.fromEntries(
      usageBreakdown.filter(({ usage }) => usage > 0).map(({ storageType, usage }) => [storageType, usage]),
    ),
    ...(local.origins.length ? { entries: local.origins.length } : {}),
  };
}

test('a first visit keeps nothing on the device before a choice, asks with two buttons alike, and fetches nothing from elsewhere', async () => {
  // Two visitors who share nothing, at the same time.
  const visit = async (scripts: boolean): Promise<void> => {
    const { page, asked } = await recording(scripts);
    for (const path of ['/home', '/policy/privacy', '/blog', '/cookies']) await page.goto(origin + path);
    expect([scripts, await cookiesOf(page.context())]).toEqual([scripts, []]);
    expect([scripts, await keptBy(page)]).toEqual([scripts, {}]);
    expect(asked.length).toBeGreaterThan(8);
    // The pages, their two style sheets and their pictures: no script, no foreign host.
    expect(asked.filter((url) => !url.startsWith(`${origin}/`) || /\.m?js\b/.test(url))).toEqual([]);
    if (scripts) {
      await page.goto(`${origin}/home`);
      const [yes, no] = await Promise.all(
        ['Accept', 'Reject'].map((name) =>
          page.getByRole('button', { name, exact: true }).evaluate((button) => {
            const { width, height, top } = button.getBoundingClientRect();
            const { color, backgroundColor, fontWeight, fontSize } = getComputedStyle(button);
            return { width, height, top, color, backgroundColor, fontWeight, fontSize };
          }),
        ),
      );
      expect(yes).toEqual(no);
      // By keyboard alone: the question is on the way to the text.
      for (let step = 0; step < 20; step++) {
        await page.keyboard.press('Tab');
        if ((await page.evaluate(() => document.activeElement?.textContent?.trim())) === 'Reject') break;
      }
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Reject', exact: true }).waitFor({ state: 'detached' });
      expect(await cookiesOf(page.context())).toEqual([CHOICE_COOKIE]);
    }
    await page.context().close();
  };
  await Promise.all([visit(true), visit(false)]);
});

test('without a script the question works by its form, and a yes to everything is taken back with one answer', async () => {
  const { page } = await recording(false, PHONE_PX);
  await page.goto(`${origin}/features`);
  await page.getByRole('button', { name: 'Accept', exact: true }).click();
  await page.waitForURL(/\/features/);
  expect(await cookiesOf(page.context())).toEqual(
    [CHOICE_COOKIE, LAST_VISIT_COOKIE, '__Host-tenon-language'].sort(),
  );
  await page.getByRole('link', { name: 'Cookie settings' }).click();
  await page.getByRole('button', { name: 'Take back my consent' }).click();
  await page.getByText('Your choice is saved.').waitFor();
  expect(await cookiesOf(page.context())).toEqual([CHOICE_COOKIE]);
  await page.context().close();
});

test('the pages of the site are clean in both themes, on a phone and on a desk', async () => {
  const faultsAt = async (width: number): Promise<string[]> => {
    const faults: string[] = [];
    const page = await browser.pageAt(width, 'light', { locale: width === PHONE_PX ? 'de' : 'en' });
    for (const path of ['/home', '/pricing', '/contact', '/cookies']) {
      await page.goto(origin + path);
      const name = `site${path.replace('/', '-')}-${width}`;
      faults.push(...(await faultsNow(page, name)), ...(await faultsOfColours(page, 'dark')));
      await page.emulateMedia({ colorScheme: 'light' });
    }
    await page.context().close();
    return faults;
  };
  expect((await Promise.all([PHONE_PX, DESK_PX].map(faultsAt))).flat()).toEqual([]);
});
