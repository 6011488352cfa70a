import * as z from 'zod';
import type { FormDeclaration } from '#platform/module/module.ts';
import { line } from '#platform/http/fields.ts';

/** Whoever writes through the site tells about themselves. */
export const CONTACT_FORM: FormDeclaration = {
  id: 'site.contact',
  version: 1,
  purpose: 'support',
  about: 'person',
  fields: [
    { name: 'name', category: 'contact', optional: false },
    { name: 'email', category: 'contact', optional: false },
    { name: 'company', category: 'company', optional: true },
    { name: 'message', category: 'correspondence', optional: false },
  ],
};

/** What the form may say; every field trimmed. */
export const enquiry = z.strictObject({
  name: line(120),
  email: z.email().max(254),
  company: z.union([z.literal(''), line(120)]),
  message: z
    .string()
    .trim()
    .min(1)
    .max(4000)
    // eslint-disable-next-line no-control-regex
    .refine((text) => !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text)),
  /** code of the plan it is about */
  about: z.string().regex(/^([A-Z0-9][A-Z0-9-]{0,29})?$/),
});
export type Enquiry = z.output<typeof enquiry>;
