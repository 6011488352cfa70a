import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';
import { formatAmount } from '#domain/money/currency.ts';
import type { Customer } from '#modules/accounts/api.ts';
import { addressFor } from '#modules/policy/api.ts';
import type { Caller } from '#platform/http/caller.ts';
import { queueMail } from '#platform/mail/outbox.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { createFormat } from '#platform/web-kit/format.ts';
import { asLocale, say } from '#platform/words/words.ts';
import { sepaMailWords } from './mail-words.ts';

interface Announced {
  readonly runNumber: string;
  readonly collectOn: Day;
  readonly creditorId: string;
  readonly customers: ReadonlyMap<Id, Customer>;
  readonly items: readonly {
    readonly customerId: Id;
    readonly invoiceId: Id;
    readonly number: string;
    readonly amountMinor: Minor;
    readonly mandate: string;
    readonly account: string;
  }[];
}

/** Tells each customer once what is collected when, with mandate and creditor identifier, as the rulebook asks for. */
export async function announceDebits(tx: Tx, caller: Caller, run: Announced): Promise<void> {
  for (const [customerId, items] of Map.groupBy(run.items, (item) => item.customerId)) {
    const customer = run.customers.get(customerId)!;
    const locale = asLocale(customer.locale);
    const format = createFormat({ locale, zone: caller.zone, currency: 'EUR' });
    const money = (amount: bigint): string => format.money(formatAmount(minor(amount), 'EUR'));
    const values = {
      company: caller.tenantName,
      day: format.dayLong(run.collectOn),
      total: money(items.reduce((sum, item) => sum + item.amountMinor, 0n)),
      account: items[0]!.account,
      invoices: format.list(items.map((item) => `${item.number} (${money(item.amountMinor)})`)),
      mandate: items[0]!.mandate,
      creditor: run.creditorId,
    };
    const kind = 'billing.pre-notification' as const;
    await queueMail(tx, caller, {
      kind,
      // A cancelled run that is composed anew announces the same invoice once more.
      edition: Number(run.runNumber.replace(/\D/g, '')),
      subjectId: items[0]!.invoiceId,
      recipient: await addressFor(tx, kind, () => customer.email),
      locale,
      documentIds: [],
      subject: say(sepaMailWords, locale, 'mail.debit.subject', values),
      headline: say(sepaMailWords, locale, 'mail.debit.headline'),
      blocks: [{ kind: 'text', text: say(sepaMailWords, locale, 'mail.debit.text', values) }],
    });
  }
}
