import { getServers, Resolver } from 'node:dns/promises';
import type { Guard } from './egress.ts';
import { EgressFailed, EgressRefused } from './errors.ts';
import { pastTheLock } from './lock.ts';

/** Record types that are asked for; answers have the shapes of node:dns. */
export type RecordType = 'A' | 'AAAA' | 'CNAME' | 'MX' | 'NS' | 'PTR' | 'TXT';

/** Looks up names that others made: of a sender's domain, of a mail host. Every server asked was judged by the guard. */
export interface Names {
  /** @throws EgressRefused; or the resolver's error with its code (ENOTFOUND, ENODATA, ESERVFAIL, ETIMEOUT …) */
  resolve(name: string, type: string): Promise<string[] | string[][]>;
}

export interface NamesParts {
  /** without one, everything is refused */
  guard?: Guard | undefined;
  /** `address` or `address:port`; the system's own when absent */
  servers?: readonly string[];
  readonly timeoutMs?: number;
}

/** A name server, as it is reached. */
export interface NameServer {
  readonly host: string;
  readonly port: number;
}

/** The name servers that this machine asks. */
export function nameServers(): NameServer[] {
  return getServers().map(placeOf);
}

const DNS_PORT = 53;
const PURPOSE = 'dns.lookup';
const TYPES: ReadonlySet<string> = new Set<RecordType>(['A', 'AAAA', 'CNAME', 'MX', 'NS', 'PTR', 'TXT']);

export function createNames({ guard, servers, timeoutMs = 5_000 }: NamesParts): Names {
  const resolver = new Resolver({ timeout: timeoutMs, tries: 2 });
  if (servers) resolver.setServers([...servers]);

  async function admit(server: string): Promise<void> {
    const { host: address, port: at } = placeOf(server);
    const verdict = await guard?.({
      purpose: PURPOSE,
      recipient: { kind: 'processor', id: 'resolver' },
      categories: [],
      host: address,
      port: at,
      addresses: [address],
    });
    if (!verdict?.allow)
      throw new EgressRefused(PURPOSE, `${address}:${at}`, verdict?.reason ?? 'no guard is plugged in');
  }

  return {
    async resolve(name, type) {
      const wanted = type.toUpperCase();
      if (!TYPES.has(wanted)) throw new RangeError(`${type} is no record type that is asked for`);
      for (const server of resolver.getServers()) await admit(server);
      if (resolver.getServers().length === 0) throw new EgressFailed('this machine knows no name server');
      // Its sockets begin in this call; the answer may take its time.
      return pastTheLock(() => resolver.resolve(name, wanted) as Promise<string[] | string[][]>);
    },
  };
}

/** `1.2.3.4`, `1.2.3.4:5353`, `2001:db8::1`, `[2001:db8::1]:5353`, as Node writes its servers. */
function placeOf(server: string): NameServer {
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:]+|[0-9a-f:]+))(?::(\d+))?$/i.exec(server) ?? [];
  const host = bracketed ?? (server.split(':').length > 2 ? server : (plain ?? server));
  return { host, port: (server.split(':').length > 2 && !bracketed ? 0 : Number(port)) || DNS_PORT };
}
