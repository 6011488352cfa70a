import * as z from 'zod';
import { route } from '#platform/http/contract.ts';
import { id, line } from '#platform/http/fields.ts';
import { text } from './contract.ts';
import { DESKS, TICKET_STATES } from './rules.ts';

const MEGABYTE = 1024 * 1024;

/** What whoever asked sees of a request: never a note, never who else works on it. */
const myTicket = z.object({
  id: z.string(),
  number: z.string(),
  subject: z.string(),
  desk: z.enum(DESKS),
  state: z.enum(TICKET_STATES),
  openedAt: z.string(),
  changedAt: z.string(),
  messages: z.array(
    z.object({
      id: z.string(),
      mine: z.boolean(),
      author: z.string(),
      text: z.string(),
      at: z.string(),
      files: z.array(z.string()),
    }),
  ),
});
export type MyTicket = z.output<typeof myTicket>;

const mine = z.object({
  /** who answers here; null: this installation has no operator */
  operator: z.string().nullable(),
  tickets: z.array(myTicket),
});

const collects = { form: 'support.ticket', purpose: 'support' } as const;
const ofTicket = z.strictObject({ ticketId: id });
/** Chosen by whoever writes: sent twice it is one message. */
const messageId = id;

export const listMyTickets = route({
  method: 'GET',
  path: '/api/my/tickets',
  may: 'signed-in',
  summary: 'What one asked the operator, and what one’s company did where one speaks for it.',
  response: mine,
});

export const askOperator = route({
  method: 'POST',
  path: '/api/my/tickets',
  may: 'signed-in',
  summary: 'Ask the operator something.',
  collects,
  body: z.strictObject({ messageId, desk: z.enum(DESKS), subject: line(200), text }),
  response: mine,
});

export const writeToOperator = route({
  method: 'POST',
  path: '/api/my/tickets/:ticketId/messages',
  may: 'signed-in',
  summary: 'Write again about a request; one that was solved is taken up again.',
  collects,
  params: ofTicket,
  body: z.strictObject({ messageId, text }),
  response: mine,
});

export const sendFileToOperator = route({
  method: 'POST',
  path: '/api/my/tickets/:ticketId/files',
  may: 'signed-in',
  kind: 'upload',
  bytesMax: 15 * MEGABYTE,
  summary: 'Send a file with a request.',
  collects,
  params: ofTicket,
  response: mine,
});

export const settleMyTicket = route({
  method: 'POST',
  path: '/api/my/tickets/:ticketId/solved',
  may: 'signed-in',
  summary: 'Say that a request is solved.',
  params: ofTicket,
  response: mine,
});
