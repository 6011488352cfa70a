import { sql } from 'kysely';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { idAt } from '../clock/id-at.ts';
import type { Caller } from '../http/caller.ts';
import { queueJob } from '../jobs/job.ts';
import type { Tx } from '../postgres/tx.ts';
import { mailKind, type MailKind } from './kinds.ts';
import { hasHiddenLinks, hideLinks } from './link-secrets.ts';
import type { MailView } from './mail-shape.ts';
import type { MailTables, StoredMessage } from './mail-tables.ts';
import { sendQueuedMail } from './deliver.ts';

export interface MailToQueue extends StoredMessage {
  /** with the subject and the recipient it makes the mail unique: queued twice it goes out once */
  readonly kind: MailKind;
  /** 1, 2, 3 … where a new edition of the same document is a new mail */
  readonly edition?: number;
  /** the order or document it belongs to */
  readonly subjectId: Id;
  readonly recipient: string;
}

/**
 * Queues a mail inside the transaction.
 * @returns false when this very mail was queued before
 * @throws UnknownMailKind for a kind that the policy does not know; nothing is queued
 */
export async function queueMail(tx: Tx, caller: Caller, mail: MailToQueue): Promise<boolean> {
  const { kind, edition, subjectId, recipient, ...message } = mail;
  mailKind(kind);
  const id = idAt(caller.now);
  const { blocks, sealed } = hideLinks(tx.tenantId, id, message.blocks);
  const row = await tx
    .tables<MailTables>()
    .insertInto('outgoing_mail')
    .values({
      tenant_id: tx.tenantId,
      id,
      kind: edition === undefined ? kind : `${kind}.${edition}`,
      subject_id: subjectId,
      recipient,
      message: sql`${JSON.stringify({ ...message, blocks })}::jsonb`,
      links_sealed: sealed,
      state: 'waiting',
      attempts: 0,
      last_error: null,
      queued_at: caller.now,
      sent_at: null,
      message_id: null,
      relay: null,
      bounces: 0,
      bounce_status: null,
      bounced_at: null,
    })
    .onConflict((c) => c.columns(['tenant_id', 'kind', 'subject_id', 'recipient']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!row) return false;
  await queueJob(tx, sendQueuedMail, { mailId: id });
  return true;
}

/** Mails of one subject with their state, for its page; newest last. */
export async function listMails(tx: Tx, subjectId: Id): Promise<MailView[]> {
  const rows = await tx
    .tables<MailTables>()
    .selectFrom('outgoing_mail')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('subject_id', '=', subjectId)
    .orderBy('queued_at')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    recipient: row.recipient,
    state: row.state,
    at: row.sent_at ?? row.queued_at,
    problem: row.last_error,
  }));
}

/** Queues again what waits, for the start of a server that has a relay now. */
export async function requeueWaitingMail(tx: Tx): Promise<void> {
  const rows = await tx
    .tables<MailTables>()
    .selectFrom('outgoing_mail')
    .select('id')
    .where('tenant_id', '=', tx.tenantId)
    .where('state', 'in', ['waiting', 'no_provider'])
    .execute();
  for (const { id } of rows) await queueJob(tx, sendQueuedMail, { mailId: id }, { key: `mail:${id}` });
}

/** Only mail that failed or came back is sent again by hand. */
type RetryRefusal =
  { code: 'mail_unknown' } | { code: 'mail_not_failed'; state: string } | { code: 'mail_link_gone' };

/**
 * Sends a mail again that failed or came back, as the same message; its address counts as working from now on.
 */
export async function retryMail(tx: Tx, mailId: Id): Promise<Result<null, RetryRefusal>> {
  const tables = tx.tables<MailTables>();
  const row = await tables
    .selectFrom('outgoing_mail')
    .select(['state', 'recipient', 'message', 'links_sealed'])
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', mailId)
    .forUpdate()
    .executeTakeFirst();
  if (!row) return refuse({ code: 'mail_unknown' });
  if (row.state !== 'failed' && row.state !== 'bounced')
    return refuse({ code: 'mail_not_failed', state: row.state });
  if (row.links_sealed === '' && hasHiddenLinks(row.message.blocks))
    return refuse({ code: 'mail_link_gone' });
  await tables
    .updateTable('outgoing_mail')
    .set({ state: 'waiting', attempts: 0, bounces: 0, last_error: null })
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', mailId)
    .execute();
  await tables
    .deleteFrom('dead_address')
    .where('tenant_id', '=', tx.tenantId)
    .where('address', '=', row.recipient.toLowerCase())
    .execute();
  await queueJob(tx, sendQueuedMail, { mailId }, { key: `mail:${mailId}` });
  return ok(null);
}
