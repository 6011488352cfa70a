import * as z from 'zod';
import { REFUND_TERMS } from '#domain/money/subscriptions/line.ts';
import { route } from '#platform/http/contract.ts';
import { amount, id, line, note } from '#platform/http/fields.ts';
import { may } from '../contract.ts';
import { DRIVER_KINDS } from '../driver.ts';

const inBoth = <T extends z.ZodType>(text: T) => z.strictObject({ en: text, de: text });

/** A customisation that can be ordered with an instance, paid once. */
const work = z.strictObject({
  code: z
    .string()
    .regex(/^[A-Z0-9][A-Z0-9-]{0,29}$/, { error: 'capital letters, digits and dashes, as LABELS-1' }),
  name: inBoth(line(120)),
  /** in the company's own currency */
  net: amount,
  taxPercent: z
    .string()
    .regex(/^\d{1,2}(\.\d{1,2})?$/, { error: 'a percentage between 0 and 99.99, as 19 or 8.1' }),
  refundable: z.enum(REFUND_TERMS),
  /** refund terms in words, where there is more to say */
  terms: inBoth(note(1000)),
});
export type Work = z.output<typeof work>;

const quota = z.strictObject({
  users: z.int().min(1).max(1_000_000).optional(),
  bytes: z.int().min(1_000_000).max(1e15).optional(),
});

const offerFields = {
  kind: z.enum(DRIVER_KINDS),
  /** '' for the driver's own choice */
  version: z.string().regex(/^(|\d{1,2}\.\d{1,2})$/),
  quota,
  /** at 100 %: people are told, or it is closed until it fits again */
  atLimit: z.enum(['tell', 'hold']),
  works: z.array(work).max(20),
  public: z.boolean(),
};
const offerInput = z.strictObject({ ...offerFields, addonIds: z.array(id).max(20) });
export type OfferInput = z.output<typeof offerInput>;

const offerView = z.object({
  planId: z.string(),
  code: z.string(),
  name: z.object({ en: z.string(), de: z.string() }),
  months: z.number(),
  onSale: z.boolean(),
  prices: z.array(z.object({ currency: z.string(), net: z.string() })),
  /** refund terms as they are accepted */
  shown: z.object({ en: z.string(), de: z.string() }),
  /** what is delivered; null: the plan cannot be ordered as an instance yet */
  offer: z
    .object({
      ...offerFields,
      addons: z.array(
        z.object({ id: z.string(), code: z.string(), name: z.object({ en: z.string(), de: z.string() }) }),
      ),
    })
    .nullable(),
});
export type OfferView = z.output<typeof offerView>;
const offersView = z.object({
  offers: z.array(offerView),
  /** add-on plans on sale, for choosing */
  addons: z.array(
    z.object({
      id: z.string(),
      code: z.string(),
      months: z.number(),
      name: z.object({ en: z.string(), de: z.string() }),
    }),
  ),
  kinds: z.array(z.enum(DRIVER_KINDS)),
});

export const listOffers = route({
  method: 'GET',
  path: '/api/hosting/offers',
  may: may.read,
  summary: 'Plans of services, and what is delivered when one is ordered.',
  response: offersView,
});

export const saveOffer = route({
  method: 'PUT',
  path: '/api/hosting/offers/:servicePlanId',
  may: may.run,
  summary: 'Say what is delivered when a plan is ordered: limits, add-ons, customisations, for whom.',
  params: z.strictObject({ servicePlanId: id }),
  body: offerInput,
  response: offersView,
});

const orderView = z.object({
  id: z.string(),
  source: z.enum(['visitor', 'contact', 'staff']),
  state: z.enum(['asked', 'placed', 'lapsed']),
  plan: z.string(),
  title: z.string(),
  customerId: z.string().nullable(),
  customer: z.string(),
  instanceId: z.string().nullable(),
  askedAt: z.string(),
  placedAt: z.string().nullable(),
  /** how far it is: until the first invoice is paid, made, handed over, accepted */
  stage: z.enum(['asked', 'lapsed', 'to-pay', 'making', 'handed-over', 'delivered', 'over']),
});
export type OrderView = z.output<typeof orderView>;

export const listOrders = route({
  method: 'GET',
  path: '/api/hosting/orders',
  may: may.read,
  summary: 'Orders of instances, newest first, with how far each is.',
  shows: { purpose: 'account', whom: () => ['customers'] },
  response: z.object({ orders: z.array(orderView) }),
});

export const recordAcceptance = route({
  method: 'POST',
  path: '/api/hosting/instances/:hostedInstanceId/acceptance',
  may: may.run,
  summary: 'Write down that the customer took what was handed over.',
  params: z.strictObject({ hostedInstanceId: id }),
  body: z.strictObject({
    acceptedBy: line(120),
    act: z.enum(['in-person', 'letter', 'telephone']),
  }),
  response: z.object({ acceptedBy: z.string(), at: z.string() }),
});
