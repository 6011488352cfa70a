import * as z from 'zod';
import { DATA_CATEGORIES } from '#domain/kernel/personal.ts';
import { permissions, route } from '#platform/http/contract.ts';
import { day, id, line } from '#platform/http/fields.ts';

export const may = permissions('policy-recipients', {
  /** registers machines of the tenant's own */
  ownServers: ['owner', 'operator'],
  /** decides about addresses inside, and about disclosures by law */
  decide: ['operator'],
});

const kind = z.enum(['server', 'odoo', 'printer', 'relay', 'webhook']);
const port = z.number().int().min(1).max(65535);
const category = z.enum(DATA_CATEGORIES);
const ground = z.enum(['law', 'legal-process', 'enforce-rights', 'protect']);

const ownServers = z.object({
  servers: z.array(
    z.object({
      id,
      label: z.string(),
      kind,
      host: z.string(),
      port: z.number(),
      inside: z.boolean(),
      registeredName: z.string(),
      state: z.enum(['active', 'waiting', 'refused']),
    }),
  ),
});
export type OwnServerView = z.output<typeof ownServers>['servers'][number];

export const listOwnServers = route({
  method: 'GET',
  path: '/api/own-servers',
  may: may.ownServers,
  summary: "The company's own machines that may be reached, and those that wait for the operator.",
  response: ownServers,
});

export const registerOwnServer = route({
  method: 'POST',
  path: '/api/own-servers',
  may: may.ownServers,
  summary: "Registers a machine of the company's own, at exactly this host and port.",
  body: z.strictObject({ label: line(120), kind, host: line(253), port }),
  response: ownServers,
});

export const removeOwnServer = route({
  method: 'POST',
  path: '/api/own-servers/:ownServerId/remove',
  may: may.ownServers,
  summary: "Takes a machine of the company's own out: nothing goes there from now on.",
  params: z.strictObject({ ownServerId: id }),
  response: ownServers,
});

const insidePlaces = z.object({
  places: z.array(
    z.object({
      id,
      company: z.string(),
      label: z.string(),
      host: z.string(),
      port: z.number(),
      askedName: z.string(),
      askedAt: z.string(),
      admitted: z.boolean().nullable(),
      decidedName: z.string().nullable(),
    }),
  ),
});

export const listInsidePlaces = route({
  method: 'GET',
  path: '/api/inside-places',
  may: may.decide,
  summary: 'Addresses inside that companies asked for, the undecided first.',
  response: insidePlaces,
});

export const decideInsidePlace = route({
  method: 'POST',
  path: '/api/inside-places/:insidePlaceId/decide',
  may: may.decide,
  summary: 'Admits an address inside for the company that asked for it, or refuses it.',
  params: z.strictObject({ insidePlaceId: id }),
  body: z.strictObject({ admit: z.boolean(), reason: line(500) }),
  response: insidePlaces,
});

const disclosures = z.object({
  disclosures: z.array(
    z.object({
      id,
      askedBy: z.string(),
      ground,
      aboutTenant: id,
      categories: z.array(category).readonly(),
      host: z.string(),
      port: z.number(),
      validTo: z.string(),
      enteredName: z.string(),
      enteredAt: z.string(),
      approvedName: z.string().nullable(),
      approvedAt: z.string().nullable(),
      approvedAlone: z.boolean().nullable(),
    }),
  ),
});

export const listDisclosures = route({
  method: 'GET',
  path: '/api/disclosures',
  may: may.decide,
  summary: 'Disclosures by law: who asked for what, and who approved it.',
  response: disclosures,
});

export const enterDisclosure = route({
  method: 'POST',
  path: '/api/disclosures',
  may: may.decide,
  summary: 'Enters a disclosure by law with its scope. A second person approves it.',
  body: z.strictObject({
    /** authority and case number */
    askedBy: line(200),
    ground,
    aboutTenant: id,
    categories: z.array(category).min(1),
    host: line(253),
    port,
    validTo: day,
  }),
  response: disclosures,
});

export const approveDisclosure = route({
  method: 'POST',
  path: '/api/disclosures/:disclosureId/approve',
  may: may.decide,
  summary: 'Approves a disclosure by law; by another person, or after the wait and a new sign-in.',
  params: z.strictObject({ disclosureId: id }),
  response: disclosures,
});
