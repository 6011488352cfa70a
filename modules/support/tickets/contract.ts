import * as z from 'zod';
import { route } from '#platform/http/contract.ts';
import { id, line, note } from '#platform/http/fields.ts';
import { LOCALES } from '#platform/words/words.ts';
import { may } from '../contract.ts';
import { DESKS, PRIORITIES, TICKET_STATES } from './rules.ts';

const MEGABYTE = 1024 * 1024;

/** What somebody writes: several lines, not empty. */
export const text = note(20_000).refine((words) => words !== '', { error: 'a few words' });

const about = z.object({
  kind: z.enum(['order', 'invoice', 'instance']),
  id: z.string(),
  /** K-1042, INV-2026-0001, or the instance's title */
  label: z.string(),
});
export type About = z.output<typeof about>;

const ticketRow = z.object({
  id: z.string(),
  /** T-12 */
  number: z.string(),
  subject: z.string(),
  desk: z.enum(DESKS),
  priority: z.enum(PRIORITIES),
  state: z.enum(TICKET_STATES),
  source: z.enum(['mail', 'form', 'portal', 'staff']),
  contactName: z.string(),
  contactEmail: z.string(),
  customerId: z.string().nullable(),
  customerName: z.string(),
  assignedLogin: z.string().nullable(),
  assignedName: z.string().nullable(),
  openedAt: z.string(),
  changedAt: z.string(),
  /** when the first answer, and the solution, is due; null where it is given or the clock stands */
  firstDueAt: z.string().nullable(),
  solutionDueAt: z.string().nullable(),
  /** the earlier of both */
  nextDueAt: z.string().nullable(),
  late: z.boolean(),
  /** it is the customer's turn */
  paused: z.boolean(),
});
export type TicketRowView = z.output<typeof ticketRow>;

const message = z.object({
  id: z.string(),
  position: z.number(),
  side: z.enum(['customer', 'staff', 'note']),
  authorName: z.string(),
  /** '' for staff */
  authorEmail: z.string(),
  text: z.string(),
  at: z.string(),
  /** of a mail: its page, and whether its sender is proven */
  mailId: z.string().nullable(),
  verified: z.boolean().nullable(),
  files: z.array(
    z.object({
      /** a file of the mail, or one that was attached here; its position counts there */
      from: z.enum(['mail', 'ticket']),
      position: z.number(),
      name: z.string(),
      kept: z.boolean(),
    }),
  ),
});
export type TicketMessage = z.output<typeof message>;

export const ticketView = ticketRow.extend({
  about: about.nullable(),
  messages: z.array(message),
  /** attached and not sent yet */
  unsent: z.array(z.object({ documentId: z.string(), name: z.string() })),
  history: z.array(
    z.object({
      what: z.string(),
      facts: z.record(z.string(), z.string().nullable()),
      actorName: z.string(),
      at: z.string(),
    }),
  ),
  /** what of its customer's it can be linked to */
  linkable: z.array(about),
  /** who may take it on */
  people: z.array(z.object({ loginId: z.string(), email: z.string() })),
  /** answers written once, filled for this ticket and in its language */
  canned: z.array(z.object({ id: z.string(), name: z.string(), filled: z.string() })),
});
export type TicketView = z.output<typeof ticketView>;

const ofTicket = z.strictObject({ ticketId: id });
const whose = ({ answer }: { answer: { contactEmail: string } }): readonly string[] => [
  `address:${answer.contactEmail}`,
];

export const listTickets = route({
  method: 'GET',
  path: '/api/tickets',
  may: may.tickets,
  summary: 'Requests of the kinds that one sees: what breaks its promise first comes first.',
  shows: {
    purpose: 'support',
    whom: ({ answer }) => answer.tickets.map(({ contactEmail }) => `address:${contactEmail}`),
  },
  query: z.strictObject({
    show: z.enum(['ours', 'theirs', 'solved']).optional(),
    mine: z.enum(['yes']).optional(),
  }),
  response: z.object({
    tickets: z.array(ticketRow),
    /** that wait for an answer of ours, and of these how many are over a promised time */
    ours: z.number(),
    late: z.number(),
    desks: z.array(z.enum(DESKS)).readonly(),
  }),
});

export const getTicket = route({
  method: 'GET',
  path: '/api/tickets/:ticketId',
  may: may.tickets,
  summary: 'One request with its thread, notes among it, its history and its promised times.',
  params: ofTicket,
  shows: { purpose: 'support', whom: whose },
  response: ticketView,
});

export const enterTicket = route({
  method: 'POST',
  path: '/api/tickets',
  may: may.tickets,
  summary: 'Write down what somebody asked by telephone or in person.',
  collects: { form: 'support.ticket-by-staff', purpose: 'support' },
  body: z.strictObject({
    desk: z.enum(DESKS),
    priority: z.enum(PRIORITIES),
    subject: line(200),
    contactName: line(120),
    contactEmail: z.email().max(254),
    locale: z.enum(LOCALES),
    text,
  }),
  response: ticketView,
});

export const answerTicket = route({
  method: 'POST',
  path: '/api/tickets/:ticketId/answers',
  may: may.tickets,
  summary: 'Answer: mailed to whoever asked, with the files named; then it is their turn, or it is solved.',
  params: ofTicket,
  body: z.strictObject({
    text,
    documentIds: z.array(id).max(20).default([]),
    solved: z.boolean().default(false),
  }),
  response: ticketView,
});

export const noteOnTicket = route({
  method: 'POST',
  path: '/api/tickets/:ticketId/notes',
  may: may.tickets,
  summary: 'Write a note for colleagues; it never leaves.',
  params: ofTicket,
  body: z.strictObject({ text }),
  response: ticketView,
});

export const attachToTicket = route({
  method: 'POST',
  path: '/api/tickets/:ticketId/files',
  may: may.tickets,
  kind: 'upload',
  bytesMax: 15 * MEGABYTE,
  summary: 'Attach a file that goes with the next answer.',
  params: ofTicket,
  response: ticketView,
});

export const ticketFile = route({
  method: 'GET',
  path: '/api/tickets/:ticketId/files/:position',
  may: may.tickets,
  kind: 'file',
  summary: 'A file of a request, for saving only.',
  params: z.strictObject({ ticketId: id, position: z.coerce.number().int().min(1).max(10_000) }),
});

export const changeTicket = route({
  method: 'PUT',
  path: '/api/tickets/:ticketId',
  may: may.tickets,
  summary: 'Take a request on or hand it over, move it to another kind, weigh it, or say what it is about.',
  params: ofTicket,
  body: z.strictObject({
    assignedLogin: id.nullable().optional(),
    desk: z.enum(DESKS).optional(),
    priority: z.enum(PRIORITIES).optional(),
    about: z
      .strictObject({ kind: z.enum(['order', 'invoice', 'instance']), id })
      .nullable()
      .optional(),
  }),
  /** null: it was moved to a kind that one does not see */
  response: z.object({ ticket: ticketView.nullable() }),
});

export const setTicketState = route({
  method: 'PUT',
  path: '/api/tickets/:ticketId/state',
  may: may.tickets,
  summary: 'Say that it is the customer’s turn, that a request is solved, or that it is not.',
  params: ofTicket,
  body: z.strictObject({ to: z.enum(['waiting', 'solved', 'reopened']) }),
  response: ticketView,
});
