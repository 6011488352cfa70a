import { isIPv4, isIPv6 } from 'node:net';

/**
 * Where an address lies. `public` is the only kind that leaves the house; `loopback`, `private` and `link_local` are inside it;
 * `never` is nothing one connects to (unspecified, multicast, documentation, reserved, tunnels to another protocol's address).
 */
export type AddressKind = 'public' | 'loopback' | 'private' | 'link_local' | 'never';

/** What a host text means: a machine's number in its one canonical spelling, or a name that must be looked up. */
export type Host = { kind: 'address'; address: string } | { kind: 'name'; name: string };

/**
 * Reads a host as a browser would (WHATWG URL): `127.1`, `0x7f.0.0.1`, `0177.0.0.1`, `2130706433` and full-width digits are all
 * 127.0.0.1, `[::ffff:7f00:1]` is what it embeds, names are lower case in their ASCII form without a final dot.
 * @returns undefined when the text is no host (credentials, paths, spaces, zone ids, empty)
 */
export function readHost(text: string): Host | undefined {
  if (text === '' || text.length > 255 || /[\s/\\?#@%]/.test(text)) return undefined;
  const bare = text.replace(/^\[(.*)\]$/, '$1');
  if (bare.includes(':'))
    return isIPv6(bare) ? { kind: 'address', address: canonicalAddress(bare) } : undefined;
  let hostname: string;
  try {
    hostname = new URL(`http://${text}/`).hostname;
  } catch {
    return undefined;
  }
  if (isIPv4(hostname)) return { kind: 'address', address: hostname };
  const name = hostname.replace(/\.$/, '');
  return name === '' ? undefined : { kind: 'name', name };
}

/**
 * One spelling per address, so that equal addresses are equal text. An IPv4 address inside an IPv6 one (mapped) becomes the IPv4.
 * @throws RangeError when it is no IP address
 */
export function canonicalAddress(address: string): string {
  if (isIPv4(address)) return address;
  if (!isIPv6(address) || address.includes('%')) throw new RangeError(`${address} is no IP address`);
  const value = valueOf(address);
  if (value >> 32n === 0xffffn) return dotted(value & 0xffffffffn);
  return new URL(`http://[${address}]/`).hostname.slice(1, -1);
}

/** @throws RangeError when it is no IP address */
export function kindOfAddress(address: string): AddressKind {
  const canonical = canonicalAddress(address);
  const value = valueOf(canonical);
  if (isIPv4(canonical)) return kindIn(IPV4, value, 32) ?? 'public';
  // Only 2000::/3 is given out to machines on the internet; whatever is not named below and lies elsewhere is refused.
  return kindIn(IPV6, value, 128) ?? (value >> 125n === 1n ? 'public' : 'never');
}

type Range = readonly [network: string, prefix: number, kind: AddressKind];

// IANA special-purpose registries, IPv4 (RFC 6890 and later) and IPv6. The first hit counts.
const IPV4: readonly Range[] = [
  ['0.0.0.0', 8, 'never'],
  ['10.0.0.0', 8, 'private'],
  ['100.64.0.0', 10, 'private'], // shared by carriers, also used inside clouds
  ['127.0.0.0', 8, 'loopback'],
  ['169.254.0.0', 16, 'link_local'], // holds the metadata service of clouds
  ['172.16.0.0', 12, 'private'],
  ['192.0.0.0', 24, 'never'],
  ['192.0.2.0', 24, 'never'],
  ['192.88.99.0', 24, 'never'],
  ['192.168.0.0', 16, 'private'],
  ['198.18.0.0', 15, 'never'],
  ['198.51.100.0', 24, 'never'],
  ['203.0.113.0', 24, 'never'],
  ['224.0.0.0', 3, 'never'], // multicast, reserved, broadcast
];
const IPV6: readonly Range[] = [
  ['::1', 128, 'loopback'],
  ['::', 96, 'never'],
  ['fe80::', 10, 'link_local'],
  ['fc00::', 7, 'private'],
  ['2001::', 23, 'never'], // Teredo, benchmarking, ORCHID: nothing of a partner lives there
  ['2001:db8::', 32, 'never'],
  ['2002::', 16, 'never'], // 6to4: an IPv4 address in disguise
  ['3fff::', 20, 'never'],
];

function kindIn(ranges: readonly Range[], value: bigint, bits: number): AddressKind | undefined {
  return ranges.find(
    ([network, prefix]) => value >> BigInt(bits - prefix) === valueOf(network) >> BigInt(bits - prefix),
  )?.[2];
}

/** The number an address is. */
function valueOf(address: string): bigint {
  if (isIPv4(address)) return address.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n);
  // The last 32 bits may be written as IPv4.
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(address);
  let text = address;
  if (tail) {
    const low = valueOf(tail[2]!);
    text = `${tail[1]}${(low >> 16n).toString(16)}:${(low & 0xffffn).toString(16)}`;
  }
  const [head = '', rest] = text.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = rest === undefined || rest === '' ? [] : rest.split(':');
  const groups = [...left, ...Array.from({ length: 8 - left.length - right.length }, () => '0'), ...right];
  return groups.reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n);
}

function dotted(value: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 0xffn).join('.');
}
