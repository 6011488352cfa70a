import * as z from 'zod';
import { route } from '#platform/http/contract.ts';
import { id, line } from '#platform/http/fields.ts';
import { LOCALES } from '#platform/words/words.ts';
import { sessionAnswer } from './contract.ts';

/** Everything a person does with their own login. Each is open to whoever is signed in, for themselves alone. */

const nothing = z.object({});
/** What was typed; whether it may be chosen is decided by `password-choice.ts`, with a sentence that says why not. */
const password = z.string().min(1).max(256);
const token = z.string().min(20).max(200);
const code = z.string().trim().min(6).max(20);
const email = z.email().max(254);
const passkeySaid = z.looseObject({ id: z.string().max(1400) });

const mine = z.object({
  loginId: z.string(),
  name: z.string(),
  email: z.string(),
  /** an address that waits for its confirmation */
  emailAsked: z.string().nullable(),
  phone: z.string(),
  locale: z.string(),
  role: z.string(),
  /** changes with the picture; null without one */
  picture: z.string().nullable(),
  hasPassword: z.boolean(),
  totp: z.boolean(),
  recoveryCodes: z.number(),
  passkeys: z.array(
    z.object({ id: z.string(), name: z.string(), createdAt: z.string(), usedAt: z.string().nullable() }),
  ),
  /** when this person last proved who they are, in this session */
  provenAt: z.string(),
  proof: z.string(),
  /** lately enough for a step that matters */
  proven: z.boolean(),
  factorMissing: z.boolean(),
});
export type Mine = z.output<typeof mine>;

export const getMe = route({
  method: 'GET',
  path: '/api/me',
  may: 'signed-in',
  summary: "One's own login: name, address, language, picture, factors.",
  response: mine,
});

export const updateMe = route({
  method: 'PUT',
  path: '/api/me',
  may: 'signed-in',
  collects: { form: 'accounts.profile', purpose: 'account' },
  summary: "Change one's own name, telephone and language.",
  body: z.strictObject({
    name: line(120),
    phone: z.string().trim().max(40).default(''),
    locale: z.enum(LOCALES),
  }),
  response: mine,
});

export const askForEmail = route({
  method: 'POST',
  path: '/api/me/email',
  may: 'signed-in',
  collects: { form: 'accounts.email', purpose: 'account' },
  summary:
    'Ask to sign in with another address; it counts once it was confirmed from there, and the old one is told.',
  body: z.strictObject({ email }),
  response: mine,
});

export const changePassword = route({
  method: 'POST',
  path: '/api/me/password',
  may: 'signed-in',
  summary: "Change one's own password; every other session ends.",
  body: z.strictObject({ current: password, password }),
  response: nothing,
});

export const proveAgain = route({
  method: 'POST',
  path: '/api/me/proof',
  may: 'signed-in',
  idempotent: false,
  summary: 'Sign in again within a session, before a step that matters.',
  body: z.strictObject({ password: password.optional(), code: code.optional() }),
  response: sessionAnswer,
});

export const proveByPasskeyOptions = route({
  method: 'POST',
  path: '/api/me/proof/passkey/options',
  may: 'signed-in',
  summary: 'What the browser needs to sign in again with a passkey.',
  response: z.object({ token: z.string(), options: z.unknown() }),
});

export const proveByPasskey = route({
  method: 'POST',
  path: '/api/me/proof/passkey',
  may: 'signed-in',
  idempotent: false,
  summary: 'Sign in again with what the passkey said.',
  body: z.strictObject({ token, response: passkeySaid }),
  response: sessionAnswer,
});

const openSession = z.object({
  id: z.string(),
  /** browser and system, as far as the browser tells */
  device: z.string(),
  tenant: z.string(),
  since: z.string(),
  seenAt: z.string(),
  proof: z.string(),
  here: z.boolean(),
});

export const listSessions = route({
  method: 'GET',
  path: '/api/me/sessions',
  may: 'signed-in',
  summary: "One's own open sessions. Where a device is, is not known and not asked.",
  response: z.object({ sessions: z.array(openSession) }),
});

export const endOtherSessions = route({
  method: 'DELETE',
  path: '/api/me/sessions',
  may: 'signed-in',
  summary: 'End every other session.',
  response: z.object({ ended: z.number() }),
});

export const endOneSession = route({
  method: 'DELETE',
  path: '/api/me/sessions/:sessionId',
  may: 'signed-in',
  summary: "End one of one's own sessions.",
  params: z.strictObject({ sessionId: id }),
  response: nothing,
});

export const beginTotp = route({
  method: 'POST',
  path: '/api/me/totp',
  may: 'signed-in',
  summary: 'Begin with an authenticator app: a secret and a picture for it.',
  response: z.object({ secret: z.string(), uri: z.string(), picture: z.string() }),
});

export const confirmTotp = route({
  method: 'PUT',
  path: '/api/me/totp',
  may: 'signed-in',
  summary: 'Confirm the authenticator app with a first code; answers with recovery codes, shown this once.',
  body: z.strictObject({ code }),
  response: z.object({ recoveryCodes: z.array(z.string()) }),
});

export const removeTotp = route({
  method: 'DELETE',
  path: '/api/me/totp',
  may: 'signed-in',
  summary: 'Take the authenticator app away.',
  response: nothing,
});

export const newRecoveryCodes = route({
  method: 'POST',
  path: '/api/me/recovery-codes',
  may: 'signed-in',
  summary: 'Make new recovery codes; the older ones are worth nothing.',
  response: z.object({ recoveryCodes: z.array(z.string()) }),
});

export const passkeyNewOptions = route({
  method: 'POST',
  path: '/api/me/passkeys/options',
  may: 'signed-in',
  summary: 'What the browser needs to make a passkey.',
  response: z.object({ token: z.string(), options: z.unknown() }),
});

export const addPasskey = route({
  method: 'POST',
  path: '/api/me/passkeys',
  may: 'signed-in',
  summary: 'Keep a passkey that the browser made.',
  body: z.strictObject({ token, name: line(60), response: passkeySaid }),
  response: z.object({ id: z.string(), recoveryCodes: z.array(z.string()) }),
});

export const removePasskey = route({
  method: 'DELETE',
  path: '/api/me/passkeys/:passkeyId',
  may: 'signed-in',
  summary: 'Take a passkey away.',
  params: z.strictObject({ passkeyId: id }),
  response: nothing,
});

export const closeMe = route({
  method: 'POST',
  path: '/api/me/close',
  may: 'signed-in',
  summary: "Close one's own login: sessions end, memberships end, picture, password and factors are deleted.",
  body: z.strictObject({ email: z.string().max(254) }),
  response: nothing,
});

export const mergeIntoMe = route({
  method: 'POST',
  path: '/api/me/merge',
  may: 'signed-in',
  summary: "Take over the companies of another login of one's own, which is closed.",
  body: z.strictObject({ email, password, code: code.optional() }),
  response: z.object({ companies: z.array(z.string()) }),
});

export const askForReset = route({
  method: 'POST',
  path: '/api/password/reset',
  may: 'public',
  idempotent: false,
  summary: 'Ask for a link to choose a new password; the answer is the same for every address.',
  body: z.strictObject({ email }),
  response: nothing,
});

export const resetPassword = route({
  method: 'PUT',
  path: '/api/password/reset',
  may: 'public',
  idempotent: false,
  summary: 'Choose a new password by the link of a mail.',
  body: z.strictObject({ token, password }),
  response: nothing,
});

export const confirmEmail = route({
  method: 'POST',
  path: '/api/links/email',
  may: 'public',
  idempotent: false,
  summary: 'Confirm a new address by the link of a mail.',
  body: z.strictObject({ token }),
  response: nothing,
});

export const stopEmail = route({
  method: 'POST',
  path: '/api/links/email-stop',
  may: 'public',
  idempotent: false,
  summary: 'Stop a change of address, or take it back, by the link that the old address got.',
  body: z.strictObject({ token }),
  response: nothing,
});

/** 10 MB as sent; what is kept has a few kilobytes. */
export const setPicture = route({
  method: 'POST',
  path: '/api/me/picture',
  may: 'signed-in',
  kind: 'upload',
  bytesMax: 10 * 1024 * 1024,
  collects: { form: 'accounts.picture', purpose: 'account' },
  summary:
    "Set one's own picture from a PNG, JPEG or WebP; it is made anew and everything but the picture is dropped.",
  response: z.object({ picture: z.string() }),
});

export const removePicture = route({
  method: 'DELETE',
  path: '/api/me/picture',
  may: 'signed-in',
  summary: "Delete one's own picture at once.",
  response: nothing,
});

export const getPicture = route({
  method: 'GET',
  path: '/api/people/:loginId/picture',
  may: 'signed-in',
  kind: 'file',
  summary: 'The picture of somebody of the same company.',
  params: z.strictObject({ loginId: id }),
});
