import * as z from 'zod';
import { LINE_KINDS, REFUND_TERMS } from '#domain/money/subscriptions/line.ts';
import { route } from '#platform/http/contract.ts';
import { amount, day, id, line, note } from '#platform/http/fields.ts';
import { may } from '../contract.ts';

const percent = z
  .string()
  .regex(/^\d{1,2}(\.\d{1,2})?$/, { error: 'a percentage between 0 and 99.99, as 19 or 8.1' });
/** ISO 4217; one that is not listed is refused by name */
const currency = z.string().trim().max(3);
const inBoth = <T extends z.ZodType>(text: T) => z.strictObject({ en: text, de: text });

const planFields = {
  /** the service itself, or something beside it that ends with it */
  kind: z.enum(['hosting', 'addon']),
  /** length of a term */
  months: z.int().min(1).max(120),
  name: inBoth(line(120)),
  refundable: z.enum(REFUND_TERMS),
  /** refund terms in words, where there is more to say */
  terms: inBoth(note(1000)),
  tax: z.strictObject({ category: z.enum(['S', 'Z', 'E', 'O']), percent }),
  /** net of one for a term */
  prices: z
    .array(z.strictObject({ currency, net: amount }))
    .min(1)
    .max(20),
  onSale: z.boolean(),
};
const planInput = z.strictObject(planFields);
export type PlanInput = z.output<typeof planInput>;

const planView = z.object({
  ...planFields,
  id: z.string(),
  code: z.string(),
  version: z.number(),
  /** refund terms as they are accepted */
  shown: z.object({ en: z.string(), de: z.string() }),
  /** that run and ever held it */
  subscriptions: z.number(),
});
export type PlanView = z.output<typeof planView>;

const settings = z.strictObject({
  /** days after the last reminder until a service is suspended; null: never */
  suspendAfterDays: z.int().min(0).max(365).nullable(),
});
const plansView = z.object({ plans: z.array(planView), settings });

export const listPlans = route({
  method: 'GET',
  path: '/api/service-plans',
  may: may.read,
  summary: 'Plans by code with their prices, and when an unpaid service is suspended.',
  response: plansView,
});

export const createPlan = route({
  method: 'POST',
  path: '/api/service-plans',
  may: may.issue,
  summary: 'Enter a plan that customers can subscribe to.',
  body: z.strictObject({
    code: z
      .string()
      .regex(/^[A-Z0-9][A-Z0-9-]{0,29}$/, { error: 'capital letters, digits and dashes, as TEAM-12' }),
    ...planFields,
  }),
  response: plansView,
});

export const changePlan = route({
  method: 'PUT',
  path: '/api/service-plans/:servicePlanId',
  may: may.issue,
  summary: 'Change a plan: its next version. Who subscribed keeps the one of then.',
  params: z.strictObject({ servicePlanId: id }),
  body: planInput,
  response: plansView,
});

export const changeSettings = route({
  method: 'PUT',
  path: '/api/subscription-settings',
  may: may.issue,
  summary: 'Set how long after the last reminder an unpaid service is suspended.',
  body: settings,
  response: plansView,
});

const state = z.enum(['active', 'suspended', 'ended']);
const headFields = {
  id: z.string(),
  number: z.string(),
  customerId: z.string(),
  customerName: z.string(),
  plan: z.string(),
  state,
  currency: z.string(),
  /** net of all that renews, per month */
  perMonth: z.string(),
  paidUntil: z.string(),
  /** first day that will be billed next; null where nothing follows */
  renewsOn: z.string().nullable(),
  endsOn: z.string().nullable(),
  /** days passed that should have been billed by now */
  late: z.boolean(),
};

export const listSubscriptions = route({
  method: 'GET',
  path: '/api/subscriptions',
  may: may.read,
  summary: 'Subscriptions with state, next renewal and value per month.',
  shows: { purpose: 'billing', whom: () => ['customers'] },
  query: z.strictObject({ customerId: id.optional() }),
  response: z.object({
    subscriptions: z.array(z.object(headFields)),
    /** net per month of what runs, by currency */
    perMonth: z.array(z.object({ currency: z.string(), amount: z.string() })),
  }),
});

const slotView = z.object({
  slotId: z.string(),
  planId: z.string(),
  plan: z.string(),
  version: z.number(),
  kind: z.enum(['hosting', 'addon']),
  quantity: z.number(),
  /** net of one, and of all, for a term */
  unitNet: z.string(),
  net: z.string(),
});

export const subscriptionView = z.object({
  ...headFields,
  zone: z.string(),
  anchorOn: z.string(),
  months: z.number(),
  /** an end is planned: how the last term is billed, and whether unused days are credited */
  end: z
    .object({ on: z.string(), lastTerm: z.enum(['part', 'whole']), refund: z.boolean(), at: z.string() })
    .nullable(),
  /** what is subscribed today */
  slots: z.array(slotView),
  /** what changes when the next term begins */
  planned: z.array(slotView.extend({ fromOn: z.string() })),
  lines: z.array(
    z.object({
      id: z.string(),
      invoiceId: z.string(),
      invoice: z.string(),
      name: z.string(),
      kind: z.enum(LINE_KINDS),
      refundable: z.enum(REFUND_TERMS),
      from: z.string(),
      until: z.string(),
      days: z.number(),
      net: z.string(),
      credited: z.string(),
    }),
  ),
  invoices: z.array(
    z.object({
      id: z.string(),
      number: z.string(),
      issuedOn: z.string(),
      gross: z.string(),
      open: z.string(),
    }),
  ),
  accepted: z.array(
    z.object({ shown: z.string(), refundable: z.enum(REFUND_TERMS), by: z.string(), on: z.string() }),
  ),
  timeline: z.array(z.object({ id: z.string(), name: z.string(), at: z.string(), by: z.string() })),
  /** why it was not billed or ended when it was due; it is tried again every hour */
  refused: z
    .object({
      since: z.string(),
      title: z.string(),
      remedy: z.string(),
      faults: z.array(z.string()),
    })
    .nullable(),
});
export type SubscriptionView = z.output<typeof subscriptionView>;

export const getSubscription = route({
  method: 'GET',
  path: '/api/subscriptions/:subscriptionId',
  may: may.read,
  summary: 'One subscription: terms, lines, invoices, what was accepted, and what happened.',
  shows: { purpose: 'billing', whom: ({ answer }) => [`customer:${answer.customerId}`] },
  params: z.strictObject({ subscriptionId: id }),
  response: subscriptionView,
});

export const renewNow = route({
  method: 'POST',
  path: '/api/subscriptions/:subscriptionId/renewals',
  may: may.issue,
  summary: 'Bill what is due of a subscription now, after what was refused has been mended.',
  params: z.strictObject({ subscriptionId: id }),
  response: subscriptionView,
});

/** Who accepted the refund terms, and how that came in. Without it nothing is ordered. */
const acceptance = z
  .strictObject({
    acceptedBy: line(120),
    act: z.enum(['ticked', 'in-person', 'letter', 'telephone']),
  })
  .optional();
export type GivenAcceptance = z.output<typeof acceptance>;
const quantity = z.int().min(1).max(10_000);

export const orderSubscription = route({
  method: 'POST',
  path: '/api/customers/:customerId/subscriptions',
  may: may.issue,
  summary: 'Order a subscription: the first term is invoiced at once.',
  params: z.strictObject({ customerId: id }),
  body: z.strictObject({
    planId: id,
    quantity: quantity.default(1),
    currency: currency.optional(),
    /** first day; today in the contract’s zone when absent */
    startsOn: day.optional(),
    /** IANA name of the contract’s zone; the company’s own when absent */
    zone: z.string().max(60).optional(),
    taxCase: z.enum(['usual', 'reverse-charge']).default('usual'),
    terms: acceptance,
  }),
  response: subscriptionView,
});

const changeFields = {
  /** the place that changes; absent: something new beside it */
  slotId: id.optional(),
  planId: id,
  /** 0 ends an add-on with the term */
  quantity: z.int().min(0).max(10_000),
  when: z.enum(['now', 'term-end']),
};

export const previewChange = route({
  method: 'GET',
  path: '/api/subscriptions/:subscriptionId/change',
  may: may.read,
  summary: 'What a change costs before it is made: credit, charge, tax, and from when on.',
  params: z.strictObject({ subscriptionId: id }),
  /** what is absent stays as it is; without a place and a plan the service itself is meant */
  query: z.strictObject({
    slotId: id.optional(),
    planId: id.optional(),
    quantity: z.coerce.number().int().min(0).max(10_000).optional(),
    when: z.enum(['now', 'term-end']).default('now'),
  }),
  response: z.object({
    currency: z.string(),
    /** first day of what is new */
    fromOn: z.string(),
    until: z.string(),
    days: z.number(),
    credits: z.array(z.object({ invoice: z.string(), net: z.string(), tax: z.string(), gross: z.string() })),
    charge: z.object({ net: z.string(), tax: z.string(), gross: z.string() }),
    /** charge less credits, with tax: what is asked for now */
    difference: z.string(),
    /** net of a whole term, from the next one on */
    termNet: z.string(),
    /** the refund terms that are accepted with it */
    terms: z.string(),
  }),
});
export type ChangePreview = z.output<typeof previewChange.response>;

export const changeSubscription = route({
  method: 'POST',
  path: '/api/subscriptions/:subscriptionId/changes',
  may: may.issue,
  summary:
    'Change what is subscribed: dearer at once, cheaper from the next term on; or add something beside it.',
  params: z.strictObject({ subscriptionId: id }),
  body: z.strictObject({ ...changeFields, terms: acceptance }),
  response: subscriptionView,
});

export const addWork = route({
  method: 'POST',
  path: '/api/subscriptions/:subscriptionId/work',
  may: may.issue,
  summary: 'Invoice a customisation or anything paid once, with its own refund terms.',
  params: z.strictObject({ subscriptionId: id }),
  body: z.strictObject({
    kind: z.enum(['customisation', 'one-off']),
    what: line(200),
    net: amount,
    tax: z.strictObject({ category: z.enum(['S', 'Z', 'E', 'O']), percent }),
    /** over which days it is used; to the end of the paid term when absent */
    untilOn: day.optional(),
    refundable: z.enum(REFUND_TERMS),
    terms: acceptance,
  }),
  response: subscriptionView,
});

const end = {
  /** last day of service; null: it goes on and renews */
  on: day.nullable().default(null),
  /** how the last term is billed: up to the last day, or whole (short notice) */
  lastTerm: z.enum(['part', 'whole']),
  /** unused days of what is refundable are credited when it ends */
  refund: z.boolean(),
};

export const endSubscription = route({
  method: 'POST',
  path: '/api/subscriptions/:subscriptionId/end',
  may: may.issue,
  summary: 'Set the last day of service, or let the subscription go on and renew.',
  params: z.strictObject({ subscriptionId: id }),
  body: z.strictObject(end),
  response: subscriptionView,
});

export const previewRefund = route({
  method: 'GET',
  path: '/api/subscriptions/:subscriptionId/refund',
  may: may.read,
  summary: 'What would be credited if a day were the last: per line, and per original invoice.',
  params: z.strictObject({ subscriptionId: id }),
  /** today in the contract’s zone when absent */
  query: z.strictObject({ on: day.optional() }),
  response: z.object({
    currency: z.string(),
    on: z.string(),
    /** first moment without service */
    endsAt: z.string(),
    lines: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        invoice: z.string(),
        days: z.number(),
        unusedDays: z.number(),
        net: z.string(),
        refund: z.string(),
        excluded: z.enum(['terms', 'notice']).nullable(),
      }),
    ),
    notes: z.array(
      z.object({
        invoiceId: z.string(),
        invoice: z.string(),
        net: z.string(),
        tax: z.string(),
        gross: z.string(),
      }),
    ),
    net: z.string(),
    tax: z.string(),
    gross: z.string(),
  }),
});
export type RefundView = z.output<typeof previewRefund.response>;

export const creditDays = route({
  method: 'POST',
  path: '/api/subscriptions/:subscriptionId/credits',
  may: may.issue,
  summary: 'Credit an amount for some days of a prepaid line, as for an outage.',
  params: z.strictObject({ subscriptionId: id }),
  body: z.strictObject({
    lineId: id,
    amount,
    /** the days it is for; all days of the line when absent */
    from: day.optional(),
    until: day.optional(),
    why: line(200),
  }),
  response: subscriptionView,
});
