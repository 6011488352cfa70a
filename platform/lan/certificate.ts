import { createHash, sign, X509Certificate, type KeyObject } from 'node:crypto';
import {
  bits,
  boolean,
  inContext,
  integer,
  octets,
  oid,
  sequence,
  set,
  time,
  utf8,
  type Der,
} from './der.ts';

/** What every certificate here is made from. Keys are ECDSA P-256; chance and time come in as arguments. */
interface Wanted {
  /** common name, as a phone shows it in its list of certificates */
  readonly name: string;
  /** 1 to 20 random bytes, of which the first bit does not count (RFC 5280 4.1.2.2) */
  readonly serial: Uint8Array;
  readonly from: Date;
  readonly until: Date;
}

/** The key pair that certificates are signed with, and the name under which it signs. */
export interface Authority {
  readonly name: string;
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

const ECDSA_SHA256 = sequence(oid('1.2.840.10045.4.3.2'));
/** The ranges of RFC 1918, and of RFC 6598 and RFC 3927: addresses that belong to nobody outside. */
const PRIVATE_RANGES = [
  [[10, 0, 0, 0], 8],
  [[100, 64, 0, 0], 10],
  [[127, 0, 0, 0], 8],
  [[169, 254, 0, 0], 16],
  [[172, 16, 0, 0], 12],
  [[192, 168, 0, 0], 16],
] as const;
/** A name constraint covers a name and everything below it: `local` is every `*.local`. */
const PERMITTED_NAMES = ['localhost', 'local'];

/**
 * A certificate of a certification authority that can vouch for this network only: name constraints (RFC 5280 4.2.1.10,
 * critical) permit private IPv4 ranges, `localhost`, `*.local` and the `further` addresses, so that its key, once stolen,
 * is of no use against any site of the internet. It signs servers only, no further authorities.
 * @param further IPv4 addresses of this machine; those outside the private ranges are permitted one by one
 * @returns DER
 */
export function authorityCertificate(
  authority: Authority,
  wanted: Omit<Wanted, 'name'>,
  further: readonly string[] = [],
): Der {
  const permitted = [
    ...PERMITTED_NAMES.map((name) => inContext(2, Buffer.from(name, 'ascii'))),
    ...PRIVATE_RANGES.map(([network, bitsKept]) => range(network, bitsKept)),
    ...further.filter((address) => !isPrivate(address)).map((address) => range(bytesOf(address), 32)),
  ];
  return certificate(authority, authority.publicKey, { ...wanted, name: authority.name }, [
    extension('2.5.29.19', true, sequence(boolean(true), integer(Buffer.from([0])))),
    extension('2.5.29.15', true, bits(Buffer.from([0b0000_0110]), 1)), // signs certificates and lists of them
    extension(
      '2.5.29.30',
      true,
      sequence(inContext(0, Buffer.concat(permitted.map((base) => sequence(base))), true)),
    ),
  ]);
}

/** Whether the authority of this certificate may vouch for an IPv4 address. */
export function permitsAddress(certificateDer: Uint8Array, address: string): boolean {
  return isPrivate(address) || Buffer.from(certificateDer).includes(range(bytesOf(address), 32));
}

function isPrivate(address: string): boolean {
  const asked = numberOf(bytesOf(address));
  return PRIVATE_RANGES.some(([network, bitsKept]) => {
    const size = 2 ** (32 - bitsKept);
    return Math.floor(asked / size) === Math.floor(numberOf(network) / size);
  });
}

/**
 * A certificate of a server, signed by the authority; for TLS servers only.
 * @param names DNS names and IPv4 addresses under which it is reached; at least one, names in ASCII
 * @returns DER
 */
export function serverCertificate(
  authority: Authority,
  publicKey: KeyObject,
  wanted: Wanted,
  { names, addresses }: { readonly names: readonly string[]; readonly addresses: readonly string[] },
): Der {
  const reached = [
    ...names.map((name) => inContext(2, Buffer.from(name, 'ascii'))),
    ...addresses.map((address) => inContext(7, bytesOf(address))),
  ];
  return certificate(authority, publicKey, wanted, [
    extension('2.5.29.19', true, sequence()),
    extension('2.5.29.15', true, bits(Buffer.from([0b1000_0000]), 7)), // digital signature
    extension('2.5.29.37', false, sequence(oid('1.3.6.1.5.5.7.3.1'))), // server authentication
    extension('2.5.29.17', false, sequence(...reached)),
    extension('2.5.29.35', false, sequence(inContext(0, keyIdOf(authority.publicKey)))),
  ]);
}

/** DER as PEM text (RFC 7468). */
export const asPem = (der: Uint8Array): string => new X509Certificate(der).toString();

/** RFC 5280 4.1: what is signed, how, and the signature. */
function certificate(
  authority: Authority,
  publicKey: KeyObject,
  wanted: Wanted,
  extensions: readonly Der[],
): Der {
  const serial = Buffer.from(wanted.serial);
  serial[0] = serial[0]! & 0x7f;
  const toSign = sequence(
    inContext(0, integer(Buffer.from([2])), true), // version 3
    integer(serial),
    ECDSA_SHA256,
    nameOf(authority.name),
    sequence(time(wanted.from), time(wanted.until)),
    nameOf(wanted.name),
    publicKey.export({ type: 'spki', format: 'der' }),
    inContext(3, sequence(...extensions, extension('2.5.29.14', false, octets(keyIdOf(publicKey)))), true),
  );
  const signature = sign('sha256', toSign, { key: authority.privateKey, dsaEncoding: 'der' });
  return sequence(toSign, ECDSA_SHA256, bits(signature));
}

const nameOf = (commonName: string): Der => sequence(set(sequence(oid('2.5.4.3'), utf8(commonName))));

const extension = (id: string, critical: boolean, value: Der): Der =>
  sequence(oid(id), ...(critical ? [boolean(true)] : []), octets(value));

/** RFC 7093 2, method 1, over the whole key: any stable name of 160 bits will do. */
const keyIdOf = (key: KeyObject): Buffer =>
  createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest()
    .subarray(0, 20);

/** An IPv4 range as a name constraint: the network's four bytes, then those of its mask. */
function range(network: Iterable<number>, bitsKept: number): Der {
  const mask = Buffer.alloc(4);
  mask.writeUInt32BE(2 ** 32 - 2 ** (32 - bitsKept));
  return inContext(7, Buffer.concat([Buffer.from([...network]), mask]));
}

const bytesOf = (address: string): Buffer => Buffer.from(address.split('.').map(Number));
const numberOf = (bytes: Iterable<number>): number => [...bytes].reduce((sum, byte) => sum * 256 + byte, 0);
