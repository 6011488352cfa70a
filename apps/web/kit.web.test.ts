import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  axe,
  DESK_PX,
  faultsNow,
  faultsOfColours,
  openBrowser,
  overflow,
  PHONE_PX,
  screenshot,
  type TestBrowser,
} from './testing/browser.ts';
import { serveSpecimen, type SpecimenServer } from './testing/specimen-server.ts';

let browser: TestBrowser;
let server: SpecimenServer;
beforeAll(async () => {
  [browser, server] = await Promise.all([openBrowser(), serveSpecimen()]);
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

/** The page of specimens has a list that loads for ever: it stands with its heading and its fonts. */
async function open(page: Page, heading = page.getByRole('heading', { level: 1 })): Promise<void> {
  await page.goto(server.origin);
  await heading.waitFor();
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
}

describe('every piece of the kit', () => {
  for (const width of [PHONE_PX, DESK_PX])
    test(`has nothing against it at ${width} px`, async () => {
      const page = await browser.pageAt(width);
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(error.message));
      await open(page);
      const faults = await faultsNow(page, `kit-${width}-light`);
      await page.getByRole('button', { name: 'Open dialog' }).click();
      await page.getByRole('dialog').waitFor();
      faults.push(...(await axe(page)), ...(await faultsOfColours(page, 'dark')));
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      faults.push(...(await faultsOfColours(page, 'dark')));
      await screenshot(page, `kit-${width}-dark`);
      expect(faults).toEqual([]);
      expect(errors).toEqual([]);
      await page.context().close();
    });

  test('axe would tell: a planted picture without words is found', async () => {
    const page = await browser.pageAt(DESK_PX);
    await open(page);
    await page.evaluate(() => document.querySelector('main')!.append(document.createElement('img')));
    expect((await axe(page, { patienceMs: 0 })).join()).toContain('image-alt');
    await page.context().close();
  });

  for (const width of [320, 768, 1920])
    test(`fits into ${width} px, in German too`, async () => {
      const page = await browser.pageAt(width, 'light', { locale: 'de' });
      const german = page.getByRole('heading', { level: 1, name: 'Zwei Aufträge sind verspätet.' });
      await open(page, german);
      expect(await overflow(page)).toBeLessThanOrEqual(0);
      await page.context().close();
    });
});

describe('a form', () => {
  async function filled() {
    const page = await browser.pageAt(DESK_PX);
    await open(page);
    await page.getByLabel('Name').fill('Forest House');
    await page.getByLabel('E-mail', { exact: true }).fill('papers@forest.example');
    await page.getByLabel('Width').fill('1.234,5');
    return page;
  }
  const submit = (page: Awaited<ReturnType<typeof filled>>) =>
    page.locator('form').getByRole('button', { name: 'New order' }).click();

  test('says beside each field what does not fit, sends nothing and goes to the first', async () => {
    const page = await browser.pageAt(DESK_PX);
    await open(page);
    server.sent.length = 0;
    await page.getByLabel('E-mail', { exact: true }).fill('nobody');
    await page.getByLabel('Payment target').fill('400');
    await submit(page);
    await page.getByText('This is no e-mail address.').waitFor();
    await page.getByText('At most 120.').waitFor();
    expect(await page.evaluate(() => (document.activeElement as HTMLInputElement).name)).toBe('name');
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'kit-form-faults');
    expect(server.sent).toEqual([]);
    await page.context().close();
  });

  test('sends numbers exactly as typed in either notation, money as text', async () => {
    const page = await filled();
    server.sent.length = 0;
    server.answer = { status: 200, body: { id: '1' } };
    await submit(page);
    await page.getByText('Released to the saw').waitFor();
    expect(server.sent[0]!.body).toEqual({
      name: 'Forest House',
      email: 'papers@forest.example',
      paymentDays: 14,
      widthMm: 1234.5,
      credit: '1250',
      country: 'DE',
      news: true,
    });
    await page.context().close();
  });

  test('puts the server’s refusal beside its field and keeps the input, over a reload too', async () => {
    const page = await filled();
    server.answer = {
      status: 422,
      body: {
        code: 'input_refused',
        status: 422,
        title: 'One field does not fit.',
        errors: [{ code: 'taken', field: 'name', title: 'This name is taken.' }],
      },
    };
    await submit(page);
    await page.locator('.tn-field', { hasText: 'This name is taken.' }).waitFor();
    await page.reload();
    await page.getByText('What you had typed is back.').waitFor();
    expect(await page.getByLabel('Name').inputValue()).toBe('Forest House');
    await page.context().close();
  });

  test('after a cut connection the same press has the same key; after a clear no it has a new one', async () => {
    const page = await filled();
    server.sent.length = 0;
    server.answer = 'cut';
    await submit(page);
    await page.locator('form').getByText('No connection to the server.').waitFor();
    server.answer = { status: 409, body: { code: 'late', status: 409, title: 'Too late.' } };
    await submit(page);
    await page.getByText('Too late.').waitFor();
    await submit(page);
    await expect.poll(() => new Set(server.sent.map(({ key }) => key)).size).toBe(2);
    // Chromium itself repeats a request once whose connection was cut before an answer: also with the same key.
    expect(server.sent.at(-1)!.key).not.toBe(server.sent[0]!.key);
    expect(server.sent.at(-2)!.key).toBe(server.sent[0]!.key);
    await page.context().close();
  });
});

test('five thousand rows: only what is on screen is drawn, the end is reached, keys move along the rows', async () => {
  const page = await browser.pageAt(DESK_PX);
  const first = page.getByRole('link', { name: 'K-10000' });
  await page.goto(`${server.origin}/#many`);
  await first.focus();
  await page.keyboard.press('j');
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('K-10001');
  expect(await page.locator('tbody tr').count()).toBeLessThan(100);
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  await page.getByRole('link', { name: 'K-14999' }).waitFor();
  await page.context().close();
});
