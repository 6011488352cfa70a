import { request as plainRequest, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Given, Opened, StripTarget } from './egress.ts';
import { EgressFailed, EgressRefused } from './errors.ts';
import { BODY_TYPES, bodyWithout, categoriesOf, type BodyForm, type Fields } from './strip.ts';

export interface EgressFetchOptions extends Given {
  tenantId?: string;
  method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  headers?: Readonly<Record<string, string>>;
  body?: string | Uint8Array;
  /** a long body in place of `body`, piece by piece; nothing of it is kept */
  from?: { readonly bytes: number; pieces(): AsyncIterable<Uint8Array> };
  /** takes a long answer piece by piece, whatever its size; the answer that comes back is empty then. What it throws ends the exchange */
  into?: (
    piece: Uint8Array,
    head: { readonly status: number; readonly contentType: string },
  ) => Promise<void>;
  /** a body in place of `body`, of which the recipient gets no more than it may have; adds to `categories` */
  fields?: Fields;
  /** how `fields` are written; JSON when absent */
  form?: BodyForm;
  /** for the whole exchange; 30 s when absent */
  timeoutMs?: number;
  /** most bytes of an answer that are taken; 10 MB when absent */
  maxBytes?: number;
  signal?: AbortSignal;
  /** trust this authority instead of the public ones (a partner's private CA, a test) */
  ca?: string | Buffer;
}

const BODYLESS = new Set([101, 204, 205, 304]);

/** One HTTP exchange over a socket that the door has opened; each exchange has its own connection. */
export async function httpOver(
  doors: {
    open(target: StripTarget): Promise<Opened>;
    openTls(target: StripTarget & { ca?: string | Buffer }): Promise<Opened>;
  },
  address: string | URL,
  options: EgressFetchOptions,
): Promise<Response> {
  const url = new URL(address);
  const { purpose } = options;
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new EgressRefused(purpose, url.protocol, 'only http and https leave the house');
  if (url.username !== '' || url.password !== '')
    throw new EgressRefused(purpose, url.host, 'an address with a password in it; send a header');

  const timeoutMs = options.timeoutMs ?? 30_000;
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal = options.signal ? AbortSignal.any([timeout, options.signal]) : timeout;
  const secure = url.protocol === 'https:';
  const { needed, strippable } = categoriesOf(options.fields ?? {}, options.categories);
  const target = {
    purpose,
    recipient: options.recipient,
    categories: needed,
    ...(strippable.length === 0 ? {} : { strippable }),
    host: url.hostname,
    port: Number(url.port) || (secure ? 443 : 80),
    timeoutMs,
    signal,
    ...(options.tenantId === undefined ? {} : { tenantId: options.tenantId }),
  };
  const { socket, without } = secure
    ? await doors.openTls({ ...target, ...(options.ca === undefined ? {} : { ca: options.ca }) })
    : await doors.open(target);
  try {
    // Made only now: what the recipient may not have is never part of what is sent.
    const sent = options.fields
      ? {
          ...options,
          headers: { ...options.headers, 'content-type': BODY_TYPES[options.form ?? 'json'] },
          body: bodyWithout(options.fields, without, options.form),
        }
      : options;
    const answer = await exchange(socket, url, sent, signal);
    const body = options.into
      ? await handOver(answer, options.into)
      : await readBody(answer, options.maxBytes ?? 10 * 1024 * 1024, url);
    const headers = new Headers();
    for (let i = 0; i + 1 < answer.rawHeaders.length; i += 2)
      headers.append(answer.rawHeaders[i]!, answer.rawHeaders[i + 1]!);
    const status = answer.statusCode ?? 0;
    return new Response(BODYLESS.has(status) || options.method === 'HEAD' ? null : body, {
      status,
      statusText: answer.statusMessage ?? '',
      headers,
    });
  } catch (error) {
    if (error instanceof EgressFailed) throw error;
    throw new EgressFailed(`${url.host} broke off the exchange`, {
      cause: signal.aborted ? signal.reason : error,
    });
  } finally {
    socket.destroy();
  }
}

function exchange(
  socket: Socket,
  url: URL,
  options: EgressFetchOptions,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = plainRequest({
      // The socket is connected already. `agent` must stay absent: with `agent: false` Node makes a fresh agent that
      // ignores this function and connects by itself, past the guard.
      createConnection: () => socket,
      host: url.hostname,
      path: `${url.pathname}${url.search}`,
      method: options.method ?? 'GET',
      headers: {
        'user-agent': 'Tenon',
        accept: '*/*',
        ...options.headers,
        // Never compressed: a small answer cannot unfold to a large one.
        'accept-encoding': 'identity',
        host: url.host,
        connection: 'close',
        ...(options.body === undefined ? {} : { 'content-length': String(Buffer.byteLength(options.body)) }),
        ...(options.from === undefined ? {} : { 'content-length': String(options.from.bytes) }),
      },
      signal,
    });
    request.once('response', resolve);
    request.once('error', reject);
    if (options.from) pipeline(Readable.from(options.from.pieces()), request).catch(reject);
    else request.end(options.body);
  });
}

/** Hands a long answer on, as fast as it is taken. */
async function handOver(
  answer: IncomingMessage,
  into: NonNullable<EgressFetchOptions['into']>,
): Promise<Uint8Array<ArrayBuffer>> {
  const head = { status: answer.statusCode ?? 0, contentType: answer.headers['content-type'] ?? '' };
  for await (const piece of answer as AsyncIterable<Uint8Array>) await into(piece, head);
  return new Uint8Array();
}

async function readBody(
  answer: IncomingMessage,
  maxBytes: number,
  url: URL,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of answer as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new EgressFailed(`${url.host} answered with more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}
