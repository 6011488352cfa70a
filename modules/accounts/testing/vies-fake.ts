import { createServer, type Server } from 'node:http';

/**
 * A small service that speaks the EU's protocol: JSON and SOAP, the numbers of its public test service (100 valid,
 * 200 invalid, 201 … errors), and some that misbehave. What it does not know it refuses, so a client that asks
 * otherwise than documented fails here as it would there.
 */
export interface ViesFake {
  readonly rest: string;
  readonly soap: string;
  readonly port: number;
  /** what was asked, `rest DE100` */
  readonly asked: string[];
  /** answers of the JSON door instead of its own */
  restSays: 'as documented' | 'a page' | 'silence' | 'gone';
  close(): Promise<void>;
}

const ERRORS: Readonly<Record<string, string>> = {
  '201': 'INVALID_INPUT',
  '300': 'SERVICE_UNAVAILABLE',
  '301': 'MS_UNAVAILABLE',
  '302': 'TIMEOUT',
  '400': 'VAT_BLOCKED',
  '401': 'IP_BLOCKED',
  '500': 'GLOBAL_MAX_CONCURRENT_REQ',
  '600': 'MS_MAX_CONCURRENT_REQ',
};

export async function openViesFake(): Promise<ViesFake> {
  const asked: string[] = [];
  const fake = { asked, restSays: 'as documented' as ViesFake['restSays'] };
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const answer = (status: number, type: string, text: string): void =>
        void response.writeHead(status, { 'content-type': type }).end(text);
      if (request.method !== 'POST') return answer(405, 'text/plain', '');
      if (request.url === '/rest') {
        if (fake.restSays === 'silence') return void request.socket.destroy();
        if (fake.restSays === 'gone') return answer(503, 'text/html', '<html>Service Unavailable</html>');
        if (fake.restSays === 'a page')
          return answer(200, 'text/html', '<html>Sign in to this network</html>');
        return answer(...byRest(body, request.headers['content-type'], asked));
      }
      if (request.url === '/soap') return answer(...bySoap(body, request.headers['content-type'], asked));
      answer(404, 'text/plain', '');
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as { port: number };
  return Object.assign(fake, {
    rest: `http://127.0.0.1:${port}/rest`,
    soap: `http://127.0.0.1:${port}/soap`,
    port,
    close: () =>
      new Promise<void>((closed) => {
        server.closeAllConnections();
        server.close(() => closed());
      }),
  });
}

type Answer = [status: number, type: string, text: string];

function byRest(body: string, type: string | undefined, asked: string[]): Answer {
  const json = (value: unknown, status = 200): Answer => [status, 'application/json', JSON.stringify(value)];
  const error = (name: string): Answer => json({ actionSucceed: false, errorWrappers: [{ error: name }] });
  if (type !== 'application/json') return json({ error: 'Unsupported Media Type' }, 415);
  const { countryCode, vatNumber, ...more } = JSON.parse(body) as Record<string, unknown>;
  if (typeof countryCode !== 'string' || typeof vatNumber !== 'string' || Object.keys(more).length > 0)
    return json({ error: 'Bad Request' }, 400);
  asked.push(`rest ${countryCode}${vatNumber}`);
  if (ERRORS[vatNumber]) return error(ERRORS[vatNumber]);
  if (vatNumber !== '100' && vatNumber !== '200') return error('SERVICE_UNAVAILABLE');
  const valid = vatNumber === '100';
  return json({
    countryCode,
    vatNumber,
    requestDate: '2026-03-02T09:00:00.000Z',
    valid,
    requestIdentifier: '',
    name: valid ? 'LARCH & SONS GMBH' : '---',
    address: valid ? 'LÄRCHENWEG 12\n70173 STUTTGART' : '---',
  });
}

function bySoap(body: string, type: string | undefined, asked: string[]): Answer {
  const envelope = (inner: string, status = 200): Answer => [
    status,
    'text/xml;charset=UTF-8',
    `<env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Header/><env:Body>${inner}</env:Body></env:Envelope>`,
  ];
  const fault = (name: string): Answer =>
    envelope(
      `<env:Fault><faultcode>env:Server</faultcode><faultstring>${name}</faultstring></env:Fault>`,
      500,
    );
  const match =
    /<urn:checkVat><urn:countryCode>([A-Z]{2})<\/urn:countryCode><urn:vatNumber>([0-9A-Za-z+*.]{2,12})<\/urn:vatNumber><\/urn:checkVat>/.exec(
      body,
    );
  if (
    !type?.startsWith('text/xml') ||
    !match ||
    !body.includes('"urn:ec.europa.eu:taxud:vies:services:checkVat:types"')
  )
    return fault('INVALID_INPUT');
  const [, country, number] = match as unknown as [string, string, string];
  asked.push(`soap ${country}${number}`);
  if (ERRORS[number]) return fault(ERRORS[number]);
  if (number !== '100' && number !== '200') return fault('SERVICE_UNAVAILABLE');
  const valid = number === '100';
  return envelope(
    `<ns2:checkVatResponse xmlns:ns2="urn:ec.europa.eu:taxud:vies:services:checkVat:types"><ns2:countryCode>${country}</ns2:countryCode><ns2:vatNumber>${number}</ns2:vatNumber><ns2:requestDate>2026-03-02+01:00</ns2:requestDate><ns2:valid>${valid}</ns2:valid><ns2:name>${valid ? 'LARCH &amp; SONS GMBH' : '---'}</ns2:name><ns2:address>${valid ? 'LÄRCHENWEG 12\n70173 STUTTGART' : '---'}</ns2:address></ns2:checkVatResponse>`,
  );
}
