import * as z from 'zod';
import { permissions, route } from '#platform/http/contract.ts';

export const may = permissions('site', {
  /** how the service and its site are used, as sums */
  insights: ['operator'],
});

const said = z.object({ en: z.string(), de: z.string() });
const door = z.object({
  door: z.string(),
  calls: z.number(),
  refused: z.number(),
  broken: z.number(),
  msHalf: z.number(),
  msMost: z.number(),
});
const insights = z.object({
  from: z.string(),
  until: z.string(),
  site: z.object({
    days: z.array(z.object({ day: z.string(), views: z.number(), visitors: z.number() })),
    pages: z.array(z.object({ page: z.string(), views: z.number() })),
    /** of visitors who agreed to be counted by the day of their last visit */
    returning: z.array(z.object({ kind: z.string(), visits: z.number() })),
  }),
  days: z.array(z.object({ day: z.string(), calls: z.number(), broken: z.number() })).readonly(),
  slow: z.array(door).readonly(),
  errors: z.array(door).readonly(),
  features: z
    .array(z.object({ id: z.string(), name: said, calls: z.number(), businesses: z.number() }))
    .readonly(),
  forms: z
    .array(
      z.object({
        id: z.string(),
        name: said,
        opened: z.number().nullable(),
        sent: z.number(),
        refused: z.number(),
      }),
    )
    .readonly(),
});
export type InsightsView = z.output<typeof insights>;

export const getInsights = route({
  method: 'GET',
  path: '/api/insights',
  may: may.insights,
  summary: 'How the service and its site were used in the last weeks: sums from our own logs, about nobody.',
  response: insights,
});
