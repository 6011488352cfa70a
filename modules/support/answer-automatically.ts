import { sql } from 'kysely';
import type { Instant } from '#domain/kernel/days.ts';
import { addressFor, isOperator } from '#modules/policy/api.ts';
import type { KeptOut } from '#platform/files/masking/masked-file.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { listAttachments, type IncomingMail } from '#platform/mail/intake/read-incoming.ts';
import { queueMail } from '#platform/mail/outbox.ts';
import { isMailAddress } from '#platform/mail/send.ts';
import { createFormat } from '#platform/web-kit/format.ts';
import { asLocale, say } from '#platform/words/words.ts';
import { answerWords } from './answer-words.ts';
import type { Classified } from './classify.ts';
import type { SupportTables } from './store.ts';

const HOUR_MS = 3_600_000;

/**
 * Answers that a message came in, and names the privacy policy. Machines get no answer, nor do replies in a thread, what
 * asks the operator to end a contract (its case answers), the null sender, or somebody who was answered less than an hour
 * ago: two programs never write to each other.
 * It goes to the From address when that is proven, else to the address that really sent it, so that a forger does not
 * make us write to others.
 * @param publicUrl where people reach this installation
 * @returns whether an answer was queued
 * @see clause P-2.1b, RFC 3834
 */
export async function answerAutomatically(
  tx: Tx,
  caller: Caller,
  publicUrl: string,
  mail: IncomingMail,
  found: Classified,
): Promise<boolean> {
  if (mail.nature !== 'personal' || found.class === 'reply' || mail.verdict.because === 'replay')
    return false;
  // To the operator it opens a case, whose own acknowledgement says more than this answer.
  if (found.class === 'cancellation' && (await isOperator(tx, tx.tenantId))) return false;
  const to = (
    mail.verified || !isMailAddress(mail.envelope_from) || mail.envelope_from.endsWith('@invalid')
      ? mail.from_address
      : mail.envelope_from
  ).toLowerCase();
  if (!isMailAddress(to)) return false;
  if (!(await mayAnswer(tx, to, caller.now))) return false;
  const locale = asLocale(found.language ?? caller.locale);
  const format = createFormat({ locale, zone: caller.zone, currency: caller.currency });
  const t = (key: keyof typeof answerWords.en & string, values = {}): string =>
    say(answerWords, locale, key, values);
  return queueMail(tx, caller, {
    kind: 'support.received',
    subjectId: mail.id,
    recipient: await addressFor(tx, 'support.received', () => to),
    locale,
    subject: t('subject'),
    headline: t('headline'),
    blocks: [
      { kind: 'text', text: t('received', { at: format.instant(mail.received_at) }) },
      ...(mail.masked > 0 ? [{ kind: 'text' as const, text: t('masked', { count: mail.masked }) }] : []),
      ...(await filesKeptOut(tx, mail)).map(({ because, names }) => ({
        kind: 'text' as const,
        text: t(`keptOut.${because}`, { names: names.join(', ') }),
      })),
      { kind: 'text', text: t('policy', { url: `${publicUrl}/policy/privacy` }) },
      { kind: 'note', text: t('automatic') },
    ],
    documentIds: [],
    ...threadOf(mail),
  });
}

/** Files that were not kept, by reason: whoever sent them hears of it. */
async function filesKeptOut(tx: Tx, mail: IncomingMail): Promise<{ because: KeptOut; names: string[] }[]> {
  const files = await listAttachments(tx, mail.id);
  const reasons = [...new Set(files.flatMap(({ kept_out: because }) => because ?? []))];
  return reasons.map((because) => ({
    because,
    names: files.filter((file) => file.kept_out === because).map(({ name }) => name),
  }));
}

/** Takes the sender's turn of this hour; of two mails at one moment only one gets it. */
async function mayAnswer(tx: Tx, sender: string, now: Instant): Promise<boolean> {
  const before = new Date(Date.parse(now) - HOUR_MS).toISOString() as Instant;
  const taken = await tx
    .tables<SupportTables>()
    .insertInto('support_auto_answer')
    .values({ tenant_id: tx.tenantId, sender, answered_at: now })
    .onConflict((c) =>
      c
        .columns(['tenant_id', 'sender'])
        .doUpdateSet({ answered_at: now })
        .where(sql<boolean>`support_auto_answer.answered_at <= ${before}`),
    )
    .returning('sender')
    .executeTakeFirst();
  return taken !== undefined;
}

/** Only well-formed ids go into headers of ours. */
function threadOf(mail: IncomingMail): { inReplyTo?: string; references?: string[] } {
  const well = (id: string): boolean => /^<[^\s<>@]{1,200}@[^\s<>@]{1,253}>$/.test(id);
  if (!well(mail.message_id)) return {};
  return { inReplyTo: mail.message_id, references: [...mail.thread.filter(well), mail.message_id] };
}
