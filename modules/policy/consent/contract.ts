import * as z from 'zod';
import { PURPOSES } from '#domain/kernel/personal.ts';
import { SOURCE_IDS } from '#domain/policy/sources.ts';
import { CONSENT_ACTS } from '#platform/http/consent.ts';
import { permissions, route } from '#platform/http/contract.ts';

export const may = permissions('policy', {
  /** accepts the policies for the firm */
  accept: ['owner', 'operator'],
  /** lets a foreign source be asked about the firm */
  sources: ['owner', 'operator'],
  /** the record of processing and the proofs, as the operator sees them */
  proofs: ['operator'],
});

const said = z.object({ en: z.string(), de: z.string() });
/** A list that nobody changes on its way out. */
const many = <T extends z.ZodType>(one: T) => z.array(one).readonly();
const purpose = z.enum(PURPOSES);
const source = z.enum(SOURCE_IDS as [string, ...string[]]);
const document = z.enum(['privacy', 'cancellation']);

export const myConsents = route({
  method: 'GET',
  path: '/api/consents',
  may: 'signed-in',
  summary: 'To what the signed-in person consented, purpose by purpose, and what is still to be accepted.',
  response: z.object({
    purposes: z.array(
      z.object({
        purpose,
        name: said,
        why: said,
        given: z.boolean(),
        /** newest consent or withdrawal */
        at: z.string(),
        form: z.string().nullable(),
        policyVersion: z.number().nullable(),
      }),
    ),
    sources: z.array(z.object({ source: z.string(), name: said, tells: said, given: z.boolean() })),
    /** versions in force that nobody of this firm has accepted; empty for who may not accept */
    toAccept: z.array(z.object({ document, version: z.number() })),
    /** false until somebody of this firm has accepted the policies for the first time */
    active: z.boolean(),
    /** the person objected to having what they open written down */
    objected: z.boolean(),
  }),
});

export const objectToUsage = route({
  method: 'POST',
  path: '/api/consents/usage',
  may: 'signed-in',
  summary: 'Object to having what one opens written down, or take that back.',
  body: z.strictObject({ objects: z.boolean() }),
  response: z.object({ objected: z.boolean() }),
});

const preview = z.object({
  purpose,
  name: said,
  stops: said,
  keptByLaw: many(z.object({ name: said, kept: many(said) })),
  keptForOthers: many(z.object({ name: said, purposes: many(said) })),
  ends: many(said),
});
export type Preview = z.output<typeof preview>;

export const previewWithdrawal = route({
  method: 'GET',
  path: '/api/consents/withdrawal',
  may: 'signed-in',
  summary: 'What taking back a consent would stop, and what stays because of law.',
  query: z.strictObject({ purpose }),
  response: preview,
});

export const withdrawConsent = route({
  method: 'POST',
  path: '/api/consents/withdrawals',
  may: 'signed-in',
  summary: 'Take back the consent to one purpose.',
  body: z.strictObject({ purpose }),
  response: preview,
});

export const sayOfSource = route({
  method: 'POST',
  path: '/api/consents/sources',
  may: may.sources,
  summary: 'Let a foreign source be asked about the firm, or no longer.',
  body: z.strictObject({ source, given: z.boolean() }),
  response: z.object({ source: z.string(), given: z.boolean() }),
});

export const acceptPolicy = route({
  method: 'POST',
  path: '/api/policy/acceptances',
  may: may.accept,
  summary: 'Accept the version of a policy that is in force, for the firm.',
  body: z.strictObject({
    document,
    version: z.number().int().min(1),
    act: z.enum(['ticked', 'button']),
    occasion: z.enum(['activation', 'order', 'later']).default('later'),
  }),
  response: z.object({ id: z.string() }),
});

const recordRow = z.object({
  category: z.string(),
  name: said,
  examples: said,
  sources: many(said),
  purposes: many(z.object({ purpose: z.string(), name: said })),
  stated: said.nullable(),
  fallback: said.nullable(),
  kept: many(said),
  recipients: many(said),
  columns: many(z.string()),
});
export type RecordRow = z.output<typeof recordRow>;

export const getRecord = route({
  method: 'GET',
  path: '/api/operator/record',
  may: may.proofs,
  summary: 'The record of processing, made from the register, the parameters and the columns that exist.',
  response: z.object({
    operator: z.string(),
    policyVersion: z.number().nullable(),
    madeAt: z.string(),
    rows: many(recordRow),
    purposes: many(
      z.object({
        purpose: z.string(),
        name: said,
        why: said,
        stated: said,
        fallback: said.nullable(),
        balancing: z.object({ interest: said, necessity: said, effect: said, safeguards: said }).nullable(),
      }),
    ),
    channels: z.array(said),
    forms: z.array(
      z.object({
        id: z.string(),
        version: z.number(),
        purpose: said,
        about: z.string(),
        fields: z.array(z.string()),
      }),
    ),
  }),
});

export const listProofs = route({
  method: 'GET',
  path: '/api/operator/consents',
  may: may.proofs,
  summary: 'Acceptances, consents and withdrawals of every tenant, as they were brought here, newest first.',
  query: z.strictObject({ limit: z.coerce.number().int().min(1).max(500).default(200) }),
  response: z.object({
    proofs: z.array(
      z.object({
        id: z.string(),
        kind: z.enum(['acceptance', 'consent', 'withdrawal', 'source']),
        /** form, purpose, document or source */
        subject: z.string(),
        version: z.number().nullable(),
        given: z.boolean(),
        act: z.enum(CONSENT_ACTS).nullable(),
        who: z.string(),
        /** who said yes, where somebody else entered it */
        givenBy: z.string().nullable(),
        givenOn: z.string().nullable(),
        ofAnotherTenant: z.boolean(),
        at: z.string(),
      }),
    ),
  }),
});
