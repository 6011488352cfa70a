import type { Id } from '#domain/kernel/ids.ts';
import { isId } from '#domain/kernel/ids.ts';
import type { Caller } from '../http/caller.ts';
import { queueJob } from '../jobs/job.ts';
import { oneLine } from '../log/log.ts';
import { publish } from '../outbox/events.ts';
import type { Tx } from '../postgres/tx.ts';
import { later, sendQueuedMail } from './deliver.ts';
import { severityOf, type DeliveryReport } from './delivery-report.ts';
import { hasHiddenLinks } from './link-secrets.ts';
import type { MailTables } from './mail-tables.ts';

const HOUR_MS = 3_600_000;
/** Waits of 1, 4 and 16 hours; then a mailbox that is still full counts as one that does not take the mail. */
const SOFT_BOUNCES_MAX = 3;

/** The mail a Message-ID of ours names: `<mail.tenant@domain>`. */
export function ownMail(messageId: string): { mailId: Id; tenantId: Id } | undefined {
  const [, mailId, tenantId] = /^<([0-9a-f-]{36})\.([0-9a-f-]{36})@[^>]+>$/.exec(messageId) ?? [];
  return isId(mailId) && isId(tenantId) ? { mailId, tenantId } : undefined;
}

/**
 * Applies what a report says of one of our mails. A hard bounce marks the mail and its address; a soft one sends the
 * same message again later, three times at most; a report of delivery is noted. Reports about other recipients than
 * the mail's own, and a report that came before, change nothing.
 * @returns what the mail is now; undefined when the report is about no mail of this tenant
 */
export async function applyReport(
  tx: Tx,
  caller: Caller,
  mailId: Id,
  report: DeliveryReport,
): Promise<MailTables['outgoing_mail']['state'] | undefined> {
  const tables = tx.tables<MailTables>();
  const mail = await tables
    .selectFrom('outgoing_mail')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', mailId)
    .forUpdate()
    .executeTakeFirst();
  const said = report.recipients.find(({ recipient }) => recipient === mail?.recipient.toLowerCase());
  if (!mail) return undefined;
  if (!said || !['sent', 'delivered'].includes(mail.state)) return mail.state;
  const change = async (values: Partial<MailTables['outgoing_mail']>): Promise<void> => {
    await tables
      .updateTable('outgoing_mail')
      .set(values)
      .where('tenant_id', '=', tx.tenantId)
      .where('id', '=', mailId)
      .execute();
  };
  const words = oneLine(`${said.status} ${said.diagnostic}`, 300);
  const severity = severityOf(said);
  if (severity === 'none') {
    if (said.action === 'delivered') await change({ state: 'delivered', last_error: null });
    if (said.action === 'delayed') await change({ last_error: words });
    return said.action === 'delivered' ? 'delivered' : mail.state;
  }
  const bounces = mail.bounces + 1;
  const facts = { bounces, bounce_status: said.status, bounced_at: caller.now, last_error: words };
  // A one-time link went with the first try and is nowhere any more: whoever needs it asks for a new one.
  const again = mail.links_sealed !== '' || !hasHiddenLinks(mail.message.blocks);
  if (severity === 'soft' && bounces <= SOFT_BOUNCES_MAX && again) {
    await change({ ...facts, state: 'waiting' });
    const runAt = later(caller.now, HOUR_MS * 4 ** (bounces - 1));
    await queueJob(tx, sendQueuedMail, { mailId }, { runAt, key: `mail:${mailId}` });
    return 'waiting';
  }
  await change({ ...facts, state: 'bounced' });
  if (severity === 'hard')
    await tables
      .insertInto('dead_address')
      .values({
        tenant_id: tx.tenantId,
        address: mail.recipient.toLowerCase(),
        mail_id: mailId,
        status: said.status,
        diagnostic: words,
        since: caller.now,
      })
      .onConflict((c) => c.columns(['tenant_id', 'address']).doNothing())
      .execute();
  const { kind, subject_id: subjectId, recipient } = mail;
  await publish(tx, caller, 'mail.bounced', mailId, {
    kind,
    subjectId,
    recipient,
    severity,
    status: said.status,
  });
  return 'bounced';
}
