import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createHttp } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { Socket } from 'node:net';
import { createServer as createTcp } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';
import type { FastifyInstance } from 'fastify';
import { ConfigError } from '#platform/config/config.ts';
import { lanAddresses, localName } from '#platform/lan/addresses.ts';
import { keepLanCertificates } from '#platform/lan/certificates.ts';
import { CA_PATH, lanPage } from '#platform/lan/page.ts';
import { qrLines } from '#platform/lan/terminal-qr.ts';
import { asLocale } from '#platform/words/words.ts';

/** First byte of a TLS record that opens a connection (RFC 8446 5.1). */
const TLS_HANDSHAKE = 0x16;
/** Whoever connects and says nothing is let go. */
const SILENCE_MS = 10_000;
/** Networks change while a laptop is carried about. */
const LOOK_MS = 60_000;

/** Where phones in the network reach this process. */
export interface Lan {
  /** `https://192.168.1.20:3443`, … without a slash at the end; the first is the one to show */
  readonly origins: readonly string[];
  readonly port: number;
  /** SHA-256 of the authority's certificate */
  readonly fingerprint: string;
  stop(): Promise<void>;
}

/** Names and addresses that the certificate is for. @throws ConfigError when this machine is in no network */
export function reachedInLan(): { names: string[]; addresses: string[] } {
  const addresses = lanAddresses(networkInterfaces());
  if (addresses.length === 0)
    throw new ConfigError(
      'this machine is in no network (no IPv4 address but its own). Connect it, or start without --lan.',
    );
  const own = localName(hostname());
  return { names: ['localhost', ...(own ? [own] : [])], addresses: ['127.0.0.1', ...addresses] };
}

/**
 * Serves the application over HTTPS to everybody in the network, beside the listener on loopback. The same port answers
 * plain HTTP with the page about the certificate, which a phone has to reach before it trusts anything, and sends every
 * other address on to HTTPS.
 * @param server with all its routes
 * @param port 0 asks the system for a free one
 * @param host what to listen on; all interfaces when absent
 * @throws ConfigError when the port is taken or there is no network
 */
export async function serveLan(
  server: FastifyInstance,
  options: {
    dataDir: string;
    port: number;
    host?: string;
    reached?: ReturnType<typeof reachedInLan>;
    say(sentence: string): void;
  },
): Promise<Lan> {
  const { dataDir, say } = options;
  let reached = options.reached ?? reachedInLan();
  let kept = keepLanCertificates(dataDir, reached, new Date());
  await server.ready();

  let port = options.port;
  const origins = (): string[] =>
    [...reached.addresses.slice(1), ...reached.names.slice(1)].map((host) => `https://${host}:${port}`);
  const originFor = (request: IncomingMessage): string =>
    origins().find((origin) => origin === `https://${request.headers.host}`) ?? origins()[0]!;
  const answerLan = (request: IncomingMessage, response: ServerResponse): boolean => {
    const { pathname, searchParams } = addressOf(request);
    if (pathname !== '/lan' && pathname !== CA_PATH) return false;
    response.setHeader('cache-control', 'no-store');
    response.setHeader('x-content-type-options', 'nosniff');
    if (request.method !== 'GET' && request.method !== 'HEAD')
      response.writeHead(405, { allow: 'GET' }).end();
    else if (pathname === CA_PATH)
      response
        .writeHead(200, {
          'content-type': 'application/x-x509-ca-cert',
          'content-disposition': 'attachment; filename="tenon-ca.crt"',
        })
        .end(kept.caDer);
    else
      response
        .writeHead(200, {
          'content-type': 'text/html; charset=utf-8',
          'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
        })
        .end(
          lanPage(asLocale(searchParams.get('lang') ?? request.headers['accept-language']), {
            origin: originFor(request),
            fingerprint: kept.fingerprint,
          }),
        );
    return true;
  };
  const secure = createHttps(
    { key: kept.key, cert: kept.cert, minVersion: 'TLSv1.2' },
    (request, response) => {
      if (!answerLan(request, response)) server.routing(request, response);
    },
  );
  const plain = createHttp((request, response) => {
    if (!answerLan(request, response))
      response.writeHead(307, { location: `${originFor(request)}${pathOf(request)}` }).end();
  });

  const open = new Set<Socket>();
  const door = createTcp((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.setTimeout(SILENCE_MS, () => socket.destroy());
    socket.once('data', (first: Buffer) => {
      socket.setTimeout(0);
      socket.removeAllListeners('timeout');
      socket.pause();
      socket.unshift(first);
      (first[0] === TLS_HANDSHAKE ? secure : plain).emit('connection', socket);
      process.nextTick(() => socket.resume());
    });
  });
  await listen(door, port, options.host ?? '0.0.0.0');
  port = (door.address() as { port: number }).port;

  const looks = setInterval(() => {
    try {
      const next = options.reached ?? reachedInLan();
      const renewed = keepLanCertificates(dataDir, next, new Date());
      if (renewed.cert === kept.cert) return;
      secure.setSecureContext({ key: renewed.key, cert: renewed.cert, minVersion: 'TLSv1.2' });
      [reached, kept] = [next, renewed];
      say(`  The network changed. Phones reach this machine at ${origins()[0]}`);
      if (renewed.newAuthority) say('  The certificate is a new one; phones fetch it again.');
    } catch (error) {
      // Between two networks there is none; the certificate stays as it is until there is one again.
      if (!(error instanceof ConfigError)) say(`  ${(error as Error).message}`);
    }
  }, LOOK_MS);
  looks.unref();

  return {
    get origins() {
      return origins();
    },
    port,
    fingerprint: kept.fingerprint,
    stop: async () => {
      clearInterval(looks);
      const closed = new Promise<void>((done) => door.close(() => done()));
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}

/** What to print: addresses, a QR code that leads to the page about the certificate, and the fingerprint to compare. */
export function lanNotice({ origins, fingerprint }: Lan): string[] {
  const page = `${origins[0]!.replace('https:', 'http:')}/lan`;
  return [
    '  Phones in this network:',
    ...origins.map((origin) => `  Station   ${origin}/station`),
    `  The first time, a phone fetches the certificate at ${page}`,
    '',
    ...qrLines(page).map((line) => `  ${line}`),
    '',
    `  SHA-256 fingerprint of the certificate, to compare: ${fingerprint}`,
    '  Sign-in by one click works on this machine only.',
    '',
  ];
}

/** Path and query of a request under a name that is nobody's; what is no path counts as the first page. */
function addressOf({ url = '/' }: IncomingMessage): URL {
  const nowhere = 'https://lan.invalid';
  return (url.startsWith('/') ? URL.parse(`${nowhere}${url}`) : null) ?? new URL(nowhere);
}

function pathOf(request: IncomingMessage): string {
  const { pathname, search } = addressOf(request);
  return `${pathname}${search}`;
}

async function listen(door: ReturnType<typeof createTcp>, port: number, host: string): Promise<void> {
  await new Promise<void>((done, fail) => {
    door.once('error', (error: NodeJS.ErrnoException) =>
      fail(
        error.code === 'EADDRINUSE'
          ? new ConfigError(
              `port ${port} for phones is taken by another program. Start with another one: TENON_LAN_PORT=${port + 1} npm start -- --lan`,
            )
          : error,
      ),
    );
    door.listen(port, host, done);
  });
}
