import { createHash, createHmac } from 'node:crypto';

/** Who asks. Neither member ever goes into a log. */
export interface StoreKeys {
  readonly accessKey: string;
  readonly secretKey: string;
  /** where the store says that it is, `eu-central-1` */
  readonly region: string;
}

export interface ToSign {
  readonly method: string;
  readonly url: URL;
  /** headers that are signed beside `host`, the date and the body's digest; names in any case */
  readonly headers?: Readonly<Record<string, string>>;
  /** SHA-256 of the body, hex */
  readonly bodyHash: string;
  readonly at: Date;
}

/**
 * Signs a request to an S3-compatible store.
 * @returns the headers to send, `host` left to whoever connects
 * @see AWS Signature Version 4, "Authenticating Requests: Using the Authorization Header"
 */
export function signRequest(keys: StoreKeys, given: ToSign): Record<string, string> {
  const stamp = given.at.toISOString().replace(/[-:]|\.\d{3}/g, '');
  const day = stamp.slice(0, 8);
  const scope = `${day}/${keys.region}/s3/aws4_request`;
  const sent: Record<string, string> = {
    ...Object.fromEntries(
      Object.entries(given.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value.trim()]),
    ),
    'x-amz-content-sha256': given.bodyHash,
    'x-amz-date': stamp,
  };
  const signed = { ...sent, host: given.url.host };
  const names = Object.keys(signed).sort();
  const canonical = [
    given.method,
    given.url.pathname
      .split('/')
      .map((part) => encodeStrictly(decodeURIComponent(part)))
      .join('/'),
    canonicalQuery(given.url),
    ...names.map((name) => `${name}:${signed[name as keyof typeof signed]}`),
    '',
    names.join(';'),
    given.bodyHash,
  ].join('\n');
  const text = ['AWS4-HMAC-SHA256', stamp, scope, sha256(canonical)].join('\n');
  const key = [day, keys.region, 's3', 'aws4_request'].reduce<Buffer | string>(
    (secret, part) => hmac(secret, part),
    `AWS4${keys.secretKey}`,
  );
  return {
    ...sent,
    authorization: `AWS4-HMAC-SHA256 Credential=${keys.accessKey}/${scope}, SignedHeaders=${names.join(';')}, Signature=${hmac(key, text).toString('hex')}`,
  };
}

export const sha256 = (bytes: string | Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex');

/** Everything but RFC 3986's unreserved characters, which `encodeURIComponent` leaves open in five places. */
export const encodeStrictly = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

function canonicalQuery(url: URL): string {
  return [...url.searchParams]
    .map(([name, value]) => `${encodeStrictly(name)}=${encodeStrictly(value)}`)
    .sort()
    .join('&');
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
