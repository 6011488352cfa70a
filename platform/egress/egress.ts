import { lookup } from 'node:dns/promises';
import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectSecure, type TLSSocket } from 'node:tls';
import type { DataCategory } from '#domain/kernel/personal.ts';
import type { Log } from '#platform/log/log.ts';
import type { Metrics } from '#platform/log/metrics.ts';
import { canonicalAddress, readHost } from './address.ts';
import { EgressFailed, EgressRefused, type DenialCode } from './errors.ts';
import { httpOver, type EgressFetchOptions } from './fetch.ts';
import { pastTheLock } from './lock.ts';

export { EgressFailed, EgressRefused };

/**
 * Who gets what leaves: a processor of the register, the tenant itself (its own server, its webhook), somebody with a
 * right by law, or nobody, when nothing about anybody goes along.
 * @see clause P-data.share
 */
export type Recipient =
  | { readonly kind: 'processor'; readonly id: string }
  | { readonly kind: 'tenant' }
  | { readonly kind: 'disclosure'; readonly id: string }
  | { readonly kind: 'nobody' };

/** What every call says about what it gives away, and to whom. */
export interface Given {
  /** what the connection is for, e.g. `mail.send` */
  readonly purpose: string;
  readonly recipient: Recipient;
  /** kinds of personal data that go along; empty for none */
  readonly categories: readonly DataCategory[];
}

/** What the guard is asked before each connection, and before a name is looked up. */
export interface EgressRequest extends Given {
  /** kinds that go along if the recipient may have them and are left out otherwise; none of `categories` */
  readonly strippable?: readonly DataCategory[];
  /** on whose behalf, when it is a tenant's own destination */
  readonly tenantId?: string;
  /** canonical: an address in its one spelling, or a lower-case ASCII name without a final dot */
  readonly host: string;
  readonly port: number;
  /**
   * every address the name has now, canonical; connections go to one of exactly these. `null`: the name is not looked up
   * yet, and it is asked whether it may be.
   */
  readonly addresses: readonly string[] | null;
}
export type Verdict =
  /** `without`: what of `strippable` stays here */
  | { readonly allow: true; readonly without?: readonly DataCategory[] }
  | { readonly allow: false; readonly reason: string; readonly code?: DenialCode };
/** Decides on one connection. A guard that throws refuses. */
export type Guard = (request: EgressRequest) => Verdict | Promise<Verdict>;

export interface Target extends Given {
  readonly tenantId?: string;
  readonly host: string;
  readonly port: number;
  /** for the whole way to a connected (and, for TLS, checked) socket; 15 s when absent */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** A target with what may be left out on the way there; only `fetch` knows how to leave it out. */
export interface StripTarget extends Target {
  readonly strippable?: readonly DataCategory[];
}

/** The only door out of the product. Every connection is resolved once, judged, and made to a judged address. */
export interface Egress {
  /** @throws EgressRefused, EgressFailed */
  connectTcp(target: Target): Promise<Socket>;
  /** TLS 1.2 or newer, certificate checked against the name. @throws EgressRefused, EgressFailed */
  connectTls(target: Target & { ca?: string | Buffer }): Promise<TLSSocket>;
  /**
   * One HTTP(S) exchange. Redirects are answers, not followed: each hop is a new request with its own verdict.
   * The body is read to the end within `maxBytes` and `timeoutMs`. @throws EgressRefused, EgressFailed
   */
  fetch(url: string | URL, options: EgressFetchOptions): Promise<Response>;
}

/** A connection, and what of `strippable` must not go through it. */
export interface Opened<S extends Socket = Socket> {
  readonly socket: S;
  readonly without: readonly DataCategory[];
}

/** One call through the door, as it is kept. */
export interface EgressEntry extends Given {
  readonly tenantId: string | null;
  readonly host: string;
  readonly port: number;
  readonly decision: 'refused' | 'failed' | 'connected';
  /** why not, or what was left out; null when it was connected and nothing was */
  readonly reason: string | null;
  readonly bytesOut: number;
  readonly bytesIn: number;
}

export interface EgressParts {
  /** without one, everything is refused */
  guard?: Guard | undefined;
  log?: Log;
  counters?: Metrics;
  /** told how each call ended, with the bytes that went each way */
  record?: (entry: EgressEntry) => void;
  /** how names become addresses; the system's resolver when absent (tests give their own) */
  resolve?: (name: string) => Promise<readonly string[]>;
}

const CONNECT_TIMEOUT_MS = 15_000;

export function createEgress({ guard, log, counters, record, resolve = systemResolve }: EgressParts): Egress {
  const counted = counters?.counter(
    'tenon_egress_total',
    'Connections asked for, by what they were for and how it ended.',
    ['purpose', 'outcome'],
  );
  const carried = counters?.counter(
    'tenon_egress_bytes_total',
    'Bytes that went through the door, by what they were for and which way.',
    ['purpose', 'way'],
  );

  function tell(
    target: StripTarget,
    decision: EgressEntry['decision'],
    reason: string | null,
    socket?: Pick<Socket, 'bytesWritten' | 'bytesRead'>,
    without: readonly DataCategory[] = [],
  ): void {
    const { purpose, recipient, host, port, strippable = [] } = target;
    const optional = decision === 'connected' ? strippable.filter((one) => !without.includes(one)) : [];
    const categories = [...target.categories, ...optional];
    const [bytesOut, bytesIn] = [socket?.bytesWritten ?? 0, socket?.bytesRead ?? 0];
    carried?.inc({ purpose, way: 'out' }, bytesOut);
    carried?.inc({ purpose, way: 'in' }, bytesIn);
    const tenantId = target.tenantId ?? null;
    record?.({ purpose, recipient, categories, host, port, tenantId, decision, reason, bytesOut, bytesIn });
  }

  /** Reads the host, looks it up once, asks the guard. Answers the addresses that may be connected to, and what stays here. */
  async function admit(
    target: StripTarget,
  ): Promise<{ host: string; addresses: readonly string[]; without: readonly DataCategory[] }> {
    const at = `${target.host}:${target.port}`;
    const refused = (reason: string, cause?: unknown, code?: DenialCode): EgressRefused => {
      counted?.inc({ purpose: target.purpose, outcome: 'refused' });
      log?.warn({ purpose: target.purpose, host: target.host, port: target.port, reason }, 'egress refused');
      tell(target, 'refused', reason);
      return new EgressRefused(target.purpose, at, reason, { cause, code });
    };
    if (!guard) throw refused('no guard is plugged in');
    if (!Number.isInteger(target.port) || target.port < 1 || target.port > 65535)
      throw refused('this is no port');
    const read = readHost(target.host);
    if (!read) throw refused('this is no host');
    const { recipient, categories, strippable = [] } = target;
    if (recipient.kind === 'nobody' && categories.length > 0)
      throw refused(`${categories.join(', ')} cannot go to nobody`);
    if (recipient.kind === 'tenant' && target.tenantId === undefined)
      throw refused('it is not said which tenant it goes to');
    const host = read.kind === 'address' ? read.address : read.name;
    const judge = async (addresses: readonly string[] | null): Promise<readonly DataCategory[]> => {
      let verdict: Verdict;
      try {
        verdict = await guard({
          purpose: target.purpose,
          recipient,
          categories,
          host,
          port: target.port,
          addresses,
          ...(strippable.length === 0 ? {} : { strippable }),
          ...(target.tenantId === undefined ? {} : { tenantId: target.tenantId }),
        });
      } catch (error) {
        throw refused('the guard failed', error);
      }
      if (!verdict.allow) throw refused(verdict.reason, undefined, verdict.code);
      return recipient.kind === 'nobody' ? strippable : (verdict.without ?? []);
    };
    if (read.kind === 'address')
      return { host, addresses: [read.address], without: await judge([read.address]) };
    // A name tells something by being asked for: one that nobody may be reached under is not even looked up.
    await judge(null);
    const addresses = await lookUp(read.name, target);
    return { host, addresses, without: await judge(addresses) };
  }

  function failed(target: Target, message: string, cause?: unknown): EgressFailed {
    counted?.inc({ purpose: target.purpose, outcome: 'failed' });
    tell(target, 'failed', message);
    return new EgressFailed(message, { cause });
  }

  async function lookUp(name: string, target: Target): Promise<readonly string[]> {
    try {
      const found = (await resolve(name)).map(canonicalAddress);
      if (found.length > 0) return [...new Set(found)];
    } catch (error) {
      throw failed(target, `${name} could not be looked up`, error);
    }
    throw failed(target, `${name} has no address`);
  }

  /** Tries the judged addresses in turn; the name is not looked up again, so it cannot point elsewhere meanwhile. */
  async function open(target: StripTarget): Promise<Opened & { host: string; deadline: AbortSignal }> {
    const timeout = AbortSignal.timeout(target.timeoutMs ?? CONNECT_TIMEOUT_MS);
    const deadline = target.signal ? AbortSignal.any([timeout, target.signal]) : timeout;
    const { host, addresses, without } = await admit(target);
    let last: unknown;
    for (const address of addresses) {
      try {
        const socket = await connected(
          pastTheLock(() => connectPlain({ host: address, port: target.port })),
          'connect',
          deadline,
        );
        const left = without.length > 0 ? `left out: ${without.join(', ')}` : null;
        socket.once('close', () => tell(target, 'connected', left, socket, without));
        counted?.inc({ purpose: target.purpose, outcome: 'connected' });
        return { socket, host, deadline, without };
      } catch (error) {
        last = error;
        if (deadline.aborted) break;
      }
    }
    throw failed(target, `${host}:${target.port} did not answer`, last);
  }

  async function openTls(target: StripTarget & { ca?: string | Buffer }): Promise<Opened<TLSSocket>> {
    const { socket, host, deadline, without } = await open(target);
    const isAddress = readHost(host)?.kind === 'address';
    const secure = connectSecure({
      socket,
      host,
      minVersion: 'TLSv1.2',
      rejectUnauthorized: true,
      ...(isAddress ? {} : { servername: host }),
      ...(target.ca === undefined ? {} : { ca: target.ca }),
    });
    try {
      return { socket: await connected(secure, 'secureConnect', deadline), without };
    } catch (error) {
      socket.destroy();
      counted?.inc({ purpose: target.purpose, outcome: 'failed' });
      throw new EgressFailed(`${host}:${target.port} could not be trusted or did not speak TLS`, {
        cause: error,
      });
    }
  }

  return {
    connectTcp: async (target) => (await open(target)).socket,
    connectTls: async (target) => (await openTls(target)).socket,
    fetch: (url, options) => httpOver({ open, openTls }, url, options),
  };
}

/** Waits for the socket's event, its error or the end of time; the socket is destroyed unless it is handed out. */
function connected<S extends Socket>(
  socket: S,
  event: 'connect' | 'secureConnect',
  deadline: AbortSignal,
): Promise<S> {
  return new Promise<S>((resolve, reject) => {
    const settle = (error?: unknown): void => {
      socket.off(event, onConnected);
      socket.off('error', settle);
      socket.off('close', onClosed);
      deadline.removeEventListener('abort', onAbort);
      if (error === undefined) return resolve(socket);
      // A late error of a socket nobody holds must not end the process.
      socket.on('error', () => undefined);
      socket.destroy();
      reject(error instanceof Error ? error : new Error(String(error)));
    };
    const onConnected = (): void => settle();
    const onClosed = (): void => settle(new Error('the connection was closed'));
    const onAbort = (): void => settle(deadline.reason ?? new Error('aborted'));
    socket.once(event, onConnected);
    socket.once('error', settle);
    socket.once('close', onClosed);
    if (deadline.aborted) onAbort();
    else deadline.addEventListener('abort', onAbort, { once: true });
  });
}

async function systemResolve(name: string): Promise<string[]> {
  const found = await pastTheLock(() => lookup(name, { all: true, order: 'verbatim' }));
  return found.map(({ address }) => address);
}
