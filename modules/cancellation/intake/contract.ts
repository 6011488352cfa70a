import * as z from 'zod';
import { route } from '#platform/http/contract.ts';
import { may } from '../contract.ts';

export const listToCancel = route({
  method: 'GET',
  path: '/api/cancellable-subscriptions',
  may: may.decide,
  summary: 'Subscriptions that run and have no case yet, to choose from when a request is written down.',
  shows: { purpose: 'service-messages', whom: () => ['customers'] },
  response: z.object({
    subscriptions: z.array(
      z.object({
        id: z.string(),
        /** number, what it is, and whose */
        name: z.string(),
        customerId: z.string(),
      }),
    ),
  }),
});
