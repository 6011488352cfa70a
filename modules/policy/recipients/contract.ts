import * as z from 'zod';
import { permissions, route } from '#platform/http/contract.ts';
import { id, line } from '#platform/http/fields.ts';

export const may = permissions('policy-recipients', {
  /** registers machines of the tenant's own */
  ownServers: ['owner', 'operator'],
  /** decides about addresses inside, and about disclosures by law */
  decide: ['operator'],
});

const kind = z.enum(['server', 'odoo', 'printer', 'relay', 'webhook']);
const port = z.number().int().min(1).max(65535);

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
