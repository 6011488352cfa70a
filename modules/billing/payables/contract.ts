import * as z from 'zod';
import { route } from '#platform/http/contract.ts';
import { amount, day, id, line } from '#platform/http/fields.ts';
import { may } from '../contract.ts';

const MEGABYTE = 1024 * 1024;

const row = z.object({
  id: z.string(),
  kind: z.enum(['invoice', 'credit-note']),
  number: z.string(),
  supplierId: z.string(),
  supplierName: z.string(),
  currency: z.string(),
  issuedOn: z.string(),
  dueOn: z.string(),
  gross: z.string(),
  /** what is still to be paid; '0.00' before it is approved */
  open: z.string(),
  state: z.enum(['parked', 'waiting', 'approved', 'overdue', 'paid', 'refused']),
  /** the run it is on its way with; null where it is in none */
  runId: z.string().nullable(),
});
export type SupplierInvoiceListed = z.output<typeof row>;

export const finding = z.object({
  rule: z.string(),
  severity: z.enum(['fatal', 'warning']),
  field: z.string(),
  title: z.string(),
  remedy: z.string(),
});

const supplierInvoice = row.extend({
  receivedOn: z.string(),
  vatNumber: z.string(),
  reference: z.string(),
  source: z.enum(['ubl', 'cii', 'hand']),
  lines: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      quantity: z.string(),
      unit: z.string(),
      net: z.string(),
      tax: z.string(),
    }),
  ),
  taxes: z.array(z.object({ tax: z.string(), net: z.string(), amount: z.string() })),
  net: z.string(),
  tax: z.string(),
  payable: z.string(),
  /** masked; '' where the invoice names no valid account */
  account: z.string(),
  findings: z.array(finding),
  notices: z.array(
    z.enum(['buyer_other', 'account_missing', 'account_changed', 'currency_other', 'due_day_missing']),
  ),
  /** what the file says and nobody here reads */
  extras: z.array(z.object({ path: z.string(), text: z.string() })),
  decision: z
    .object({
      outcome: z.enum(['approved', 'refused']),
      by: z.string(),
      at: z.string(),
      reason: z.string(),
      expenseAccount: z.string(),
    })
    .nullable(),
  /** tax that the supplier left to us: our usual rate until it is decided, then what was booked; null where there is none */
  selfAssessed: z.object({ percent: z.string(), tax: z.string().nullable() }).nullable(),
  payments: z.array(
    z.object({ id: z.string(), amount: z.string(), paidOn: z.string(), reference: z.string() }),
  ),
  file: z.string().nullable(),
  recordedBy: z.string(),
  /** accounts it can be booked on */
  expenseAccounts: z.array(
    z.object({ number: z.string(), name: z.object({ en: z.string(), de: z.string() }) }),
  ),
});
export type SupplierInvoiceView = z.output<typeof supplierInvoice>;

const params = z.strictObject({ supplierInvoiceId: id });

export const listSupplierInvoices = route({
  method: 'GET',
  path: '/api/supplier-invoices',
  may: may.read,
  summary: 'Suppliers’ invoices, what waits first, then by the day they are due.',
  shows: { purpose: 'billing', whom: () => ['suppliers'] },
  query: z.strictObject({ state: row.shape.state.optional() }),
  response: z.object({
    invoices: z.array(row),
    suppliers: z.array(z.object({ id: z.string(), name: z.string() })),
    waiting: z.number(),
    open: z.string(),
    overdue: z.string(),
  }),
});

export const getSupplierInvoice = route({
  method: 'GET',
  path: '/api/supplier-invoices/:supplierInvoiceId',
  may: may.read,
  summary: 'One supplier’s invoice with its lines, what was decided and what was paid.',
  shows: { purpose: 'billing', whom: () => ['suppliers'] },
  params,
  response: supplierInvoice,
});

export const uploadSupplierInvoice = route({
  method: 'POST',
  path: '/api/supplier-invoices/files',
  may: may.recordPayment,
  kind: 'upload',
  bytesMax: 15 * MEGABYTE,
  summary: 'Take in a supplier’s e-invoice: UBL, CII, XRechnung, or a PDF with one of them inside.',
  response: supplierInvoice,
});

export const enterSupplierInvoice = route({
  method: 'POST',
  path: '/api/supplier-invoices',
  may: may.recordPayment,
  summary: 'Enter a supplier’s invoice that came on paper or as a plain PDF.',
  body: z.strictObject({
    supplier: line(160),
    vatNumber: z.string().trim().max(20).default(''),
    kind: z.enum(['invoice', 'credit-note']).default('invoice'),
    number: line(60),
    issuedOn: day,
    dueOn: day,
    currency: z.string().length(3).optional(),
    reference: z.string().trim().max(140).default(''),
    iban: z.string().trim().max(50).default(''),
    /** as printed, to compare with what the lines make */
    gross: amount,
    lines: z
      .array(
        z.strictObject({
          name: line(200),
          net: amount,
          tax: z.strictObject({
            category: z.enum(['S', 'Z', 'E', 'AE', 'K', 'O']).default('S'),
            percent: z.string().regex(/^\d{1,2}(\.\d{1,2})?$/),
          }),
        }),
      )
      .min(1)
      .max(100),
  }),
  response: supplierInvoice,
});

export const approveSupplierInvoice = route({
  method: 'POST',
  path: '/api/supplier-invoices/:supplierInvoiceId/approve',
  may: may.recordPayment,
  summary: 'Approve a supplier’s invoice: it is booked and may be paid.',
  params,
  body: z.strictObject({
    expenseAccount: z.string().max(8).optional(),
    /** why it is approved although it breaks rules of e-invoices */
    despite: z.string().trim().max(200).default(''),
    /** our rate of the tax that the supplier left to us; the usual one when absent */
    taxPercent: z
      .string()
      .regex(/^\d{1,2}(\.\d{1,2})?$/)
      .optional(),
  }),
  response: supplierInvoice,
});

export const refuseSupplierInvoice = route({
  method: 'POST',
  path: '/api/supplier-invoices/:supplierInvoiceId/refuse',
  may: may.recordPayment,
  summary: 'Refuse a supplier’s invoice; its number may come again, corrected.',
  params,
  body: z.strictObject({ reason: line(200) }),
  response: supplierInvoice,
});

export const paySupplierInvoice = route({
  method: 'POST',
  path: '/api/supplier-invoices/:supplierInvoiceId/payments',
  may: may.recordPayment,
  summary: 'Record that a supplier’s invoice was paid outside of a run.',
  params,
  body: z.strictObject({
    amount: amount.optional(),
    paidOn: day.optional(),
    method: z.enum(['bank', 'cash', 'card']).default('bank'),
    reference: z.string().trim().max(140).default(''),
  }),
  response: supplierInvoice,
});

export const attachSupplierFile = route({
  method: 'POST',
  path: '/api/supplier-invoices/:supplierInvoiceId/file',
  may: may.recordPayment,
  kind: 'upload',
  bytesMax: 15 * MEGABYTE,
  summary: 'Attach the PDF to a supplier’s invoice that was entered by hand.',
  params,
  response: supplierInvoice,
});

export const supplierInvoiceFile = route({
  method: 'GET',
  path: '/api/supplier-invoices/:supplierInvoiceId/file',
  may: may.read,
  kind: 'file',
  summary: 'The file of a supplier’s invoice as it came.',
  params,
});

export const outgoingLines = route({
  method: 'GET',
  path: '/api/bank/outgoing',
  may: may.read,
  summary: 'Movements out of the account that wait, with the suppliers’ invoices they may have paid.',
  shows: { purpose: 'billing', whom: () => ['suppliers'] },
  response: z.object({
    lines: z.array(
      z.object({
        lineId: z.string(),
        proposals: z.array(
          z.object({ id: z.string(), number: z.string(), supplierName: z.string(), open: z.string() }),
        ),
      }),
    ),
  }),
});

export const payFromBankLine = route({
  method: 'POST',
  path: '/api/bank/lines/:bankLineId/pay-suppliers',
  may: may.recordPayment,
  summary: 'Book a movement out of the account as payment of suppliers’ invoices.',
  params: z.strictObject({ bankLineId: id }),
  body: z.strictObject({
    shares: z
      .array(z.strictObject({ supplierInvoiceId: id, amount }))
      .min(1)
      .max(50),
  }),
  response: z.object({ paid: z.number() }),
});
