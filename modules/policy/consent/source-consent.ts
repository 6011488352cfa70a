import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { SOURCES, type SourceId } from '#domain/policy/sources.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { ConsentAct } from '#platform/http/consent.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { queueProof } from './push-proof.ts';
import type { ConsentTables } from './store.ts';
import { versionInForce } from './version-in-force.ts';

/** Whom a source is asked about: the tenant's own firm, one of its logins, or one of its customers. */
export interface SourceSubject {
  readonly kind: 'company' | 'login' | 'customer';
  readonly id: Id;
}

export type SourceRefusal = { readonly code: 'source_consent_missing'; readonly source: SourceId };
type NoPolicy = { readonly code: 'policy_version_unknown'; readonly number: number };

/**
 * Stores that a named source may be asked about somebody, or no longer. Taking it back ends further reading at once;
 * whoever keeps values from there hears `source-consent.withdrawn` and deletes those that nobody has confirmed.
 *
 * @see clauses P-2.3a, P-2.3b
 */
export async function saveSourceConsent(
  tx: Tx,
  caller: Caller,
  said: {
    readonly source: SourceId;
    readonly subject: SourceSubject;
    readonly given: boolean;
    readonly act: ConsentAct;
  },
): Promise<Result<{ id: Id }, NoPolicy>> {
  const version = await versionInForce(tx, 'privacy', caller.now);
  if (!version) return refuse({ code: 'policy_version_unknown', number: 1 });
  const id = idAt(caller.now);
  await tx
    .tables<ConsentTables>()
    .insertInto('source_consent')
    .values({
      tenant_id: tx.tenantId,
      id,
      origin_tenant_id: tx.tenantId,
      source: said.source,
      subject: said.subject.kind,
      subject_id: said.subject.id,
      given: said.given,
      policy_version: version.number,
      policy_hash: version.hash,
      act: said.act,
      actor: caller.actor,
      actor_name: caller.name,
      at: caller.now,
    })
    .execute();
  await publish(tx, caller, said.given ? 'source-consent.given' : 'source-consent.withdrawn', id, {
    source: said.source,
    subject: said.subject,
    categories: SOURCES[said.source].categories,
  });
  await queueProof(tx, 'source_consent', id);
  return ok({ id });
}

/** Whether a source may be asked about somebody now. To be called before any request leaves. */
export async function requireSourceConsent(
  tx: Tx,
  source: SourceId,
  subject: SourceSubject,
): Promise<Result<null, SourceRefusal>> {
  const newest = await tx
    .tables<ConsentTables>()
    .selectFrom('source_consent')
    .select('given')
    .where('tenant_id', '=', tx.tenantId)
    .where('origin_tenant_id', '=', tx.tenantId)
    .where('source', '=', source)
    .where('subject', '=', subject.kind)
    .where('subject_id', '=', subject.id)
    // Ids of one moment follow each other as well, so the newest is the newest.
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return newest?.given ? ok(null) : refuse({ code: 'source_consent_missing', source });
}
