import type { Id } from '#domain/kernel/ids.ts';
import { addressFor } from '#modules/policy/api.ts';
import { idAt } from '#platform/clock/id-at.ts';
import { systemCaller, type Caller } from '#platform/http/caller.ts';
import type { MailBlock } from '#platform/mail/compose.ts';
import { queueMail } from '#platform/mail/outbox.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { asLocale, say, type WordValues } from '#platform/words/words.ts';
import { mailWords } from './mail-words.ts';
import { HEAD_ROLES, listPeopleAs } from './staff.ts';

/** Everything accounts writes to people, by kind. */
export type AccountMail =
  | 'reset'
  | 'bank-changed'
  | 'bank-change-asked'
  | 'supplier-account'
  | 'password-changed'
  | 'email-confirm'
  | 'email-notice'
  | 'factor-changed'
  | 'invitation'
  | 'account-closed'
  | 'support-opened'
  | 'way-back';

export interface MailToPerson {
  readonly kind: AccountMail;
  readonly tenantId: Id;
  readonly recipient: string;
  readonly locale: string;
  readonly values?: WordValues;
  /** page of this installation; what must stay secret stands behind `#`, which no server and no log ever sees */
  readonly link?: string;
}

/** Writes to a person in their language, in a transaction of its own. */
export async function mailPerson(context: AppContext, mail: MailToPerson): Promise<void> {
  const facts = await context.tenantFacts(mail.tenantId);
  const caller = systemCaller(facts, context.clock, 'system');
  await context.db.inTenant(mail.tenantId, (tx) => queueToPerson(tx, caller, context.publicUrl, mail));
}

/**
 * The same in the transaction of what it tells of. Addresses in mails come from the configuration and never from a
 * request, whose Host header anybody may choose (ASVS 5.0 §6.4.1, threat T21).
 */
export async function queueToPerson(
  tx: Tx,
  caller: Caller,
  publicUrl: string,
  mail: Omit<MailToPerson, 'tenantId'>,
): Promise<void> {
  const locale = asLocale(mail.locale);
  const values = { company: caller.tenantName, ...mail.values };
  const text = (part: 'subject' | 'text' | 'button' | 'note') =>
    say(mailWords, locale, `mail.${mail.kind}.${part}`, values);
  const blocks: MailBlock[] = [
    { kind: 'text', text: text('text') },
    ...(mail.link
      ? [{ kind: 'button' as const, label: text('button'), url: `${publicUrl}${mail.link}` }]
      : []),
    { kind: 'note', text: text('note') },
  ];
  const kind = `accounts.${mail.kind}` as const;
  await queueMail(tx, caller, {
    kind,
    subjectId: idAt(caller.now),
    recipient: await addressFor(tx, kind, () => mail.recipient),
    locale,
    subject: text('subject'),
    headline: text('subject'),
    blocks,
    documentIds: [],
  });
}

/** Writes to everybody who decides for the company, each in their language. */
export async function tellHeads(
  tx: Tx,
  caller: Caller,
  publicUrl: string,
  mail: Omit<MailToPerson, 'tenantId' | 'recipient' | 'locale'>,
): Promise<void> {
  for (const role of HEAD_ROLES)
    for (const { email, locale } of await listPeopleAs(tx, role))
      await queueToPerson(tx, caller, publicUrl, { ...mail, recipient: email, locale });
}
