import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium, type BrowserContextOptions, type Locator, type Page } from 'playwright-core';
import { findChromium } from './chromium.ts';

/** Our own launch flags: nothing that weakens the page's security, only what a machine without screen and GPU needs. */
const FLAGS = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--hide-scrollbars',
  '--font-render-hinting=none',
];

/** Screenshots of test runs; ignored by git. */
const ARTEFACTS = join(import.meta.dirname, '../../../.tenon/artefacts');

/** The two widths every screen is held to. */
export const PHONE_PX = 390;
export const DESK_PX = 1366;
export type Theme = 'light' | 'dark';

export interface PageOptions {
  readonly locale?: 'en' | 'de';
  readonly context?: BrowserContextOptions;
}

export interface TestBrowser {
  /** a page of its own, with nothing kept from others; touch on a phone's width */
  pageAt(width: number, theme?: Theme, options?: PageOptions): Promise<Page>;
  close(): Promise<void>;
}

/** Starts Chromium once for a test file. */
export async function openBrowser(): Promise<TestBrowser> {
  const { path, env } = await findChromium();
  const browser = await chromium.launch({
    executablePath: path,
    args: FLAGS,
    env: { ...process.env, ...env } as Record<string, string>,
  });
  return {
    async pageAt(width, theme = 'light', options = {}) {
      const phone = width < 720;
      const context = await browser.newContext({
        viewport: { width, height: phone ? 844 : 820 },
        colorScheme: theme,
        locale: options.locale === 'de' ? 'de-DE' : 'en-GB',
        hasTouch: phone,
        reducedMotion: 'reduce',
        ...options.context,
      });
      context.setDefaultTimeout(PATIENCE_MS);
      return context.newPage();
    },
    close: () => browser.close(),
  };
}

const axeSource = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly help: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
  }[];
}

/** How long a page may take to become what it is going to be: a busy machine of two cores, not a person's patience. */
const PATIENCE_MS = 90_000;

/**
 * Waits until the page is what a person would look at: `expected` stands on it, one heading of the first level, nothing
 * is on its way (a busy part, the placeholder of a list), its fonts are there, and two frames with all that were drawn.
 *
 * @param expected something that only the wanted screen has: after a click the screen before stands for another moment
 */
export async function settled(page: Page, expected?: Locator): Promise<void> {
  if (expected) await expected.first().waitFor({ timeout: PATIENCE_MS });
  await page.waitForFunction(
    () =>
      document.querySelectorAll('h1').length > 0 &&
      !document.querySelector('[aria-busy="true"], .tn-loading') &&
      document.fonts.status === 'loaded',
    undefined,
    { timeout: PATIENCE_MS },
  );
  await drawn(page);
}

/** Two frames: what changed is computed with the first and on the screen with the second. */
async function drawn(page: Page): Promise<void> {
  await page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(undefined)))),
  );
}

/**
 * Opens an address and waits until its screen stands. The first visit of a station also waits for its service worker:
 * from then on the worker answers, and no later visit falls into the moment in which it takes over.
 */
export async function visit(page: Page, address: string, expected?: Locator): Promise<void> {
  await page.goto(address);
  await settled(page, expected);
  if (/^\/station(\/|$)/.test(new URL(page.url()).pathname))
    await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated', undefined, {
      timeout: PATIENCE_MS,
    });
}

/**
 * Goes to another address as a link inside the page does: the shell stays, the screen in it changes.
 * The two screens need headings that differ, by which the new one is told from the old.
 */
export async function goInside(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => {
    for (const heading of document.querySelectorAll('h1'))
      heading.dataset['before'] = heading.textContent ?? '';
    // The router hears of this: it has put itself before the browser's own function.
    history.pushState(null, '', to);
  }, path);
  await page.waitForFunction(
    () => {
      const heading = document.querySelector('h1');
      return heading !== null && heading.dataset['before'] !== heading.textContent;
    },
    undefined,
    { timeout: PATIENCE_MS },
  );
  await settled(page);
}

/** A fault that is there to stay is there after this time; one of a single frame is not. */
const AXE_PATIENCE_MS = 20_000;

export interface AxeOptions {
  /** only these rules; else those of WCAG 2.2 A and AA and axe's own best practices */
  readonly rules?: readonly string[];
  /** 0: judge what stands now; 20 s when absent */
  readonly patienceMs?: number;
}

/**
 * Everything axe holds against the page, one line per element; empty is the bar. A page is judged again until it is
 * clean or the patience is over: what is wrong for good is told, what a single frame had is not.
 */
export async function axe(page: Page, options: AxeOptions = {}): Promise<string[]> {
  const until = performance.now() + (options.patienceMs ?? AXE_PATIENCE_MS);
  for (;;) {
    const faults = await axeOnce(page, options.rules);
    if (faults.length === 0 || performance.now() >= until) return faults;
    await sleep(250);
  }
}

async function axeOnce(page: Page, rules?: readonly string[]): Promise<string[]> {
  // Through the protocol, not as a script tag: the page's security policy stays as it is.
  const loaded = await page.evaluate(() => 'axe' in window);
  if (!loaded) await page.evaluate(await source());
  // A colour on its way from one theme to the other has the contrast of neither.
  await page.evaluate(() => {
    const ending = document
      .getAnimations()
      .filter((one) => one.effect?.getComputedTiming().endTime !== Infinity);
    return Promise.allSettled(ending.map((one) => one.finished)).then(() => undefined);
  });
  const runOnly = rules
    ? { type: 'rule', values: [...rules] }
    : {
        type: 'tag',
        values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      };
  const result = await page.evaluate(
    (only) =>
      (window as unknown as { axe: { run(options: object): Promise<AxeResult> } }).axe.run({
        runOnly: only,
        // Only what is held against the page is told: the long list of what is right is never made.
        resultTypes: ['violations'],
        elementRef: false,
        // No rule that runs reads style sheets or films ahead.
        preload: false,
      }),
    runOnly,
  );
  return result.violations.flatMap(({ id, help, nodes }) =>
    nodes.map(
      (node) =>
        `${id}: ${help}: ${node.html.slice(0, 160)} ${node.failureSummary?.split('\n')[1]?.trim() ?? ''}`,
    ),
  );
}

let axeText: string | undefined;
async function source(): Promise<string> {
  axeText ??= await (await import('node:fs/promises')).readFile(axeSource, 'utf8');
  return axeText;
}

/** Keeps a picture of the page for people to look at. @returns its path */
export async function screenshot(page: Page, name: string): Promise<string> {
  mkdirSync(ARTEFACTS, { recursive: true });
  const path = join(ARTEFACTS, `${name}.png`);
  await page.screenshot({ path, fullPage: true });
  return path;
}

/** How far the page is wider than the screen; 0 is the bar. */
export async function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** Bars of every screen once it is settled: see `faultsNow`. */
export async function faultsOn(
  page: Page,
  name: string,
  expected?: Locator,
  options: AxeOptions = {},
): Promise<string[]> {
  await settled(page, expected);
  return faultsNow(page, name, options);
}

/**
 * What axe holds against the page, and whether it is wider than the screen; empty is the bar. A picture is kept of what
 * has a fault, and of everything with `TENON_PICTURES=1`.
 */
export async function faultsNow(page: Page, name: string, options: AxeOptions = {}): Promise<string[]> {
  const faults = await axe(page, options);
  const wider = await overflow(page);
  if (wider > 0) faults.push(`${wider} px wider than the screen`);
  if (faults.length > 0 || process.env['TENON_PICTURES'] === '1') await screenshot(page, name);
  return faults.map((fault) => `${name}: ${fault}`);
}

/** Rules about colours: what another theme can break on the same elements. */
export const COLOUR_RULES = ['color-contrast', 'link-in-text-block'] as const;

/** What axe holds against the colours of the other theme: it has the same elements. Stays in that theme. */
export async function faultsOfColours(page: Page, theme: Theme): Promise<string[]> {
  await page.emulateMedia({ colorScheme: theme });
  // A colour begins to change with the next frame; axe waits for it to end.
  await drawn(page);
  const faults = await axe(page, { rules: COLOUR_RULES });
  return faults.map((fault) => `${theme}: ${fault}`);
}

/**
 * A barcode scanner that types like a keyboard: its keys lie 2 ms apart whatever the machine is busy with, because a
 * longer pause begins a new code.
 */
export async function scanCode(page: Page, code: string): Promise<void> {
  const protocol = await page.context().newCDPSession(page);
  const began = Date.now() / 1000;
  // Sent all at once: each awaited by itself would wait for the page between two keys.
  await Promise.all(
    [...code, 'Enter'].map((key, i) =>
      protocol.send('Input.dispatchKeyEvent', {
        type: 'keyDown',
        key,
        text: key === 'Enter' ? '\r' : key,
        timestamp: began + i * 0.002,
      }),
    ),
  );
  await protocol.detach();
}

/** A page of somebody with this role of the demo factory. @throws Error when the server does not let them in */
export async function pageOf(
  browser: TestBrowser,
  origin: string,
  role: string,
  width: number,
  theme: Theme = 'light',
  options: PageOptions = {},
): Promise<Page> {
  const page = await browser.pageAt(width, theme, options);
  const answer = await page.request.post(`${origin}/api/session/demo`, {
    data: { role },
    headers: { origin },
  });
  if (!answer.ok()) throw new Error(`a ${role} could not sign in: ${answer.status()} ${await answer.text()}`);
  return page;
}
