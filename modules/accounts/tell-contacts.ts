import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { formatAmount } from '#domain/money/currency.ts';
import type { Minor } from '#domain/kernel/units.ts';
import { addressFor } from '#modules/policy/api.ts';
import { appendAudit } from '#platform/audit/audit.ts';
import type { Caller } from '#platform/http/caller.ts';
import { queueMail } from '#platform/mail/outbox.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { createFormat } from '#platform/web-kit/format.ts';
import { asLocale, say } from '#platform/words/words.ts';
import { contactMailWords } from './contact-mail-words.ts';
import { contactsOf } from './contacts.ts';
import { loadCustomer } from './customers.ts';

/** What a customer's contacts are told about its accounts; every account number is a masked one. */
export type AccountNews =
  | {
      readonly kind: 'refund-account';
      readonly account: string;
      readonly amountMinor: Minor;
      readonly currency: string;
      /** the invoice or payment that is given back */
      readonly number: string;
    }
  | {
      readonly kind: 'mandate-recorded';
      readonly account: string;
      readonly reference: string;
      readonly signedOn: Day;
    }
  | { readonly kind: 'mandate-ended'; readonly account: string; readonly reference: string };

/**
 * Tells every contact of a customer who is its owner or looks after its invoices, and the customer's own address, that its
 * money takes another way or may be taken. In the transaction that does it: never one without the other.
 * @param subjectId the mandate, invoice or payment, on whose page the mails stand
 * @param edition where the same can be told of one subject more than once
 * @see clause P-data.types.3
 */
export async function tellContacts(
  tx: Tx,
  caller: Caller,
  customerId: Id,
  news: AccountNews,
  subjectId: Id,
  edition?: number,
): Promise<void> {
  const customer = await loadCustomer(tx, customerId);
  if (!customer.ok) throw new Error(`customer ${customerId} of a mandate or refund is not there`);
  const people = new Map(
    [customer.value, ...(await contactsOf(tx, customerId)).filter((one) => one.owner || one.billing)].map(
      ({ email, locale }) => [email.trim().toLowerCase(), locale] as const,
    ),
  );
  people.delete('');
  const kind = `accounts.${news.kind}` as const;
  for (const [email, language] of people) {
    const locale = asLocale(language);
    const format = createFormat({ locale, zone: caller.zone, currency: caller.currency });
    const values = {
      company: caller.tenantName,
      customer: customer.value.name,
      ...news,
      ...(news.kind === 'refund-account'
        ? { amount: format.money(formatAmount(news.amountMinor, news.currency), news.currency) }
        : {}),
      ...(news.kind === 'mandate-recorded' ? { day: format.dayLong(news.signedOn) } : {}),
    };
    const subject = say(contactMailWords, locale, `mail.${news.kind}.subject`, values);
    await queueMail(tx, caller, {
      kind,
      ...(edition === undefined ? {} : { edition }),
      subjectId,
      recipient: await addressFor(tx, kind, () => email),
      locale,
      subject,
      headline: subject,
      blocks: [
        { kind: 'text', text: say(contactMailWords, locale, `mail.${news.kind}.text`, values) },
        { kind: 'note', text: say(contactMailWords, locale, 'mail.note', values) },
      ],
      documentIds: [],
    });
  }
  await appendAudit(tx, {
    actor: caller,
    action: `customer.${news.kind}-told`,
    subject: `customer:${customerId}`,
    facts: { account: news.account, told: people.size },
  });
}
