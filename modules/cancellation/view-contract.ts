import * as z from 'zod';
import { CASE_STATES } from '#domain/policy/cancellation/machine/state.ts';

/** What customers and staff see of a case: the same numbers, and the same as in the mails. Amounts are decimal text. */

const billed = z.object({
  from: z.string(),
  until: z.string(),
  net: z.string(),
  vat: z.string(),
  total: z.string(),
});
const lineView = z.object({
  id: z.string(),
  name: z.string(),
  invoice: z.string(),
  net: z.string(),
  unusedDays: z.number(),
  days: z.number(),
  refund: z.string(),
});
const dueView = z.object({
  invoiceId: z.string(),
  number: z.string(),
  dueOn: z.string(),
  open: z.string(),
});

/** Every date and every amount of a plan, with what each is computed from. */
export const planView = z.object({
  currency: z.string(),
  zone: z.string(),
  receivedOn: z.string(),
  noticeDays: z.number(),
  /** what the policy asks for */
  noticeNeeded: z.number(),
  eligible: z.boolean(),
  plannedOn: z.string(),
  /** null while it is held */
  effectiveOn: z.string().nullable(),
  endsAt: z.string(),
  held: z.boolean(),
  lines: z.array(lineView),
  excluded: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      reason: z.enum(['refund_terms_none', 'refund_terms_text', 'refund_terms_missing']),
      /** when the terms were accepted; null: never */
      acceptedOn: z.string().nullable(),
    }),
  ),
  net: z.string(),
  vat: z.string(),
  total: z.string(),
  setOff: z.string(),
  stillDue: z.string(),
  /** where the refund goes, account numbers masked */
  ways: z.array(z.object({ to: z.string(), amount: z.string() })),
  /** last day on which the refund is started */
  payOutBy: z.string(),
  bridge: billed.extend({ days: z.number(), of: z.number() }).nullable(),
  renewals: z.array(billed),
  offer: z.object({ effectiveOn: z.string(), total: z.string() }).nullable(),
  dues: z.array(dueView),
  duesTotal: z.string(),
  /** how much smaller the refund is for each day that dues are open after the planned day */
  perDay: z.string(),
  setOffOffered: z.boolean(),
  graceUntil: z.string(),
  deletedOn: z.string(),
  backupsGoneBy: z.string(),
});
export type PlanView = z.output<typeof planView>;

export const caseHead = z.object({
  id: z.string(),
  /** C-0001 */
  number: z.string(),
  customerId: z.string().nullable(),
  customer: z.string(),
  subscriptionId: z.string().nullable(),
  /** name and number; empty while it is not known which */
  subscription: z.string(),
  channel: z.enum(['mail', 'button', 'staff']),
  receivedAt: z.string(),
  receivedOn: z.string(),
  state: z.enum(CASE_STATES),
  access: z.enum(['open', 'ended']),
  data: z.enum(['kept', 'deleted']),
  refund: z.enum(['none', 'due', 'paid']),
  askedOn: z.string().nullable(),
  lastOn: z.string().nullable(),
  endsAt: z.string().nullable(),
  eligible: z.boolean().nullable(),
  currency: z.string(),
  refundTotal: z.string(),
  owed: z.string(),
  /** it waits for a person: to be decided, or because something could not be done */
  waits: z.boolean(),
  nextAt: z.string().nullable(),
});
export type CaseHead = z.output<typeof caseHead>;

const EVENTS = [
  'arrived',
  'checked',
  'confirmed',
  'own_request',
  'answered',
  'duplicate',
  'amended',
  'withdrawn',
  'not_us',
  'dues',
  'set_off',
  'waived',
  'timer',
  'refund_paid',
] as const;

export const caseView = caseHead.extend({
  /** null before anything is planned, and after a withdrawal */
  plan: planView.nullable(),
  /** moments at which it goes on by itself, the next first */
  next: z.array(z.object({ what: z.string(), at: z.string() })),
  timeline: z.array(
    z.object({
      seq: z.number(),
      at: z.string(),
      kind: z.enum(EVENTS),
      /** verdict of a check, or name of a timer */
      detail: z.string(),
      on: z.string().nullable(),
      by: z.string(),
      reason: z.string(),
      state: z.enum(CASE_STATES),
    }),
  ),
  mails: z.array(
    z.object({
      mail: z.string(),
      recipient: z.string(),
      state: z.string(),
      at: z.string(),
    }),
  ),
  creditNotes: z.array(z.object({ id: z.string(), number: z.string(), gross: z.string() })),
  payouts: z.array(
    z.object({
      id: z.string(),
      to: z.string(),
      amount: z.string(),
      state: z.enum(['due', 'initiated', 'paid', 'failed', 'stopped']),
      reference: z.string(),
    }),
  ),
  /** newest proven backup of the service */
  backup: z
    .object({ asOf: z.string(), provenAt: z.string(), bytes: z.number(), sha256: z.string() })
    .nullable(),
  instances: z.array(z.object({ id: z.string(), title: z.string(), url: z.string(), state: z.string() })),
  policy: z.object({ version: z.number(), url: z.string() }),
  /** which subscriptions the request may have meant, while that is asked */
  choices: z.array(z.object({ id: z.string(), name: z.string() })),
  /** what can be done with it now */
  allowed: z.array(z.enum(['withdraw', 'not-us', 'move', 'confirm', 'answer', 'set-off', 'backup'])),
});
export type CaseView = z.output<typeof caseView>;

export const duty = z.object({
  seq: z.number(),
  no: z.number(),
  /** kind of the effect, `credit`, and of a mail which one, `E5` */
  what: z.string(),
  state: z.enum(['waiting', 'done', 'dropped', 'refused']),
  /** why it waits or was refused */
  why: z.string(),
  doneAt: z.string().nullable(),
});
