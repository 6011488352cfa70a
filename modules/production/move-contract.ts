import * as z from 'zod';
import { route } from '#platform/http/contract.ts';
import { id, instant, line } from '#platform/http/fields.ts';
import { may } from './shapes.ts';

/** Where a person wants an operation: to start at this minute on this machine. */
const place = { subject: line(120), machine: line(40), startAt: instant };

const movedOrder = z.object({
  orderId: z.string(),
  number: z.string(),
  /** `late`: on time before, late now; `on_time`: the reverse; otherwise only the end moves */
  change: z.enum(['late', 'on_time', 'later', 'earlier']),
  endsFrom: z.string(),
  endsTo: z.string(),
  lateMinutes: z.number(),
});
export type MovedOrder = z.output<typeof movedOrder>;

export const whatIf = route({
  method: 'GET',
  path: '/api/schedule/what-if',
  may: may.plan,
  summary: 'What would happen if an operation were moved: who gets late or earlier. Nothing is kept.',
  query: z.strictObject(place),
  response: z.object({
    /** why it cannot be moved there; then there is nothing else to tell */
    refused: z
      .object({ code: z.string(), earliest: z.string().nullable(), predecessor: z.string().nullable() })
      .nullable(),
    /** when the operation would end */
    until: z.string().nullable(),
    /** other operations that would start or end at another time */
    others: z.number(),
    orders: z.array(movedOrder),
    /** operations held by somebody that could no longer be where they are held */
    broken: z.array(z.string()),
  }),
});
export type WhatIfAnswer = z.output<typeof whatIf.response>;

export const moveOperation = route({
  method: 'POST',
  path: '/api/schedule/moves',
  may: may.plan,
  summary: 'Move an operation: it is held there by pins, and the schedule as foretold is in force.',
  body: z.strictObject({ ...place, reason: line(200) }),
  response: z.object({ moveId: z.string(), version: z.number() }),
});

/** A move is named by the first of its pins. */
const moveParams = z.strictObject({ pinId: id });

export const undoMove = route({
  method: 'POST',
  path: '/api/schedule/moves/:pinId/undo',
  may: may.plan,
  summary: 'Take a move back: what held the operation before holds it again, and the order of work returns.',
  params: moveParams,
  response: z.object({ version: z.number() }),
});

export const dropMove = route({
  method: 'DELETE',
  path: '/api/schedule/moves/:pinId',
  may: may.plan,
  summary: 'Let a moved operation go: the next plan may put it elsewhere.',
  params: moveParams,
  response: z.object({}),
});
