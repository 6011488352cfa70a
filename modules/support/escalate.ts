import type { Day, Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { HEAD_ROLES, listPeopleAs } from '#modules/accounts/api.ts';
import { addressFor } from '#modules/policy/api.ts';
import { systemClock } from '#platform/clock/clock.ts';
import { idAt } from '#platform/clock/id-at.ts';
import { systemCaller, type Caller } from '#platform/http/caller.ts';
import { queueJob, type Job } from '#platform/jobs/job.ts';
import { listIncoming } from '#platform/mail/intake/read-incoming.ts';
import { queueMail } from '#platform/mail/outbox.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { createFormat } from '#platform/web-kit/format.ts';
import { asLocale, say } from '#platform/words/words.ts';
import { answerWords } from './answer-words.ts';
import { answerTimes } from './calendar.ts';
import type { SupportTables } from './store.ts';

const HOUR_MS = 3_600_000;
/** Mails named one by one; of more only how many there are. */
const NAMED_MAX = 10;

export interface DueMail {
  readonly mailId: Id;
  readonly subject: string;
  readonly from: string;
  readonly answerBy: Day;
}

/**
 * Looks every hour whether an answer is due, as long as a question waits, and tells everybody who heads the tenant: once
 * per mail and promised day. Safe to run twice.
 */
export const watchAnswers: Job<unknown, AppContext> = {
  name: 'support.watch-answers',
  attempts: 25,
  timeoutSeconds: 60,
  async run({ context, tenantId }) {
    const facts = await context.tenantFacts(tenantId);
    const caller = systemCaller(facts, context.clock, 'job:support.watch-answers');
    await context.db.inTenant(tenantId, async (tx) => {
      const due = await dueMails(tx, caller);
      await tellOnce(tx, caller, context.publicUrl, due.mails);
      if (due.open > 0) await queueWatch(tx);
    });
  },
};

/** Sees to it that a run waits: at the next full hour of the machine's clock, by which the queue goes. */
export async function queueWatch(tx: Tx): Promise<void> {
  const next = (Math.floor(Date.parse(systemClock.now()) / HOUR_MS) + 1) * HOUR_MS;
  const runAt = new Date(next).toISOString() as Instant;
  await queueJob(tx, watchAnswers, {}, { runAt, key: watchAnswers.name });
}

/** Open mails whose last working day has begun, and how many are open at all. */
export async function dueMails(
  tx: Tx,
  caller: Pick<Caller, 'tenantId' | 'zone' | 'now'>,
): Promise<{ mails: DueMail[]; open: number }> {
  const rows = await tx
    .tables<SupportTables>()
    .selectFrom('support_mail')
    .select('mail_id')
    .where('tenant_id', '=', tx.tenantId)
    .where('state', '=', 'open')
    .orderBy('mail_id')
    .execute();
  if (rows.length === 0) return { mails: [], open: 0 };
  const times = await answerTimes(tx, caller);
  const mails = await listIncoming(
    tx,
    rows.map((row) => row.mail_id),
  );
  const due = rows.flatMap(({ mail_id: mailId }) => {
    const mail = mails.get(mailId)!;
    const time = times(mail.received_at);
    return time.tellFrom <= caller.now
      ? [{ mailId, subject: mail.subject, from: mail.from_address, answerBy: time.by }]
      : [];
  });
  return { mails: due, open: rows.length };
}

async function tellOnce(tx: Tx, caller: Caller, publicUrl: string, due: readonly DueMail[]): Promise<void> {
  if (due.length === 0) return;
  const fresh = await tx
    .tables<SupportTables>()
    .insertInto('support_escalation')
    .values(
      due.map(({ mailId, answerBy }) => ({
        tenant_id: tx.tenantId,
        mail_id: mailId,
        answer_by: answerBy,
        told_at: caller.now,
      })),
    )
    .onConflict((c) => c.doNothing())
    .returning('mail_id')
    .execute();
  const told = due.filter(({ mailId }) => fresh.some((row) => row.mail_id === mailId));
  if (told.length === 0) return;
  for (const role of HEAD_ROLES)
    for (const person of await listPeopleAs(tx, role)) {
      const locale = asLocale(person.locale);
      const format = createFormat({ locale, zone: caller.zone, currency: caller.currency });
      const t = (key: 'due.subject' | 'due.text' | 'due.row' | 'due.button' | 'due.more', values = {}) =>
        say(answerWords, locale, key, { count: told.length, ...values });
      const rows = told
        .slice(0, NAMED_MAX)
        .map(({ subject, from, answerBy }) => t('due.row', { subject, from, day: format.day(answerBy) }));
      const more = told.length - rows.length;
      await queueMail(tx, caller, {
        kind: 'support.due',
        subjectId: idAt(caller.now),
        recipient: await addressFor(tx, 'support.due', () => person.email),
        locale,
        subject: t('due.subject'),
        headline: t('due.subject'),
        blocks: [
          { kind: 'text', text: t('due.text') },
          ...rows.map((text) => ({ kind: 'text' as const, text })),
          ...(more > 0 ? [{ kind: 'text' as const, text: t('due.more', { more }) }] : []),
          {
            kind: 'button',
            label: t('due.button'),
            url: `${publicUrl}${role === 'operator' ? '/operator' : ''}/mail`,
          },
        ],
        documentIds: [],
      });
    }
}
