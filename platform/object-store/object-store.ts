import { open, stat } from 'node:fs/promises';
import type { Egress, Given } from '#platform/egress/egress.ts';
import { encodeStrictly, sha256, signRequest, type StoreKeys } from './signature.ts';

/** A bucket and how to get in. */
export interface StorePlace extends StoreKeys {
  /** `https://s3.example.com` */
  readonly origin: string;
  readonly bucket: string;
  /** before every key, with a slash at its end; '' for none */
  readonly prefix: string;
}

/** The store answered with a no. Its own words, cut short, are in the message; keys of ours are not. */
export class StoreRefused extends Error {
  override readonly name = 'StoreRefused';
}

/**
 * Reads `https://ACCESS:SECRET@s3.example.com/BUCKET/PREFIX?region=eu-central-1`, signs that mean something in a URL
 * percent-encoded.
 * @returns undefined when something is missing
 */
export function readStoreUrl(text: string): StorePlace | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const [bucket = '', ...folders] = url.pathname
    .split('/')
    .filter((part) => part !== '')
    .map(decodeURIComponent);
  const accessKey = decodeURIComponent(url.username);
  const secretKey = decodeURIComponent(url.password);
  if (!/^https?:$/.test(url.protocol) || bucket === '' || accessKey === '' || secretKey === '')
    return undefined;
  return {
    origin: url.origin,
    bucket,
    prefix: folders.map((folder) => `${folder}/`).join(''),
    accessKey,
    secretKey,
    region: url.searchParams.get('region') ?? 'us-east-1',
  };
}

export interface ObjectStore {
  /** Stores a file under a key, whole or not at all. @throws EgressRefused, EgressFailed, StoreRefused */
  putFile(key: string, path: string): Promise<void>;
}

/** Parts of an upload, but the last, have at least 5 MB; files up to this size go at once. */
const PART_BYTES = 8 * 1024 * 1024;
const TIMEOUT_MS = 5 * 60_000;

/** @param now the time requests are signed with; the store refuses one that is far off its own */
export function createObjectStore(
  egress: Egress,
  place: StorePlace,
  given: Given,
  now: () => Date,
): ObjectStore {
  async function ask(
    method: 'PUT' | 'POST' | 'DELETE',
    key: string,
    query: string,
    body: Uint8Array = new Uint8Array(),
  ): Promise<Response> {
    const path = [place.bucket, ...`${place.prefix}${key}`.split('/')].map(encodeStrictly).join('/');
    const url = new URL(`${place.origin}/${path}${query}`);
    const headers = signRequest(place, { method, url, bodyHash: sha256(body), at: now() });
    const options = { ...given, method, headers, timeoutMs: TIMEOUT_MS, maxBytes: 64 * 1024 };
    const answer = await egress.fetch(url, { ...options, ...(method === 'DELETE' ? {} : { body }) });
    if (answer.status >= 300)
      throw new StoreRefused(
        `the store refused ${method} ${url.pathname}: ${answer.status} ${(await answer.text()).slice(0, 300)}`,
      );
    return answer;
  }

  /** The parts become an object by the last request; before it there is none. */
  async function putInParts(key: string, parts: AsyncIterable<Uint8Array>): Promise<void> {
    const upload = textIn('UploadId', await (await ask('POST', key, '?uploads=')).text());
    const query = `uploadId=${encodeStrictly(upload)}`;
    try {
      const tags: string[] = [];
      for await (const part of parts) {
        const answer = await ask('PUT', key, `?partNumber=${tags.length + 1}&${query}`, part);
        tags.push(answer.headers.get('etag') ?? '');
      }
      const list = tags.map((tag, i) => `<Part><PartNumber>${i + 1}</PartNumber><ETag>${tag}</ETag></Part>`);
      const body = `<CompleteMultipartUpload>${list.join('')}</CompleteMultipartUpload>`;
      const done = await (await ask('POST', key, `?${query}`, Buffer.from(body))).text();
      // This one request may say 200 and fail all the same.
      if (done.includes('<Error>')) throw new StoreRefused(`the store refused ${key}: ${done.slice(0, 300)}`);
    } catch (error) {
      // Parts that belong to nothing cost money; that the store forgets them matters less than what went wrong.
      await ask('DELETE', key, `?${query}`).catch(() => undefined);
      throw error;
    }
  }

  return {
    async putFile(key, path) {
      const { size } = await stat(path);
      if (size > PART_BYTES) return putInParts(key, partsOf(path));
      const bytes = [];
      for await (const part of partsOf(path)) bytes.push(part);
      await ask('PUT', key, '', Buffer.concat(bytes));
    },
  };
}

async function* partsOf(path: string): AsyncGenerator<Uint8Array> {
  const file = await open(path, 'r');
  try {
    for (;;) {
      const buffer = Buffer.alloc(PART_BYTES);
      let filled = 0;
      while (filled < PART_BYTES) {
        const { bytesRead } = await file.read(buffer, filled, PART_BYTES - filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      if (filled === 0) return;
      yield buffer.subarray(0, filled);
    }
  } finally {
    await file.close();
  }
}

function textIn(name: string, xml: string): string {
  const found = new RegExp(`<${name}>([^<]+)</${name}>`).exec(xml)?.[1];
  if (found === undefined) throw new StoreRefused(`the store's answer holds no ${name}`);
  return found
    .replaceAll('&amp;', '&')
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>');
}
