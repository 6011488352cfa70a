import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { must } from '#domain/kernel/result.ts';
import { minor } from '#domain/kernel/units.ts';
import { formatAmount } from '#domain/money/currency.ts';
import { loadCompany, paperSender, type Company } from '#modules/accounts/api.ts';
import { forPurpose } from '#modules/policy/api.ts';
import { makePaper } from '#platform/documents/make-paper.ts';
import type { Caller } from '#platform/http/caller.ts';
import { queueJob, type Job } from '#platform/jobs/job.ts';
import { queueMail } from '#platform/mail/outbox.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Reader } from '#platform/outbox/readers.ts';
import { createFormat } from '#platform/web-kit/format.ts';
import { asLocale, say } from '#platform/words/words.ts';
import type { InvoiceData } from './documents/invoice.data.ts';
import { creditNoteDocument } from './electronic.ts';
import { structured, taxNotes } from './invoice-paper.ts';
import { paperWords } from './paper-words.ts';
import { CREDIT_NOTE_KIND, findCreditNote } from './queries.ts';
import { creditNoteNumber, invoiceNumber, type BillingTables } from './store.ts';

interface Facts {
  readonly note: BillingTables['credit_note'];
  readonly invoice: { readonly number: string; readonly issuedOn: Day };
  readonly company: Company;
}

/** Prints a credit note and mails it. Safe to run twice: one paper and one mail per note. */
export const printCreditNote: Job<{ creditNoteId: Id }, AppContext> = {
  name: 'billing.print-credit-note',
  attempts: 10,
  timeoutSeconds: 60,
  async run({ context, tenantId }, { creditNoteId }) {
    let facts: Facts | undefined;
    await makePaper(context, tenantId, {
      kind: CREDIT_NOTE_KIND,
      subjectId: creditNoteId,
      revision: 1,
      load: async (tx, caller) => {
        const note = await findCreditNote(tx, creditNoteId);
        if (!note) return null;
        const invoice = await tx
          .tables<BillingTables>()
          .selectFrom('invoice')
          .select(['year', 'number', 'issued_on'])
          .where('tenant_id', '=', tx.tenantId)
          .where('id', '=', note.invoice_id)
          .executeTakeFirstOrThrow();
        facts = {
          note,
          invoice: { number: invoiceNumber(invoice), issuedOn: invoice.issued_on },
          company: await loadCompany(tx, caller.tenantName, 'billing'),
        };
        const { attachments, ...finished } = await structured(
          creditNoteDocument(tx, caller, creditNoteId, 'en16931'),
        );
        return {
          ...finished,
          name: `${creditNoteNumber(note)}.pdf`,
          pdf: {
            template: { file: new URL('./documents/invoice.typ', import.meta.url) },
            data: creditNoteData(facts, caller),
            createdAt: note.issued_at,
            standard: 'pdf/a-3b',
            attachments,
          },
        };
      },
      saved: async (tx, caller, document) => {
        if (!facts) return;
        const { recipient, ...mail } = creditMail(facts, caller);
        await queueMail(tx, caller, {
          ...mail,
          recipient: must(await forPurpose(tx, 'billing').read('invoice', async () => recipient)),
          subjectId: creditNoteId,
          documentIds: [document.id],
        });
      },
    });
  },
};

/** An issued credit note is printed after the commit. */
export const printCredited: Reader = {
  name: 'billing.print-credited',
  on: ['credit-note.issued'],
  read: (tx, _caller, event) => queueJob(tx, printCreditNote, { creditNoteId: event.aggregateId }),
};

function wordsOf({ note }: Facts, caller: Caller) {
  const locale = asLocale(note.recipient.locale);
  const format = createFormat({ locale, zone: caller.zone, currency: note.currency });
  const t = (key: keyof typeof paperWords.en & string, values = {}): string =>
    say(paperWords, locale, key, values);
  const money = (amount: bigint | string): string =>
    format.money(formatAmount(minor(BigInt(amount)), note.currency));
  return { locale, format, t, money };
}

function creditMail(facts: Facts, caller: Caller) {
  const { note, invoice } = facts;
  const { locale, t, money } = wordsOf(facts, caller);
  const number = creditNoteNumber(note);
  const values = { number, invoice: invoice.number, reason: note.reason, company: caller.tenantName };
  return {
    kind: 'billing.credit-note' as const,
    recipient: note.recipient.email,
    locale,
    subject: t('credit.mail.subject', values),
    headline: t('credit.mail.headline', values),
    blocks: [
      { kind: 'text' as const, text: t('credit.mail.text', values) },
      {
        kind: 'facts' as const,
        rows: [
          { label: t('credit.number'), value: number },
          { label: t('credit.total'), value: money(note.gross_minor + note.rounding_minor) },
        ],
      },
    ],
  };
}

/** A credit note as its paper shows it: the invoice's template without a payment. */
function creditNoteData(facts: Facts, caller: Caller): InvoiceData {
  const { note, invoice, company } = facts;
  const { locale, format, t, money } = wordsOf(facts, caller);
  const number = creditNoteNumber(note);
  const { recipient } = note;
  const day = (on: Day): string => format.dayLong(on);
  return {
    language: locale,
    title: t('credit.title', { number }),
    pageWord: t('page'),
    sender: paperSender(company),
    recipient: recipient.lines,
    facts: [
      { label: t('credit.number'), value: number, strong: true },
      { label: t('credit.issuedOn'), value: day(note.issued_on) },
      { label: t('credit.ofInvoice'), value: invoice.number },
      { label: t('customer'), value: recipient.customerNumber },
      ...(recipient.vatNumber ? [{ label: t('vatNumber'), value: recipient.vatNumber }] : []),
    ],
    opening: [
      t('credit.opening', { number: invoice.number, day: day(invoice.issuedOn), reason: note.reason }),
    ],
    words: {
      position: t('position'),
      description: t('description'),
      quantity: t('quantity'),
      unitPrice: t('unitPrice'),
      tax: t('tax'),
      lineTotal: t('net'),
    },
    lines: note.lines.map((line) => ({
      position: String(line.lineNo),
      name: line.name,
      details: [],
      quantity: line.quantity > 0 ? format.count(line.quantity) : '',
      unitPrice: line.quantity > 0 ? money(line.unitNetMinor) : '',
      tax: `${line.taxPercent} %`,
      total: money(line.netMinor),
    })),
    totals: [
      { label: t('net'), value: money(note.net_minor) },
      ...note.taxes.map((tax) => ({
        label: t('taxRate', { percent: tax.percent }),
        value: money(tax.taxMinor),
      })),
      ...(note.rounding_minor === 0n
        ? []
        : [{ label: t('credit.rounding'), value: money(note.rounding_minor) }]),
      { label: t('credit.total'), value: money(note.gross_minor + note.rounding_minor), strong: true },
    ],
    closing: [...taxNotes(note.taxes, recipient, t), t('credit.closing')],
  };
}
