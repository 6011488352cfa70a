import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { Tx } from '../../postgres/tx.ts';
import { ownMail } from '../bounces.ts';
import type { MailTables } from '../mail-tables.ts';
import type { IncomingTables } from './incoming-tables.ts';

export type IncomingMail = Omit<IncomingTables['incoming_mail'], 'tenant_id' | 'dedupe'>;
export type IncomingAttachment = Omit<IncomingTables['incoming_attachment'], 'tenant_id' | 'mail_id'>;

const COLUMNS = [
  'id',
  'received_at',
  'stored_at',
  'channel',
  'recipient',
  'envelope_from',
  'from_address',
  'from_name',
  'reply_to',
  'subject',
  'header_date',
  'message_id',
  'in_reply_to',
  'thread',
  'nature',
  'verified',
  'verdict',
  'report',
  'masked',
  'bytes',
  'unread',
] as const;

/** One mail as it was stored; undefined when this tenant has none of that id. */
export async function loadIncoming(tx: Tx, mailId: Id): Promise<IncomingMail | undefined> {
  return tx
    .tables<IncomingTables>()
    .selectFrom('incoming_mail')
    .select([...COLUMNS, 'body'])
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', mailId)
    .executeTakeFirst();
}

/** Several mails without their texts, in no order. */
export async function listIncoming(tx: Tx, ids: readonly Id[]): Promise<Map<Id, Omit<IncomingMail, 'body'>>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .tables<IncomingTables>()
    .selectFrom('incoming_mail')
    .select([...COLUMNS])
    .where('tenant_id', '=', tx.tenantId)
    .where('id', 'in', [...ids])
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** What came with a mail, in its order. */
export async function listAttachments(tx: Tx, mailId: Id): Promise<IncomingAttachment[]> {
  return tx
    .tables<IncomingTables>()
    .selectFrom('incoming_attachment')
    .select(['position', 'name', 'content_type', 'bytes', 'file_hash', 'kept_out'])
    .where('tenant_id', '=', tx.tenantId)
    .where('mail_id', '=', mailId)
    .orderBy('position')
    .execute();
}

/** When and how the same mail came again. */
export async function listRepeats(
  tx: Tx,
  mailId: Id,
): Promise<Pick<IncomingTables['incoming_mail_repeat'], 'received_at' | 'channel'>[]> {
  return tx
    .tables<IncomingTables>()
    .selectFrom('incoming_mail_repeat')
    .select(['received_at', 'channel'])
    .where('tenant_id', '=', tx.tenantId)
    .where('mail_id', '=', mailId)
    .orderBy('received_at')
    .execute();
}

/**
 * Whether the very same words came from this address shortly before, under another Message-ID, and no less proven: what
 * somebody forged never keeps a proven mail from being heard.
 */
export async function hasTwinBefore(tx: Tx, mail: IncomingMail, since: Instant): Promise<boolean> {
  let query = tx
    .tables<IncomingTables>()
    .selectFrom('incoming_mail')
    .select('id')
    .where('tenant_id', '=', tx.tenantId)
    .where('from_address', '=', mail.from_address)
    .where('body', '=', mail.body)
    .where('received_at', '>=', since)
    .where((e) =>
      e.or([
        e('received_at', '<', mail.received_at),
        e.and([e('received_at', '=', mail.received_at), e('id', '<', mail.id)]),
      ]),
    );
  if (mail.verified) query = query.where('verified', '=', true);
  return (await query.limit(1).executeTakeFirst()) !== undefined;
}

/** The mail of ours that a mail answers, by In-Reply-To and then by References, the latest first. */
export async function answeredMail(
  tx: Tx,
  mail: Pick<IncomingMail, 'in_reply_to' | 'thread'>,
): Promise<{ kind: string; subjectId: Id } | undefined> {
  for (const messageId of [mail.in_reply_to, ...[...mail.thread].reverse()]) {
    const found = ownMail(messageId);
    if (!found || found.tenantId !== tx.tenantId) continue;
    const row = await tx
      .tables<MailTables>()
      .selectFrom('outgoing_mail')
      .select(['kind', 'subject_id'])
      .where('tenant_id', '=', tx.tenantId)
      .where('id', '=', found.mailId)
      .executeTakeFirst();
    if (row) return { kind: row.kind, subjectId: row.subject_id };
  }
  return undefined;
}
