import * as z from 'zod';
import { route } from '#platform/http/contract.ts';
import { id, line } from '#platform/http/fields.ts';
import { may } from './contract.ts';

/** The way back into a company whose only owner has left. */
const claim = z.object({
  id: z.string(),
  company: z.string(),
  name: z.string(),
  reason: z.string(),
  askedAt: z.string(),
  /** not decided before */
  ripeAt: z.string(),
  /** the first of two approvals was given */
  firstAt: z.string().nullable(),
});
export type Claim = z.output<typeof claim>;

export const getClaim = route({
  method: 'GET',
  path: '/api/ownership-claim',
  may: 'signed-in',
  summary: 'The open request of this company for a new owner, if there is one.',
  response: z.object({ claim: claim.nullable() }),
});

export const askForOwnership = route({
  method: 'POST',
  path: '/api/ownership-claim',
  may: 'signed-in',
  summary: 'Ask to become owner, because no owner is left; every owner is told and may say no.',
  body: z.strictObject({ reason: line(500) }),
  response: claim,
});

export const refuseClaim = route({
  method: 'DELETE',
  path: '/api/ownership-claim',
  may: may.managePeople,
  summary: 'Say no to the request, as an owner who is there after all.',
  response: z.object({}),
});

export const listClaims = route({
  method: 'GET',
  path: '/api/ownership-claims',
  may: may.useSupport,
  summary: 'Open requests of companies without an owner, for the operator.',
  response: z.object({ claims: z.array(claim) }),
});

export const approveClaim = route({
  method: 'POST',
  path: '/api/ownership-claims/:claimId/approve',
  may: may.useSupport,
  summary: 'Approve a request; the second of two people makes it so.',
  params: z.strictObject({ claimId: id }),
  response: z.object({ done: z.boolean() }),
});
