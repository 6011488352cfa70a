import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { documentAnswer, findDocument } from '#platform/documents/stored.ts';
import type { Caller } from '#platform/http/caller.ts';
import { handle, type Given, type Handler } from '#platform/http/handler.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { asLocale, say } from '#platform/words/words.ts';
import { cashSums, listToInvoice } from './cash.ts';
import * as contract from './contract.ts';
import { creditInvoice } from './credit-invoice.ts';
import { issueDeposit } from './deposits.ts';
import { chargeBack, refundItem, setOff } from './give-back.ts';
import { invoiceByHand } from './invoice-by-hand.ts';
import { issueInvoice } from './issue-invoice.ts';
import { orderMargin } from './order-margin.ts';
import { paperWords } from './paper-words.ts';
import { CREDIT_NOTE_KIND, INVOICE_KIND, listInvoices, REMINDER_KIND } from './queries.ts';
import { recordPayment } from './record-payment.ts';
import { listReminders, openDispute, remind, reminderPdf, settleDispute } from './reminder-contract.ts';
import { changeDispute, listReminders as reminderList, remind as sendReminder } from './reminders.ts';
import { loadTerms, saveTerms } from './terms.ts';

async function invoiceAnswer(
  tx: Tx,
  today: Day,
  invoiceId: Id,
): Promise<Result<contract.InvoiceView, { code: 'invoice_unknown' }>> {
  const [invoice] = await listInvoices(tx, today, { invoiceId });
  return invoice ? ok(invoice) : refuse({ code: 'invoice_unknown' });
}

/** What was done to an invoice, answered by the invoice as it is then. */
async function then(
  tx: Tx,
  caller: Caller,
  done: Result<{ invoiceId: Id }, Refusal>,
): Promise<Result<contract.InvoiceView, Refusal>> {
  return done.ok ? invoiceAnswer(tx, caller.today, done.value.invoiceId) : done;
}

export const handlers: readonly Handler<AppContext>[] = [
  handle(contract.listInvoices, async ({ tx, caller, input }) =>
    ok({
      invoices: await listInvoices(tx, caller.today, input.query),
      toInvoice: await listToInvoice(tx, input.query.orderId),
    }),
  ),
  handle(contract.getInvoice, ({ tx, caller, input }) =>
    invoiceAnswer(tx, caller.today, input.params.invoiceId),
  ),
  handle(contract.issueInvoice, async ({ tx, caller, input }) =>
    then(tx, caller, await issueInvoice(tx, caller, input.params.orderId, input.body?.taxCase)),
  ),
  handle(contract.issueDeposit, async ({ tx, caller, input }) => {
    const { kind, percent } = input.body;
    const words = (locale: string, order: string): string =>
      say(paperWords, asLocale(locale), `line.${kind}`, { percent, order });
    return then(tx, caller, await issueDeposit(tx, caller, input.params.orderId, input.body, words));
  }),
  handle(contract.invoiceByHand, async ({ tx, caller, input }) => {
    const { servedOn = caller.today, ...body } = input.body;
    return then(tx, caller, await invoiceByHand(tx, caller, input.params.customerId, { ...body, servedOn }));
  }),
  handle(contract.creditInvoice, async ({ tx, caller, input }) => {
    const { invoiceId } = input.params;
    const credited = await creditInvoice(tx, caller, invoiceId, input.body);
    return credited.ok ? invoiceAnswer(tx, caller.today, invoiceId) : credited;
  }),
  handle(contract.recordPayment, async ({ tx, caller, input }) => {
    const { receivedOn = caller.today, ...body } = input.body;
    return then(tx, caller, await recordPayment(tx, caller, input.params.invoiceId, { ...body, receivedOn }));
  }),
  handle(contract.refund, async ({ tx, caller, input }) => {
    const { paidOn = caller.today, ...body } = input.body;
    return then(tx, caller, await refundItem(tx, caller, input.params.itemId, { ...body, paidOn }));
  }),
  handle(contract.setOff, async ({ tx, caller, input }) =>
    then(tx, caller, await setOff(tx, caller, input.params.itemId, input.body)),
  ),
  handle(contract.chargeBack, async ({ tx, caller, input }) => {
    const { bookedOn = caller.today, ...body } = input.body;
    return then(tx, caller, await chargeBack(tx, caller, input.params.paymentId, { ...body, bookedOn }));
  }),
  handle(contract.getTerms, ({ tx, input }) => loadTerms(tx, input.params.customerId)),
  handle(contract.setTerms, ({ tx, input }) => saveTerms(tx, input.params.customerId, input.body)),
  handle(contract.invoicePdf, ({ tx, context, input }: Given<typeof contract.invoicePdf, AppContext>) =>
    paper(tx, context, INVOICE_KIND, input.params.invoiceId),
  ),
  handle(contract.creditNotePdf, ({ tx, context, input }: Given<typeof contract.creditNotePdf, AppContext>) =>
    paper(tx, context, CREDIT_NOTE_KIND, input.params.creditNoteId),
  ),
  handle(reminderPdf, ({ tx, context, input }: Given<typeof reminderPdf, AppContext>) =>
    paper(tx, context, REMINDER_KIND, input.params.reminderId),
  ),
  handle(listReminders, async ({ tx, caller }) => ok(await reminderList(tx, caller.today))),
  handle(remind, async ({ tx, caller, input }) => {
    const currency = input.body.currency ?? caller.currency;
    const reminded = await sendReminder(tx, caller, input.params.customerId, currency);
    return reminded.ok ? ok(await reminderList(tx, caller.today)) : reminded;
  }),
  handle(openDispute, async ({ tx, caller, input }) =>
    then(
      tx,
      caller,
      await changeDispute(tx, caller, input.params.invoiceId, { step: 'opened', ...input.body }),
    ),
  ),
  handle(settleDispute, async ({ tx, caller, input }) =>
    then(
      tx,
      caller,
      await changeDispute(tx, caller, input.params.invoiceId, { step: 'settled', ...input.body }),
    ),
  ),
  handle(contract.orderMargin, ({ tx, input }) => orderMargin(tx, input.params.orderId)),
  handle(contract.cash, async ({ tx, caller }) => ok(await cashSums(tx, caller.today, caller.currency))),
];

async function paper(tx: Tx, context: AppContext, kind: string, subjectId: Id) {
  const document = await findDocument(tx, kind, subjectId);
  return document
    ? documentAnswer(context.files, tx.tenantId, document)
    : refuse({ code: 'document_unknown' });
}
