import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { loadCompany, loadCustomer, paperSender, type Customer } from '#modules/accounts/api.ts';
import { addressFor } from '#modules/policy/api.ts';
import { makePaper } from '#platform/documents/make-paper.ts';
import type { Caller } from '#platform/http/caller.ts';
import { queueJob, type Job } from '#platform/jobs/job.ts';
import { queueMail } from '#platform/mail/outbox.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Reader } from '#platform/outbox/readers.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { createFormat } from '#platform/web-kit/format.ts';
import { asLocale, say, type WordValues } from '#platform/words/words.ts';
import type { OrderConfirmationData } from './documents/order-confirmation.data.ts';
import type { QuoteData } from './documents/quote.data.ts';
import { linesOf } from './edit-order.ts';
import { paperWords } from './paper-words.ts';
import { CONFIRMATION_KIND, QUOTE_KIND } from './queries.ts';
import { quotedLine, quotedTotals } from './quote-order.ts';
import { loadSettings, type OrderSettings } from './settings.ts';
import { orderNumber, type OrderRow, type OrderTables, type QuotedLine, type QuotedTotals } from './store.ts';

/** Prints a revision of the quote and mails it. Safe to run twice: one paper and one mail per revision. */
export const printQuote: Job<{ orderId: Id; revision: number }, AppContext> = {
  name: 'orders.print-quote',
  attempts: 10,
  timeoutSeconds: 60,
  async run({ context, tenantId }, { orderId, revision }) {
    let letter: Letter | undefined;
    await makePaper(context, tenantId, {
      kind: QUOTE_KIND,
      subjectId: orderId,
      revision,
      load: async (tx, caller) => {
        const quote = await tx
          .tables<OrderTables>()
          .selectFrom('sales_quote')
          .selectAll()
          .where('tenant_id', '=', tenantId)
          .where('sales_order_id', '=', orderId)
          .where('revision', '=', revision)
          .executeTakeFirst();
        if (!quote) return null;
        letter = await loadLetter(tx, caller, orderId);
        const { t, format, customer, number, own } = letter;
        const data: QuoteData = {
          ...head(letter, quote.lines, quote.totals),
          title: t('quote.title', { number }),
          facts: [
            { label: t('quote'), value: `${number} / ${revision}`, strong: true },
            { label: t('date'), value: format.dayLong(quote.quoted_on) },
            { label: t('validUntil'), value: format.dayLong(quote.valid_until) },
            ...(quote.promised_on
              ? [{ label: t('earliest'), value: format.dayLong(quote.promised_on) }]
              : []),
            { label: t('customer'), value: customer.number },
            ...reference(letter),
          ],
          opening: [t('greeting'), ...paragraphs(own.quoteOpening || t('quote.opening'))],
          closing: [
            ...paragraphs(
              own.quoteClosing || t('quote.closing', { until: format.dayLong(quote.valid_until) }),
            ),
            ...paragraphs(own.paymentTerms),
          ],
          acceptance: [{ label: t('placeDate') }, { label: t('signature') }],
        };
        return {
          name: `${t('quote')}-${number}-${revision}.pdf`,
          pdf: {
            template: { file: new URL('./documents/quote.typ', import.meta.url) },
            data,
            createdAt: caller.now,
          },
        };
      },
      saved: async (tx, caller, document) => {
        if (!letter) return;
        const { t, format, customer, number, order } = letter;
        const values = { number, company: caller.tenantName };
        await queueMail(tx, caller, {
          // A new revision is a new mail.
          kind: 'orders.quote',
          edition: revision,
          subjectId: orderId,
          recipient: await addressFor(tx, 'orders.quote', () => customer.email),
          locale: letter.locale,
          subject: t('quote.mail.subject', values),
          headline: t('quote.mail.headline', values),
          blocks: [
            { kind: 'text', text: t('quote.mail.text', values) },
            {
              kind: 'facts',
              rows: [
                { label: t('quote'), value: `${number} / ${revision}` },
                ...(order.valid_until
                  ? [{ label: t('validUntil'), value: format.dayLong(order.valid_until) }]
                  : []),
              ],
            },
          ],
          documentIds: [document.id],
        });
      },
    });
  },
};

/** Prints the confirmation of an accepted order and mails it, once. */
export const printConfirmation: Job<{ orderId: Id }, AppContext> = {
  name: 'orders.print-confirmation',
  attempts: 10,
  timeoutSeconds: 60,
  async run({ context, tenantId }, { orderId }) {
    let letter: Letter | undefined;
    await makePaper(context, tenantId, {
      kind: CONFIRMATION_KIND,
      subjectId: orderId,
      revision: 1,
      load: async (tx, caller) => {
        letter = await loadLetter(tx, caller, orderId);
        const { t, format, customer, number, order, own } = letter;
        const rows = await linesOf(tx, orderId);
        const lines: QuotedLine[] = [];
        for (const row of rows) lines.push(await quotedLine(tx, row, order.currency));
        const data: OrderConfirmationData = {
          ...head(letter, lines, quotedTotals(rows, order.currency)),
          title: t('confirmation.title', { number }),
          facts: [
            { label: t('order'), value: number, strong: true },
            { label: t('date'), value: format.dayLong(caller.today) },
            { label: t('customer'), value: customer.number },
            { label: t('quote'), value: `${number} / ${order.revision}` },
            ...reference(letter),
          ],
          opening: [t('greeting'), t('confirmation.opening')],
          promise: {
            title: t('delivery'),
            day: order.due_on ? format.dayLong(order.due_on) : '',
            details: [
              `${customer.street}, ${customer.postcode} ${customer.city}`.replace(/^, |,\s*$/g, '').trim(),
            ].filter(Boolean),
          },
          closing: [
            ...paragraphs(own.confirmationClosing || t('confirmation.closing')),
            ...paragraphs(own.paymentTerms),
          ],
        };
        return {
          name: `${t('confirmation')}-${number}.pdf`,
          pdf: {
            template: { file: new URL('./documents/order-confirmation.typ', import.meta.url) },
            data,
            createdAt: caller.now,
          },
        };
      },
      saved: async (tx, caller, document) => {
        if (!letter) return;
        const { t, format, customer, number, order } = letter;
        const values = { number, company: caller.tenantName };
        await queueMail(tx, caller, {
          kind: 'orders.confirmation',
          subjectId: orderId,
          recipient: await addressFor(tx, 'orders.confirmation', () => customer.email),
          locale: letter.locale,
          subject: t('confirmation.mail.subject', values),
          headline: t('confirmation.mail.headline', values),
          blocks: [
            { kind: 'text', text: t('confirmation.mail.text', values) },
            {
              kind: 'facts',
              rows: [
                { label: t('order'), value: number },
                ...(order.due_on
                  ? [{ label: t('delivery'), value: format.dayLong(order.due_on as Day) }]
                  : []),
              ],
            },
          ],
          documentIds: [document.id],
        });
      },
    });
  },
};

/** Tells the customer that an order or quote is cancelled; sent after the commit, as all mail. */
export async function mailCancellation(tx: Tx, caller: Caller, orderId: Id, reason: string): Promise<void> {
  const { t, customer, number, locale } = await loadLetter(tx, caller, orderId);
  const values = { number, company: caller.tenantName };
  await queueMail(tx, caller, {
    kind: 'orders.cancelled',
    subjectId: orderId,
    recipient: await addressFor(tx, 'orders.cancelled', () => customer.email),
    locale,
    subject: t('cancelled.mail.subject', values),
    headline: t('cancelled.mail.headline', values),
    blocks: [
      { kind: 'text', text: t('cancelled.mail.text', values) },
      ...(reason ? [{ kind: 'facts' as const, rows: [{ label: t('reason'), value: reason }] }] : []),
    ],
    documentIds: [],
  });
}

/** A quote or an acceptance gets its paper after the commit. */
export const printPapers: Reader<{ revision: number }> = {
  name: 'orders.print-papers',
  on: ['order.quoted', 'order.accepted'],
  read: (tx, _caller, event) =>
    event.name === 'order.quoted'
      ? queueJob(tx, printQuote, { orderId: event.aggregateId, revision: event.payload.revision })
      : queueJob(tx, printConfirmation, { orderId: event.aggregateId }),
};

type PaperWord = keyof typeof paperWords.en & string;

/** Own words keep their paragraphs. */
function paragraphs(text: string): string[] {
  return text.split(/\n\s*\n/).filter((paragraph) => paragraph.trim() !== '');
}

interface Letter {
  readonly order: OrderRow;
  readonly number: string;
  readonly customer: Customer;
  readonly locale: ReturnType<typeof asLocale>;
  readonly format: ReturnType<typeof createFormat>;
  readonly sender: QuoteData['sender'];
  /** what the workspace says in its own words */
  readonly own: OrderSettings;
  t(key: PaperWord, values?: WordValues): string;
}

async function loadLetter(tx: Tx, caller: Caller, orderId: Id): Promise<Letter> {
  const order = await tx
    .tables<OrderTables>()
    .selectFrom('sales_order')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', orderId)
    .executeTakeFirstOrThrow();
  const customer = await loadCustomer(tx, order.customer_id);
  if (!customer.ok) throw new Error(`order ${order.number} belongs to no customer`);
  const locale = asLocale(customer.value.locale);
  return {
    order,
    number: orderNumber(order.number),
    customer: customer.value,
    locale,
    format: createFormat({ locale, zone: caller.zone, currency: order.currency }),
    own: await loadSettings(tx),
    sender: paperSender(await loadCompany(tx, caller.tenantName, 'billing')),
    t: (key, values = {}) => say(paperWords, locale, key, values),
  };
}

function reference({ order, t }: Letter) {
  return order.reference ? [{ label: t('reference'), value: order.reference }] : [];
}

/** What quote and confirmation share: sender, recipient, lines and totals. */
function head(
  { locale, sender, customer: who, format, t }: Letter,
  lines: readonly QuotedLine[],
  totals: QuotedTotals,
) {
  return {
    language: locale,
    pageWord: t('page'),
    sender,
    recipient: [who.name, who.street, `${who.postcode} ${who.city}`.trim(), who.country].filter(
      (line) => line !== '',
    ),
    words: {
      position: t('position'),
      description: t('description'),
      quantity: t('quantity'),
      unitPrice: t('unitPrice'),
      lineTotal: t('lineTotal'),
    },
    lines: lines.map((line) => ({
      position: line.text ? '' : String(line.lineNo),
      name: line.name,
      details: line.description ? line.description.split('\n') : [],
      quantity: line.text ? '' : [format.count(line.quantity), line.unit].filter(Boolean).join(' '),
      unitPrice: line.text ? '' : format.money(line.unitNet),
      total: line.text ? '' : format.money(line.net),
    })),
    totals: [
      { label: t('net'), value: format.money(totals.net) },
      ...totals.taxes.map((tax) => ({
        label: t('taxRate', { percent: tax.percent }),
        value: format.money(tax.tax),
      })),
      { label: t('gross'), value: format.money(totals.gross), strong: true },
    ],
  };
}
