import * as z from 'zod';
import { route } from '#platform/http/contract.ts';
import { id } from '#platform/http/fields.ts';
import { may } from './contract.ts';

/** "Who looked at my data": of whoever works here, and of the persons of a customer. */

const dataLook = z.object({
  /** the last time within that hour */
  at: z.string(),
  who: z.string(),
  via: z.enum(['staff', 'support', 'api-key', 'export']),
  /** address of the page's data, without its parameters */
  what: z.string(),
  purpose: z.string(),
  /** why support was let in */
  reason: z.string(),
  times: z.number(),
});
export type DataLook = z.output<typeof dataLook>;
const looks = z.object({ looks: z.array(dataLook) });

export const looksAtMe = route({
  method: 'GET',
  path: '/api/me/looks',
  may: 'signed-in',
  summary: "Who looked at one's own data, by which way and for which purpose.",
  response: looks,
});

export const looksAtCustomer = route({
  method: 'GET',
  path: '/api/customers/:customerId/looks',
  may: may.readCustomers,
  summary: 'Who looked at the data of a customer and its persons, for answering them.',
  params: z.strictObject({ customerId: id }),
  response: looks,
});
