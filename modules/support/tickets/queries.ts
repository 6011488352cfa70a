import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { loadCustomers } from '#modules/accounts/api.ts';
import { listInvoices, servicesOf } from '#modules/billing/api.ts';
import { instancesOf } from '#modules/hosting/api.ts';
import { listOrderStates } from '#modules/orders/api.ts';
import { listDocumentsOf } from '#platform/documents/stored.ts';
import type { Caller } from '#platform/http/caller.ts';
import { listAttachments, listIncoming } from '#platform/mail/intake/read-incoming.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { asLocale } from '#platform/words/words.ts';
import { listCanned } from './canned.ts';
import type { About, TicketMessage, TicketRowView, TicketView } from './contract.ts';
import { listAnswerers } from './desks.ts';
import { fillAnswer, ticketNumber, type Desk } from './rules.ts';
import { stepsOf, timesOf } from './service-settings.ts';
import type { TicketTimes } from './service-time.ts';
import type { MessageRow, TicketRow, TicketTables } from './store.ts';
import { TICKET_FILE } from './write-message.ts';

const ROWS_MAX = 500;
const LINKABLE_MAX = 50;
const SHOWN = {
  ours: ['open', 'reopened'],
  theirs: ['waiting'],
  solved: ['solved'],
} as const;

/** The queue of whoever asks: what breaks its promise first comes first, what owes nothing the newest first. */
export async function listTickets(
  tx: Tx,
  caller: Caller,
  desks: readonly Desk[],
  filter: { show: keyof typeof SHOWN; mine: boolean },
): Promise<{ tickets: TicketRowView[]; ours: number; late: number }> {
  if (desks.length === 0) return { tickets: [], ours: 0, late: 0 };
  const rows = await rowsIn(tx, desks, SHOWN[filter.show]);
  const ours = filter.show === 'ours' ? rows : await rowsIn(tx, desks, SHOWN.ours);
  const times = await timesOf(tx, caller, ours === rows ? rows : [...rows, ...ours]);
  const customers = await loadCustomers(
    tx,
    rows.flatMap((row) => row.customer_id ?? []),
  );
  const tickets = rows
    .filter((row) => !filter.mine || row.assigned_login === caller.loginId)
    .map((row) =>
      rowView(
        row,
        times.get(row.id)!,
        (row.customer_id && customers.get(row.customer_id)?.name) ?? '',
        caller,
      ),
    );
  return {
    tickets: tickets.sort(byDue),
    ours: ours.length,
    late: ours.filter(({ id }) => isLate(times.get(id)!, caller)).length,
  };
}

async function rowsIn(
  tx: Tx,
  desks: readonly Desk[],
  states: readonly TicketRow['state'][],
): Promise<TicketRow[]> {
  return tx
    .tables<TicketTables>()
    .selectFrom('ticket')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('state', 'in', [...states])
    .where('desk', 'in', [...desks])
    .orderBy('id', 'desc')
    .limit(ROWS_MAX)
    .execute();
}

const isLate = ({ nextDueAt }: TicketTimes, caller: Caller): boolean =>
  nextDueAt !== null && nextDueAt <= caller.now;

function byDue(a: TicketRowView, b: TicketRowView): number {
  if (a.nextDueAt === null || b.nextDueAt === null)
    return (
      Number(a.nextDueAt === null) - Number(b.nextDueAt === null) || b.changedAt.localeCompare(a.changedAt)
    );
  return a.nextDueAt.localeCompare(b.nextDueAt);
}

function rowView(row: TicketRow, times: TicketTimes, customerName: string, caller: Caller): TicketRowView {
  return {
    id: row.id,
    number: ticketNumber(row.number),
    subject: row.subject,
    desk: row.desk,
    priority: row.priority,
    state: row.state,
    source: row.source,
    contactName: row.contact_name,
    contactEmail: row.contact_email,
    customerId: row.customer_id,
    customerName,
    assignedLogin: row.assigned_login,
    assignedName: row.assigned_name,
    openedAt: row.opened_at,
    changedAt: row.changed_at,
    firstDueAt: times.firstDueAt,
    solutionDueAt: times.solutionDueAt,
    nextDueAt: times.nextDueAt,
    late: isLate(times, caller),
    paused: times.paused,
  };
}

/** One ticket with everything that staff sees of it; of a kind that is not theirs they find nothing. */
export async function ticketView(
  tx: Tx,
  caller: Caller,
  desks: readonly Desk[],
  ticketId: Id,
): Promise<Result<TicketView, { code: 'ticket_unknown' }>> {
  const row = await tx
    .tables<TicketTables>()
    .selectFrom('ticket')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', ticketId)
    .executeTakeFirst();
  if (!row || !desks.includes(row.desk)) return refuse({ code: 'ticket_unknown' });
  const customers = await loadCustomers(tx, row.customer_id === null ? [] : [row.customer_id]);
  const customerName = (row.customer_id && customers.get(row.customer_id)?.name) ?? '';
  const times = (await timesOf(tx, caller, [row])).get(row.id)!;
  const messages = await messagesOf(tx, row.id);
  const sent = new Set(
    messages.flatMap(({ files }) =>
      files.flatMap(({ from, position }) => (from === 'ticket' ? position : [])),
    ),
  );
  const files = await listDocumentsOf(tx, TICKET_FILE, row.id);
  const linkable = await linkableTo(tx, caller, row.customer_id);
  const about = await aboutOf(tx, caller, row, linkable);
  const locale = asLocale(row.locale);
  const canned = (await listCanned(tx)).map(({ id, name, ...texts }) => ({
    id,
    name,
    filled: fillAnswer(texts[locale], {
      name: row.contact_name,
      number: ticketNumber(row.number),
      subject: row.subject,
      company: caller.tenantName,
      about: about?.label ?? '',
      me: caller.name,
    }),
  }));
  return ok({
    ...rowView(row, times, customerName, caller),
    about,
    messages,
    unsent: files
      .filter(({ revision }) => !sent.has(revision))
      .map(({ id, name }) => ({ documentId: id, name })),
    history: ((await stepsOf(tx, [row.id])).get(row.id) ?? []).map((step) => ({
      what: step.what,
      facts: { ...(step.facts as Record<string, string | null>) },
      actorName: step.actor_name,
      at: step.at,
    })),
    linkable,
    people: (await listAnswerers(tx))
      .filter((person) => person.desks.includes(row.desk))
      .map(({ loginId, email }) => ({ loginId, email })),
    canned,
  });
}

/** The thread of a ticket, oldest first, with the files of its mails and its own. */
export async function messagesOf(
  tx: Tx,
  ticketId: Id,
  sides: readonly MessageRow['side'][] = ['customer', 'staff', 'note'],
): Promise<TicketMessage[]> {
  const rows = await tx
    .tables<TicketTables>()
    .selectFrom('ticket_message')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('ticket_id', '=', ticketId)
    .where('side', 'in', [...sides])
    .orderBy('position')
    .execute();
  const mails = await listIncoming(
    tx,
    rows.flatMap((row) => row.mail_id ?? []),
  );
  const documents = new Map(
    (await listDocumentsOf(tx, TICKET_FILE, ticketId)).map((file) => [file.id, file]),
  );
  const views: TicketMessage[] = [];
  for (const row of rows) {
    const attached = row.mail_id === null ? [] : await listAttachments(tx, row.mail_id);
    const own = (row.document_ids as readonly Id[]).flatMap((id) => documents.get(id) ?? []);
    views.push({
      id: row.id,
      position: row.position,
      side: row.side,
      authorName: row.said_by,
      authorEmail: row.said_from,
      text: row.body,
      at: row.at,
      mailId: row.mail_id,
      verified: row.mail_id === null ? null : (mails.get(row.mail_id)?.verified ?? false),
      files: [
        ...attached.map(({ position, name, kept_out: keptOut }) => ({
          from: 'mail' as const,
          position,
          name,
          kept: keptOut === null,
        })),
        ...own.map(({ revision, name }) => ({
          from: 'ticket' as const,
          position: revision,
          name,
          kept: true,
        })),
      ],
    });
  }
  return views;
}

/** What of a customer's a ticket can be about: orders, invoices and running instances, the newest first. */
export async function linkableTo(tx: Tx, caller: Caller, customerId: Id | null): Promise<About[]> {
  if (customerId === null) return [];
  const orders = (await listOrderStates(tx, caller.today)).filter((one) => one.customerId === customerId);
  const invoices = await listInvoices(tx, caller.today, { customerId });
  const found: About[] = [
    ...orders.slice(0, LINKABLE_MAX).map(({ id, number }) => ({ kind: 'order' as const, id, label: number })),
    ...invoices
      .slice(0, LINKABLE_MAX)
      .map(({ id, number }) => ({ kind: 'invoice' as const, id, label: number })),
  ];
  for (const service of await servicesOf(tx, customerId))
    for (const { id, title } of await instancesOf(tx, service.id))
      found.push({ kind: 'instance', id, label: title });
  return found;
}

async function aboutOf(
  tx: Tx,
  caller: Caller,
  row: TicketRow,
  linkable: readonly About[],
): Promise<About | null> {
  const id = row.order_id ?? row.invoice_id ?? row.instance_id;
  if (id === null) return null;
  const known = linkable.find((one) => one.id === id);
  if (known) return known;
  if (row.order_id) {
    const order = (await listOrderStates(tx, caller.today)).find((one) => one.id === id);
    return { kind: 'order', id, label: order?.number ?? '' };
  }
  if (row.invoice_id) {
    const [invoice] = await listInvoices(tx, caller.today, { invoiceId: id });
    return { kind: 'invoice', id, label: invoice?.number ?? '' };
  }
  return { kind: 'instance', id, label: '' };
}
