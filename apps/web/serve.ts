import { createReadStream, existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { securityHeaders } from '#platform/http/request.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};
const FOR_EVER = 'public, max-age=31536000, immutable';
/** Asked for each time, answered with 304 when nothing changed. */
const ASK_AGAIN = 'no-cache';

/** Of the build, but not for the outside. */
const PRIVATE = /^(bundles\.json|sources\.sha256)|\.(br|gz)$/;

/**
 * Serves the built pages: `/` and every client address of the office fall back to `office.html`, `/station…` to
 * `station.html`, `/operator…` to `operator.html`; hashed files may be cached for ever, everything else is asked for again; compressed copies made by the
 * build are sent as they are. The set of files is fixed at start: no path from outside ever reaches the disk.
 */
export async function serveWeb(server: FastifyInstance, distDir: string): Promise<void> {
  const files = new Map(
    globSync('**/*', { cwd: distDir })
      .map((file) => file.replaceAll('\\', '/'))
      .filter((file) => statSync(join(distDir, file)).isFile() && !PRIVATE.test(file))
      .map((file) => [file, describe(distDir, file)]),
  );
  for (const [file, served] of files) {
    if (file.endsWith('.html')) continue;
    server.get(`/${file}`, (request, reply) => send(request, reply, served));
  }
  const office = files.get('office.html');
  const station = files.get('station.html');
  const operator = files.get('operator.html');
  if (!office || !station || !operator) throw new Error(`${distDir} holds no built pages`);
  server.get('/', (request, reply) => send(request, reply, office));
  server.get('/station', (request, reply) => send(request, reply, station));
  server.get('/station/*', (request, reply) => send(request, reply, station));
  server.get('/operator', (request, reply) => send(request, reply, operator));
  server.get('/operator/*', (request, reply) => send(request, reply, operator));
  server.get('/*', (request, reply) => {
    // What looks like a file or an interface and is none must not answer with a page.
    const path = request.url.split('?')[0] ?? '';
    if (/^\/(api|assets|icons)(\/|$)/.test(path) || extname(path) !== '') return reply.callNotFound();
    return send(request, reply, office);
  });
}

interface Served {
  readonly path: string;
  readonly type: string;
  readonly cache: string;
  readonly etag: string;
  readonly encodings: readonly ('br' | 'gzip')[];
  readonly worker: boolean;
  readonly bytes: Buffer | null;
}

function describe(dir: string, file: string): Served {
  const path = join(dir, file);
  const { size, mtimeMs } = statSync(path);
  return {
    path,
    type: TYPES[extname(file)] ?? 'application/octet-stream',
    cache: file.startsWith('assets/') ? FOR_EVER : ASK_AGAIN,
    etag: `"${size.toString(36)}-${Math.round(mtimeMs).toString(36)}"`,
    encodings: [
      ...(existsSync(`${path}.br`) ? (['br'] as const) : []),
      ...(existsSync(`${path}.gz`) ? (['gzip'] as const) : []),
    ],
    worker: file === 'station-worker.js',
    bytes: file.endsWith('.html') ? readFileSync(path) : null,
  };
}

function send(request: FastifyRequest, reply: FastifyReply, served: Served): FastifyReply {
  securityHeaders(reply);
  void reply.headers({
    'content-type': served.type,
    'cache-control': served.cache,
    etag: served.etag,
    vary: 'accept-encoding',
  });
  // The worker lies at the root and may only ever speak for the station.
  if (served.worker) void reply.header('service-worker-allowed', '/station');
  if (request.headers['if-none-match'] === served.etag) return reply.code(304).send();
  const accepted = String(request.headers['accept-encoding'] ?? '');
  const encoding = served.encodings.find((one) => new RegExp(`\\b${one}\\b`).test(accepted));
  if (encoding) {
    void reply.header('content-encoding', encoding);
    return reply.send(createReadStream(`${served.path}.${encoding === 'br' ? 'br' : 'gz'}`));
  }
  return reply.send(served.bytes ?? createReadStream(served.path));
}
