import type { Id } from '#domain/kernel/ids.ts';
import { SOURCE_IDS, SOURCES, type SourceId } from '#domain/policy/sources.ts';
import { PURPOSE_REGISTER, WITHDRAWABLE } from '#domain/policy/purposes.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { ConsentAct } from '#platform/http/consent.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { ResponseOf } from '#platform/http/contract.ts';
import type { listProofs, myConsents } from './contract.ts';
import { requireSourceConsent } from './source-consent.ts';
import type { ConsentTables } from './store.ts';
import { hasObjected } from '../usage/objection.ts';
import { isActivated, listToAccept, mayAccept } from './to-accept.ts';
import { loadConsents } from './withdraw-consent.ts';

/** "Your consents": each purpose once with its newest word, the sources, and what is still to be accepted. */
export async function loadMyConsents(
  tx: Tx,
  caller: Caller & { loginId: Id },
): Promise<ResponseOf<typeof myConsents>> {
  const { given, withdrawn, now } = await loadConsents(tx, caller.loginId);
  const purposes = WITHDRAWABLE.flatMap((purpose) => {
    const yes = given.find((row) => row.purpose === purpose);
    if (!yes) return [];
    const no = withdrawn.find((row) => row.purpose === purpose);
    const { name, why } = PURPOSE_REGISTER[purpose];
    const holding = now.includes(purpose);
    return [
      {
        purpose,
        name,
        why,
        given: holding,
        at: holding ? yes.at : (no?.at ?? yes.at),
        form: yes.form,
        policyVersion: yes.policy_version,
      },
    ];
  });
  const sources = [];
  for (const source of SOURCE_IDS) {
    const asked = await requireSourceConsent(tx, source, { kind: 'company', id: caller.tenantId });
    const { name, tells } = SOURCES[source];
    sources.push({ source, name, tells, given: asked.ok });
  }
  return {
    purposes,
    sources,
    toAccept: mayAccept(caller) ? await listToAccept(tx, caller.now) : [],
    active: await isActivated(tx, caller.now),
    objected: await hasObjected(tx, caller.loginId),
  };
}

/** Every proof in this tenant, newest first: for the operator, whose tenant holds a copy of each. */
export async function listProofRows(tx: Tx, limit: number): Promise<ResponseOf<typeof listProofs>['proofs']> {
  const newest = <T extends keyof ConsentTables>(table: T) =>
    tx
      .tables<ConsentTables>()
      .selectFrom(table as 'form_consent')
      .selectAll()
      .where('tenant_id', '=', tx.tenantId)
      .orderBy('at', 'desc')
      .limit(limit)
      .execute() as unknown as Promise<ConsentTables[T][]>;
  const nothing = { givenBy: null, givenOn: null };
  const where = (row: { origin_tenant_id: Id }) => ({
    ofAnotherTenant: row.origin_tenant_id !== tx.tenantId,
  });
  const all = [
    ...(await newest('policy_acceptance')).map((row) => ({
      ...nothing,
      ...where(row),
      id: row.id,
      kind: 'acceptance' as const,
      subject: row.document as string,
      version: row.version,
      given: true,
      act: row.act as ConsentAct | null,
      who: row.party_name,
      at: row.at,
    })),
    ...(await newest('form_consent')).map((row) => ({
      ...where(row),
      id: row.id,
      kind: 'consent' as const,
      subject: row.form,
      version: row.form_version,
      given: true,
      act: row.act as ConsentAct | null,
      who: row.actor_name,
      givenBy: row.given_by,
      givenOn: row.given_on,
      at: row.at,
    })),
    ...(await newest('consent_withdrawal')).map((row) => ({
      ...nothing,
      ...where(row),
      id: row.id,
      kind: 'withdrawal' as const,
      subject: row.purpose as string,
      version: null,
      given: false,
      act: null,
      who: row.actor_name,
      at: row.at,
    })),
    ...(await newest('source_consent')).map((row) => ({
      ...nothing,
      ...where(row),
      id: row.id,
      kind: 'source' as const,
      subject: row.source as SourceId as string,
      version: null,
      given: row.given,
      act: row.act as ConsentAct | null,
      who: row.actor_name,
      at: row.at,
    })),
  ];
  return all.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0)).slice(0, limit);
}
