import { sql } from 'kysely';
import type { AppContext } from '#platform/module/context.ts';
import { queueJob, type Job } from '#platform/jobs/job.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { systemCaller } from '#platform/http/caller.ts';
import { answeredMail, loadIncoming } from '#platform/mail/intake/read-incoming.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Reader } from '#platform/outbox/readers.ts';
import { answerAutomatically } from './answer-automatically.ts';
import { classify } from './classify.ts';
import { queueWatch } from './escalate.ts';
import type { SupportTables } from './store.ts';
import { threadMail } from './tickets/thread-mail.ts';

/**
 * Sorts a mail that came in, answers it if a person wrote it, and announces `support_mail.sorted` with its class: the
 * modules for cancellation and privacy take theirs from there. Safe to run twice: a mail is sorted once.
 */
export const sortMail: Job<{ mailId: Id }, AppContext> = {
  name: 'support.sort-mail',
  attempts: 25,
  timeoutSeconds: 60,
  async run({ context, tenantId }, { mailId }) {
    const facts = await context.tenantFacts(tenantId);
    const caller = systemCaller(facts, context.clock, 'job:support.sort-mail');
    await context.db.inTenant(tenantId, async (tx) => {
      const mail = await loadIncoming(tx, mailId);
      if (!mail) throw new Error(`there is no mail ${mailId}`);
      const ours = await answeredMail(tx, mail);
      const found = classify({
        nature: mail.nature,
        subject: mail.subject,
        text: mail.body,
        unread: mail.unread !== null,
        answersOurs: ours !== undefined,
      });
      const quiet = found.class === 'bounce' || found.class === 'auto';
      const row = await tx
        .tables<SupportTables>()
        .insertInto('support_mail')
        .values({
          tenant_id: tenantId,
          mail_id: mailId,
          class: found.class,
          because: sql`${JSON.stringify(found.because)}::jsonb`,
          reply_kind: ours?.kind ?? null,
          reply_subject: ours?.subjectId ?? null,
          state: quiet ? 'quiet' : 'open',
          sorted_by: 'rules',
          sorted_at: caller.now,
          done_by: null,
          done_at: null,
        })
        .onConflict((c) => c.doNothing())
        .returning('mail_id')
        .executeTakeFirst();
      if (!row) return;
      if (!quiet) await queueWatch(tx);
      await threadMail(tx, caller, mail, { ...found, answers: ours });
      await answerAutomatically(tx, caller, context.publicUrl, mail, found);
      await publish(tx, caller, 'support_mail.sorted', mailId, {
        class: found.class,
        because: found.because,
        verified: mail.verified,
        receivedAt: mail.received_at,
        replyKind: ours?.kind ?? null,
        replySubject: ours?.subjectId ?? null,
      });
    });
  },
};

/** Every mail that comes in is sorted after it was stored. */
export const sortReceived: Reader = {
  name: 'support.sort-received',
  on: ['mail.received'],
  read: (tx, _caller, event) => queueJob(tx, sortMail, { mailId: event.aggregateId }),
};
