import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium, type BrowserContextOptions, type Page } from 'playwright-core';
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

/**
 * Everything axe holds against the page, one line per element; empty is the bar. Rules of WCAG 2.2 A and AA and axe's
 * own best practices, or only the rules named.
 */
export async function axe(page: Page, rules?: readonly string[]): Promise<string[]> {
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
      (window as unknown as { axe: { run(options: object): Promise<AxeResult> } }).axe.run({ runOnly: only }),
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
