import type { Day, Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { DataCategory } from '#domain/kernel/personal.ts';
import type { KeptBecause } from '#domain/policy/subjects/erasure.ts';
import type { Right } from '#domain/policy/rights.ts';
import type { Locale } from '#platform/words/words.ts';
import type { BreachStep, CaseStep } from './rules.ts';

/** What an erasure left, as its record lists it. */
export interface KeptRows {
  readonly table: string;
  readonly column: string;
  readonly because: KeptBecause;
  readonly until: Day;
  readonly rows: number;
}

/** What the daily run did by one rule. */
export interface RetainedRule {
  readonly table: string;
  readonly columns: readonly string[];
  readonly before: string;
  readonly rows: number;
}

interface Entered {
  entered_by: string;
  entered_name: string;
  entered_at: Instant;
}
interface Stepped {
  note: string;
  actor: string;
  actor_name: string;
  at: Instant;
}

export interface PrivacyTables {
  privacy_case: Entered & {
    tenant_id: Id;
    id: Id;
    number: number;
    asks: Right;
    channel: 'mail' | 'letter' | 'telephone' | 'in-person' | 'account';
    login_id: Id | null;
    person_name: string;
    person_email: string;
    language: Locale;
    of_tenant: Id | null;
    details: string;
    received_on: Day;
  };
  privacy_step: Stepped & { tenant_id: Id; id: Id; case_id: Id; kind: CaseStep; on_day: Day };
  breach: Entered & {
    tenant_id: Id;
    id: Id;
    number: number;
    aware_at: Instant;
    what: string;
    categories: readonly DataCategory[] | string;
    people: number;
    records: number;
    effects: string;
    measures: string;
    of_tenants: readonly Id[] | string;
  };
  breach_step: Stepped & { tenant_id: Id; id: Id; breach_id: Id; kind: BreachStep; happened_at: Instant };
  privacy_archive: {
    tenant_id: Id;
    id: Id;
    case_id: Id;
    part: string;
    label: string;
    recipient: string;
    file_hash: string | null;
    key_sealed: string;
    bytes: number;
    made_at: Instant;
    expires_at: Instant;
    removed_at: Instant | null;
  };
  privacy_erased: {
    tenant_id: Id;
    id: Id;
    case_id: Id;
    number: number;
    logins: readonly string[] | string;
    contacts: readonly string[] | string;
    customers: readonly string[] | string;
    mail_marks: readonly string[] | string;
    name_marks: readonly string[] | string;
    tenants: readonly Id[] | string;
    at: Instant;
  };
  privacy_erasure: {
    tenant_id: Id;
    id: Id;
    erased_id: Id;
    of_tenant: Id | null;
    occasion: 'request' | 'restored';
    counts: Readonly<Record<string, { changed: number; deleted: number }>> | string;
    kept: readonly KeptRows[] | string;
    at: Instant;
  };
  privacy_restriction: { tenant_id: Id; id: Id; case_id: Id; mark: string; lifted: boolean; at: Instant };
  privacy_retention: {
    tenant_id: Id;
    id: Id;
    of_tenant: Id | null;
    rules: readonly RetainedRule[] | string;
    at: Instant;
  };
  privacy_correction: {
    tenant_id: Id;
    id: Id;
    case_id: Id;
    fields: readonly string[] | string;
    before_sealed: string;
    at: Instant;
  };
}
