import { sql } from 'kysely';
import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import type { DocumentId } from '#domain/policy/parameters.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { ConsentAct } from '#platform/http/consent.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { PolicyTables } from '../store.ts';
import { queueProof } from './push-proof.ts';
import type { ConsentTables } from './store.ts';
import { versionInForce } from './version-in-force.ts';

export interface Acceptance {
  readonly document: DocumentId;
  /** number of the version that was shown */
  readonly version: number;
  readonly occasion: 'activation' | 'order' | 'later';
  readonly act: ConsentAct;
  /** who accepts: a login of this tenant, or a contact of one of its customers */
  readonly party: { readonly kind: 'login' | 'contact'; readonly id: Id; readonly name: string };
}

export type AcceptRefusal = {
  readonly code: 'policy_version_not_in_force';
  readonly document: DocumentId;
  readonly version: number;
  readonly inForce: number | null;
};

/**
 * Stores that a person with authority accepted a version: who, when, which text by its hash. Whether the person has that
 * authority the caller has checked, because it knows who the person is.
 *
 * @returns the proof's id; refused for any version but the one in force
 * @see clause P-data.basis.1
 */
export async function acceptPolicy(
  tx: Tx,
  caller: Caller,
  given: Acceptance,
): Promise<Result<{ id: Id }, AcceptRefusal>> {
  const version = await versionInForce(tx, given.document, caller.now);
  if (version?.number !== given.version)
    return refuse({
      code: 'policy_version_not_in_force',
      document: given.document,
      version: given.version,
      inForce: version?.number ?? null,
    });
  const id = idAt(caller.now);
  await tx
    .tables<ConsentTables>()
    .insertInto('policy_acceptance')
    .values({
      tenant_id: tx.tenantId,
      id,
      origin_tenant_id: tx.tenantId,
      party: given.party.kind,
      party_id: given.party.id,
      party_name: given.party.name,
      document: given.document,
      version: version.number,
      hash: version.hash,
      occasion: given.occasion,
      act: given.act,
      actor: caller.actor,
      at: caller.now,
    })
    .execute();
  await publish(tx, caller, 'acceptance.given', id, { document: given.document, version: version.number });
  await queueProof(tx, 'policy_acceptance', id);
  return ok({ id });
}

export type AcceptanceRefusal = {
  readonly code: 'policy_not_accepted';
  readonly document: DocumentId;
  readonly version: number;
};

/**
 * Whether the version in force was accepted, as activating an account and placing an order ask for. An acceptance goes on
 * through later versions that change words only.
 *
 * @param parties who may have accepted, `login` or `contact` ids; absent: anybody of this tenant
 * @see clause P-data.basis.1
 */
export async function requireAcceptance(
  tx: Tx,
  asked: { readonly document: DocumentId; readonly now: Instant; readonly parties?: readonly Id[] },
): Promise<Result<null, AcceptanceRefusal>> {
  const version = await versionInForce(tx, asked.document, asked.now);
  if (!version) return ok(null);
  const no = refuse({
    code: 'policy_not_accepted' as const,
    document: asked.document,
    version: version.number,
  });
  if (asked.parties?.length === 0) return no;
  let query = tx
    .tables<ConsentTables>()
    .selectFrom('policy_acceptance')
    .select('id')
    .where('tenant_id', '=', tx.tenantId)
    .where('origin_tenant_id', '=', tx.tenantId)
    .where('document', '=', asked.document)
    .where('version', '>=', await lastMaterial(tx, asked.document, asked.now));
  if (asked.parties) query = query.where('party_id', 'in', [...asked.parties]);
  return (await query.limit(1).executeTakeFirst()) ? ok(null) : no;
}

/** Number of the newest version in force that changed more than words. */
async function lastMaterial(tx: Tx, document: DocumentId, now: Instant): Promise<number> {
  const row = await tx
    .tables<PolicyTables>()
    .selectFrom('policy_version')
    .select('number')
    .where('document', '=', document)
    .where('kind', '=', 'material')
    .where('in_force_from', '<=', sql<Instant>`${now}::timestamptz`)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.number ?? 1;
}
