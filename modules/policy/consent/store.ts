import type { Day, Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { Purpose } from '#domain/kernel/personal.ts';
import type { DocumentId } from '#domain/policy/parameters.ts';
import type { SourceId } from '#domain/policy/sources.ts';
import type { ConsentAct } from '#platform/http/consent.ts';

interface Proof {
  tenant_id: Id;
  id: Id;
  /** the tenant in which it was said; the operator's tenant holds a copy of each */
  origin_tenant_id: Id;
  actor: string;
  at: Instant;
}

/** Proofs: rows are added and never changed. */
export interface ConsentTables {
  policy_acceptance: Proof & {
    party: 'login' | 'contact';
    party_id: Id;
    party_name: string;
    document: DocumentId;
    version: number;
    hash: string;
    occasion: 'activation' | 'order' | 'later';
    act: ConsentAct;
  };
  form_consent: Proof & {
    login_id: Id | null;
    form: string;
    form_version: number;
    purpose: Purpose;
    policy_version: number;
    policy_hash: string;
    act: ConsentAct;
    given_by: string | null;
    given_on: Day | null;
    actor_name: string;
  };
  consent_withdrawal: Proof & { login_id: Id; purpose: Purpose; told: unknown; actor_name: string };
  source_consent: Proof & {
    source: SourceId;
    subject: 'company' | 'login' | 'customer';
    subject_id: Id;
    given: boolean;
    policy_version: number;
    policy_hash: string;
    act: ConsentAct;
    actor_name: string;
  };
}

export type ProofTable = keyof ConsentTables;
