import { sql } from 'kysely';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import type { Caller } from '#platform/http/caller.ts';
import { answeredMail, loadIncoming } from '#platform/mail/intake/read-incoming.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Reader } from '#platform/outbox/readers.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { MailClass } from './classify.ts';
import { queueWatch } from './escalate.ts';
import type { SupportTables } from './store.ts';
import { threadMail } from './tickets/thread-mail.ts';

type Refusal = { code: 'support_mail_unknown' } | { code: 'support_mail_by_machine'; class: string };

/**
 * A person says what a mail is. Announced like the rules' own decision; when the mail arrived never changes by it.
 */
export async function sortMailByHand(
  tx: Tx,
  caller: Caller,
  mailId: Id,
  to: MailClass,
): Promise<Result<null, Refusal>> {
  const row = await loadForUpdate(tx, mailId);
  if (!row) return refuse({ code: 'support_mail_unknown' });
  if (row.state === 'quiet') return refuse({ code: 'support_mail_by_machine', class: row.class });
  if (row.class === to) return ok(null);
  await change(tx, mailId, {
    class: to,
    because: sql`'["by_hand"]'::jsonb`,
    sorted_by: caller.name,
    sorted_at: caller.now,
  });
  await threadSorted(tx, caller, mailId, to);
  await publish(tx, caller, 'support_mail.sorted', mailId, {
    class: to,
    because: ['by_hand'],
    replyKind: row.reply_kind,
    replySubject: row.reply_subject,
  });
  return ok(null);
}

/** What a person took for a question, a reply or a request about data is a ticket from then on. */
async function threadSorted(tx: Tx, caller: Caller, mailId: Id, to: MailClass): Promise<void> {
  const mail = await loadIncoming(tx, mailId);
  if (!mail) return;
  const answers = await answeredMail(tx, mail);
  await threadMail(tx, caller, mail, { class: to, language: null, answers });
}

/** Marks a mail as dealt with, or as open again. */
export async function settleMailByHand(
  tx: Tx,
  caller: Caller,
  mailId: Id,
  done: boolean,
): Promise<Result<null, Refusal>> {
  const row = await loadForUpdate(tx, mailId);
  if (!row) return refuse({ code: 'support_mail_unknown' });
  if (row.state === 'quiet') return refuse({ code: 'support_mail_by_machine', class: row.class });
  if ((row.state === 'done') === done) return ok(null);
  await change(tx, mailId, {
    state: done ? 'done' : 'open',
    done_by: done ? caller.name : null,
    done_at: done ? caller.now : null,
  });
  if (!done) await queueWatch(tx);
  await publish(tx, caller, done ? 'support_mail.settled' : 'support_mail.reopened', mailId);
  return ok(null);
}

/** What a case of a cancellation took in whole waits for nobody in the inbox. */
export const settleTaken: Reader = {
  name: 'support.settle-taken',
  on: ['cancellation_mail.taken'],
  async read(tx, caller, event) {
    await settleMailByHand(tx, caller, event.aggregateId, true);
  },
};

async function loadForUpdate(tx: Tx, mailId: Id): Promise<SupportTables['support_mail'] | undefined> {
  return tx
    .tables<SupportTables>()
    .selectFrom('support_mail')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('mail_id', '=', mailId)
    .forUpdate()
    .executeTakeFirst();
}

async function change(tx: Tx, mailId: Id, values: object): Promise<void> {
  await tx
    .tables<SupportTables>()
    .updateTable('support_mail')
    .set(values)
    .where('tenant_id', '=', tx.tenantId)
    .where('mail_id', '=', mailId)
    .execute();
}
