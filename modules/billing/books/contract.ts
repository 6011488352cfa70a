import * as z from 'zod';
import { route } from '#platform/http/contract.ts';
import { day } from '#platform/http/fields.ts';
import { may } from '../contract.ts';

const settings = {
  chart: z.enum(['SKR03', 'SKR04']),
  adviser: z.int().min(1001).max(9_999_999),
  client: z.int().min(1).max(99_999),
  accountDigits: z.int().min(4).max(8),
  yearStartsMonth: z.int().min(1).max(12),
};

const books = z.object({
  ...settings,
  accounts: z.array(
    z.object({
      account: z.string(),
      name: z.object({ en: z.string(), de: z.string() }),
      /** the accountant's number */
      number: z.string(),
      /** the tenant's own number; '' for that of the chart */
      own: z.string(),
    }),
  ),
});

export const getBooks = route({
  method: 'GET',
  path: '/api/books',
  may: may.read,
  summary: 'How the accountant numbers the accounts, and who the client is there.',
  response: books,
});

export const setBooks = route({
  method: 'PUT',
  path: '/api/books',
  may: may.issue,
  summary: 'Set the accountant’s chart and numbers; an empty number gives an account back to the chart.',
  body: z.strictObject({
    ...settings,
    numbers: z
      .array(z.strictObject({ account: z.string().max(8), number: z.string().trim().max(8) }))
      .max(100)
      .default([]),
  }),
  response: books,
});

const period = z.strictObject({ from: day, until: day });

export const journalFile = route({
  method: 'GET',
  path: '/api/books/journal.csv',
  may: may.read,
  kind: 'file',
  summary: 'The journal of a period: one row per line of each entry.',
  query: period,
});

export const batchFile = route({
  method: 'GET',
  path: '/api/books/batch.csv',
  may: may.read,
  kind: 'file',
  summary: 'The bookings of a period as a batch in the form of DATEV.',
  query: period,
});
