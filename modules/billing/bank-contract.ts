import * as z from 'zod';
import { route } from '#platform/http/contract.ts';
import { amount, id, line } from '#platform/http/fields.ts';
import { may } from './contract.ts';

const MEGABYTE = 1024 * 1024;

export const importStatement = route({
  method: 'POST',
  path: '/api/bank/statements',
  may: may.recordPayment,
  kind: 'upload',
  bytesMax: 20 * MEGABYTE,
  summary:
    'Import a bank statement (camt.053 or MT 940); what was imported before is known and not taken twice.',
  response: z.object({
    statements: z.number(),
    newLines: z.number(),
    knownLines: z.number(),
  }),
});

const bankLine = z.object({
  id: z.string(),
  bookedOn: z.string(),
  currency: z.string(),
  /** above zero came in */
  amount: z.string(),
  payer: z.string(),
  account: z.string(),
  text: z.string(),
  returned: z.boolean(),
  decision: z.enum(['matched', 'proposed', 'unmatched', 'parked']),
  proposals: z.array(
    z.object({
      customerName: z.string(),
      score: z.number(),
      rest: z.string(),
      reasons: z.array(z.object({ code: z.string(), value: z.string() })),
      shares: z.array(z.object({ invoiceId: z.string(), number: z.string(), amount: z.string() })),
    }),
  ),
  /** why nothing may be booked by itself */
  reasons: z.array(z.object({ code: z.string(), value: z.string() })),
});
export type BankLineView = z.output<typeof bankLine>;

export const linesView = z.object({
  open: z.array(bankLine),
  done: z.array(
    z.object({
      id: z.string(),
      bookedOn: z.string(),
      currency: z.string(),
      amount: z.string(),
      payer: z.string(),
      text: z.string(),
      outcome: z.enum(['booked', 'taken_back', 'set_aside']),
      by: z.string(),
      invoices: z.array(z.object({ id: z.string(), number: z.string() })),
    }),
  ),
});
export type BankLinesView = z.output<typeof linesView>;

export const listBankLines = route({
  method: 'GET',
  path: '/api/bank/lines',
  may: may.read,
  summary: 'Movements that wait for a decision, with proposals, and the latest that are done.',
  shows: { purpose: 'billing', whom: () => ['customers'] },
  response: linesView,
});

export const bookBankLine = route({
  method: 'POST',
  path: '/api/bank/lines/:bankLineId/book',
  may: may.recordPayment,
  summary: 'Book a movement as payments of invoices; similar ones are recognised from then on.',
  params: z.strictObject({ bankLineId: id }),
  body: z.strictObject({
    shares: z
      .array(z.strictObject({ invoiceId: id, amount }))
      .min(1)
      .max(50),
  }),
  response: linesView,
});

export const takeBackBankLine = route({
  method: 'POST',
  path: '/api/bank/lines/:bankLineId/take-back',
  may: may.recordPayment,
  summary: 'A returned payment: the payment it takes back is open again.',
  params: z.strictObject({ bankLineId: id }),
  body: z.strictObject({ paymentId: id }),
  response: linesView,
});

export const setAsideBankLine = route({
  method: 'POST',
  path: '/api/bank/lines/:bankLineId/set-aside',
  may: may.recordPayment,
  summary: 'A movement that is none to book here.',
  params: z.strictObject({ bankLineId: id }),
  body: z.strictObject({ reason: line(140) }),
  response: linesView,
});
