import * as z from 'zod';
import { route } from '#platform/http/contract.ts';
import { id, line } from '#platform/http/fields.ts';
import { LOCALES } from '#platform/words/words.ts';
import { may } from './contract.ts';

/** Persons of a customer, with what they may do for it. */
const fields = z.strictObject({
  name: line(120),
  email: z.email().max(254),
  phone: z.string().trim().max(40).default(''),
  locale: z.enum(LOCALES).default('en'),
  /** speaks for the customer in everything */
  owner: z.boolean().default(false),
  /** may end what the customer subscribed to */
  mayCancel: z.boolean().default(false),
  /** gets invoices and reminders */
  billing: z.boolean().default(false),
});
export type ContactFields = z.output<typeof fields>;

const contact = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  phone: z.string(),
  locale: z.string(),
  owner: z.boolean(),
  mayCancel: z.boolean(),
  billing: z.boolean(),
});
export type Contact = z.output<typeof contact>;

const ofCustomer = z.strictObject({ customerId: id });
const one = z.strictObject({ customerId: id, contactId: id });

export const listContacts = route({
  method: 'GET',
  path: '/api/customers/:customerId/contacts',
  may: may.readCustomers,
  summary: 'Persons of a customer and what they may do for it.',
  params: ofCustomer,
  shows: { purpose: 'account', whom: ({ params }) => [`customer:${params.customerId}`] },
  response: z.object({ contacts: z.array(contact) }),
});

export const addContact = route({
  method: 'POST',
  path: '/api/customers/:customerId/contacts',
  may: may.writeCustomers,
  collects: { form: 'accounts.contact', purpose: 'account' },
  summary: 'Write down a person of a customer.',
  params: ofCustomer,
  body: fields,
  response: contact,
});

export const changeContact = route({
  method: 'PUT',
  path: '/api/customers/:customerId/contacts/:contactId',
  may: may.writeCustomers,
  collects: { form: 'accounts.contact', purpose: 'account' },
  summary: 'Change a person of a customer, or what they may do.',
  params: one,
  body: fields,
  response: contact,
});

export const endContact = route({
  method: 'DELETE',
  path: '/api/customers/:customerId/contacts/:contactId',
  may: may.writeCustomers,
  summary: 'Say that a person no longer speaks for a customer.',
  params: one,
  response: z.object({}),
});

export const enterAcceptance = route({
  method: 'POST',
  path: '/api/customers/:customerId/contacts/:contactId/acceptance',
  may: may.writeCustomers,
  summary:
    'The operator enters that a contact accepted the policies in force for its firm, and how that came in.',
  params: one,
  body: z.strictObject({ act: z.enum(['telephone', 'letter', 'in-person']) }),
  response: z.object({
    accepted: z.array(z.object({ document: z.enum(['privacy', 'cancellation']), version: z.number() })),
  }),
});
