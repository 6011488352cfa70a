import * as z from 'zod';
import { route } from '#platform/http/contract.ts';
import { id, line, note } from '#platform/http/fields.ts';
import { may } from '../contract.ts';
import { DESKS, PRIORITIES } from './rules.ts';

const words = note(8000).refine((text) => text !== '', { error: 'a few words' });
const minutes = z.int().min(1).max(100_000);
/** A time of the wall clock, 09:00; the day ends with 24:00. */
const time = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, { error: 'a time such as 09:00' });
const hours = z.strictObject({ opens: time, closes: time });
const level = z.strictObject({
  /** code of a plan; '' for everybody */
  plan: z.string().regex(/^([A-Z0-9][A-Z0-9-]{0,29})?$/, { error: 'the code of a plan, or nothing' }),
  priority: z.enum(PRIORITIES),
  firstMinutes: minutes,
  solutionMinutes: minutes,
});

const settings = z.object({
  hours,
  /** what is promised: everybody's at first, then by plan */
  levels: z.array(level.extend({ shipped: z.boolean() })),
  canned: z.array(z.object({ id: z.string(), name: z.string(), en: z.string(), de: z.string() })),
  /** names that stand in braces in a written answer */
  holes: z.array(z.string()),
  people: z.array(
    z.object({
      loginId: z.string(),
      email: z.string(),
      role: z.string(),
      desks: z.array(z.enum(DESKS)).readonly(),
    }),
  ),
  /** the kinds that whoever asks may hand on */
  own: z.array(z.enum(DESKS)).readonly(),
  /** where customers ask without a sign-in, for one's own website */
  askPath: z.string(),
});
export type TicketSettings = z.output<typeof settings>;

export const getTicketSettings = route({
  method: 'GET',
  path: '/api/tickets/settings',
  may: may.settings,
  summary: 'Hours, promised times, written answers, and who sees which kind of request.',
  shows: { purpose: 'support', whom: () => ['members'] },
  response: settings,
});

export const putHours = route({
  method: 'PUT',
  path: '/api/tickets/settings/hours',
  may: may.settings,
  summary: 'Set the hours in which people answer; promised times run in them.',
  body: hours.refine(({ opens, closes }) => opens < closes, {
    error: 'closes after it opens',
    path: ['closes'],
  }),
  response: settings,
});

export const putLevel = route({
  method: 'PUT',
  path: '/api/tickets/settings/levels',
  may: may.settings,
  summary: 'Promise a first answer and a solution, for a plan and a priority.',
  body: level,
  response: settings,
});

export const addCanned = route({
  method: 'POST',
  path: '/api/tickets/settings/answers',
  may: may.settings,
  summary: 'Write an answer once, in both languages.',
  body: z.strictObject({ name: line(80), en: words, de: words }),
  response: settings,
});

const ofCanned = z.strictObject({ cannedAnswerId: id });

export const changeCanned = route({
  method: 'PUT',
  path: '/api/tickets/settings/answers/:cannedAnswerId',
  may: may.settings,
  summary: 'Change a written answer.',
  params: ofCanned,
  body: z.strictObject({ name: line(80), en: words, de: words }),
  response: settings,
});

export const removeCanned = route({
  method: 'DELETE',
  path: '/api/tickets/settings/answers/:cannedAnswerId',
  may: may.settings,
  summary: 'Take a written answer away; what was sent stays.',
  params: ofCanned,
  response: settings,
});

export const giveDesks = route({
  method: 'PUT',
  path: '/api/tickets/settings/people/:loginId',
  may: may.settings,
  summary: 'Say which kinds of requests somebody sees: of those that one sees oneself.',
  params: z.strictObject({ loginId: id }),
  body: z.strictObject({ desks: z.array(z.enum(DESKS)).max(3) }),
  response: settings,
});
