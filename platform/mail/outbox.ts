import { sql } from 'kysely';
import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { idAt } from '../clock/id-at.ts';
import type { Clock } from '../clock/clock.ts';
import { loadDocuments } from '../documents/stored.ts';
import type { Egress } from '../egress/egress.ts';
import type { FileStore } from '../files/store.ts';
import { systemCaller, type Caller, type TenantFacts } from '../http/caller.ts';
import { queueJob, type Job } from '../jobs/job.ts';
import { publish } from '../outbox/events.ts';
import type { Database } from '../postgres/database.ts';
import type { Tx } from '../postgres/tx.ts';
import { composeMail, type MailBlock } from './compose.ts';
import { MailDelayed, sendMail, type MailServer } from './send.ts';

interface MailTables {
  outgoing_mail: {
    tenant_id: Id;
    id: Id;
    kind: string;
    subject_id: Id;
    recipient: string;
    message: StoredMessage;
    state: 'waiting' | 'sent' | 'failed';
    attempts: number;
    last_error: string | null;
    queued_at: Instant;
    sent_at: Instant | null;
  };
}

interface StoredMessage {
  readonly locale: string;
  readonly subject: string;
  readonly headline: string;
  readonly blocks: readonly MailBlock[];
  readonly documentIds: readonly Id[];
}

export interface MailToQueue extends StoredMessage {
  /** `orders.quote`, …; with the subject and the recipient it makes the mail unique: queued twice it goes out once */
  readonly kind: string;
  /** the order or document it belongs to; a new revision is a new subject or a new kind */
  readonly subjectId: Id;
  readonly recipient: string;
}

/** What sending needs from the server. */
export interface MailContext {
  readonly db: Database;
  readonly clock: Clock;
  readonly files: FileStore;
  readonly egress: Egress;
  /** null: this installation has no relay yet; mail waits and is not lost */
  readonly relay: MailServer | null;
  /** address in From; the tenant's name stands before it */
  readonly mailFrom: string;
  tenantFacts(tenantId: Id): Promise<TenantFacts>;
}

/** Queues a mail inside the transaction. @returns false when this very mail was queued before */
export async function queueMail(tx: Tx, caller: Caller, mail: MailToQueue): Promise<boolean> {
  const { kind, subjectId, recipient, ...message } = mail;
  const id = idAt(caller.now);
  const row = await tx
    .tables<MailTables>()
    .insertInto('outgoing_mail')
    .values({
      tenant_id: tx.tenantId,
      id,
      kind,
      subject_id: subjectId,
      recipient,
      message: sql`${JSON.stringify(message)}::jsonb`,
      state: 'waiting',
      attempts: 0,
      last_error: null,
      queued_at: caller.now,
      sent_at: null,
    })
    .onConflict((c) => c.columns(['tenant_id', 'kind', 'subject_id', 'recipient']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!row) return false;
  await queueJob(tx, sendQueuedMail, { mailId: id });
  return true;
}

/** Mails of one subject with their state, for its page; newest last. */
export async function listMails(
  tx: Tx,
  subjectId: Id,
): Promise<
  {
    id: Id;
    kind: string;
    recipient: string;
    subject: string;
    state: string;
    lastError: string | null;
    queuedAt: Instant;
    sentAt: Instant | null;
  }[]
> {
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
    subject: row.message.subject,
    state: row.state,
    lastError: row.last_error,
    queuedAt: row.queued_at,
    sentAt: row.sent_at,
  }));
}

/** Queues again what waits, for the start of a server that has a relay now. */
export async function requeueWaitingMail(tx: Tx): Promise<void> {
  const rows = await tx
    .tables<MailTables>()
    .selectFrom('outgoing_mail')
    .select('id')
    .where('tenant_id', '=', tx.tenantId)
    .where('state', '=', 'waiting')
    .execute();
  for (const { id } of rows) await queueJob(tx, sendQueuedMail, { mailId: id }, { key: `mail:${id}` });
}

/**
 * Sends one queued mail. Safe to run twice: a sent mail is left alone, and a repeated attempt after a lost answer
 * carries the same Message-ID.
 */
export const sendQueuedMail: Job<{ mailId: Id }, MailContext> = {
  name: 'mail.send',
  attempts: 20,
  timeoutSeconds: 120,
  async run({ context, tenantId }, { mailId }) {
    const { relay } = context;
    if (!relay) return;
    const facts = await context.tenantFacts(tenantId);
    const loaded = await context.db.inTenant(tenantId, async (tx) => {
      const row = await tx
        .tables<MailTables>()
        .selectFrom('outgoing_mail')
        .selectAll()
        .where('tenant_id', '=', tenantId)
        .where('id', '=', mailId)
        .executeTakeFirst();
      return row && { row, documents: await loadDocuments(tx, row.message.documentIds) };
    });
    if (!loaded || loaded.row.state !== 'waiting') return;
    const { row, documents } = loaded;
    const attachments = await Promise.all(
      documents.map(async (document) => {
        const bytes = await context.files.readAll(tenantId, document.hash);
        if (!bytes) throw new Error(`the file of ${document.name} is missing`);
        return { name: document.name, mimeType: document.contentType, bytes };
      }),
    );
    const content = composeMail({
      language: row.message.locale,
      brand: facts.tenantName,
      headline: row.message.headline,
      blocks: row.message.blocks,
      footer: [facts.tenantName],
    });
    const now = context.clock.now();
    try {
      const outcome = await sendMail(
        context.egress,
        relay,
        {
          from: { name: facts.tenantName, address: context.mailFrom },
          to: [{ address: row.recipient }],
          subject: row.message.subject,
          ...content,
          attachments,
          key: mailId,
          sentAt: now,
          automatic: true,
        },
        { tenantId },
      );
      await record(
        context,
        facts,
        mailId,
        row,
        outcome.ok ? { state: 'sent' } : { state: 'failed', error: JSON.stringify(outcome.refusal) },
      );
    } catch (error) {
      if (error instanceof MailDelayed)
        await record(context, facts, mailId, row, { state: 'waiting', error: error.message });
      throw error;
    }
  },
};

async function record(
  context: MailContext,
  facts: TenantFacts,
  mailId: Id,
  row: MailTables['outgoing_mail'],
  outcome: { state: 'waiting' | 'sent' | 'failed'; error?: string },
): Promise<void> {
  const caller = systemCaller(facts, context.clock, 'job:mail.send');
  await context.db.inTenant(facts.tenantId, async (tx) => {
    await tx
      .tables<MailTables>()
      .updateTable('outgoing_mail')
      .set((e) => ({
        state: outcome.state,
        attempts: e('attempts', '+', 1),
        last_error: outcome.error ?? null,
        sent_at: outcome.state === 'sent' ? caller.now : null,
      }))
      .where('tenant_id', '=', facts.tenantId)
      .where('id', '=', mailId)
      .where('state', '=', 'waiting')
      .execute();
    if (outcome.state !== 'waiting')
      await publish(tx, caller, `mail.${outcome.state}`, mailId, {
        kind: row.kind,
        subjectId: row.subject_id,
        recipient: row.recipient,
      });
  });
}
