import { daysBetween, type Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { must } from '#domain/kernel/result.ts';
import { minor } from '#domain/kernel/units.ts';
import { formatAmount } from '#domain/money/currency.ts';
import { epcTransfer } from '#domain/money/epc.ts';
import { loadCompany, paperSender, type Company, type Customer } from '#modules/accounts/api.ts';
import { forPurpose } from '#modules/policy/api.ts';
import { codeSvg } from '#platform/documents/codes.ts';
import { makePaper } from '#platform/documents/make-paper.ts';
import type { PdfRequest } from '#platform/documents/render.ts';
import type { Caller } from '#platform/http/caller.ts';
import { queueJob, type Job } from '#platform/jobs/job.ts';
import { queueMail } from '#platform/mail/outbox.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Reader } from '#platform/outbox/readers.ts';
import { createFormat } from '#platform/web-kit/format.ts';
import { asLocale, say } from '#platform/words/words.ts';
import type { AccountData } from './documents/account.data.ts';
import type { AccountView } from './ledger-contract.ts';
import { paperWords } from './paper-words.ts';
import { REMINDER_KIND } from './queries.ts';
import { recipientOf } from './save-invoice.ts';
import { numberOf, type BillingTables } from './store.ts';

type Key = keyof typeof paperWords.en & string;
type ReminderRow = BillingTables['reminder'];

function wordsOf(localeText: string, currency: string, caller: Caller) {
  const locale = asLocale(localeText);
  const format = createFormat({ locale, zone: caller.zone, currency });
  const t = (key: Key, values = {}): string => say(paperWords, locale, key, values);
  return { locale, format, t };
}

/** Prints a reminder and mails it. Safe to run twice: one paper and one mail per reminder. */
export const printReminder: Job<{ reminderId: Id }, AppContext> = {
  name: 'billing.print-reminder',
  attempts: 10,
  timeoutSeconds: 60,
  async run({ context, tenantId }, { reminderId }) {
    let row: ReminderRow | undefined;
    await makePaper(context, tenantId, {
      kind: REMINDER_KIND,
      subjectId: reminderId,
      revision: 1,
      load: async (tx, caller) => {
        row = await tx
          .tables<BillingTables>()
          .selectFrom('reminder')
          .selectAll()
          .where('tenant_id', '=', tx.tenantId)
          .where('id', '=', reminderId)
          .executeTakeFirst();
        if (!row) return null;
        const data = reminderData(row, await loadCompany(tx, caller.tenantName, 'billing'), caller);
        return { name: `${numberOf('REM', row)}.pdf`, pdf: paperOf(data, row.issued_at) };
      },
      saved: async (tx, caller, document) => {
        if (!row) return;
        const { recipient, ...mail } = reminderMail(row, caller);
        await queueMail(tx, caller, {
          ...mail,
          recipient: must(await forPurpose(tx, 'billing').read('invoice', async () => recipient)),
          subjectId: reminderId,
          documentIds: [document.id],
        });
      },
    });
  },
};

export const printReminded: Reader = {
  name: 'billing.print-reminded',
  on: ['reminder.issued'],
  read: (tx, _caller, event) => queueJob(tx, printReminder, { reminderId: event.aggregateId }),
};

function paperOf(data: AccountData, createdAt: string): PdfRequest {
  return {
    template: { file: new URL('./documents/account.typ', import.meta.url) },
    data,
    createdAt,
    standard: 'pdf/a-3b',
  };
}

const level = (row: ReminderRow): 1 | 2 | 3 => (row.level === 1 ? 1 : row.level === 2 ? 2 : 3);

function reminderMail(row: ReminderRow, caller: Caller) {
  const { locale, format, t } = wordsOf(row.recipient.locale, row.currency, caller);
  const values = {
    number: numberOf('REM', row),
    total: format.money(
      formatAmount(minor(row.total_minor + row.fee_minor + row.interest_minor), row.currency),
    ),
    due: format.dayLong(row.pay_until),
    company: caller.tenantName,
  };
  return {
    kind: 'billing.reminder' as const,
    recipient: row.recipient.email,
    locale,
    subject: t('reminder.mail.subject', values),
    headline: t('reminder.mail.headline'),
    blocks: [{ kind: 'text' as const, text: t('reminder.mail.text', values) }],
  };
}

function reminderData(row: ReminderRow, company: Company, caller: Caller): AccountData {
  const { locale, format, t } = wordsOf(row.recipient.locale, row.currency, caller);
  const number = numberOf('REM', row);
  const money = (amount: bigint | string): string =>
    format.money(formatAmount(minor(BigInt(amount)), row.currency));
  const toPay = minor(row.total_minor + row.fee_minor + row.interest_minor);
  const reference = row.items.length === 1 ? row.items[0]!.number : number;
  const transfer =
    row.currency === 'EUR' && company.iban
      ? epcTransfer({
          name: company.legalName,
          iban: company.iban,
          bic: company.bic,
          amountMinor: toPay,
          reference,
        })
      : undefined;
  return {
    language: locale,
    title: t(`reminder.title.${level(row)}`, { number }),
    pageWord: t('page'),
    sender: paperSender(company),
    recipient: row.recipient.lines,
    facts: [
      { label: t('reminder.number'), value: number, strong: true },
      { label: t('reminder.date'), value: format.dayLong(row.issued_on) },
      { label: t('customer'), value: row.recipient.customerNumber },
    ],
    opening: [t(`reminder.opening.${level(row)}`)],
    columns: [
      { label: t('reminder.invoice'), wide: true, end: false },
      { label: t('reminder.dueOn'), wide: false, end: true },
      { label: t('reminder.days'), wide: false, end: true },
      { label: t('reminder.open'), wide: false, end: true },
    ],
    rows: row.items.map((item) => [
      { text: item.number, details: [format.dayLong(item.issuedOn)] },
      format.dayLong(item.dueOn),
      format.count(daysBetween(item.dueOn, row.issued_on)),
      money(item.openMinor),
    ]),
    totals: [
      ...(row.fee_minor + row.interest_minor > 0n
        ? [{ label: t('reminder.openInvoices'), value: money(row.total_minor) }]
        : []),
      ...(row.fee_minor > 0n ? [{ label: t('reminder.fee'), value: money(row.fee_minor) }] : []),
      ...(row.interest_minor > 0n
        ? [
            {
              label: t('reminder.interest', { day: format.dayLong(row.issued_on) }),
              value: money(row.interest_minor),
            },
          ]
        : []),
      { label: t('invoice.toPay'), value: money(toPay), strong: true },
    ],
    payment: {
      title: t('invoice.payBy', { due: format.dayLong(row.pay_until) }),
      rows: [
        { label: t('invoice.account'), value: company.legalName },
        ...(company.iban ? [{ label: 'IBAN', value: company.iban }] : []),
        ...(company.bic ? [{ label: 'BIC', value: company.bic }] : []),
        { label: t('invoice.reference'), value: reference, strong: true },
      ],
      ...(transfer ? { codeSvg: codeSvg('qr', transfer) } : {}),
    },
    closing: [t('reminder.closing')],
  };
}

/** A customer's statement of account as a paper: the same account gives the same bytes. */
export function accountPaper(
  account: AccountView,
  customer: Customer,
  company: Company,
  caller: Caller,
): PdfRequest {
  const { locale, format, t } = wordsOf(customer.locale, account.currency, caller);
  const recipient = recipientOf(customer);
  const long = (day: string): string => format.dayLong(day as Day);
  const data: AccountData = {
    language: locale,
    title: t('account.title'),
    pageWord: t('page'),
    sender: paperSender(company),
    recipient: recipient.lines,
    facts: [
      {
        label: t('account.period'),
        value: `${long(account.from)} – ${long(account.until)}`,
      },
      { label: t('account.currency'), value: account.currency },
      { label: t('customer'), value: recipient.customerNumber },
    ],
    opening: [t('account.opening')],
    columns: [
      { label: t('account.entry'), wide: true, end: false },
      { label: t('account.day'), wide: false, end: true },
      { label: t('account.amount'), wide: false, end: true },
      { label: t('account.balance'), wide: false, end: true },
    ],
    rows: [
      [t('account.before', { day: long(account.openingOn) }), '', '', format.money(account.opening)],
      ...account.entries.map((entry) => [
        `${t(`account.kind.${entry.kind}`)} ${entry.reference}`,
        format.dayLong(entry.bookedOn as Day),
        format.money(entry.amount),
        format.money(entry.balance),
      ]),
    ],
    totals: [
      {
        label: t('account.after', { day: long(account.until) }),
        value: format.money(account.closing),
        strong: true,
      },
    ],
    closing: [
      t('account.owed'),
      ...(Number(account.lateCharges) > 0
        ? [t('account.lateCharges', { amount: format.money(account.lateCharges) })]
        : []),
    ],
  };
  return paperOf(data, `${account.until}T00:00:00.000Z`);
}
