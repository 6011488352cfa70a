import * as z from 'zod';
import { route } from '#platform/http/contract.ts';
import { id, line } from '#platform/http/fields.ts';
import { LOCALES } from '#platform/words/words.ts';
import { may, role, sessionAnswer } from './contract.ts';

/** Staff of a tenant: who works here, invitations, rules about signing in, support access. */

const nothing = z.object({});
const link = z.string().min(40).max(200);

const people = z.object({
  members: z.array(
    z.object({
      loginId: z.string(),
      name: z.string(),
      email: z.string(),
      role,
      active: z.boolean(),
      since: z.string(),
      picture: z.string().nullable(),
      /** signs in with more than a password */
      factor: z.boolean(),
      self: z.boolean(),
    }),
  ),
  invitations: z.array(
    z.object({ id: z.string(), email: z.string(), role, expiresAt: z.string(), ended: z.boolean() }),
  ),
  /** roles that must have a second factor */
  factorRoles: z.array(role),
});
export type People = z.output<typeof people>;

export const listPeople = route({
  method: 'GET',
  path: '/api/people',
  may: may.readPeople,
  summary: 'Who works here and who was invited.',
  shows: { purpose: 'account', whom: () => ['members'] },
  response: people,
});

export const changeMember = route({
  method: 'PUT',
  path: '/api/people/:loginId',
  may: may.managePeople,
  summary: 'Change the role of a member, or end the membership; their sessions end at once.',
  params: z.strictObject({ loginId: id }),
  body: z.strictObject({ role, active: z.boolean() }),
  response: nothing,
});

export const setFactorRoles = route({
  method: 'PUT',
  path: '/api/account-rules',
  may: may.managePeople,
  summary: 'Say which roles must have a second factor.',
  body: z.strictObject({ factorRoles: z.array(role).max(10) }),
  response: z.object({ factorRoles: z.array(role) }),
});

export const inviteMember = route({
  method: 'POST',
  path: '/api/invitations',
  may: may.managePeople,
  summary: 'Invite somebody by mail; the link works once and for seven days.',
  body: z.strictObject({ email: z.email().max(254), role }),
  response: z.object({ id: z.string() }),
});

export const withdrawInvitation = route({
  method: 'DELETE',
  path: '/api/invitations/:invitationId',
  may: may.managePeople,
  summary: 'Withdraw an invitation; its link is worth nothing from now on.',
  params: z.strictObject({ invitationId: id }),
  response: nothing,
});

const versionToAccept = z.strictObject({
  document: z.enum(['privacy', 'cancellation']),
  version: z.number().int().min(1),
});

export const lookAtInvitation = route({
  method: 'POST',
  path: '/api/invitations/look',
  may: 'public',
  idempotent: false,
  summary: 'What an invitation says, to whoever holds its link.',
  body: z.strictObject({ token: link }),
  response: z.object({
    company: z.string(),
    role,
    email: z.string(),
    known: z.boolean(),
    /** versions that are accepted for the firm by joining, because nobody of it has yet; else empty */
    toAccept: z.array(versionToAccept),
  }),
});

export const acceptInvitation = route({
  method: 'POST',
  path: '/api/invitations/accept',
  may: 'public',
  idempotent: false,
  collects: { form: 'accounts.joining', purpose: 'account' },
  summary: 'Accept an invitation: with a new login, or with the one that has this address.',
  body: z.strictObject({
    token: link,
    name: line(120).optional(),
    password: z.string().min(1).max(256),
    code: z.string().trim().min(6).max(20).optional(),
    locale: z.enum(LOCALES).default('en'),
    /** versions of the policies that were read and ticked */
    accepts: z.array(versionToAccept).max(4).default([]),
  }),
  response: sessionAnswer,
});

const grant = z.object({
  id: z.string(),
  reason: z.string(),
  by: z.string(),
  at: z.string(),
  until: z.string(),
  endedAt: z.string().nullable(),
  open: z.boolean(),
});

export const listSupport = route({
  method: 'GET',
  path: '/api/support-access',
  may: may.grantSupport,
  summary: 'Support access that was granted, and what operator staff looked at.',
  response: z.object({
    grants: z.array(grant),
    looks: z.array(z.object({ at: z.string(), who: z.string(), what: z.string(), reason: z.string() })),
  }),
});
export type Support = z.output<typeof listSupport.response>;

export const grantSupport = route({
  method: 'POST',
  path: '/api/support-access',
  may: may.grantSupport,
  summary: "Let the operator's staff look for a time; answers with the code to hand over, shown this once.",
  secret: true,
  body: z.strictObject({
    reason: line(300),
    hours: z
      .number()
      .int()
      .min(1)
      .max(7 * 24),
  }),
  response: z.object({ id: z.string(), code: z.string() }),
});

export const endSupport = route({
  method: 'DELETE',
  path: '/api/support-access/:grantId',
  may: may.grantSupport,
  summary: 'End support access at once.',
  params: z.strictObject({ grantId: id }),
  response: nothing,
});

export const openSupport = route({
  method: 'POST',
  path: '/api/support-session',
  may: may.useSupport,
  idempotent: false,
  summary: "Look into a tenant with the code it gave; for the operator's staff, for an hour at most.",
  body: z.strictObject({ code: link }),
  response: sessionAnswer,
});

export const leaveSupport = route({
  method: 'DELETE',
  path: '/api/support-session',
  may: 'signed-in',
  idempotent: false,
  summary: "End one's own look into a tenant.",
  response: sessionAnswer,
});
