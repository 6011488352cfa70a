import * as z from 'zod';
import { route } from '#platform/http/contract.ts';
import { id } from '#platform/http/fields.ts';
import { OPTIONAL_KINDS } from '#platform/mail/kinds.ts';
import { may } from './contract.ts';

/** Which mail that the contract does not need an address gets. */
const choices = z.object({
  /** the customer itself, or one of its persons; null for one's own */
  contactId: z.string().nullable(),
  name: z.string(),
  address: z.string(),
  kinds: z.array(z.object({ kind: z.enum(OPTIONAL_KINDS), wanted: z.boolean() })),
});
export type MailChoices = z.output<typeof choices>;

const choice = { kind: z.enum(OPTIONAL_KINDS), wanted: z.boolean() };

export const myMailChoices = route({
  method: 'GET',
  path: '/api/me/mail-choices',
  may: 'signed-in',
  summary: 'Which mail that is not needed comes to oneself.',
  response: choices,
});

export const chooseMyMail = route({
  method: 'PUT',
  path: '/api/me/mail-choices',
  may: 'signed-in',
  summary: 'Turn a kind of mail that is not needed off or on again for oneself.',
  body: z.strictObject(choice),
  response: choices,
});

const ofCustomer = z.strictObject({ customerId: id });
const people = z.object({ people: z.array(choices) });

export const customerMailChoices = route({
  method: 'GET',
  path: '/api/customers/:customerId/mail-choices',
  may: may.readCustomers,
  summary: 'Which mail that is not needed comes to a customer and to each of its persons.',
  params: ofCustomer,
  shows: { purpose: 'service-messages', whom: ({ params }) => [`customer:${params.customerId}`] },
  response: people,
});

export const chooseCustomerMail = route({
  method: 'PUT',
  path: '/api/customers/:customerId/mail-choices',
  may: may.writeCustomers,
  summary: 'Turn a kind of mail that is not needed off or on again for a person who said so.',
  params: ofCustomer,
  body: z.strictObject({ contactId: id.nullable(), ...choice }),
  response: people,
});
