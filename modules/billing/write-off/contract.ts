import * as z from 'zod';
import { route } from '#platform/http/contract.ts';
import { amount, id, line } from '#platform/http/fields.ts';
import { invoiceView, may } from '../contract.ts';

export const writeOffInvoice = route({
  method: 'POST',
  path: '/api/invoices/:invoiceId/write-off',
  may: may.writeOff,
  summary:
    'Give up what nobody will pay any more, with its tax; it is owed again when the customer pays after all.',
  params: z.strictObject({ invoiceId: id }),
  body: z.strictObject({
    reason: line(200),
    /** all that is open when absent */
    amount: amount.optional(),
  }),
  response: invoiceView,
});
