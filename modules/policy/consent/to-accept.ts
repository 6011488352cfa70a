import type { Instant } from '#domain/kernel/days.ts';
import { DOCUMENT_IDS } from '#domain/policy/clauses.ts';
import type { DocumentId } from '#domain/policy/parameters.ts';
import type { Caller } from '#platform/http/caller.ts';
import { allows } from '#platform/http/contract.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { isOperator } from '../installation.ts';
import { requireAcceptance } from './accept-policy.ts';
import { may } from './contract.ts';
import type { ConsentTables } from './store.ts';
import { versionInForce } from './version-in-force.ts';

/** A version in force that nobody of a firm has accepted. */
export interface ToAccept {
  readonly document: DocumentId;
  readonly version: number;
}

/** Who has the authority to accept for a firm. */
export const mayAccept = (who: Pick<Caller, 'role' | 'key'>): boolean =>
  who.role !== null && allows(who, may.accept);

/** What the tenant of the transaction has still to accept. The operator accepts nothing from itself. */
export async function listToAccept(tx: Tx, now: Instant): Promise<ToAccept[]> {
  if (await isOperator(tx, tx.tenantId)) return [];
  const open: ToAccept[] = [];
  for (const document of DOCUMENT_IDS) {
    const accepted = await requireAcceptance(tx, { document, now });
    if (!accepted.ok) open.push({ document, version: accepted.refusal.version });
  }
  return open;
}

/**
 * Whether somebody of this tenant ever accepted each policy that is in force: before that its account is not open. A later
 * version is asked for, and until it is accepted everything goes on under the one before.
 *
 * @see clause P-data.basis.1
 */
export async function isActivated(tx: Tx, now: Instant): Promise<boolean> {
  if (await isOperator(tx, tx.tenantId)) return true;
  for (const document of DOCUMENT_IDS) {
    if (!(await versionInForce(tx, document, now))) continue;
    const ever = await tx
      .tables<ConsentTables>()
      .selectFrom('policy_acceptance')
      .select('id')
      .where('tenant_id', '=', tx.tenantId)
      .where('origin_tenant_id', '=', tx.tenantId)
      .where('party', '=', 'login')
      .where('document', '=', document)
      .limit(1)
      .executeTakeFirst();
    if (!ever) return false;
  }
  return true;
}
