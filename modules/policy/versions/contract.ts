import * as z from 'zod';
import { line, note } from '#platform/http/fields.ts';
import { route } from '#platform/http/contract.ts';
import { may } from '../contract.ts';

const document = z.enum(['privacy', 'cancellation']);
const ofDocument = z.strictObject({ document });
const said = z.object({ en: z.string(), de: z.string() });

const versionRow = z.object({
  number: z.number(),
  kind: z.enum(['material', 'editorial']),
  hash: z.string(),
  authorName: z.string(),
  approverName: z.string(),
  publishedAt: z.string(),
  inForceFrom: z.string(),
  /** it counts today */
  current: z.boolean(),
});

export const listPolicies = route({
  method: 'GET',
  path: '/api/policies',
  may: may.read,
  summary: 'Both policies with every version, newest first, and whether a draft waits.',
  response: z.object({
    documents: z.array(
      z.object({
        document,
        name: said,
        versions: z.array(versionRow),
        draft: z.enum(['open', 'submitted']).nullable(),
        proven: z.number(),
        clauses: z.number(),
      }),
    ),
  }),
});

export const draftView = z.object({
  document,
  name: said,
  /** null: nothing has been written yet, and what is shown is the newest version */
  state: z.enum(['open', 'submitted']).nullable(),
  basedOn: z.number(),
  authorName: z.string().nullable(),
  submittedAt: z.string().nullable(),
  summary: said,
  /** null: nothing differs from the newest version */
  kind: z.enum(['material', 'editorial']).nullable(),
  clauses: z.array(
    z.object({ id: z.string(), heading: said, text: said, shipped: said, changed: z.boolean() }),
  ),
  parameters: z.array(z.object({ name: z.string(), value: z.string(), before: z.string() })),
});
export type DraftView = z.output<typeof draftView>;

export const getDraft = route({
  method: 'GET',
  path: '/api/policies/:document/draft',
  may: may.read,
  summary: 'The draft of a policy, or its newest version to begin with.',
  params: ofDocument,
  response: draftView,
});

export const saveDraft = route({
  method: 'PUT',
  path: '/api/policies/:document/draft',
  may: may.write,
  summary: 'Save other words and values as a draft; holes and clauses stay as they are.',
  params: ofDocument,
  body: z.strictObject({
    wording: z.record(z.string().max(40), z.strictObject({ en: line(2000), de: line(2000) })),
    parameters: z.record(z.string().max(60), z.string().max(400)),
    summary: z.strictObject({ en: note(1000), de: note(1000) }),
  }),
  response: draftView,
});

export const submitDraft = route({
  method: 'POST',
  path: '/api/policies/:document/draft/submitted',
  may: may.write,
  summary: 'Hand a draft in for approval.',
  params: ofDocument,
  response: draftView,
});

export const publishDraft = route({
  method: 'POST',
  path: '/api/policies/:document/draft/published',
  may: may.write,
  summary: 'Approve a draft and publish it with its blog post, in one step or not at all.',
  params: ofDocument,
  response: z.object({
    number: z.number(),
    kind: z.enum(['material', 'editorial']),
    inForceFrom: z.string(),
  }),
});

export const dropDraft = route({
  method: 'DELETE',
  path: '/api/policies/:document/draft',
  may: may.write,
  summary: 'Throw a draft away.',
  params: ofDocument,
  response: z.object({ dropped: z.literal(true) }),
});

export const listProofs = route({
  method: 'GET',
  path: '/api/policy-proofs',
  may: may.read,
  summary: 'Every clause with what keeps it, what shows it, and whether it is proven here.',
  response: z.object({
    checkedAt: z.string().nullable(),
    clauses: z.array(
      z.object({
        id: z.string(),
        text: said,
        state: z.enum(['proven', 'not-proven']),
        doubts: z.array(z.string()),
        missing: said.nullable(),
        mechanisms: z.array(z.object({ name: z.string(), keptBy: said, checks: z.array(z.string()) })),
      }),
    ),
  }),
});
