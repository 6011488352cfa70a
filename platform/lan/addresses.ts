import type { NetworkInterfaceInfo } from 'node:os';

/** Networks between programs of this machine, which no phone is in. */
const OF_PROGRAMS = /^(docker|br-|veth|virbr|vmnet|vboxnet|podman|cni|tun|tap|utun|wg)/i;

/**
 * Under which IPv4 addresses other devices of the network reach this machine: what `os.networkInterfaces()` tells, without
 * loopback and addresses a machine gave itself because nobody gave it one (RFC 3927). Those of real networks come first,
 * so the first is the one to show.
 */
export function lanAddresses(
  interfaces: Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>,
): string[] {
  const found = Object.entries(interfaces).flatMap(([name, infos]) =>
    (infos ?? [])
      .filter(
        ({ family, internal, address }) => family === 'IPv4' && !internal && !address.startsWith('169.254.'),
      )
      .map(({ address }) => ({ address, last: OF_PROGRAMS.test(name) })),
  );
  const inOrder = [...found.filter(({ last }) => !last), ...found.filter(({ last }) => last)];
  return [...new Set(inOrder.map(({ address }) => address))];
}

/** The machine's name in its own network (RFC 6762), or undefined when its name is none that a certificate may hold. */
export function localName(hostname: string): string | undefined {
  const label = hostname.split('.')[0]!.toLowerCase();
  return /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label) && label !== 'localhost'
    ? `${label}.local`
    : undefined;
}
