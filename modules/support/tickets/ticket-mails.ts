import type { Id } from '#domain/kernel/ids.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { SupportTables } from '../store.ts';
import type { TicketTables } from './store.ts';

/** The ticket in whose thread a mail stands. */
export async function ticketOfMail(tx: Tx, mailId: Id): Promise<Id | null> {
  const row = await tx
    .tables<TicketTables>()
    .selectFrom('ticket_message')
    .select('ticket_id')
    .where('tenant_id', '=', tx.tenantId)
    .where('mail_id', '=', mailId)
    .executeTakeFirst();
  return row?.ticket_id ?? null;
}

/** Mails of a ticket that still waited in the inbox are dealt with: somebody answered. */
export async function settleMailsOf(tx: Tx, caller: Caller, ticketId: Id): Promise<void> {
  const tables = tx.tables<SupportTables & TicketTables>();
  const own = await tables
    .selectFrom('ticket_message')
    .select('mail_id')
    .where('tenant_id', '=', tx.tenantId)
    .where('ticket_id', '=', ticketId)
    .execute();
  const ids = own.flatMap(({ mail_id: mailId }) => mailId ?? []);
  if (ids.length === 0) return;
  const settled = await tables
    .updateTable('support_mail')
    .set({ state: 'done', done_by: caller.name, done_at: caller.now })
    .where('tenant_id', '=', tx.tenantId)
    .where('state', '=', 'open')
    // Of a wish to cancel, or of what nobody has sorted yet, an answer in a thread is not the end.
    .where('class', 'in', ['question', 'reply', 'privacy'])
    .where('mail_id', 'in', ids)
    .returning('mail_id')
    .execute();
  for (const { mail_id: mailId } of settled) await publish(tx, caller, 'support_mail.settled', mailId);
}
