import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { Desk, Priority, TicketState } from './rules.ts';

/** Why a row of a ticket's history was written. */
export type StepKind =
  | 'opened'
  | 'answered'
  | 'customer-wrote'
  | 'noted'
  | 'waiting'
  | 'solved'
  | 'reopened'
  | 'assigned'
  | 'moved'
  | 'prioritised'
  | 'linked';

export type TicketSource = 'mail' | 'form' | 'portal' | 'staff';

export interface TicketTables {
  ticket: {
    tenant_id: Id;
    id: Id;
    number: number;
    desk: Desk;
    priority: Priority;
    state: TicketState;
    source: TicketSource;
    subject: string;
    contact_name: string;
    contact_email: string;
    locale: string;
    customer_id: Id | null;
    order_id: Id | null;
    invoice_id: Id | null;
    instance_id: Id | null;
    assigned_login: Id | null;
    assigned_name: string | null;
    consent_id: Id | null;
    opened_at: Instant;
    changed_at: Instant;
  };
  ticket_message: {
    tenant_id: Id;
    id: Id;
    ticket_id: Id;
    position: number;
    side: 'customer' | 'staff' | 'note';
    said_by: string;
    said_from: string;
    body: string;
    mail_id: Id | null;
    document_ids: readonly Id[] | string;
    at: Instant;
  };
  ticket_step: {
    tenant_id: Id;
    ticket_id: Id;
    seq: number;
    what: StepKind;
    facts: Readonly<Record<string, string | null>> | string;
    actor: string;
    actor_name: string;
    at: Instant;
  };
  ticket_desk: {
    tenant_id: Id;
    login_id: Id;
    desks: readonly Desk[] | string;
    changed_name: string;
    changed_at: Instant;
  };
  service_level: {
    tenant_id: Id;
    plan: string;
    priority: Priority;
    first_minutes: number;
    solution_minutes: number;
  };
  service_hours: { tenant_id: Id; opens: number; closes: number };
  ticket_escalation: {
    tenant_id: Id;
    ticket_id: Id;
    promise: 'first-answer' | 'solution';
    due_at: Instant;
    told_at: Instant;
  };
  canned_answer: {
    tenant_id: Id;
    id: Id;
    name: string;
    text_en: string;
    text_de: string;
    changed_name: string;
    changed_at: Instant;
  };
}

export type TicketRow = TicketTables['ticket'];
export type MessageRow = TicketTables['ticket_message'];
export type StepRow = TicketTables['ticket_step'];
