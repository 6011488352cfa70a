import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { appendAudit } from '#platform/audit/audit.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { readOwnPlace, type PlaceRefusal } from './rules.ts';
import { insidePlaces, type RecipientTables, type ServerKind } from './store.ts';

export interface NewOwnServer {
  readonly label: string;
  readonly kind: ServerKind;
  readonly host: string;
  readonly port: number;
}

/**
 * Registers a machine of the tenant's own, by somebody who administers the tenant. A public one may be reached from the
 * commit on; one inside waits until the operator has admitted exactly its address and port.
 */
export async function registerOwnServer(
  tx: Tx,
  caller: Caller,
  given: NewOwnServer,
): Promise<Result<null, PlaceRefusal | { code: 'own_server_known'; field: 'host'; value: string }>> {
  const place = readOwnPlace(given.host);
  if (!place.ok) return place;
  const { host, inside } = place.value;
  const { label, kind, port } = given;
  const id = idAt(caller.now);
  const made = await tx
    .tables<RecipientTables>()
    .insertInto('own_server')
    .values({
      tenant_id: tx.tenantId,
      ...{ id, label, kind, host, port, inside },
      registered_by: caller.actor,
      registered_name: caller.name,
      registered_at: caller.now,
      removed_at: null,
    })
    .onConflict((c) => c.columns(['tenant_id', 'host', 'port']).where('removed_at', 'is', null).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!made) return refuse({ code: 'own_server_known', field: 'host', value: `${host}:${port}` });
  if (inside)
    await insidePlaces(tx)
      .insertInto('inside_place')
      .values({
        ...{ id, label, host, port },
        for_tenant: tx.tenantId,
        company: caller.tenantName,
        asked_name: caller.name,
        asked_at: caller.now,
        admitted: null,
        decided_by: null,
        decided_name: null,
        decided_at: null,
        reason: null,
      })
      .execute();
  await appendAudit(tx, {
    actor: caller,
    action: 'own-server.registered',
    subject: `own-server:${id}`,
    facts: { host, port, inside },
  });
  return ok(null);
}

/** Takes a machine out; from the commit on it is not reached. Entered again it is another one, and asked for anew. */
export async function removeOwnServer(
  tx: Tx,
  caller: Caller,
  ownServerId: Id,
): Promise<Result<null, { code: 'own_server_unknown' }>> {
  const gone = await tx
    .tables<RecipientTables>()
    .updateTable('own_server')
    .set({ removed_at: caller.now })
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', ownServerId)
    .where('removed_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (!gone) return refuse({ code: 'own_server_unknown' });
  await insidePlaces(tx)
    .updateTable('inside_place')
    .set({ admitted: false, decided_by: caller.actor, decided_name: caller.name, decided_at: caller.now })
    .where('id', '=', ownServerId)
    .where('for_tenant', '=', tx.tenantId)
    .execute();
  await appendAudit(tx, {
    actor: caller,
    action: 'own-server.removed',
    subject: `own-server:${ownServerId}`,
  });
  return ok(null);
}

/** The operator admits an address inside for the tenant that asked, or refuses it; a later decision replaces it. */
export async function decideInsidePlace(
  tx: Tx,
  caller: Caller,
  placeId: Id,
  { admit, reason }: { admit: boolean; reason: string },
): Promise<Result<null, { code: 'inside_place_unknown' }>> {
  const decided = await insidePlaces(tx)
    .updateTable('inside_place')
    .set({
      admitted: admit,
      decided_by: caller.actor,
      decided_name: caller.name,
      decided_at: caller.now,
      reason,
    })
    .where('id', '=', placeId)
    .returning(['for_tenant', 'host', 'port'])
    .executeTakeFirst();
  if (!decided) return refuse({ code: 'inside_place_unknown' });
  const { for_tenant: forTenant, host, port } = decided;
  await appendAudit(tx, {
    actor: caller,
    action: admit ? 'inside-place.admitted' : 'inside-place.refused',
    subject: `inside-place:${placeId}`,
    reason,
    facts: { forTenant, host, port },
  });
  return ok(null);
}
