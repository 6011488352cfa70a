import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { documentAnswer, findDocument } from '#platform/documents/stored.ts';
import { handle, type Given, type Handler } from '#platform/http/handler.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import * as contract from './contract.ts';
import { issueInvoice } from './issue-invoice.ts';
import { orderMargin } from './order-margin.ts';
import { cashSums, INVOICE_KIND, listInvoices, listToInvoice } from './queries.ts';
import { recordPayment } from './record-payment.ts';

async function invoiceAnswer(
  tx: Tx,
  today: Day,
  invoiceId: Id,
): Promise<Result<contract.InvoiceView, { code: 'invoice_unknown' }>> {
  const [invoice] = await listInvoices(tx, today, { invoiceId });
  return invoice ? ok(invoice) : refuse({ code: 'invoice_unknown' });
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
  handle(contract.issueInvoice, async ({ tx, caller, input }) => {
    const issued = await issueInvoice(tx, caller, input.params.orderId);
    return issued.ok ? invoiceAnswer(tx, caller.today, issued.value.invoiceId) : issued;
  }),
  handle(contract.recordPayment, async ({ tx, caller, input }) => {
    const { receivedOn = caller.today, ...body } = input.body;
    const recorded = await recordPayment(tx, caller, input.params.invoiceId, { ...body, receivedOn });
    return recorded.ok ? invoiceAnswer(tx, caller.today, input.params.invoiceId) : recorded;
  }),
  handle(
    contract.invoicePdf,
    async ({ tx, context, input }: Given<typeof contract.invoicePdf, AppContext>) => {
      const document = await findDocument(tx, INVOICE_KIND, input.params.invoiceId);
      return document
        ? documentAnswer(context.files, tx.tenantId, document)
        : refuse({ code: 'document_unknown' });
    },
  ),
  handle(contract.orderMargin, ({ tx, input }) => orderMargin(tx, input.params.orderId)),
  handle(contract.cash, async ({ tx, caller }) => ok(await cashSums(tx, caller.today, caller.currency))),
];
