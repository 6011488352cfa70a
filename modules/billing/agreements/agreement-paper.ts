import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { minor } from '#domain/kernel/units.ts';
import { formatAmount } from '#domain/money/currency.ts';
import { loadCompany, paperSender, type Company } from '#modules/accounts/api.ts';
import { makePaper } from '#platform/documents/make-paper.ts';
import type { Caller } from '#platform/http/caller.ts';
import { queueJob, type Job } from '#platform/jobs/job.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Reader } from '#platform/outbox/readers.ts';
import { createFormat } from '#platform/web-kit/format.ts';
import { asLocale, say } from '#platform/words/words.ts';
import type { AccountData } from '../documents/account.data.ts';
import { AGREEMENT_KIND, agreementNumber, findAgreement, type AgreementTables } from './agreements.ts';
import { agreementPaperWords } from './paper-words.ts';

/** Prints a service agreement. Safe to run twice: one paper per agreement. */
export const printAgreement: Job<{ agreementId: Id }, AppContext> = {
  name: 'billing.print-agreement',
  attempts: 10,
  timeoutSeconds: 60,
  async run({ context, tenantId }, { agreementId }) {
    await makePaper(context, tenantId, {
      kind: AGREEMENT_KIND,
      subjectId: agreementId,
      revision: 1,
      load: async (tx, caller) => {
        const row = await findAgreement(tx, agreementId);
        if (!row) return null;
        return {
          name: `${agreementNumber(row)}.pdf`,
          pdf: {
            template: { file: new URL('../documents/account.typ', import.meta.url) },
            data: agreementData(row, await loadCompany(tx, caller.tenantName, 'billing'), caller),
            createdAt: row.issued_at,
            standard: 'pdf/a-3b',
          },
        };
      },
    });
  },
};

/** An issued agreement is printed after the commit. */
export const printAgreed: Reader = {
  name: 'billing.print-agreed',
  on: ['agreement.issued'],
  read: (tx, _caller, event) => queueJob(tx, printAgreement, { agreementId: event.aggregateId }),
};

function agreementData(
  row: AgreementTables['service_agreement'],
  company: Company,
  caller: Caller,
): AccountData {
  const locale = asLocale(row.recipient.locale);
  const format = createFormat({ locale, zone: caller.zone, currency: row.currency });
  const t = (key: keyof typeof agreementPaperWords.en & string, values = {}): string =>
    say(agreementPaperWords, locale, key, values);
  const long = (day: Day): string => format.dayLong(day);
  return {
    language: locale,
    title: t('agreement.title', { number: agreementNumber(row) }),
    pageWord: t('agreement.page'),
    sender: paperSender(company),
    recipient: row.recipient.lines,
    facts: [
      { label: t('agreement.number'), value: agreementNumber(row), strong: true },
      { label: t('agreement.date'), value: long(row.issued_on) },
      { label: t('agreement.customer'), value: row.recipient.customerNumber },
      { label: t('agreement.from'), value: long(row.starts_on) },
      {
        label: t('agreement.until'),
        value: row.ends_on ? long(row.ends_on) : t('agreement.openEnd'),
      },
    ],
    opening: [row.title, t('agreement.opening', { company: company.legalName })],
    columns: [
      { label: t('agreement.service'), wide: true, end: false },
      { label: t('agreement.rhythm'), wide: false, end: true },
      { label: t('agreement.net'), wide: false, end: true },
    ],
    rows: row.lines.map((line) => [
      line.name,
      t(`agreement.rhythm.${line.rhythm}`),
      format.money(formatAmount(minor(BigInt(line.netMinor)), row.currency)),
    ]),
    totals: [],
    closing: [
      t('agreement.tax'),
      ...row.terms.split('\n').filter((text) => text.trim() !== ''),
      t('agreement.sign'),
    ],
  };
}
