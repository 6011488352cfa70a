import * as z from 'zod';
import { permissions, route } from '#platform/http/contract.ts';
import { amount, day, id } from '#platform/http/fields.ts';
import { mailView } from '#platform/mail/mail-shape.ts';

export const may = permissions('billing', {
  read: ['owner', 'office'],
  issue: ['owner', 'office'],
  recordPayment: ['owner', 'office'],
  readMargin: ['owner', 'office'],
});

const paymentView = z.object({
  id: z.string(),
  amount: z.string(),
  receivedOn: z.string(),
  method: z.enum(['bank', 'cash', 'card']),
  reference: z.string(),
});

export const invoiceView = z.object({
  id: z.string(),
  number: z.string(),
  orderId: z.string(),
  orderNumber: z.string(),
  customerId: z.string(),
  customerName: z.string(),
  currency: z.string(),
  issuedOn: z.string(),
  dueOn: z.string(),
  deliveredOn: z.string(),
  state: z.enum(['open', 'overdue', 'paid', 'overpaid']),
  lines: z.array(
    z.object({
      lineNo: z.number(),
      name: z.string(),
      description: z.string(),
      quantity: z.number(),
      unitNet: z.string(),
      net: z.string(),
      taxPercent: z.string(),
    }),
  ),
  taxes: z.array(z.object({ percent: z.string(), net: z.string(), tax: z.string() })),
  net: z.string(),
  tax: z.string(),
  gross: z.string(),
  paid: z.string(),
  open: z.string(),
  payments: z.array(paymentView),
  pdf: z.string().nullable(),
  mail: z.array(mailView),
});
export type InvoiceView = z.output<typeof invoiceView>;

export const listInvoices = route({
  method: 'GET',
  path: '/api/invoices',
  may: may.read,
  summary: 'Invoices, newest first.',
  query: z.strictObject({
    orderId: id.optional(),
    state: z.enum(['open', 'overdue', 'paid', 'overpaid']).optional(),
  }),
  response: z.object({
    invoices: z.array(invoiceView),
    /** orders with delivered pieces that are on no invoice */
    toInvoice: z.array(
      z.object({
        orderId: z.string(),
        orderNumber: z.string(),
        customerName: z.string(),
        pieces: z.number(),
      }),
    ),
  }),
});

export const getInvoice = route({
  method: 'GET',
  path: '/api/invoices/:invoiceId',
  may: may.read,
  summary: 'One invoice with its payments.',
  params: z.strictObject({ invoiceId: id }),
  response: invoiceView,
});

export const issueInvoice = route({
  method: 'POST',
  path: '/api/orders/:orderId/invoices',
  may: may.issue,
  summary: 'Invoice what was delivered of an order and is on no invoice yet.',
  params: z.strictObject({ orderId: id }),
  response: invoiceView,
});

export const recordPayment = route({
  method: 'POST',
  path: '/api/invoices/:invoiceId/payments',
  may: may.recordPayment,
  summary: 'Record a payment received for an invoice.',
  params: z.strictObject({ invoiceId: id }),
  body: z.strictObject({
    amount,
    receivedOn: day.optional(),
    method: z.enum(['bank', 'cash', 'card']).default('bank'),
    reference: z.string().trim().max(140).default(''),
  }),
  response: invoiceView,
});

export const invoicePdf = route({
  method: 'GET',
  path: '/api/invoices/:invoiceId/invoice.pdf',
  may: may.read,
  kind: 'file',
  summary: 'The invoice as it was issued.',
  params: z.strictObject({ invoiceId: id }),
});

const cost = z.object({
  boards: z.string(),
  edges: z.string(),
  hardware: z.string(),
  labour: z.string(),
  other: z.string(),
});
const marginView = z.object({
  price: z.string(),
  cost: z.string(),
  margin: z.string(),
  basisPoints: z.number().nullable(),
  byCause: cost,
});

export const orderMargin = route({
  method: 'GET',
  path: '/api/orders/:orderId/margin',
  may: may.readMargin,
  summary: 'Margin as quoted against margin as it came out so far, by cause.',
  params: z.strictObject({ orderId: id }),
  response: z.object({
    currency: z.string(),
    quoted: marginView,
    actual: marginView,
    difference: z.string(),
    overrun: cost,
  }),
});

export const cash = route({
  method: 'GET',
  path: '/api/cash',
  may: may.read,
  summary: 'What is open, overdue and due soon, and what came in this month.',
  response: z.object({
    currency: z.string(),
    open: z.string(),
    openCount: z.number(),
    overdue: z.string(),
    overdueCount: z.number(),
    dueIn14Days: z.string(),
    receivedThisMonth: z.string(),
    invoicedThisMonth: z.string(),
  }),
});
