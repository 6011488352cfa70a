import { sql } from 'kysely';
import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import {
  listAttachments,
  listIncoming,
  listRepeats,
  loadIncoming,
  type IncomingMail,
} from '#platform/mail/intake/read-incoming.ts';
import { listMails } from '#platform/mail/outbox.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { AnswerTime } from './answer-time.ts';
import type { MailClass } from './classify.ts';
import type { InboxMail, MailRow } from './contract.ts';
import type { SupportTables } from './store.ts';

/** What tells until when a mail is answered, and what time it is. */
export interface AnswerClock {
  readonly now: Instant;
  timeOf(receivedAt: Instant): AnswerTime;
}

const ROWS_MAX = 200;
type SortedRow = SupportTables['support_mail'];

/** The inbox: what waits for somebody comes first by being asked for; ids of mails grow with time. */
export async function listSorted(
  tx: Tx,
  clock: AnswerClock,
  filter: { state?: SortedRow['state'] | undefined; class?: MailClass | undefined },
): Promise<{ mails: MailRow[]; open: number }> {
  let query = tx
    .tables<SupportTables>()
    .selectFrom('support_mail')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId);
  if (filter.state) query = query.where('state', '=', filter.state);
  if (filter.class) query = query.where('class', '=', filter.class);
  const rows = await query.orderBy('mail_id', 'desc').limit(ROWS_MAX).execute();
  const mails = await listIncoming(
    tx,
    rows.map((row) => row.mail_id),
  );
  const { open } = await tx
    .tables<SupportTables>()
    .selectFrom('support_mail')
    .select(sql<number>`count(*)::int`.as('open'))
    .where('tenant_id', '=', tx.tenantId)
    .where('state', '=', 'open')
    .executeTakeFirstOrThrow();
  const views: MailRow[] = [];
  for (const row of rows) {
    const mail = mails.get(row.mail_id)!;
    const [files, repeats] = [await listAttachments(tx, mail.id), await listRepeats(tx, mail.id)];
    views.push({ ...rowOf(mail, row, clock), attachments: files.length, repeats: repeats.length });
  }
  return { mails: views, open };
}

export async function loadSorted(
  tx: Tx,
  clock: AnswerClock,
  mailId: Id,
): Promise<Result<InboxMail, { code: 'support_mail_unknown' }>> {
  const row = await tx
    .tables<SupportTables>()
    .selectFrom('support_mail')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('mail_id', '=', mailId)
    .executeTakeFirst();
  const mail = row && (await loadIncoming(tx, mailId));
  if (!row || !mail) return refuse({ code: 'support_mail_unknown' });
  const files = await listAttachments(tx, mailId);
  const repeats = await listRepeats(tx, mailId);
  return ok({
    ...rowOf(mail, row, clock),
    attachments: files.length,
    repeats: repeats.length,
    recipient: mail.recipient,
    channel: mail.channel,
    text: mail.body,
    headerDate: mail.header_date,
    because: [...row.because],
    sortedBy: row.sorted_by,
    doneBy: row.done_by,
    doneAt: row.done_at,
    masked: mail.masked,
    unread: mail.unread,
    replyKind: row.reply_kind,
    files: files.map(({ position, name, bytes, kept_out: keptOut }) => ({
      position,
      name,
      bytes: Number(bytes),
      keptOut,
    })),
    repeatedAt: repeats.map((repeat) => repeat.received_at),
    answers: await listMails(tx, mailId),
  });
}

function rowOf(
  mail: Omit<IncomingMail, 'body'>,
  row: SortedRow,
  clock: AnswerClock,
): Omit<MailRow, 'attachments' | 'repeats'> {
  const time = row.state === 'open' ? clock.timeOf(mail.received_at) : null;
  return {
    id: mail.id,
    receivedAt: mail.received_at,
    fromAddress: mail.from_address,
    fromName: mail.from_name,
    subject: mail.subject,
    class: row.class,
    state: row.state,
    verified: mail.verified,
    verdict: mail.verdict.because,
    answerBy: time && time.by,
    due: time && (clock.now >= time.until ? 'late' : clock.now >= time.tellFrom ? 'today' : 'later'),
  };
}
