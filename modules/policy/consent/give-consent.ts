import type { Id } from '#domain/kernel/ids.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { GivenConsent } from '#platform/http/consent.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { queueProof } from './push-proof.ts';
import type { ConsentTables } from './store.ts';

/**
 * Stores a consent in the transaction of the data it is about: there is never one without the other.
 * @returns its id, which stands in the answer to an access request
 */
export async function recordConsent(tx: Tx, caller: Caller, consent: GivenConsent): Promise<Id> {
  const id = idAt(caller.now);
  await tx
    .tables<ConsentTables>()
    .insertInto('form_consent')
    .values({
      tenant_id: tx.tenantId,
      id,
      origin_tenant_id: tx.tenantId,
      // What was entered for somebody else is not the consent of who entered it.
      login_id: consent.givenBy === null ? caller.loginId : null,
      form: consent.form,
      form_version: consent.formVersion,
      purpose: consent.purpose,
      policy_version: consent.policyVersion,
      policy_hash: consent.policyHash,
      act: consent.act,
      given_by: consent.givenBy,
      given_on: consent.givenOn,
      actor: caller.actor,
      actor_name: caller.name,
      at: caller.now,
    })
    .execute();
  await publish(tx, caller, 'consent.given', id, { form: consent.form, purpose: consent.purpose });
  await queueProof(tx, 'form_consent', id);
  return id;
}
