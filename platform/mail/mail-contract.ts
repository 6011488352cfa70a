import * as z from 'zod';
import { permissions, route } from '../http/contract.ts';
import { id } from '../http/fields.ts';

export const mailMay = permissions('mail', { again: ['owner', 'office', 'operator'] });

/** On every page that shows what became of a mail. */
export const retryOutgoing = route({
  method: 'POST',
  path: '/api/support/outgoing/:outgoingMailId/retry',
  may: mailMay.again,
  summary: 'Send a mail again that failed or came back.',
  params: z.strictObject({ outgoingMailId: id }),
  response: z.object({ state: z.literal('waiting') }),
});
