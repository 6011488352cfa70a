/// <reference lib="webworker" />

/**
 * Makes the station open without a connection. The build writes the list of its files in front of this script; they are
 * fetched once per version and then served from the device. Data never passes through here: what a screen knows without
 * a connection is kept by the outbox, what it does waits there.
 */
interface Precache {
  readonly version: string;
  readonly files: readonly string[];
}
const worker = self as unknown as ServiceWorkerGlobalScope & { readonly tenonPrecache: Precache };
const { version, files } = worker.tenonPrecache;
const PREFIX = 'tenon-station-';
const CACHE = PREFIX + version;
const PAGE = '/station';

worker.addEventListener('install', (event) => {
  // `reload`: a page kept by the browser must not be frozen into the new version.
  const fresh = files.map((file) => new Request(file, { cache: 'reload', credentials: 'same-origin' }));
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll(fresh))
      .then(() => worker.skipWaiting()),
  );
});

worker.addEventListener('activate', (event) => {
  const tidy = async (): Promise<void> => {
    const names = await caches.keys();
    // The version before stays for one more turn: a page still open from it may yet load one of its screens.
    const old = names.filter((name) => name.startsWith(PREFIX) && name !== CACHE).slice(0, -1);
    await Promise.all(old.map((name) => caches.delete(name)));
    await worker.clients.claim();
  };
  event.waitUntil(tidy());
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== worker.location.origin || pathname.startsWith('/api/')) return;
  if (request.mode === 'navigate' && (pathname === PAGE || pathname.startsWith(`${PAGE}/`)))
    event.respondWith(page());
  else if (pathname.startsWith('/assets/') || files.includes(pathname)) event.respondWith(kept(request));
});

/** The newest page when the server answers soon, else the kept one: a station never waits for a dying connection. */
const PAGE_WAIT_MS = 1_500;
async function page(): Promise<Response> {
  const stored = await caches.match(PAGE);
  if (!stored) return fetch(PAGE);
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), PAGE_WAIT_MS);
  try {
    const answer = await fetch(PAGE, { signal: control.signal, credentials: 'same-origin' });
    return answer.ok ? answer : stored;
  } catch {
    // No connection, or too slow: the kept page is as good.
    return stored;
  } finally {
    clearTimeout(timer);
  }
}

async function kept(request: Request): Promise<Response> {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}
