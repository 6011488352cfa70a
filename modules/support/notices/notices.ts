import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { desksOfCaller, listAnswerers } from '../tickets/desks.ts';
import { queueDigest } from './queue-digest.ts';
import { ticketNumber } from '../tickets/rules.ts';
import type { TicketRow, TicketTables } from '../tickets/store.ts';

export type NoticeKind = 'opened' | 'customer-wrote' | 'assigned' | 'late';

export interface NoticeTables {
  notice: {
    tenant_id: Id;
    id: Id;
    login_id: Id;
    kind: NoticeKind;
    ticket_id: Id;
    at: Instant;
    read_at: Instant | null;
    mailed_at: Instant | null;
  };
}

const SHOWN_MAX = 100;

/**
 * Tells people inside the application that something happened to a ticket, in the transaction in which it did. Who did it
 * is not told; nor is anybody who does not see its kind.
 */
export async function notify(
  tx: Tx,
  caller: Caller,
  ticket: Pick<TicketRow, 'id' | 'desk' | 'assigned_login'>,
  kind: NoticeKind,
): Promise<void> {
  const people = (await listAnswerers(tx)).filter(
    ({ loginId, desks }) =>
      desks.includes(ticket.desk) &&
      loginId !== caller.loginId &&
      (ticket.assigned_login === null ? kind !== 'assigned' : ticket.assigned_login === loginId),
  );
  if (people.length === 0) return;
  const row = {
    tenant_id: tx.tenantId,
    kind,
    ticket_id: ticket.id,
    at: caller.now,
    read_at: null,
    mailed_at: null,
  };
  await tx
    .tables<NoticeTables>()
    .insertInto('notice')
    .values(people.map(({ loginId }) => ({ ...row, id: idAt(caller.now), login_id: loginId })))
    .execute();
  await queueDigest(tx, caller.zone);
  await publish(tx, caller, 'notice.told', ticket.id, { kind });
}

/** What whoever asks was told, newest first; of a kind of ticket that they see no longer, nothing. */
export async function listNotices(tx: Tx, caller: Caller) {
  const desks = await desksOfCaller(tx, caller);
  if (caller.loginId === null || desks.length === 0) return { notices: [], unread: 0 };
  const rows = await tx
    .tables<NoticeTables & TicketTables>()
    .selectFrom('notice')
    .innerJoin('ticket', (j) =>
      j.onRef('ticket.tenant_id', '=', 'notice.tenant_id').onRef('ticket.id', '=', 'notice.ticket_id'),
    )
    .select(['notice.id', 'notice.kind', 'notice.at', 'notice.read_at', 'notice.ticket_id'])
    .select(['ticket.number', 'ticket.subject'])
    .where('notice.tenant_id', '=', tx.tenantId)
    .where('notice.login_id', '=', caller.loginId)
    .where('ticket.desk', 'in', [...desks])
    .orderBy('notice.id', 'desc')
    .limit(SHOWN_MAX)
    .execute();
  return {
    notices: rows.map((row) => ({
      id: row.id,
      kind: row.kind,
      ticketId: row.ticket_id,
      number: ticketNumber(row.number),
      subject: row.subject,
      at: row.at,
      read: row.read_at !== null,
    })),
    unread: rows.filter((row) => row.read_at === null).length,
  };
}

/** Everything that this person was told until now counts as read; nobody else's does. */
export async function readNotices(tx: Tx, caller: Caller): Promise<void> {
  if (caller.loginId === null) return;
  await tx
    .tables<NoticeTables>()
    .updateTable('notice')
    .set({ read_at: caller.now })
    .where('tenant_id', '=', tx.tenantId)
    .where('login_id', '=', caller.loginId)
    .where('read_at', 'is', null)
    .execute();
}
