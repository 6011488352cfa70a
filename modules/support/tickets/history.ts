import { sql } from 'kysely';
import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { Desk, TicketState } from './rules.ts';
import type { MessageRow, StepKind, TicketRow, TicketTables } from './store.ts';

type Unknown = { code: 'ticket_unknown' };

/**
 * A ticket for a change, its row locked.
 * @param desks whoever holds none of its kind finds nothing: nobody learns that it exists
 */
export async function lockTicket(
  tx: Tx,
  ticketId: Id,
  desks: readonly Desk[],
): Promise<Result<TicketRow, Unknown>> {
  const row = await tx
    .tables<TicketTables>()
    .selectFrom('ticket')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', ticketId)
    .forUpdate()
    .executeTakeFirst();
  return row && desks.includes(row.desk) ? ok(row) : refuse({ code: 'ticket_unknown' });
}

/** Writes down what happened, and tells live screens and readers: who, when and to what, never a text. */
export async function appendStep(
  tx: Tx,
  caller: Caller,
  ticketId: Id,
  step: {
    readonly what: StepKind;
    readonly facts?: Readonly<Record<string, string | null>>;
    readonly at?: Instant;
  },
): Promise<void> {
  const facts = step.facts ?? {};
  await tx
    .tables<TicketTables>()
    .insertInto('ticket_step')
    .values((e) => ({
      tenant_id: tx.tenantId,
      ticket_id: ticketId,
      seq: e
        .selectFrom('ticket_step')
        .select(sql<number>`coalesce(max(seq), 0) + 1`.as('seq'))
        .where('tenant_id', '=', tx.tenantId)
        .where('ticket_id', '=', ticketId),
      what: step.what,
      facts: sql`${JSON.stringify(facts)}::jsonb`,
      actor: caller.actor,
      actor_name: caller.name,
      at: step.at ?? caller.now,
    }))
    .execute();
  await publish(tx, caller, `ticket.${step.what}`, ticketId, facts);
}

export type NewMessage = Pick<MessageRow, 'side' | 'said_by' | 'said_from' | 'body'> & {
  /** known before by whoever writes: the same id is the same message, written once */
  readonly id?: Id;
  readonly mailId?: Id;
  readonly documentIds?: readonly Id[];
  readonly at?: Instant;
};

/** Adds a message to the thread of a locked ticket. @returns its position; null when this very message stands there already */
export async function appendMessage(
  tx: Tx,
  caller: Caller,
  ticketId: Id,
  message: NewMessage,
): Promise<{ id: Id; position: number } | null> {
  const id = message.id ?? idAt(caller.now);
  const row = await tx
    .tables<TicketTables>()
    .insertInto('ticket_message')
    .values((e) => ({
      tenant_id: tx.tenantId,
      id,
      ticket_id: ticketId,
      position: e
        .selectFrom('ticket_message')
        .select(sql<number>`coalesce(max(position), 0) + 1`.as('position'))
        .where('tenant_id', '=', tx.tenantId)
        .where('ticket_id', '=', ticketId),
      side: message.side,
      said_by: message.said_by,
      said_from: message.said_from,
      body: message.body,
      mail_id: message.mailId ?? null,
      document_ids: sql`${JSON.stringify(message.documentIds ?? [])}::jsonb`,
      at: message.at ?? caller.now,
    }))
    .onConflict((c) => c.columns(['tenant_id', 'id']).doNothing())
    .returning('position')
    .executeTakeFirst();
  return row ? { id, position: row.position } : null;
}

export async function setTicket(
  tx: Tx,
  caller: Caller,
  ticketId: Id,
  values: Partial<
    Pick<
      TicketRow,
      | 'desk'
      | 'priority'
      | 'customer_id'
      | 'order_id'
      | 'invoice_id'
      | 'instance_id'
      | 'assigned_login'
      | 'assigned_name'
    >
  > & { readonly state?: TicketState },
): Promise<void> {
  await tx
    .tables<TicketTables>()
    .updateTable('ticket')
    .set({ ...values, changed_at: caller.now })
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', ticketId)
    .execute();
}
