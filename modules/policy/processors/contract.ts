import * as z from 'zod';
import { DATA_CATEGORIES, PURPOSES } from '#domain/kernel/personal.ts';
import { permissions, route } from '#platform/http/contract.ts';
import { day, id, line, note } from '#platform/http/fields.ts';

export const may = permissions('policy', {
  /** the register of processors, what went through the door, and the audit log */
  processors: ['operator'],
});

const category = z.enum(DATA_CATEGORIES);
const purpose = z.enum(PURPOSES);
/** `carrier-x`, `relay:smtp.example:587` */
const processorId = z.string().regex(/^[a-z0-9][a-z0-9.:[\]-]{1,119}$/, { error: 'such as carrier-x' });
const place = z.strictObject({
  host: line(253),
  port: z.number().int().min(1).max(65535),
  /** a machine of our own network */
  inside: z.boolean(),
});
export const CONTRACT_BYTES_MAX = 20 * 1024 * 1024;

const contractView = z.object({
  id,
  declared: z.boolean(),
  fileName: z.string().nullable(),
  signedByUsOn: z.string().nullable(),
  signedByThemOn: z.string().nullable(),
  categories: z.array(category).readonly(),
  validFrom: z.string(),
  validTo: z.string().nullable(),
  handedInName: z.string(),
  handedInAt: z.string(),
  confirmedName: z.string().nullable(),
  confirmedAt: z.string().nullable(),
  /** the same person confirmed it after the wait */
  confirmedAlone: z.boolean().nullable(),
});
const processorView = z.object({
  id: z.string(),
  name: z.string(),
  country: z.string().nullable(),
  service: z.string(),
  categories: z.array(category).readonly(),
  purposes: z.array(purpose).readonly(),
  subProcessors: z.array(z.string()).readonly(),
  transferBasis: z.string(),
  contact: z.string(),
  places: z.array(place).readonly(),
  checkedOn: z.string().nullable(),
  suspendedBecause: z.string().nullable(),
  state: z.enum(['draft', 'awaiting', 'not-yet', 'active', 'expiring', 'expired', 'suspended', 'ended']),
  /** what binds it: a contract, nothing because it is a machine of our own, or the law */
  bound: z.enum(['contract', 'own-machine', 'law']),
  /** until the last covered day; null: until further notice, or nothing in force */
  daysLeft: z.number().nullable(),
  contracts: z.array(contractView),
  /** last 30 days */
  traffic: z.object({
    connected: z.number(),
    refused: z.number(),
    failed: z.number(),
    bytesOut: z.number(),
  }),
});
export type ProcessorView = z.output<typeof processorView>;

const params = z.strictObject({ processorId });

export const listProcessors = route({
  method: 'GET',
  path: '/api/processors',
  may: may.processors,
  summary: 'The register of processors with their contracts, states and traffic.',
  response: z.object({ processors: z.array(processorView) }),
});

const facts = {
  name: line(120),
  country: z.string().regex(/^[A-Z]{2}$/, { error: 'two capital letters, ISO 3166-1' }),
  service: line(200),
  categories: z.array(category).min(1),
  purposes: z.array(purpose).min(1),
  subProcessors: z.array(line(120)).max(50),
  transferBasis: note(200),
  contact: note(200),
  places: z.array(place).max(20),
};

export const addProcessor = route({
  method: 'POST',
  path: '/api/processors',
  may: may.processors,
  summary: 'Enters a processor as a draft. Nothing goes to it before a contract is confirmed.',
  body: z.strictObject({ id: processorId, ...facts }),
  response: processorView,
});

export const changeProcessor = route({
  method: 'PUT',
  path: '/api/processors/:processorId',
  may: may.processors,
  summary:
    'Corrects what stands in the register. Other places or more kinds of data: its contract is confirmed anew.',
  params,
  body: z.strictObject(facts),
  response: processorView,
});

export const uploadContract = route({
  method: 'POST',
  path: '/api/processors/:processorId/document',
  may: may.processors,
  summary: 'Stores the document of a contract, to be named when it is handed in.',
  kind: 'upload',
  bytesMax: CONTRACT_BYTES_MAX,
  params,
  response: z.object({ fileHash: z.string(), fileName: z.string() }),
});

export const handInContract = route({
  method: 'POST',
  path: '/api/processors/:processorId/contracts',
  may: may.processors,
  summary: 'Hands in a signed contract with confidentiality. A second person confirms it.',
  params,
  body: z.strictObject({
    fileHash: z.string().regex(/^[0-9a-f]{64}$/),
    fileName: line(200),
    signedByUsOn: day,
    signedByThemOn: day,
    /** the contract binds them to strict confidentiality */
    confidential: z.literal(true),
    categories: z.array(category).min(1),
    validFrom: day,
    validTo: day.nullable(),
  }),
  response: processorView,
});

export const confirmContract = route({
  method: 'POST',
  path: '/api/processors/:processorId/contracts/:contractId/confirm',
  may: may.processors,
  summary:
    'Confirms a contract and its confidentiality; by another person, or after the wait and a new sign-in.',
  params: z.strictObject({ processorId, contractId: id }),
  body: z.strictObject({ confidential: z.literal(true) }),
  response: processorView,
});

export const stopProcessor = route({
  method: 'POST',
  path: '/api/processors/:processorId/stop',
  may: may.processors,
  summary: 'Suspends a processor, or ends it for good: nothing goes to it from now on, and work waits.',
  params,
  body: z.strictObject({ how: z.enum(['suspend', 'end']), reason: line(500) }),
  response: processorView,
});

export const resumeProcessor = route({
  method: 'POST',
  path: '/api/processors/:processorId/resume',
  may: may.processors,
  summary: 'Lets a suspended processor work again, if its contract is still in force.',
  params,
  body: z.strictObject({ reason: line(500) }),
  response: processorView,
});

export const listEgressLog = route({
  method: 'GET',
  path: '/api/egress',
  may: may.processors,
  summary:
    'The newest calls through the door: to whom, what for, which kinds of data, how much, and how it ended.',
  response: z.object({
    calls: z.array(
      z.object({
        id,
        at: z.string(),
        purpose: z.string(),
        recipient: z.string(),
        categories: z.array(z.string()).readonly(),
        host: z.string(),
        port: z.number(),
        decision: z.enum(['refused', 'failed', 'connected']),
        reason: z.string().nullable(),
        bytesOut: z.number(),
        bytesIn: z.number(),
      }),
    ),
  }),
});

export const listOperatorAudit = route({
  method: 'GET',
  path: '/api/operator-audit',
  may: may.processors,
  summary: "The operator's own audit log, newest first, and what the last check of its chain found.",
  query: z.strictObject({ before: z.coerce.number().int().min(1).optional() }),
  response: z.object({
    entries: z.array(
      z.object({
        seq: z.number(),
        at: z.string(),
        actorName: z.string(),
        action: z.string(),
        subject: z.string(),
        reason: z.string().nullable(),
      }),
    ),
    checked: z.object({ at: z.string(), fault: z.string().nullable() }).nullable(),
  }),
});
