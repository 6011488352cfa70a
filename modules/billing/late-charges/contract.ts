import * as z from 'zod';
import { route } from '#platform/http/contract.ts';
import { amount, day, id } from '#platform/http/fields.ts';
import { may } from '../contract.ts';
import { remindersView } from '../reminder-contract.ts';

export const payCharge = route({
  method: 'POST',
  path: '/api/reminders/:reminderId/charges',
  may: may.recordPayment,
  summary: 'Fee and interest of a reminder were paid; the books know of them from here on.',
  params: z.strictObject({ reminderId: id }),
  body: z.strictObject({
    amount,
    receivedOn: day.optional(),
    method: z.enum(['bank', 'cash', 'card']).default('bank'),
  }),
  response: remindersView,
});
