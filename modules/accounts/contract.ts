import * as z from 'zod';
import { ROLES } from '#platform/http/caller.ts';
import { permissions, route } from '#platform/http/contract.ts';
import { id, line, note } from '#platform/http/fields.ts';
import { LOCALES } from '#platform/words/words.ts';

export const may = permissions('accounts', {
  /** staff: who works here, as what; invitations; rules about signing in */
  readPeople: ['owner', 'office', 'operator'],
  managePeople: ['owner', 'operator'],
  /** the tenant's own name, address, tax numbers, bank account */
  readCompany: ['owner', 'office', 'operator'],
  writeCompany: ['owner', 'operator'],
  /** letting the operator's staff in for a time, and seeing what it looked at */
  grantSupport: ['owner'],
  /** looking into a tenant that allowed it */
  useSupport: ['operator'],
  /** API keys: making, seeing and revoking them */
  manageKeys: ['owner', 'office', 'operator'],
  readCustomers: ['owner', 'office', 'planner', 'driver', 'operator'],
  writeCustomers: ['owner', 'office', 'operator'],
});

export const role = z.enum(ROLES);

export const sessionAnswer = z.object({
  signedIn: z.boolean(),
  /** null for nobody; tells two people with the same name apart on one device */
  loginId: z.string().nullable(),
  name: z.string(),
  role: role.nullable(),
  locale: z.string(),
  tenant: z
    .object({ id: z.string(), name: z.string(), zone: z.string(), currency: z.string(), demo: z.boolean() })
    .nullable(),
  /** permissions this session holds, for showing what can be done */
  may: z.array(z.string()),
  /** roles offered for one-click sign-in; empty outside a demo installation on loopback */
  demoRoles: z.array(role),
  /** one more question before the session opens; null when it is open or nobody asked */
  next: z
    .discriminatedUnion('step', [
      z.object({
        step: z.literal('tenant'),
        tenants: z.array(z.object({ id: z.string(), name: z.string() })),
      }),
      z.object({ step: z.literal('factor'), challenge: z.string() }),
    ])
    .nullable(),
  /** the role needs a second factor and this person has none: only one's own account is open */
  factorMissing: z.boolean(),
  /** operator staff is let in at present: until when, and whether it is this session */
  support: z.object({ until: z.string(), reason: z.string(), mine: z.boolean() }).nullable(),
});
export type Session = z.output<typeof sessionAnswer>;

export const session = route({
  method: 'GET',
  path: '/api/session',
  may: 'public',
  summary: 'Who is signed in, and what they may do.',
  response: sessionAnswer,
});

export const signIn = route({
  method: 'POST',
  path: '/api/session',
  may: 'public',
  idempotent: false,
  summary: 'Sign in with e-mail and password.',
  body: z.strictObject({
    email: z.email().max(254),
    password: z.string().min(1).max(256),
    tenantId: id.optional(),
  }),
  response: sessionAnswer,
});

export const signInWithCode = route({
  method: 'POST',
  path: '/api/session/code',
  may: 'public',
  idempotent: false,
  summary: 'Answer the second question of a sign-in with a code of the authenticator app or a recovery code.',
  body: z.strictObject({ challenge: z.string().max(100), code: z.string().trim().min(6).max(20) }),
  response: sessionAnswer,
});

export const passkeyInOptions = route({
  method: 'POST',
  path: '/api/session/passkey/options',
  may: 'public',
  idempotent: false,
  summary: 'What the browser needs to sign in with a passkey.',
  response: z.object({ token: z.string(), options: z.unknown() }),
});

export const signInWithPasskey = route({
  method: 'POST',
  path: '/api/session/passkey',
  may: 'public',
  idempotent: false,
  summary: 'Sign in with what the passkey said.',
  body: z.strictObject({
    token: z.string().max(100),
    response: z.looseObject({ id: z.string().max(1400) }),
    tenantId: id.optional(),
  }),
  response: sessionAnswer,
});

export const signInDemo = route({
  method: 'POST',
  path: '/api/session/demo',
  may: 'public',
  idempotent: false,
  summary: 'Sign in to the demo factory as a role; only on a demo installation and only from this machine.',
  body: z.strictObject({ role }),
  response: sessionAnswer,
});

export const signOut = route({
  method: 'DELETE',
  path: '/api/session',
  may: 'public',
  idempotent: false,
  summary: 'Sign out and end the session.',
  response: sessionAnswer,
});

export const customerFields = {
  name: line(120),
  email: z.email().max(254),
  phone: z.string().trim().max(40).default(''),
  street: note(120).default(''),
  postcode: z.string().trim().max(12).default(''),
  city: z.string().trim().max(80).default(''),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .default('DE'),
  vatNumber: z.string().trim().max(20).default(''),
  locale: z.enum(LOCALES).default('en'),
  paymentDays: z.number().int().min(0).max(120).default(14),
};

export const customer = z.object({
  id: z.string(),
  number: z.string(),
  name: z.string(),
  email: z.string(),
  phone: z.string(),
  street: z.string(),
  postcode: z.string(),
  city: z.string(),
  country: z.string(),
  vatNumber: z.string(),
  locale: z.string(),
  paymentDays: z.number(),
});
export type Customer = z.output<typeof customer>;

export const listCustomers = route({
  method: 'GET',
  path: '/api/customers',
  may: may.readCustomers,
  summary: 'Customers, by name.',
  query: z.strictObject({ find: z.string().max(80).optional() }),
  response: z.object({ customers: z.array(customer) }),
  // Who looks at many looks at nobody in particular.
  shows: {
    purpose: 'account',
    whom: ({ answer: { customers } }) =>
      customers.length > 20 ? ['customers'] : customers.map((one) => `customer:${one.id}`),
  },
});

export const createCustomer = route({
  method: 'POST',
  path: '/api/customers',
  may: may.writeCustomers,
  summary: 'Take on a customer.',
  collects: { form: 'accounts.customer', purpose: 'account' },
  body: z.strictObject(customerFields),
  response: customer,
});

export const getCustomer = route({
  method: 'GET',
  path: '/api/customers/:customerId',
  may: may.readCustomers,
  summary: 'One customer.',
  shows: { purpose: 'account', whom: ({ answer }) => [`customer:${answer.id}`] },
  params: z.strictObject({ customerId: id }),
  response: customer,
});

export const updateCustomer = route({
  method: 'PUT',
  path: '/api/customers/:customerId',
  may: may.writeCustomers,
  summary: 'Change a customer.',
  collects: { form: 'accounts.customer', purpose: 'account' },
  params: z.strictObject({ customerId: id }),
  body: z.strictObject(customerFields),
  response: customer,
});
