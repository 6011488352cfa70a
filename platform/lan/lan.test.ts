import { execFileSync } from 'node:child_process';
import { createPrivateKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { NetworkInterfaceInfo } from 'node:os';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createServer, type TLSSocket } from 'node:tls';
import barcodes from 'bwip-js/node';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lanAddresses, localName } from './addresses.ts';
import { asPem, serverCertificate } from './certificate.ts';
import { keepLanCertificates } from './certificates.ts';
import { integer, octets, oid, time } from './der.ts';
import { lanPage } from './page.ts';
import { qrLines } from './terminal-qr.ts';

const NOW = new Date('2026-03-02T09:00:00.000Z');
const inDays = (days: number): Date => new Date(NOW.getTime() + days * 86_400_000);
const REACHED = {
  names: ['localhost', 'bench.local'],
  addresses: ['127.0.0.1', '192.168.7.20', '192.0.2.9'],
};

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'tenon-lan-'))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));
const kept = (now = NOW, reached = REACHED) => keepLanCertificates(dir, reached, now);

describe('DER', () => {
  test('examples of X.690 and RFC 5280', () => {
    expect(oid('1.2.840.113549').toString('hex')).toBe('06062a864886f70d');
    expect(integer(Buffer.from([0, 0, 0x80])).toString('hex')).toBe('02020080');
    expect(integer(Buffer.alloc(3)).toString('hex')).toBe('020100');
    expect(time(new Date('2049-12-31T23:59:59Z')).toString('latin1', 2)).toBe('491231235959Z');
    expect(time(new Date('2050-01-01T00:00:00Z')).toString('latin1', 2)).toBe('20500101000000Z');
  });

  test('a length is told in as few bytes as possible and is the length', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 70_000 }), (size) => {
        const der = octets(Buffer.alloc(size));
        const head = der[1]! < 0x80 ? 2 : 2 + (der[1]! & 0x7f);
        const said = head === 2 ? der[1]! : parseInt(der.subarray(2, head).toString('hex'), 16);
        expect([said, der.length]).toEqual([size, head + size]);
        expect(head).toBe(size < 128 ? 2 : size < 256 ? 3 : size < 65_536 ? 4 : 5);
      }),
      { numRuns: 100 },
    );
  });
});

describe('certificates', () => {
  test('are what Node reads in them: an authority, and a server that it signed for these names alone', () => {
    const { ca, cert, fingerprint } = kept();
    const [authority, server] = [new X509Certificate(ca), new X509Certificate(cert)];
    expect([authority.ca, server.ca]).toEqual([true, false]);
    expect(authority.verify(authority.publicKey)).toBe(true);
    expect(server.verify(authority.publicKey) && server.checkIssued(authority)).toBe(true);
    expect(server.checkHost('bench.local')).toBe('bench.local');
    expect(server.checkHost('other.local')).toBeUndefined();
    expect(server.checkIP('192.168.7.20')).toBe('192.168.7.20');
    expect(server.checkIP('192.168.7.21')).toBeUndefined();
    expect([server.validFromDate, server.validToDate]).toEqual([inDays(-1), inDays(90)]);
    expect(authority.fingerprint256).toBe(fingerprint);
  });

  test('stay the same while they fit, and are made anew when they do not', () => {
    const first = kept();
    expect(kept()).toEqual({ ...first, newAuthority: false });
    expect(first.newAuthority).toBe(true);
    const moved = kept(NOW, { ...REACHED, addresses: ['127.0.0.1', '10.0.0.4'] });
    expect(moved).toMatchObject({ ca: first.ca, newAuthority: false });
    expect(moved.cert).not.toBe(first.cert);
    const back = kept(NOW, REACHED);
    expect(kept(inDays(59)).cert).toBe(back.cert);
    expect(kept(inDays(61))).not.toMatchObject({ cert: back.cert });
    // An address of the internet that the authority was not made for.
    expect(kept(NOW, { ...REACHED, addresses: ['198.51.100.4'] }).newAuthority).toBe(true);
    expect(kept(inDays(701)).newAuthority).toBe(true);
  });

  test('are for their owner alone; an open or damaged file is refused by name', () => {
    kept();
    const file = join(dir, 'lan', 'authority.pem');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(dir, 'lan')).mode & 0o777).toBe(0o700);
    chmodSync(file, 0o644);
    expect(() => kept()).toThrow(/authority\.pem can be read by other users/);
    chmodSync(file, 0o600);
    writeFileSync(file, readFileSync(file, 'utf8').slice(0, 300));
    expect(() => kept()).toThrow(/authority\.pem is damaged/);
  });
});

/** A handshake as a browser makes it. @returns 'trusted' or the refusal */
async function handshake(
  pair: { key: string; cert: string },
  ca: string,
  servername: string,
): Promise<string> {
  const server = createServer(pair).on('tlsClientError', () => undefined);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  let socket: TLSSocket | undefined;
  try {
    return await new Promise((done) => {
      socket = connect({ port, host: '127.0.0.1', ca, servername }, () => done('trusted'));
      socket.on('error', (error: NodeJS.ErrnoException) => done(`${error.code}: ${error.message}`));
    });
  } finally {
    socket?.destroy();
    server.close();
  }
}

test('TLS: who trusts the authority trusts the server, under its names; nobody else does', async () => {
  const { key, cert, ca } = kept(new Date());
  expect(await handshake({ key, cert }, ca, 'bench.local')).toBe('trusted');
  expect(await handshake({ key, cert }, ca, 'other.local')).toMatch(/^ERR_TLS_CERT_ALTNAME_INVALID/);
  rmSync(join(dir, 'lan'), { recursive: true });
  expect(await handshake({ key, cert }, kept(new Date()).ca, 'bench.local')).not.toBe('trusted');
});

test('a stolen authority cannot vouch for a site of the internet', async () => {
  const { ca } = kept(new Date());
  const stolen = new X509Certificate(ca);
  const authority = {
    name: stolen.subject.replace('CN=', ''),
    publicKey: stolen.publicKey,
    privateKey: createPrivateKey(readFileSync(join(dir, 'lan', 'authority.pem'), 'utf8')),
  };
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const wanted = {
    name: 'bank',
    serial: Buffer.from([1]),
    from: new Date(Date.now() - 1000),
    until: new Date(Date.now() + 60_000),
  };
  const forged = (names: string[]) => ({
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    cert: asPem(serverCertificate(authority, publicKey, wanted, { names, addresses: [] })),
  });
  expect(await handshake(forged(['fine.local']), ca, 'fine.local')).toBe('trusted');
  expect(await handshake(forged(['bank.example']), ca, 'bank.example')).toMatch(
    /permitted subtree violation/,
  );
});

const openssl = (...args: string[]): string => {
  try {
    return execFileSync('openssl', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'absent' : String((error as Error).message);
  }
};
test.skipIf(openssl('version') === 'absent')('openssl finds nothing against the chain, strictly read', () => {
  const { ca, cert } = kept();
  const [caFile, certFile] = [join(dir, 'ca.pem'), join(dir, 'cert.pem')];
  writeFileSync(caFile, ca);
  writeFileSync(certFile, cert);
  const at = String(NOW.getTime() / 1000);
  const verified = openssl(
    ...['verify', '-x509_strict', '-check_ss_sig', '-purpose', 'sslserver', '-attime', at],
    ...['-verify_ip', '192.0.2.9', '-CAfile', caFile, certFile],
  );
  expect(verified).toMatch(/: OK\n$/);
});

test('addresses: real networks first, no loopback, nothing that a machine gave itself', () => {
  const at = (address: string, family: 'IPv4' | 'IPv6' = 'IPv4', internal = false) =>
    ({ address, family, internal }) as NetworkInterfaceInfo;
  expect(
    lanAddresses({
      lo: [at('127.0.0.1', 'IPv4', true)],
      docker0: [at('172.17.0.1')],
      eth0: [at('169.254.3.4'), at('fe80::1', 'IPv6')],
      wlan0: [at('192.168.7.20'), at('192.168.7.20')],
    }),
  ).toEqual(['192.168.7.20', '172.17.0.1']);
  expect([localName('Bench.fritz.box'), localName('localhost'), localName('möbel')]).toEqual([
    'bench.local',
    undefined,
    undefined,
  ]);
});

test('the QR code has its finder patterns and its quiet zone', () => {
  // eslint-disable-next-line no-control-regex
  const lines = qrLines('http://192.168.7.20:3443/lan').map((line) => line.replace(/\u001b\[[\d;]*m/g, ''));
  expect(new Set(lines.map((line) => line.length)).size).toBe(1);
  expect(lines.slice(0, 2).join('')).toMatch(/^█+$/);
  // The first two rows of a finder pattern: seven dark modules, then dark, five light, dark.
  expect(lines[2]!.slice(4, 11)).toBe(' ▄▄▄▄▄ ');
  expect(lines[2]!.slice(-11, -4)).toBe(' ▄▄▄▄▄ ');
  // Read back half by half it is the code, module for module.
  const half = (line: string, light: string): number[] =>
    [...line.slice(4, -4)].map((sign) => (sign === '█' || sign === light ? 0 : 1));
  const read = lines.slice(2).flatMap((line) => [half(line, '▀'), half(line, '▄')]);
  const [code] = barcodes.raw('qrcode', 'http://192.168.7.20:3443/lan', 'eclevel=M');
  if (!code || !('pixs' in code)) throw new Error('no code');
  expect(read.slice(0, code.pixy).flat()).toEqual([...code.pixs]);
});

test('the page says in both languages what to do, and fetches nothing from elsewhere', () => {
  const about = { origin: 'https://192.168.7.20:3443', fingerprint: 'AA:BB' };
  expect(lanPage('en', about)).toMatch(
    /Certificate Trust Settings[\s\S]*https:\/\/192\.168\.7\.20:3443\/station/,
  );
  expect(lanPage('de', about)).toMatch(/lang="de"[\s\S]*AA:BB[\s\S]*Zertifikatsvertrauenseinstellungen/);
});
