import type { Instant } from '#domain/kernel/days.ts';
import type { Purpose } from '#domain/kernel/personal.ts';

/** How a tenant's own relay has done. */
export interface RelayPast {
  readonly okAt: Instant | null;
  readonly failedAt: Instant | null;
}

/** How long a relay that failed is left alone while another can carry the mail. */
const REST_MS = 10 * 60_000;

/**
 * Whether a mail for this purpose may go by a tenant's own relay. What opens a login or guards it may not: a login is good in
 * other tenants as well, and whoever runs the relay reads every link.
 */
export function mayGoByOwn(purpose: Purpose): boolean {
  return purpose !== 'account' && purpose !== 'security';
}

/** Whether a mail is given to a relay first: it was never tried, did well last, or has rested. */
export function isWorking({ okAt, failedAt }: RelayPast, now: Instant): boolean {
  return failedAt === null || (okAt !== null && okAt > failedAt) || restsUntil(failedAt) <= Date.parse(now);
}

const restsUntil = (failedAt: Instant): number => Date.parse(failedAt) + REST_MS;

/**
 * Which relays a mail of a tenant is given to, in order: its own first, unless that does not work just now and another can
 * carry it; then those of the installation. A test mail goes by the own one alone, because only that is asked.
 */
export function relayOrder<R>(
  own: { readonly relay: R; readonly past: RelayPast } | null,
  installation: readonly R[],
  now: Instant,
  onlyOwn = false,
): readonly R[] {
  if (!own) return onlyOwn ? [] : installation;
  if (onlyOwn) return [own.relay];
  if (installation.length > 0 && !isWorking(own.past, now)) return installation;
  return [own.relay, ...installation];
}

/**
 * The address in From. By the tenant's own relay it is the one the tenant chose: that relay answers for it. By a relay of
 * the installation it is so only once the domain has said that it is the tenant's and lets the installation send; until
 * then receivers would take the mail for a forged one.
 * @param given address of this installation that the operator gave the tenant, or that of the installation
 */
export function fromAddress(
  by: 'own' | 'installation',
  chosen: { readonly address: string; readonly proven: boolean } | null,
  given: string,
): string {
  return chosen && (by === 'own' || chosen.proven) ? chosen.address : given;
}
