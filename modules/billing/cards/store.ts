import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { Minor } from '#domain/kernel/units.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { BillingTables } from '../store.ts';
import type { ParkedBecause, RefundState } from './rules.ts';

export interface CardTables extends BillingTables {
  card_account: {
    tenant_id: Id;
    provider: 'stripe';
    key_sealed: string;
    key_shown: string;
    hook_sealed: string;
    hook_shown: string;
    changed_by: string;
    changed_at: Instant;
  };
  card_session: {
    tenant_id: Id;
    id: Id;
    invoice_id: Id;
    amount_minor: Minor;
    currency: string;
    state: 'asked' | 'open' | 'paid' | 'ended';
    reference: string | null;
    intent: string | null;
    url: string | null;
    made_at: Instant;
    expires_at: Instant;
  };
  card_booking: {
    tenant_id: Id;
    fact: string;
    session_id: Id;
    kind: 'payment' | 'refund' | 'charge-back' | 'won';
    payment_id: Id;
    brand: string;
    last4: string;
    booked_at: Instant;
  };
  card_parked: {
    tenant_id: Id;
    id: Id;
    fact: string;
    session_id: Id;
    why: ParkedBecause;
    amount_minor: Minor;
    currency: string;
    noticed_at: Instant;
    outcome: 'booked' | 'set_aside' | null;
    reason: string;
    actor_name: string;
    done_at: Instant | null;
  };
  card_refund: {
    tenant_id: Id;
    refund_id: Id;
    session_id: Id;
    state: RefundState;
    reference: string | null;
    reason: string;
    returned_id: Id | null;
    asked_at: Instant;
    changed_at: Instant;
  };
  card_event: { tenant_id: Id; id: string; kind: string; received_at: Instant };
  card_event_ignored: { tenant_id: Id; kind: string; messages: number; last_at: Instant };
}

export type CardSession = CardTables['card_session'];

export async function findSession(tx: Tx, sessionId: Id): Promise<CardSession | undefined> {
  return tx
    .tables<CardTables>()
    .selectFrom('card_session')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', sessionId)
    .executeTakeFirst();
}

/** The page on which an invoice can be paid now, if there is one. */
export async function payableSession(tx: Tx, invoiceId: Id): Promise<CardSession | undefined> {
  return tx
    .tables<CardTables>()
    .selectFrom('card_session')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('invoice_id', '=', invoiceId)
    .where('state', 'in', ['asked', 'open'])
    .executeTakeFirst();
}

export async function changeSession(
  tx: Tx,
  sessionId: Id,
  change: Partial<Pick<CardSession, 'state' | 'reference' | 'intent' | 'url' | 'expires_at'>>,
): Promise<void> {
  await tx
    .tables<CardTables>()
    .updateTable('card_session')
    .set(change)
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', sessionId)
    .execute();
}

/** The invoice of a page. */
export async function invoiceOf(tx: Tx, invoiceId: Id): Promise<BillingTables['invoice'] | undefined> {
  return tx
    .tables<BillingTables>()
    .selectFrom('invoice')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', invoiceId)
    .executeTakeFirst();
}
