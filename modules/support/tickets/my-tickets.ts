import type { Id } from '#domain/kernel/ids.ts';
import { findContacts } from '#modules/accounts/api.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { MyTicket } from './my-contract.ts';
import { messagesOf } from './queries.ts';
import { ticketNumber } from './rules.ts';
import type { TicketRow, TicketTables } from './store.ts';

const SHOWN_MAX = 50;

/**
 * Tickets that an address may see: its own, and those of customers it speaks for as an owner; what somebody else asked
 * about their data stays theirs.
 */
export async function ticketsFor(tx: Tx, email: string): Promise<TicketRow[]> {
  const address = email.trim().toLowerCase();
  const owned = (await findContacts(tx, address))
    .filter(({ contact }) => contact.owner)
    .map(({ customerId }) => customerId);
  let query = tx.tables<TicketTables>().selectFrom('ticket').selectAll().where('tenant_id', '=', tx.tenantId);
  query =
    owned.length === 0
      ? query.where('contact_email', '=', address)
      : query.where((e) =>
          e.or([
            e('contact_email', '=', address),
            e.and([e('customer_id', 'in', owned), e('desk', '!=', 'privacy')]),
          ]),
        );
  return query.orderBy('changed_at', 'desc').orderBy('id', 'desc').limit(SHOWN_MAX).execute();
}

/** Tickets with their threads as whoever asked sees them: without notes. */
export async function myTicketViews(tx: Tx, rows: readonly TicketRow[]): Promise<MyTicket[]> {
  const views: MyTicket[] = [];
  for (const row of rows) {
    const messages = await messagesOf(tx, row.id, ['customer', 'staff']);
    views.push({
      id: row.id,
      number: ticketNumber(row.number),
      subject: row.subject,
      desk: row.desk,
      state: row.state,
      openedAt: row.opened_at,
      changedAt: row.changed_at,
      messages: messages.map(({ id, side, authorName, text, at, files }) => ({
        id,
        mine: side === 'customer',
        author: authorName,
        text,
        at,
        files: files.filter(({ kept }) => kept).map(({ name }) => name),
      })),
    });
  }
  return views;
}

/** Locks a ticket that an address may see; null for any other. */
export async function lockFor(tx: Tx, email: string, ticketId: Id): Promise<TicketRow | null> {
  const seen = (await ticketsFor(tx, email)).some(({ id }) => id === ticketId);
  if (!seen) return null;
  const row = await tx
    .tables<TicketTables>()
    .selectFrom('ticket')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', ticketId)
    .forUpdate()
    .executeTakeFirst();
  return row ?? null;
}
