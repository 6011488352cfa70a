import type { Day, Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { DataCategory } from '#domain/kernel/personal.ts';
import type { Right } from '#domain/policy/rights.ts';
import type { Locale } from '#platform/words/words.ts';
import type { BreachStep, CaseStep } from './rules.ts';

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
    channel: 'mail' | 'letter' | 'telephone' | 'in-person';
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
}
