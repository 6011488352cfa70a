import * as z from 'zod';
import { route } from '#platform/http/contract.ts';
import { day, id, line } from '#platform/http/fields.ts';
import { may } from '../contract.ts';

const settings = z.object({ creditorId: z.string(), noticeDays: z.number() });

export const getSepaSettings = route({
  method: 'GET',
  path: '/api/sepa/settings',
  may: may.read,
  summary: 'Creditor identifier, and how many days before a debit is announced.',
  response: settings,
});

export const setSepaSettings = route({
  method: 'PUT',
  path: '/api/sepa/settings',
  may: may.recordPayment,
  summary: 'Set the creditor identifier and the days of announcement.',
  body: z.strictObject({ creditorId: z.string().trim().max(40), noticeDays: z.int().min(1).max(14) }),
  response: settings,
});

const sequence = z.enum(['FRST', 'RCUR', 'OOFF']);
const mandates = z.object({
  mandates: z.array(
    z.object({
      id: z.string(),
      reference: z.string(),
      scheme: z.enum(['CORE', 'B2B']),
      kind: z.enum(['recurring', 'one-off']),
      signedOn: z.string(),
      account: z.string(),
      accountName: z.string(),
      state: z.enum(['active', 'revoked', 'lapsed', 'used']),
      /** of the next collection */
      sequence,
      lastUsedOn: z.string().nullable(),
    }),
  ),
});

export const listMandates = route({
  method: 'GET',
  path: '/api/customers/:customerId/mandates',
  may: may.read,
  summary: 'Direct debit mandates of a customer, the newest first.',
  shows: { purpose: 'billing', whom: ({ params }) => [`customer:${params.customerId}`] },
  params: z.strictObject({ customerId: id }),
  response: mandates,
});

export const recordMandate = route({
  method: 'POST',
  path: '/api/customers/:customerId/mandates',
  may: may.recordPayment,
  collects: { form: 'billing.mandate', purpose: 'billing' },
  summary: 'Record a direct debit mandate that a customer signed.',
  params: z.strictObject({ customerId: id }),
  body: z.strictObject({
    reference: line(35),
    scheme: z.enum(['CORE', 'B2B']).default('CORE'),
    kind: z.enum(['recurring', 'one-off']).default('recurring'),
    signedOn: day,
    accountName: line(70),
    iban: line(50),
    bic: z.string().trim().max(15).default(''),
  }),
  response: mandates,
});

export const revokeMandate = route({
  method: 'POST',
  path: '/api/mandates/:mandateId/revoke',
  may: may.recordPayment,
  summary: 'End a mandate: nothing more is collected by it.',
  params: z.strictObject({ mandateId: id }),
  body: z.strictObject({ reason: line(140) }),
  response: mandates,
});

const debitFault = z.enum([
  'not_open',
  'not_euro',
  'disputed',
  'in_run',
  'mandate_missing',
  'mandate_revoked',
  'mandate_lapsed',
  'mandate_used',
]);

const candidates = settings.extend({
  /** the first day on which may be collected what is announced today */
  collectOn: z.string(),
  debits: z.array(
    z.object({
      invoiceId: z.string(),
      number: z.string(),
      customerName: z.string(),
      open: z.string(),
      dueOn: z.string(),
      mandate: z.string(),
      sequence: sequence.nullable(),
      fault: debitFault.nullable(),
    }),
  ),
  payables: z.array(
    z.object({
      id: z.string(),
      number: z.string(),
      supplierName: z.string(),
      open: z.string(),
      dueOn: z.string(),
      account: z.string(),
      fault: z.enum(['in_run', 'account_missing']).nullable(),
    }),
  ),
  refunds: z.array(
    z.object({
      itemId: z.string(),
      number: z.string(),
      customerName: z.string(),
      amount: z.string(),
      /** of the customer's mandate; '' without one */
      account: z.string(),
      fault: z.enum(['in_run']).nullable(),
    }),
  ),
});
export type RunCandidates = z.output<typeof candidates>;

export const listCandidates = route({
  method: 'GET',
  path: '/api/payment-runs/candidates',
  may: may.read,
  summary: 'What could be collected or paid now, and why not where it cannot.',
  shows: { purpose: 'billing', whom: () => ['customers', 'suppliers'] },
  response: candidates,
});

const run = z.object({
  id: z.string(),
  kind: z.enum(['debit', 'transfer']),
  number: z.string(),
  executeOn: z.string(),
  total: z.string(),
  items: z.number(),
  state: z.enum(['composed', 'approved', 'handed_over', 'cancelled']),
  composedBy: z.string(),
  composedAt: z.string(),
});
const runView = run.extend({
  entries: z.array(
    z.object({
      itemNo: z.number(),
      subject: z.enum(['invoice', 'refund', 'supplier-invoice']),
      subjectId: z.string(),
      name: z.string(),
      account: z.string(),
      amount: z.string(),
      sequence: sequence.nullable(),
      remittance: z.string(),
      /** `waiting` for the bank, `booked` or `returned` by a statement, `free` again */
      state: z.enum(['waiting', 'booked', 'returned', 'free']),
    }),
  ),
  steps: z.array(
    z.object({
      outcome: z.enum(['approved', 'handed_over', 'cancelled']),
      alone: z.boolean(),
      reason: z.string(),
      by: z.string(),
      at: z.string(),
    }),
  ),
  /** once it is handed over */
  file: z.string().nullable(),
  sha256: z.string(),
});
export type RunView = z.output<typeof runView>;

export const listRuns = route({
  method: 'GET',
  path: '/api/payment-runs',
  may: may.read,
  summary: 'Runs of direct debits and transfers, the newest first.',
  response: z.object({ runs: z.array(run) }),
});

const params = z.strictObject({ runId: id });

export const getRun = route({
  method: 'GET',
  path: '/api/payment-runs/:runId',
  may: may.read,
  summary: 'One run with what became of each of its payments.',
  shows: { purpose: 'billing', whom: () => ['customers', 'suppliers'] },
  params,
  response: runView,
});

export const composeDebits = route({
  method: 'POST',
  path: '/api/payment-runs/debits',
  may: may.recordPayment,
  summary: 'Compose a run of direct debits; the customers are told by mail.',
  body: z.strictObject({ collectOn: day, invoiceIds: z.array(id).min(1).max(2000) }),
  response: runView,
});

export const composeTransfers = route({
  method: 'POST',
  path: '/api/payment-runs/transfers',
  may: may.recordPayment,
  summary: 'Compose a run of transfers from suppliers’ invoices and refunds.',
  body: z.strictObject({
    executeOn: day,
    supplierInvoiceIds: z.array(id).max(2000).default([]),
    refunds: z
      .array(
        z.strictObject({
          itemId: id,
          iban: z.string().trim().max(50).optional(),
          otherAccount: z.boolean().default(false),
        }),
      )
      .max(500)
      .default([]),
  }),
  response: runView,
});

export const approveRun = route({
  method: 'POST',
  path: '/api/payment-runs/:runId/approve',
  may: may.recordPayment,
  summary: 'Approve a run of transfers that somebody else composed.',
  params,
  response: runView,
});

export const handOverRun = route({
  method: 'POST',
  path: '/api/payment-runs/:runId/hand-over',
  may: may.recordPayment,
  summary: 'Hand a run over to the bank: its file can be taken, and it is not cancelled any more.',
  params,
  response: runView,
});

export const cancelRun = route({
  method: 'POST',
  path: '/api/payment-runs/:runId/cancel',
  may: may.recordPayment,
  summary: 'Cancel a run before it is handed over.',
  params,
  body: z.strictObject({ reason: line(140) }),
  response: runView,
});

export const releaseRunItem = route({
  method: 'POST',
  path: '/api/payment-runs/:runId/release',
  may: may.recordPayment,
  summary: 'Say that the bank did not carry out one payment: it may go into another run.',
  params,
  body: z.strictObject({ itemNo: z.int().min(1), reason: line(140) }),
  response: runView,
});

export const runFile = route({
  method: 'GET',
  path: '/api/payment-runs/:runId/file',
  may: may.recordPayment,
  kind: 'file',
  summary: 'The bank’s file of a run that was handed over, byte by byte the same each time.',
  params,
});
