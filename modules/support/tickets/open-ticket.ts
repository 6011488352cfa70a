import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { findContacts } from '#modules/accounts/api.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import { nextNumber } from '#platform/postgres/number-series.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { Locale } from '#platform/words/words.ts';
import { notify } from '../notices/notices.ts';
import { queueTicketWatch } from './watch.ts';
import { appendMessage, appendStep } from './history.ts';
import { withoutNumber, type Desk, type Priority } from './rules.ts';
import type { TicketRow, TicketSource, TicketTables } from './store.ts';

export interface NewTicket {
  readonly desk: Desk;
  readonly source: TicketSource;
  readonly priority?: Priority;
  readonly subject: string;
  readonly contactName: string;
  readonly contactEmail: string;
  readonly locale: Locale;
  readonly text: string;
  /** null: found by the address where it is a contact of exactly one customer */
  readonly customerId?: Id | null;
  readonly about?: Partial<Pick<TicketRow, 'order_id' | 'invoice_id' | 'instance_id'>>;
  readonly consentId?: Id | null;
  /** the mail it came as */
  readonly mailId?: Id;
  /** of its first message, where whoever writes knows it: written twice it is one ticket */
  readonly messageId?: Id;
  readonly documentIds?: readonly Id[];
  /** when the customer asked; now when absent */
  readonly askedAt?: Instant;
}

/**
 * Opens a ticket with its first message: number, thread, and the clock of its promised times, in one transaction.
 * @returns its id and number; those of the first when this very message opened one before
 */
export async function openTicket(
  tx: Tx,
  caller: Caller,
  given: NewTicket,
): Promise<{ id: Id; number: number }> {
  const before = given.messageId && (await ticketOfMessage(tx, given.messageId));
  if (before) return before;
  const email = given.contactEmail.trim().toLowerCase();
  const customers = given.customerId === undefined ? await customersOf(tx, email) : [];
  const ticket = { id: idAt(caller.now), number: await nextNumber(tx, 'ticket') };
  const openedAt = given.askedAt ?? caller.now;
  await tx
    .tables<TicketTables>()
    .insertInto('ticket')
    .values({
      tenant_id: tx.tenantId,
      ...ticket,
      desk: given.desk,
      priority: given.priority ?? 'normal',
      state: 'open',
      source: given.source,
      subject: withoutNumber(given.subject),
      contact_name: given.contactName,
      contact_email: email,
      locale: given.locale,
      customer_id: given.customerId ?? (customers.length === 1 ? customers[0]! : null),
      order_id: null,
      invoice_id: null,
      instance_id: null,
      ...given.about,
      assigned_login: null,
      assigned_name: null,
      consent_id: given.consentId ?? null,
      opened_at: openedAt,
      changed_at: caller.now,
    })
    .execute();
  await appendMessage(tx, caller, ticket.id, {
    ...(given.messageId ? { id: given.messageId } : {}),
    side: 'customer',
    said_by: given.contactName,
    said_from: email,
    body: given.text,
    ...(given.mailId ? { mailId: given.mailId } : {}),
    documentIds: given.documentIds ?? [],
    at: openedAt,
  });
  await appendStep(tx, caller, ticket.id, {
    what: 'opened',
    facts: { source: given.source, desk: given.desk },
    at: openedAt,
  });
  await notify(tx, caller, { id: ticket.id, desk: given.desk, assigned_login: null }, 'opened');
  await queueTicketWatch(tx);
  return ticket;
}

async function customersOf(tx: Tx, email: string): Promise<Id[]> {
  return [...new Set((await findContacts(tx, email)).map(({ customerId }) => customerId))];
}

async function ticketOfMessage(tx: Tx, messageId: Id): Promise<{ id: Id; number: number } | undefined> {
  return tx
    .tables<TicketTables>()
    .selectFrom('ticket_message')
    .innerJoin('ticket', (j) =>
      j
        .onRef('ticket.tenant_id', '=', 'ticket_message.tenant_id')
        .onRef('ticket.id', '=', 'ticket_message.ticket_id'),
    )
    .select(['ticket.id', 'ticket.number'])
    .where('ticket_message.tenant_id', '=', tx.tenantId)
    .where('ticket_message.id', '=', messageId)
    .executeTakeFirst();
}
