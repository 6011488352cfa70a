import * as z from 'zod';
import { route } from '#platform/http/contract.ts';
import { may } from '../contract.ts';

const notices = z.object({
  notices: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(['opened', 'customer-wrote', 'assigned', 'late']),
      ticketId: z.string(),
      /** T-12 */
      number: z.string(),
      subject: z.string(),
      at: z.string(),
      read: z.boolean(),
    }),
  ),
  unread: z.number(),
});

export const listNotices = route({
  method: 'GET',
  path: '/api/support/notices',
  may: may.tickets,
  summary: 'What one was told inside the application, newest first.',
  response: notices,
});

export const readNotices = route({
  method: 'POST',
  path: '/api/support/notices/read',
  may: may.tickets,
  summary: 'Count everything that one was told until now as read.',
  response: notices,
});
