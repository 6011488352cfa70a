import { isId, type Id } from '#domain/kernel/ids.ts';
import { dayIn } from '#domain/kernel/days.ts';
import type { Clock } from '#platform/clock/clock.ts';
import type { EgressRequest, Verdict } from '#platform/egress/egress.ts';
import { registeredOnly } from '#platform/egress/guards.ts';
import type { Database } from '#platform/postgres/database.ts';
import { loadInstallation } from '../installation.ts';
import { judgeDisclosure } from './rules.ts';
import { loadDisclosures } from '../disclosures/store.ts';
import { loadOwnServers } from './store.ts';

/** A tenant gets its own data at its own registered machines: at this host and port, and inside only where the operator agreed. */
export async function judgeOwnServer(db: Database, request: EgressRequest): Promise<Verdict> {
  const { tenantId, purpose } = request;
  if (tenantId === undefined || !isId(tenantId))
    return { allow: false, reason: 'it is not said which tenant it goes to' };
  const servers = await db.inTenant(tenantId, loadOwnServers);
  const asked = servers.find(({ host, port }) => host === request.host && port === request.port);
  if (asked && asked.state !== 'active')
    return {
      allow: false,
      reason: `${asked.host}:${asked.port} lies inside and the operator has not admitted it`,
    };
  const places = servers.filter(({ state }) => state === 'active');
  return registeredOnly(() => places.map(({ host, port, inside }) => ({ purpose, host, port, inside })))(
    request,
  );
}

/** Whoever has a right by law gets what was approved, at the place that was approved, and never inside. */
export async function judgeLegal(
  { db, clock }: { db: Database; clock: Clock },
  request: EgressRequest,
  disclosureId: string,
): Promise<Verdict> {
  const now = clock.now();
  const installation = await loadInstallation(db, now);
  const found =
    installation && isId(disclosureId)
      ? await load(db, installation.operatorTenantId, disclosureId)
      : undefined;
  const zone = installation?.settings['operator.zone'] ?? 'UTC';
  const verdict = judgeDisclosure(found, request, dayIn(zone, now));
  if (!verdict.allow || request.addresses === null) return verdict;
  const { purpose, host, port } = request;
  const placed = await registeredOnly(() => [{ purpose, host, port }])(request);
  return placed.allow ? verdict : placed;
}

async function load(db: Database, operator: Id, id: Id) {
  const [found] = await db.inTenant(operator, (tx) => loadDisclosures(tx, id));
  return found;
}
