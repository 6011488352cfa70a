import type { Id } from '#domain/kernel/ids.ts';
import { findContacts } from '#modules/accounts/api.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { IncomingMail } from '#platform/mail/intake/read-incoming.ts';
import { isMailAddress } from '#platform/mail/send.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { asLocale } from '#platform/words/words.ts';
import type { MailClass } from '../classify.ts';
import { lockTicket } from './history.ts';
import { openTicket } from './open-ticket.ts';
import { deskOfMail, DESKS, numberIn } from './rules.ts';
import type { TicketRow, TicketTables } from './store.ts';
import { ticketOfMail } from './ticket-mails.ts';
import { takeFromCustomer } from './write-message.ts';

/** Mails of these classes are tickets; of a wish to cancel there is a case, and what the rules are not sure of a person decides. */
const TICKET_CLASSES: readonly MailClass[] = ['question', 'reply', 'privacy'];

/**
 * Puts a mail that was sorted into the thread it belongs to, or opens a ticket with it. It joins by what it answers
 * (In-Reply-To, References): an answer of ours, or a mail of the same sender that a ticket knows; else by the number in
 * its subject, where the sender is a person of that ticket. A number alone opens nobody's thread. Safe to run twice.
 * @param answers the mail of ours that it answers
 */
export async function threadMail(
  tx: Tx,
  caller: Caller,
  mail: IncomingMail,
  sorted: {
    readonly class: MailClass;
    readonly language: string | null;
    readonly answers: { readonly kind: string; readonly subjectId: Id } | undefined;
  },
): Promise<void> {
  if (mail.nature !== 'personal' || mail.verdict.because === 'replay') return;
  if (await ticketOfMail(tx, mail.id)) return;
  const joined = await joinedTicket(tx, mail, sorted.answers);
  const authorName = mail.from_name || mail.from_address;
  if (joined) {
    const ticket = await lockTicket(tx, joined, DESKS);
    if (!ticket.ok) return;
    await takeFromCustomer(tx, caller, ticket.value, {
      text: mail.body,
      authorName,
      authorEmail: mail.from_address,
      mailId: mail.id,
      at: mail.received_at,
    });
    return;
  }
  if (!TICKET_CLASSES.includes(sorted.class) || !isMailAddress(mail.from_address)) return;
  await openTicket(tx, caller, {
    desk: deskOfMail(sorted.class, sorted.answers?.kind ?? null),
    source: 'mail',
    subject: mail.subject,
    contactName: authorName,
    contactEmail: mail.from_address,
    locale: asLocale(sorted.language ?? caller.locale),
    text: mail.body,
    mailId: mail.id,
    askedAt: mail.received_at,
    about: aboutOf(sorted.answers),
  });
}

/** What of ours a mail answers tells what it is about. */
function aboutOf(
  answers: { readonly kind: string; readonly subjectId: Id } | undefined,
): Partial<Pick<TicketRow, 'order_id' | 'invoice_id'>> {
  const kind = answers?.kind.replace(/\.\d+$/, '');
  if (kind === 'orders.quote' || kind === 'orders.confirmation') return { order_id: answers!.subjectId };
  return kind === 'billing.invoice' ? { invoice_id: answers!.subjectId } : {};
}

async function joinedTicket(
  tx: Tx,
  mail: IncomingMail,
  answers: { readonly kind: string; readonly subjectId: Id } | undefined,
): Promise<Id | null> {
  if (answers?.kind.startsWith('support.answer')) return answers.subjectId;
  // Our automatic answer belongs to the mail that it answered.
  const byAnswer = answers?.kind === 'support.received' && (await ticketOfMail(tx, answers.subjectId));
  if (byAnswer) return byAnswer;
  const own = await ticketOfOwnMail(tx, mail);
  if (own) return own;
  const number = numberIn(mail.subject);
  if (number === null) return null;
  const named = await tx
    .tables<TicketTables>()
    .selectFrom('ticket')
    .select(['id', 'contact_email', 'customer_id'])
    .where('tenant_id', '=', tx.tenantId)
    .where('number', '=', number)
    .executeTakeFirst();
  if (!named) return null;
  const sender = mail.from_address.toLowerCase();
  const known =
    sender === named.contact_email ||
    (await findContacts(tx, sender)).some(({ customerId }) => customerId === named.customer_id);
  return known ? named.id : null;
}

/** The ticket that an earlier mail of the same sender is in, by its Message-ID. */
async function ticketOfOwnMail(tx: Tx, mail: IncomingMail): Promise<Id | null> {
  const ids = [mail.in_reply_to, ...mail.thread].filter((id) => id !== '');
  if (ids.length === 0) return null;
  const row = await tx
    .tables<
      TicketTables & { incoming_mail: { tenant_id: Id; id: Id; message_id: string; from_address: string } }
    >()
    .selectFrom('ticket_message')
    .innerJoin('incoming_mail', (j) =>
      j
        .onRef('incoming_mail.tenant_id', '=', 'ticket_message.tenant_id')
        .onRef('incoming_mail.id', '=', 'ticket_message.mail_id'),
    )
    .select('ticket_message.ticket_id')
    .where('ticket_message.tenant_id', '=', tx.tenantId)
    .where('incoming_mail.message_id', 'in', ids)
    .where('incoming_mail.from_address', '=', mail.from_address)
    .orderBy('ticket_message.id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.ticket_id ?? null;
}
