import * as z from 'zod';
import { CASE_STATES } from '#domain/policy/cancellation/machine/state.ts';
import { permissions, route } from '#platform/http/contract.ts';
import { day, id, instant, line } from '#platform/http/fields.ts';
import { caseHead, caseView, duty, planView } from './view-contract.ts';

/**
 * Two doors to the same cases. `/api/my/…` is the customer's: whoever is signed in anywhere on this installation with the
 * address of a contact that may cancel; of anything else it finds nothing. `/api/cancellations/…` is the operator's staff.
 */
export const may = permissions('cancellation', {
  read: ['operator'],
  decide: ['operator'],
});

const mySubscription = z.object({
  id: z.string(),
  /** SUB-0001 */
  number: z.string(),
  name: z.string(),
  state: z.enum(['active', 'suspended', 'ended']),
  paidUntil: z.string(),
  endsOn: z.string().nullable(),
  /** the case that is open for it */
  caseId: z.string().nullable(),
});

export const listMine = route({
  method: 'GET',
  path: '/api/my/cancellations',
  may: 'signed-in',
  summary: 'Subscriptions that the signed-in contact may cancel, and their cases, the newest first.',
  response: z.object({ subscriptions: z.array(mySubscription), cases: z.array(caseHead) }),
});

const ofSubscription = z.strictObject({ subscriptionId: id });
const ofCase = z.strictObject({ cancellationCaseId: id });

export const previewMine = route({
  method: 'GET',
  path: '/api/my/subscriptions/:subscriptionId/cancellation',
  may: 'signed-in',
  summary:
    'What would happen if it were cancelled now, for the earliest day or one that is named; starts nothing.',
  params: ofSubscription,
  query: z.strictObject({ on: day.optional() }),
  response: planView,
});

export const requestMine = route({
  method: 'POST',
  path: '/api/my/subscriptions/:subscriptionId/cancellation',
  may: 'signed-in',
  summary: 'Cancel a subscription; where a case is open already the request joins it.',
  params: ofSubscription,
  /** last day of service; absent: the earliest that keeps the notice */
  body: z.strictObject({ on: day.nullable().default(null) }),
  response: caseView,
});

export const getMine = route({
  method: 'GET',
  path: '/api/my/cancellations/:cancellationCaseId',
  may: 'signed-in',
  summary: 'One case as its customer sees it: the same numbers as in the mails.',
  params: ofCase,
  response: caseView,
});

export const withdrawMine = route({
  method: 'POST',
  path: '/api/my/cancellations/:cancellationCaseId/withdrawal',
  may: 'signed-in',
  summary: 'Stop a cancellation: the subscription goes on.',
  params: ofCase,
  body: z.strictObject({ notUs: z.boolean().default(false) }),
  response: caseView,
});

export const moveMine = route({
  method: 'POST',
  path: '/api/my/cancellations/:cancellationCaseId/day',
  may: 'signed-in',
  summary: 'Ask for another last day of service.',
  params: ofCase,
  body: z.strictObject({ on: day }),
  response: caseView,
});

export const confirmMine = route({
  method: 'POST',
  path: '/api/my/cancellations/:cancellationCaseId/confirmation',
  may: 'signed-in',
  summary: 'An owner confirms a request that came from somebody else; the day it came counts.',
  params: ofCase,
  response: caseView,
});

export const answerMine = route({
  method: 'POST',
  path: '/api/my/cancellations/:cancellationCaseId/subscriptions',
  may: 'signed-in',
  summary: 'Answer which subscriptions a request meant; there is a case for each.',
  params: ofCase,
  body: z.strictObject({ subscriptionIds: z.array(id).min(1).max(50) }),
  response: caseView,
});

export const setOffMine = route({
  method: 'POST',
  path: '/api/my/cancellations/:cancellationCaseId/set-off',
  may: 'signed-in',
  summary: 'Agree that what is owed is taken from the refund.',
  params: ofCase,
  response: caseView,
});

export const backupMine = route({
  method: 'POST',
  path: '/api/my/cancellations/:cancellationCaseId/backups',
  may: 'signed-in',
  summary: 'Have a backup made and proven now; free of charge and whatever is owed, until the service ends.',
  params: ofCase,
  response: caseView,
});

export const listCases = route({
  method: 'GET',
  path: '/api/cancellations',
  may: may.read,
  summary: 'Cases: those that wait for a person first, then by their next moment.',
  shows: { purpose: 'service-messages', whom: () => ['customers'] },
  query: z.strictObject({ state: z.enum(CASE_STATES).optional() }),
  response: z.object({ cases: z.array(caseHead) }),
});

/** A case with what only staff sees. */
export const staffCase = caseView.extend({
  sender: z.string(),
  /** the message or what staff wrote down, at most its first 2000 letters */
  said: z.string(),
  /** how the sender was judged: `contact`, or why not */
  judged: z.string(),
  duties: z.array(duty),
  /** a waiver that waits for its second person */
  waiver: z.object({ by: z.string(), at: z.string(), reason: z.string() }).nullable(),
});
export type StaffCase = z.output<typeof staffCase>;

const shownCase = {
  purpose: 'service-messages',
  whom: ({ answer }: { answer: { customerId: string | null } }) =>
    answer.customerId ? [`customer:${answer.customerId}`] : [],
} as const;

export const getCase = route({
  method: 'GET',
  path: '/api/cancellations/:cancellationCaseId',
  may: may.read,
  summary: 'One case with everything that happened, its mails, money and duties.',
  params: ofCase,
  shows: shownCase,
  response: staffCase,
});

export const enterRequest = route({
  method: 'POST',
  path: '/api/cancellations',
  may: may.decide,
  summary:
    'Write down a cancellation that reached the operator by letter or telephone, or as a mail that was not recognised.',
  body: z.strictObject({
    subscriptionId: id,
    /** address of the person of the customer who asked; judged as a mail from it would be */
    email: z.email().max(254),
    /** when it reached the operator; now when absent */
    receivedAt: instant.optional(),
    on: day.nullable().default(null),
    said: line(2000),
  }),
  response: staffCase,
});

export const decideCase = route({
  method: 'POST',
  path: '/api/cancellations/:cancellationCaseId/decision',
  may: may.decide,
  summary: 'Decide a message that no rule could: what it asks for, or that it is no cancellation.',
  params: ofCase,
  body: z.discriminatedUnion('verdict', [
    z.strictObject({
      verdict: z.literal('cancels'),
      subscriptionIds: z.array(id).min(1).max(50),
      reason: line(300),
    }),
    z.strictObject({ verdict: z.literal('which'), customerId: id, reason: line(300) }),
    z.strictObject({ verdict: z.literal('not-authorised'), customerId: id.nullable(), reason: line(300) }),
    z.strictObject({ verdict: z.literal('no-cancellation'), reason: line(300) }),
  ]),
  response: staffCase,
});

const wrote = { receivedAt: instant.optional(), reason: line(300) };

export const withdrawCase = route({
  method: 'POST',
  path: '/api/cancellations/:cancellationCaseId/withdrawal',
  may: may.decide,
  summary: 'Write down that the customer takes its cancellation back; the moment it arrived counts.',
  params: ofCase,
  body: z.strictObject(wrote),
  response: staffCase,
});

export const moveCase = route({
  method: 'POST',
  path: '/api/cancellations/:cancellationCaseId/day',
  may: may.decide,
  summary: 'Write down that the customer asks for another last day; the moment it arrived counts.',
  params: ofCase,
  body: z.strictObject({ ...wrote, on: day }),
  response: staffCase,
});

export const waiveNotice = route({
  method: 'POST',
  path: '/api/cancellations/:cancellationCaseId/waiver',
  may: may.decide,
  summary:
    'Let the consequence of short notice pass: the first person proposes it, a second one lets it count.',
  params: ofCase,
  body: z.strictObject({ reason: line(300) }),
  response: staffCase,
});

export const payByHand = route({
  method: 'POST',
  path: '/api/cancellations/:cancellationCaseId/payouts',
  may: may.decide,
  summary: 'Write down that a part of the refund was paid out by hand.',
  params: ofCase,
  body: z.strictObject({ payoutId: id, paidOn: day, reference: line(140) }),
  response: staffCase,
});

export const retryDuties = route({
  method: 'POST',
  path: '/api/cancellations/:cancellationCaseId/duties',
  may: may.decide,
  summary: 'Try again what could not be done, after its cause was mended.',
  params: ofCase,
  /** a task that a person has dealt with; absent: everything that was refused is tried again */
  body: z.strictObject({ done: z.strictObject({ seq: z.int(), no: z.int() }).nullable().default(null) }),
  response: staffCase,
});
