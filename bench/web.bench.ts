import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { DESK_PX, openBrowser, PHONE_PX, type TestBrowser } from '#apps/web/testing/browser.ts';
import type { Bench } from './run.ts';

const root = resolve(import.meta.dirname, '..');
const PATIENCE_MS = 180_000;
/** A phone of the floor against this machine. */
const CPU_SLOWDOWN = 4;
const INTERACTIONS = 30;
const SCANS = 10;
const PATIENCE_SCAN_MS = 10_000;

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => probe.once('listening', done));
  const { port } = probe.address() as AddressInfo;
  await new Promise((done) => probe.close(done));
  return port;
}

interface Demo {
  readonly origin: string;
  close(): Promise<void>;
}

/** The installation as `npm start` makes it, once its demo is complete. */
async function openDemo(): Promise<Demo> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tenon-web-bench-'));
  const port = await freePort();
  const child = spawn(process.execPath, [join(root, 'scripts/boot.mjs'), 'start'], {
    cwd: root,
    env: { ...process.env, PORT: String(port), TENON_DATA: dataDir },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  const close = async (): Promise<void> => {
    child.kill('SIGINT');
    await ended;
    rmSync(dataDir, { recursive: true, force: true });
  };
  const origin = `http://127.0.0.1:${port}`;
  const began = performance.now();
  const tooLate = (): boolean => child.exitCode !== null || performance.now() - began > PATIENCE_MS;
  try {
    while (!(await fetch(`${origin}/healthz`).catch(() => undefined))?.ok) {
      if (tooLate()) throw new Error('the server did not come up');
      await sleep(200);
    }
    // The history grows for a while after the first page; it is complete when its orders stay as many.
    for (let before = -1, same = 0; same < 4;) {
      if (tooLate()) throw new Error('the demo did not become complete');
      await sleep(2000);
      const now = await countOrders(origin);
      same = now > 0 && now === before ? same + 1 : 0;
      before = now;
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { origin, close };
}

async function cookieOf(origin: string, role: string): Promise<string | null> {
  const answer = await fetch(`${origin}/api/session/demo`, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json' },
    body: JSON.stringify({ role }),
  });
  return answer.ok ? (answer.headers.get('set-cookie')?.split(';')[0] ?? null) : null;
}

async function countOrders(origin: string): Promise<number> {
  const cookie = await cookieOf(origin, 'owner');
  if (!cookie) return -1;
  const answer = await fetch(`${origin}/api/orders?limit=200`, { headers: { cookie } });
  return answer.ok ? ((await answer.json()) as { orders: unknown[] }).orders.length : -1;
}

interface Vitals {
  lcp: number;
  worst: number;
}

async function openPage(browser: TestBrowser, origin: string, role: string, width: number): Promise<Page> {
  const page = await browser.pageAt(width);
  await page.request.post(`${origin}/api/session/demo`, { data: { role }, headers: { origin } });
  await page.addInitScript(() => {
    const seen = { lcp: 0, worst: 0 };
    (window as unknown as { vitals: Vitals }).vitals = seen;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.lcp = entry.startTime;
    }).observe({ type: 'largest-contentful-paint', buffered: true });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { interactionId?: number })[])
        if (entry.interactionId) seen.worst = Math.max(seen.worst, entry.duration);
    }).observe({ type: 'event', durationThreshold: 16, buffered: true } as PerformanceObserverInit);
  });
  const protocol = await page.context().newCDPSession(page);
  await protocol.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN });
  return page;
}

const vitals = (page: Page): Promise<Vitals> =>
  page.evaluate(() => (window as unknown as { vitals: Vitals }).vitals);

/** Loads the page until nothing is on its way, and says when its largest part was painted. */
async function paint(page: Page, address: string, ready: string): Promise<number> {
  await page.goto(address);
  await page.locator(ready).first().waitFor();
  await page.waitForLoadState('networkidle');
  return Math.round((await vitals(page)).lcp);
}

/** Presses that people make again and again: the palette opens, is typed into, closes; or a dialog of the station. */
async function worstInteraction(page: Page, station: boolean): Promise<number> {
  for (let at = 0; at < INTERACTIONS; at += 3) {
    if (station) {
      await page.getByRole('button', { name: 'Stop', exact: true }).click();
      await page.getByRole('dialog').waitFor();
      await page.keyboard.press('Escape');
      await page.getByLabel('Scan or type a code').press('K');
    } else {
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox', { name: 'Find or go anywhere' }).waitFor();
      await page.keyboard.press('K');
      await page.keyboard.press('Escape');
    }
  }
  await page.evaluate(() => new Promise((drawn) => setTimeout(drawn, 300)));
  return Math.round((await vitals(page)).worst);
}

/** Milliseconds from the scanner's Enter to the frame in which the station says that it is saved; the worst of some. */
async function scanAnswer(page: Page): Promise<number> {
  let worst = 0;
  for (let at = 0; at < SCANS; at++) {
    const code = (await page.locator('.ps-part header p').first().textContent())!.split(' ')[0]!;
    // The watch stands before the first key: keys overtake what is asked of the page.
    await page.evaluate((sentence) => {
      let pressed = 0;
      const heard = (event: KeyboardEvent): void => {
        if (event.key === 'Enter') pressed = event.timeStamp;
      };
      window.addEventListener('keydown', heard, { capture: true });
      (window as unknown as { answered: Promise<number> }).answered = new Promise((done) => {
        const watch = new MutationObserver(() => {
          if (!pressed || !document.body.textContent?.includes(sentence)) return;
          watch.disconnect();
          window.removeEventListener('keydown', heard, { capture: true });
          requestAnimationFrame(() => done(performance.now() - pressed));
        });
        watch.observe(document.body, { subtree: true, childList: true, characterData: true });
      });
    }, `${code} done`);
    // All keys at once, as a scanner sends them: one after the other would wait for the slowed page between two.
    await Promise.all([...code, 'Enter'].map((key) => page.keyboard.press(key)));
    const late = sleep(PATIENCE_SCAN_MS, Number.POSITIVE_INFINITY);
    const answered = page.evaluate(() => (window as unknown as { answered: Promise<number> }).answered);
    const took = await Promise.race([answered, late]);
    if (!Number.isFinite(took)) throw new Error(`no answer to a scan of ${code}`);
    worst = Math.max(worst, took);
  }
  return Math.round(worst);
}

/** How fast the pages are on the complete demo with a processor four times slower: LCP, INP, and a station's answer. */
export default {
  name: 'web',
  async run() {
    const demo = await openDemo();
    const browser = await openBrowser();
    const figures: Record<string, number | string> = { cpuSlowdown: CPU_SLOWDOWN };
    try {
      const cookie = (await cookieOf(demo.origin, 'planner'))!;
      const { batches } = (await (
        await fetch(`${demo.origin}/api/cutting`, { headers: { cookie } })
      ).json()) as { batches: { id: string }[] };
      for (const [name, path, ready] of [
        ['today', '/today', '.tn-stat'],
        ['orders', '/orders', '.tn-row-link'],
        ['cutPlan', `/cutting/${batches[0]!.id}`, '[role="img"]'],
      ] as const) {
        const page = await openPage(browser, demo.origin, 'planner', DESK_PX);
        figures[`${name}LcpFirstMs`] = await paint(page, demo.origin + path, ready);
        figures[`${name}LcpAgainMs`] = await paint(page, demo.origin + path, ready);
        figures[`${name}InpWorstMs`] = await worstInteraction(page, false);
        await page.context().close();
      }
      const station = await openPage(browser, demo.origin, 'worker', PHONE_PX);
      // The edge bander of the demo stands still; the drill works.
      const drill = `${demo.origin}/station/CNC`;
      figures['stationLcpFirstMs'] = await paint(station, drill, '.ps-done');
      await station.evaluate(async () => void (await navigator.serviceWorker.ready));
      figures['stationLcpAgainMs'] = await paint(station, drill, '.ps-done');
      figures['stationInpWorstMs'] = await worstInteraction(station, true);
      await paint(station, drill, '.ps-done');
      figures['scanAnswerOnlineWorstMs'] = await scanAnswer(station);
      await station.context().setOffline(true);
      figures['scanAnswerOfflineWorstMs'] = await scanAnswer(station);
    } finally {
      await browser.close();
      await demo.close();
    }
    return figures;
  },
} satisfies Bench;
