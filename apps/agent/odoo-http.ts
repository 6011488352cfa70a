import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Egress } from '#platform/egress/egress.ts';
import { isRunning } from './processes.ts';
import type { ProcessMark } from './state.ts';

const PURPOSE = 'hosting.odoo';
const LONG_MS = 30 * 60_000;
const NOBODY = { purpose: PURPOSE, recipient: { kind: 'nobody' }, categories: [] } as const;

/** Odoo said no, or said yes and meant something else. */
export class OdooFault extends Error {
  override readonly name = 'OdooFault';
}

/** An Odoo server on this machine's loopback. */
export class LocalOdoo {
  readonly #egress: Egress;
  readonly #origin: string;

  constructor(egress: Egress, port: number) {
    this.#egress = egress;
    this.#origin = `http://127.0.0.1:${port}`;
  }

  /** Waits until it answers. @throws OdooFault when its process ends before */
  async ready(mark: ProcessMark, timeoutMs: number): Promise<void> {
    const until = performance.now() + timeoutMs;
    for (;;) {
      if (!isRunning(mark)) throw new OdooFault('the server ended before it answered');
      try {
        const answer = await this.#egress.fetch(`${this.#origin}/web/health`, {
          ...NOBODY,
          timeoutMs: 5_000,
        });
        if (answer.status === 200 && (await answer.text()).includes('pass')) return;
      } catch {
        // Not yet.
      }
      if (performance.now() > until) throw new OdooFault(`no answer within ${timeoutMs / 1000} s`);
      await sleep(100);
    }
  }

  async send(
    path: string,
    body: string | null,
    bearer: string | null,
  ): Promise<{ status: number; contentType: string; body: string }> {
    const answer = await this.#egress.fetch(this.#origin + path, {
      ...NOBODY,
      method: body === null ? 'GET' : 'POST',
      ...(body === null ? {} : { body }),
      headers: {
        'content-type': 'application/json',
        ...(bearer === null ? {} : { authorization: `bearer ${bearer}` }),
      },
      timeoutMs: 120_000,
    });
    const contentType = answer.headers.get('content-type') ?? '';
    return { status: answer.status, contentType, body: await answer.text() };
  }

  /** One call over /jsonrpc. HTTP 200 says nothing: an answer without `result` is a fault (odoo.py answers errors so). */
  async rpc(service: 'common' | 'db', method: string, args: readonly unknown[]): Promise<unknown> {
    const answer = await this.#egress.fetch(`${this.#origin}/jsonrpc`, {
      ...NOBODY,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', method: 'call', id: 1, params: { service, method, args } }),
      timeoutMs: LONG_MS,
    });
    // A server whose database is half made answers everything with a page.
    if (!/^application\/json\b/.test(answer.headers.get('content-type') ?? ''))
      throw new OdooFault(`${service}.${method}: HTTP ${answer.status} and a page in place of an answer`);
    const read = JSON.parse(await answer.text()) as {
      result?: unknown;
      error?: { message?: string; data?: { name?: string; message?: string } };
    };
    if (read.error || !('result' in read))
      throw new OdooFault(
        `${service}.${method}: ${read.error?.data?.name ?? ''} ${read.error?.data?.message ?? read.error?.message ?? 'no result'}`,
      );
    return read.result;
  }

  /**
   * Has the server write its own zip of a database into a file. A page with an error comes with HTTP 200 as well, so the
   * content type decides, and the first bytes.
   * @throws OdooFault
   */
  async backup(master: string, database: string, file: string): Promise<void> {
    const out = createWriteStream(file, { mode: 0o600 });
    let [first, wrote] = [true, 0];
    try {
      const answer = await this.#egress.fetch(`${this.#origin}/web/database/backup`, {
        ...NOBODY,
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ master_pwd: master, name: database, backup_format: 'zip' }).toString(),
        timeoutMs: LONG_MS,
        into: async (piece, head) => {
          if (first && (head.status !== 200 || !isFile(head.contentType) || !startsAsZip(piece)))
            throw new OdooFault(`no backup: ${sayOf(Buffer.from(piece).toString('utf8'))}`);
          first = false;
          wrote += piece.byteLength;
          if (!out.write(piece)) await once(out, 'drain');
        },
      });
      if (wrote === 0) throw new OdooFault(`no backup: HTTP ${answer.status} with nothing in it`);
    } catch (error) {
      throw faultOf(error);
    } finally {
      out.end();
      await once(out, 'close');
    }
  }

  /**
   * Puts a zip back as a database. That the server says it did proves nothing: whoever asks looks at what is there.
   * @throws OdooFault
   */
  async restore(master: string, database: string, file: string, neutralize: boolean): Promise<void> {
    const boundary = `tenon${randomBytes(16).toString('hex')}`;
    const field = (name: string, value: string): string =>
      `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
    const head = Buffer.from(
      field('master_pwd', master) +
        field('name', database) +
        field('copy', 'true') +
        (neutralize ? field('neutralize_database', 'true') : '') +
        `--${boundary}\r\ncontent-disposition: form-data; name="backup_file"; filename="backup.zip"\r\ncontent-type: application/zip\r\n\r\n`,
    );
    const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
    const { size } = await stat(file);
    const answer = await this.#egress.fetch(`${this.#origin}/web/database/restore`, {
      ...NOBODY,
      method: 'POST',
      headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
      from: {
        bytes: head.length + size + tail.length,
        async *pieces() {
          yield head;
          yield* createReadStream(file) as AsyncIterable<Buffer>;
          yield tail;
        },
      },
      timeoutMs: LONG_MS,
    });
    if (answer.status !== 303) throw new OdooFault(`not put back: ${sayOf(await answer.text())}`);
  }
}

const isFile = (contentType: string): boolean => /^application\/(octet-stream|zip)\b/.test(contentType);
const startsAsZip = (piece: Uint8Array): boolean =>
  Buffer.from(piece.subarray(0, 4)).equals(Buffer.from('PK\x03\x04'));

/** What went wrong, as the page of Odoo says it; its markup stays behind. */
export function sayOf(page: string): string {
  const alert = /class="[^"]*alert-danger[^"]*"[^>]*>([^<]+)/.exec(page)?.[1];
  return (alert ?? page.replace(/<[^>]*>/g, ' '))
    .replace(/&(#39|#34|quot);/g, "'")
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 300);
}

const faultOf = (error: unknown): unknown => {
  const cause = (error as Error).cause;
  return cause instanceof OdooFault ? cause : error;
};
