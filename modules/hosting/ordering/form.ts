import * as z from 'zod';
import { line } from '#platform/http/fields.ts';
import type { FormDeclaration } from '#platform/module/module.ts';

/** Whoever orders tells about their firm: what an invoice and a first log-in need, and nothing more. */
export const ORDER_FORM: FormDeclaration = {
  id: 'hosting.order',
  version: 1,
  purpose: 'account',
  about: 'person',
  fields: [
    { name: 'name', category: 'contact', optional: false },
    { name: 'email', category: 'contact', optional: false },
    { name: 'company', category: 'company', optional: false },
    { name: 'street', category: 'contact', optional: false },
    { name: 'postcode', category: 'contact', optional: false },
    { name: 'city', category: 'contact', optional: false },
    { name: 'country', category: 'contact', optional: false },
    { name: 'vatNumber', category: 'company', optional: true },
  ],
};

/** Short name of an instance; the first label of a host name. */
export const slug = z.string().regex(/^[a-z0-9][a-z0-9-]{1,38}[a-z0-9]$/, {
  error: 'small letters, digits and dashes, as birch-works',
});
const code = z.string().regex(/^[A-Z0-9][A-Z0-9-]{0,29}$/);

/** What is ordered. */
export const wish = z.strictObject({
  plan: code,
  slug,
  title: line(80),
  addons: z.array(code).max(20),
  works: z.array(code).max(20),
});
export type Wish = z.output<typeof wish>;

/** Who orders. */
export const person = z.strictObject({
  name: line(120),
  email: z.email().max(254),
  company: line(120),
  street: line(120),
  postcode: line(12),
  city: line(80),
  country: z.string().regex(/^[A-Z]{2}$/),
  vatNumber: z.union([z.literal(''), line(20)]),
});
export type Person = z.output<typeof person>;
