import * as z from 'zod';
import { route } from '#platform/http/contract.ts';
import { id, line } from '#platform/http/fields.ts';
import { invoiceView, may } from './contract.ts';

export const remindersView = z.object({
  /** letters that are due today */
  due: z.array(
    z.object({
      customerId: z.string(),
      customerName: z.string(),
      currency: z.string(),
      level: z.number(),
      total: z.string(),
      invoices: z.array(
        z.object({
          id: z.string(),
          number: z.string(),
          dueOn: z.string(),
          days: z.number(),
          open: z.string(),
          level: z.number(),
        }),
      ),
    }),
  ),
  sent: z.array(
    z.object({
      id: z.string(),
      number: z.string(),
      customerId: z.string(),
      customerName: z.string(),
      level: z.number(),
      issuedOn: z.string(),
      payUntil: z.string(),
      currency: z.string(),
      total: z.string(),
      /** fee and interest that the letter asks for besides */
      charges: z.string(),
      chargesPaid: z.string(),
      pdf: z.string(),
    }),
  ),
});
export type RemindersView = z.output<typeof remindersView>;

export const listReminders = route({
  method: 'GET',
  path: '/api/reminders',
  may: may.read,
  summary: 'Reminders that are due today, and those that were sent.',
  shows: { purpose: 'billing', whom: () => ['customers'] },
  response: remindersView,
});

export const remind = route({
  method: 'POST',
  path: '/api/customers/:customerId/reminders',
  may: may.issue,
  summary: 'Send the reminder that is due to a customer.',
  params: z.strictObject({ customerId: id }),
  body: z.strictObject({ currency: z.string().length(3).optional() }),
  response: remindersView,
});

export const reminderPdf = route({
  method: 'GET',
  path: '/api/reminders/:reminderId/reminder.pdf',
  may: may.read,
  kind: 'file',
  summary: 'The reminder as it was sent.',
  params: z.strictObject({ reminderId: id }),
});

export const openDispute = route({
  method: 'POST',
  path: '/api/invoices/:invoiceId/dispute',
  may: may.issue,
  summary: 'A customer objects to an invoice: no reminder speaks of it until that is settled.',
  params: z.strictObject({ invoiceId: id }),
  body: z.strictObject({ reason: line(200) }),
  response: invoiceView,
});

export const settleDispute = route({
  method: 'POST',
  path: '/api/invoices/:invoiceId/dispute/settled',
  may: may.issue,
  summary: 'The objection is settled; reminders go on.',
  params: z.strictObject({ invoiceId: id }),
  body: z.strictObject({ reason: line(200) }),
  response: invoiceView,
});
