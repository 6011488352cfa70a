import * as z from 'zod';
import { permissions, route } from '#platform/http/contract.ts';
import { line } from '#platform/http/fields.ts';

export const may = permissions('policy', {
  /** numbers without names: releases, what they cost, and the tool that gets them */
  releases: ['operator'],
});

const said = z.object({ en: z.string(), de: z.string() });
const releaseView = z.object({
  period: z.string(),
  number: z.number(),
  drawnAt: z.string(),
  epsilon: z.string(),
  floor: z.number(),
  /** null: below the floor */
  numbers: z.array(z.object({ metric: z.string(), did: said, businesses: z.number().nullable() })),
  sentAt: z.string().nullable(),
  sentTo: z.string().nullable(),
});
const releasesView = z.object({
  /** the period that is being counted now, and the first day after it */
  running: z.object({ period: z.string(), until: z.string() }),
  metrics: z.array(z.object({ name: z.string(), did: said })),
  epsilon: z.string(),
  floor: z.number(),
  ledger: z.array(z.object({ year: z.number(), spent: z.string(), most: z.string() })),
  /** whether the next release may be drawn */
  refused: z.enum(['privacy_budget_spent', 'too_many_metrics']).nullable(),
  releases: z.array(releaseView),
  tool: z
    .object({ processorId: z.string(), url: z.string(), hasKey: z.boolean(), changedName: z.string() })
    .nullable(),
  /** processors of the register that may get finished numbers by what is entered for them */
  processors: z.array(z.object({ id: z.string(), name: z.string() })),
});
export type ReleasesView = z.output<typeof releasesView>;

export const listReleases = route({
  method: 'GET',
  path: '/api/releases',
  may: may.releases,
  summary: 'Numbers without names: what was released, what it cost in privacy, and who gets it.',
  response: releasesView,
});

export const setTool = route({
  method: 'PUT',
  path: '/api/releases/tool',
  may: may.releases,
  summary:
    'Names the analytics tool that gets finished numbers. It gets them under a contract in force only.',
  body: z.strictObject({
    processorId: line(120),
    url: z.url({ protocol: /^https?$/ }).max(500),
    /** sent as a bearer token; left out, the one that is kept stays */
    key: z.string().trim().max(500).optional(),
  }),
  response: releasesView,
});

export const dropTool = route({
  method: 'DELETE',
  path: '/api/releases/tool',
  may: may.releases,
  summary: 'Sends finished numbers to nobody any more.',
  response: releasesView,
});
