import * as z from 'zod';
import { permissions, route } from '#platform/http/contract.ts';
import { day, id, line } from '#platform/http/fields.ts';
import { mailView } from '#platform/mail/mail-shape.ts';
import { MAIL_CLASSES } from './classify.ts';

export const may = permissions('support', {
  read: ['owner', 'office', 'operator'],
  sort: ['owner', 'office', 'operator'],
  settings: ['owner', 'operator'],
  /** requests and their threads, each person those of their kinds */
  tickets: ['owner', 'office', 'operator'],
});

/** What a person may sort a mail into; what a machine wrote stays what it is. */
const HAND_CLASSES = ['cancellation', 'privacy', 'reply', 'question', 'person'] as const;

const mailRow = z.object({
  id: z.string(),
  receivedAt: z.string(),
  fromAddress: z.string(),
  fromName: z.string(),
  subject: z.string(),
  class: z.enum(MAIL_CLASSES),
  state: z.enum(['open', 'done', 'quiet']),
  verified: z.boolean(),
  /** why it counts as its sender's or not */
  verdict: z.string(),
  repeats: z.number(),
  attachments: z.number(),
  /** the last day for an answer; null for what waits for none */
  answerBy: z.string().nullable(),
  /** when that day has begun, and when it has passed */
  due: z.enum(['later', 'today', 'late']).nullable(),
});
export type MailRow = z.output<typeof mailRow>;

export const inboxMail = mailRow.extend({
  recipient: z.string(),
  channel: z.enum(['smtp', 'imap', 'webhook']),
  /** plain text; HTML was turned into text before it was stored */
  text: z.string(),
  /** what the sender's program wrote as date; never used */
  headerDate: z.string(),
  because: z.array(z.string()),
  sortedBy: z.string(),
  doneBy: z.string().nullable(),
  doneAt: z.string().nullable(),
  masked: z.number(),
  unread: z.string().nullable(),
  replyKind: z.string().nullable(),
  files: z.array(
    z.object({
      position: z.number(),
      name: z.string(),
      bytes: z.number(),
      /** why the file was not kept; null for one that can be saved */
      keptOut: z.enum(['card_number', 'locked', 'unreadable', 'too_large']).nullable(),
    }),
  ),
  /** when the same mail came again */
  repeatedAt: z.array(z.string()),
  /** automatic answers and what became of them */
  answers: z.array(mailView),
});
export type InboxMail = z.output<typeof inboxMail>;

const ofMail = z.strictObject({ mailId: id });

export const listMail = route({
  method: 'GET',
  path: '/api/support/mail',
  may: may.read,
  summary: 'Mail that came in, newest first, with what it was taken for.',
  shows: {
    purpose: 'support',
    whom: ({ answer }) => answer.mails.map(({ fromAddress }) => `address:${fromAddress}`),
  },
  query: z.strictObject({
    state: z.enum(['open', 'done', 'quiet']).optional(),
    class: z.enum(MAIL_CLASSES).optional(),
  }),
  response: z.object({ mails: z.array(mailRow), open: z.number() }),
});

export const getMail = route({
  method: 'GET',
  path: '/api/support/mail/:mailId',
  may: may.read,
  summary: 'One mail that came in, as text.',
  shows: { purpose: 'support', whom: ({ answer }) => [`address:${answer.fromAddress}`] },
  params: ofMail,
  response: inboxMail,
});

export const sortByHand = route({
  method: 'PUT',
  path: '/api/support/mail/:mailId/class',
  may: may.sort,
  summary: 'Say what a mail is when the rules were not sure or were wrong.',
  params: ofMail,
  body: z.strictObject({ class: z.enum(HAND_CLASSES) }),
  response: inboxMail,
});

export const settleMail = route({
  method: 'PUT',
  path: '/api/support/mail/:mailId/done',
  may: may.sort,
  summary: 'Mark a mail as dealt with, or as open again.',
  params: ofMail,
  body: z.strictObject({ done: z.boolean() }),
  response: inboxMail,
});

export const mailFile = route({
  method: 'GET',
  path: '/api/support/mail/:mailId/files/:position',
  may: may.read,
  kind: 'file',
  summary: 'A file that came with a mail, for saving only.',
  params: z.strictObject({ mailId: id, position: z.coerce.number().int().min(1).max(1000) }),
});

export { retryOutgoing } from '#platform/mail/mail-contract.ts';

const holidays = z.object({ days: z.array(z.object({ day: z.string(), name: z.string() })) });

export const listHolidays = route({
  method: 'GET',
  path: '/api/support/holidays',
  may: may.settings,
  summary: 'Days on which nobody answers.',
  response: holidays,
});

export const addHoliday = route({
  method: 'POST',
  path: '/api/support/holidays',
  may: may.settings,
  summary: 'Name a day on which nobody answers.',
  body: z.strictObject({ day, name: line(80) }),
  response: holidays,
});

export const removeHoliday = route({
  method: 'DELETE',
  path: '/api/support/holidays/:day',
  may: may.settings,
  summary: 'Make a day a working day again.',
  params: z.strictObject({ day }),
  response: holidays,
});

const sender = z.object({
  displayName: z.string(),
  /** where answers go; null: to the sending address */
  replyTo: z.string().nullable(),
});

export const getSender = route({
  method: 'GET',
  path: '/api/support/sender',
  may: may.settings,
  summary: 'Name and address under which mail goes out.',
  response: sender.extend({ address: z.string() }),
});

export const putSender = route({
  method: 'PUT',
  path: '/api/support/sender',
  may: may.settings,
  summary: 'Set the name beside the sending address, and where answers go.',
  body: z.strictObject({ displayName: line(100), replyTo: z.email().max(254).nullable() }),
  response: sender.extend({ address: z.string() }),
});
