import type { Day, Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { Minor } from '#domain/kernel/units.ts';

export interface BankTables {
  bank_statement: {
    tenant_id: Id;
    id: Id;
    format: string;
    account_mark: string;
    account_shown: string;
    reference: string;
    currency: string;
    opening_on: Day;
    opening_minor: Minor;
    closing_on: Day;
    closing_minor: Minor;
    entries: number;
    imported_by: string;
    imported_at: Instant;
  };
  bank_line: {
    tenant_id: Id;
    id: Id;
    statement_id: Id;
    account_mark: string;
    fingerprint: string;
    position: string;
    booked_on: Day;
    value_on: Day;
    amount_minor: Minor;
    currency: string;
    payer_name: string;
    payer_mark: string;
    payer_shown: string;
    remittance: string;
    creditor_reference: string;
    end_to_end_id: string;
    return_reason: string;
  };
  bank_line_done: {
    tenant_id: Id;
    line_id: Id;
    outcome: 'booked' | 'taken_back' | 'set_aside';
    reason: string;
    actor_name: string;
    at: Instant;
  };
  bank_rule: { tenant_id: Id; by: 'account' | 'name' | 'words'; key: string; party_id: Id; weight: number };
  bank_line_payment: { tenant_id: Id; payment_id: Id; line_id: Id };
}
