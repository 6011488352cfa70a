import * as z from 'zod';
import { route } from './contract.ts';

const said = z.object({ en: z.string(), de: z.string() });

const formFacts = z.object({
  form: z.string(),
  version: z.number(),
  /** false: what this tenant keeps about its own people, for which nobody is asked */
  asked: z.boolean(),
  /** true: entered for somebody else, so how, by whom and when belong to it */
  entered: z.boolean(),
  /** after "We use this" */
  why: said,
  /** number of the privacy policy in force; null before the first */
  policyVersion: z.number().nullable(),
  policyHref: z.string(),
  /** names of fields that may be left empty */
  optional: z.array(z.string()),
});
export type FormFacts = z.output<typeof formFacts>;

/**
 * What a form asks and what for, so that every form can say it. Declared here because the kit's own form asks it for each
 * route that collects; the policy module answers.
 */
export const describeForm = route({
  method: 'GET',
  path: '/api/policy/form',
  may: 'public',
  summary: 'What a form collects, for which purpose, and under which version of the privacy policy.',
  query: z.strictObject({ form: z.string().max(80) }),
  response: formFacts,
});
