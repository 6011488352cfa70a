import * as z from 'zod';
import { OUTSIDE_FAULTS } from '#domain/policy/outside-site.ts';
import { permissions, route } from '#platform/http/contract.ts';
import { id } from '#platform/http/fields.ts';

export const may = permissions('site', {
  /** sites of the operator that are served elsewhere */
  outside: ['operator'],
});

const sites = z.object({
  /** to be put into the footer of such a site */
  footer: z.string(),
  sites: z.array(
    z.object({
      id: z.string(),
      address: z.string(),
      essentialCookies: z.array(z.string()).readonly(),
      /** null: not looked at yet */
      lookedAt: z.string().nullable(),
      faults: z.array(z.object({ code: z.enum(OUTSIDE_FAULTS), found: z.string() })).readonly(),
    }),
  ),
});
export type OutsideView = z.output<typeof sites>;

export const listOutside = route({
  method: 'GET',
  path: '/api/outside-sites',
  may: may.outside,
  summary: 'Sites of the operator that are served elsewhere, and what the last look at each found.',
  response: sites,
});

export const saveOutside = route({
  method: 'POST',
  path: '/api/outside-sites',
  may: may.outside,
  summary:
    'Have a site that is served elsewhere looked at daily; the same address again changes its cookies.',
  body: z.strictObject({
    address: z.url({ protocol: /^https?$/ }).max(300),
    essentialCookies: z.array(z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,80}$/)).max(20),
  }),
  response: sites,
});

export const dropOutside = route({
  method: 'DELETE',
  path: '/api/outside-sites/:outsideSiteId',
  may: may.outside,
  summary: 'Look at a site no more.',
  params: z.strictObject({ outsideSiteId: id }),
  response: sites,
});
