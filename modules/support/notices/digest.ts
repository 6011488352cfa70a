import type { Id } from '#domain/kernel/ids.ts';
import { addressFor } from '#modules/policy/api.ts';
import { idAt } from '#platform/clock/id-at.ts';
import { systemCaller, type Caller } from '#platform/http/caller.ts';
import type { Job } from '#platform/jobs/job.ts';
import { queueMail } from '#platform/mail/outbox.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { asLocale, say } from '#platform/words/words.ts';
import { listAnswerers, type Answerer } from '../tickets/desks.ts';
import { ticketMailWords } from '../tickets/mail-words.ts';
import { ticketNumber } from '../tickets/rules.ts';
import type { TicketTables } from '../tickets/store.ts';
import type { NoticeTables } from './notices.ts';
import { MAIL_DIGEST } from './queue-digest.ts';

/** Requests named one by one; of more only how many there are. */
const NAMED_MAX = 20;

/**
 * Mails each person once what they were told and have not read: what is urgent was mailed when it happened, and who wants
 * no such mail has turned its kind off. Safe to run twice: what was in a mail is in no other.
 */
export const mailDigest: Job<unknown, AppContext> = {
  name: MAIL_DIGEST,
  attempts: 25,
  timeoutSeconds: 60,
  async run({ context, tenantId }) {
    const facts = await context.tenantFacts(tenantId);
    const caller = systemCaller(facts, context.clock, `job:${MAIL_DIGEST}`);
    await context.db.inTenant(tenantId, async (tx) => {
      for (const person of await listAnswerers(tx)) {
        const tickets = await takeUnread(tx, caller, person);
        if (tickets.length > 0) await mailTo(tx, caller, context.publicUrl, person, tickets);
      }
    });
  },
};

interface Named {
  readonly number: number;
  readonly subject: string;
}

/** Counts what somebody has not read as mailed. @returns the tickets it is about that they still see, each once */
async function takeUnread(tx: Tx, caller: Caller, person: Answerer): Promise<Named[]> {
  const tables = tx.tables<NoticeTables & TicketTables>();
  const taken = await tables
    .updateTable('notice')
    .set({ mailed_at: caller.now })
    .where('tenant_id', '=', tx.tenantId)
    .where('login_id', '=', person.loginId)
    .where('read_at', 'is', null)
    .where('mailed_at', 'is', null)
    // Somebody was mailed of this at once.
    .where('kind', '!=', 'late')
    .returning('ticket_id')
    .execute();
  const ids = [...new Set(taken.map(({ ticket_id: id }): Id => id))];
  if (ids.length === 0 || person.desks.length === 0) return [];
  return tables
    .selectFrom('ticket')
    .select(['number', 'subject'])
    .where('tenant_id', '=', tx.tenantId)
    .where('id', 'in', ids)
    .where('desk', 'in', [...person.desks])
    .orderBy('number')
    .execute();
}

async function mailTo(
  tx: Tx,
  caller: Caller,
  publicUrl: string,
  person: Answerer,
  tickets: readonly Named[],
): Promise<void> {
  const locale = asLocale(person.locale);
  const t = (key: keyof typeof ticketMailWords.en & string, values = {}): string =>
    say(ticketMailWords, locale, key, { count: tickets.length, ...values });
  const more = tickets.length - NAMED_MAX;
  await queueMail(tx, caller, {
    kind: 'support.digest',
    subjectId: idAt(caller.now),
    recipient: await addressFor(tx, 'support.digest', () => person.email),
    locale,
    subject: t('digest.subject'),
    headline: t('digest.subject'),
    blocks: [
      { kind: 'text', text: t('digest.text') },
      {
        kind: 'list',
        items: tickets.slice(0, NAMED_MAX).map(({ number, subject }) => `${ticketNumber(number)} ${subject}`),
      },
      ...(more > 0 ? [{ kind: 'text' as const, text: t('digest.more', { more }) }] : []),
      {
        kind: 'button',
        label: t('digest.button'),
        url: `${publicUrl}${person.role === 'operator' ? '/operator' : ''}/notices`,
      },
    ],
    documentIds: [],
  });
}
