import { mkdtempSync, readFileSync, rmSync, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, resolve, sep } from 'node:path';
import react from '@vitejs/plugin-react';
import { build } from 'vite';

/** A request that the page sent, as the test wants to see it. */
export interface Sent {
  readonly path: string;
  readonly key: string | undefined;
  readonly body: unknown;
}

export interface SpecimenServer {
  readonly origin: string;
  readonly sent: Sent[];
  /** what the next unsafe request is answered with */
  answer: { status: number; body: unknown } | 'cut';
  close(): Promise<void>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

/** Builds the specimen page and serves it, with a back end that answers what the test wants, cut connections included. */
export async function serveSpecimen(): Promise<SpecimenServer> {
  const dir = mkdtempSync(join(tmpdir(), 'tenon-specimen-'));
  await build({
    root: import.meta.dirname,
    configFile: false,
    logLevel: 'warn',
    plugins: [react()],
    build: {
      outDir: dir,
      emptyOutDir: true,
      minify: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input: ['specimen.html', 'outbox.html'].map((page) => join(import.meta.dirname, page)),
      },
    },
  });
  const state: Pick<SpecimenServer, 'sent' | 'answer'> = {
    sent: [],
    answer: { status: 200, body: { id: '1' } },
  };
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?')[0]!;
    if (path.startsWith('/api/')) {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const json = request.headers['content-type'] === 'application/json';
        state.sent.push({
          path,
          key: request.headers['idempotency-key'] as string | undefined,
          body: json ? JSON.parse(text) : text,
        });
        if (state.answer === 'cut') return void request.socket.destroy();
        response
          .writeHead(state.answer.status, { 'content-type': 'application/json' })
          .end(JSON.stringify(state.answer.body));
      });
      return;
    }
    const file = resolve(dir, `.${path === '/' ? '/specimen.html' : path}`);
    if (!file.startsWith(dir + sep) || !existsSync(file)) return void response.writeHead(404).end();
    response
      .writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' })
      .end(readFileSync(file));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return Object.assign(state, {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      rmSync(dir, { recursive: true, force: true });
    },
  });
}
