import type { Id } from '#domain/kernel/ids.ts';
import { addressFor } from '#modules/policy/api.ts';
import type { Caller } from '#platform/http/caller.ts';
import { loadIncoming } from '#platform/mail/intake/read-incoming.ts';
import { queueMail } from '#platform/mail/outbox.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { asLocale, say } from '#platform/words/words.ts';
import { linkTo } from './links.ts';
import { ticketMailWords } from './mail-words.ts';
import { subjectWithNumber } from './rules.ts';
import type { TicketRow, TicketTables } from './store.ts';

/**
 * Mails an answer to whoever asked, in their language and in the thread of their last mail. Its own answer joins the
 * ticket by In-Reply-To; the number in the subject helps where a mail program drops that.
 */
export async function mailAnswer(
  tx: Tx,
  caller: Caller,
  publicUrl: string,
  ticket: TicketRow,
  answer: {
    readonly text: string;
    readonly documentIds: readonly Id[];
    readonly solved: boolean;
    /** of the message in its thread: each is a mail of its own */
    readonly position: number;
  },
): Promise<void> {
  const locale = asLocale(ticket.locale);
  const t = (key: keyof typeof ticketMailWords.en & string, values = {}): string =>
    say(ticketMailWords, locale, key, values);
  await queueMail(tx, caller, {
    ...(await threadOf(tx, ticket.id)),
    kind: 'support.answer',
    edition: answer.position,
    subjectId: ticket.id,
    recipient: await addressFor(tx, 'support.answer', () => ticket.contact_email),
    locale,
    subject: subjectWithNumber(ticket.number, ticket.subject),
    headline: t(answer.solved ? 'answer.solved' : 'answer.headline', { company: caller.tenantName }),
    blocks: [
      { kind: 'text', text: answer.text },
      { kind: 'note', text: t('answer.how') },
      {
        kind: 'button',
        label: t('answer.open'),
        url: linkTo(publicUrl, tx.tenantId, ticket.id, caller.today),
      },
    ],
    documentIds: [...answer.documentIds],
  });
}

/** Header lines that put our mail under the customer's last one; only well-formed ids go into headers of ours. */
async function threadOf(tx: Tx, ticketId: Id): Promise<{ inReplyTo?: string; references?: string[] }> {
  const last = await tx
    .tables<TicketTables>()
    .selectFrom('ticket_message')
    .select('mail_id')
    .where('tenant_id', '=', tx.tenantId)
    .where('ticket_id', '=', ticketId)
    .where('mail_id', 'is not', null)
    .orderBy('position', 'desc')
    .limit(1)
    .executeTakeFirst();
  const mail = last?.mail_id && (await loadIncoming(tx, last.mail_id));
  const well = (id: string): boolean => /^<[^\s<>@]{1,200}@[^\s<>@]{1,253}>$/.test(id);
  if (!mail || !well(mail.message_id)) return {};
  return { inReplyTo: mail.message_id, references: [...mail.thread.filter(well), mail.message_id] };
}
