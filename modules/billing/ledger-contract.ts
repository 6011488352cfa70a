import * as z from 'zod';
import { route } from '#platform/http/contract.ts';
import { day, id } from '#platform/http/fields.ts';
import { may } from './contract.ts';

export const entryKind = z.enum([
  'invoice',
  'credit-note',
  'deposit-invoice',
  'deposit-deduction',
  'supplier-invoice',
  'supplier-credit-note',
  'payment',
  'payment-out',
  'refund',
  'charge-back',
  'offset',
  'write-off',
]);

const openItemsView = z.object({
  asOf: z.string(),
  items: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(['invoice', 'payment', 'on-account']),
      /** of its invoice; of a payment on account the payer's words */
      number: z.string(),
      /** null: on account */
      invoiceId: z.string().nullable(),
      customerId: z.string(),
      customerName: z.string(),
      currency: z.string(),
      openedOn: z.string(),
      dueOn: z.string(),
      /** above zero the customer owes it, below zero it is in the customer's favour */
      open: z.string(),
    }),
  ),
  ageing: z.array(
    z.object({
      currency: z.string(),
      total: z.string(),
      buckets: z.array(
        z.object({
          fromDays: z.number().nullable(),
          untilDays: z.number().nullable(),
          amount: z.string(),
          count: z.number(),
        }),
      ),
    }),
  ),
});
export type OpenItemsView = z.output<typeof openItemsView>;

export const openItems = route({
  method: 'GET',
  path: '/api/open-items',
  may: may.read,
  summary: 'What was open at the end of a day, by age, from the ledger.',
  shows: { purpose: 'billing', whom: () => ['customers'] },
  query: z.strictObject({ asOf: day.optional(), customerId: id.optional() }),
  response: openItemsView,
});

const accountView = z.object({
  customerId: z.string(),
  customerName: z.string(),
  currency: z.string(),
  from: z.string(),
  until: z.string(),
  opening: z.string(),
  openingOn: z.string(),
  entries: z.array(
    z.object({
      id: z.string(),
      kind: entryKind,
      bookedOn: z.string(),
      reference: z.string(),
      text: z.string(),
      amount: z.string(),
      balance: z.string(),
      /** the invoice that it is about; null for money on account */
      invoiceId: z.string().nullable(),
    }),
  ),
  closing: z.string(),
  /** fees of reminders and interest of the latest that were not paid; they are in no balance */
  lateCharges: z.string(),
});
export type AccountView = z.output<typeof accountView>;

const period = z.strictObject({
  from: day.optional(),
  until: day.optional(),
  currency: z.string().optional(),
});

export const customerAccount = route({
  method: 'GET',
  path: '/api/customers/:customerId/account',
  may: may.read,
  summary: 'Statement of one customer’s account: every entry of a period with the balance after it.',
  params: z.strictObject({ customerId: id }),
  query: period,
  response: accountView,
  shows: { purpose: 'billing', whom: ({ params }) => [`customer:${params.customerId}`] },
});

export const customerAccountPdf = route({
  method: 'GET',
  path: '/api/customers/:customerId/account.pdf',
  may: may.read,
  kind: 'file',
  summary: 'The statement of account as a paper.',
  params: z.strictObject({ customerId: id }),
  query: period,
  shows: { purpose: 'billing', whom: ({ params }) => [`customer:${params.customerId}`] },
});

const journalView = z.object({
  from: z.string(),
  until: z.string(),
  entries: z.array(
    z.object({
      id: z.string(),
      kind: entryKind,
      bookedOn: z.string(),
      currency: z.string(),
      reference: z.string(),
      text: z.string(),
      lines: z.array(
        z.object({
          account: z.string(),
          accountName: z.object({ en: z.string(), de: z.string() }),
          /** debit above zero, credit below */
          amount: z.string(),
          tax: z.string().nullable(),
        }),
      ),
    }),
  ),
});
export type JournalView = z.output<typeof journalView>;

export const journal = route({
  method: 'GET',
  path: '/api/journal',
  may: may.read,
  summary: 'The ledger’s entries of a period, as they were written.',
  query: z.strictObject({ from: day.optional(), until: day.optional() }),
  response: journalView,
});
