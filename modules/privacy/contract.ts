import * as z from 'zod';
import { DATA_CATEGORIES } from '#domain/kernel/personal.ts';
import { RIGHTS } from '#domain/policy/rights.ts';
import { permissions, route } from '#platform/http/contract.ts';
import { day, id, line, note } from '#platform/http/fields.ts';
import { BREACH_STEPS, CASE_STEPS } from './rules.ts';

export const may = permissions('privacy', {
  /** requests of people about their data, and breaches */
  cases: ['operator'],
});

const business = z.object({ id: z.string(), name: z.string() });

const caseView = z.object({
  id: z.string(),
  number: z.number(),
  asks: z.enum(RIGHTS),
  channel: z.string(),
  personName: z.string(),
  personEmail: z.string(),
  details: z.string(),
  receivedOn: z.string(),
  /** the customer whose own data it is about; null: what we hold for ourselves */
  business: z.string().nullable(),
  state: z.enum(['open', 'waits-for-person', 'passed-on', 'answered', 'refused']),
  dueOn: z.string(),
  waitedDays: z.number(),
  passOnBy: z.string().nullable(),
  overdue: z.boolean(),
  may: z.array(z.enum(CASE_STEPS)).readonly(),
  steps: z.array(
    z.object({ kind: z.enum(CASE_STEPS), onDay: z.string(), note: z.string(), who: z.string() }),
  ),
});
export type CaseView = z.output<typeof caseView>;
const cases = z.object({ cases: z.array(caseView), businesses: z.array(business) });

export const listCases = route({
  method: 'GET',
  path: '/api/privacy/cases',
  may: may.cases,
  summary: 'Requests of people about their data, with the last day for each answer.',
  shows: { purpose: 'legal', whom: () => ['customers'] },
  response: cases,
});

export const enterCase = route({
  method: 'POST',
  path: '/api/privacy/cases',
  may: may.cases,
  summary: 'Enter a request that came by mail, letter, telephone or in person.',
  body: z.strictObject({
    asks: z.enum(RIGHTS),
    channel: z.enum(['mail', 'letter', 'telephone', 'in-person']),
    personName: line(120),
    personEmail: z.email().max(254),
    language: z.enum(['en', 'de']),
    ofTenant: id.nullable(),
    details: note(4000),
    receivedOn: day,
  }),
  response: cases,
});

export const takeCaseStep = route({
  method: 'POST',
  path: '/api/privacy/cases/:caseId/steps',
  may: may.cases,
  summary: 'Write down what was done about a request, and tell whom it concerns.',
  params: z.strictObject({ caseId: id }),
  body: z.strictObject({ kind: z.enum(CASE_STEPS), note: note(8000) }),
  response: cases,
});

const breachView = z.object({
  id: z.string(),
  number: z.number(),
  awareAt: z.string(),
  what: z.string(),
  categories: z.array(z.enum(DATA_CATEGORIES)).readonly(),
  people: z.number(),
  records: z.number(),
  effects: z.string(),
  measures: z.string(),
  businesses: z.array(z.string()),
  state: z.enum(['to-decide', 'to-tell-authority', 'done']),
  authorityBy: z.string(),
  businessesBy: z.string(),
  businessesWait: z.boolean(),
  overdue: z.boolean(),
  may: z.array(z.enum(BREACH_STEPS)).readonly(),
  steps: z.array(
    z.object({ kind: z.enum(BREACH_STEPS), happenedAt: z.string(), words: z.string(), who: z.string() }),
  ),
});
export type BreachView = z.output<typeof breachView>;
const breaches = z.object({ breaches: z.array(breachView), businesses: z.array(business) });

/** `08:30`, on the operator's clock */
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'a time such as 08:30' });

export const listBreaches = route({
  method: 'GET',
  path: '/api/privacy/breaches',
  may: may.cases,
  summary: 'Every breach, with its hours and what was decided.',
  response: breaches,
});

export const enterBreach = route({
  method: 'POST',
  path: '/api/privacy/breaches',
  may: may.cases,
  summary: 'Write a breach down, also one that nobody has to be told of.',
  body: z.strictObject({
    awareOn: day,
    time,
    what: note(4000).refine((text) => text !== '', { error: 'what happened' }),
    categories: z.array(z.enum(DATA_CATEGORIES)).min(1),
    people: z.int().min(0).max(1_000_000_000),
    records: z.int().min(0).max(1_000_000_000),
    effects: note(4000),
    measures: note(4000),
    ofTenants: z.array(id).max(1000),
  }),
  response: breaches,
});

export const takeBreachStep = route({
  method: 'POST',
  path: '/api/privacy/breaches/:breachId/steps',
  may: may.cases,
  summary: 'Write down a decision about a breach, who was told when, or what became known later.',
  params: z.strictObject({ breachId: id }),
  body: z.strictObject({ kind: z.enum(BREACH_STEPS), happenedOn: day, time, note: note(4000) }),
  response: breaches,
});
