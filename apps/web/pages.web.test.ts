import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildWeb } from './build.ts';
import { bundleSizes, overBudget, readManifest } from './bundles.ts';
import { serveWeb } from './serve.ts';
import {
  axe,
  DESK_PX,
  faultsOfColours,
  faultsOn,
  openBrowser,
  PHONE_PX,
  screenshot,
  visit,
  type TestBrowser,
} from './testing/browser.ts';

const outDir = join(import.meta.dirname, '../../.tenon/web-test');
let browser: TestBrowser;
let server: FastifyInstance;
let origin: string;
let role: string | null = null;
let sessionAsked = 0;
/** Permissions as the modules name them: with these the navigation has its places. */
const MAY = ['billing.read', 'delivery.read', 'catalog.read'];
const ROLES = ['owner', 'office', 'planner', 'worker'];
const sessionAnswer = (): object => ({
  signedIn: role !== null,
  loginId: role,
  name: role === null ? '' : 'Demo',
  role,
  locale: 'en',
  may: MAY,
  demoRoles: ROLES,
  tenant:
    role === null
      ? null
      : { id: 't', name: 'Larch Lane Furniture (demo)', zone: 'Europe/Berlin', currency: 'EUR', demo: true },
});

beforeAll(async () => {
  await buildWeb({ outDir, log: () => undefined });
  server = fastify({ forceCloseConnections: true });
  server.get('/api/session', async () => {
    sessionAsked += 1;
    return sessionAnswer();
  });
  server.post<{ Body: { role: string } }>('/api/session/demo', async (request) => {
    role = request.body.role;
    return sessionAnswer();
  });
  server.post('/api/session', async (_, reply) =>
    reply.code(409).send({ code: 'sign_in_wrong', status: 409, title: 'E-mail or password is wrong.' }),
  );
  server.delete('/api/session', async () => {
    role = null;
    return sessionAnswer();
  });
  await serveWeb(server, outDir);
  await server.listen({ port: 0, host: '127.0.0.1' });
  origin = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

describe('the build', () => {
  test('keeps its budgets', () => {
    expect(overBudget(bundleSizes(outDir))).toEqual([]);
  });

  test('would not keep them with a planted library', () => {
    const dir = mkdtempSync(join(tmpdir(), 'tenon-budget-'));
    cpSync(outDir, dir, { recursive: true });
    const entry = readManifest(dir)['station.html']!.file;
    // 200,000 numbers that do not repeat: about as heavy as a drawing library.
    writeFileSync(
      join(dir, entry),
      Array.from({ length: 200_000 }, (_, i) => Math.imul(i, 2654435761)).join(),
    );
    expect(overBudget(bundleSizes(dir)).join()).toContain('station.html');
    rmSync(dir, { recursive: true, force: true });
  });

  test('is not made again while its sources stand', async () => {
    const said: string[] = [];
    await buildWeb({ outDir, log: (sentence) => said.push(sentence) });
    expect(said).toEqual([]);
  });
});

describe('serving', () => {
  test('hashed files are kept for ever, pages are asked for again, a compressed copy is sent', async () => {
    const asset = readdirSync(join(outDir, 'assets')).find((file) => /^office-.*\.js$/.test(file))!;
    const kept = await fetch(`${origin}/assets/${asset}`, { headers: { 'accept-encoding': 'br' } });
    expect(kept.headers.get('cache-control')).toContain('immutable');
    expect(kept.headers.get('content-encoding')).toBe('br');
    const page = await fetch(`${origin}/`);
    expect(page.headers.get('cache-control')).toBe('no-cache');
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    const again = await fetch(`${origin}/`, { headers: { 'if-none-match': page.headers.get('etag')! } });
    expect(again.status).toBe(304);
  });

  test('a client address gets the page, a missing file or interface does not, the build’s own files stay inside', async () => {
    expect((await fetch(`${origin}/orders/018f`)).headers.get('content-type')).toContain('text/html');
    for (const path of [
      '/assets/none.js',
      '/api/none',
      '/favicon.ico',
      '/bundles.json',
      '/sources.sha256',
      '/..%2f..%2fpackage.json',
    ])
      expect((await fetch(`${origin}${path}`)).status, path).toBe(404);
    expect((await fetch(`${origin}/station-worker.js`)).headers.get('service-worker-allowed')).toBe(
      '/station',
    );
  });
});

describe('sign-in', () => {
  for (const [width, theme] of [
    [PHONE_PX, 'dark'],
    [DESK_PX, 'light'],
  ] as const)
    test(`is clean at ${width} px, ${theme}, and one click opens the demo`, async () => {
      role = null;
      const page = await browser.pageAt(width, theme);
      const planner = page.getByRole('button', { name: /Planner/ });
      await visit(page, `${origin}/nowhere`, planner);
      const faults = await faultsOn(page, `sign-in-${width}-${theme}`);
      faults.push(...(await faultsOfColours(page, theme === 'dark' ? 'light' : 'dark')));
      await planner.click();
      const missing = page.getByRole('heading', { level: 1, name: 'There is nothing at this address.' });
      faults.push(...(await faultsOn(page, `shell-${width}-${theme}`, missing)));
      expect(faults).toEqual([]);
      await page.context().close();
    });

  test('a wrong password is told beside the form and stays there to be mended', async () => {
    role = null;
    const page = await browser.pageAt(DESK_PX);
    await visit(page, origin);
    await page.getByLabel('E-mail').fill('owner@larch.example');
    await page.getByLabel('Password').fill('wrong');
    await page.keyboard.press('Enter');
    await page.getByText('E-mail or password is wrong.').waitFor();
    expect(await page.getByLabel('E-mail').inputValue()).toBe('owner@larch.example');
    expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain('wrong');
    await page.context().close();
  });
});

describe('the office’s frame', () => {
  test('palette, keys, theme and language work by keyboard alone', async () => {
    role = 'owner';
    const page = await browser.pageAt(DESK_PX);
    await visit(page, `${origin}/nowhere`, page.getByText('Demo factory'));
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Find or go anywhere' }).waitFor();
    expect(await axe(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    expect(await axe(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /theme, language/ }).press('Enter');
    await page.getByRole('radio', { name: 'Deutsch' }).press('Space');
    await page.getByText('Dieser Bildschirm').waitFor();
    await page.getByRole('radio', { name: 'Dunkel' }).press('Space');
    expect(
      await page.evaluate(() => [document.documentElement.lang, document.documentElement.dataset['theme']]),
    ).toEqual(['de', 'dark']);
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'shell-me-dark');
    await page.context().close();
  });
});

test('who is here is asked once, beside the scripts: the page takes the answer that was fetched ahead', async () => {
  role = null;
  for (const place of ['/', '/station']) {
    const page = await browser.pageAt(DESK_PX);
    sessionAsked = 0;
    await visit(page, origin + place, page.getByLabel('Password'));
    expect([place, sessionAsked]).toEqual([place, 1]);
    const ahead = await page.evaluate(() => {
      const [asked] = performance.getEntriesByName(`${location.origin}/api/session`);
      return (asked as PerformanceResourceTiming).initiatorType;
    });
    expect(ahead).toBe('link');
    await page.context().close();
  }
});

describe('the station', () => {
  test('opens without a connection after one visit, and says so', async () => {
    role = 'worker';
    const page = await browser.pageAt(PHONE_PX);
    // The worker stands only after it has fetched all its files.
    await visit(page, `${origin}/station`, page.getByText('connected'));
    await page.context().setOffline(true);
    await page.reload();
    const offline = page.getByText('offline · nothing waiting');
    expect(await faultsOn(page, 'station-offline', offline)).toEqual([]);
    await page.context().close();
  });

  test('its manifest names icons that exist in the sizes it says', async () => {
    const manifest = (await (await fetch(`${origin}/station.webmanifest`)).json()) as {
      icons: { src: string; sizes: string }[];
    };
    for (const { src, sizes } of manifest.icons) {
      const bytes = Buffer.from(await (await fetch(origin + src)).arrayBuffer());
      // PNG: width and height stand at byte 16 and 20 of the header.
      expect(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`).toBe(sizes);
    }
  });
});
