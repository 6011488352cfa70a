import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A small store. It reads each request as it came and checks its signature by itself; what it does not know it refuses. */
export interface FakeStore {
  readonly port: number;
  readonly objects: ReadonlyMap<string, Buffer>;
  /** requests that were refused, with the reason */
  readonly refused: readonly string[];
  /** uploads that were begun and neither completed nor taken back */
  readonly pending: () => number;
  /** every request from now on is answered so; undefined: as usual */
  fail(status: number | undefined): void;
  close(): void;
}

export async function startFakeStore(secretOf: Readonly<Record<string, string>>): Promise<FakeStore> {
  const objects = new Map<string, Buffer>();
  const uploads = new Map<string, Map<number, Buffer>>();
  const refused: string[] = [];
  let failing: number | undefined;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      const end = (status: number, text = '', headers: Record<string, string> = {}): void =>
        void response.writeHead(status, headers).end(text);
      if (failing !== undefined) return end(failing, '<Error><Code>SlowDown</Code></Error>');
      const wrong = faultOf(request, body, secretOf);
      if (wrong) {
        refused.push(wrong);
        return end(403, `<Error><Code>${wrong}</Code></Error>`);
      }
      const [path = '', query = ''] = request.url!.split('?');
      const asked = new URLSearchParams(query);
      const id = asked.get('uploadId');
      const parts = id === null ? undefined : uploads.get(id);
      const part = Number(asked.get('partNumber'));
      const tag = `"${createHash('md5').update(body).digest('hex')}"`;
      if (request.method === 'PUT' && query === '') {
        objects.set(decodeURIComponent(path), body);
        return end(200, '', { etag: tag });
      }
      if (request.method === 'POST' && query === 'uploads=') {
        const upload = `up/${uploads.size + 1}+=`;
        uploads.set(upload, new Map());
        return end(200, `<Result><UploadId>${upload}</UploadId></Result>`);
      }
      if (request.method === 'PUT' && parts && part >= 1) {
        parts.set(part, body);
        return end(200, '', { etag: tag });
      }
      if (request.method === 'POST' && parts) {
        const named = [
          ...body.toString().matchAll(/<PartNumber>(\d+)<\/PartNumber><ETag>("[0-9a-f]{32}")<\/ETag>/g),
        ];
        const whole = named.map(([, number, etag]) => {
          const found = parts.get(Number(number));
          return found && `"${createHash('md5').update(found).digest('hex')}"` === etag ? found : undefined;
        });
        if (whole.length !== parts.size || whole.some((one) => !one))
          return end(200, '<Error><Code>InvalidPart</Code></Error>');
        uploads.delete(id!);
        objects.set(decodeURIComponent(path), Buffer.concat(whole as Buffer[]));
        return end(200, '<CompleteMultipartUploadResult/>');
      }
      if (request.method === 'DELETE' && parts) {
        uploads.delete(id!);
        return end(204);
      }
      refused.push(`${request.method} ${request.url}`);
      return end(400, '<Error><Code>NotImplemented</Code></Error>');
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    port: (server.address() as AddressInfo).port,
    objects,
    refused,
    pending: () => uploads.size,
    fail: (status) => void (failing = status),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Written from the specification and from the bytes of the request, without a line of the code that it checks. */
function faultOf(
  { method, url, headers }: IncomingMessage,
  body: Buffer,
  secretOf: Readonly<Record<string, string>>,
): string | undefined {
  const form =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/;
  const [, who = '', day = '', region = '', signedNames = '', signature = ''] =
    form.exec(String(headers.authorization)) ?? [];
  const secret = secretOf[who];
  if (secret === undefined) return 'InvalidAccessKeyId';
  const names = signedNames.split(';');
  if (!['host', 'x-amz-content-sha256', 'x-amz-date'].every((name) => names.includes(name)))
    return 'HeadersNotSigned';
  if (headers['x-amz-content-sha256'] !== createHash('sha256').update(body).digest('hex'))
    return 'XAmzContentSHA256Mismatch';
  const stamp = String(headers['x-amz-date']);
  if (!stamp.startsWith(day)) return 'RequestTimeTooSkewed';
  const [path = '', query = ''] = url!.split('?');
  let text = `${method}\n${path}\n${query.split('&').sort().join('&')}\n`;
  for (const name of names) text += `${name}:${String(headers[name]).trim()}\n`;
  text += `\n${names.join(';')}\n${String(headers['x-amz-content-sha256'])}`;
  const toSign = `AWS4-HMAC-SHA256\n${stamp}\n${day}/${region}/s3/aws4_request\n${createHash('sha256').update(text).digest('hex')}`;
  let key: Buffer = Buffer.from(`AWS4${secret}`);
  for (const step of [day, region, 's3', 'aws4_request'])
    key = createHmac('sha256', key).update(step).digest();
  return createHmac('sha256', key).update(toSign).digest('hex') === signature
    ? undefined
    : 'SignatureDoesNotMatch';
}
