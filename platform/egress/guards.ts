import type { EgressRequest, Guard, Verdict } from './egress.ts';
import { kindOfAddress, readHost } from './address.ts';

/** A place that the product may speak to, and for what. */
export interface Destination {
  /** what the connection is for, e.g. `mail.send`, `payments.stripe` */
  readonly purpose: string;
  /** name or address, in any spelling; matched exactly after normalisation, never by suffix */
  readonly host: string;
  /** must be given for a place inside; absent: every port of a public host */
  readonly port?: number;
  /**
   * True for a machine of our own network (a mail relay on loopback, a database next door). Without it a name that
   * resolves to an address inside is refused, so nobody reaches our network by pointing their own name at it.
   */
  readonly inside?: boolean;
}

/**
 * The first guard: refuses what is not registered.
 * A public address needs a destination with this purpose and host; an address inside needs one with exactly this
 * host and port, marked `inside`; unspecified, multicast and reserved addresses are refused always. All addresses
 * of a name must pass, not only the one that would be used.
 * @param destinations asked anew for each connection, so a changed setting counts at once
 * @throws RangeError (on the first request) when a registered host is no host
 */
export function registeredOnly(
  destinations: (request: EgressRequest) => readonly Destination[] | Promise<readonly Destination[]>,
): Guard {
  return async (request) => {
    const known = (await destinations(request)).filter(
      (d) => d.purpose === request.purpose && sameHost(d.host, request.host),
    );
    if (request.addresses === null)
      return known.length > 0
        ? { allow: true }
        : no(`${request.host}:${request.port} is not registered for ${request.purpose}`);
    if (request.addresses.length === 0) return no('the name has no address');
    for (const address of request.addresses) {
      const verdict = judge(address, request, known);
      if (!verdict.allow) return verdict;
    }
    return { allow: true };
  };
}

function judge(address: string, request: EgressRequest, known: readonly Destination[]): Verdict {
  const kind = kindOfAddress(address);
  if (kind === 'never') return no(`${address} is an address nobody connects to`);
  if (kind === 'public') {
    const open = known.some((d) => d.inside !== true && (d.port === undefined || d.port === request.port));
    return open
      ? { allow: true }
      : no(`${request.host}:${request.port} is not registered for ${request.purpose}`);
  }
  const own = known.some((d) => d.inside === true && d.port === request.port);
  return own
    ? { allow: true }
    : no(
        `${address} is ${kind.replace('_', '-')} and ${request.host}:${request.port} is not registered as a place inside for ${request.purpose}`,
      );
}

function sameHost(registered: string, asked: string): boolean {
  const host = readHost(registered);
  if (!host) throw new RangeError(`${registered} is registered as a destination but is no host`);
  return (host.kind === 'address' ? host.address : host.name) === asked;
}

function no(reason: string): Verdict {
  return { allow: false, reason };
}
