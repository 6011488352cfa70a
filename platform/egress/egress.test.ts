import { createServer, type Server } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMetrics } from '#platform/log/metrics.ts';
import { canonicalAddress, kindOfAddress, readHost } from './address.ts';
import {
  createEgress,
  EgressFailed,
  EgressRefused,
  type EgressEntry,
  type EgressRequest,
  type Guard,
} from './egress.ts';
import { registeredOnly, type Destination } from './guards.ts';

const PURPOSE = 'test.call';
const CALL = { purpose: PURPOSE, recipient: { kind: 'nobody' }, categories: [] } as const;
const allowAll: Guard = () => ({ allow: true });
const only = (...list: Destination[]): Guard => registeredOnly(() => list);

/** A server that must stay untouched by refused requests; `hits` counts connections, not requests. */
let server: Server;
let port: number;
let hits = 0;
beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === '/redirect')
      return response.writeHead(302, { location: 'http://169.254.169.254/' }).end();
    if (request.url === '/large') return response.end(Buffer.alloc(100_000));
    if (request.url === '/hang') return undefined;
    if (request.url === '/none') return response.writeHead(204).end();
    const chunks: Buffer[] = [];
    request.on('data', (c: Buffer) => chunks.push(c));
    request.on('end', () => {
      response.writeHead(200, { 'content-type': 'application/json', 'set-cookie': ['a=1', 'b=2'] });
      response.end(
        JSON.stringify({
          method: request.method,
          url: request.url,
          headers: request.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    return undefined;
  });
  server.on('connection', () => (hits += 1));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** Ways to write 127.0.0.1 and ::1 that some program somewhere understands, and what each reads as here. */
const LOOPBACK_SPELLINGS = [
  '127.0.0.1',
  '127.1',
  '127.0.1',
  '2130706433',
  '0x7f000001',
  '0X7F000001',
  '0x7f.1',
  '0x7f.0x0.0x0.0x1',
  '0177.0.0.1',
  '017700000001',
  '0177.0x0.0.1',
  '127.0.0.1.',
  '１２７.０.０.１',
  '127。0。0。1',
  '127．0．0．1',
  '①②⑦.⓪.⓪.①',
  '::1',
  '[::1]',
  '0:0:0:0:0:0:0:1',
  '0000:0000:0000:0000:0000:0000:0000:0001',
  '::0001',
  '::ffff:127.0.0.1',
  '[::ffff:7f00:1]',
  '0:0:0:0:0:ffff:127.0.0.1',
  '::FFFF:7F00:0001',
];

/** The same and other machines inside in disguise: tunnels, translations, tricks of addresses. All are refused outright. */
const DISGUISES = [
  '::127.0.0.1',
  '::7f00:1',
  '64:ff9b::127.0.0.1',
  '64:ff9b::7f00:1',
  '64:ff9b:1::7f00:1',
  '2002:7f00:1::',
  '2002:7f00:0001:0000:0000:0000:0000:0001',
  '2001:0:7f00:1::',
  '::ffff:0:127.0.0.1',
  'fe80::1%eth0',
  '[fe80::1%25lo]',
  '127.0.0.1%00',
  '127.0.0.1%2eexample',
  '%31%32%37.0.0.1',
  'public.example@127.0.0.1',
  '127.0.0.1#.public.example',
  '127.0.0.1?.public.example',
  '127.0.0.1/.public.example',
  '127.0.0.1\\.public.example',
  '127.0.0.1 public.example',
  '127.0.0.1\t',
  '0',
  '0.0.0.0',
  '::',
  '169.254.169.254',
  '0xa9fea9fe',
  '2852039166',
  '10.0.0.1',
  '0x0a.1',
  '192.168.1.1',
  '172.16.0.1',
  '100.64.0.1',
  'fd00::1',
  'fec0::1',
  'ff02::1',
];

describe('without a registered destination', () => {
  test('no guard means no connection', async () => {
    const before = hits;
    await expect(createEgress({}).connectTcp({ ...CALL, host: '127.0.0.1', port })).rejects.toThrow(
      'no guard is plugged in',
    );
    await expect(
      createEgress({ guard: undefined }).fetch(`http://127.0.0.1:${port}/`, { ...CALL }),
    ).rejects.toThrow(EgressRefused);
    expect(hits).toBe(before);
  });

  test('a guard that fails refuses', async () => {
    const egress = createEgress({ guard: () => Promise.reject(new Error('settings unreadable')) });
    await expect(egress.connectTcp({ ...CALL, host: '127.0.0.1', port })).rejects.toThrow('the guard failed');
  });

  test.each(LOOPBACK_SPELLINGS)('loopback written as %s is refused', async (host) => {
    const before = hits;
    await expect(createEgress({ guard: only() }).connectTcp({ ...CALL, host, port })).rejects.toThrow(
      /is loopback/,
    );
    expect(hits).toBe(before);
  });

  test.each(DISGUISES)('%j is refused', async (host) => {
    const before = hits;
    const egress = createEgress({
      guard: only({ ...CALL, host: 'public.example' }),
      resolve: async () => ['127.0.0.1'],
    });
    await expect(egress.connectTcp({ ...CALL, host, port })).rejects.toThrow(EgressRefused);
    await expect(egress.fetch(`http://${host}:${port}/`, CALL)).rejects.toThrow();
    expect(hits).toBe(before);
  });

  test('more than forty spellings are tried', () =>
    expect(new Set([...LOOPBACK_SPELLINGS, ...DISGUISES]).size).toBeGreaterThanOrEqual(55));

  test('a name that changes its answer each time reaches nothing inside', async () => {
    const before = hits;
    const answers = [['93.184.216.34', '127.0.0.1'], ['127.0.0.1'], ['::ffff:127.0.0.1'], ['0.0.0.0']];
    let asked = 0;
    const egress = createEgress({
      guard: only({ ...CALL, host: 'rebind.example' }),
      resolve: async () => answers[asked++ % answers.length]!,
    });
    for (const _ of answers)
      await expect(egress.connectTcp({ ...CALL, host: 'rebind.example', port })).rejects.toThrow(
        EgressRefused,
      );
    expect(hits).toBe(before);
  });

  test('a name that nobody may be reached under is not even looked up', async () => {
    let lookups = 0;
    const resolve = async () => {
      lookups += 1;
      return ['93.184.216.34'];
    };
    const egress = createEgress({ guard: only({ ...CALL, host: 'public.example' }), resolve });
    await expect(egress.connectTcp({ ...CALL, host: 'secret-4711.evil.example', port })).rejects.toThrow(
      'not registered',
    );
    expect(lookups).toBe(0);
  });

  test('what goes along needs somebody who gets it', async () => {
    const egress = createEgress({ guard: allowAll });
    await expect(
      egress.connectTcp({ ...CALL, categories: ['contact'], host: '127.0.0.1', port }),
    ).rejects.toThrow('contact cannot go to nobody');
    await expect(
      egress.connectTcp({ ...CALL, recipient: { kind: 'tenant' }, host: '127.0.0.1', port }),
    ).rejects.toThrow('which tenant');
  });

  test('a public host is refused, and the refusal says which and for what', async () => {
    const egress = createEgress({ guard: only(), resolve: async () => ['93.184.216.34'] });
    await expect(egress.connectTcp({ ...CALL, host: 'Example.COM', port: 443 })).rejects.toThrow(
      'example.com:443 is not registered for test.call',
    );
  });

  test.each([
    '',
    'a b',
    'user@host',
    'host/path',
    'fe80::1%eth0',
    '127.0.0.1%00',
    'host\\evil',
    '999.1.1.1.1.1/',
  ])('%j is no host', async (host) => {
    await expect(createEgress({ guard: allowAll }).connectTcp({ ...CALL, host, port })).rejects.toThrow(
      'this is no host',
    );
  });

  test.each([0, -1, 65536, 1.5, Number.NaN])('%j is no port', async (bad) => {
    await expect(
      createEgress({ guard: allowAll }).connectTcp({ ...CALL, host: '127.0.0.1', port: bad }),
    ).rejects.toThrow('no port');
  });
});

describe('with registered destinations', () => {
  const inside = (): Destination => ({ ...CALL, host: '127.0.0.1', port, inside: true });

  test.each(
    LOOPBACK_SPELLINGS.filter((spelling) => {
      const host = readHost(spelling);
      return host?.kind === 'address' && host.address === '127.0.0.1';
    }),
  )('the registered place is reached as %s', async (host) => {
    const socket = await createEgress({ guard: only(inside()) }).connectTcp({ ...CALL, host, port });
    expect(socket.remoteAddress).toBe('127.0.0.1');
    socket.destroy();
  });

  test('another port, another purpose, another address inside, a public entry: all refused', async () => {
    const before = hits;
    const ask = (guard: Guard, purpose = PURPOSE, host = '127.0.0.1', at = port) =>
      createEgress({ guard }).connectTcp({ ...CALL, purpose, host, port: at });
    await expect(ask(only(inside()), PURPOSE, '127.0.0.1', port + 1)).rejects.toThrow(EgressRefused);
    await expect(ask(only(inside()), 'other.purpose')).rejects.toThrow(EgressRefused);
    await expect(ask(only(inside()), PURPOSE, '127.0.0.2')).rejects.toThrow(EgressRefused);
    await expect(ask(only({ ...CALL, host: '127.0.0.1', port }))).rejects.toThrow(EgressRefused);
    await expect(ask(only({ ...CALL, host: '127.0.0.1', inside: true }))).rejects.toThrow(EgressRefused);
    expect(hits).toBe(before);
  });

  test('a registered public name that points inside is refused', async () => {
    const guard = only({ ...CALL, host: 'partner.example' });
    for (const address of [
      '127.0.0.1',
      '10.1.2.3',
      '169.254.169.254',
      '::ffff:192.168.0.1',
      'fd00::1',
      '0.0.0.0',
    ])
      await expect(
        createEgress({ guard, resolve: async () => [address] }).connectTcp({
          ...CALL,
          host: 'partner.example',
          port,
        }),
      ).rejects.toThrow(EgressRefused);
  });

  test('one bad address among good ones refuses the name', async () => {
    const guard = only({ ...CALL, host: 'partner.example' });
    const egress = createEgress({ guard, resolve: async () => ['93.184.216.34', '127.0.0.1'] });
    await expect(egress.connectTcp({ ...CALL, host: 'partner.example', port })).rejects.toThrow(
      '127.0.0.1 is loopback',
    );
  });

  test('a subdomain or a name that ends alike is another host', async () => {
    const guard = only({ ...CALL, host: 'partner.example' });
    const egress = createEgress({ guard, resolve: async () => ['93.184.216.34'] });
    for (const host of ['evil.partner.example', 'evilpartner.example', 'partner.example.evil.com'])
      await expect(egress.connectTcp({ ...CALL, host, port: 443 })).rejects.toThrow('is not registered');
  });

  test('the name is looked up once and the connection goes to what was judged', async () => {
    let lookups = 0;
    const asked: EgressRequest[] = [];
    const egress = createEgress({
      guard: (request) => {
        asked.push(request);
        return { allow: true };
      },
      // A name that changes its mind: judged at one address, it would connect to another if it were asked twice.
      resolve: async () => [['127.0.0.1'], ['127.0.0.66']][lookups++] ?? [],
    });
    const socket = await egress.connectTcp({ ...CALL, host: 'Rebind.Example.', port });
    expect(socket.remoteAddress).toBe('127.0.0.1');
    socket.destroy();
    expect(lookups).toBe(1);
    expect(asked).toEqual([
      { ...CALL, host: 'rebind.example', port, addresses: null },
      { ...CALL, host: 'rebind.example', port, addresses: ['127.0.0.1'] },
    ]);
  });

  test('the second judged address is tried when the first does not answer', async () => {
    const silent = createTcpServer();
    await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done));
    const free = (silent.address() as AddressInfo).port;
    await new Promise((done) => silent.close(done));
    const egress = createEgress({ guard: allowAll, resolve: async () => ['127.0.0.1', '127.0.0.1'] });
    await expect(egress.connectTcp({ ...CALL, host: 'x.example', port: free })).rejects.toThrow(EgressFailed);
    const two = createEgress({ guard: allowAll, resolve: async () => ['127.0.0.3', '127.0.0.1'] });
    const socket = await two.connectTcp({ ...CALL, host: 'x.example', port });
    expect(socket.remoteAddress).toBe('127.0.0.1');
    socket.destroy();
  });

  test('an unknown name is a failure, not a refusal', async () => {
    const egress = createEgress({ guard: allowAll, resolve: () => Promise.reject(new Error('ENOTFOUND')) });
    await expect(egress.connectTcp({ ...CALL, host: 'nowhere.example', port })).rejects.toThrow(EgressFailed);
  });
});

describe('fetch', () => {
  const egress = () => createEgress({ guard: only({ ...CALL, host: '127.0.0.1', port, inside: true }) });
  const at = (path: string) => `http://127.0.0.1:${port}${path}`;

  test('sends method, headers and body, and answers like fetch does', async () => {
    const response = await egress().fetch(at('/a?b=c'), {
      ...CALL,
      method: 'POST',
      headers: { 'x-key': 'k' },
      body: 'hé',
    });
    expect(response.status).toBe(200);
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(await response.json()).toMatchObject({
      method: 'POST',
      url: '/a?b=c',
      body: 'hé',
      headers: {
        'x-key': 'k',
        host: `127.0.0.1:${port}`,
        'content-length': '3',
        'accept-encoding': 'identity',
      },
    });
    expect((await egress().fetch(at('/none'), { ...CALL })).status).toBe(204);
  });

  test('a redirect is an answer and is not followed', async () => {
    const response = await egress().fetch(at('/redirect'), { ...CALL });
    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toBe('http://169.254.169.254/');
  });

  test('too much, too slow and given up are failures', async () => {
    await expect(egress().fetch(at('/large'), { ...CALL, maxBytes: 99_999 })).rejects.toThrow(
      'more than 99999 bytes',
    );
    expect(
      (await (await egress().fetch(at('/large'), { ...CALL, maxBytes: 100_000 })).arrayBuffer()).byteLength,
    ).toBe(100_000);
    await expect(egress().fetch(at('/hang'), { ...CALL, timeoutMs: 100 })).rejects.toThrow(EgressFailed);
    await expect(egress().fetch(at('/hang'), { ...CALL, signal: AbortSignal.abort() })).rejects.toThrow(
      EgressFailed,
    );
  });

  test.each(['file:///etc/passwd', 'ftp://127.0.0.1/', 'http://user:pass@127.0.0.1/', 'gopher://127.0.0.1/'])(
    '%s is refused',
    async (url) => {
      await expect(egress().fetch(url, { ...CALL })).rejects.toThrow(EgressRefused);
    },
  );

  test('an unregistered place is refused by the same guard', async () => {
    await expect(egress().fetch('http://169.254.169.254/latest/meta-data', { ...CALL })).rejects.toThrow(
      'link-local',
    );
  });

  test('plain HTTP is not taken for TLS', async () => {
    await expect(egress().fetch(`https://127.0.0.1:${port}/`, { ...CALL, timeoutMs: 3000 })).rejects.toThrow(
      EgressFailed,
    );
  });
});

describe('what the recipient may not have', () => {
  const fields = {
    order: { value: 'A-17', category: null },
    name: { value: 'Anna Larch', category: 'contact' },
    phone: { value: '+49 7071 4711', category: 'contact', strippable: true },
    iban: { value: 'DE02120300000000202051', category: 'bank', strippable: true },
    picture: { value: 'aGVsbG8=', category: 'profile-picture', strippable: true },
  } as const;
  const recipient = { kind: 'processor', id: 'carrier' } as const;
  const send = async (guard: Guard, more: object = {}): Promise<{ body: string; entries: EgressEntry[] }> => {
    const entries: EgressEntry[] = [];
    const egress = createEgress({ guard, record: (entry) => entries.push(entry) });
    const options = { purpose: PURPOSE, recipient, categories: [], method: 'POST', fields, ...more } as const;
    const answer = await egress.fetch(`http://127.0.0.1:${port}/`, options);
    await expect.poll(() => entries.length).toBe(1);
    return { body: ((await answer.json()) as { body: string }).body, entries };
  };

  test('is left out of the body, name and value, and the record says so', async () => {
    const asked: EgressRequest[] = [];
    const { body, entries } = await send((request) => {
      asked.push(request);
      return { allow: true, without: ['bank', 'profile-picture'] };
    });
    expect(JSON.parse(body)).toEqual({ order: 'A-17', name: 'Anna Larch', phone: '+49 7071 4711' });
    expect(body).not.toMatch(/iban|DE02|picture|aGVs/);
    // Contact is needed by one field, so the other one cannot make it optional.
    expect(asked[0]).toMatchObject({ categories: ['contact'], strippable: ['bank', 'profile-picture'] });
    expect(entries[0]).toMatchObject({
      categories: ['contact'],
      decision: 'connected',
      reason: 'left out: bank, profile-picture',
    });
  });

  test('is left out of a form as of JSON; where the call must say something, that stands in its place', async () => {
    const { body } = await send(() => ({ allow: true, without: ['bank', 'contact'] }), {
      form: 'form',
      fields: {
        order: { value: 'A & 17', category: null },
        name: { value: 'Anna Larch', category: 'contact', strippable: true, instead: 'Somebody' },
        iban: { value: 'DE02120300000000202051', category: 'bank', strippable: true },
      },
    });
    expect(body).toBe('order=A+%26+17&name=Somebody');
  });

  test('goes along where it may, and is recorded as gone', async () => {
    const { body, entries } = await send(allowAll);
    expect(JSON.parse(body)).toHaveProperty('iban');
    expect(entries[0]).toMatchObject({ categories: ['contact', 'bank', 'profile-picture'], reason: null });
  });

  test('never goes to nobody: what can be left out is, and what is needed refuses the call', async () => {
    const nobody = { recipient: { kind: 'nobody' } };
    const { name: _, phone: __, ...rest } = fields;
    const { body } = await send(allowAll, { ...nobody, fields: rest });
    expect(JSON.parse(body)).toEqual({ order: 'A-17' });
    const before = hits;
    await expect(send(allowAll, nobody)).rejects.toThrow('contact cannot go to nobody');
    expect(hits).toBe(before);
  });
});

test('each call is recorded with its recipient, its bytes and how it ended', async () => {
  const entries: EgressEntry[] = [];
  const egress = createEgress({
    guard: only({ ...CALL, host: '127.0.0.1', port, inside: true }),
    record: (entry) => entries.push(entry),
  });
  await egress.fetch(`http://127.0.0.1:${port}/`, { ...CALL, method: 'POST', body: 'x'.repeat(500) });
  await expect(egress.fetch('http://169.254.169.254/', CALL)).rejects.toThrow(EgressRefused);
  await expect.poll(() => entries.length).toBe(2);
  const connected = entries.find(({ decision }) => decision === 'connected')!;
  expect(connected).toMatchObject({ recipient: CALL.recipient, host: '127.0.0.1', port, reason: null });
  expect(connected.bytesOut).toBeGreaterThan(500);
  expect(connected.bytesIn).toBeGreaterThan(500);
  expect(entries.find(({ decision }) => decision === 'refused')).toMatchObject({
    host: '169.254.169.254',
    bytesOut: 0,
    reason: expect.stringContaining('link-local') as string,
  });
});

test('refused, connected and failed are counted', async () => {
  const counters = createMetrics({ defaults: false });
  const egress = createEgress({
    guard: only({ ...CALL, host: '127.0.0.1', port, inside: true }),
    counters,
  });
  (await egress.connectTcp({ ...CALL, host: '127.0.0.1', port })).destroy();
  await egress.connectTcp({ ...CALL, host: '127.0.0.1', port: 1 }).catch(() => undefined);
  const { body } = await counters.page();
  expect(body).toContain('tenon_egress_total{purpose="test.call",outcome="connected"} 1');
  expect(body).toContain('tenon_egress_total{purpose="test.call",outcome="refused"} 1');
});

describe('addresses', () => {
  test.each([
    ['8.8.8.8', 'public'],
    ['172.15.255.255', 'public'],
    ['172.16.0.0', 'private'],
    ['172.31.255.255', 'private'],
    ['172.32.0.0', 'public'],
    ['100.63.255.255', 'public'],
    ['100.64.0.0', 'private'],
    ['169.254.169.254', 'link_local'],
    ['0.1.2.3', 'never'],
    ['224.0.0.1', 'never'],
    ['255.255.255.255', 'never'],
    ['223.255.255.255', 'public'],
    ['2606:4700::1111', 'public'],
    ['::', 'never'],
    ['::1', 'loopback'],
    ['::127.0.0.1', 'never'],
    ['::ffff:10.0.0.1', 'private'],
    ['::ffff:8.8.8.8', 'public'],
    ['64:ff9b::7f00:1', 'never'],
    ['2002:7f00:1::', 'never'],
    ['2001:0:1::1', 'never'],
    ['fe80::1', 'link_local'],
    ['febf::1', 'link_local'],
    ['fec0::1', 'never'],
    ['fc00::1', 'private'],
    ['fdff::1', 'private'],
    ['ff02::1', 'never'],
    ['2001:db8::1', 'never'],
  ] as const)('%s is %s', (address, kind) => expect(kindOfAddress(address)).toBe(kind));

  test('any spelling of an IPv4 number reads as that address, and its mapped form has the same kind', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (n) => {
        const dotted = [24, 16, 8, 0].map((s) => Math.floor(n / 2 ** s) % 256).join('.');
        for (const text of [String(n), `0x${n.toString(16)}`, `0${n.toString(8)}`, dotted])
          expect(readHost(text)).toEqual({ kind: 'address', address: dotted });
        const mapped = `::ffff:${Math.floor(n / 65536).toString(16)}:${(n % 65536).toString(16)}`;
        expect(canonicalAddress(mapped)).toBe(dotted);
        expect(kindOfAddress(mapped)).toBe(kindOfAddress(dotted));
      }),
    );
  });

  test('a name is lower case, ASCII and without its final dot', () => {
    expect(readHost('Tischlerei-MÜLLER.example.')).toEqual({
      kind: 'name',
      name: 'xn--tischlerei-mller-uzb.example',
    });
  });
});
