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

/** What was made of a request and can be fetched. */
const archiveView = z.object({
  id: z.string(),
  label: z.string(),
  bytes: z.number(),
  expiresAt: z.string(),
  gone: z.boolean(),
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

export const correctData = route({
  method: 'POST',
  path: '/api/privacy/cases/:caseId/corrections',
  may: may.cases,
  summary:
    'Correct name and telephone of whoever asked, wherever they stand; what stood there goes out of sight.',
  params: z.strictObject({ caseId: id }),
  body: z.strictObject({ name: line(120), phone: z.string().trim().max(40) }),
  response: cases,
});

export const liftRestriction = route({
  method: 'POST',
  path: '/api/privacy/cases/:caseId/lift',
  may: may.cases,
  summary: 'End a restriction: the data may be used again, and the person is told before.',
  params: z.strictObject({ caseId: id }),
  response: cases,
});

const myData = z.object({
  requests: z.array(
    z.object({
      id: z.string(),
      number: z.number(),
      asks: z.enum(RIGHTS),
      receivedOn: z.string(),
      dueOn: z.string(),
      state: z.enum(['open', 'waits-for-person', 'passed-on', 'answered', 'refused']),
      answer: z.string(),
      archives: z.array(archiveView),
    }),
  ),
});
export type MyData = z.output<typeof myData>;

export const getMyData = route({
  method: 'GET',
  path: '/api/my-data',
  may: 'signed-in',
  summary:
    'What the signed-in person asked about their own data, until when it is answered, and what can be fetched.',
  response: myData,
});

export const askAboutMyData = route({
  method: 'POST',
  path: '/api/my-data/requests',
  may: 'signed-in',
  summary: 'Make use of a right about one’s own data; whoever is signed in has shown who they are.',
  body: z.strictObject({ asks: z.enum(RIGHTS), details: note(4000) }),
  response: myData,
});

export const fetchMyArchive = route({
  method: 'GET',
  path: '/api/my-data/data.zip',
  may: 'signed-in',
  summary: 'One’s own archive, while it is there.',
  query: z.strictObject({ archiveId: id }),
  kind: 'file',
});

export const fetchMailedArchive = route({
  method: 'GET',
  path: '/api/privacy/answers/data.zip',
  may: 'public',
  summary: 'An archive by the link that was mailed to the address on file, while it is there.',
  query: z.strictObject({
    archiveId: id,
    mark: z.string().regex(/^[0-9a-f]{40}$/, { error: 'the mark of a link' }),
  }),
  kind: 'file',
});

const keptRows = z.object({ what: z.string(), because: z.string(), until: z.string(), rows: z.number() });
const register = z.object({
  erasures: z.array(
    z.object({
      number: z.number(),
      at: z.string(),
      store: z.string(),
      occasion: z.enum(['request', 'restored']),
      changed: z.number(),
      deleted: z.number(),
      kept: z.array(keptRows),
    }),
  ),
  runs: z.array(
    z.object({
      id: z.string(),
      at: z.string(),
      store: z.string(),
      rules: z.array(z.object({ what: z.string(), before: z.string(), rows: z.number() })),
    }),
  ),
  restricted: z.number(),
});
export type DeletionRegister = z.output<typeof register>;

export const getDeletions = route({
  method: 'GET',
  path: '/api/privacy/deletions',
  may: may.cases,
  summary:
    'What was deleted for people and because its time was over, by which rule, and what stays until when.',
  response: register,
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
