import * as z from 'zod';
import { permissions, route } from '#platform/http/contract.ts';
import { amount, day, id, line, note } from '#platform/http/fields.ts';
import { mailView } from '#platform/mail/mail-shape.ts';

export const may = permissions('billing', {
  read: ['owner', 'office'],
  issue: ['owner', 'office'],
  recordPayment: ['owner', 'office'],
  writeOff: ['owner'],
  changeSettings: ['owner'],
  readMargin: ['owner', 'office'],
});

const way = z.enum(['bank', 'cash', 'card']);

const paymentView = z.object({
  id: z.string(),
  amount: z.string(),
  /** given for paying early */
  discount: z.string(),
  receivedOn: z.string(),
  method: way,
  reference: z.string(),
  /** the bank took it back on this day */
  takenBackOn: z.string().nullable(),
  /** what of it is open in the customer's favour */
  favour: z.string(),
});

export const invoiceView = z.object({
  id: z.string(),
  kind: z.enum(['invoice', 'deposit', 'progress']),
  number: z.string(),
  /** null for what was invoiced without an order */
  orderId: z.string().nullable(),
  orderNumber: z.string(),
  customerId: z.string(),
  customerName: z.string(),
  currency: z.string(),
  issuedOn: z.string(),
  dueOn: z.string(),
  deliveredOn: z.string(),
  /** first and last day of a service paid in advance; null for goods */
  service: z.object({ from: z.string(), until: z.string() }).nullable(),
  state: z.enum(['open', 'overdue', 'paid', 'overpaid', 'credited', 'written-off']),
  lines: z.array(
    z.object({
      lineNo: z.number(),
      name: z.string(),
      description: z.string(),
      quantity: z.number(),
      unitNet: z.string(),
      net: z.string(),
      taxPercent: z.string(),
      credited: z.object({ quantity: z.number(), net: z.string() }),
    }),
  ),
  taxes: z.array(
    z.object({
      category: z.enum(['S', 'Z', 'E', 'AE', 'K', 'G', 'O']),
      percent: z.string(),
      net: z.string(),
      tax: z.string(),
    }),
  ),
  net: z.string(),
  tax: z.string(),
  gross: z.string(),
  /** deposit and progress invoices taken off */
  deducted: z.array(
    z.object({
      id: z.string(),
      number: z.string(),
      issuedOn: z.string(),
      tax: z.string(),
      gross: z.string(),
    }),
  ),
  /** gross less deductions */
  payable: z.string(),
  /** for paying early: what may be kept, until when, and what settles the invoice then */
  discount: z
    .object({ percent: z.string(), until: z.string(), amount: z.string(), pay: z.string() })
    .nullable(),
  paid: z.string(),
  open: z.string(),
  /** open in the customer's favour: over-payments, credit notes on what was paid */
  favour: z.string(),
  /** given up, less what is owed again because it was paid after all */
  writtenOff: z.string(),
  payments: z.array(paymentView),
  creditNotes: z.array(
    z.object({
      id: z.string(),
      number: z.string(),
      issuedOn: z.string(),
      gross: z.string(),
      reason: z.string(),
      pdf: z.string(),
    }),
  ),
  refunds: z.array(z.object({ amount: z.string(), paidOn: z.string(), method: way, reference: z.string() })),
  /** the customer objects to it; null where not, and on lists */
  disputed: z.string().nullable(),
  pdf: z.string().nullable(),
  mail: z.array(mailView),
  /** newest first; on the page of one invoice only */
  timeline: z.array(z.object({ id: z.string(), name: z.string(), at: z.string(), by: z.string() })),
});
export type InvoiceView = z.output<typeof invoiceView>;

export const listInvoices = route({
  method: 'GET',
  path: '/api/invoices',
  may: may.read,
  summary: 'Invoices, newest first.',
  shows: { purpose: 'billing', whom: () => ['customers'] },
  query: z.strictObject({
    orderId: id.optional(),
    customerId: id.optional(),
    state: invoiceView.shape.state.optional(),
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
  shows: { purpose: 'billing', whom: ({ answer }) => [`customer:${answer.customerId}`] },
});

const percent = z
  .string()
  .regex(/^\d{1,2}(\.\d{1,2})?$/, { error: 'a percentage between 0 and 99.99, as 19 or 8.1' });
const taxCase = z.enum(['usual', 'reverse-charge']);

export const issueInvoice = route({
  method: 'POST',
  path: '/api/orders/:orderId/invoices',
  may: may.issue,
  summary: 'Invoice what was delivered of an order and is on no invoice yet.',
  params: z.strictObject({ orderId: id }),
  body: z.strictObject({ taxCase: taxCase.optional() }).optional(),
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
    method: way.default('bank'),
    reference: z.string().trim().max(140).default(''),
    /** more than what is open is meant: the rest stays in the customer's favour */
    mayExceed: z.boolean().optional(),
    /** what is left is too little to ask for: it is given up, within the tenant's limit */
    settleRest: z.boolean().optional(),
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

export const issueDeposit = route({
  method: 'POST',
  path: '/api/orders/:orderId/deposits',
  may: may.issue,
  summary: 'Invoice a percentage of an accepted order before it is delivered; taken off its later invoices.',
  params: z.strictObject({ orderId: id }),
  body: z.strictObject({ kind: z.enum(['deposit', 'progress']), percent }),
  response: invoiceView,
});

export const invoiceByHand = route({
  method: 'POST',
  path: '/api/customers/:customerId/invoices',
  may: may.issue,
  summary: 'Invoice what no order holds: a repair, an hour of work, freight.',
  params: z.strictObject({ customerId: id }),
  body: z.strictObject({
    currency: z.string().length(3).optional(),
    servedOn: day.optional(),
    taxCase: taxCase.default('usual'),
    lines: z
      .array(
        z.strictObject({
          name: line(200),
          description: note(1000).default(''),
          quantity: z.int().min(1).max(100_000),
          unitNet: amount,
          tax: z.strictObject({
            category: z.enum(['S', 'Z', 'E', 'O']),
            percent,
          }),
        }),
      )
      .min(1)
      .max(200),
  }),
  response: invoiceView,
});

export const creditInvoice = route({
  method: 'POST',
  path: '/api/invoices/:invoiceId/credit-notes',
  may: may.issue,
  summary: 'Correct an issued invoice: in full, some pieces, or an amount off a line.',
  params: z.strictObject({ invoiceId: id }),
  body: z.strictObject({
    reason: line(200),
    /** the delivery was right and the invoice was not: the pieces may be invoiced again */
    again: z.boolean().default(false),
    /** nothing = everything that is left of the invoice */
    lines: z
      .array(
        z.union([
          z.strictObject({ lineNo: z.int().min(1), quantity: z.int().min(1) }),
          z.strictObject({ lineNo: z.int().min(1), amount }),
        ]),
      )
      .max(200)
      .default([]),
  }),
  response: invoiceView,
});

export const creditNotePdf = route({
  method: 'GET',
  path: '/api/credit-notes/:creditNoteId/credit-note.pdf',
  may: may.read,
  kind: 'file',
  summary: 'The credit note as it was issued.',
  params: z.strictObject({ creditNoteId: id }),
});

export const refund = route({
  method: 'POST',
  path: '/api/open-items/:itemId/refund',
  may: may.recordPayment,
  summary: 'Give back what is open in the customer’s favour, to the original payments, latest first.',
  params: z.strictObject({ itemId: id }),
  body: z.strictObject({
    amount: amount.optional(),
    paidOn: day.optional(),
    method: way.optional(),
    reference: z.string().trim().max(140).default(''),
  }),
  response: invoiceView,
});

export const setOff = route({
  method: 'POST',
  path: '/api/open-items/:itemId/set-off',
  may: may.recordPayment,
  summary: 'Let what is open in the customer’s favour pay an invoice of the same customer.',
  params: z.strictObject({ itemId: id }),
  body: z.strictObject({ invoiceId: id, amount: amount.optional() }),
  response: invoiceView,
});

export const chargeBack = route({
  method: 'POST',
  path: '/api/payments/:paymentId/charge-back',
  may: may.recordPayment,
  summary: 'Record that the bank took a payment back.',
  params: z.strictObject({ paymentId: id }),
  body: z.strictObject({ bookedOn: day.optional(), reason: line(140), fee: amount.default('0') }),
  response: invoiceView,
});

const terms = z.object({ percent: z.string(), days: z.number() });

export const getTerms = route({
  method: 'GET',
  path: '/api/customers/:customerId/terms',
  may: may.read,
  summary: 'Discount for paying early, as agreed with a customer.',
  params: z.strictObject({ customerId: id }),
  response: z.object({ discount: terms.nullable() }),
});

export const setTerms = route({
  method: 'PUT',
  path: '/api/customers/:customerId/terms',
  may: may.issue,
  summary: 'Agree a discount for paying early; 0 ends it. Issued invoices keep theirs.',
  params: z.strictObject({ customerId: id }),
  body: z.strictObject({ percent, days: z.int().min(0).max(120) }),
  response: z.object({ discount: terms.nullable() }),
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
