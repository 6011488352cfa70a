import * as z from 'zod';
import { permissions, route } from '#platform/http/contract.ts';
import { id, line } from '#platform/http/fields.ts';
import { may } from '../contract.ts';

export const cardsMay = permissions('billing', { setUpCards: ['owner'] });

const account = z.object({
  on: z.boolean(),
  /** as everybody may see it; empty while cards are off */
  key: z.string(),
  webhook: z.string(),
  /** where the provider is told to send its messages */
  webhookUrl: z.string(),
  changedBy: z.string(),
  changedAt: z.string().nullable(),
  messagesTaken: z.number(),
  messagesIgnored: z.array(z.object({ kind: z.string(), messages: z.number() })),
});
export type CardAccountView = z.output<typeof account>;

export const getCardAccount = route({
  method: 'GET',
  path: '/api/card-account',
  may: cardsMay.setUpCards,
  summary: 'Whether customers can pay by card, with the provider’s keys masked.',
  response: account,
});

export const saveCardAccount = route({
  method: 'PUT',
  path: '/api/card-account',
  may: cardsMay.setUpCards,
  summary: 'Keep the payment provider’s secret key and webhook secret, sealed.',
  body: z.strictObject({
    secretKey: z
      .string()
      .trim()
      .max(255)
      .regex(/^(sk|rk)_(live|test)_[A-Za-z0-9]{8,}$/, { error: 'a secret key, as sk_live_…' }),
    webhookSecret: z
      .string()
      .trim()
      .max(255)
      .regex(/^whsec_[A-Za-z0-9+/=]{8,}$/, { error: 'a webhook’s signing secret, as whsec_…' }),
  }),
  response: account,
});

export const endCardAccount = route({
  method: 'DELETE',
  path: '/api/card-account',
  may: cardsMay.setUpCards,
  summary: 'Forget the payment provider’s keys: nobody can pay by card any more.',
  response: account,
});

const parked = z.object({
  id: z.string(),
  invoiceId: z.string(),
  invoiceNumber: z.string(),
  customerName: z.string(),
  /** code of the sentence */
  why: z.enum([
    'card_amount_other',
    'card_currency_other',
    'card_above_open',
    'card_refund_elsewhere',
    'card_dispute_unclear',
  ]),
  amount: z.string(),
  currency: z.string(),
  noticedAt: z.string(),
  /** whether it can be booked as it is */
  bookable: z.boolean(),
});
export type ParkedView = z.output<typeof parked>;

const parkedList = z.object({ parked: z.array(parked) });

export const listParked = route({
  method: 'GET',
  path: '/api/card-parked',
  may: may.read,
  summary: 'What the payment provider says and nobody booked.',
  shows: { purpose: 'billing', whom: () => ['customers'] },
  response: parkedList,
});

export const bookParked = route({
  method: 'POST',
  path: '/api/card-parked/:parkedId/book',
  may: may.recordPayment,
  summary: 'Book what the payment provider says; more than is open stays in the customer’s favour.',
  params: z.strictObject({ parkedId: id }),
  response: parkedList,
});

export const setAsideParked = route({
  method: 'POST',
  path: '/api/card-parked/:parkedId/set-aside',
  may: may.recordPayment,
  summary: 'What the payment provider says is dealt with elsewhere.',
  params: z.strictObject({ parkedId: id }),
  body: z.strictObject({ reason: line(140) }),
  response: parkedList,
});

const invoiceCards = z.object({
  /** null while cards are off, or nothing is open */
  payUrl: z.string().nullable(),
  /** the last day on which that address works */
  payUntil: z.string().nullable(),
  payments: z.array(z.object({ paymentId: z.string(), brand: z.string(), last4: z.string() })),
  refunds: z.array(
    z.object({
      refundId: z.string(),
      amount: z.string(),
      state: z.enum(['asked', 'sent', 'done', 'failed']),
      /** of a failure, or why it waits; empty where there is nothing to say */
      reason: z.string(),
      changedAt: z.string(),
    }),
  ),
  parked: z.array(parked),
});
export type InvoiceCardsView = z.output<typeof invoiceCards>;

export const getInvoiceCards = route({
  method: 'GET',
  path: '/api/invoices/:invoiceId/cards',
  may: may.read,
  summary: 'The payment link of an invoice, and where its card payments and refunds stand.',
  shows: { purpose: 'billing', whom: () => ['customers'] },
  params: z.strictObject({ invoiceId: id }),
  response: invoiceCards,
});
