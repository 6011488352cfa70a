/**
 * A locked process in which code tries to reach the port given as its argument, in every way that Node knows. Says as JSON
 * what became of each try: the error's code, or `out` for one that was not refused.
 */
import { lockOutside } from '../lock.ts';

lockOutside();
const port = Number(process.argv[2]);
const host = '127.0.0.1';
const url = `http://${host}:${port}/`;

const net = await import('node:net');
const tls = await import('node:tls');
const http = await import('node:http');
const https = await import('node:https');
const http2 = await import('node:http2');
const dgram = await import('node:dgram');
const dns = await import('node:dns');
const child = await import('node:child_process');
const threads = await import('node:worker_threads');
const { createRequire } = await import('node:module');
const required = createRequire(import.meta.url);

interface Emitter {
  once(event: string, listener: (value: unknown) => void): unknown;
}
/** Waits for an emitter to tell that it got through, or why not. */
const ended = (emitter: Emitter, through: string): Promise<unknown> =>
  new Promise((resolve, reject) => {
    emitter.once(through, resolve);
    emitter.once('error', reject);
  });

const inThread = (code: string): Promise<unknown> =>
  ended(new threads.Worker(code, { eval: true, execArgv: [] }), 'message').then((said) => {
    if (said !== 'out') throw Object.assign(new Error(String(said)), { code: said });
  });
const threadCode = (work: string): string => `
  const say = (what) => require('node:worker_threads').parentPort.postMessage(what);
  try { ${work} } catch (error) { say(error.code) }`;

const TRIES: Record<string, () => unknown> = {
  'net.connect(port, host)': () => ended(net.connect(port, host), 'connect'),
  'net.connect({ port })': () => ended(net.connect({ port, host }), 'connect'),
  'net.createConnection': () => ended(net.createConnection(port), 'connect'),
  'new net.Socket().connect': () => ended(new net.Socket().connect(port, host), 'connect'),
  'a socket file': () => ended(net.connect('nobody.sock'), 'connect'),
  'require("net")': () => ended((required('net') as typeof net).connect(port, host), 'connect'),
  'tls.connect': () => ended(tls.connect({ port, host, rejectUnauthorized: false }), 'secureConnect'),
  'http.get': () => ended(http.get(url), 'response'),
  'http.request with an agent': () =>
    ended(http.request({ host, port, agent: new http.Agent({ keepAlive: true }) }).end(), 'response'),
  'https.get': () => ended(https.get(`https://${host}:${port}/`), 'response'),
  'http2.connect': () => ended(http2.connect(url), 'connect'),
  fetch: () => fetch(url),
  'new WebSocket': () =>
    new Promise((resolve, reject) => {
      const socket = new WebSocket(`ws://${host}:${port}/`);
      socket.onopen = resolve;
      socket.onerror = (event) => reject((event as unknown as { error: Error }).error);
    }),
  'dgram send': () =>
    new Promise((resolve, reject) => {
      dgram.createSocket('udp4').send('x', port, host, (error) => (error ? reject(error) : resolve(null)));
    }),
  'dgram connect': () => dgram.createSocket('udp4').connect(port, host),
  'dns.lookup': () => dns.promises.lookup('out.example'),
  'dns.resolve': () => dns.promises.resolve4('out.example'),
  'dns.Resolver': () => new dns.promises.Resolver().resolveTxt('out.example'),
  curl: () => ended(child.spawn('curl', ['-s', url]), 'exit'),
  'a shell': () => ended(child.exec(`curl -s ${url}`), 'exit'),
  'node itself': () => ended(child.fork(import.meta.filename, [String(port)]), 'exit'),
  'curl, waiting': () => child.execFileSync('curl', ['-s', url]),
  'a shell, waiting': () => child.execSync(`curl -s ${url}`),
  spawnSync: () => child.spawnSync('curl', ['-s', url]),
  'a thread': () =>
    inThread(threadCode(`require('node:net').connect(${port}, '${host}').on('connect', () => say('out'))`)),
  'a thread that fetches': () =>
    inThread(
      `fetch('${url}').then(() => 'out', (e) => e.cause?.code ?? e.code).then((s) => require('node:worker_threads').parentPort.postMessage(s))`,
    ),
  'a thread in a thread': () =>
    inThread(
      threadCode(
        `new (require('node:worker_threads').Worker)(${JSON.stringify(threadCode(`require('node:net').connect(${port}, '${host}').on('connect', () => say('out'))`))}, { eval: true, execArgv: [] }).on('message', say)`,
      ),
    ),
  'process.binding': () => (process as unknown as { binding(name: string): unknown }).binding('tcp_wrap'),
  'putting the old function back': () => {
    Object.defineProperty(net.Socket.prototype, 'connect', { value: () => undefined });
  },
};

const outcomes: Record<string, string> = {};
for (const [name, attempt] of Object.entries(TRIES)) {
  const late = new Promise((resolve) => setTimeout(() => resolve('late'), 4000).unref());
  try {
    const result = await Promise.race([Promise.resolve().then(attempt), late]);
    outcomes[name] = result === 'late' ? 'late' : 'out';
  } catch (error) {
    const { code, cause, message } = error as Error & { code?: string; cause?: { code?: string } };
    outcomes[name] = code ?? cause?.code ?? message;
  }
}
process.stdout.write(JSON.stringify(outcomes), () => process.exit(0));
