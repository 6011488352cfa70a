import * as z from 'zod';
import { route } from '#platform/http/contract.ts';
import { amount, day, id } from '#platform/http/fields.ts';
import { linesView } from '../bank-contract.ts';
import { may } from '../contract.ts';

export const recordOnAccount = route({
  method: 'POST',
  path: '/api/customers/:customerId/payments',
  may: may.recordPayment,
  summary: 'Record money of a customer that belongs to no invoice yet; it is assigned later by a set-off.',
  params: z.strictObject({ customerId: id }),
  body: z.strictObject({
    amount,
    currency: z.string().length(3).optional(),
    receivedOn: day.optional(),
    method: z.enum(['bank', 'cash', 'card']).default('bank'),
    reference: z.string().trim().max(140).default(''),
  }),
  response: z.object({ paymentId: z.string() }),
});

export const bookBankLineOnAccount = route({
  method: 'POST',
  path: '/api/bank/lines/:bankLineId/on-account',
  may: may.recordPayment,
  summary: 'Book a movement as a payment on account: the customer is known, the invoice is not.',
  params: z.strictObject({ bankLineId: id }),
  body: z.strictObject({ customerId: id }),
  response: linesView,
});

export const refundOnAccount = route({
  method: 'POST',
  path: '/api/payments/:paymentId/refund',
  may: may.recordPayment,
  summary: 'Give back money on account, all that is left of it or a part, the way it came.',
  params: z.strictObject({ paymentId: id }),
  body: z.strictObject({
    amount: amount.optional(),
    paidOn: day.optional(),
    reference: z.string().trim().max(140).default(''),
  }),
  response: z.object({ paymentId: z.string() }),
});
