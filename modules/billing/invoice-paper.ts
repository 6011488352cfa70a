import type { Id } from '#domain/kernel/ids.ts';
import type { Day } from '#domain/kernel/days.ts';
import { minor } from '#domain/kernel/units.ts';
import type { TaxCategory } from '#domain/money/tax.ts';
import { epcTransfer } from '#domain/money/epc.ts';
import { loadCompany, paperSender, type Company } from '#modules/accounts/api.ts';
import { addressFor } from '#modules/policy/api.ts';
import type { Caller } from '#platform/http/caller.ts';
import { codeSvg } from '#platform/documents/codes.ts';
import { makePaper } from '#platform/documents/make-paper.ts';
import { facturXAttachment, markFacturX } from '#platform/documents/factur-x.ts';
import type { PdfAttachment } from '#platform/documents/render.ts';
import { queueJob, type Job } from '#platform/jobs/job.ts';
import { queueMail } from '#platform/mail/outbox.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Reader } from '#platform/outbox/readers.ts';
import { createFormat } from '#platform/web-kit/format.ts';
import { asLocale, say, type Locale } from '#platform/words/words.ts';
import { payButton } from './cards/pay-button.ts';
import type { InvoiceView } from './contract.ts';
import type { InvoiceData } from './documents/invoice.data.ts';
import { electronic, invoiceDocument } from './electronic.ts';
import { paperWords } from './paper-words.ts';
import { INVOICE_KIND, listInvoices } from './queries.ts';
import type { BillingTables, Recipient } from './store.ts';

/** Prints the invoice and mails it. Safe to run twice: one paper and one mail per invoice. */
export const printInvoice: Job<{ invoiceId: Id }, AppContext> = {
  name: 'billing.print-invoice',
  attempts: 10,
  timeoutSeconds: 60,
  async run({ context, tenantId }, { invoiceId }) {
    let facts: { invoice: InvoiceView; recipient: Recipient; company: Company } | undefined;
    await makePaper(context, tenantId, {
      kind: INVOICE_KIND,
      subjectId: invoiceId,
      revision: 1,
      load: async (tx, caller) => {
        const [invoice] = await listInvoices(tx, caller.today, { invoiceId });
        if (!invoice) return null;
        const { recipient } = await tx
          .tables<BillingTables>()
          .selectFrom('invoice')
          .select('recipient')
          .where('tenant_id', '=', tx.tenantId)
          .where('id', '=', invoiceId)
          .executeTakeFirstOrThrow();
        const company = await loadCompany(tx, caller.tenantName, 'billing');
        facts = { invoice, recipient, company };
        const data = invoiceData(invoice, recipient, company, caller);
        const { attachments, ...finished } = await structured(
          invoiceDocument(tx, caller, invoiceId, 'en16931'),
        );
        return {
          ...finished,
          name: `${invoice.number}.pdf`,
          pdf: {
            template: { file: new URL('./documents/invoice.typ', import.meta.url) },
            data,
            createdAt: caller.now,
            standard: 'pdf/a-3b',
            attachments,
          },
        };
      },
      saved: async (tx, caller, document) => {
        if (!facts) return;
        const mail = invoiceMail(facts.invoice, facts.recipient, caller);
        await queueMail(tx, caller, {
          ...mail,
          blocks: [...mail.blocks, ...(await payButton(tx, caller, context.publicUrl, invoiceId))],
          recipient: await addressFor(tx, mail.kind, () => mail.recipient),
          subjectId: invoiceId,
          documentIds: [document.id],
        });
      },
    });
  },
};

/** An issued invoice is printed after the commit. */
export const printIssued: Reader = {
  name: 'billing.print-issued',
  on: ['invoice.issued'],
  read: (tx, _caller, event) => queueJob(tx, printInvoice, { invoiceId: event.aggregateId }),
};

/** The document as structured data inside its PDF (Factur-X), where it keeps the rules; the paper alone where not. */
export async function structured(
  asked: ReturnType<typeof invoiceDocument>,
): Promise<{ attachments: readonly PdfAttachment[]; finish?: (pdf: Uint8Array) => Uint8Array }> {
  const document = await asked;
  const xml = document.ok ? electronic(document.value, 'cii') : document;
  if (!xml.ok) return { attachments: [] };
  return {
    attachments: [facturXAttachment(xml.value)],
    finish: (pdf) => markFacturX(pdf, 'EN 16931'),
  };
}

function invoiceMail(invoice: InvoiceView, recipient: Recipient, caller: Caller) {
  const locale = asLocale(recipient.locale);
  const format = createFormat({ locale, zone: caller.zone, currency: invoice.currency });
  const t = (key: Parameters<typeof say<keyof typeof paperWords.en & string>>[2], values = {}): string =>
    say(paperWords, locale, key, values);
  const values = {
    number: invoice.number,
    order: invoice.orderNumber,
    due: format.dayLong(invoice.dueOn as Day),
    company: caller.tenantName,
  };
  return {
    kind: 'billing.invoice' as const,
    recipient: recipient.email,
    locale,
    subject: t(invoice.orderNumber ? 'invoice.mail.subject' : 'services.mail.subject', values),
    headline: t('invoice.mail.headline', values),
    blocks: [
      {
        kind: 'text' as const,
        text: t(invoice.orderNumber ? 'invoice.mail.text' : 'services.mail.text', values),
      },
      {
        kind: 'facts' as const,
        rows: [
          { label: t('invoice.number'), value: invoice.number },
          { label: t('invoice.toPay'), value: format.money(invoice.payable) },
          { label: t('invoice.dueOn'), value: format.dayLong(invoice.dueOn as Day) },
        ],
      },
    ],
  };
}

function openingOf(invoice: InvoiceView): 'deposit.opening' | 'invoice.opening' | 'services.opening' {
  if (invoice.kind !== 'invoice') return 'deposit.opening';
  return invoice.orderId ? 'invoice.opening' : 'services.opening';
}

/** Why no tax is charged, for each category that charges none. */
export function taxNotes(
  taxes: readonly { readonly category: TaxCategory }[],
  recipient: Recipient,
  t: (key: `tax.${'AE' | 'K' | 'G' | 'E' | 'O' | 'Z'}`, values: { vatNumber: string }) => string,
): string[] {
  const { vatNumber } = recipient;
  return taxes.flatMap(({ category }) => (category === 'S' ? [] : [t(`tax.${category}`, { vatNumber })]));
}

function invoiceData(
  invoice: InvoiceView,
  recipient: Recipient,
  company: Company,
  caller: Caller,
): InvoiceData {
  const locale: Locale = asLocale(recipient.locale);
  const format = createFormat({ locale, zone: caller.zone, currency: invoice.currency });
  const t = (key: keyof typeof paperWords.en & string, values = {}): string =>
    say(paperWords, locale, key, values);
  const dueOn = format.dayLong(invoice.dueOn as Day);
  const [units, minorUnits = ''] = invoice.payable.split('.');
  const transfer =
    invoice.currency === 'EUR' && company.iban
      ? epcTransfer({
          name: company.legalName,
          iban: company.iban,
          bic: company.bic,
          amountMinor: minor(BigInt(units + minorUnits)),
          reference: invoice.number,
        })
      : undefined;
  return {
    language: locale,
    title: t(`${invoice.kind}.title`, { number: invoice.number }),
    pageWord: t('page'),
    sender: paperSender(company),
    recipient: recipient.lines,
    facts: [
      { label: t('invoice.number'), value: invoice.number, strong: true },
      { label: t('invoice.issuedOn'), value: format.dayLong(invoice.issuedOn as Day) },
      ...(invoice.kind === 'invoice'
        ? [
            {
              label: t(invoice.orderId ? 'invoice.deliveredOn' : 'services.on'),
              value: invoice.service
                ? t('services.period', {
                    from: format.dayLong(invoice.service.from as Day),
                    until: format.dayLong(invoice.service.until as Day),
                  })
                : format.dayLong(invoice.deliveredOn as Day),
            },
          ]
        : []),
      ...(invoice.orderNumber ? [{ label: t('order'), value: invoice.orderNumber }] : []),
      { label: t('customer'), value: recipient.customerNumber },
      ...(recipient.vatNumber ? [{ label: t('vatNumber'), value: recipient.vatNumber }] : []),
    ],
    opening: [t(openingOf(invoice))],
    words: {
      position: t('position'),
      description: t('description'),
      quantity: t('quantity'),
      unitPrice: t('unitPrice'),
      tax: t('tax'),
      lineTotal: t('net'),
    },
    lines: invoice.lines.map((line, i) => ({
      position: String(i + 1),
      name: line.name,
      details: line.description.split('\n').filter(Boolean),
      quantity: format.count(line.quantity),
      unitPrice: format.money(line.unitNet),
      tax: `${line.taxPercent} %`,
      total: format.money(line.net),
    })),
    totals: [
      { label: t('net'), value: format.money(invoice.net) },
      ...invoice.taxes.map((tax) => ({
        label: t('taxRate', { percent: tax.percent }),
        value: format.money(tax.tax),
      })),
      ...(invoice.deducted.length > 0
        ? [
            { label: t('gross'), value: format.money(invoice.gross) },
            ...invoice.deducted.map((deposit) => ({
              label: t('deducted', {
                number: deposit.number,
                day: format.dayLong(deposit.issuedOn as Day),
                tax: format.money(deposit.tax),
              }),
              value: format.money(`-${deposit.gross}`),
            })),
          ]
        : []),
      { label: t('invoice.toPay'), value: format.money(invoice.payable), strong: true },
    ],
    payment: {
      title: t('invoice.payBy', { due: dueOn }),
      rows: [
        { label: t('invoice.account'), value: company.legalName },
        ...(company.iban ? [{ label: 'IBAN', value: company.iban }] : []),
        ...(company.bic ? [{ label: 'BIC', value: company.bic }] : []),
        { label: t('invoice.reference'), value: invoice.number, strong: true },
      ],
      ...(transfer ? { codeSvg: codeSvg('qr', transfer) } : {}),
    },
    closing: [
      ...taxNotes(invoice.taxes, recipient, t),
      ...(invoice.discount
        ? [
            t('discount', {
              amount: format.money(invoice.discount.pay),
              day: format.dayLong(invoice.discount.until as Day),
              percent: invoice.discount.percent,
            }),
          ]
        : []),
      t(invoice.kind === 'invoice' ? 'invoice.closing' : 'deposit.closing'),
    ],
  };
}
