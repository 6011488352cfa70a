import type { Day, Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { Minor } from '#domain/kernel/units.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { Place } from '#platform/secrets/vault.ts';
import { sql } from 'kysely';

export interface SepaTables {
  sepa_settings: { tenant_id: Id; creditor_id: string; notice_days: number };
  sepa_mandate: {
    tenant_id: Id;
    id: Id;
    customer_id: Id;
    reference: string;
    scheme: 'CORE' | 'B2B';
    kind: 'recurring' | 'one-off';
    signed_on: Day;
    account_name: string;
    iban_sealed: string;
    iban_mark: string;
    iban_shown: string;
    bic: string;
    recorded_by: string;
    recorded_at: Instant;
  };
  sepa_mandate_end: {
    tenant_id: Id;
    mandate_id: Id;
    revoked_on: Day;
    reason: string;
    actor_name: string;
    at: Instant;
  };
  payment_run: {
    tenant_id: Id;
    id: Id;
    kind: 'debit' | 'transfer';
    year: number;
    number: number;
    execute_on: Day;
    total_minor: Minor;
    items: number;
    file_sealed: string;
    file_sha256: string;
    composed_by: string;
    composed_name: string;
    composed_at: Instant;
  };
  payment_run_item: {
    tenant_id: Id;
    run_id: Id;
    item_no: number;
    end_to_end_id: string;
    subject: 'invoice' | 'refund' | 'supplier-invoice';
    subject_id: Id;
    mandate_id: Id | null;
    sequence: 'FRST' | 'RCUR' | 'OOFF' | null;
    amount_minor: Minor;
    party_name: string;
    iban_shown: string;
    remittance: string;
  };
  payment_run_claim: { tenant_id: Id; subject_id: Id; run_id: Id };
  payment_run_step: {
    tenant_id: Id;
    run_id: Id;
    step: 'approval' | 'end';
    outcome: 'approved' | 'handed_over' | 'cancelled';
    alone: boolean;
    reason: string;
    actor: string;
    actor_name: string;
    at: Instant;
  };
}

/** The keyed hash of an account is the one that bank movements have: a payer is found by a mandate. */
export const ACCOUNT_MARK = 'billing.bank-account';

export const mandateIbanAt = (tenantId: Id, mandateId: Id): Place => ({
  tenantId,
  table: 'sepa_mandate',
  column: 'iban_sealed',
  row: mandateId,
});

export const runFileAt = (tenantId: Id, runId: Id): Place => ({
  tenantId,
  table: 'payment_run',
  column: 'file_sealed',
  row: runId,
});

/** `DD-2026-0001` for direct debits, `CT-2026-0001` for transfers. */
export function runNumber(row: Pick<SepaTables['payment_run'], 'kind' | 'year' | 'number'>): string {
  return `${row.kind === 'debit' ? 'DD' : 'CT'}-${row.year}-${String(row.number).padStart(4, '0')}`;
}

/** Runs on which some invoices or items are on their way to the bank. */
export async function claimsOn(tx: Tx, subjectIds: readonly Id[]): Promise<Map<Id, Id>> {
  if (subjectIds.length === 0) return new Map();
  const rows = await tx
    .tables<SepaTables>()
    .selectFrom('payment_run_claim')
    .select(['subject_id', 'run_id'])
    .where('tenant_id', '=', tx.tenantId)
    .where('subject_id', 'in', [...subjectIds])
    .execute();
  return new Map(rows.map((row) => [row.subject_id, row.run_id]));
}

/** Runs are composed one after the other: what one has taken, the next one sees. */
export async function lockRuns(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${tx.tenantId}, 7467))`.execute(tx.tables());
}
